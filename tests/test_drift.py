"""What a system translated then is compared with what it translates now, from recordings or by asking again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import sacrebleu

from tests.builders import ENGLISH, FRENCH
from toolkit import plugins
from toolkit.drift import again, drift
from toolkit.errors import MissingRecordingsError, UsageError
from toolkit.exchange import Pace, Policy
from toolkit.recordings import Recordings
from toolkit.records import Identity, Rendering, Request
from toolkit.settings import EncoderSettings, Settings, SystemSettings

JANUARY, FEBRUARY, MARCH = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"
DEEPL = SystemSettings("deepl", "deepl")
FORMAL = SystemSettings("DeepL, formal", "deepl", {"formality": "prefer_more"})
PLAIN, MORE = Identity("deepl"), Identity("deepl", options={"formality": "prefer_more"})
THEN = ("A deal is signed", "Prices sink.", "Paul signed the deal.", "Prices fall in May.")
NOW = ("A deal is signed", "Prices fall.", "Paul put his name to it.", "Prices fall in May.")


def settings(folder: Path, system: SystemSettings = DEEPL, *articles: Path) -> Settings:
    """Make settings of one system, with the fast lexical encoder."""
    return Settings(
        articles=articles,
        systems=(system,),
        encoder=EncoderSettings("hashing"),
        recordings=folder / "recordings",
        cache=folder / "cache",
    )


def record(folder: Path, answers: Sequence[str], at: str, identity: Identity = PLAIN, context: str = "") -> None:
    """Record an answer to each French text."""
    requests = (Request(text, "fr", "en", context=context) for text in FRENCH)
    recorded = [(request, Rendering(text, created_at=at)) for request, text in zip(requests, answers, strict=False)]
    Recordings(folder / "recordings", identity).add(recorded, {})


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Write the article with a translation by hand."""
    folder = tmp_path / "deal"
    folder.mkdir()
    for name, texts in (("article.fr", FRENCH), ("translation.a.en", ENGLISH)):
        text = f"{texts[0]}\n\n• {texts[1]}\n\n{texts[2]}\n\n{texts[3]}\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_the_earliest_and_the_latest_answer_are_compared(tmp_path: Path) -> None:
    """Two of four texts changed; what was said in between does not count."""
    record(tmp_path, THEN, JANUARY)
    record(tmp_path, ["Something else."] * 4, FEBRUARY)
    record(tmp_path, NOW, MARCH)
    [found] = drift(settings(tmp_path))
    assert (found.system, found.source, found.target, found.texts, found.changed) == ("deepl", "fr", "en", 4, 2)
    assert [(pair.then, pair.now) for pair in found.pairs] == list(zip(THEN, NOW, strict=True))
    assert {(pair.then_at, pair.now_at) for pair in found.pairs} == {(JANUARY, MARCH)}
    assert [pair.changed for pair in found.pairs] == [False, True, True, False]


def test_both_are_scored_against_the_references_with_sacrebleus_numbers(tmp_path: Path, article: Path) -> None:
    """BLEU and chrF of then and of now are sacrebleu's own for the same lines; each text has its row."""
    record(tmp_path, THEN, JANUARY)
    record(tmp_path, NOW, MARCH)
    [found] = drift(settings(tmp_path, DEEPL, article))
    for columns, texts in ((found.then, THEN), (found.now, NOW)):
        numbers = {column.metric.name: float(column.corpus[0]) for column in columns}
        assert numbers["bleu"] == pytest.approx(sacrebleu.corpus_bleu(texts, [ENGLISH]).score, abs=1e-9)
        assert numbers["chrf"] == pytest.approx(sacrebleu.corpus_chrf(texts, [ENGLISH]).score, abs=1e-9)
        assert [[example.segment for example in column.examples] for column in columns] == [
            ["seg-001", "seg-002", "seg-003", "seg-004"]
        ] * 3
    assert {pair.article for pair in found.pairs} == {"art-deal"}


