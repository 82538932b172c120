"""toolkit run: the main job, and every way a user can get it wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from toolkit import jsonl
from toolkit.tables import load_run

FRENCH = "Un accord est signé\n\nPaul a signé l’accord.\n\nLes prix baissent en mai.\n"
GERMAN = "Ein Vertrag\n\nPaul unterschrieb.\n\nPreise fallen.\n"
ENGLISH = "A deal is signed\n\nPaul signed the deal.\n\nPrices fall in May.\n"


def runs(here: Path) -> list[Path]:
    return sorted((here / "outputs" / "runs").glob("*")) if (here / "outputs" / "runs").exists() else []


def one_line(text: str) -> bool:
    return text.startswith("error: ") and text.count("\n") == 1


@pytest.mark.usefixtures("socket_disabled")
def test_the_demo_runs_offline_with_all_sockets_forbidden(here: Path, toolkit: Toolkit) -> None:
    """It prints where it fails, both leaderboards, the bullets, how sure that is and the files, and exits 0."""
    result = toolkit("run", "--offline")
    assert result.code == 0, result.err
    order = ["Where it fails", "Translations", "Bullets by summarizer", "The bullets of", "How sure", "Files"]
    assert [result.out.index(part) for part in order] == sorted(result.out.index(part) for part in order)
    for name in ("apertium via Spanish", "apertium via Catalan", "reference b", "untranslated", "lead", "key_points"):
        assert name in result.out
    assert "is better than" not in result.out
    made = load_run(runs(here)[0])
    assert made.rows("runs")[0]["replayed"] == 38
    assert {(row["system"], row["summarizer"]) for row in made.rows("facts")} == {
        (row["system"], row["summarizer"]) for row in made.rows("scores")
    }
    assert not [row for row in made.rows("facts") if row["unit"] == "bullet" and row["state"] in {"lost", "invented"}]
    assert "- extractive on apertium via Spanish: 1 of 3 bullets for art-wang-blinken; " in result.out
    assert {(row["family"], row["unit"], row["units"]) for row in made.rows("verdicts")} == {
        ("translations", "segment", 19),
        ("bullets by extractive", "article", 1),
    }


def test_a_default_run_never_imports_torch(here: Path) -> None:
    """The bundled encoder is numpy; torch and sentence-transformers stay on the disk."""
    demo = here / "config" / "demo.toml"
    demo.write_text(demo.read_text(encoding="utf-8").replace('"hashing"', '"minilm"'), encoding="utf-8")
    code = (
        "import sys; from toolkit.cli.main import guarded; code = guarded(['run', '--offline', '-q'])\n"
        "assert not {'torch', 'sentence_transformers', 'transformers', 'scipy'} & set(sys.modules), 'heavy'\n"
        "sys.exit(code)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=here, check=True, capture_output=True)


@pytest.mark.parametrize("offline", [False, True])
def test_offline_a_model_is_not_looked_for_on_the_hub(
    offline: bool, here: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has to be on this machine, and the line says what fetches it; else the hub may be asked."""
    asked = []

    def opened(_: str, **options: object) -> None:
        asked.append(options["local_files_only"])
        raise OSError("not in the cache")

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", opened)
    line = ("run", "references/wang-blinken", "-b", "echo", "--model", "some/model", "-m", "similarity")
    result = toolkit(*line, *["--offline"] * offline)
    assert (result.code, asked) == (2, [offline])
    assert ("fetched once without --offline" in result.err) is offline


def test_two_runs_give_the_same_bytes(here: Path, toolkit: Toolkit) -> None:
    """Scores, aggregates and bullets depend on the inputs alone; so does the run's id."""
    assert toolkit("run", "--offline").code == 0
    assert toolkit("run", "--offline", "--out", "again").code == 0
    first, second = runs(here)[0], next((here / "again").glob("*"))
    for table in ("scores", "aggregates", "bullets", "statistics/bleu", "statistics/similarity"):
        assert (first / f"{table}.jsonl").read_bytes() == (second / f"{table}.jsonl").read_bytes()
    assert load_run(first).run_id == load_run(second).run_id


