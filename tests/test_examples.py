"""Every config in examples/ runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.summarizers import desk
from tests.translators.deepl_server import DeepLServer
from tests.translators.llm_server import MODEL
from toolkit.cli.main import guarded
from toolkit.text import aligned, segments

SERVED = {
    "deepl": (DeepLServer, "DEEPL_AUTH_KEY", "DEEPL_SERVER_URL", ""),
    "both-orders": (desk.Desk, "OPENAI_API_KEY", "OPENAI_BASE_URL", "/v1"),
}
"""What an example asks: the server that stands for it, and the variables that lead there."""

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.toml"))


def _english(project: Path) -> dict[str, str]:
    """Have the model translate the article's blocks as reference a does."""
    folder = project / "references" / "wang-blinken"
    blocks = segments((folder / "article.fr.txt").read_text(encoding="utf-8"))
    texts = aligned((folder / "translation.a.en.txt").read_text(encoding="utf-8"), blocks, "reference a")
    return dict(zip((block.text for block in blocks), texts, strict=True))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_runs(
    example: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with exit code 0 on what the repository ships; DeepL and the model are servers on this machine."""
    for name in ("references", "outputs/recordings", "examples"):
        shutil.copytree(project / name, tmp_path / name, ignore=shutil.ignore_patterns("*.lock", "*.journal"))
    path = tmp_path / "examples" / example.name
    text = path.read_text(encoding="utf-8").replace("gpt-4.1-mini", MODEL)
    path.write_text(text + '\n[encoder]\nname = "hashing"\n', encoding="utf-8")
    if example.stem not in SERVED:
        assert guarded(["run", "--config", str(path), "--offline"]) == 0
        return
    served, key, url, version = SERVED[example.stem]
    monkeypatch.setattr(desk, "ENGLISH", _english(project))
    with served() as running:
        monkeypatch.setenv(key, running.key)
        monkeypatch.setenv(url, running.url + version)
        assert guarded(["run", "--config", str(path)]) == 0
    monkeypatch.delenv(key)
    assert guarded(["run", "--config", str(path), "--offline"]) == 0
    printed = capsys.readouterr()
    assert running.key not in printed.out + printed.err
    texts = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert texts
    assert not [each for each in texts if running.key.encode() in each.read_bytes()]
