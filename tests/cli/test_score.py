"""toolkit score beside the sacrebleu command: the same words on the line, the same numbers, and what is added."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import Toolkit
from tests.corpus import REFERENCE, SYSTEMS

# sacrebleu's means of chrF and TER are float32, which its own JSON cannot hold with NumPy 2; only that is mended here.
COMMAND = (
    "import json; json.JSONEncoder.default = lambda self, number: number.item();"
    "from sacrebleu.sacrebleu import main; main()"
)
NAMES = ("loose", "moved", "clipped")
SECOND = SYSTEMS["faithful"]


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a file a system and two references, and go there."""
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    monkeypatch.chdir(tmp_path)
    files = {"ref.txt": REFERENCE, "ref2.txt": SECOND, **{f"{name}.txt": SYSTEMS[name] for name in NAMES}}
    for name, lines in files.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (tmp_path / "docs.txt").write_text("".join(f"doc-{n // 3}\n" for n in range(25)), encoding="utf-8")
    return tmp_path


def sacrebleu(folder: Path, *arguments: str, stdin: str = "") -> str:
    """Run sacrebleu's own command."""
    environment = {**os.environ, "NO_COLOR": "1"}
    command = [sys.executable, "-c", COMMAND, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout


def found(toolkit: Toolkit, *arguments: str) -> dict[str, Any]:
    """Run ours, and give its JSON."""
    result = toolkit("score", *arguments, "-f", "json")
    assert result.code == 0, result.err
    made: dict[str, Any] = json.loads(result.out)
    return made


def metric_of(name: str) -> str:
    """Give our name of what sacrebleu prints, as chrF2++."""
    return name[:4].lower().rstrip("2")


def rows(made: dict[str, Any]) -> dict[tuple[str, str], tuple[float | None, ...]]:
    """Give score, p, mean and interval by system and metric."""
    return {
        (row["system"], row["metric"]): (row["score"], row["p"], row["mean"], row["half_interval"])
        for row in made["scores"]
    }


INPUT = ["-i", "loose.txt", "moved.txt", "clipped.txt"]
ALL = ["-m", "bleu", "chrf", "ter"]


@pytest.mark.parametrize(
    "words",
    [
        ["ref.txt", *INPUT, *ALL, "--paired-bs", "--paired-bs-n", "200"],
        ["ref.txt", "ref2.txt", *INPUT, *ALL, "--paired-ar", "-parn", "200"],
        ["ref.txt", "ref2.txt", *INPUT, *ALL, "-tok", "intl", "-lc", "-cw", "2", "--ter-normalized",
         "-pbs", "-pbsn", "100"],
        ["ref.txt", *INPUT, *ALL, "-s", "add-k", "-sv", "2", "--chrf-beta", "3", "--chrf-eps-smoothing",
         "--ter-case-sensitive", "--ter-no-punct", "-par", "-parn", "100"],
        ["ref.txt", *INPUT, *ALL, "--tokenize", "char", "--smooth-method", "floor", "--chrf-char-order", "4",
         "--chrf-lowercase", "--chrf-whitespace", "--ter-asian-support", "--paired-bs", "--paired-bs-n", "60"],
    ],
)  # fmt: skip
def test_the_same_words_give_sacrebleus_numbers(texts: Path, toolkit: Toolkit, words: list[str]) -> None:
    """Every score, p, mean and interval its command prints in JSON is met to the last bit."""
    theirs = {
        (row["system"].removeprefix("Baseline: "), metric_of(name)): tuple(
            row[name][key] for key in ("score", "p_value", "mean", "ci")
        )
        for row in json.loads(sacrebleu(texts, *words))
        for name in row
        if name != "system"
    }
    assert len(theirs) == 9
    assert rows(found(toolkit, *words)) == theirs


def test_the_seed_is_that_of_the_environment(texts: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch) -> None:
    """SACREBLEU_SEED moves p as it does there; --seed goes before it, and none draws one that is printed."""
    words = ["ref.txt", *INPUT, "-m", "ter", "--paired-bs", "--paired-bs-n", "300"]
    before = rows(found(toolkit, *words))
    monkeypatch.setenv("SACREBLEU_SEED", "7")
    theirs = [row["TER"]["mean"] for row in json.loads(sacrebleu(texts, *words))]
    ours = rows(found(toolkit, *words))
    assert [ours[f"{name}.txt", "ter"][2] for name in NAMES] == theirs
    assert rows(found(toolkit, *words, "--seed", "12345")) == before != ours
    drawn = found(toolkit, *words, "--seed", "none")["sacrebleu_test"]["seed"]
    assert rows(found(toolkit, *words, "--seed", str(drawn))) == rows(found(toolkit, *words, "--seed", str(drawn)))
    assert drawn not in {7, 12345}


@pytest.mark.parametrize("test", [[], ["--paired-bs"], ["--paired-ar"]], ids=["none", "bs", "ar"])
def test_signatures_are_sacrebleus(texts: Path, toolkit: Toolkit, test: list[str]) -> None:
    """The test and the seed stand in the signature where its command puts them."""
    words = ["ref.txt", "ref2.txt", *INPUT, *ALL, "-cw", "1", *test, "-pbsn", "20", "-parn", "20"]
    printed = sacrebleu(texts, *words, "-f", "text").splitlines()
    theirs = {
        metric_of(line.split()[1]): line.split()[2] for line in printed if line.startswith(" - ") and "nrefs:" in line
    }
    assert {row["metric"]: row["signature"] for row in found(toolkit, *words)["scores"]} == theirs


@pytest.mark.parametrize("interval", [[], ["--confidence", "-cin", "150"]], ids=["scores", "confidence"])
def test_one_system_is_scored_as_there(texts: Path, toolkit: Toolkit, interval: list[str]) -> None:
    """Score, signature, interval, precisions, brevity and lengths of a single system, as many digits as it prints."""
    words = ["ref.txt", "-i", "clipped.txt", *ALL, *interval]
    theirs = {metric_of(row["name"]): row for row in json.loads(sacrebleu(texts, *words, "-w", "13"))}
    made = found(toolkit, *words)["scores"]
    assert len(made) == len(theirs) == 3
    for row in made:
        own = theirs[row["metric"]]
        assert (f"{row['score']:.13f}", row["signature"]) == (f"{own['score']:.13f}", own["signature"])
        if interval:
            assert (f"{row['mean']:.13f}", f"{row['half_interval']:.13f}") == (
                f"{own['confidence_mean']:.13f}",
                f"{own['confidence_var']:.13f}",
            )
    part = made[0]["bleu"]
    precisions = "/".join(f"{precision:.1f}" for precision in part["precisions"])
    ratio = part["hypothesis_length"] / part["reference_length"]
    lengths = f"hyp_len = {part['hypothesis_length']} ref_len = {part['reference_length']}"
    told = f"{precisions} (BP = {part['brevity_penalty']:.3f} ratio = {ratio:.3f} {lengths})"
    assert told == theirs["bleu"]["verbose_score"]


@pytest.mark.parametrize(
    "words",
    [
        ["ref.txt", "-i", "loose.txt", "-m", "chrf", "bleu", "-b", "-w", "4", "-f", "text"],
        ["ref.txt", "ref2.txt", "-i", "clipped.txt", "-m", "bleu", "-sl", "-b", "-w", "6"],
        ["ref.txt", "-i", "clipped.txt", "-m", "ter", "--sentence-level", "-b"],
        ["ref.txt", "-i", "moved.txt", "-m", "chrf", "-sl", "-b", "-cw", "2"],
    ],
)
def test_bare_scores_are_printed_as_there(texts: Path, toolkit: Toolkit, words: list[str]) -> None:
    """What a script reads from the sacrebleu command it reads from ours, character for character."""
    assert toolkit("score", *words).out == sacrebleu(texts, *words)


def test_stdin_and_references_side_by_side(texts: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems come from stdin and references from one file, separated by tabs, as there."""
    both = "".join(f"{one}\t{two}\n" for one, two in zip(SYSTEMS["loose"], SYSTEMS["moved"], strict=True))
    (texts / "two.txt").write_text("".join(f"{a}\t{b}\n" for a, b in zip(REFERENCE, SECOND, strict=True)), "utf-8")
    words = ["two.txt", "-nr", "2", "-m", "bleu", "chrf", "--paired-bs", "-pbsn", "50"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(both.encode())))
    made = found(toolkit, *words)
    theirs = json.loads(sacrebleu(texts, *words, stdin=both))
    assert made["systems"] == [row["system"].removeprefix("Baseline: ") for row in theirs] == ["Baseline", "System 1"]
    assert made["references"] == ["two.txt#1", "two.txt#2"]
    assert [row["p"] for row in made["scores"] if row["system"] == "System 1"] == [
        theirs[1]["BLEU"]["p_value"],
        theirs[1]["chrF2"]["p_value"],
    ]


def test_packed_files_are_read_as_there(texts: Path, toolkit: Toolkit) -> None:
    """A .gz file gives the numbers of the file in it."""
    with gzip.open("loose.txt.gz", "wb") as file:
        file.write((texts / "loose.txt").read_bytes())
    plain, packed = (
        rows(found(toolkit, "ref.txt", "-i", name, "-m", "chrf")) for name in ("loose.txt", "loose.txt.gz")
    )
    assert list(plain.values()) == list(packed.values())


def test_two_systems_are_judged_beside_the_scores(texts: Path, toolkit: Toolkit) -> None:
    """Every system is compared with the first, corrected over the pairs, with a verdict a metric and a joint one."""
    made = found(toolkit, "ref.txt", *INPUT, "-m", "bleu", "chrf")
    assert made["comparison"]["unit"] == "segment"
    assert (made["comparison"]["units"], made["documents"]) == (25, None)
    assert [(row["baseline"], row["candidate"]) for row in made["verdicts"]] == [
        ("loose.txt", "moved.txt"),
        ("loose.txt", "clipped.txt"),
    ]
    first = made["verdicts"][0]
    assert first["verdict"] == "better"
    assert first["sentence"].startswith("moved.txt is better than loose.txt over 25 segments: BLEU and chrF agree")
    assert {row["family_size"] for row in made["comparisons"]} == {2}
    assert all(row["adjusted_p"] >= row["p"] for row in made["comparisons"])
    alone = {row["metric"]: row["verdict"] for row in made["comparisons"] if row["candidate"] == "moved.txt"}
    assert alone == {"bleu": "better", "chrf": "better"}
    scores = {(row["system"], row["metric"]): row["score"] for row in made["scores"]}
    for row in made["comparisons"]:
        assert row["baseline_score"] == pytest.approx(scores["loose.txt", row["metric"]], abs=1e-9)
        assert row["candidate_score"] == pytest.approx(scores[row["candidate"], row["metric"]], abs=1e-9)


def test_all_pairs_widen_the_family(texts: Path, toolkit: Toolkit) -> None:
    """Three systems make three pairs, and p is corrected for three."""
    made = found(toolkit, "ref.txt", *INPUT, "-m", "bleu", "--all-pairs")
    assert len(made["verdicts"]) == 3
    assert {row["family_size"] for row in made["comparisons"]} == {3}
    places = sorted(made["scores"], key=lambda row: -row["score"])
    assert [row["rank_group"] for row in places] == [1, 2, 3]  # no two verdicts of three leave anything open


def test_documents_are_resampled_whole(texts: Path, toolkit: Toolkit) -> None:
    """Nine documents of up to three lines are nine units; the lines of a single one say nothing of others."""
    made = found(toolkit, "ref.txt", *INPUT, "-m", "bleu", "--docs", "docs.txt")
    assert (made["comparison"]["unit"], made["comparison"]["units"], made["documents"]) == ("article", 9, 9)
    assert "over 9 articles" in made["verdicts"][0]["sentence"]
    (texts / "docs.txt").write_text("one\n" * 25, encoding="utf-8")
    made = found(toolkit, "ref.txt", *INPUT, "-m", "bleu", "--docs", "docs.txt")
    assert made["verdicts"][0]["verdict"] == "better on this article"


def test_a_copy_is_identical(texts: Path, toolkit: Toolkit) -> None:
    """A system against its own copy: p is 1, and there is nothing to choose."""
    (texts / "copy.txt").write_bytes((texts / "loose.txt").read_bytes())
    made = found(toolkit, "ref.txt", "-i", "loose.txt", "copy.txt", "-m", "bleu", "ter")
    assert [row["verdict"] for row in made["verdicts"]] == ["identical"]
    assert {row["p"] for row in made["comparisons"]} == {1.0}


def test_similarity_is_a_metric_among_the_others(texts: Path, toolkit: Toolkit) -> None:
    """The bundled encoder scores it; sacrebleu's tests leave it out, its interval does not."""
    made = found(
        toolkit, "ref.txt", "-i", "loose.txt", "moved.txt", "-m", "bleu", "similarity", "--paired-bs", "-pbsn", "50"
    )
    own = rows(made)
    assert own["moved.txt", "similarity"][1:] == (None, None, None)
    assert own["moved.txt", "bleu"][1] is not None
    assert 0.5 < (own["moved.txt", "similarity"][0] or 0) < 1
    made = found(toolkit, "ref.txt", "-i", "loose.txt", "-m", "similarity", "--confidence", "-cin", "50")
    score, _, mean, interval = rows(made)["loose.txt", "similarity"]
    assert score is not None and mean is not None and interval is not None
    assert abs(score - mean) < interval < 0.1


SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "score.schema.json"


@pytest.mark.parametrize(
    "words",
    [
        [*INPUT, "--paired-bs", "-pbsn", "20", "--docs", "docs.txt"],
        [*INPUT, "--all-pairs"],
        ["-i", "loose.txt", "-m", "ter"],
        ["-i", "loose.txt", "-m", "bleu", "--sentence-level"],
    ],
)
def test_json_is_of_the_documented_shape(texts: Path, toolkit: Toolkit, words: list[str]) -> None:
    """Every key is in docs/score.schema.json, and no number is a string."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found(toolkit, "ref.txt", *words), schema)


def test_markdown_and_text_hold_the_same(texts: Path, toolkit: Toolkit) -> None:
    """Scores, sacrebleu's test, verdicts and signatures, without colors, and no line of the text is too wide."""
    words = ["ref.txt", *INPUT, "-m", "bleu", "chrf", "ter", "--paired-ar", "-parn", "100"]
    text, markdown = toolkit("score", *words).out, toolkit("score", *words, "-f", "md").out
    for shown in (text, markdown):
        assert "is better than loose.txt over 25 segments" in " ".join(shown.split())
        assert "ar:100" in shown
    assert "| moved.txt | 81.3 | 93.5 | 10.4 |" in markdown
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 100


def test_width_and_names_of_several_systems(texts: Path, toolkit: Toolkit) -> None:
    """-w counts digits, two more for similarity; -b gives a line a system, its name first."""
    result = toolkit("score", "ref.txt", *INPUT, "-b", "-w", "2")
    lines = [line.split("\t") for line in result.out.splitlines()]
    assert [line[0] for line in lines] == ["loose.txt", "moved.txt", "clipped.txt"]
    assert [len(cell.partition(".")[2]) for cell in lines[0][1:]] == [2, 2, 4]
    assert result.err == ""


def write_files() -> None:
    """Write what nobody should give."""
    Path("short.txt").write_text("one\ntwo\n", encoding="utf-8")
    Path("empty.txt").write_text("", encoding="utf-8")
    Path("latin.txt").write_bytes("dégel\n".encode("cp1252"))
    Path("tabs.txt").write_text("a\tb\n" + "c\n" * 24, encoding="utf-8")
    Path("torn.gz").write_bytes(gzip.compress(b"one\n" * 1000)[:20])
    Path("folder").mkdir()


BAD = {
    "no reference": (["-i", "loose.txt"], "no reference: name the reference files first"),
    "a hypothesis before": (["-i", "loose.txt", "ref.txt"], "no reference"),
    "lengths": (["ref.txt", "-i", "short.txt"], "short.txt has 2 lines, ref.txt has 25; give one line a segment"),
    "second reference": (["ref.txt", "short.txt", "-i", "loose.txt"], "short.txt has 2 lines, ref.txt has 25"),
    "documents": (["ref.txt", *INPUT, "--docs", "short.txt"], "short.txt has 2 lines, ref.txt has 25"),
    "empty": (["ref.txt", "-i", "empty.txt"], "empty.txt is empty"),
    "missing": (["ref.txt", "-i", "nowhere.txt"], "no such file: nowhere.txt"),
    "not UTF-8": (["ref.txt", "-i", "latin.txt"], "latin.txt is not UTF-8 at byte 1 (line 1); it looks like"),
    "a folder": (["ref.txt", "-i", "folder"], "folder is a folder; give the file in it"),
    "torn": (["ref.txt", "-i", "torn.gz"], "torn.gz is not a whole gzip file"),
    "one name twice": (["ref.txt", "-i", "loose.txt", "loose.txt"], "loose.txt is given twice"),
    "unknown metric": (["ref.txt", "-i", "loose.txt", "-m", "blue"], "did you mean 'bleu'"),
    "of summaries": (["ref.txt", "-i", "loose.txt", "-m", "bullet_f1"], "does not score plain lines"),
    "unknown tokenizer": (["ref.txt", "-i", "loose.txt", "-tok", "14a"], "'14a' is not one of 'none', 'zh', '13a'"),
    "one system": (["ref.txt", "-i", "loose.txt", "--paired-bs"], "--paired-bs compares systems; give two or more"),
    "one system, pairs": (["ref.txt", "-i", "loose.txt", "--all-pairs"], "--all-pairs compares systems"),
    "stdin twice": (["-", "-i", "-", "loose.txt"], "stdin can be read once"),
    "stdin by default": (["-"], "stdin can be read once"),
    "no resamples": (["ref.txt", *INPUT, "--paired-bs", "--paired-bs-n", "-5"], "-5 is not in the range x>=1"),
    "two tests": (["ref.txt", *INPUT, "--paired-bs", "--paired-ar"], "--paired-bs and --paired-ar exclude each other"),
    "test and interval": (["ref.txt", *INPUT, "-ci", "-par"], "--confidence and --paired-ar exclude each other"),
    "seed": (["ref.txt", *INPUT, "--seed", "0"], "'0' is no whole number from 1 on, nor none"),
    "test set": (["-t", "wmt14", "-l", "en-de"], "-t: no test set is downloaded here"),
    "echo": (["--echo", "ref"], "--echo: no test set is downloaded here"),
    "encoding": (["ref.txt", "-i", "loose.txt", "--encoding=latin1"], "--encoding: files are read as UTF-8"),
    "latex": (["ref.txt", *INPUT, "-f", "latex"], "'latex' is not one of 'text', 'md', 'json'"),
    "lines of several": (["ref.txt", *INPUT, "-m", "bleu", "-sl"], "--sentence-level takes one system and one metric"),
    "lines by several": (["ref.txt", "-i", "loose.txt", "-sl"], "--sentence-level takes one system and one metric"),
    "lines and a test": (["ref.txt", *INPUT, "-sl", "-pbs"], "print scores alone; leave the tests out"),
    "bare JSON": (["ref.txt", *INPUT, "-b", "-f", "json"], "--score-only has no --format json"),
    "no order": (["ref.txt", *INPUT, "-cc", "0"], "chrF needs --chrf-char-order or --chrf-word-order above 0"),
    "value of nothing": (["ref.txt", *INPUT, "-sv", "1"], "--smooth-value goes with --smooth-method floor or add-k"),
    "a fraction": (
        ["ref.txt", *INPUT, "-s", "add-k", "-sv", "0.5", "-par"],
        "sacrebleu's --paired-ar drops the fraction of --smooth-value 0.5",
    ),
    "no number": (["ref.txt", *INPUT, "-s", "floor", "-sv", "nan"], "must be a number"),
    "no level": (["ref.txt", *INPUT, "--level", "nan"], "must be a number"),
    "not split": (["tabs.txt", "-nr", "2", "-i", "loose.txt"], "tabs.txt, line 2: found 1, expected 2 references"),
    "split of two": (["ref.txt", "ref2.txt", "-nr", "2", *INPUT], "--num-refs splits the lines of one reference file"),
    "language": (["ref.txt", *INPUT, "--target", "de"], "metric 'similarity': minilm knows en, not de"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_scored_is_one_line(texts: Path, toolkit: Toolkit, case: str) -> None:
    """Nothing is printed on stdout, the exit code is 2, and the last line says what happened and what to do."""
    write_files()
    words, told = BAD[case]
    result = toolkit("score", *words)
    assert (result.code, result.out) == (2, ""), result.err
    assert told in result.err.splitlines()[-1]
    assert "Traceback" not in result.err


def test_columns_of_stdin_must_be_as_many_in_every_line(
    texts: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first line says how many systems there are."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a\tb\n" + b"c\n" * 24)))
    result = toolkit("score", "ref.txt")
    assert result.code == 2
    assert "stdin, line 2: found 1, expected 2 systems separated by tabs" in result.err


def test_a_forgotten_i_is_told(texts: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where systems stand among the references, stdin is read, and what is missing is -i."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    result = toolkit("score", "ref.txt", "loose.txt")
    assert result.code == 2
    assert result.err == "error: stdin is empty; name the systems' files after -i, or pipe one in\n"


def test_nobody_waits_for_a_terminal(texts: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without -i and with nothing piped in there is a line, not silence."""
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    result = toolkit("score", "ref.txt")
    assert result.code == 2
    assert "no hypothesis: name the systems' files after -i" in result.err


def test_the_baseline_given_again_is_passed_over_in_a_paired_test(texts: Path, toolkit: Toolkit) -> None:
    """`-i base *.txt` names it twice; sacrebleu says so and goes on, and so do we."""
    words = ["ref.txt", "-i", "loose.txt", "moved.txt", "loose.txt", "-m", "chrf", "--paired-bs", "-pbsn", "20"]
    result = toolkit("score", *words, "-f", "json")
    assert json.loads(result.out)["systems"] == ["loose.txt", "moved.txt"]
    assert "loose.txt is passed over: it is the baseline already" in result.err


def test_lines_that_look_tokenized_are_warned_of(texts: Path, toolkit: Toolkit) -> None:
    """A hundred lines ending in ` .` are BLEU's old trap; --force says that they are as they should be."""
    for name in ("ref.txt", "hyp.txt"):
        (texts / name).write_text("so it is .\n" * 100, encoding="utf-8")
    words = ["ref.txt", "-i", "hyp.txt", "-m", "bleu", "-b"]
    assert "hyp.txt looks tokenized" in toolkit("score", *words).err
    assert toolkit("score", *words, "--force").err == ""


def test_tokenizers_are_sacrebleus() -> None:
    """The list is written out for the help, which loads nothing."""
    from sacrebleu.metrics import BLEU

    from toolkit.cli._score_options import TOKENIZERS

    assert set(BLEU.TOKENIZERS) <= set(TOKENIZERS)


def test_the_page_shows_what_its_command_prints(
    tmp_path: Path, project: Path, toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example of docs/score.md, run on the article of the repository, prints what stands there."""
    page = (project / "docs" / "score.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SACREBLEU_SEED", raising=False)
    *copies, command = page.partition("```sh\n")[2].partition("```")[0].strip().splitlines()
    for copy in copies:
        _, _, source, _, name = copy.split()
        lines = (project / source).read_text(encoding="utf-8").splitlines()
        Path(name).write_text("".join(f"{line}\n" for line in lines if line), encoding="utf-8")
    result = toolkit(*command.split()[1:])
    assert result.code == 0, result.err
    assert result.out == page.partition("```text\n")[2].partition("```")[0]