def test_a_pasted_translation_needs_no_reference_and_no_key(here: Path, toolkit: Toolkit) -> None:
    """Without references, support is given and the rest says why not."""
    (here / "text.txt").write_text(FRENCH, encoding="utf-8")
    (here / "mine.txt").write_text(ENGLISH, encoding="utf-8")
    result = toolkit("run", "text.txt", "--translation", "mine=mine.txt", "--offline")
    assert result.code == 0, result.err
    rows = load_run(runs(here)[0]).rows("aggregates")
    scored = {row["output"] for row in rows if row["scored"]}
    assert "support" in scored
    assert "bleu" not in scored
    assert {row["reason"] for row in rows if row["output"] == "bleu"} == {"no reference"}


def test_an_article_without_the_references_of_another_is_no_failure(here: Path, toolkit: Toolkit) -> None:
    """References are optional, article by article: nobody asked for `reference a` as a system, and it frames the rest.

    Where a reference that was asked for as a system is missing, that is told.
    """
    for name in ("one", "two"):
        (here / "texts" / name).mkdir(parents=True)
        (here / "texts" / name / "article.fr.txt").write_text(FRENCH, encoding="utf-8")
    (here / "texts" / "one" / "translation.a.en.txt").write_text(ENGLISH, encoding="utf-8")
    result = toolkit("run", "texts", "--backend", "echo")
    assert (result.code, result.err) == (0, "")
    made = load_run(runs(here)[0])
    assert made.rows("failures") == ()
    assert [row["coverage"] for row in made.rows("aggregates") if row["output"] == "bleu" and row["scored"]] == [1, 1]
    (here / "asked.toml").write_text('articles = ["texts"]\n[[systems]]\nname = "hand"\nreference = "a"\n', "utf-8")
    result = toolkit("run", "--config", "asked.toml")
    assert result.code == 1
    assert "failed: art-two seg-001 hand: the article has no reference 'a'" in result.err


def test_a_reference_that_stands_among_the_systems_scores_nobody(here: Path, toolkit: Toolkit) -> None:
    """Asked for by name it cannot be left out of its own references without a word; another serves."""
    text = 'articles = ["references/wang-blinken"]\n[[systems]]\nname = "hand"\nreference = "a"\n'
    (here / "hand.toml").write_text(text, encoding="utf-8")
    result = toolkit("run", "--config", "hand.toml", "-r", "a", "-m", "chrf")
    assert (result.code, result.out) == (2, "")
    told = "reference a stands among the systems, and none is scored against itself; name another"
    assert result.err == f"error: {told}\n"
    assert toolkit("run", "--config", "hand.toml", "-r", "a", "-r", "b", "-m", "chrf").code == 0
    assert "chrF" in toolkit("run", "--config", "hand.toml", "-m", "chrf").out


def test_a_path_that_stands_twice_is_read_once(here: Path, toolkit: Toolkit) -> None:
    """Two ways to one folder are no two articles; two folders that give one id are told, and both are named."""
    (here / "texts" / "deal").mkdir(parents=True)
    (here / "texts" / "deal" / "article.fr.txt").write_text(FRENCH, encoding="utf-8")
    result = toolkit("run", "texts/deal", "texts", here / "texts" / "deal", "--backend", "echo")
    assert (result.code, result.err) == (0, "")
    (here / "deal.txt").write_text(FRENCH, encoding="utf-8")
    result = toolkit("run", "texts", "deal.txt", "--backend", "echo")
    assert result.code == 1
    assert "deal.txt: the id art-deal is taken by texts/deal; rename one of them" in result.err


def test_the_forms_of_stdout(here: Path, toolkit: Toolkit) -> None:
    """json is one object, jsonl a row a line, md the report."""
    whole = json.loads(toolkit("run", "--offline", "--format", "json").out)
    assert whole["aggregates"][0]["record"] == "aggregates"
    lines = toolkit("run", "--offline", "--format", "jsonl").out.splitlines()
    assert len(lines) == len(whole["aggregates"])
    assert "|" in toolkit("run", "--offline", "--format", "md").out


def test_a_dry_run_sends_and_writes_nothing(here: Path, toolkit: Toolkit) -> None:
    """It says what would be sent, and what is recorded already."""
    result = toolkit("run", "--dry-run")
    assert result.code == 0
    row = next(line for line in result.out.splitlines() if line.startswith("apertium via Spanish")).split()
    assert row[3:] == ["19", "19", "0", "0", "0", "0", "0", "free"]
    assert runs(here) == []


