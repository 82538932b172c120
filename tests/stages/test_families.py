"""Which lines are compared with which."""

from __future__ import annotations

import pytest

from tests.stages.scored import GOOD, articles, bullets, entries, line
from toolkit.errors import UsageError
from toolkit.stages._entries import Entry, Who
from toolkit.stages._families import everyone, families

TEXTS = articles(GOOD, 1)


@pytest.fixture
def board() -> list[Entry]:
    """Give three translations, one a baseline, and two summarizers, one a baseline, on the two that compete."""
    return entries(
        line("one", TEXTS),
        line("two", TEXTS),
        line("untranslated", TEXTS, frame=True),
        *(bullets(by, on, GOOD[:2], frame=by == "lead") for on in ("one", "two") for by in ("extractive", "lead")),
    )


def named(found: list[Entry], against: str = "", *, all_pairs: bool = False) -> dict[str, list[tuple[str, str]]]:
    wanted = families(found, against, all_pairs=all_pairs)
    return {family.name: [(str(a), str(b)) for a, b in family.pairs] for family in wanted}


def test_the_first_that_competes_is_compared_with_every_other(board: list[Entry]) -> None:
    """Baselines of the leaderboard are left out, and with them a family that would be of one."""
    assert named(board) == {
        "translations": [("one", "two")],
        "bullets by extractive": [("extractive on one", "extractive on two")],
    }


def test_a_named_system_is_the_baseline_of_all(board: list[Entry]) -> None:
    """In the translations and under each summarizer; the summarizer that is a baseline was not named."""
    assert named(board, "two") == {
        "translations": [("two", "one")],
        "bullets by extractive": [("extractive on two", "extractive on one")],
    }


def test_a_baseline_of_the_leaderboard_is_compared_only_where_it_is_named(board: list[Entry]) -> None:
    """Every other line meets it; naming one baseline does not bring in the others."""
    assert named(board, "untranslated")["translations"] == [("untranslated", "one"), ("untranslated", "two")]
    assert named(board, "lead") == {
        "translations": [("one", "two")],
        "bullets by extractive": [("extractive on one", "extractive on two")],
        "bullets by lead": [("lead on one", "lead on two")],
        "bullets on one": [("lead on one", "extractive on one")],
        "bullets on two": [("lead on two", "extractive on two")],
    }


def test_all_pairs_are_each_compared_once() -> None:
    """Three systems make three pairs, the named one the baseline of its own."""
    found = entries(*(line(name, TEXTS) for name in ("one", "two", "three")))
    assert named(found, all_pairs=True) == {"translations": [("one", "two"), ("one", "three"), ("two", "three")]}
    assert named(found, "three", all_pairs=True) == {
        "translations": [("three", "one"), ("three", "two"), ("one", "two")]
    }


def test_a_baseline_that_nobody_has_is_named_with_those_there_are(board: list[Entry]) -> None:
    """The mistake is the user's: one line, with the names to choose from."""
    with pytest.raises(
        UsageError, match="nothing named 'deepl' was scored; there are: extractive, lead, one, two, unt"
    ):
        named(board, "deepl")


def test_a_single_line_and_no_line_are_no_family() -> None:
    """There is nothing to compare it with."""
    assert named(entries(line("one", TEXTS))) == {}
    assert named([]) == {}


def test_groups_are_made_of_what_is_ranked_and_keep_the_pairs_there_are(board: list[Entry]) -> None:
    """Neither baselines nor what was not answered in full; a pair that is compared anyway is not turned round."""
    partial = entries(line("partial", {"art-0": [*GOOD[:7], None]}), line("three", TEXTS))
    known = {(Who("three"), Who("one"))}
    assert [(str(a), str(b)) for a, b in everyone([*board, *partial], "translation", known).pairs] == [
        ("one", "two"),
        ("three", "one"),
        ("two", "three"),
    ]
