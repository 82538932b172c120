"""Every config in examples/ runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.translators.deepl_server import DeepLServer
from toolkit.cli.main import guarded

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.toml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_runs(
    example: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends with exit code 0 on what the repository ships; DeepL is a server on this machine."""
    for name in ("references", "outputs/recordings", "examples"):
        shutil.copytree(project / name, tmp_path / name, ignore=shutil.ignore_patterns("*.lock", "*.journal"))
    path = tmp_path / "examples" / example.name
    path.write_text(path.read_text(encoding="utf-8") + '\n[encoder]\nname = "hashing"\n', encoding="utf-8")
    if example.stem != "deepl":
        assert guarded(["run", "--config", str(path), "--offline"]) == 0
        return
    with DeepLServer() as running:
        monkeypatch.setenv("DEEPL_AUTH_KEY", running.key)
        monkeypatch.setenv("DEEPL_SERVER_URL", running.url)
        assert guarded(["run", "--config", str(path)]) == 0
    monkeypatch.delenv("DEEPL_AUTH_KEY")
    assert guarded(["run", "--config", str(path), "--offline"]) == 0
    printed = capsys.readouterr()
    assert running.key not in printed.out + printed.err
    texts = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert not [each for each in texts if running.key.encode() in each.read_bytes()]
