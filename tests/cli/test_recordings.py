"""`toolkit recordings …` as it is typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Toolkit
from toolkit import jsonl
from toolkit.recordings import Recordings
from toolkit.recordings._journal import Journal
from toolkit.records import Identity, Rendering, Request

LATER = "2027-01-01T00:00:00Z"
SPANISH = "apertium-81be8c455646"


def answered_again(here: Path, changed: int) -> None:
    """Record a second answer to each text of the Spanish recordings, another one for so many of them."""
    path = here / "outputs" / "recordings" / f"{SPANISH}.jsonl"
    rows = [row for _, row in jsonl.read_lines(path)]
    for place, row in enumerate(rows):
        more = " Or so it is said." if place < changed else ""
        jsonl.append_lines(path, [{**row, "translation": row["translation"] + more, "created_at": LATER}])


def test_prune_says_what_it_would_do_and_does_it_when_told(here: Path, toolkit: Toolkit) -> None:
    """One line a file; the archive comes back by an import."""
    assert toolkit("recordings", "prune").out == f"nothing to prune in {Path('outputs/recordings')}\n"
    answered_again(here, 2)
    said = toolkit("recordings", "prune").out.splitlines()
    assert said[0].startswith(f"{SPANISH}.jsonl: 19 superseded recordings would move to ")
    assert said[0].endswith(", 19 would stay")
    assert "--yes" in said[1]
    [done] = toolkit("recordings", "prune", "--yes").out.splitlines()
    assert done.startswith(f"{SPANISH}.jsonl: 19 superseded recordings moved to ")
    assert done.endswith(", 19 stay")
    [archive] = (here / "outputs" / "recordings" / "archive").iterdir()
    assert str(archive.name) in done
    assert f"{SPANISH}.jsonl: 19 new, 0 known" in toolkit("recordings", "import", archive).out
    assert toolkit("recordings", "verify").code == 0


def test_prune_of_everything_needs_a_backend_and_a_time_must_be_one(here: Path, toolkit: Toolkit) -> None:
    """Both are mistakes of usage."""
    assert toolkit("recordings", "prune", "--all").code == 2
    assert toolkit("recordings", "prune", "--older-than", "yesterday").code == 2
    assert "38 other" not in toolkit("recordings", "prune", "--older-than", "2020-01-01T00:00:00Z").out
    assert toolkit("recordings", "prune", "-b", SPANISH, "--all").out.startswith(
        f"{SPANISH}.jsonl: 19 other recordings"
    )


def test_export_goes_to_stdout_or_to_a_file_and_is_known_when_it_comes_back(here: Path, toolkit: Toolkit) -> None:
    """JSONL on stdout is the files' own lines; TMX names how many it holds."""
    printed = toolkit("recordings", "export", "-", "-b", SPANISH).out
    assert printed.encode() == (here / "outputs" / "recordings" / f"{SPANISH}.jsonl").read_bytes()
    assert toolkit("recordings", "export", "all.tmx").out == "38 recordings written to all.tmx\n"
    assert toolkit("recordings", "import", "all.tmx").out.count("0 new, 19 known") == 2
    assert toolkit("recordings", "export", "all.txt").code == 2
    assert toolkit("recordings", "export", "none.tmx", "--source", "de").code == 2
    assert toolkit("recordings", "import", "all.tmx", "--as", "two\nlines").code == 2


