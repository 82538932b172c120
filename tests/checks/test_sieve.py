"""A sieve finds what one pattern of all its patterns would: what it looks for first, no match can do without."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.checks import _leaning, _not_news, _standing, _vague
from toolkit.checks._sieve import Sieve

SIEVES = {
    "pointed": _leaning._POINTED,
    "teaser": _not_news._TEASER,
    "caption": _not_news._CAPTION,
    "notice": _not_news._NOTICE,
    "half list": _standing._HALF_LIST,
    "no news": _vague._NO_NEWS,
}
PATTERNS = [(name, place) for name, sieve in SIEVES.items() for place in range(len(sieve.parts))]


@pytest.mark.parametrize(("name", "place"), PATTERNS)
@given(data=st.data())
@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
def test_no_match_is_missed(name: str, place: int, data: st.DataObject) -> None:
    """Any text that one of the patterns matches gives the first match of them all."""
    patterns = [pattern for _, pattern in SIEVES[name].parts]
    whole = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns), patterns[0].flags)
    text = data.draw(st.from_regex(patterns[place], alphabet=st.characters(max_codepoint=127)))
    for expected, found in (
        (whole.search(text), SIEVES[name].search(text)),
        (whole.match(text), SIEVES[name].match(text)),
    ):
        assert (found and found.span()) == (expected and expected.span())


def test_the_first_pattern_wins_at_one_place() -> None:
    """As in an alternation, though the other match is longer."""
    sieve = Sieve(("b", "ab"), ("c", "abc"))
    assert [found.group() for found in (sieve.search("xabc"), sieve.match("abc")) if found] == ["ab", "ab"]
