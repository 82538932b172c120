"""The reviewed lists: every entry has what its readers expect."""

from __future__ import annotations

import pytest

from toolkit.facts import _cldr
from toolkit.facts._lexicon import kin, lexicon
from toolkit.facts._lists import read
from toolkit.facts._units import bases

NAMED = [("places.toml", section) for section in ("territories", "regions", "loose")]
NAMED += [("words.toml", section) for section in ("institutions", "people", "loose", "hedges", "loose_hedges")]


@pytest.mark.parametrize(("name", "section"), NAMED)
def test_a_name_has_a_form_in_both_languages(name: str, section: str) -> None:
    """One bar between them, and no empty form."""
    for concept, forms in read(name)[section].items():
        sides = forms.split(" | ")
        assert len(sides) == len(("fr", "en")), concept
        assert all(form.strip() for side in sides for form in side.split(",")), concept


def test_what_is_told_for_a_place_is_a_place_that_is_known() -> None:
    known = {concept for entries in lexicon("en").values() for entry in entries for concept in entry.concepts}
    places = read("places.toml")
    told = {
        *places["kin"],
        *places["seats"].values(),
        *(each for some in places["kin"].values() for each in some.split()),
    }
    assert told - known == set()
    assert kin("city Pékin") == {"CN"}
    assert "city Pékin" in kin("CN")


def test_every_territory_that_is_listed_is_one_of_the_unicode_consortium() -> None:
    """Beside the euro area, which has a code of its own there."""
    assert set(read("places.toml")["territories"]) - set(_cldr.territories("en")) == {"EZ"}


def test_every_unit_of_a_worth_is_read_somewhere() -> None:
    """By a name of the reviewed list, or by that of the Unicode consortium in either language."""
    named = {*read("quantities.toml")["units"], *_cldr.units("fr").values(), *_cldr.units("en").values()}
    assert set(bases()) - named == set()
