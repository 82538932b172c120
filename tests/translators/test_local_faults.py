"""Every engine on this machine is broken in every way: the right error, and nothing lost beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.translators.local_faults import FAULTS, check, engines
from tests.translators.services import NOT_READY, Absent

ENGINES = engines()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ENGINES)
def test_a_run_whose_engine_breaks(name: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One cell of the table."""
    engine = ENGINES[name]
    broken = engine.faults[fault]
    if isinstance(broken, Absent):
        pytest.skip(broken.reason)
    if engine.obstacle():
        pytest.skip(NOT_READY + engine.obstacle())
    check(engine, broken, tmp_path, monkeypatch)
