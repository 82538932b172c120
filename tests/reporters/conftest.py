"""A made-up run with everything a reporter has to show."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.tables import Run, row

RUN = "run-0a1b2c3d4e5f"
ARTICLE = "art-pont"
SOURCES = (
    "Le pont de la ville rouvrira en mai, selon la mairie",
    "Le pont, fermé depuis deux ans, rouvrira le 12 mai, a annoncé lundi la maire, Anne Dupont, « si tout va bien ».",
    "Les travaux ont coûté 3,4 millions d’euros.",
)
REFERENCE = (
    "City bridge to reopen in May, town hall says",
    "The bridge, shut for two years, will reopen on May 12, mayor Anne Dupont said on Monday, “if all goes well”.",
    "The work cost 3.4 million euros.",
)
BULLETS = ("The bridge will reopen on May 12, the mayor said.", "The work cost 3.4 million euros.")
SYSTEMS = {  # baseline, similarity, BLEU, chrF, similarity of each segment
    "apertium-es": (False, 0.7012345, 21.34567, 48.1, (0.81, 0.55, 0.74)),
    "a-system-with-a-name-longer-than-any-column": (False, 0.901, 40.05, 66.72, (0.95, 0.85, 0.9)),
    "untranslated": (True, 0.45, 3.2, 20.0, (0.5, 0.4, 0.45)),
    "reference b": (True, 0.95, 51.0, 74.9, (0.96, 0.94, 0.95)),
}
SUMMARIES = {("extractive", "apertium-es"): 0.6, ("lead", "apertium-es"): 0.4}
OUTPUTS = (
    ("bullet_f1", "bullet_f1", "bullet F1"),
    ("bullet_f1", "bullet_precision", "precision"),
    ("bullet_f1", "bullet_recall", "recall"),
    ("bullet_f1", "bullet_greedy_recall", "greedy recall"),
    ("bullet_f1", "support", "support"),
    ("bullet_bleu", "bullet_bleu", "BLEU of bullets"),
)


def runs_row(**cells: object) -> dict[str, object]:
    return row("runs", **{
        "run_id": RUN, "created_at": "2024-01-02T03:04:05Z", "duration_s": 2, "toolkit_version": "0.1.0",
        "python_version": "3.11.9", "platform": "Linux-x86_64", "command": "toolkit run", "mode": "use",
        "offline": False, "source_language": "fr", "target_language": "en", "articles": 1, "segments": 3,
        "systems": 4, "summarizers": 2, "translated": 3, "replayed": 5, "failed": 1, "billed_characters": None,
        "cost": None, "currency": "", "bill_estimated": False,
        "failures": 1, "status": "partial", "config_json": "{}",
        "signatures_json": '{"encoder":"minilm|v:1","metrics":{"bleu":"BLEU|nrefs:1|tok:13a"}}',
    } | cells)  # fmt: skip


def segment_rows() -> list[dict[str, object]]:
    return [
        row(
            "segments", run_id=RUN, article_id=ARTICLE, segment_id=f"seg-{place:03}", position=place,
            kind="headline" if place == 1 else "paragraph", system=system, baseline=cells[0], backend="file",
            source_text=source, translation=f"{system}: {reference}",
            lost_protected="", status="ok", reason="", reference_text=reference,
            model="", key="", replayed=False, billed_characters=None, tokens=None, input_tokens=None,
            cost=None, bill_estimated=False, latency_ms=None, recorded_at="",
        )
        for system, cells in SYSTEMS.items()
        for place, (source, reference) in enumerate(zip(SOURCES, REFERENCE, strict=True), 1)
    ]  # fmt: skip


def score_rows() -> list[dict[str, object]]:
    translations = [
        row(
            "scores", run_id=RUN, article_id=ARTICLE, segment_id=f"seg-{place:03}", task="translation", unit="segment",
            system=system, summarizer="", baseline=cells[0], metric="similarity", output="similarity", score=score,
            scored=True, reason="", signature="minilm",
        )
        for system, cells in SYSTEMS.items()
        for place, score in enumerate(cells[4], 1)
    ]  # fmt: skip
    summaries = [
        row(
            "scores", run_id=RUN, article_id=ARTICLE, segment_id="", task="summary", unit="article", system=system,
            summarizer=summarizer, baseline=summarizer == "lead", metric="bullet_f1", output="bullet_f1", score=score,
            scored=True, reason="", signature="minilm",
        )
        for (summarizer, system), score in SUMMARIES.items()
    ]  # fmt: skip
    return translations + summaries


def aggregate(**cells: object) -> dict[str, object]:
    return row("aggregates", **{
        "run_id": RUN, "task": "translation", "summarizer": "", "baseline": False, "scored": True, "reason": "",
        "low": None, "high": None, "scored_examples": 3, "examples": 3, "coverage": 1, "ranked": False, "rank": None,
        "rank_group": None, "higher_is_better": True, "order": "", "translator": "",
        "references": 1, "reference_names": "a", "signature": "",
    } | cells)  # fmt: skip


def aggregate_rows() -> list[dict[str, object]]:
    ranks = {"a-system-with-a-name-longer-than-any-column": 1, "apertium-es": 2}
    rows = [
        aggregate(
            system=system, baseline=cells[0], metric=metric, output=metric, title=title, score=cells[place],
            ranked=not cells[0], rank=ranks.get(system),
            rank_group=ranks.get(system), signature=f"{metric}|nrefs:1",
        )
        for system, cells in SYSTEMS.items()
        for place, (metric, title) in enumerate((("similarity", "similarity"), ("bleu", "BLEU"), ("chrf", "chrF")), 1)
    ]  # fmt: skip
    partial = aggregate(
        system="deepl", metric="similarity", output="similarity", title="similarity", score=0.99, scored_examples=2,
        coverage=2 / 3, signature="similarity|nrefs:1",
    )  # fmt: skip
    summaries = [
        aggregate(
            task="summary", system=system, summarizer=summarizer, baseline=summarizer == "lead", metric=metric,
            output=output, title=title, score=None if output == "support" else score * (30 if "BLEU" in title else 1),
            scored=output != "support", reason="no encoder for de" if output == "support" else "", scored_examples=1,
            examples=1, ranked=summarizer != "lead", rank=None if summarizer == "lead" else 1, signature=f"{metric}|x",
        )
        for (summarizer, system), score in SUMMARIES.items()
        for metric, output, title in OUTPUTS
    ]  # fmt: skip
    return [*rows, partial, *summaries]


SENTENCE = (
    "a-system-with-a-name-longer-than-any-column is better than apertium-es on this article, over 3 segments: BLEU"
    " shows it, and chance alone would come this far in at most 1 of 33 cases (adjusted p 0.03); other articles may"
    " differ."
)
PAIR = {
    "run_id": RUN, "task": "translation", "family": "translations", "baseline": "apertium-es",
    "baseline_summarizer": "", "candidate": "a-system-with-a-name-longer-than-any-column", "candidate_summarizer": "",
}  # fmt: skip


def comparison(**cells: object) -> dict[str, object]:
    return row("comparisons", **PAIR | {
        "metric": "bleu", "output": "bleu", "title": "BLEU", "higher_is_better": True, "unit": "segment", "units": 3,
        "articles": 1, "examples": 3, "baseline_score": 21.34567, "candidate_score": 40.05, "difference": 18.70433,
        "low": 7.25, "high": 30.5, "standard_error": 5.5, "p": 0.03, "adjusted_p": 0.03, "smallest_p": 0.25,
        "family_size": 1, "wins": 2, "losses": 0, "ties": 1, "detectable": None, "articles_needed": None,
        "people_agree": 0.88, "sacrebleu_bootstrap_p": 0.02, "sacrebleu_randomization_p": 0.03, "identical": False,
        "scored": True, "reason": "", "level": 0.05, "resamples": 1000, "trials": 4, "exact": True, "seed": 12345,
        "signature": "bleu|nrefs:1",
    } | cells)  # fmt: skip


def comparison_rows() -> list[dict[str, object]]:
    similar = {
        "metric": "similarity", "output": "similarity", "title": "similarity", "people_agree": None,
        "sacrebleu_bootstrap_p": None, "sacrebleu_randomization_p": None,
    }  # fmt: skip
    nothing = {"scored": False, "reason": "scored against other references", "difference": None, "p": None}
    return [
        comparison(**similar, difference=-0.01, low=-0.25, high=0.125, p=0.5, adjusted_p=0.5, wins=1, losses=2, ties=0),
        comparison(),
        comparison(metric="chrf", output="chrf", title="chrF", **nothing),
    ]


def verdict(**cells: object) -> dict[str, object]:
    return row("verdicts", **PAIR | {
        "family_size": 1, "verdict": "better on this article", "sentence": SENTENCE, "outputs": "bleu",
        "unit": "segment", "units": 3, "articles": 1, "level": 0.05,
    } | cells)  # fmt: skip


def bullet(**cells: object) -> dict[str, object]:
    return row("bullets", **{
        "run_id": RUN, "article_id": ARTICLE, "system": "", "summarizer": "reference a", "role": "reference",
        "reference": "a", "baseline": True, "position": 1, "words": 9, "segment_id": "", "start": 0, "end": 0,
        "order": "", "translator": "", "original": "", "model": "", "key": "",
        "sentence": "", "edits": "", "matched_reference": "", "matched_position": None, "matched_text": "",
        "similarity": None, "support": None, "support_sentence": "", "publishable": None, "faults": "",
        "unsupported": False, "repeats": None, "repeat_similarity": None, "repeat_overlap": None,
        "status": "unscored", "reason": "",
    } | cells)  # fmt: skip


def bullet_rows() -> list[dict[str, object]]:
    made = {"system": "apertium-es", "role": "candidate", "reference": "", "segment_id": "seg-002", "end": 9}
    return [
        bullet(text=BULLETS[0]),
        bullet(text=BULLETS[1], position=2),
        bullet(
            **made, summarizer="extractive", baseline=False, text="The bridge reopens on 12 May.", status="matched",
            matched_reference="a", matched_position=1, matched_text=BULLETS[0], similarity=0.8123456, support=1,
        ),
        bullet(
            **made, summarizer="extractive", baseline=False, text="Anne Dupont rules.", position=2, status="extra",
            support=0.31, unsupported=True, repeats=1, repeat_similarity=0.75, repeat_overlap=0.5,
        ),
        bullet(**made, summarizer="lead", baseline=True, text="City bridge.", status="extra"),
    ]  # fmt: skip


def loss(**cells: object) -> dict[str, object]:
    return row("losses", **{
        "run_id": RUN, "system": "apertium-es", "summarizer": "extractive", "baseline": False, "metric": "bullet_f1",
        "output": "bullet_f1", "title": "bullet F1", "reference_system": "reference b", "sets": 2, "articles": 12,
        "score": 0.31, "reference_score": 0.4, "ceiling": 0.55, "translation_loss": 0.09, "translation_low": -0.02,
        "translation_high": 0.2, "summary_loss": 0.15, "summary_low": 0.1, "summary_high": 0.25, "scored": True,
        "reason": "", "level": 0.05, "resamples": 1000, "seed": 7, "signature": "bullet_f1|nrefs:2",
    } | cells)  # fmt: skip


def loss_rows() -> list[dict[str, object]]:
    nothing = dict.fromkeys(name for name in loss() if name.endswith(("_loss", "_low", "_high")))
    missing = {"score": None, "scored": False, "reason": "no article has bullets of both", **nothing}
    return [loss(), loss(summarizer="lead", baseline=True), loss(system="deepl", **missing)]


def failure_rows() -> list[dict[str, object]]:
    return [row(
        "failures", run_id=RUN, article_id=ARTICLE, system="deepl", summarizer="", stage="translate",
        segment_id="seg-003", kind="quota", message="the allowance is used up; try next month",
    )]  # fmt: skip


def article_row(**cells: object) -> dict[str, object]:
    return row("articles", **{
        "run_id": RUN, "article_id": ARTICLE, "source_language": "fr", "target_language": "en",
        "digest": "sha256:" + "0" * 64, "segments": 3, "characters": 200, "references": 2, "reference_names": "a b",
        "reference_bullets": 1, "reference_bullet_names": "a", "status": "ok", "reason": "", "notes_json": "[]",
        "about_json": "{}", "coverage_json": '{"deepl": 0.667}',
    } | cells)  # fmt: skip


def made(**tables: list[dict[str, object]]) -> Run:
    """Make a run with everything, less the tables that are given otherwise."""
    rows = {
        "runs": [runs_row()], "articles": [article_row()], "segments": segment_rows(), "bullets": bullet_rows(),
        "scores": score_rows(), "aggregates": aggregate_rows(), "failures": failure_rows(),
        "losses": loss_rows(), "comparisons": comparison_rows(), "verdicts": [verdict()],
    } | tables  # fmt: skip
    return Run(Path("outputs/runs/20240102T030405Z-0a1b2c3d4e5f"), RUN, {}, {k: tuple(v) for k, v in rows.items()}, {})


@pytest.fixture
def make_run():
    return made


@pytest.fixture
def run() -> Run:
    return made()


HOSTILE = "[red]x[/red] \x1b[31m\x1b]0;t\x07 a|b <img src=x> *b* `c` [l](u)\n# h \u202e 漢字 :smile:"


def _spoiled(cells: dict[str, object]) -> dict[str, object]:
    free = {
        "source_text",
        "reference_text",
        "translation",
        "lost_protected",
        "text",
        "message",
        "reason",
        "title",
        "sentence",
        "system",
        "summarizer",
        "reference_system",
    }
    return {name: f"{cell} {HOSTILE}" if name in free and cell else cell for name, cell in cells.items()}


@pytest.fixture
def hostile_run() -> Run:
    """Give a run whose every free text tries to be more than text."""
    plain = made(segments=[{**cells, "lost_protected": "https://exemple.fr/le"} for cells in segment_rows()])
    tables = {table: tuple(_spoiled(cells) for cells in rows) for table, rows in plain.tables.items()}
    return Run(plain.folder, plain.run_id, {}, tables, {})
