"""A command line written for the sacrebleu command, read by click.

There an option takes all the words that follow it (`-i a b -m bleu chrf`); click's options take one each. So each word
gets its option before click sees it. What sacrebleu has and this command has not is said in a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

_FILES = ("-i", "--input")
_METRICS = ("-m", "--metric", "--metrics")

_NO_SETS = (
    "no test set is downloaded here; write it to files with `sacrebleu -t SET -l PAIR --echo ref > ref.txt` "
    "and name those"
)
_REFUSED = {
    **dict.fromkeys(("-t", "--test-set", "-l", "--language-pair", "--echo", "--list", "--download"), _NO_SETS),
    **dict.fromkeys(("-ol", "--origlang", "--subset", "-d", "--detail", "--citation", "--cite"), _NO_SETS),
    **dict.fromkeys(("-e", "--encoding"), "files are read as UTF-8; convert others with iconv -f ENCODING -t UTF-8"),
    **dict.fromkeys(("-sh", "--short"), "signatures are given whole; leave it out"),
}


class SacrebleuStyle(click.Command):
    """Take `-i` and `-m` with several words each, as argparse does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give every word its own option, then parse as always."""
        complete = not ctx.resilient_parsing  # the shell asks how a line may go on; it is nobody's mistake yet
        return super().parse_args(ctx, list(spelled_out(args)) if complete else args)


def spelled_out(words: Sequence[str]) -> Iterator[str]:
    """Repeat an option before each of its words.

    Raises:
        click.UsageError: an option of sacrebleu has no meaning here.

    >>> " ".join(spelled_out("ref.txt -i a.txt b.txt -m bleu chrf --paired-bs".split()))
    'ref.txt -i a.txt -i b.txt -m bleu -m chrf --paired-bs'
    >>> " ".join(spelled_out("-m bleu ref.txt -i -".split()))
    '-m bleu ref.txt -i -'
    """
    option, taken = "", False
    for place, word in enumerate(words):
        if word == "--":
            yield from words[place:]
            return
        if _is_option(word):
            _refuse(word)
            option, taken = word if word in {*_FILES, *_METRICS} else "", False
            yield word
            continue
        if option in _METRICS and taken and ("." in word or "/" in word):  # a file, not a metric
            option = ""
        if option and taken:
            yield option
        taken = True
        yield word


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _refuse(word: str) -> None:
    name = word.partition("=")[0]
    if name in _REFUSED:
        raise click.UsageError(f"{name}: {_REFUSED[name]}")
