"""What a French text states, and whether its English translation states it too; no reference needed."""

from __future__ import annotations

from toolkit.facts._checking import check
from toolkit.facts._fact import Fact, FactKind, Finding, State
from toolkit.facts._reading import Stated, read

__all__ = ["Fact", "FactKind", "Finding", "State", "Stated", "check", "read"]
