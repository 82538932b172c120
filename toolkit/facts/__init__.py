"""What a French text states, and whether its English translation states it too; no reference needed."""

from __future__ import annotations

from toolkit.facts._checking import check
from toolkit.facts._fact import Fact, FactKind, Finding, State
from toolkit.facts._reading import Stated, read

VERSION = 2
"""Of the rules and lists; it grows whenever a finding may change."""

__all__ = ["VERSION", "Fact", "FactKind", "Finding", "State", "Stated", "check", "read"]
