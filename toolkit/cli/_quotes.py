"""What a dry run prints: one line a system, its articles below it, and the sum."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from toolkit.prices import exact, money

if TYPE_CHECKING:
    from toolkit.exchange import Plan, Policy
    from toolkit.steps.quotes import Quote

COUNTS = {  # head of a column -> field of a plan
    "segments": "texts",
    "recorded": "hits",
    "duplicates": "duplicates",
    "unknown": "unknown",
    "to send": "to_send",
    "characters": "characters",
    "calls": "calls",
}
NAME = 30  # columns of a system's or an article's name


def show(quotes: Sequence[Quote], policy: Policy, form: str) -> None:
    """Print what would be sent, as text, as one JSON object, or as one a line."""
    if form == "json":
        click.echo(json.dumps(_whole(quotes), ensure_ascii=False))
        return
    if form == "jsonl":
        for quote in quotes:
            click.echo(json.dumps(_system(quote), ensure_ascii=False))
        return
    heads = [head.rjust(max(len(head), 7)) for head in COUNTS]
    click.echo("  ".join(["system".ljust(NAME), *heads, "cost"]))
    for quote in quotes:
        click.echo(_line(quote.system, quote.plan, _told(quote, quote.plan)))
        if len(quote.articles) > 1:
            for article, plan in quote.articles.items():
                click.echo(_line(f"  {article}", plan, _told(quote, plan)))
    click.echo(_line("total", _total(quotes), _total_told(quotes)))
    for note in _notes(quotes, policy):
        click.echo(note)
    click.echo("nothing was sent")


def _line(name: str, plan: Plan, cost: str) -> str:
    cells = [f"{getattr(plan, field):,}".rjust(max(len(head), 7)) for head, field in COUNTS.items()]
    short = name if len(name) <= NAME else name[: NAME - 1] + "…"
    return "  ".join([short.ljust(NAME), *cells, cost])


def _total(quotes: Sequence[Quote]) -> Plan:
    from toolkit.steps.quotes import added_up

    return added_up([quote.plan for quote in quotes])


def _told(quote: Quote, plan: Plan) -> str:
    cost = quote.cost(plan)
    if cost is None:
        return "no price" if quote.price is None else "unknown"
    if quote.price is None:
        return "-" if quote.paid else "free"
    return ("at most " if quote.at_most and cost else "") + money(cost, quote.currency)


def _costs(quotes: Sequence[Quote]) -> list[Decimal]:
    return [cost for quote in quotes if quote.price is not None and (cost := quote.cost(quote.plan)) is not None]


def _total_told(quotes: Sequence[Quote]) -> str:
    if not any(quote.price is not None for quote in quotes):
        return "-"
    bounded = any(quote.at_most and quote.cost(quote.plan) for quote in quotes)
    return ("at most " if bounded else "") + money(sum(_costs(quotes), Decimal(0)), _currency(quotes))


def _currency(quotes: Sequence[Quote]) -> str:
    return next((quote.currency for quote in quotes if quote.currency), "")


def _notes(quotes: Sequence[Quote], policy: Policy) -> Iterator[str]:
    total = _total(quotes)
    unpriced = [quote.system for quote in quotes if quote.cost(quote.plan) is None]
    if unpriced:
        yield f"not in the total, as nothing says what it costs: {', '.join(unpriced)}"
    guessed = sum(quote.guessed for quote in quotes)
    if guessed:
        yield f"{guessed:,} texts are counted by the article's own length, as what is to be sent is not there yet"
    for quote in quotes:
        if quote.turns > 1 and quote.plan.to_send:
            yield f"{quote.system}: each may take up to {quote.turns} calls, for which a cost by the token allows"
    if total.unknown:
        yield f"{total.unknown:,} texts may have been billed without an answer; --resend-unknown sends them again"
    if total.too_large:
        yield f"{total.too_large:,} texts are larger than their backend takes"
    if total.missing:
        yield f"{total.missing:,} texts are not recorded, and nothing may be sent"
    if policy.max_characters is not None and total.characters > policy.max_characters:
        yield f"--max-chars {policy.max_characters} stops the run before all is sent"
    if policy.max_cost is not None and sum(_costs(quotes), Decimal(0)) > exact(policy.max_cost):
        yield f"--max-cost {policy.max_cost:g} may stop the run before all is sent"


def _whole(quotes: Sequence[Quote]) -> dict[str, Any]:
    costs = _costs(quotes)
    return {
        "currency": _currency(quotes),
        "systems": [_system(quote) for quote in quotes],
        "total": {
            **_counts(_total(quotes)),
            "cost": float(sum(costs, Decimal(0))) if costs else None,
            "at_most": any(quote.at_most for quote in quotes),
        },
    }


def _system(quote: Quote) -> dict[str, Any]:
    return {
        "system": quote.system,
        "paid": quote.paid,
        **_priced(quote, quote.plan),
        "guessed": quote.guessed,
        "articles": [{"article_id": article, **_priced(quote, plan)} for article, plan in quote.articles.items()],
    }


def _priced(quote: Quote, plan: Plan) -> dict[str, Any]:
    cost = quote.cost(plan) if quote.price is not None else None
    return {**_counts(plan), "cost": None if cost is None else float(cost), "at_most": quote.at_most}


def _counts(plan: Plan) -> dict[str, Any]:
    counts = {name: getattr(plan, name) for name in (*COUNTS.values(), "missing", "too_large")}
    sent = plan.tokens
    return {
        "segments": counts.pop("texts"),
        "recorded": counts.pop("hits"),
        **counts,
        "input_tokens_at_most": None if sent is None else sent.input,
        "output_tokens_at_most": None if sent is None else sent.output,
    }
