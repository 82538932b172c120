import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.sentences import KNOWN, knows, split, words

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, list[str]]]:
    tables = json.loads((CASES / name).read_text(encoding="utf-8"))
    return [(language, expected) for language, rows in tables.items() for expected in rows]


@pytest.mark.parametrize(("language", "expected"), cases("sentences.json"), ids=str)
def test_split_finds_the_sentences_an_editor_finds(language: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split(" ".join(expected), language)] == expected


@pytest.mark.parametrize(("language", "expected"), cases("sentences-known-failures.json"), ids=str)
@pytest.mark.xfail(strict=True, reason="needs to know what the words mean")
def test_split_is_known_to_miss_these(language: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split(" ".join(expected), language)] == expected


@pytest.mark.parametrize(("language", "expected"), cases("sentences.json"), ids=str)
def test_split_reads_narrow_and_no_break_spaces_as_spaces(language: str, expected: list[str]) -> None:
    for space in "\u00a0\u202f":
        text = space.join(expected).replace("« ", f"«{space}").replace(" »", f"{space}»").replace(" ?", f"{space}?")
        assert len(split(text, language)) == len(expected)


PIECES = st.sampled_from(
    ["M.", "U.S.", "J.", "Le", "He", "dit", "said", ".", "?", "!", "…", "...", "«", "»", "“", "”", '"', "(", ")", "3.5",
     "1.", "etc.", "-", "–", " ", "  ", "\u00a0", "\u202f", "\n", "\u3000", "é", "e\u0301", "🙂", ",", ":", "http://a.b/c?d=1."]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(sorted(KNOWN)))
def test_split_loses_nothing_but_white_space(text: str, language: str) -> None:
    sentences = split(text, language)
    position = 0
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert text[position : sentence.start].strip() == ""
        position = sentence.end
    assert text[position:].strip() == ""


def test_split_gives_no_sentence_for_no_text() -> None:
    assert split("", "fr") == () == split(" \u00a0\n", "en")


@pytest.mark.parametrize("text", ["." * 200_000, ". " * 100_000, "? " * 100_000, "»" * 200_000, "a" * 200_000])
def test_split_stays_linear_on_hostile_text(text: str) -> None:
    assert "".join(sentence.text for sentence in split(text, "fr")).replace(" ", "") == text.replace(" ", "")


def test_split_refuses_a_language_it_has_no_rules_for() -> None:
    assert knows("fr-CA")
    assert knows("EN")
    assert not knows("de")
    with pytest.raises(ValueError, match="no sentence rules for de"):
        split("Ja.", "de")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("—", 0),
        ("« Oui ! »", 1),
        ("Q1", 1),
        ("vingt-deux", 1),
        ("U.S.-China", 1),
        ("l’envoyé d’Etat", 2),
        ("3,5 % de 1 200", 4),
        ("3,5\u00a0% en\u202f2023", 3),
        ("Taiwan—an island", 3),
        ("says: “no”, he – well – left.", 5),
    ],
)
def test_words_counts_what_an_editor_counts(text: str, count: int) -> None:
    assert words(text) == count


@given(st.text(st.sampled_from("aé3_²ⅷ.,-’“—… \u00a0\n"), max_size=30) | st.text(max_size=30))
@settings(deadline=None)
def test_a_word_stands_between_spaces_or_dashes_and_holds_a_letter_or_digit(text: str) -> None:
    """The definition, word by word."""
    parts = text.replace("—", " ").split()
    assert words(text) == sum(any(map(str.isalnum, part)) for part in parts)
