"""An answer that is still French is told from an English one, and never the other way round."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit import sentences
from toolkit._french import strayed, untranslated
from toolkit.records import Request

DATA = os.environ.get("TOOLKIT_DATA", "")  # read here, as no test sees it later


def still_french(answer: str, text: str = "Autre chose.") -> bool:
    return untranslated(Request(text, "fr", "en"), answer)


@pytest.mark.parametrize(
    "headline",
    [
        "Emmanuel Macron, Marine Le Pen, Jean-Luc Mélenchon",
        "Le Monde",
        "Place de la Concorde",
        "La France insoumise, Les Républicains",
        "Union des associations de la Côte d’Azur",
        "TotalEnergies, LVMH, Airbus",
    ],
)
def test_names_are_no_french(headline: str) -> None:
    """A headline of names, the same in both languages, is taken as a translation."""
    assert not still_french(headline, headline)


@pytest.mark.parametrize(
    "sentence",
    ["He called it ‘le projet qui ne sera pas fait’ on Friday.", "“Pour une France forte”: the campaign begins"],
)
def test_a_french_phrase_in_english_is_no_french(sentence: str) -> None:
    """Words quoted from the original do not make an answer French."""
    assert not still_french(sentence)


@pytest.mark.parametrize(("source", "target"), [("fr", "de"), ("de", "en"), ("en", "fr")])
def test_other_pairs_are_not_judged(source: str, target: str) -> None:
    """The words are those of one pair; for any other nothing is said."""
    assert not untranslated(Request("x", source, target), "Il ne sera pas dans cette ville avec elle.")


def english(project: Path) -> Iterator[str]:
    """Give every block and sentence of the repository that stands as a translation into English."""
    blocks = [line for path in project.glob("references/*/*.en.txt") for line in path.read_text("utf-8").splitlines()]
    for path in (project / "outputs/recordings").glob("*.jsonl"):
        blocks += [json.loads(line)["translation"] for line in path.read_text("utf-8").splitlines()]
    for block in blocks:
        yield block
        yield from (sentence.text for sentence in sentences.split(block, "en"))


def test_no_reference_and_no_recording_is_taken_for_french(project: Path) -> None:
    """What people wrote and engines gave for the article the repository ships is English, even as its own copy."""
    texts = list(english(project))
    assert len(texts) > 100
    assert [text for text in texts if still_french(text) or still_french(text, text)] == []


def test_copies_of_the_article_are_found(project: Path) -> None:
    """Of the article's own blocks, handed back as they are, most are French beyond doubt."""
    blocks = (project / "references/wang-blinken/article.fr.txt").read_text("utf-8").splitlines()
    blocks = [block for block in blocks if block.strip()]
    assert sum(still_french(block, block) for block in blocks) / len(blocks) > 0.6


def test_news_of_two_campaigns() -> None:
    """On 7,000 sentences no English reference is taken for French, and the shares of French found are those stated."""
    folder = Path(DATA) / "mt"
    names = ["newstest2012.fr-en", "newstest2013.fr-en", "flores-dev.fr-en"]
    if not DATA or not all((folder / f"{name}.jsonl.gz").exists() for name in names):
        pytest.skip("needs newstest2012, newstest2013 and FLORES, in the folder TOOLKIT_DATA names")
    rows = []
    for name in names:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    assert len(rows) == 7000
    assert not any(still_french(row["ref"]) or still_french(row["ref"], row["ref"]) for row in rows)
    assert round(sum(still_french(row["src"]) for row in rows) / len(rows), 2) == 0.73
    assert round(sum(still_french(row["src"], row["src"]) for row in rows) / len(rows), 2) == 0.82


def rows_of(name: str) -> list[dict[str, object]]:
    path = Path(DATA) / name
    if not DATA or not path.exists():
        pytest.skip(f"needs {name}, in the folder TOOLKIT_DATA names")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_no_newsroom_bullet_strays_from_english() -> None:
    """Pairs and triples of CNN's own highlights are English beyond doubt, and no French."""
    rows = rows_of("summaries/cnn-highlights.jsonl.gz")
    texts = []
    for highlights in (row["highlights"] for row in rows):
        assert isinstance(highlights, list)
        texts.append(" ".join(highlights[:3]))
        texts += [" ".join(highlights[place : place + 2]) for place in range(len(highlights) - 1)]
    assert len(texts) == 783
    assert [text for text in texts if strayed(text, "en")] == []


def test_french_bullets_are_found() -> None:
    """Of triples of French news sentences all but one are found where English is wanted; none strays from French."""
    names = ("flores-dev", "newstest2012", "newstest2013")
    lines = [str(row["src"]) for name in names for row in rows_of(f"mt/{name}.fr-en.jsonl.gz")]
    texts = [" ".join(lines[place : place + 3]) for place in range(0, len(lines) - 2, 3)]
    texts = [text for text in texts if len(re.findall(r"[^\W\d_]+", text)) >= 25]
    assert len(texts) == 2308
    assert sum(not strayed(text, "en") for text in texts) == 1
    assert [text for text in texts if strayed(text, "fr")] == []


def test_a_third_language_is_found_where_it_has_no_english_grammar() -> None:
    """A Spanish text of three sentences strays from English; of a language that is not judged nothing is said."""
    spanish = (
        "El puerto de Marsa reabrió el martes después de una huelga de nueve días que costó mucho dinero. "
        "Los estibadores aceptaron un aumento del cuatro por ciento. Treinta y un barcos todavía esperan fuera."
    )
    assert strayed(spanish, "en")
    assert not strayed(spanish, "es")