def test_another_language_is_scored_where_it_can_be(here: Path, toolkit: Toolkit) -> None:
    """BLEU and chrF work for any pair; what knows only English says so and is not computed wrongly."""
    folder = here / "texts" / "deal"
    folder.mkdir(parents=True)
    (folder / "article.fr.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "translation.a.de.txt").write_text(GERMAN, encoding="utf-8")
    result = toolkit("run", "texts", "--target", "de", "-t", f"mine={folder / 'translation.a.de.txt'}", "--offline")
    assert result.code == 1, result.err
    made = load_run(runs(here)[0])
    rows = {row["output"]: row for row in made.rows("aggregates") if row["system"] == "mine" and not row["summarizer"]}
    assert rows["bleu"]["scored"]
    assert rows["chrf"]["score"] == 100.0
    assert not rows["similarity"]["scored"]
    assert "knows en, not de" in rows["similarity"]["reason"]
    assert {row["kind"] for row in made.rows("failures")} == {"language"}


def test_one_bad_article_is_a_failure_and_the_rest_finish(here: Path, toolkit: Toolkit) -> None:
    """The exit code says that something is missing; the other article is scored."""
    folder = here / "references" / "broken"
    folder.mkdir()
    (folder / "article.fr.txt").write_bytes(b"")
    result = toolkit("run", "references", "--offline", "--backend", "apertium")
    assert result.code == 1
    assert "art-broken" in result.err
    made = load_run(runs(here)[0])
    assert {row["article_id"]: row["status"] for row in made.rows("articles")} == {
        "art-broken": "failed",
        "art-wang-blinken": "ok",
    }
    assert made.rows("runs")[0]["status"] == "partial"


def test_offline_names_every_missing_recording(here: Path, toolkit: Toolkit) -> None:
    """One line names the segments, the system, the nearest recording and what differs; nothing is written."""
    (here / "other.txt").write_text(FRENCH, encoding="utf-8")
    result = toolkit("run", "other.txt", "--backend", "apertium", "--offline")
    assert result.code == 1
    assert one_line(result.err)
    assert "seg-001, seg-002, seg-003" in result.err
    assert "without --offline" in result.err
    assert runs(here) == []


def test_some_missing_recordings_fail_one_system_and_not_the_other(here: Path, toolkit: Toolkit) -> None:
    """A system that lacks recordings is not ranked; the other is, and the exit code is 1."""
    recordings = sorted((here / "outputs" / "recordings").glob("*.jsonl"))[0]
    lines = recordings.read_bytes().splitlines(keepends=True)
    recordings.write_bytes(b"".join(lines[:-2]))
    result = toolkit("run", "--offline")
    assert result.code == 1
    assert "2 recordings are missing: art-wang-blinken by apertium" in result.err
    assert "seg-018, seg-019" in result.err
    rows = [row for row in load_run(runs(here)[0]).rows("aggregates") if row["output"] == "bleu"]
    ranked = {row["system"]: row["ranked"] for row in rows if row["system"].startswith("apertium")}
    assert sorted(ranked.values()) == [False, True]


def bad_utf8(here: Path) -> list[str]:
    (here / "bad.txt").write_bytes("été".encode("latin-1"))
    return ["run", "bad.txt", "-b", "echo"]


def empty(here: Path) -> list[str]:
    (here / "bad.txt").write_bytes(b"  \n")
    return ["run", "bad.txt", "-b", "echo"]


def binary(here: Path) -> list[str]:
    (here / "bad.txt").write_bytes(b"%PDF-1.7\x00\x01")
    return ["run", "bad.txt", "-b", "echo"]


def mismatch(here: Path) -> list[str]:
    path = here / "references" / "wang-blinken" / "translation.a.en.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("The ministry said:\n\n", ""), encoding="utf-8")
    return ["run", "--offline"]


def damaged(here: Path) -> list[str]:
    path = sorted((here / "outputs" / "recordings").glob("*.jsonl"))[0]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"{half a line\n", *lines[1:]]))
    for other in sorted(path.parent.glob("*.jsonl"))[1:]:
        other.unlink()
    return ["run", "--offline"]


