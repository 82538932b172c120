"""Broken bullets are caught by the rule they break, and sound ones are left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from toolkit.checks import RULES, check

CASES = json.loads((Path(__file__).parents[1] / "cases" / "checks.json").read_text(encoding="utf-8"))
BROKEN = [(rule, case) for rule, cases in CASES["broken"].items() for case in cases]
SOUND = CASES["good"] + CASES["faithful"]
BOUND = 20


def faults(case: dict[str, Any]) -> set[str]:
    """Judge the last bullet of a case."""
    bullets = [case[key] for key in ("earlier", "bullet") if key in case]
    return {fault.rule for fault in check(bullets, case.get("article", ()), BOUND)[-1].faults}


@pytest.mark.parametrize(("rule", "case"), BROKEN, ids=[f"{rule}: {case['bullet'][:50]}" for rule, case in BROKEN])
def test_a_broken_bullet_is_caught_by_its_rule(rule: str, case: dict[str, Any]) -> None:
    """The rule it was written to break is among those it breaks."""
    assert rule in faults(case)


@pytest.mark.parametrize("case", SOUND, ids=[case["bullet"][:50] for case in SOUND])
def test_a_sound_bullet_is_left_alone(case: dict[str, Any]) -> None:
    """No rule finds anything in what an editor would print."""
    assert faults(case) == set()


def test_every_rule_has_ten_broken_bullets() -> None:
    """No rule is without its proof."""
    assert {name: len(cases) >= 10 for name, cases in CASES["broken"].items()} == {rule.name: True for rule in RULES}
