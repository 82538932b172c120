"""What readers said of lines, and what follows from it: run as `python -m benchmarks.readings`, half a minute.

Every line of cnn-highlights and realsumm that the rules let pass at 20 words was read under the beginning of its
article, and so were the whole sentences that `extractive` takes: can it be printed as it stands, and is it worth it?
Those that may be chosen were read again, by others, each alone against the sentence it comes from. `readings.jsonl`
holds the answers, by a digest of the line, and no text. From those at 20 words come the weights of the signs in
`extractive` (logistic regression), and from all the share of its bullets that can be printed: each made with weights
fitted on the half of the articles it is not in. The program ends with an error where the weights in force are not what
it finds.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks._bullet_encoder import known_vectors
from benchmarks._bullet_sets import BOUNDS, BULLETS, SETS, News, read
from toolkit.checks._beginning import known_before
from toolkit.encoders._base import Encoder
from toolkit.jsonl import read_lines
from toolkit.summarizers import _rank as rank
from toolkit.summarizers import _signs as signs
from toolkit.summarizers._people import strangers
from toolkit.summarizers._shorten import shorten
from toolkit.summarizers.extractive import WEIGHTS, Extractive, printable

ANSWERS = Path(__file__).parent / "readings.jsonl"
BOUND = BOUNDS[0]
HALVES = (0, 1)
PLACES = (0, 2, 5, 9, 14, 25)  # first sentences of the stretches that are told apart
LEASTS = (0.5, 0.6, 0.7, 0.8)
PENALTY = 0.05  # inverse strength of the ridge, on signs of unit spread; from 0.01 to 1 the area below is the same
DIGITS = 3  # of a weight in force
SLACK = 0.001

Fitted = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a line.

    Attributes:
        printed: whether it can be printed, read under the beginning of its article.
        worth: whether it is worth it.
        alone: whether it can be printed, read against its sentence and nothing else; None where it was not read so.
    """

    printed: bool
    worth: bool
    alone: bool | None = None


