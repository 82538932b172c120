"""Recordings: the key says what was asked, nothing recorded is lost, and damage is named."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import jsonl
from toolkit.errors import OutputError, RecordingsError
from toolkit.recordings import Recordings, key_for, listing, verify
from toolkit.recordings._journal import Journal
from toolkit.records import Identity, Rendering, Request

DEEPL = Identity(backend="deepl", options={"formality": "less"})
HELLO = Request(text="Bonjour.", source="fr", target="en")
BYE = Request(text="Au revoir.", source="fr", target="en")
EARLY, LATE = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"

TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=12)
OPTIONS = st.dictionaries(TEXT, st.none() | st.booleans() | st.integers() | TEXT, max_size=4)


def answer(text: str, at: str = EARLY) -> Rendering:
    return Rendering(
        text=text, billed_characters=8, tokens=3, input_tokens=2, model="m", latency_ms=12.5, created_at=at
    )


def filled(folder: Path, *answers: tuple[Request, Rendering]) -> Recordings:
    recordings = Recordings(folder, DEEPL)
    recordings.add(answers, {"program": "1.2"})
    return recordings


def test_the_key_is_the_digest_of_canonical_json_that_anybody_can_compute() -> None:
    # Written out by hand: keys sorted, no spaces, UTF-8.
    text = (
        '{"backend":"deepl","context":"","engine":{},"format":"text","glossary":"","options":{"formality":"less"},'
        '"prompt":"","source":"fr","target":"en","text":"Déjà.","version":1}'
    )
    expected = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert key_for(DEEPL, replace(HELLO, text="Déjà.")) == expected


def test_the_context_enters_the_key_as_its_digest() -> None:
    context = "sha256:" + hashlib.sha256(b"Hier.").hexdigest()
    text = (
        f'{{"backend":"echo","context":"{context}","engine":{{}},"format":"text","glossary":"","options":{{}},'
        '"prompt":"","source":"fr","target":"en","text":"Bonjour.","version":1}'
    )
    expected = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert key_for(Identity("echo"), replace(HELLO, context="Hier.")) == expected


@settings(deadline=None)
@given(options=OPTIONS, data=st.data())
def test_the_order_of_options_does_not_change_the_key(options: Mapping[str, Any], data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(options.items()))))
    assert key_for(replace(DEEPL, options=options), HELLO) == key_for(replace(DEEPL, options=shuffled), HELLO)


@settings(deadline=None)
@given(first=st.tuples(*[TEXT] * 4), second=st.tuples(*[TEXT] * 4))
def test_different_questions_never_share_a_key(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    def key(parts: tuple[str, ...]) -> str:
        backend, source, target, text = (part.encode("utf-8", "replace").decode() for part in parts)
        return key_for(Identity(backend), Request(text=text, source=source, target=target))

    same = [part.encode("utf-8", "replace") for part in first] == [part.encode("utf-8", "replace") for part in second]
    assert (key(first) == key(second)) == same


@pytest.mark.parametrize(
    ("identity", "request_"),
    [
        (replace(DEEPL, backend="other"), HELLO),
        (replace(DEEPL, engine={"pivot": "es"}), HELLO),
        (replace(DEEPL, options={"formality": "more"}), HELLO),
        (replace(DEEPL, format="html"), HELLO),
        (replace(DEEPL, glossary="sha256:1"), HELLO),
        (replace(DEEPL, prompt="sha256:1"), HELLO),
        (DEEPL, replace(HELLO, source="de")),
        (DEEPL, replace(HELLO, target="de")),
        (DEEPL, replace(HELLO, context="Hier.")),
        (DEEPL, replace(HELLO, text="Bonjour !")),
    ],
)
def test_everything_that_is_asked_is_in_the_key(identity: Identity, request_: Request) -> None:
    assert key_for(identity, request_) != key_for(DEEPL, HELLO)


def test_where_a_text_stands_is_not_in_the_key() -> None:
    assert key_for(DEEPL, replace(HELLO, article="art-x", segment="seg-001", kind="headline")) == key_for(DEEPL, HELLO)


def test_an_answer_comes_back_marked_as_replayed_with_its_own_time_and_bill(tmp_path: Path) -> None:
    filled(tmp_path, (HELLO, answer("Hello.")))
    found = Recordings(tmp_path, DEEPL).get(HELLO)
    assert found == replace(answer("Hello."), key=key_for(DEEPL, HELLO), replayed=True)
    assert Recordings(tmp_path, DEEPL).get(BYE) is None
    assert Recordings(tmp_path, replace(DEEPL, options={})).get(HELLO) is None


def test_a_line_holds_the_key_first_and_then_what_is_behind_it(tmp_path: Path) -> None:
    recordings = filled(tmp_path, (HELLO, answer("Hello.")))
    [(_, row)] = jsonl.read_lines(recordings.path)
    assert list(row) == [
        *("key", "version", "backend", "engine", "source", "target", "format", "options", "glossary", "context"),
        *("prompt", "text", "translation", "billed_characters", "tokens", "input_tokens", "model"),
        *("created_at", "toolkit_version", "latency_ms", "observed"),
    ]
    assert row["observed"] == {"program": "1.2"}
    assert recordings.path.name.startswith("deepl-")


def test_a_line_written_before_tokens_were_told_apart_holds_true_and_is_found(tmp_path: Path) -> None:
    recordings = filled(tmp_path, (HELLO, answer("Hello.")))
    [(_, row)] = jsonl.read_lines(recordings.path)
    del row["input_tokens"]
    recordings.path.write_bytes(jsonl.dump(row))
    assert verify(tmp_path) == []
    found = Recordings(tmp_path, DEEPL).get(HELLO)
    assert found is not None
    assert (found.tokens, found.input_tokens) == (3, None)


def test_looking_up_writes_nothing_and_needs_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert Recordings(folder, DEEPL).get(HELLO) is None
    assert listing(folder) == []
    assert verify(folder) == []
    assert not folder.exists()


def test_the_latest_answer_wins_wherever_it_stands_and_the_earlier_stays(tmp_path: Path) -> None:
    recordings = filled(tmp_path, (HELLO, answer("Late.", LATE)), (HELLO, answer("Early.", EARLY)))
    for each in (recordings, Recordings(tmp_path, DEEPL)):
        found = each.get(HELLO)
        assert found is not None
        assert found.text == "Late."
    assert len(list(jsonl.read_lines(recordings.path))) == 2


def test_a_name_that_is_no_file_name_is_made_one(tmp_path: Path) -> None:
    path = Recordings(tmp_path, Identity(backend="../../etc:x")).path
    assert path.parent == tmp_path
    assert path.name.startswith("-etc-x-")


def test_what_another_process_adds_is_seen_after_a_refresh_and_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = filled(tmp_path, (HELLO, answer("Hello.")))
    ours.refresh()
    filled(tmp_path, (BYE, answer("Bye.")))
    assert ours.get(BYE) is None
    read: list[int] = []
    parse = jsonl.parse_lines

    def counted(*args: Any) -> Any:
        for number, row in parse(*args):
            read.append(number)
            yield number, row

    monkeypatch.setattr(jsonl, "parse_lines", counted)
    ours.refresh()
    ours.refresh()
    assert read == [2]
    found = ours.get(BYE)
    assert found is not None
    assert found.text == "Bye."


def test_a_file_that_was_put_in_place_of_the_old_one_is_read_anew(tmp_path: Path) -> None:
    ours = filled(tmp_path, (HELLO, answer("Hello.")))
    ours.refresh()
    filled(tmp_path / "other", (BYE, answer("Bye.")), (BYE, answer("Bye!", LATE)))
    (tmp_path / "other" / ours.path.name).replace(ours.path)
    ours.refresh()
    assert ours.get(HELLO) is None
    assert ours.get(BYE) is not None
    ours.path.unlink()
    ours.refresh()
    assert ours.get(BYE) is None


def test_a_broken_line_in_the_middle_is_named(tmp_path: Path) -> None:
    recordings = filled(tmp_path, (HELLO, answer("Hello.")), (BYE, answer("Bye.")))
    lines = recordings.path.read_bytes().splitlines(keepends=True)
    recordings.path.write_bytes(lines[0][:40] + b"\n" + lines[1])
    ours = Recordings(tmp_path, DEEPL)
    for _ in range(2):  # and it is named again: it is never passed over on a second look
        with pytest.raises(RecordingsError, match=rf"{recordings.path.name}:1: broken JSON"):
            ours.get(HELLO)


def test_a_line_that_is_no_recording_is_named(tmp_path: Path) -> None:
    recordings = filled(tmp_path, (HELLO, answer("Hello.")))
    jsonl.append_lines(recordings.path, [{"key": "x"}])
    with pytest.raises(RecordingsError, match=r":2: not a recording"):
        Recordings(tmp_path, DEEPL).get(HELLO)
    with pytest.raises(RecordingsError, match=r":2: .*'key'"):
        listing(tmp_path)


def test_a_last_line_torn_at_any_byte_is_passed_over_and_cut_off_by_the_next_writer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = filled(tmp_path, (HELLO, answer("Hello.")), (BYE, answer("Bye."))).path
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(first + 1, len(whole)):
        path.write_bytes(whole[:length])
        complete = length == len(whole) - 1
        ours = Recordings(tmp_path, DEEPL)
        assert (ours.get(HELLO) is not None, ours.get(BYE) is not None) == (True, complete)
        assert path.read_bytes() == whole[:length]
        caplog.clear()
        with ours.locked():
            pass
        assert path.read_bytes() == (whole if complete else whole[:first])
        assert bool(caplog.records) == (not complete)


def test_the_cut_says_how_many_bytes_and_where(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = filled(tmp_path, (HELLO, answer("Hello."))).path
    with path.open("ab") as file:
        file.write(b'{"key"')
    with caplog.at_level(logging.WARNING):
        filled(tmp_path, (BYE, answer("Bye.")))
    assert caplog.messages == [f"{path}: the last line was torn; 6 bytes of it are cut off"]
    assert verify(tmp_path) == []


def test_waiting_for_another_writer_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    monkeypatch.setattr("toolkit.recordings._lock._PATIENCE_S", 0.05)
    other = Recordings(tmp_path, DEEPL)
    held, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with other.locked():
            held.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    threading.Timer(0.3, leave.set).start()
    with caplog.at_level(logging.WARNING, logger="toolkit"):
        filled(tmp_path, (HELLO, answer("Hello.")))
    thread.join()
    assert [message for message in caplog.messages if "waiting" in message] == [
        f"waiting for another process that is using {other.path}"
    ]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind here")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot"):
        filled(tmp_path, (HELLO, answer("Hello.")))


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="file"):
        filled(tmp_path / "file", (HELLO, answer("Hello.")))


@pytest.mark.parametrize(
    ("identity", "asked", "differs", "words"),
    [
        (replace(DEEPL, options={"formality": "more"}), HELLO, ("options.formality",), "'less', asked 'more'"),
        (DEEPL, replace(HELLO, target="de"), ("target",), "'en', asked 'de'"),
        (DEEPL, replace(HELLO, text="Bonjour !"), ("text",), '"Bonjour."'),
        (DEEPL, replace(HELLO, context="Hier."), ("context",), "context"),
        (replace(DEEPL, engine={"pivot": "es"}), HELLO, ("engine.pivot",), "None, asked 'es'"),
    ],
)
def test_a_miss_is_told_the_nearest_recording_and_what_differs(
    tmp_path: Path, identity: Identity, asked: Request, differs: tuple[str, ...], words: str
) -> None:
    filled(tmp_path, (HELLO, answer("Hello.")), (BYE, answer("Bye.")))
    [near] = Recordings(tmp_path, identity).nearest([asked])
    assert near is not None
    assert near.differs == differs
    assert near.created_at == EARLY
    assert words in near.describe({"options": identity.options, "engine": identity.engine, **row_fields(asked)})


def row_fields(request: Request) -> dict[str, Any]:
    names = ("version", "backend", "format", "glossary", "context", "prompt")
    return dict.fromkeys(names, "") | {
        "source": request.source,
        "target": request.target,
        "text": request.text,
    }


def test_nothing_is_near_where_no_recording_resembles_the_text(tmp_path: Path) -> None:
    filled(tmp_path, (HELLO, answer("Hello.")))
    (tmp_path / "damaged.jsonl").write_bytes(b"{\n[]\n{}\n")
    assert Recordings(tmp_path, DEEPL).nearest([replace(HELLO, text="Une autre phrase")]) == [None]


def test_the_listing_counts_what_a_file_holds_and_what_is_open_beside_it(tmp_path: Path) -> None:
    recordings = filled(
        tmp_path, (HELLO, answer("Hello.")), (HELLO, answer("Hi.", LATE)), (replace(BYE, target="de"), answer("Ade."))
    )
    journal = Journal(recordings.path.with_suffix(".journal"))
    journal.sent({"sha256:a": "Salut", "sha256:b": "Bonsoi", recordings.key(HELLO): HELLO.text}, EARLY)
    journal.close([], ["sha256:b"])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    [listed] = listing(tmp_path)
    assert (listed.file, listed.backend, listed.options) == (recordings.path.name, "deepl", {"formality": "less"})
    assert listed.languages == ("fr → de", "fr → en")
    assert (listed.recordings, listed.keys, listed.characters, listed.billed_characters) == (3, 2, 26, 24)
    assert (listed.first, listed.last) == (EARLY, LATE)
    assert (listed.in_flight, listed.unknown) == (1, 1)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_sound_recordings_have_no_problem_and_another_answer_is_told_as_drift(tmp_path: Path) -> None:
    filled(tmp_path, (HELLO, answer("Hello.")), (HELLO, answer("Hello.", LATE)), (BYE, answer("Bye.")))
    assert verify(tmp_path) == []
    filled(tmp_path, (HELLO, answer("Hi.", LATE)))
    assert [(problem.line, problem.kind) for problem in verify(tmp_path)] == [(4, "drift")]


def damaged(row: dict[str, Any]) -> list[tuple[str, bytes]]:
    return [
        ("key", jsonl.dump({**row, "text": "Bonsoir."})),
        ("file", jsonl.dump({**row, "options": {}, "key": key_for(replace(DEEPL, options={}), HELLO)})),
        ("shape", jsonl.dump({name: value for name, value in row.items() if name != "model"})),
        ("shape", jsonl.dump({**row, "translation": " "})),
        ("shape", jsonl.dump({**row, "created_at": "2026-01-01 00:00"})),
        ("shape", jsonl.dump({**row, "billed_characters": True})),
        ("shape", jsonl.dump({**row, "input_tokens": -1})),
        ("shape", jsonl.dump({**row, "version": 2})),
        ("broken", b'{"key": \n'),
        ("broken", b"[]\n"),
        ("tail", b'{"key": '),
    ]


@pytest.mark.parametrize("case", range(11))
def test_verify_names_every_kind_of_damage_and_writes_nothing(tmp_path: Path, case: int) -> None:
    path = filled(tmp_path, (HELLO, answer("Hello."))).path
    kind, line = damaged(json.loads(path.read_bytes()))[case]
    with path.open("ab") as file:
        file.write(line)
    before = path.read_bytes()
    found = [(problem.file, problem.line, problem.kind) for problem in verify(tmp_path) if problem.kind != "drift"]
    assert found == [(path.name, 2, kind)]
    assert path.read_bytes() == before


def test_hostile_text_is_recorded_and_verified(tmp_path: Path) -> None:
    hostile = replace(HELLO, text="a\u2028b\x85c\ud800d\x00e", context="\udfff")
    identity = replace(DEEPL, options={"tone\ud800": "\udc00\u2029"})
    ours = Recordings(tmp_path, identity)
    ours.add([(hostile, answer("x\u2029y\x7fz"))], {})
    assert verify(tmp_path) == []
    found = Recordings(tmp_path, identity).get(hostile)
    assert found is not None
    assert found.text == "x\u2029y\x7fz"
    assert found == ours.get(hostile)