def test_the_later_answers_are_scored_against_the_earlier(tmp_path: Path) -> None:
    """chrF is sacrebleu's with the earlier answer as the reference; an unchanged text has the highest score."""
    record(tmp_path, THEN, JANUARY)
    record(tmp_path, NOW, MARCH)
    [found] = drift(settings(tmp_path))
    chrf, similarity = found.against_then
    assert float(chrf.corpus[0]) == pytest.approx(sacrebleu.corpus_chrf(NOW, [THEN]).score, abs=1e-9)
    singles = [sacrebleu.sentence_chrf(now, [then]).score for now, then in zip(NOW, THEN, strict=True)]
    assert chrf.single[:, 0].tolist() == pytest.approx(singles, abs=1e-9)
    assert similarity.single[0, 0] == pytest.approx(1.0, abs=1e-6)
    assert similarity.single[2, 0] < 0.9


def test_a_text_without_reference_is_compared_and_not_scored(tmp_path: Path, article: Path) -> None:
    """Scores are over the texts that an article has; their number stands beside them."""
    record(tmp_path, THEN, JANUARY)
    record(tmp_path, NOW, MARCH)
    other = Request("Rien à voir.", "fr", "en")
    for text, at in (("Nothing.", JANUARY), ("Nothing to see.", MARCH)):
        Recordings(tmp_path / "recordings", PLAIN).add([(other, Rendering(text, created_at=at))], {})
    [found] = drift(settings(tmp_path, DEEPL, article))
    assert (len(found.then[0].examples), found.then[0].asked, len(found.pairs)) == (4, 5, 5)
    assert found.pairs[-1].article == ""
    [bare] = drift(settings(tmp_path))
    assert {column.reason for column in bare.then} == {"no reference"}


def test_the_same_answer_twice_is_no_drift(tmp_path: Path) -> None:
    """It is compared, and nothing changed."""
    record(tmp_path, THEN, JANUARY)
    record(tmp_path, THEN, MARCH)
    [found] = drift(settings(tmp_path))
    assert (len(found.pairs), found.changed) == (4, 0)
    assert float(found.against_then[0].corpus[0]) == pytest.approx(100.0)


def test_one_answer_is_too_few_and_the_way_to_a_second_is_told(tmp_path: Path) -> None:
    """The line counts the texts and quotes the command as a shell wants it."""
    record(tmp_path, THEN, JANUARY, MORE)
    with pytest.raises(MissingRecordingsError, match=r"4 have one; .*drift 'DeepL, formal' --refresh"):
        drift(settings(tmp_path, FORMAL))


def test_a_bare_backend_stands_for_all_its_files_and_a_system_for_its_own(tmp_path: Path) -> None:
    """Options tell the files of one backend apart."""
    for identity in (PLAIN, MORE):
        record(tmp_path, THEN, JANUARY, identity)
        record(tmp_path, NOW, MARCH, identity)
    assert [found.about for found in drift(settings(tmp_path, FORMAL))] == [{"formality": "prefer_more"}]
    both = [dict(found.about) for found in drift(settings(tmp_path))]
    assert sorted(both, key=len) == [{}, {"formality": "prefer_more"}]