Answers = Mapping[tuple[str, str, str], Answer]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read.

    Attributes:
        signs: float64 (signs,).
        answer: what was said of it.
        place: of its sentence, from 0.
        half: of its article.
    """

    signs: rank.Scores
    answer: Answer
    place: int
    half: int


def answers() -> Answers:
    """Read what was said, by set, article and line."""
    return {
        (row["set"], row["article"], line): Answer(*map(bool, said))
        for _, row in read_lines(ANSWERS)
        for line, said in row["read"].items()
    }


def digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:8]


def key(name: str, news: News, line: str) -> tuple[str, str, str]:
    return name, news.document.article.removeprefix("art-"), digest(line)


def lines_of(every: Mapping[str, Sequence[News]], encoder: Encoder, said: Answers) -> list[Line]:
    """Read the signs of the lines that were read, but of those that call somebody whom only a bullet above can tell."""
    return [line for name, found in every.items() for news in found for line in _lines(name, news, encoder, said)]


def _lines(name: str, news: News, encoder: Encoder, said: Answers) -> Iterator[Line]:
    made = [shorten(sentence, BOUND) for sentence in news.sentences]
    texts, fits = [one.text for one in made], [one.fits for one in made]
    near = rank.likeness(encoder.encode(texts))
    found = signs.read(made, news.sentences, near)
    above, known = strangers(texts, news.sentences, fits), known_before(news.sentences)
    for place, (one, sentence) in enumerate(zip(made, news.sentences, strict=True)):
        answer = said.get(key(name, news, one.text))
        if answer and not above[place] and printable(one, sentence, known[place]):
            yield Line(found[place], answer, place, news.half)


def fit(lines: Iterable[Line]) -> dict[str, float]:
    """Fit the weights of the signs to what readers said, by scikit-learn's logistic regression; each reading counts.

    Returns:
        A weight by name of a sign, on the sign as it is read, and `base`.
    """
    from sklearn.linear_model import LogisticRegression

    read = [
        (line.signs, said) for line in lines for said in (line.answer.printed, line.answer.alone) if said is not None
    ]
    read_signs = np.stack([found for found, _ in read])
    middle, spread = read_signs.mean(axis=0), read_signs.std(axis=0)
    model = LogisticRegression(C=PENALTY, max_iter=1000)
    model.fit((read_signs - middle) / spread, [said for _, said in read])
    weights = model.coef_[0] / spread
    return {
        **dict(zip(signs.SIGNS, map(float, weights), strict=True)),
        "base": float(model.intercept_[0] - weights @ middle),
    }


def by_half(lines: Sequence[Line]) -> dict[int, Fitted]:
    """Fit the weights on either half of the articles."""
    return {half: fit(line for line in lines if line.half == half) for half in HALVES}


def main() -> None:
    news = {name: read(name) for name in SETS}
    encoder = known_vectors()
    said = answers()
    lines = lines_of(news, encoder, said)
    fits = by_half(lines)
    every = fit(lines)
    kept = f"{len(lines):,} are still made so, and call nobody whom only a bullet above can tell"
    print(f"{len(said):,} lines were read; {kept}")
    by_place(lines)
    show(every, fits)
    for half in HALVES:
        print(f"area under the curve on half {half}, fitted on the other: {area(lines, half, fits[1 - half]):.3f}")
    for least in (0.0, *sorted({*LEASTS, WEIGHTS.least})):
        ways = {half: Extractive(encoder, replace(WEIGHTS, least=least), fits[1 - half]) for half in HALVES}
        printed(news, ways, said, f"{BOUND} words, least {least:g}", BOUND)
    printed(news, {half: Extractive(encoder, WEIGHTS, fits[1 - half]) for half in HALVES}, said, "whole", None)
    if any(abs(every[sign] - weight) > SLACK for sign, weight in signs.FITTED.items()):
        sys.exit("error: toolkit.summarizers._signs.FITTED is not what was found; set it to the first column")


def by_place(lines: Sequence[Line]) -> None:
    """Print how many lines can be printed, and are worth it, by the place of their sentence."""
    for first, end in zip(PLACES, (*PLACES[1:], sys.maxsize), strict=True):
        found = [line for line in lines if first <= line.place < end]
        can, worth = (np.mean([getattr(line.answer, what) for line in found]) for what in ("printed", "worth"))
        print(f"from sentence {first + 1:>2}: {len(found):>5} lines, {can:.0%} can be printed, {worth:.0%} worth it")


def show(every: Fitted, fits: Mapping[int, Fitted]) -> None:
    """Print the weight of each sign: fitted on all, and on either half."""
    print(f"{'sign':<11}{'all':>8}" + "".join(f"{f'half {half}':>9}" for half in fits))
    for sign, weight in every.items():
        print(f"{sign:<11}{weight:>8.{DIGITS}f}" + "".join(f"{one[sign]:>9.2f}" for one in fits.values()))


def area(lines: Sequence[Line], half: int, fitted: Fitted) -> float:
    """Tell how well weights tell lines of a half that can be printed under the beginning: area under the ROC curve."""
    from sklearn.metrics import roc_auc_score

    tried = [line for line in lines if line.half == half]
    chance = signs.chances(np.stack([line.signs for line in tried]), fitted)
    return float(roc_auc_score([line.answer.printed for line in tried], chance))


def printed(
    news: Mapping[str, Sequence[News]],
    ways: Mapping[int, Extractive],
    said: Answers,
    what: str,
    bound: int | None,
) -> None:
    """Print of how many bullets readers said that they can be printed; `ways` is by half, and `what` their name."""
    bullets = [
        key(name, each, bullet.text)
        for name, found in news.items()
        for each in found
        for bullet in ways[each.half].summarize(each.document, BULLETS, bound)
    ]
    found = [said[one] for one in bullets if one in said]
    alone = [one.alone for one in found if one.alone is not None]
    shares = (
        f"{np.mean(yes):.1%} of {len(yes):,} {kind}"
        for yes, kind in (
            ([one.printed for one in found], "can be printed under the beginning"),
            (alone, "alone"),
            ([one.worth for one in found], "are worth it"),
        )
        if yes
    )
    print(f"{what}: {len(bullets):,} bullets, {', '.join(shares)}")


if __name__ == "__main__":
    main()
