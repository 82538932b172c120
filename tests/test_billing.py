"""A service that bills: what a run pays, what it says beforehand, and that a kill costs one call at most."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import toolkit
from tests.translators import llm_server
from tests.translators.billing_server import Server, billing_server
from toolkit.cli.main import guarded
from toolkit.prices import money
from toolkit.recordings import listing, verify
from toolkit.tables import load_run, runs

ARTICLES, SEGMENTS, KILLS = 100, 5, 100
CONFIG = """
articles = ["articles.jsonl"]
baselines = false
metrics = ["chrf"]
out = "runs"
recordings = "recordings"
cache = "cache"
[summary]
summarizers = ["lead"]
[encoder]
name = "hashing"
[[systems]]
name = "DeepL"
backend = "deepl"
price = { per_million_characters = 20.0 }
currency = "EUR"
"""


def write_articles(folder: Path, articles: Sequence[Sequence[str]]) -> int:
    """Write articles of so many texts each, and give the characters of the distinct texts."""
    rows = [{"id": f"art-{place:03}", "text": "\n\n".join(texts)} for place, texts in enumerate(articles, 1)]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (folder / "articles.jsonl").write_text("".join(lines), encoding="utf-8")
    return sum(len(text) for text in {text for texts in articles for text in texts})


def sentence(number: int) -> str:
    return f"La phrase {number} de l’article dit « {'oui ' * (number % 9)}»."


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a service that bills, in a project of its own."""
    (tmp_path / "run.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with billing_server(tmp_path / "bill.jsonl") as running:
        monkeypatch.setenv("DEEPL_AUTH_KEY", running.key)
        monkeypatch.setenv("DEEPL_SERVER_URL", running.url)
        yield running


# Importing takes longer than the run: one process imports everything, and every run is a fork of it.
NURSERY = """
import os, sys
import filelock, tenacity
from toolkit.cli.main import guarded
from toolkit.prices import money
from toolkit.translators import _deepl
sys.stdout, told = open(os.devnull, "w"), sys.stdout
guarded(["run", "--config", "run.toml", "--dry-run"])
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(os.open("stderr.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT), 2)
        os._exit(guarded(["run", "--config", "run.toml", "-q"]))
    print(child, file=told, flush=True)
    sys.stdin.readline()  # until then it is not waited for, so that its number stays its own
    print(os.waitpid(child, 0)[1], file=told, flush=True)
"""


def start_nursery(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(toolkit.__file__).parents[1])},
    )


def told(nursery: subprocess.Popen[str]) -> int:
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())


def run_once(nursery: subprocess.Popen[str], server: Server, moment: tuple[int, float] | None) -> bool:
    """Run once, killed so long after so many requests, and tell whether the kill met it alive."""
    before = len(server.seen)
    child = told(nursery)
    if moment is not None:
        requests, wait_s = moment
        deadline = time.monotonic() + 1
        while len(server.seen) < before + requests and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(wait_s)
        os.kill(child, signal.SIGKILL)
    status = told(nursery)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="runs are forked, which Windows cannot do")
def test_a_run_killed_a_hundred_times_pays_each_text_once_and_one_call_more_a_kill_at_most(
    server: Server, tmp_path: Path
) -> None:
    texts = [sentence(number) for number in range(ARTICLES * SEGMENTS)]
    write_articles(tmp_path, [texts[place : place + SEGMENTS] for place in range(0, len(texts), SEGMENTS)])
    moments = random.Random(7)
    ends: list[int] = []  # how many requests were billed when each run ended
    kills = 0
    nursery = start_nursery(tmp_path)
    try:
        while kills < KILLS:
            kills += run_once(nursery, server, (moments.choice((0, 1, 1, 2)), moments.uniform(0, 0.02)))
            ends.append(len(server.billed()))
        assert not run_once(nursery, server, None)
    finally:
        nursery.kill()
        nursery.communicate()
    bill = server.billed()
    assert {text for request in bill for text in request} == set(texts)
    last = {text: place for place, request in enumerate(bill) for text in request}
    wasted = [place for place, request in enumerate(bill) if any(last[text] > place for text in request)]
    assert wasted, "no kill met a call in flight: the moments are wrong"
    assert set(wasted) <= {end - 1 for end in ends}, "only the last call of a killed run may be paid twice"
    assert len(bill) == ARTICLES + len(wasted) <= ARTICLES + kills
    said = (tmp_path / "stderr.txt").read_text(encoding="utf-8")
    warned = sum(int(count) for count in re.findall(r"\((\d+) characters\).*billed twice", said))
    paid_twice = sum(len(text) for place in wasted for text in bill[place])
    assert warned >= paid_twice
    assert verify(tmp_path / "recordings") == []
    [listed] = listing(tmp_path / "recordings")
    assert (listed.recordings, listed.in_flight, listed.unknown) == (len(texts), 0, 0)


