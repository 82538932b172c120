"""Config files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from toolkit import config
from toolkit.config import Problem, build, examine, glossary, load
from toolkit.errors import ConfigError
from toolkit.records import Glossary
from toolkit.settings import Settings


def write(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_relative_paths_are_read_from_the_files_folder(tmp_path: Path) -> None:
    """`../x` in a config is beside the config, wherever the command was called."""
    folder = tmp_path / "config"
    folder.mkdir()
    settings = load(write(folder, 'articles = ["../texts"]\nout = "../runs"'))
    assert settings.articles == (tmp_path / "texts",)
    assert settings.out == tmp_path / "runs"
    assert settings.folder == folder


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    """What a file does not say is as the records say."""
    path = write(tmp_path, "# nothing\n")
    assert load(path) == Settings(folder=tmp_path)


def test_the_shipped_config_holds(project: Path) -> None:
    """The demo run's config has no problem."""
    assert examine(project / "config" / "demo.toml")[1] == []


CASES = {
    "artikles = []": (1, "unknown key 'artikles'; did you mean 'articles'?"),
    "\n[summary]\nbulets = 3": (3, "unknown key 'bulets'; did you mean 'bullets'?"),
    'deepl_auth_key = "x"': (1, "come from the environment"),
    "source = 3": (1, "source must be a text in quotes, not 3"),
    "baselines = 1": (1, "baselines must be true or false, not 1"),
    "articles = 'a'": (1, "articles must be a list, not 'a'"),
    "articles = [1]": (1, "articles must be a text in quotes"),
    "summary = 3": (1, "summary must be a table, not 3"),
    "[summary]\nbullets = 3.5": (2, "summary.bullets must be a whole number, not 3.5"),
    "[summary]\nbullets = true": (2, "must be a whole number, not True"),
    "[compare]\ntrials = 9\nresamples = 0": (3, "compare.resamples must be 1 or more"),
    "[compare]\ntrials = 0": (2, "compare.trials must be 1 or more"),
    "[compare]\nseed = 0": (2, "compare.seed must be 1 or more"),
    "[compare]\nlevel = 1": (2, "compare.level must be above 0 and below 1"),
    "[compare]\nlevel = 0.0": (2, "compare.level must be above 0 and below 1"),
    "[summary]\nbullets = 0": (2, "summary.bullets must be 1 to 20"),
    "budget_s = 'long'": (1, "budget_s must be a number, not 'long'"),
    "[[systems]]\nbackend = 'echo'": (1, "systems[1].name is missing"),
    "[[systems]]\nname = 'a'": (1, "needs either a backend or a reference"),
    "[[systems]]\nname='a'\nbackend='echo'\n[[systems]]\nname='a'\nbackend='echo'": (5, "two systems are named 'a'"),
    "[[systems]]\nname='a'\nbackend='echo'\ncurrency='EUR'\nprice={per_million_input_tokens=1.0}": (5, "needs per_mil"),
    "[[systems]]\nname='a'\nbackend='echo'\ncurrency='EUR'\nprice={per_million_characters=-1}": (5, "0 or more"),
    "[[systems]]\nname='a'\nbackend='echo'\ncurrency='EUR'\nprice={per_million_characters=nan}": (5, "0 or more"),
    "[[systems]]\nname='a'\nbackend='echo'\nprice={per_million_characters=1}": (4, "needs a currency"),
    "[[systems]]\nname='a'\nbackend='echo'\nprice={per_character=1}": (4, "unknown key 'per_character'"),
    "[[systems]]\nname='a'\nbackend='echo'\ncalls_per_minute=0": (
        4,
        "calls_per_minute of system 'a' must be 1 or more",
    ),
    "[[systems]]\nname='a'\nbackend='echo'\ncharacters_per_minute=-5": (4, "must be 1 or more"),
    "[[systems]]\nname='a'\nbackend='echo'\ncurrency='EUR'\n[[systems]]\nname='b'\nbackend='echo'\ncurrency='USD'": (
        *(8, "system 'b' is priced in USD and 'a' in EUR; give all prices in one currency"),
    ),
    "source = ": (1, "not TOML"),
    "folder = 'x'": (1, "unknown key 'folder'"),
}


@pytest.mark.parametrize("text", CASES)
def test_each_mistake_is_named_with_its_line(text: str, tmp_path: Path) -> None:
    """One line says the file, the line, what is wrong and what would be right."""
    line, words = CASES[text]
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert words in message
    assert "\n" not in message


def test_all_mistakes_are_found_at_once(tmp_path: Path) -> None:
    """Three mistakes are three problems, in the order of their lines; the one-line error counts the others."""
    path = write(tmp_path, "sorce = 'fr'\n[summary]\nbullets = 'three'\nmax_wrds = 1\n")
    assert [problem.line for problem in examine(path)[1]] == [1, 3, 4]
    with pytest.raises(ConfigError, match=r"and 2 more: toolkit config check"):
        load(path)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of the kinds a backend may have."""

    style: Literal["more", "less"] = "more"
    terms: Glossary | None = None
    place: Path = Path()
    limit: int | None = None


def test_options_of_every_kind_are_built(tmp_path: Path) -> None:
    """Choices, glossaries, paths and optional numbers come as the option's type says."""
    (tmp_path / "terms.tsv").write_text("# fr\ten\nsanctions\tsanctions\ncommuniqué\tstatement\n", encoding="utf-8")
    problems: list[Problem] = []
    table = {"style": "less", "terms": "terms.tsv", "place": "x", "limit": 3}
    built = build(Options, table, tmp_path, (), problems)
    assert problems == []
    assert built.style == "less"
    assert built.terms is not None
    assert built.terms.entries == (("sanctions", "sanctions"), ("communiqué", "statement"))
    assert built.place == tmp_path / "x"
    assert built.limit == 3


def test_a_wrong_choice_lists_the_right_ones(tmp_path: Path) -> None:
    """The message of a choice names all of them, and the default stays."""
    problems: list[Problem] = []
    assert build(Options, {"style": "formal"}, tmp_path, ("options",), problems).style == "more"
    assert problems[0].message == "options.style must be one of 'more', 'less', not 'formal'"


def test_a_missing_glossary_is_a_problem_of_its_key(tmp_path: Path) -> None:
    """A file that a setting names and that is not there is found with all other problems."""
    problems: list[Problem] = []
    build(Options, {"terms": "none.tsv", "limit": "x"}, tmp_path, (), problems)
    assert [problem.trail for problem in problems] == [("terms",), ("limit",)]


@pytest.mark.parametrize("line", ["one term", "a\tb\tc", "\tb", "a\tb\na\tc"])
def test_a_broken_glossary_line_is_named(line: str, tmp_path: Path) -> None:
    """A glossary line that is no pair, or a second line for a term, is named with its number."""
    path = tmp_path / "terms.tsv"
    path.write_text(f"ok\tfine\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"terms\.tsv:[23]: "):
        glossary(path)


def test_problems_without_a_line_are_told_without_one() -> None:
    """A problem that stands nowhere in the file names the file alone."""
    assert config.line_of(Path("x.toml"), Problem((), "it is wrong")) == "x.toml: it is wrong"
