"""Every service of this folder meets every fault: the right error, no call too many, and nothing lost beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.translators.faults import FAULTS, check
from tests.translators.services import services

SERVICES = services()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", SERVICES)
def test_a_run_that_meets_a_fault(name: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One cell of the table."""
    absent = FAULTS[fault].absent(SERVICES[name])
    if absent:
        pytest.skip(absent)
    check(SERVICES[name], FAULTS[fault], tmp_path, monkeypatch)
