"""What `extractive` is compared with: orders in which a document's sentences are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

import numpy as np

from benchmarks._bullet_sets import News
from toolkit.checks import _english as english
from toolkit.checks import repeats
from toolkit.checks._beginning import beginning
from toolkit.metrics._alignment import align
from toolkit.metrics._vectors import Encoded
from toolkit.summarizers._shorten import shorten, untied
from toolkit.summarizers.extractive import printable

RIVALS = ("lead-3", "LexRank", "TextRank")


class _Tokenizer:
    """The toolkit's own words, so that sumy asks for no downloads."""

    def to_words(self, sentence: str) -> list[str]:
        return english.words(sentence)


def bullets_of(order: Iterable[str], wanted: int, bound: int | None) -> list[str]:
    """Take sentences in order, shortened; one that cannot be brought under the bound gives way to the next."""
    short = (shorten(sentence, bound) for sentence in order)
    return list(islice((each.text for each in short if each.fits), wanted))


def printable_of(order: Iterable[str], news: News, wanted: int, bound: int | None) -> list[str]:
    """Take sentences in order, shortened; one that could not be printed gives way to the next, as in `extractive`."""
    taken: list[str] = []
    for sentence in order:
        line = untied(sentence) if bound is None else shorten(sentence, bound)
        if printable(line, sentence, beginning(news.sentences, sentence)) and not any(
            repeats(line.text, one) for one in taken
        ):
            taken.append(line.text)
        if len(taken) == wanted:
            break
    return taken


def order_of(rival: str, sentences: Sequence[str]) -> Iterator[str]:
    """Give a document's sentences, best first, by one of `RIVALS`."""
    if rival == "lead-3":
        yield from sentences
        return
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer
    from sumy.utils import get_stop_words

    ranker = {"LexRank": LexRankSummarizer, "TextRank": TextRankSummarizer}[rival](Stemmer("english"))
    ranker.stop_words = get_stop_words("english")
    made = [Sentence(text, _Tokenizer()) for text in sentences]
    document = ObjectDocumentModel([Paragraph(made)])
    taken: set[int] = set()
    # It gives its best n in reading order, and each n holds the one before: what is new is the next best.
    for count in range(1, len(made) + 1):
        best = ranker(document, count)
        places = {next(i for i, each in enumerate(made) if each is one) for one in best}
        yield from (made[place]._text for place in sorted(places - taken))
        taken |= places


def oracle(news: News, encoded: Encoded, wanted: int, bound: int | None) -> list[str]:
    """Choose the sentences that score highest against the newsroom's bullets: what choosing alone could reach."""
    made = bullets_of(dict.fromkeys(news.sentences), len(news.sentences), bound)
    if not made:
        return []
    cosines = encoded.cosines(made, news.bullets)
    best: tuple[float, list[int]] = (-1.0, [])
    for kept in combinations(range(len(news.bullets)), min(wanted, len(news.bullets))):
        found = align(np.ascontiguousarray(cosines[:, kept]))
        places = [place for place, partner in enumerate(found.partners) if partner is not None]
        best = max(best, (found.total, places))
    return [made[place] for place in best[1]]