@pytest.mark.parametrize(
    ("system", "words"),
    [
        (SystemSettings("echo", "echo"), "not recorded"),
        (SystemSettings("reference b", reference="b"), "not recorded"),
        (FORMAL, "nothing is recorded of 'DeepL, formal'"),
        (DEEPL, "no recordings of 'deepl'"),
    ],
)
def test_a_system_without_a_past_is_told(tmp_path: Path, system: SystemSettings, words: str) -> None:
    """What is never recorded, and what was not recorded yet."""
    with pytest.raises(UsageError, match=words):
        drift(settings(tmp_path, system))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let DeepL answer at once, in capitals; give the texts it was asked for."""
    texts: list[str] = []

    def translate_batch(self: object, requests: Sequence[Request], options: object) -> list[Rendering]:
        texts.extend(request.text for request in requests)
        return [Rendering(request.text.upper()) for request in requests]

    plugin = plugins.load("translators", "deepl")
    monkeypatch.setattr(plugin, "translate_batch", translate_batch)
    monkeypatch.setattr(plugin, "observed", lambda self, options: {})
    return texts


def test_asking_again_tells_first_what_it_sends_and_records_the_answers(tmp_path: Path, asked: list[str]) -> None:
    """Each recorded text is asked once; the earlier answers stay, and both are then compared."""
    record(tmp_path, THEN, JANUARY)
    found = again(settings(tmp_path), within=False)
    policy = Policy(mode="refresh", older_than=FEBRUARY)
    planned = found.plan(policy)
    assert (planned.to_send, planned.characters) == (4, sum(len(text) for text in FRENCH))
    assert asked == []
    assert found.ask(policy, lambda more: None) == []
    assert asked == list(FRENCH)
    assert again(settings(tmp_path), within=False).plan(policy).to_send == 0  # a second call finds it done
    [compared] = drift(settings(tmp_path))
    assert [pair.now for pair in compared.pairs] == [text.upper() for text in FRENCH]


def test_asking_again_keeps_to_the_characters_allowed(tmp_path: Path, asked: list[str]) -> None:
    """Nothing is sent past the bound, and the failures say so."""
    record(tmp_path, THEN, JANUARY)
    failures = again(settings(tmp_path), within=False).ask(
        Policy(mode="refresh", older_than=FEBRUARY, max_characters=10), lambda more: None
    )
    assert {failure.kind for failure in failures} == {"limit"}
    assert asked == []


def test_asking_again_keeps_to_the_systems_pace(tmp_path: Path, asked: list[str]) -> None:
    """One call a minute, of one text each: every call waits until the one before is a minute old."""
    record(tmp_path, THEN, JANUARY)
    slow = SystemSettings("deepl", "deepl", characters_per_minute=20, calls_per_minute=1)
    waits: list[float] = []
    pace = Pace(sleep=waits.append, clock=lambda: sum(waits))
    again(settings(tmp_path, slow), within=False).ask(Policy("refresh", FEBRUARY), lambda more: None, pace)
    assert asked == list(FRENCH)
    assert waits == [60.0] * (len(FRENCH) - 1)


def test_only_texts_of_the_named_articles_are_asked_again_where_that_is_wanted(
    tmp_path: Path, article: Path, asked: list[str]
) -> None:
    """Other recorded texts cost nothing then."""
    record(tmp_path, THEN[:2], JANUARY)
    other = Request("Rien à voir.", "fr", "en")
    Recordings(tmp_path / "recordings", PLAIN).add([(other, Rendering("Nothing.", created_at=JANUARY))], {})
    made = settings(tmp_path, DEEPL, article)
    assert [request.text for request in again(made, within=True).requests] == list(FRENCH[:2])
    assert [request.text for request in again(made, within=False).requests] == [*FRENCH[:2], other.text]


def test_a_text_sent_with_its_context_needs_its_article(tmp_path: Path, article: Path) -> None:
    """A recording keeps the context's digest alone; the article gives the context again, and without it is left out."""
    context = SystemSettings("in context", "deepl", {"context": True})
    identity = Identity("deepl", options={"context": True})
    first = Request(FRENCH[0], "fr", "en", context=FRENCH[1])  # the block after it; the headline has none before
    last = Request("Un seul.", "fr", "en")
    answers = [(request, Rendering("x", created_at=JANUARY)) for request in (first, last)]
    Recordings(tmp_path / "recordings", identity).add(answers, {})
    without = again(settings(tmp_path, context), within=False)
    assert (without.requests, without.left_out) == ((last,), 1)
    found = again(settings(tmp_path, context, article), within=False)
    assert [(request.text, request.context) for request in found.requests] == [(FRENCH[0], FRENCH[1]), ("Un seul.", "")]
    assert found.left_out == 0


def test_nothing_to_ask_again_is_told(tmp_path: Path) -> None:
    """With other options there is no recording to repeat."""
    record(tmp_path, THEN, JANUARY, MORE)
    with pytest.raises(UsageError, match="name a system of the config"):
        again(settings(tmp_path), within=False)
