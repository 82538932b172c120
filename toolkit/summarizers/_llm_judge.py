"""What a model's bullets must be before anybody prints them: read, held against the article, and each fault named.

Two kinds of fault: what nobody may print (another language, a quotation the article has not, a bullet that rests on
nothing) makes an answer unusable; what only reads badly is told the model, and kept beside the bullet if it stays so.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit import checks
from toolkit._french import strayed
from toolkit.documents import Bullet
from toolkit.sentences import words
from toolkit.summarizers._llm_prompt import Task, Written

RULES = f"judge-1+{checks.VERSION}"
"""Version of the rules: it changes whenever another answer can be taken, and stands in the signature."""

_REASONS = {rule.name: rule.reason for rule in checks.RULES}
_SHORTEST_QUOTE = 3  # words, as the prompt says; fewer stand in many sentences
_QUOTED = re.compile(r"[“«\"„]\s*([^“”«»\"„]+?)\s*[”»\"“]")  # German closes with the mark that opens in English
_SAME = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("’‘", "'"), **dict.fromkeys("–—", "-"), "\xad": None}
)
_EDGE = " \"'.,;:…!?-()"


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, looked at.

    Attributes:
        written: its bullets, as far as they could be read.
        bullets: what can be printed, each with the faults that are left among its edits; empty where none can.
        faults: all that is wrong, as the model is told; empty where nothing is.
    """

    written: tuple[Written, ...]
    bullets: tuple[Bullet, ...]
    faults: tuple[str, ...]


def judge(content: str, task: Task) -> Judged:
    """Read an answer and hold it against the article.

    Args:
        content: what the model said.
        task: what was asked.
    """
    read = _read(content)
    if isinstance(read, str):
        return Judged((), (), (read,))
    grave = [
        *_strayed(read, task),
        *(fault for place, each in enumerate(read, 1) for fault in _grave(place, each, task)),
    ]
    count, mild = _count(len(read), task.bullets), _mild(read, task)
    told = [*grave, *count, *(f"bullet {place}: {fault}" for place, faults in enumerate(mild, 1) for fault in faults)]
    if grave or not read:
        return Judged(read, (), tuple(told))
    kept = [_bullet(each, faults, task) for each, faults in zip(read, mild, strict=True)][: task.bullets]
    if count and len(read) < task.bullets:
        last = kept[-1]
        kept[-1] = Bullet(last.text, last.segment, last.start, last.end, (*last.edits, *count))
    return Judged(read, tuple(kept), tuple(told))


def _read(content: str) -> tuple[Written, ...] | str:
    """Take the bullets out of an answer, or say why it holds none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return "the answer is not one JSON object with nothing around it"
    listed = found.get("bullets") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        return 'the JSON object has no list under "bullets"'
    read = []
    for place, each in enumerate(listed, 1):
        written = _written(each)
        if written is None:
            return f'bullet {place} is not an object with a "text", the number of a "sentence" and a "quote"'
        read.append(written)
    return tuple(read)


def _written(found: object) -> Written | None:
    if not isinstance(found, dict):
        return None
    text, sentence, quote = found.get("text"), found.get("sentence"), found.get("quote")
    if not isinstance(text, str) or type(sentence) is not int or not isinstance(quote, str) or not text.strip():
        return None
    return Written(" ".join(text.split()), sentence, quote.strip())


def _strayed(read: tuple[Written, ...], task: Task) -> list[str]:
    language = task.document.language
    if strayed(" ".join(each.text for each in read), language):
        return [f"the bullets are not in the article's language ({language})"]
    return []


def _count(given: int, wanted: int) -> list[str]:
    """Say that an answer has too many bullets or too few.

    >>> _count(2, 3), _count(3, 3)
    (['2 bullets where 3 were asked for'], [])
    """
    return [f"{given} bullets where {wanted} were asked for"] if given != wanted else []


def _grave(place: int, bullet: Written, task: Task) -> Iterator[str]:
    """Name what keeps a bullet from being printed at all."""
    if not 1 <= bullet.sentence <= len(task.places):
        yield f"bullet {place}: there is no sentence {bullet.sentence}"
    elif words(bullet.quote) < min(_SHORTEST_QUOTE, words(task.places[bullet.sentence - 1].sentence.text)):
        yield f"bullet {place}: its quote is shorter than {_SHORTEST_QUOTE} words"
    elif _source(bullet, task) is None:
        yield f"bullet {place}: the article does not hold its quote letter by letter"
    body = _plain(" ".join(paragraph.text for paragraph in task.document.paragraphs))
    for quoted in _QUOTED.findall(bullet.text):
        if _plain(quoted).strip(_EDGE) not in body:
            yield f"bullet {place}: the article does not say {quoted!r}; quote its very words, or do without the marks"


def _mild(read: tuple[Written, ...], task: Task) -> list[tuple[str, ...]]:
    """Name what reads badly, bullet by bullet: what the checks find in English, and what is too long."""
    texts = [each.text for each in read]
    found: list[tuple[str, ...]] = [()] * len(texts)
    if task.document.language.partition("-")[0].lower() in checks.LANGUAGES:
        judged = checks.check(texts, [place.sentence.text for place in task.places])
        found = [tuple(f"{_REASONS[fault.rule]} ({fault.shown})" for fault in each.faults) for each in judged]
    bound = task.max_words
    return [
        (*faults, f"longer than {bound} words") if bound is not None and words(text) > bound else faults
        for text, faults in zip(texts, found, strict=True)
    ]


def _source(bullet: Written, task: Task) -> int | None:
    """Find the sentence that holds a quote, counted from 0: the one that was named, else the first that does."""
    quote = _plain(bullet.quote).strip(_EDGE)
    order = sorted(range(len(task.places)), key=lambda place: (place != bullet.sentence - 1, place))
    return next((place for place in order if quote in _plain(task.places[place].sentence.text)), None)


def _bullet(written: Written, faults: tuple[str, ...], task: Task) -> Bullet:
    """Make a line of the summary, with its source and what is still wrong with it."""
    source = _source(written, task)
    place = task.places[source if source is not None else written.sentence - 1]
    edits = () if written.text == place.sentence.text else ("reworded",)
    sentence = place.sentence
    return Bullet(written.text, place.paragraph.segment, sentence.start, sentence.end, (*edits, *faults))


def _plain(text: str) -> str:
    """Write a text so that only its words count: no quotation marks, one kind of dash and space, no capitals.

    >>> _plain("Il parle d’un « accord »  — hier")
    "il parle d'un accord - hier"
    """
    folded = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return " ".join(re.sub(r'\s*"\s*', lambda mark: " " if len(mark.group()) > 1 else "", folded).split())
