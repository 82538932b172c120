"""What XML can carry of a text."""

from __future__ import annotations

import pytest

from toolkit._xml import carried


# XML 1.0 (fifth edition), production 2: Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_what_xml_forbids_is_replaced(character: str) -> None:
    """No XML parser takes these, even as references."""
    assert carried(f"a{character}b") == "a\ufffdb"


@pytest.mark.parametrize("character", ["\t", "\n", "\r", " ", "\ud7ff", "\ue000", "\ufffd", "\U00010000", "\U0010ffff"])
def test_what_xml_allows_is_carried(character: str) -> None:
    """The ends of the allowed ranges stay."""
    assert carried(character) == character