def test_a_foreign_memory_is_replayed_by_the_lines_the_import_prints(here: Path, toolkit: Toolkit) -> None:
    """What is printed works as a config: the system runs offline on the memory alone."""
    (here / "agency.tmx").write_text(
        '<tmx version="1.4"><header segtype="sentence"/><body>'
        '<tu><tuv xml:lang="fr-FR"><seg>Les prix <ph>x</ph>baissent.</seg></tuv>'
        '<tuv xml:lang="en-GB"><seg>Prices fall.</seg></tuv></tu>'
        '<tu><tuv xml:lang="de"><seg>Ja.</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    told = toolkit("recordings", "import", "agency.tmx", "--as", 'the "agency"').out
    assert "2 units: 1 texts fr → en, 1 units without fr or en" in told
    assert "1 had codes" in told
    assert 'by = "sentence"' in told
    system = told.partition("add to the config:\n")[2]
    (here / "own.toml").write_text(f'articles = ["a.txt"]\n{system}', encoding="utf-8")
    (here / "a.txt").write_text("Les prix baissent.\n", encoding="utf-8")
    result = toolkit("translate", "a.txt", "--config", "own.toml", "--recordings", "outputs/recordings", "--offline")
    assert (result.code, result.out) == (0, "Prices fall.\n")
    (here / "a.txt").write_text("Les prix montent.\n", encoding="utf-8")
    result = toolkit("translate", "a.txt", "--config", "own.toml", "--recordings", "outputs/recordings")
    assert result.code == 1
    assert "not in the memory" in result.err


def test_a_damaged_import_is_one_line(here: Path, toolkit: Toolkit) -> None:
    """It names the file and the line, and the exit code is that of an input that cannot be read."""
    (here / "bad.jsonl").write_text("{}\n", encoding="utf-8")
    result = toolkit("recordings", "import", "bad.jsonl")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: bad.jsonl:1: ")
    assert result.err.count("\n") == 1


def test_drift_tells_changes_scores_and_the_texts_side_by_side(here: Path, toolkit: Toolkit) -> None:
    """A system of the config by its name; the config's articles give the references."""
    answered_again(here, 4)
    out = toolkit("recordings", "drift", "apertium via Spanish").out
    assert "19 of 19 texts were answered more than once" in out
    assert "4 of them changed" in out
    assert "against reference a (19 of 19 texts have it)" in out
    for title in ("BLEU", "chrF", "similarity"):
        row = re.search(rf"^  {title} +([\d.]+) +([\d.]+) +([+-][\d.]+)$", out, re.MULTILINE)
        assert row
        then, now, change = map(float, row.groups())
        assert change == pytest.approx(now - then, abs=0.11)
    assert out.count("Or so it is said.") == 3
    assert "1 more changed" in out
    found = json.loads(toolkit("recordings", "drift", "apertium via Spanish", "--format", "json").out)[0]
    assert (found["texts"], found["changed"], len(found["rows"])) == (19, 4, 19)
    assert [row["chrf"] for row in found["rows"] if not row["changed"]] == pytest.approx([100.0] * 15)
    assert found["then"].keys() == found["now"].keys() == {"bleu", "chrf", "similarity"}


def test_drift_says_that_there_is_none_or_what_is_missing(here: Path, toolkit: Toolkit) -> None:
    """No change; one answer only; no such backend."""
    result = toolkit("recordings", "drift", "apertium via Spanish")
    assert result.code == 1
    assert "19 have one; to ask again: toolkit recordings drift 'apertium via Spanish' --refresh" in result.err
    answered_again(here, 0)
    assert "no drift: every answer is what it was" in toolkit("recordings", "drift", "apertium via Spanish").out
    assert toolkit("recordings", "drift", "apertum").code == 2


def test_drift_without_a_project_compares_what_is_recorded(
    here: Path, toolkit: Toolkit, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recordings alone are enough; that nothing has a reference is told."""
    answered_again(here, 1)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setattr("toolkit.drift.METRICS", ("chrf",))
    out = toolkit("recordings", "drift", "apertium", "--recordings", here / "outputs" / "recordings").out
    assert "1 of them changed" in out
    assert "none of them has a reference" in out


def test_drift_tells_what_a_refresh_costs_and_sends_nothing_on_a_dry_run(here: Path, toolkit: Toolkit) -> None:
    """Texts, characters and calls are told on stderr; the options of a refresh need one."""
    result = toolkit("recordings", "drift", "apertium via Spanish", "--refresh", "--dry-run")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("apertium via Spanish is asked again: 19 texts, 3129 characters, 19 calls\n")
    assert toolkit("recordings", "drift", "apertium via Spanish", "--dry-run").code == 2
    asked = ("apertium via Spanish", "references/wang-blinken", "--config", "config/demo.toml", "--max-chars", "1")
    stopped = toolkit("recordings", "drift", *asked, "--refresh", "-q")
    assert stopped.code == 1
    assert (
        "if it stops, this goes on: toolkit recordings drift 'apertium via Spanish' references/wang-blinken "
        "--config=config/demo.toml --refresh --older-than=20"
    ) in stopped.err


def test_unanswered_texts_are_shown_one_by_one_with_the_line_that_sends_them_again(
    here: Path, toolkit: Toolkit
) -> None:
    """Where, when, how long, which and how it begins; also for a backend with nothing recorded yet."""
    folder = here / "outputs" / "recordings"
    path = Recordings(folder, Identity("deepl")).path
    journal = Journal(path.with_suffix(".journal"))
    journal.sent({"sha256:aa": "Le ministre " * 10, "sha256:bb": "Oui."}, "2026-01-01T00:00:00Z")
    journal.close([], ["sha256:aa"])
    out = toolkit("recordings", "list", "--unknown").out
    assert f"{path.name}: 2 texts, 124 characters" in out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    opening = ("Le ministre " * 5).rstrip()
    assert f'2026-01-01T00:00:00Z unknown 120 characters "{opening} …"' in lines
    assert '2026-01-01T00:00:00Z in flight 4 characters "Oui."' in lines
    assert "sha256:aa" in lines
    assert "toolkit run … --resend-unknown" in lines
    rows = json.loads(toolkit("recordings", "list", "--unknown", "--format", "json").out)
    assert [(row["state"], row["characters"], row["backend"]) for row in rows] == [
        ("unknown", 120, "deepl"),
        ("sent", 4, "deepl"),
    ]
    answers = [(Request("Non.", "fr", "en"), Rendering("No.", created_at="2026-01-01T00:00:00Z"))]
    Recordings(folder, Identity("deepl")).add(answers, {})
    assert "1 texts were in flight when a run was killed, 1 never answered" in toolkit("recordings", "list").out
