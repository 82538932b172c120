"""The lead baseline."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.documents import Document
from toolkit.summarizers.lead import Lead

Make = Callable[..., Document]


def test_it_takes_the_first_sentences_across_paragraphs(document: Make) -> None:
    """Sentences count, not paragraphs: the lead of the field is the first three."""
    made = Lead().summarize(document("Prices rose. Wages fell.", "Rents rose. Nobody knew."), 3, None)
    assert [(bullet.text, bullet.segment) for bullet in made] == [
        ("Prices rose.", "seg-001"),
        ("Wages fell.", "seg-001"),
        ("Rents rose.", "seg-002"),
    ]


def test_it_reads_french_and_leaves_it_whole(document: Make) -> None:
    """The rules that shorten are English: a French sentence over the bound stays, and says nothing was done."""
    text = "Le maire, qui est aussi médecin, a ouvert le pont mardi."
    made = Lead().summarize(document(text, language="fr"), 1, 5)
    assert [(bullet.text, bullet.edits) for bullet in made] == [(text, ("longer than 5 words: no safe cut",))]


def test_it_is_a_baseline_without_encoder() -> None:
    """It frames the others."""
    assert Lead.baseline
    assert not Lead.needs_encoder