Outcome = tuple[int, str, str]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command as the shell would: exit code, stdout, stderr."""

    def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = guarded(list(arguments))
        return (code, *capsys.readouterr())

    return run


RUN = ("run", "--config", "run.toml")

# Texts that stand twice in an article, in two articles, and of all lengths.
REPEATED = ([1, 2, 3, 2], [3, 4, 5], [6, 1, 6], [7, 8, 4])


def repeated() -> list[list[str]]:
    return [[sentence(number) for number in numbers] for numbers in REPEATED]


def quoted(printed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed)
    return found


@pytest.mark.parametrize(
    "options", [(), ("--cache", "write-only"), ("--cache", "refresh", "--older-than", "2999-01-01")]
)
def test_a_dry_run_says_what_the_same_run_is_then_billed(
    server: Server, tmp_path: Path, command: Callable[..., Outcome], options: tuple[str, ...]
) -> None:
    """Characters, calls and money, with texts that stand twice, in two articles, and in two systems of one identity."""
    with (tmp_path / "run.toml").open("a", encoding="utf-8") as file:
        file.write('[[systems]]\nname = "again"\nbackend = "deepl"\n')
        file.write("price = { per_million_characters = 20.0 }\n")
        file.write('[[systems]]\nname = "formal"\nbackend = "deepl"\noptions = { formality = "more" }\n')
        file.write('price = { per_million_characters = 25.0 }\ncurrency = "EUR"\n')
    text = (tmp_path / "run.toml").read_text(encoding="utf-8")
    text = text.replace("20.0 }\n[[systems]]", '20.0 }\ncurrency = "EUR"\n[[systems]]')
    (tmp_path / "run.toml").write_text(text, encoding="utf-8")
    characters = write_articles(tmp_path, repeated())
    code, out, err = command(*RUN, *options, "--dry-run", "--format", "json")
    assert (code, err, server.billed()) == (0, "", [])
    quote = quoted(out)
    code, _, err = command(*RUN, *options, "-q")
    assert (code, err) == (0, "")
    bill = server.billed()
    assert sum(len(text) for request in bill for text in request) == quote["total"]["characters"] == 2 * characters
    assert len(bill) == quote["total"]["calls"]
    assert [system["characters"] for system in quote["systems"]] == [characters, 0, characters]
    row = runs(tmp_path / "runs")[-1].row
    assert (row["billed_characters"], row["bill_estimated"], row["currency"]) == (2 * characters, False, "EUR")
    assert row["cost"] == pytest.approx(characters * 45 / 1e6, abs=1e-6)
    assert quote["total"]["cost"] == pytest.approx(row["cost"], abs=1e-6)


def test_after_half_of_it_the_dry_run_says_what_the_rest_costs(
    server: Server, tmp_path: Path, command: Callable[..., Outcome]
) -> None:
    """What is recorded is not in the bill, nor in what was said of it."""
    first, second = repeated()[:2], repeated()
    before = write_articles(tmp_path, first)
    assert command(*RUN, "-q")[0] == 0
    whole = write_articles(tmp_path, second)
    total = quoted(command(*RUN, "--dry-run", "--format", "json")[1])["total"]
    assert (total["characters"], total["recorded"] + total["duplicates"] + total["to_send"]) == (whole - before, 13)
    assert command(*RUN, "-q")[0] == 0
    assert sum(len(text) for request in server.billed() for text in request) == whole
    [finished] = [load_run(run.folder) for run in runs(tmp_path / "runs") if run.row["articles"] == 4]
    fresh = [row for row in finished.rows("segments") if not row["replayed"]]
    assert sum(row["billed_characters"] for row in fresh) == whole - before
    keys = {row["key"]: row["cost"] for row in finished.rows("segments")}
    assert sum(keys.values()) == pytest.approx(whole * 20 / 1e6, abs=1e-5)


def test_a_run_stops_before_it_pays_more_and_the_line_it_prints_goes_on(
    server: Server, tmp_path: Path, command: Callable[..., Outcome]
) -> None:
    """Exit 1, what is done is kept and scored, and the very same line ends with everything paid once."""
    characters = write_articles(tmp_path, [[sentence(10 * place + n) for n in range(5)] for place in range(6)])
    bound = f"{characters * 20 / 1e6 / 2.5:.6f}"  # more than two articles, less than three
    line = [*RUN, "-q", "--max-cost", bound]
    stopped = 0
    while True:
        before = sum(len(text) for request in server.billed() for text in request)
        code, out, err = command(*line)
        paid = (sum(len(text) for request in server.billed() for text in request) - before) * 20 / 1e6
        assert paid <= float(bound)
        if code == 0:
            break
        stopped += 1
        assert code == 1
        assert "stopped before paying more than" in err
        assert err.rstrip().endswith(f"to go on: toolkit {' '.join(line)}")
        assert "chrF" in out
    assert stopped == 2
    assert sum(len(text) for request in server.billed() for text in request) == characters


def test_a_bound_that_no_call_fits_into_says_what_the_next_one_comes_to(
    server: Server, tmp_path: Path, command: Callable[..., Outcome]
) -> None:
    """The same line would stop at the same call: the message says what to allow."""
    characters = write_articles(tmp_path, [["un deux trois quatre cinq", "six"]])
    code, _, err = command(*RUN, "-q", "--max-cost", "0.0001")
    assert (code, err.count("\n"), server.billed()) == (1, 1, [])
    assert f"{money(Decimal(characters) * 20 / 1_000_000, 'EUR')} would then be paid, and 0.0001 EUR are allowed" in err


def test_a_bound_on_money_needs_a_price_for_whoever_is_paid(
    server: Server, tmp_path: Path, command: Callable[..., Outcome]
) -> None:
    """The line names the system; free ones need none."""
    write_articles(tmp_path, repeated())
    with (tmp_path / "run.toml").open("a", encoding="utf-8") as file:
        file.write('[[systems]]\nname = "formal"\nbackend = "deepl"\noptions = { formality = "more" }\n')
    for more in ((), ("--dry-run",)):
        code, out, err = command(*RUN, "--max-cost", "5", *more)
        assert (code, out, server.billed()) == (2, "", [])
        assert "nothing says what 'formal' costs" in err
    assert command(*RUN, "--max-cost", "5", "--offline")[0] == 1  # nothing is paid: the recordings are missing
    assert command(*RUN, "--max-cost", "nan")[0] == 2


def test_a_dry_run_prints_systems_articles_and_the_sum(
    server: Server, tmp_path: Path, command: Callable[..., Outcome]
) -> None:
    """One line a system, one an article below it, and the total."""
    write_articles(tmp_path, repeated())
    code, out, _ = command(*RUN, "--dry-run", "--max-cost", "0.001", "--max-chars", "10")
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[1:7]] == ["DeepL", "art-001", "art-002", "art-003", "art-004", "total"]
    assert lines[1].split()[1:7] == ["13", "0", "5", "0", "8", lines[6].split()[6]]
    assert lines[1].endswith(" EUR")
    assert "--max-chars 10 stops the run" in out
    assert "--max-cost 0.001 may stop the run" in out
    assert lines[-1] == "nothing was sent"
    assert server.seen == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEEPL_AUTH_KEY", "a-wrong-key-0123", "403 (Forbidden); check the key"),
        (
            "DEEPL_SERVER_URL",
            "http://127.0.0.1:9",
            "DeepL cannot be reached; check the network",
        ),  # nobody listens there
    ],
)
def test_a_wrong_key_and_a_server_that_is_gone_fail_one_system_and_not_the_other(
    server: Server,
    tmp_path: Path,
    command: Callable[..., Outcome],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    words: str,
) -> None:
    """The other's rows are there; nothing is billed, and no key is repeated."""
    write_articles(tmp_path, [["un", "deux"]])
    (tmp_path / "run.toml").write_text(f"budget_s = 0.01\n{CONFIG}", encoding="utf-8")
    (tmp_path / "mine.txt").write_text("one\n\ntwo\n", encoding="utf-8")
    monkeypatch.setenv(name, value)
    code, _, err = command(*RUN, "-t", "mine=mine.txt")
    assert code == 1
    assert words in err
    assert "a-wrong-key-0123" not in err
    finished = load_run(runs(tmp_path / "runs")[-1].folder)
    assert {row["system"]: row["status"] for row in finished.rows("segments")} == {"DeepL": "failed", "mine": "ok"}
    assert server.billed() == []


