"""Options that several commands share."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from toolkit.asked import Call

Command = Callable[..., Any]

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)

articles = click.argument("articles", nargs=-1, type=click.Path(path_type=Path))
config = click.option("--config", type=FILE, help="Settings (config/demo.toml).")
named_config = click.option("--config", type=FILE, help="Settings; none where none is named.")
backend = click.option(
    "-b", "--backend", "backends", multiple=True, metavar="NAME", help="A translator, or a system of the config."
)
translation = click.option(
    "-t",
    "--translation",
    "translations",
    multiple=True,
    metavar="NAME=FILE",
    help="A translation you have.",
)
summarizer = click.option(
    "-s", "--summarizer", "summarizers", multiple=True, metavar="NAME", help="How bullets are made."
)
source = click.option("--source", metavar="CODE", help="Language of the articles (fr).")
target = click.option("--target", metavar="CODE", help="Language wanted (en).")
bullets = click.option("--bullets", type=click.IntRange(1, 20), help="How many bullets (3).")
max_words = click.option(
    "--max-words", type=click.IntRange(min=0), help="Words a bullet at most (20); 0: whole sentences."
)
recordings_folder = click.option(
    "--recordings",
    "folder",
    type=FOLDER,
    default=Path("outputs/recordings"),
    show_default=True,
    help="Folder of the recordings.",
)
LEVEL = click.FloatRange(0, 1, min_open=True, max_open=True)
"""What an adjusted p may be at most; goes with `finite`, as the range alone lets nan through."""
runs_folder = click.option(
    "--out", type=FOLDER, default=Path("outputs/runs"), show_default=True, help="Folder of the runs."
)
recordings = click.option("--recordings", type=FOLDER, help="Folder of the recordings (outputs/recordings).")
cache = click.option(
    "--cache",
    type=click.Choice(["use", "replay", "refresh", "write-only"]),
    default="use",
    show_default=True,
    help="How recorded translations are used.",
)
older_than = click.option(
    "--older-than", default="", metavar="TIME", help="With --cache refresh: ask again what is older."
)
offline = click.option("--offline", is_flag=True, help="Only replay recordings: no network, no key.")
max_chars = click.option("--max-chars", type=click.IntRange(min=1), help="Stop before sending more characters.")


def finite(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """Refuse what `float` takes and no amount of anything is: nan and inf."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("must be a number", context, parameter)
    return value


max_cost = click.option(
    "--max-cost",
    type=click.FloatRange(min=0, min_open=True),
    callback=finite,
    metavar="AMOUNT",
    help="Stop before paying more, in the config's currency.",
)
resend_unknown = click.option(
    "--resend-unknown", is_flag=True, help="Send again what an earlier call left unanswered; it may be billed twice."
)
BOUNDS = (offline, max_chars, max_cost, resend_unknown)
"""What `takes_policy` makes a policy of, where recordings are always used."""
ASKING = (cache, older_than, *BOUNDS)
"""What it makes one of elsewhere."""


def together(*options: Command) -> Callable[[Command], Command]:
    """Put several options on one command, in the order given."""

    def put(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return put


def named_files(pairs: tuple[str, ...]) -> dict[str, Path]:
    """Read NAME=FILE pairs.

    Raises:
        click.UsageError: a pair is not one, or a name stands twice.
    """
    files: dict[str, Path] = {}
    for pair in pairs:
        name, equals, path = pair.partition("=")
        if not (name and equals and path):
            raise click.UsageError(f"--translation takes NAME=FILE, not {pair!r}")
        if name in files:
            raise click.UsageError(f"--translation names {name!r} twice; give each its own name")
        files[name] = Path(path)
    return files


def asked(**words: Any) -> Call:
    """Make the request of a command's parameters."""
    from toolkit.asked import Call

    return Call(**{**words, "translations": named_files(words.get("translations", ()))})


def takes_policy(command: Command) -> Command:
    """Hand the values of `ASKING` or `BOUNDS` to a command as one `policy`."""

    @functools.wraps(command)
    def called(
        *,
        offline: bool,
        max_chars: int | None,
        max_cost: float | None,
        resend_unknown: bool,
        cache: Any = "use",
        older_than: str = "",
        **words: Any,
    ) -> Any:
        from toolkit.exchange import Policy

        policy = Policy(
            mode="replay" if offline else cache,
            older_than=_checked_time(cache, older_than),
            max_characters=max_chars,
            max_cost=max_cost,
            resend_unknown=resend_unknown,
        )
        return command(policy=policy, **words)

    return called


def _checked_time(cache: str, older_than: str) -> str:
    """See that a time is given exactly where one is needed."""
    if cache != "refresh":
        if older_than:
            raise click.UsageError("--older-than goes with --cache refresh")
        return ""
    if not older_than:
        raise click.UsageError("--cache refresh needs --older-than TIME, so that a refresh that is stopped can go on")
    return time(older_than, "--older-than")


def time(text: str, option: str) -> str:
    """Give a time in the one form recordings carry.

    Raises:
        click.UsageError: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"{option} takes a time such as 2026-01-31T12:00:00Z, not {text!r}") from error
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
