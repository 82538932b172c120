"""Plug-ins are found by file name here, and by entry point in packages elsewhere."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit import plugins
from toolkit.errors import NotReadyError, UnknownPluginError
from toolkit.records import Request

SHOUT = '''
"""A translator of somebody else's."""

from toolkit.records import Rendering
from toolkit.translators._base import Translator


class Shout(Translator):
    """Write the source in capitals."""

    name = "shout"
    recorded = False

    def translate_batch(self, requests, options):
        return [Rendering(text=request.text.upper()) for request in requests]


plugin = Shout
'''

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install tiny packages as pip does: a module, and a dist-info folder with its entry points."""

    def package(
        distribution: str, module: str, code: str, name: str = "shout", family: str = "translators", attribute: str = ""
    ) -> None:
        folder = tmp_path / distribution
        info = folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (folder / f"{module}.py").write_text(code, encoding="utf-8")
        metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        points = f"[toolkit.{family}]\n{name} = {module}:{attribute or 'plugin'}\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
        monkeypatch.syspath_prepend(str(folder))

    return package


def test_lists_files_without_importing_them(project: Path) -> None:
    """The files of a family are its plug-ins, those with an underscore apart, and listing them loads none."""
    code = "import sys; from toolkit import plugins; print(plugins.available('translators')); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=project)
    names, loaded = done.stdout.splitlines()
    assert {"'apertium'", "'deepl'", "'echo'", "'file'"} <= set(names.strip("()").split(", "))
    assert "_" not in names
    assert "deepl" not in loaded.split()


def test_names_the_nearest() -> None:
    """A name with a slip is answered with the one that was meant, any other with all there are."""
    with pytest.raises(UnknownPluginError, match="unknown translator 'depl'; did you mean 'deepl'"):
        plugins.load("translators", "depl")
    with pytest.raises(UnknownPluginError, match=r"unknown translator 'zzz'; there are: amazon, apertium, .*deepl"):
        plugins.load("translators", "zzz")


@pytest.mark.parametrize("name", ["../errors", "_base", "_http", "__init__", "", "echo.py", "."])
def test_a_name_is_never_a_path(name: str) -> None:
    """Only listed names are imported."""
    with pytest.raises(UnknownPluginError):
        plugins.load("translators", name)


def test_a_package_elsewhere_adds_a_backend(install: Install) -> None:
    """An installed package with an entry point is listed, loaded and used like a file of our own."""
    assert "shout" not in plugins.available("translators")
    install("toolkit-shout", "toolkit_shout", SHOUT)
    assert "shout" in plugins.available("translators")
    shout = plugins.load("translators", "shout")()
    backend = shout.bind(shout.Options())
    assert backend.send([Request("Oui", "fr", "en")])[0].text == "OUI"
    state = next(state for state in plugins.states("translators") if state.name == "shout")
    assert state == plugins.State("shout", "Write the source in capitals.", "")


def test_pip_installs_such_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project with six lines of pyproject.toml, installed by pip without the network, is found."""
    for needed in ("pip", "setuptools"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed in this environment")
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "toolkit_shout.py").write_text(SHOUT, encoding="utf-8")
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "toolkit-shout"\nversion = "1.0"\n'
        '[project.entry-points."toolkit.translators"]\nshout = "toolkit_shout:plugin"\n'
        '[tool.setuptools]\npy-modules = ["toolkit_shout"]\n',
        encoding="utf-8",
    )
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    done = subprocess.run([*pip, "--target", str(target), str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    monkeypatch.syspath_prepend(str(target))
    assert plugins.load("translators", "shout").name == "shout"


def test_ours_win(install: Install) -> None:
    """A package elsewhere cannot take the place of a plug-in of this one."""
    install("toolkit-evil", "toolkit_evil", SHOUT.replace('"shout"', '"echo"'), name="echo")
    assert plugins.load("translators", "echo").__module__ == "toolkit.translators.echo"
    assert plugins.available("translators").count("echo") == 1


def test_two_packages_with_one_name_are_named(install: Install) -> None:
    """Which of the two would answer is not left to chance."""
    install("toolkit-shout", "toolkit_shout", SHOUT)
    install("toolkit-scream", "toolkit_scream", SHOUT)
    with pytest.raises(NotReadyError, match=r"in two packages, 'toolkit-.*' and 'toolkit-.*'; uninstall one"):
        plugins.load("translators", "shout")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import no_such_module", "No module named 'no_such_module'"),
        ("1 / 0", "division by zero"),
        ("def broken(:", "invalid syntax"),
        ("raise RuntimeError", "RuntimeError"),
        ("x = 1", "plugin"),
        ("plugin = 1", "is not a class whose name is 'shout'"),
        ("class plugin:\n    name = 'scream'", "is not a class whose name is 'shout'"),
    ],
)
def test_a_broken_package_is_named(install: Install, code: str, words: str, request: pytest.FixtureRequest) -> None:
    """Whatever goes wrong while it is loaded, one line says which package to update, and the list still comes."""
    module = f"toolkit_broken_{abs(hash(code))}"
    install("toolkit-broken", module, code)
    request.addfinalizer(lambda: sys.modules.pop(module, None))
    with pytest.raises(NotReadyError) as caught:
        plugins.load("translators", "shout")
    said = str(caught.value)
    assert "translator 'shout' of the package 'toolkit-broken'" in said
    assert words in said
    assert "update or uninstall that package" in said
    assert "\n" not in said
    assert next(state.obstacle for state in plugins.states("translators") if state.name == "shout") == said


def test_says_what_is_not_ready_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key DeepL is listed with the command that cures it; echo needs nothing."""
    found = {state.name: state for state in plugins.states("translators")}
    assert found["deepl"].obstacle.startswith("DEEPL_AUTH_KEY is not set")
    assert found["echo"] == plugins.State("echo", "Give each text back as it came.", "")


def test_a_missing_extra_says_which_command_cures_it() -> None:
    """The command names the distribution as it is installed."""
    said = str(plugins.missing_extra("torch", "torch"))
    assert said.startswith("the package 'torch' is missing; run: pip install 'translation-summary-toolkit[torch]'")
