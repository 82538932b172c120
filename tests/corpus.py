"""A small corpus with several systems, for tests that compare systems: four ways to render 25 sentences."""

from __future__ import annotations

REFERENCE = """\
The council approved the new bridge on Tuesday evening.
Farmers blocked the road near the border with their tractors.
Prices of bread rose by 4.5% in a single year, the office said.
"We will not sell the harbor," the mayor told reporters.
Two hundred workers were sent home without pay.
The train to Lyon was late again, by nearly an hour.
Her speech was short, clear and warmly received.
Nobody was hurt when the roof of the market fell in.
The bank expects growth of 1.2% next year.
A judge in Nantes refused to free the three men.
Rain is expected over the whole country from Friday on.
The museum returned the statue to the village it came from.
Fishermen say that the sea has never been so warm.
He bought the small house at the end of the street.
The school will close its doors for good in June.
Police found the stolen painting under a bed in Milan.
The minister denied that he had seen the letter.
More than 3,000 people signed the petition within a day.
The river is too low for the large boats.
Their daughter won the race by two seconds.
The hospital needs forty nurses, and has found six.
No one knows who wrote the song.
The factory makes wheels for trains in six countries.
Old trees were cut down to make room for the parking lot.
The talks ended at dawn without an agreement.
""".splitlines()

SYNONYMS = {
    "approved": "accepted", "road": "street", "rose": "increased", "said": "stated", "told": "said to", "sent": "put",
    "late": "delayed", "clear": "plain", "hurt": "injured", "expects": "foresees", "refused": "declined",
    "whole": "entire", "returned": "gave back", "warm": "hot", "bought": "purchased", "close": "shut",
    "found": "discovered", "denied": "rejected", "people": "persons", "large": "big", "won": "took",
    "needs": "requires", "wrote": "composed", "makes": "produces", "cut": "felled", "ended": "finished",
}  # fmt: skip
SMALL = {"The", "the", "a", "A", "an", "of", "was", "were", "has", "is"}


def _faithful(words: list[str], place: int) -> list[str]:
    return words if place % 3 else [SYNONYMS.get(word, word) for word in words]


def _loose(words: list[str], _: int) -> list[str]:
    return " ".join(SYNONYMS.get(word, word) for word in words).split()


def _moved(words: list[str], place: int) -> list[str]:
    cut = 2 + place % 3
    return words[-cut:] + words[:-cut]


def _clipped(words: list[str], place: int) -> list[str]:
    return [word for word in words if word not in SMALL][: None if place % 4 else 3]


SYSTEMS = {
    way.__name__.strip("_"): [" ".join(way(line.split(), place)) for place, line in enumerate(REFERENCE)]
    for way in (_loose, _faithful, _moved, _clipped)
}
