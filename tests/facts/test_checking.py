"""What is flagged in a translation, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.facts import Finding, check

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
NAMES = ("Blinken", "Karpov", "Wojtyla", "Yamamoto", "Kowalski", "Okonjo", "Szabo", "Hidalgo")
PLACES = (("Pékin", "Beijing"), ("Londres", "London"), ("Allemagne", "Germany"), ("Pays-Bas", "the Netherlands"))
WORDS = (
    ("deux", "two"), ("sept", "seven"), ("onze", "eleven"), ("seize", "sixteen"), ("vingt et un", "twenty-one"),
    ("soixante-dix", "seventy"), ("quatre-vingts", "eighty"), ("cent", "a hundred"), ("mille", "a thousand"),
)  # fmt: skip
# Most of these texts state something; the others are anything at all.
STATED = (
    "Pékin", "Beijing", "12 %", "12%", "n’a pas", "did not", "trois", "5 million", "Anne Dupont", "lundi 3 mai",
    "€", "80 km", "«", "”", ",", ".", "&amp;", "\u00a0",
)  # fmt: skip
TEXTS = st.text(max_size=80) | st.lists(st.sampled_from(STATED) | st.text(max_size=6), max_size=14).map(" ".join)


def flags(source: str, target: str) -> list[str]:
    return [told(each) for each in check(source, target) if each.state in {"lost", "invented"}]


def told(finding: Finding) -> str:
    return f"{finding.state} {finding.kind}: {finding.source} -> {finding.target}"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_what_is_flagged(case: dict[str, object]) -> None:
    """Each case says why."""
    assert flags(str(case["source"]), str(case["target"])) == case["flags"]


@settings(deadline=None)
@given(
    number=st.integers(3, 999_999),
    name=st.sampled_from(NAMES),
    place=st.sampled_from(PLACES),
    word=st.sampled_from(WORDS),
)
def test_a_text_with_the_numbers_and_names_of_its_source_passes(
    number: int, name: str, place: tuple[str, str], word: tuple[str, str]
) -> None:
    """Digits grouped as each language does, number words, names as they are and places as CLDR spells them."""
    grouped = f"{number:,}"
    source = (
        f"Selon Marie {name}, {grouped.replace(',', ' ')} personnes sont venues de {place[0]} en {word[0]} semaines."
    )
    target = f"According to Marie {name}, {grouped} people came from {place[1]} in {word[1]} weeks."
    assert flags(source, target) == []


@settings(deadline=None)
@given(number=st.integers(3, 999_999), other=st.integers(3, 999_999))
def test_a_changed_number_is_found(number: int, other: int) -> None:
    """Whatever it is changed to."""
    source = f"Il a compté {number:,} voix à Lyon.".replace(",", " ")
    found = flags(source, f"He counted {other:,} votes in Lyon.")
    assert bool(found) == (number != other)


@settings(deadline=None)
@given(names=st.permutations(NAMES))
def test_a_changed_name_is_found(names: list[str]) -> None:
    """The finding has the words on both sides."""
    kept, lost, other = names[:3]
    source = f"Le juge a entendu Paul {kept} puis Marie {lost}."
    assert flags(source, f"The judge heard Paul {kept} and then Marie {lost}.") == []
    assert flags(source, f"The judge heard Paul {kept} and then Jane {other}.") == [
        f"lost name: Marie {lost} -> Jane {other}"
    ]


@settings(deadline=None)
@given(
    name=st.sampled_from(NAMES),
    place=st.sampled_from(PLACES),
    verb=st.sampled_from([("vendu", "sold"), ("visité", "visited"), ("peint", "painted")]),
    denied=st.tuples(st.booleans(), st.booleans()),
)
def test_a_negation_put_in_or_left_out_is_found(
    name: str, place: tuple[str, str], verb: tuple[str, str], denied: tuple[bool, bool]
) -> None:
    """And nothing where both texts deny, or neither does."""
    source = f"{name} {'n’a pas' if denied[0] else 'a'} {verb[0]} la maison à {place[0]}."
    target = f"{name} {'has not' if denied[1] else 'has'} {verb[1]} the house in {place[1]}."
    state = {(True, False): ["lost negation: pas -> "], (False, True): ["invented negation:  -> not"]}
    assert flags(source, target) == state.get(denied, [])


@settings(deadline=None)
@given(places=st.permutations(PLACES), kept=st.booleans())
def test_a_place_replaced_or_left_out_is_found(places: list[tuple[str, str]], kept: bool) -> None:
    """With what stands in its place, if anything does."""
    (french, english), (_, other) = places[:2]
    assert flags(f"Le train part de {french} demain.", f"The train leaves {english} tomorrow.") == []
    found = flags(f"Le train part de {french} demain.", f"The train leaves {other if kept else ''} tomorrow.")
    assert found == [f"lost place: {french} -> {other.removeprefix('the ') if kept else ''}"]


@settings(deadline=None)
@example(source="", target="NO")
@example(source="'0&ap;'", target="")
@example(source="Il part.", target="He doesn&#39;t leave.")
@given(source=TEXTS, target=TEXTS)
def test_any_text_is_read_and_every_span_is_of_it(source: str, target: str) -> None:
    """No text breaks a reader, and the places are code points of the texts as they were given."""
    for finding in check(source, target):
        if finding.source_start is not None:
            assert source[finding.source_start :].startswith(finding.source)
        if finding.target_start is not None:
            assert target[finding.target_start :].startswith(finding.target)


def test_who_hears_is_no_speaker_wherever_the_name_stands() -> None:
    """A name that opens a text has nothing before it, though its last words be `to`."""
    found = [told(each) for each in check("Lemoine a dit non à Karpov.", "Karpov said no to")]
    assert "lost speaker: Lemoine -> Karpov" in found


def test_spans_are_code_points_beyond_entities_and_wide_characters() -> None:
    source, target = "« 😀 » à Pékin, 12 %", "&quot;😀&quot; in Beijing, 12%"
    found = {finding.kind: finding for finding in check(source, target)}
    place = found["place"]
    assert (place.source_start, place.target_start) == (source.index("Pékin"), target.index("Beijing"))
    assert found["percent"].target == "12%"


@pytest.mark.parametrize(
    ("sentence", "bullet", "expected"),
    [
        ("Wang Yi met Blinken in Jakarta on 13 July.", "Wang Yi met Blinken in Jakarta.", []),
        ("Wang Yi met Blinken in Jakarta on Thursday.", "Wang Yi met Kerry in Jakarta on Friday.", ["Friday"]),
        ("The bank raised rates by 0.5 points.", "The bank did not raise rates by 5 points.", ["5 points", "not"]),
    ],
)
def test_a_bullet_is_held_against_its_english_sentence(sentence: str, bullet: str, expected: list[str]) -> None:
    """Both in English: what only the bullet states is made up, or stands in the place of something."""
    found = [each for each in check(sentence, bullet, "en") if each.target and each.state in {"invented", "lost"}]
    assert [each.target for each in found] == expected


def test_the_references_of_the_shipped_article_lose_nothing(project: Path) -> None:
    """Both were checked by hand, number by number and name by name."""
    from toolkit import text

    folder = project / "references" / "wang-blinken"
    segments = text.segments((folder / "article.fr.txt").read_text(encoding="utf-8"))
    for name in "ab":
        path = folder / f"translation.{name}.en.txt"
        for segment, line in zip(segments, text.aligned(path.read_text(encoding="utf-8"), segments, name), strict=True):
            assert flags(segment.text, line) == [], segment.id