def unwritable(here: Path) -> list[str]:
    (here / "a-file").write_text("x", encoding="utf-8")
    return ["run", "--offline", "--out", "a-file/runs"]


def unknown_key(here: Path) -> list[str]:
    (here / "own.toml").write_text('articles = ["x"]\nbackends = 1\n', encoding="utf-8")
    return ["run", "--config", "own.toml"]


MISTAKES = {
    "an empty file": (empty, 2, "bad.txt"),
    "a binary file": (binary, 2, "PDF"),
    "not UTF-8": (bad_utf8, 2, "UTF-8"),
    "no such file": (lambda _: ["run", "none.txt", "-b", "echo"], 2, "none.txt"),
    "an unknown backend": (lambda _: ["run", "-b", "depl"], 2, "did you mean 'deepl'?"),
    "an unknown summarizer": (lambda _: ["run", "-s", "extractiv"], 2, "did you mean 'extractive'?"),
    "an unknown metric": (lambda _: ["run", "-m", "blue"], 2, "did you mean 'bleu'?"),
    "an unknown reference": (lambda _: ["run", "-r", "c"], 2, "there are: a, b"),
    "an unknown config key": (unknown_key, 2, "own.toml:2: unknown key 'backends'"),
    "no config file": (lambda _: ["run", "--config", "none.toml"], 2, "none.toml"),
    "blocks that do not match": (mismatch, 2, "block"),
    "a missing key": (lambda _: ["run", "-b", "deepl"], 2, "DEEPL_AUTH_KEY"),
    "a damaged recording": (damaged, 1, ".jsonl:2"),
    "an output folder that cannot be written": (unwritable, 1, "a-file"),
    "nothing that translates": (lambda _: ["run", "references/wang-blinken"], 2, "--backend NAME"),
    "a glob nobody matches": (lambda _: ["run", "--filter", "zzz*"], 2, "zzz*"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_one_line_and_leaves_nothing(mistake: str, here: Path, toolkit: Toolkit) -> None:
    """It says what happened and what to do, exits non-zero, and no run, whole or half, is left."""
    prepare, code, words = MISTAKES[mistake]
    result = toolkit(*prepare(here))
    assert result.code == code, result
    assert words in result.err
    assert one_line(result.err), result.err
    assert result.out == ""
    assert runs(here) == []


def test_a_config_key_that_is_a_secret_is_refused_and_not_repeated(here: Path, toolkit: Toolkit) -> None:
    """A key in a config file is named by its name, never by its value."""
    (here / "own.toml").write_text('deepl_auth_key = "s3cr3t-value"\n', encoding="utf-8")
    result = toolkit("run", "--config", "own.toml")
    assert result.code == 2
    assert "environment" in result.err
    assert "s3cr3t" not in result.err


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C is sent to the whole group on Windows")
@pytest.mark.parametrize(
    ("name", "told"), [("SIGINT", "interrupted"), ("SIGTERM", "ended by SIGTERM")], ids=["ctrl-c", "ended"]
)
def test_ctrl_c_or_being_ended_is_one_line_and_the_signals_exit_code(here: Path, name: str, told: str) -> None:
    """What was translated is kept, and the line says how to go on."""
    import signal

    backend = here / "slow.py"
    backend.write_text(
        "import os, signal, sys\n"
        "from toolkit.translators import echo\n"
        "def stop(self, requests, options):\n"
        f"    os.kill(os.getpid(), signal.{name})\n"
        "echo.plugin.translate_batch = stop\n"
        "from toolkit.cli.main import main\n"
        "sys.argv = ['toolkit', 'run', 'references/wang-blinken', '-b', 'echo']\n"
        "main()\n",
        encoding="utf-8",
    )
    result = subprocess.run([sys.executable, str(backend)], cwd=here, capture_output=True, text=True, check=False)
    assert result.returncode == 128 + signal.Signals[name]
    assert f"{told}: what was translated is kept" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list((here / "outputs" / "runs").glob("*"))


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch, here: Path, toolkit: Toolkit) -> None:
    """Only what a user can cause is a line."""
    monkeypatch.setattr("toolkit.pipeline.run", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        toolkit("run")


def test_bleu_and_chrf_are_what_the_sacrebleu_command_prints(here: Path, toolkit: Toolkit) -> None:
    """The report's corpus scores are sacrebleu's own, to the last digit it prints with -w 6."""
    assert toolkit("run", "--offline").code == 0
    made = load_run(runs(here)[0])
    rows = [row for row in made.rows("segments") if row["system"] == "apertium via Spanish"]
    (here / "hyp.txt").write_text("".join(f"{row['translation']}\n" for row in rows), encoding="utf-8")
    (here / "ref.txt").write_text("".join(f"{row['reference_text']}\n" for row in rows), encoding="utf-8")
    for metric, flags in (("bleu", []), ("chrf", []), ("chrfpp", ["--chrf-word-order", "2"])):
        name = "chrf" if metric == "chrfpp" else metric
        command = [sys.executable, "-m", "sacrebleu", "ref.txt", "-i", "hyp.txt", "-m", name, *flags, "-w", "6", "-b"]
        printed = subprocess.run(command, cwd=here, check=True, capture_output=True, text=True).stdout
        own = [
            row["score"]
            for row in made.rows("aggregates")
            if row["output"] == metric and row["system"] == "apertium via Spanish" and not row["summarizer"]
        ]
        assert own == [float(printed)]


def test_a_refresh_needs_a_time(here: Path, toolkit: Toolkit) -> None:
    """Without one, a refresh that is stopped could not go on; a wrong one is named."""
    assert "--older-than" in toolkit("run", "--cache", "refresh").err
    assert "yesterday" in toolkit("run", "--cache", "refresh", "--older-than", "yesterday").err
    assert toolkit("run", "--older-than", "2026-01-01").code == 2


def test_all_lines_of_the_shipped_recordings_hold(project: Path, toolkit: Toolkit) -> None:
    """The recordings in the repository verify, and each article block has one for each pivot."""
    folder = project / "outputs" / "recordings"
    assert toolkit("recordings", "verify", "--recordings", folder).code == 0
    files = sorted(folder.glob("apertium-*.jsonl"))
    assert len(files) == 2
    assert [sum(1 for _ in jsonl.read_lines(path)) for path in files] == [19, 19]


def test_what_the_others_are_compared_with_may_be_named(here: Path, toolkit: Toolkit) -> None:
    """`--baseline` turns the config's pair round; the run's settings hold it, so that verify derives the same."""
    assert toolkit("run", "--offline", "-q", "--baseline", "apertium via Catalan").code == 0
    made = load_run(runs(here)[0])
    pairs = {(row["baseline"], row["candidate"]) for row in made.rows("verdicts") if row["task"] == "translation"}
    assert pairs == {("apertium via Catalan", "apertium via Spanish")}
    assert json.loads(made.rows("runs")[0]["config_json"])["compare"]["baseline"] == "apertium via Catalan"
    assert toolkit("verify").code == 0


def test_every_two_are_compared_where_that_is_asked(here: Path, toolkit: Toolkit) -> None:
    """Three that compete make three pairs, corrected together; without `--all-pairs` there are two."""
    (here / "mine.txt").write_text((here / "references/wang-blinken/translation.b.en.txt").read_text(encoding="utf-8"))
    options = ["--offline", "-q", "--translation", "mine=mine.txt", "-m", "chrf"]
    sizes = []
    for number, extra in enumerate(([], ["--all-pairs"])):
        assert toolkit("run", *options, *extra, "--out", f"out{number}").code == 0
        made = load_run(next((here / f"out{number}").glob("*")))
        sizes.append({row["family_size"] for row in made.rows("comparisons") if row["task"] == "translation"})
    assert sizes == [{2}, {3}]


def test_a_baseline_that_takes_no_part_is_a_mistake_of_the_line(here: Path, toolkit: Toolkit) -> None:
    """One line that names what there is; nothing is written."""
    result = toolkit("run", "--offline", "-q", "--baseline", "deepl")
    assert result.code == 2
    assert one_line(result.err)
    assert "nothing is named 'deepl' to compare with; there are: apertium via Spanish, apertium" in result.err
    assert not runs(here)
