import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import AlignmentError, InputError
from toolkit.records import Segment
from toolkit.text import aligned, bullets, document, normalize, segments

CASES = json.loads((Path(__file__).parent / "cases" / "segments.json").read_text(encoding="utf-8"))

ARTICLE = segments("Un titre\n\n• Un point.\n\nLe corps.\n\nLIRE | Autre\n\nLa fin.")

PIECES = st.sampled_from(
    ["\n", "\n\n", "\r\n", "  ", "\t", "\u00a0", "\u202f", "\u2028", "\ufeff", "• ", "•", "- ", "– ", "* ", "·", "1. ",
     "LIRE | ", "READ MORE: ", "Publié le 3 mai", "PARIS (AFP)", "Titre", "Le corps.", "dit-il", "e\u0301", "É", ":",
     "…", "\ud800", "\0", "a"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)


def shown(article: tuple[Segment, ...]) -> list[list[str]]:
    return [[segment.kind, segment.text] for segment in article]


def rendered(article: tuple[Segment, ...]) -> str:
    """Write an article as a person would: blocks between blank lines, a bullet before a key point."""
    return "\n\n".join(f"• {each.text}" if each.kind == "key_point" else each.text for each in article)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_segments_reads_what_a_reader_sees(case: dict[str, object]) -> None:
    assert shown(segments(str(case["text"]))) == case["blocks"]


def test_segments_are_numbered_by_position() -> None:
    assert [segment.id for segment in ARTICLE] == ["seg-001", "seg-002", "seg-003", "seg-004", "seg-005"]


def test_segments_takes_no_block_of_more_than_forty_words_for_a_headline() -> None:
    forty = " ".join(["mot"] * 40)
    assert segments(f"{forty}\n\nLe corps.")[0].kind == "headline"
    assert segments(f"{forty} mot\n\nLe corps.")[0].kind == "paragraph"


@pytest.mark.parametrize("text", ["", " \n\u00a0\n", "***\n\n---", "\ufeff"])
def test_segments_says_that_nothing_is_left(text: str) -> None:
    with pytest.raises(InputError, match="no word in it"):
        segments(text)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_normalize_is_idempotent_and_canonical(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode().decode() == once
    assert not set(once) & set("\r\ufeff\x85\u2028\u2029\v\f")
    assert [c for c in unicodedata.normalize("NFC", text.replace("\ufeff", "")) if c.isalnum()] == [
        c for c in once if c.isalnum()
    ]


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_segments_keep_every_letter_and_digit_in_order(text: str) -> None:
    try:
        found = segments(text)
    except InputError:
        assert not any(map(str.isalnum, normalize(text)))
        return
    letters = [c for segment in found for c in segment.text if c.isalnum()]
    assert letters == [c for c in normalize(text) if c.isalnum()]
    assert all(segment.text == segment.text.strip() and "\n" not in segment.text for segment in found)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_segments_read_again_are_the_same(text: str) -> None:
    try:
        found = segments("Titre\n\n" + text + "\n\nLa fin.")
    except InputError:
        return
    assert segments(rendered(found)) == found


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_a_text_is_aligned_with_itself(text: str) -> None:
    try:
        found = segments(text)
    except InputError:
        return
    assert aligned(text, found, "x") == tuple(segment.text for segment in found)
    assert aligned(rendered(found), found, "x") == tuple(segment.text for segment in found)


def test_aligned_takes_other_marks_and_a_headline_with_a_full_stop() -> None:
    text = "A title.\n\n- A point.\n\nThe body\n\nREAD MORE: Other\n\nThe end"
    assert aligned(text, ARTICLE, "b") == ("A title.", "A point.", "The body", "READ MORE: Other", "The end")


def test_aligned_takes_any_label_where_a_related_link_is_due() -> None:
    text = "A title\n\n* A point.\n\nThe body.\n\nLESEN | Other\n\nThe end."
    assert aligned(text, ARTICLE, "b")[3] == "LESEN | Other"


def test_aligned_keeps_the_dash_of_speech_and_drops_that_of_a_key_point() -> None:
    like = segments("Un titre\n\n• Un point.\n\n– Je pars, dit-il.\n\n– Bien.")
    text = "A title\n\n– A point.\n\n– I am off, he said.\n\n– Good."
    assert aligned(text, like, "b") == ("A title", "A point.", "– I am off, he said.", "– Good.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "A title\n\nA point.\n\nThe body.\n\nREAD | Other\n\nThe end.",
            "b: block 2 does not match: the article has the key point “Un point.”, this the paragraph “A point.”",
        ),
        (
            "A title\n\n• A point.\n\n• One more.\n\nThe body.\n\nREAD | Other\n\nThe end.",
            "b: block 3 does not match: the article has the paragraph “Le corps.”, this the key point “One more.”",
        ),
        (
            "A title\n\n• A point.\n\nREAD | Other\n\nThe end.",
            "b: block 3 does not match: the article has the paragraph “Le corps.”, this the related link “READ |",
        ),
        (
            "A title\n\n• A point.\n\nThe body.\n\nREAD | Other",
            "b: block 5 is missing, the article's paragraph “La fin.” (the article has 5 blocks, this has 4)",
        ),
        (
            "A title\n\n• A point.\n\nThe body.\n\nREAD | Other\n\nThe end.\n\nOne two three four five six seven.",
            "b: block 6 is one too many, paragraph “One two three four five six …” (the article has 5",
        ),
        ("***", "b: block 1 is missing, the article's headline “Un titre” (the article has 5 blocks, this has 0)"),
    ],
)
def test_aligned_names_the_first_block_that_does_not_match(text: str, message: str) -> None:
    with pytest.raises(AlignmentError) as caught:
        aligned(text, ARTICLE, "b")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing\nAnother thing", ("One thing", "Another thing")),
        ("one thing\nanother thing", ("one thing", "another thing")),
        ("• One.\n\n• Two.", ("One.", "Two.")),
        ("- One\n  more.\n- Two.", ("One more.", "Two.")),
        ("1) One.\n2) Two.", ("One.", "Two.")),
        ("2023. A year.\n2. Two.", ("2023. A year.", "2. Two.")),
        ("\ufeff– One.\r\n– Two.\r\n", ("One.", "Two.")),
    ],
)
def test_bullets_are_one_a_line_or_mark(text: str, expected: tuple[str, ...]) -> None:
    assert bullets(text) == expected


def test_bullets_says_that_nothing_is_left() -> None:
    with pytest.raises(InputError, match="put one bullet on each line"):
        bullets("•\n-\n")


def test_document_holds_the_body_alone_with_the_headline_beside_it() -> None:
    texts = ["A title", "A point.", "One. Two.", "READ | Other", "The end."]
    made = document("art-x", "en", ARTICLE, texts)
    assert made.headline == "A title"
    assert [paragraph.segment for paragraph in made.paragraphs] == ["seg-003", "seg-005"]
    assert [each.text for each in made.paragraphs[0].sentences] == ["One.", "Two."]


def test_document_has_no_sentences_where_there_are_no_rules_or_no_text() -> None:
    texts = ["Ein Titel", "Ein Punkt.", "Eins. Zwei.", "LESEN | Mehr", "Ende."]
    assert [each.sentences for each in document("art-x", "de", ARTICLE, texts).paragraphs] == [(), ()]
    assert document("art-x", "en", ARTICLE, ["", "", "", "", ""]).paragraphs[0].sentences == ()


def test_document_wants_one_text_a_segment() -> None:
    with pytest.raises(ValueError, match="shorter"):
        document("art-x", "en", ARTICLE, ["A title"])
