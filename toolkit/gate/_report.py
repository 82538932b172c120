"""What a gate found, as text, Markdown, JSON, JUnit XML, and annotations of GitHub's CI."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit._written import counted
from toolkit.gate._junit import junit
from toolkit.gate.gating import Gated
from toolkit.reporters.markdown import escape, table
from toolkit.statistics.gates import STATUSES, Check, Status

TITLE = "toolkit gate"


def summary(found: Gated) -> str:
    """Say how many checks came out how, the worst first.

    >>> summary(Gated("run-2", "run-1", 0.05, 0, (Check("coverage", "deepl", "", "pass", "20 of 20."),)))
    'pass: 1 check, 1 pass'
    """
    counts = Counter(check.status for check in found.checks)
    told = ", ".join(f"{counts[status]} {status}" for status in reversed(STATUSES) if counts[status])
    return f"{found.status}: {counted(len(found.checks), 'check')}, {told}"


def text(found: Gated, width: int = 100) -> str:
    """Show a person what was found, the worst first, no line longer than the width where words allow it."""
    wide = max(len(check.status) for check in found.checks) + 2
    lines = [
        folded(f"{check.status:<{wide}}{check.name}: {check.sentence}", width, " " * wide)
        for check in _worst_first(found)
    ]
    return "\n".join([folded(_head(found), width), "", *lines, "", summary(found)]) + "\n"


def folded(line: str, width: int, indent: str = "") -> str:
    """Fold a line at spaces; what follows the first is indented."""
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _markdown(found: Gated, *, strict: bool) -> str:  # noqa: ARG001 - as the others
    rows = [[check.status, escape(check.name), escape(check.sentence)] for check in _worst_first(found)]
    blocks = (
        f"## Gate: {found.status}",
        f"{escape(_head(found))}.",
        table(["status", "check", "what was found"], rows),
    )
    return "\n\n".join(blocks) + "\n"


def _json(found: Gated, *, strict: bool) -> str:  # noqa: ARG001 - as the others
    checks = [
        {
            "kind": check.kind,
            "line": check.line,
            "output": check.output,
            "status": check.status,
            "sentence": check.sentence,
            "numbers": dict(check.numbers),
        }
        for check in found.checks
    ]
    told = {
        "status": found.status,
        "candidate": found.candidate,
        "baseline": found.baseline,
        "level": found.level,
        "corrected": found.corrected,
    }
    return json.dumps({**told, "checks": checks}, ensure_ascii=False, indent=1) + "\n"


def _annotations(found: Gated, *, strict: bool) -> str:
    """Write GitHub's workflow commands: what is wrong, and one notice with the outcome.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions; the escapes are those of
    packages/core/src/command.ts in https://github.com/actions/toolkit.
    """
    levels: Mapping[Status, str] = {
        "fail": "error",
        "inconclusive": "error" if strict else "warning",
        "warn": "warning",
    }
    lines = [
        f"::{levels[check.status]} title={_property(f'{TITLE}: {check.name}')}::{_data(check.sentence)}"
        for check in _worst_first(found)
        if check.status in levels
    ]
    return "\n".join([*lines, f"::notice title={TITLE}::{_data(summary(found))}"]) + "\n"


def _data(text: str) -> str:
    r"""Escape a message.

    >>> _data("50 %\nlost")
    '50 %25%0Alost'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property, which ends at a comma or a colon.

    >>> _property("a: b, c")
    'a%3A b%2C c'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _head(found: Gated) -> str:
    tested = f"; {counted(found.corrected, 'drop')} tested and corrected together" if found.corrected else ""
    return f"{found.candidate} held to {found.baseline}, level {found.level:g}{tested}"


def _worst_first(found: Gated) -> list[Check]:
    return sorted(found.checks, key=lambda check: -STATUSES.index(check.status))


FORMS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"md": _markdown, "json": _json, "junit": junit, "annotations": _annotations}
)
"""What a gate found, for programs: each is called with `found, strict=…` and gives a text with a final newline."""
