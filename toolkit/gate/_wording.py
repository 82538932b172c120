"""What a gate found, as one plain sentence a check."""

from __future__ import annotations

import math

from toolkit._written import counted
from toolkit.metrics._base import Output
from toolkit.stages._compared import Compared
from toolkit.statistics.gates import Bounds, Judgment, Reason, Status
from toolkit.statistics.resampling import Difference


def drop(each: Compared, found: Difference, made: Judgment, limit: float, level: float) -> str:
    """Say how far the candidate is from the baseline, and what follows from that."""
    output = each.output
    score, before = figure(output, found.first), figure(output, found.second)
    over = _over(each)
    if made.reason == "identical":
        return f"The same text as in the baseline {over}: {output.title} {score}."
    gain = found.difference if output.higher_is_better else -found.difference
    way = "better than" if gain > 0 else "worse than" if gain < 0 else "from"
    head = f"{output.title} {score} is {figure(output, abs(gain))} {way} the baseline's {before} {over}"
    return f"{head}{_sure(output, made, level)}; {_follows(each, made, limit, level)}."


def _sure(output: Output, made: Judgment, level: float) -> str:
    told = []
    if math.isfinite(made.bounds.low):
        low, high = (figure(output, bound, sign=True) for bound in (made.bounds.low, made.bounds.high))
        told.append(f"{100 * (1 - level):g}% interval {low} to {high}, minus is worse")
    if made.adjusted_p is not None:
        told.append(f"adjusted p {made.adjusted_p:.4f}")
    return f" ({'; '.join(told)})" if told else ""


def _follows(each: Compared, made: Judgment, limit: float, level: float) -> str:
    few = f"{counted(each.articles, 'article')} are too few: the smallest adjusted p they can give is"
    told: dict[Reason, str] = {
        "one article": "one article says nothing of others",
        "shown": f"that is more than chance, and more than the {limit:g} that may be lost",
        "gained": "that is more than chance",
        "too few": f"{few} {made.reachable:.3g}, and the limit is {level:g}",
        "allowed": f"a loss of more than {limit:g} is neither shown nor excluded{_cure(each.output, made)}",
        "small": f"a loss is shown, but none of more than {limit:g}",
        "excluded": f"a loss of more than {limit:g} is excluded",
    }
    return told[made.reason]


def _cure(output: Output, made: Judgment) -> str:
    shown = (
        "" if made.detectable is None else f": these articles show changes from {figure(output, made.detectable)} on"
    )
    more = "" if made.more is None else f", and {counted(made.more, 'more article')} would settle this one"
    return shown + more


def floor(output: Output, score: float, bounds: Bounds, least: float, status: Status, over: str) -> str:
    """Say on which side of its floor a score is."""
    name = "floor" if output.higher_is_better else "ceiling"
    beyond, within = ("below", "above") if output.higher_is_better else ("above", "below")
    interval = ""
    if math.isfinite(bounds.low):
        interval = f" (interval {figure(output, bounds.low)} to {figure(output, bounds.high)})"
    head = f"{output.title} {figure(output, score)}{interval} over {over}"
    if status == "fail":
        return f"{head} is {beyond} the {name} of {least:g}."
    if status == "warn":
        return f"{head} is {within} the {name} of {least:g}, but its interval reaches {beyond} it."
    return f"{head} is not {beyond} the {name} of {least:g}."


def coverage(answered: int, asked: int, least: float, unit: str) -> str:
    """Say how much was answered of what was asked."""
    bound = "all" if least == 1 else f"at least {100 * least:g}%"
    return f"{answered:,} of {counted(asked, unit)} answered; {bound} must be."


def figure(output: Output, value: float, *, sign: bool = False) -> str:
    """Write a score finely enough to be told from a limit: of 100 with two decimals, of 1 with four.

    >>> bleu, cosine = Output("bleu", 0, 100, True, "BLEU"), Output("similarity", -1, 1, True, "similarity")
    >>> figure(bleu, 41.2345), figure(cosine, 0.81249), figure(bleu, 1.5, sign=True), figure(bleu, -0.0, sign=True)
    ('41.23', '0.8125', '+1.50', '+0.00')
    """
    places = 4 if output.high is not None and output.high <= 1 else 2
    value = round(value, places) + 0.0  # -0.0 + 0.0 is 0.0
    return f"{value:+.{places}f}" if sign else f"{value:.{places}f}"


def _over(each: Compared) -> str:
    """Say on how much it rests: bullets are one example an article, translations as many as it has segments."""
    articles = "one article" if each.articles == 1 else counted(each.articles, "article")
    if each.metric.unit == "article":
        return f"over the {articles} that both have"
    return f"over the {counted(each.examples, each.metric.unit)} that both have, of {articles}"
