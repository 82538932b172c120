"""What keeps a sentence from standing alone is seen."""

from __future__ import annotations

import pytest

from toolkit.summarizers._standing import BARRED, faults


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Who will pay for the bridge?", "question"),
        ("“Who will pay for the bridge?” asked Voss.", "question"),
        ("The ministry said:", "no end"),
        ("Prices fell.", "too short"),
        ("A bridge of steel and glass in the hills.", "no verb"),
        ("The mayor of Arles, who is demanding a new ferry.", "no verb"),
        ("“The bridge in the hills is safe for all.”", "quote without a speaker"),
        ("“We closed the old bridge for good, said Voss.", "half a quotation"),
        ("READ | The council closed the old bridge for good.", "notice"),
        ("Scroll down for a video of the old bridge.", "notice"),
        ("He also closed the old bridge for good.", "opens with a pronoun"),
        ("Their council closed the old bridge for good.", "opens with a pronoun"),
        ("In the spring, she closed the old bridge for good.", "opens with a pronoun"),
        ("In May she closed the old bridge for good.", "opens with a pronoun"),
        ("“The old bridge is closed for good,” she said.", "speaker not named"),
        ("The council closed our bridge for good.", "speaks in the first person"),
        ("However, the council closed the old bridge for good.", "leans on an earlier sentence"),
        ("Some of them were closed for good last year.", "leans on an earlier sentence"),
        ("Voss then travelled to the coast with her deputy.", "leans on an earlier sentence"),
        ("Safe again: the old bridge was opened by the mayor.", "caption"),
    ],
)
def test_each_fault_is_named(sentence: str, fault: str) -> None:
    """The fault stands among those of its sentence."""
    assert fault in faults(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The council closed the old bridge for good.",
        "“The old bridge is closed for good,” Renata Voss said.",
        "Renata Voss said: “The old bridge is closed for good.”",
        "Renata Voss said she had closed the old bridge.",
        "After Voss was elected, she closed the old bridge.",
        "The service has been sold in the US since May.",
        "One of the oldest bridges in the hills has been closed.",
        "Instead of a bridge, the council wants a ferry.",
    ],
)
def test_a_sound_sentence_has_none(sentence: str) -> None:
    """What names its people and things stands by itself."""
    assert faults(sentence) == ()


def test_what_is_barred_is_a_fault_by_name() -> None:
    """Every barred fault can be found: the names are the same."""
    found = {
        fault
        for text in ("Why?", "“No", "“So be it.”", "READ | It", "A steel bridge of the old kind.")
        for fault in faults(text)
    }
    assert found >= BARRED
