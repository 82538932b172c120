"""The options of `toolkit score`: sacrebleu's, under its names, and a few of our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli._options import LEVEL, finite, together

if TYPE_CHECKING:
    from toolkit.scoring._scores import Test

TOKENIZERS = (
    "none", "zh", "13a", "intl", "char", "ja-mecab", "ko-mecab", "spm", "flores101", "flores200", "spBLEU-1K",
)  # fmt: skip
"""sacrebleu's, as its command lists them."""

PATH = click.Path(path_type=Path)
_SEED = 12345
_COUNT = click.IntRange(min=1)
_ORDER = click.IntRange(min=0)


def _seed(context: click.Context, parameter: click.Parameter, value: str | None) -> int:
    """Read a seed as sacrebleu does; where none is wanted one is drawn, and printed with the numbers."""
    if value is None:
        return _SEED
    if value.lower() == "none":
        import secrets  # 7 ms to import, which `toolkit --help` need not pay

        return secrets.randbelow(2**31) + 1
    if not value.isdecimal() or int(value) < 1:
        raise click.BadParameter(f"{value!r} is no whole number from 1 on, nor none", context, parameter)
    return int(value)


files = together(
    click.option(
        "-i",
        "--input",
        "hypotheses",
        multiple=True,
        type=PATH,
        metavar="FILE...",
        help="A file a system, the baseline first; else stdin, systems separated by tabs.",
    ),
    click.option(
        "-nr",
        "--num-refs",
        "split",
        type=_COUNT,
        default=1,
        help="References that each line of the one reference file holds, separated by tabs.",
    ),
    click.option(
        "--docs",
        "documents",
        type=PATH,
        metavar="FILE",
        help="The document each line belongs to, an id a line: what is resampled for the verdicts.",
    ),
)

metrics = together(
    click.option(
        "-m",
        "--metrics",
        "--metric",
        "metrics",
        multiple=True,
        metavar="NAME...",
        help="bleu, chrf, chrfpp, ter, similarity (bleu chrf similarity).",
    ),
    click.option("--target", metavar="CODE", default="en", help="Language of the systems' lines (en)."),
    click.option("-sl", "--sentence-level", is_flag=True, help="Score every line by itself: one system, one metric."),
)

bleu = together(
    click.option(
        "-tok",
        "--tokenize",
        type=click.Choice(TOKENIZERS),
        default="13a",
        help="How BLEU cuts words (13a).",
        metavar="NAME",
    ),
    click.option("-lc", "--lowercase", is_flag=True, help="BLEU without case."),
    click.option(
        "-s",
        "--smooth-method",
        type=click.Choice(["none", "floor", "add-k", "exp"]),
        default="exp",
        help="What BLEU makes of orders without a match (exp).",
    ),
    click.option(
        "-sv", "--smooth-value", type=click.FloatRange(min=0), callback=finite, help="Of floor (0.1) and add-k (1)."
    ),
    click.option("--force", is_flag=True, help="Do not warn of lines that look tokenized."),
)

chrf = together(
    click.option(
        "-cc", "--chrf-char-order", "char_order", type=_ORDER, default=6, help="Characters of chrF's n-grams (6)."
    ),
    click.option(
        "-cw",
        "--chrf-word-order",
        "word_order",
        type=_ORDER,
        default=0,
        help="Words of chrF's n-grams (0); 2 is chrF++.",
    ),
    click.option("--chrf-beta", "beta", type=_ORDER, default=2, help="Weight of recall (2)."),
    click.option("--chrf-whitespace", "whitespace", is_flag=True, help="Count white space."),
    click.option("--chrf-lowercase", is_flag=True, help="chrF without case."),
    click.option("--chrf-eps-smoothing", "eps_smoothing", is_flag=True, help="Smooth as chrF++.py does."),
)

ter = together(
    click.option("--ter-case-sensitive", "case_sensitive", is_flag=True, help="TER with case."),
    click.option("--ter-asian-support", "asian_support", is_flag=True, help="Treat Asian characters by themselves."),
    click.option("--ter-no-punct", "no_punct", is_flag=True, help="TER without punctuation."),
    click.option("--ter-normalized", "normalized", is_flag=True, help="Cut punctuation off words."),
)

tests = together(
    click.option("-ci", "--confidence", is_flag=True, help="sacrebleu's interval of each system."),
    click.option("-cin", "--confidence-n", type=_COUNT, default=1000, help="Its resamples (1000)."),
    click.option("-pbs", "--paired-bs", is_flag=True, help="sacrebleu's paired bootstrap against the first system."),
    click.option("-par", "--paired-ar", is_flag=True, help="sacrebleu's paired approximate randomization."),
    click.option("-pbsn", "--paired-bs-n", type=_COUNT, default=1000, help="Resamples of the bootstraps (1000)."),
    click.option("-parn", "--paired-ar-n", type=_COUNT, default=10_000, help="Shuffles of the randomizations (10000)."),
    click.option(
        "--seed", envvar="SACREBLEU_SEED", callback=_seed, metavar="N", help="Of all draws (12345, or SACREBLEU_SEED)."
    ),
    click.option("-j", "--paired-jobs", type=_ORDER, default=0, help="Processes at most (0: as many as cores)."),
    click.option("--all-pairs", is_flag=True, help="Verdicts on every two systems."),
    click.option(
        "--level",
        type=LEVEL,
        callback=finite,
        default=0.05,
        help="What a corrected p may be at most (0.05).",
    ),
)

output = together(
    click.option(
        "-f", "--format", "form", type=click.Choice(["text", "md", "json"]), default="text", help="Form of stdout."
    ),
    click.option(
        "-w",
        "--width",
        "digits",
        type=click.IntRange(0, 15),
        default=1,
        help="Digits after the point, two more for what goes to 1 (1).",
    ),
    click.option("-b", "--score-only", is_flag=True, help="Print the scores alone, and judge nothing."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing of how far it is."),
    click.option("-nc", "--no-color", is_flag=True, help="Without terminal colors."),
)


def one_test(words: dict[str, Any]) -> Test:
    """Give the one test that is wanted, `""` for none.

    Raises:
        click.UsageError: two are wanted.
    """
    every: tuple[Test, ...] = ("confidence", "paired-bs", "paired-ar")
    wanted = [name for name in every if words[name.replace("-", "_")]]
    if len(wanted) > 1:
        raise click.UsageError(f"--{wanted[0]} and --{wanted[1]} exclude each other; leave one out")
    return wanted[0] if wanted else ""
