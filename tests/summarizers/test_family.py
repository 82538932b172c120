"""What every summarizer promises, whoever makes its bullets: a rule, a service or a model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.summarizers.bart import FIRST, SECOND
from tests.summarizers.conftest import Tell
from toolkit import plugins
from toolkit.documents import Document
from toolkit.recordings._audit import verify
from toolkit.sentences import words
from toolkit.summarizers._asking import Asking, Bound
from toolkit.summarizers._base import Summarizer

Make = Callable[..., Document]

ALL = plugins.available("summarizers")
ASKING = [name for name in ALL if issubclass(plugins.load("summarizers", name), Asking)]


@pytest.mark.parametrize("name", ALL)
def test_each_is_of_one_of_the_two_kinds(name: str) -> None:
    """It makes its bullets on the spot, or it asks through the exchange; its class says which, and its own name."""
    plugin: Any = plugins.load("summarizers", name)
    assert issubclass(plugin, (Summarizer, Asking))
    assert plugin.name == name
    assert plugin.__doc__.strip()


@pytest.mark.parametrize("name", ALL)
def test_the_same_document_gives_the_same_bullets(name: str, tell: Callable[[str], Tell], document: Make) -> None:
    """Asked twice, by two instances, it says the same."""
    assert tell(name)(document(FIRST, SECOND), 2, 20) == tell(name)(document(FIRST, SECOND), 2, 20)


@pytest.mark.parametrize("wanted", [1, 2, 30])
@pytest.mark.parametrize("name", ALL)
def test_never_more_than_wanted_or_there(name: str, wanted: int, tell: Callable[[str], Tell], document: Make) -> None:
    """There is at least one bullet, and no more than were asked for or than there are sentences."""
    assert 1 <= len(tell(name)(document(FIRST, SECOND), wanted, 20)) <= min(wanted, 4)


@pytest.mark.parametrize("name", ALL)
def test_spans_name_a_sentence_or_nothing(name: str, tell: Callable[[str], Tell], document: Make) -> None:
    """Each bullet points at one whole sentence, or says that it was drawn from none; unedited it is that sentence."""
    read = document(FIRST, SECOND)
    known = {(each.segment, s.start, s.end): s.text for each in read.paragraphs for s in each.sentences}
    for bullet in tell(name)(read, 3, None):
        span = (bullet.segment, bullet.start, bullet.end)
        assert span in known or span == ("", 0, 0)
        assert bullet.edits or bullet.text == known[span]


@pytest.mark.parametrize("bound_of", [4, 8])
@pytest.mark.parametrize("name", ALL)
def test_a_bullet_over_the_bound_says_so(name: str, bound_of: int, tell: Callable[[str], Tell], document: Make) -> None:
    """Its last edit names the bound, and no other bullet's does."""
    for bullet in tell(name)(document(FIRST, SECOND), 3, bound_of):
        said = bool(bullet.edits) and bullet.edits[-1].startswith(f"longer than {bound_of} words")
        assert said == (words(bullet.text) > bound_of)


@pytest.mark.parametrize("name", ASKING)
def test_what_was_asked_is_replayed(name: str, tell: Callable[[str], Tell], document: Make, tmp_path: Path) -> None:
    """Every turn is recorded soundly, as bullets and not as translations, and the replay sends nothing."""
    first = tell(name)(document(FIRST, SECOND), 2, 20)
    assert tell(name)(document(FIRST, SECOND), 2, 20, "replay") == first
    assert not list(verify(tmp_path / "recordings"))
    files = list((tmp_path / "recordings").glob("*.jsonl"))
    assert [path.name.startswith(f"{name}-bullets-") for path in files] == [True]
    assert '"format":"bullets"' in files[0].read_text("utf-8").replace('": "', '":"')


@pytest.mark.parametrize("name", ASKING)
def test_what_it_is_follows_from_its_options(name: str, bound: Callable[[str], Bound]) -> None:
    """Identity and signature are the same each time; the signature begins with the plug-in's name."""
    one, other = bound(name), bound(name)
    assert one.backend.identity == other.backend.identity
    assert one.signature == other.signature
    assert one.signature.startswith(f"{name}|version:")
    assert one.backend.recorded


@pytest.mark.parametrize("name", ASKING)
def test_without_its_extra_it_says_how_to_get_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its packages are missing, `toolkit plugins` lists it with the command that installs them."""
    monkeypatch.setattr("importlib.util.find_spec", lambda package: None)
    state = next(state for state in plugins.states("summarizers") if state.name == name)
    plugin: Any = plugins.load("summarizers", name)
    assert f"pip install 'translation-summary-toolkit[{plugin.extra}]'" in state.obstacle