def test_for_tokens_a_dry_run_is_never_below_what_the_service_then_bills(
    tmp_path: Path, command: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so: `at most`. Afterwards the run says what the service told, to the token."""
    usage: list[dict[str, int]] = []
    completion = llm_server.completion

    def counted(*given: Any, **named: Any) -> dict[str, Any]:
        answer = completion(*given, **named)
        usage.append(answer["usage"])
        return answer

    monkeypatch.setattr(llm_server, "completion", counted)
    monkeypatch.chdir(tmp_path)
    prices = "{ per_million_input_tokens = 0.15, per_million_output_tokens = 0.6 }"
    config = CONFIG.replace("{ per_million_characters = 20.0 }", prices).replace('"deepl"', '"llm"')
    (tmp_path / "run.toml").write_text(f'{config}options = {{ model = "{llm_server.MODEL}" }}\n', encoding="utf-8")
    write_articles(tmp_path, repeated())
    with llm_server.LLMServer() as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url + "/v1")
        monkeypatch.setenv("OPENAI_API_KEY", running.key)
        assert "at most " in command(*RUN, "--dry-run")[1]
        quote = quoted(command(*RUN, "--dry-run", "--format", "json")[1])["total"]
        code, _, err = command(*RUN, "-q", "--max-cost", repr(quote["cost"]))
    assert (code, err) == (0, "")
    sent, answered = (sum(each[kind] for each in usage) for kind in ("prompt_tokens", "completion_tokens"))
    assert quote["at_most"] is True
    assert quote["to_send"] == len(usage)
    assert quote["input_tokens_at_most"] >= sent > 0
    assert quote["output_tokens_at_most"] >= answered > 0
    finished = load_run(runs(tmp_path / "runs")[-1].folder)
    assert finished.rows("runs")[0]["cost"] == round((sent * 0.15 + answered * 0.6) / 1e6, 6)
    fresh = [row for row in finished.rows("segments") if not row["replayed"]]
    assert (sum(row["tokens"] for row in fresh), sum(row["input_tokens"] for row in fresh)) == (sent + answered, sent)


CHILD = """
import sys
from toolkit.cli.main import main
sys.argv = ["toolkit", "run", "--config", "run.toml"]
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C is sent to the whole group on Windows")
@pytest.mark.parametrize(
    ("sent", "code", "told"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "ended by SIGTERM")],
    ids=["ctrl-c", "ended"],
)
def test_a_signal_stops_all_systems_at_once_and_the_same_line_pays_only_the_rest(
    server: Server, tmp_path: Path, command: Callable[..., Outcome], sent: signal.Signals, code: int, told: str
) -> None:
    """It ends within seconds; what was answered is recorded, and nothing that was not sent is said to be."""
    with (tmp_path / "run.toml").open("a", encoding="utf-8") as file:
        file.write('[[systems]]\nname = "formal"\nbackend = "deepl"\noptions = { formality = "more" }\n')
        file.write("calls_per_minute = 1\n")  # asleep when it is interrupted
    characters = write_articles(tmp_path, [[sentence(10 * place + n) for n in range(5)] for place in range(20)])
    server.delay_s = 0.1
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(toolkit.__file__).parents[1])},
    )
    deadline = time.monotonic() + 60
    while len(server.billed()) < 4 and time.monotonic() < deadline:
        time.sleep(0.005)
    child.send_signal(sent)
    interrupted = time.monotonic()
    out, err = child.communicate(timeout=60)
    assert time.monotonic() - interrupted < 5
    assert (child.returncode, out) == (code, "")
    assert err.rstrip().endswith(
        f"{told}: what was translated is kept in the recordings; to go on: toolkit run --config run.toml"
    )
    assert "Traceback" not in err
    assert not list((tmp_path / "runs").glob("*"))
    before = len(server.billed())
    assert sum(each.recordings for each in listing(tmp_path / "recordings")) == 5 * before
    assert sum(each.in_flight for each in listing(tmp_path / "recordings")) == 0
    assert server.most_at_once == 2
    server.delay_s = 0
    config = (tmp_path / "run.toml").read_text(encoding="utf-8").replace("calls_per_minute = 1\n", "")
    (tmp_path / "run.toml").write_text(config, encoding="utf-8")
    code, _, err = command(*RUN, "-q")
    assert (code, err) == (0, "")
    assert sum(len(text) for request in server.billed() for text in request) == 2 * characters
