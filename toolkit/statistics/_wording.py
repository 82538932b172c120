"""A verdict as one plain sentence: names, what each metric says, how sure it is, and on how much it rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Context, Decimal

from toolkit.statistics._comparison import Comparison


def decision(word: str, comparisons: Sequence[Comparison], level: float) -> str:
    """Say that one system is better or worse, and how seldom chance alone would say so."""
    first = comparisons[0]
    shown = [each for each in comparisons if each.shows(level)]
    others = [each for each in comparisons if not each.shows(level)]
    adjusted = max(each.adjusted_p or 0.0 for each in shown)
    verb = "agree" if len(shown) > 1 else "shows it"
    rest = [
        f", {listed(each.title for each in some)} {_verb(some, verbs)}"
        for some, verbs in (
            ([each for each in others if each.direction], ("points the same way", "point the same way")),
            ([each for each in others if not each.direction], ("sees no difference", "see no difference")),
        )
        if some
    ]
    head, _, place = word.partition(" ")
    where = f"{place}, over {_amount(first)}" if place else f"over {_amount(first)}"
    tail = "; other articles may differ" if place else ""
    return (
        f"{first.candidate} is {head} than {first.baseline} {where}: {listed(each.title for each in shown)} {verb}"
        f"{''.join(rest)}, and chance alone would come this far in at most 1 of {_times(adjusted)} cases"
        f" (adjusted p {'at most ' if len(shown) > 1 else ''}{_number(adjusted)}){tail}."
    )


def disagreement(comparisons: Sequence[Comparison], level: float) -> str:
    """Say what each metric says; where all point one way it is their number that does not suffice."""
    first = comparisons[0]
    clauses = []
    for direction, ahead in ((1, first.candidate), (-1, first.baseline)):
        some = [each for each in comparisons if each.direction == direction]
        shown = [each for each in some if each.shows(level)]
        pointing = [each for each in some if not each.shows(level)]
        clauses += [
            f"{each.title} shows {ahead} ahead (adjusted p {_number(each.adjusted_p or 0.0)})" for each in shown
        ]
        if pointing:
            titles = listed(each.title for each in pointing)
            clauses.append(f"{titles} {_verb(pointing, ('points', 'point'))} to {ahead} without showing it")
    still = [each for each in comparisons if not each.direction]
    if still:
        clauses.append(f"{listed(each.title for each in still)} {_verb(still, ('sees', 'see'))} no difference")
    one_way = len({each.direction for each in comparisons} - {0}) == 1
    head = "Too few metrics show a difference between" if one_way else "The metrics disagree on"
    return f"{head} {first.candidate} and {first.baseline} over {_amount(first)}: {listed(clauses)}."


def nothing_shown(comparisons: Sequence[Comparison], level: float) -> str:
    """Say how near the nearest metric came, and what that does not mean."""
    first = comparisons[0]
    best = min(
        (each for each in comparisons if each.adjusted_p is not None), key=lambda each: (each.adjusted_p, each.title)
    )
    return (
        f"No difference between {first.candidate} and {first.baseline} is shown over {_amount(first)}, which does not"
        f" make them equal: the smallest adjusted p is {_number(best.adjusted_p or 0.0)}, of {best.title}, and the"
        f" limit is {level:g}."
    )


def too_little(first: Comparison, reachable: float, level: float) -> str:
    """Say why no outcome could have been enough."""
    are = "is" if first.units == 1 else "are"
    reason = (
        "nothing can be tested on so little"
        if first.adjusted_p is None
        else f"the smallest adjusted p they can give is {_number(reachable)}, and the limit is {level:g}"
    )
    return f"{_amount(first)} {are} too little to tell {first.candidate} from {first.baseline}: {reason}."


def identical(first: Comparison) -> str:
    """Say that there is nothing to choose."""
    return f"{first.candidate} and {first.baseline} are identical: the same text throughout {_amount(first)}."


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["BLEU"]), listed(["BLEU", "chrF"]), listed(["BLEU", "chrF", "TER"])
    ('BLEU', 'BLEU and chrF', 'BLEU, chrF and TER')
    """
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _verb(some: Sequence[Comparison], forms: tuple[str, str]) -> str:
    return forms[len(some) > 1]


def _amount(first: Comparison) -> str:
    return f"{first.units:,} {first.unit}{'' if first.units == 1 else 's'}"


def _number(p: float) -> str:
    """Write a p with two digits, rounded up: never a smaller one than there is.

    >>> _number(0.0504), _number(0.003), _number(0.00049), _number(1.0)
    ('0.051', '0.003', '0.00049', '1')
    """
    # What follows the twelfth digit is the noise of binary fractions, which must not be rounded up.
    exact = Decimal(f"{p:.12g}")
    return f"{Context(prec=2, rounding=ROUND_CEILING).plus(exact).normalize():f}"


def _times(p: float) -> str:
    """Say of how many cases one would come this far by chance: two digits, rounded down.

    >>> _times(0.05), _times(0.003), _times(0.0001)
    ('20', '330', '10,000')
    """
    times = int(1 / p + 1e-9)
    step = 10 ** max(len(str(times)) - 2, 0)
    return f"{times // step * step:,}"
