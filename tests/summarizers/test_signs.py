"""Signs by which readers tell whether a line can be printed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from toolkit.checks._beginning import LEAD
from toolkit.summarizers import _signs as signs
from toolkit.summarizers._shorten import Shortened

STORY = [
    "The council of Arles closed the bridge.",
    "Engineers blamed a storm.",
    "Rain fell for days.",
    "A ferry sails now.",
    "Trams run as well.",
    "Buses run as well.",
]


def read(
    lines: Sequence[str],
    *,
    edits: Sequence[Sequence[str]] = (),
    near: signs.Scores | None = None,
) -> dict[str, list[float]]:
    """Read the signs of every line of a text: a column by name."""
    count = len(lines)
    made = [Shortened(line, tuple(edit), fits=True) for line, edit in zip(lines, edits or [()] * count, strict=True)]
    found = signs.read(made, lines, np.ones((count, count)) if near is None else near)
    return {sign: column.tolist() for sign, column in zip(signs.SIGNS, found.T, strict=True)}


@pytest.mark.parametrize(
    ("sign", "line", "value"),
    [
        ("told", "Engineers will look at it.", 1),
        ("told", "Bridges closed in May.", 1),
        ("told", "Trams closed in May.", 0),
        ("fresh", "Engineers found cracks in pillars.", 3),  # found, cracks, pillars
        ("fresh", "Engineers blamed the storm.", 0),
        ("known", "The storm hit the bridges of Arles and the tower.", 2),
        ("middle", "The ferry sails under the tower with the tram.", 2),
        ("pronouns", "He told them that its roof fell.", 3),
        ("commas", "Arles, a town, closed it.", 2),
        ("perfect", "Arles has now closed it.", 1),
        ("perfect", "Arles has a bridge.", 0),
        ("present", "Arles plans a bridge.", 1),
        ("present", "Arles planned a bridge.", 0),
        ("named", "Ada Brun left.", 1),
        ("named", "The Arles council left.", 1),
        ("named", "Ada left.", 0),
        ("quantified", "Both left.", 1),
        ("quantified", "Bothersome rain fell.", 0),
        ("short", "Engineers of Arles found cracks in the bridge.", 1),  # eight words
        ("short", "Engineers of Arles found cracks in the old bridge.", 0),
        ("called", "Brun said the bridge of Arles is safe.", 1),
        ("called", "The bridge of Arles is safe, miss brun said.", 1),
        ("called", "“The bridge of Arles is safe,” said Brun.", 1),
        ("called", "According to Brun, the bridge of Arles is safe.", 1),
        ("called", "Ada Brun said the bridge of Arles is safe.", 0),
        ("called", "The bridge of Arles is safe, Ada Brun said.", 0),
        ("called", "That said, the bridge of Arles is safe.", 0),
        ("called", "Police said the bridge of Arles is safe.", 0),
        ("called", "The bridge of Arles is safe, engineers said.", 0),
        ("capitals", "Ada Brun left Arles, and it rained.", 2),
        ("capitals", "Rain fell.", 0),
        ("sequel", "Engineers later closed another bridge.", 1),
        ("sequel", "Later, engineers closed the bridge.", 1),
        ("sequel", "Engineers of Arles closed the bridge.", 0),
    ],
)
def test_what_a_sign_counts_in_the_words_of_a_line(sign: str, line: str, value: float) -> None:
    """The last line of a story that tells of a bridge, a storm and Arles first, then of a ferry and of trams."""
    assert read([*STORY, line])[sign][-1] == value


@pytest.mark.parametrize(
    ("sign", "edit", "value"),
    [
        ("described", "description cut", 1),
        ("described", "speaker's office cut", 1),
        ("described", "relative clause cut", 0),
        ("contrast", "opening 'but' dropped", 1),
        ("contrast", "'however' dropped", 1),
        ("contrast", "opening 'and' dropped", 0),
        ("contrast", "'quickly' cut", 0),
    ],
)
def test_what_a_sign_sees_in_what_was_done_to_a_line(sign: str, edit: str, value: float) -> None:
    """Who somebody is was cut, or what a line stood against."""
    assert read(["Ada Brun left."], edits=[["day cut", edit]])[sign] == [value]


def test_the_place_of_a_line_is_a_sign() -> None:
    """Of eight the first five are early, and two are last."""
    found = read([*STORY, "Rain fell.", "Rain fell."])
    assert found["early"] == [1, 1, 1, 1, 1, 0, 0, 0]
    assert found["last"] == [0, 0, 0, 0, 0, 0, 1, 1]


def test_every_line_has_the_signs_of_its_text() -> None:
    """One of two sentences has no capital inside, and one of them says "we"; the logarithm of two is 0.693."""
    found = read(["We left.", "Ada Brun left."])
    assert found["small"] == [0.5, 0.5]
    assert found["opinion"] == [0.5, 0.5]
    assert read(["Ada likes my boat.", "Ada Brun left."])["opinion"] == [0.5, 0.5]
    assert found["long"] == pytest.approx([0.6931, 0.6931], abs=1e-4)


@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (0.5, 0.4), (0.1, 0.8)])
def test_likeness_counts_by_spreads_whatever_the_scale_of_an_encoder(scale: float, shift: float) -> None:
    """Six cosines between four lines: 0.9, 0.1, 0.3, 0.5, 0.7 and 0.5, of mean 0.5 and spread 0.2582.

    The last line is most like the third (0.5), is 0.3 from the first, and its mean with the three others is 0.5.
    """
    near = np.array([[1, 0.9, 0.1, 0.3], [0.9, 1, 0.5, 0.7], [0.1, 0.5, 1, 0.5], [0.3, 0.7, 0.5, 1]])
    found = read(STORY[:4], near=np.where(np.eye(4, dtype=bool), 1.0, near * scale + shift))
    assert found["lead"] == pytest.approx([3.0] * LEAD + [0.2 / 0.2582], rel=1e-3)
    assert found["first"] == pytest.approx([3.0, 0.4 / 0.2582, -0.4 / 0.2582, -0.2 / 0.2582], rel=1e-3)
    assert found["central"][-1] == pytest.approx(0.0, abs=1e-9)


def test_cosines_that_hardly_differ_are_not_blown_up() -> None:
    """A spread of a ten-thousandth counts as a hundredth."""
    near = np.full((4, 4), 0.5)
    near[3, 2] = near[2, 3] = 0.5003
    assert max(map(abs, read(STORY[:4], near=near)["central"])) < 0.1


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_text_of_hardly_any_lines_has_signs(count: int) -> None:
    """What cannot be compared is as like as anything."""
    found = signs.read(
        [Shortened(line, (), fits=True) for line in STORY[:count]], STORY[:count], np.ones((count, count))
    )
    assert found.shape == (count, len(signs.SIGNS))
    assert np.isfinite(found).all()


def test_the_words_of_what_does_not_fit_are_not_read() -> None:
    """A line that is too long is not printed anyway."""
    lines = [Shortened(line, (), fits=place < 5) for place, line in enumerate(STORY)]
    found = signs.read(lines, STORY, np.ones((6, 6)))
    told = list(signs.SIGNS).index("told")
    assert found[:5, told:].any(axis=1).all()
    assert not found[5, told:].any()
    assert not signs.read(lines[5:], STORY[5:], np.ones((1, 1))).any()


def test_the_chance_is_the_logistic_of_the_weighted_sum() -> None:
    """1 / (1 + exp(-(2 * 0.5 - 1.5))) = 0.3775."""
    found = np.zeros((1, len(signs.SIGNS)))
    found[0, list(signs.SIGNS).index("commas")] = 2
    weights = {**dict.fromkeys(signs.SIGNS, 0.0), "commas": 0.5, "base": -1.5}
    assert signs.chances(found, weights) == pytest.approx([0.3775], abs=1e-4)


def test_every_sign_has_a_weight() -> None:
    """And nothing else has one, but for the base."""
    assert [*signs.SIGNS, "base"] == list(signs.FITTED)
