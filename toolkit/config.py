"""TOML -> frozen Settings: an unknown key is an error, and secrets come only from the environment.

Relative paths in a config file are read from the file's own folder.
"""

from __future__ import annotations

import difflib
import os.path
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from toolkit._problems import Problem, settings_problems
from toolkit.errors import ConfigError, InputError
from toolkit.files import read_text
from toolkit.records import Glossary
from toolkit.settings import Settings
from toolkit.toml_lines import Trail, line_of_error, lines_of

T = TypeVar("T")
_SECRET = re.compile(r"(^|_)(auth|key|token|secret|password)(_|$)", re.IGNORECASE)


def load(path: Path) -> Settings:
    """Read a config file.

    Raises:
        ConfigError: naming the file, the line and the key of the first problem, and how many more there are.
        InputError: it cannot be read.
    """
    settings, problems = examine(path)
    if problems:
        raise ConfigError(describe(path, problems))
    return settings


def examine(path: Path) -> tuple[Settings, list[Problem]]:
    """Read a config file and find all that is wrong with it; the settings are whole only without problems."""
    text = read_text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Settings(), [Problem((), f"not TOML: {error}", line_of_error(error, text))]
    problems: list[Problem] = []
    settings = _listed(replace(build(Settings, table, path.parent, (), problems), folder=path.parent), table)
    problems.extend(settings_problems(settings))
    return settings, located(problems, text)


def _listed(settings: Settings, table: Mapping[str, Any]) -> Settings:
    """Use all summarizers that are defined, where the config does not say which."""
    summary = table.get("summary", {})
    if not settings.summarizers or (isinstance(summary, dict) and "summarizers" in summary):
        return settings
    names = tuple(each.name for each in settings.summarizers)
    return replace(settings, summary=replace(settings.summary, summarizers=names))


def located(problems: list[Problem], text: str) -> list[Problem]:
    """Give each problem the line its key stands on, and sort by line."""
    lines = lines_of(text)

    def line(trail: Trail) -> int | None:
        return next((lines[trail[:n]] for n in range(len(trail), 0, -1) if trail[:n] in lines), None)

    found = [Problem(p.trail, p.message, p.line or line(p.trail)) for p in problems]
    return sorted(found, key=lambda problem: problem.line or 0)


def describe(path: Path, problems: list[Problem]) -> str:
    """Tell the first of at least one problem in a line, and how to see the others."""
    more = f" (and {len(problems) - 1} more: toolkit config check {path})" if len(problems) > 1 else ""
    return line_of(path, problems[0]) + more


def line_of(path: Path, problem: Problem) -> str:
    """Tell one problem in a line, the way compilers do."""
    return f"{path}:{problem.line}: {problem.message}" if problem.line else f"{path}: {problem.message}"


def build(kind: type[T], table: Mapping[str, Any], folder: Path, trail: Trail, problems: list[Problem]) -> T:
    """Make a frozen dataclass of a TOML table; what is wrong is added to `problems` and left at its default.

    Args:
        kind: the dataclass.
        table: keys and values as TOML gives them.
        folder: what relative paths are read from.
        trail: keys that lead to the table.
        problems: what was found so far.
    """
    hints = get_type_hints(kind)
    declared: tuple[Field[Any], ...] = fields(kind)  # type: ignore[arg-type]
    known = {item.name: item for item in declared if item.metadata.get("file", True)}
    problems.extend(Problem((*trail, key), _unknown(key, known)) for key in table if key not in known)
    values: dict[str, Any] = {}
    for name, item in known.items():
        if name in table:
            values[name] = _value(hints[name], table[name], folder, (*trail, name), problems, item)
        elif item.default is MISSING and item.default_factory is MISSING:
            problems.append(Problem(trail, f"{_dotted((*trail, name))} is missing"))
            values[name] = ""
    return kind(**values)


def _value(hint: Any, value: Any, folder: Path, trail: Trail, problems: list[Problem], item: Field[Any]) -> Any:
    """Convert one TOML value, or note what is wrong and give the field's default."""
    try:
        return _convert(hint, value, folder, trail, problems)
    except ValueError as error:
        problems.append(Problem(trail, f"{_dotted(trail)} {error}, not {value!r}"))
    except (ConfigError, InputError) as error:  # a file the setting names
        problems.append(Problem(trail, f"{_dotted(trail)}: {error}"))
    return item.default_factory() if item.default_factory is not MISSING else item.default


def _convert(hint: Any, value: Any, folder: Path, trail: Trail, problems: list[Problem]) -> Any:
    """Convert by type; ValueError says what the value must be."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _convert(next(a for a in arguments if a is not type(None)), value, folder, trail, problems)
    if origin is tuple:
        elements = enumerate(_checked(list, value, "must be a list"))
        return tuple(_convert(arguments[0], each, folder, (*trail, place), problems) for place, each in elements)
    if origin is Literal:
        return _choice(arguments, value)
    nested = hint is not Glossary and is_dataclass(hint)
    if nested:
        return build(hint, _checked(dict, value, "must be a table"), folder, trail, problems)
    convert: Callable[[Any, Path], Any] = _PLAIN.get(hint, _table)
    return convert(value, folder)


def _checked(kind: type[T], value: Any, what: str) -> T:
    if not isinstance(value, kind):
        raise ValueError(what)
    return value


def _text(value: Any, _folder: Path) -> str:
    return _checked(str, value, "must be a text in quotes")


def _flag(value: Any, _folder: Path) -> bool:
    return _checked(bool, value, "must be true or false")


def _whole(value: Any, _folder: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    return value


def _number(value: Any, _folder: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("must be a number")
    return float(value)


def _path(value: Any, folder: Path) -> Path:
    return Path(os.path.normpath(folder / _text(value, folder)))


def _glossary(value: Any, folder: Path) -> Glossary:
    return glossary(_path(value, folder))


def _table(value: Any, _folder: Path) -> dict[str, Any]:
    return _checked(dict, value, "must be a table")


_PLAIN: dict[Any, Callable[[Any, Path], Any]] = {
    str: _text,
    bool: _flag,
    int: _whole,
    float: _number,
    Path: _path,
    Glossary: _glossary,
}


def _choice(choices: tuple[str, ...], value: Any) -> str:
    if value not in choices:
        raise ValueError(f"must be one of {', '.join(repr(choice) for choice in choices)}")
    return str(value)


def glossary(path: Path) -> Glossary:
    """Read term pairs, one a line: the source term, a tab, the target term.

    Raises:
        ConfigError: a line is not two terms, or a source term stands twice.
    """
    pairs: dict[str, str] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        source, _, target = (part.strip() for part in line.partition("\t"))
        if not (source and target) or "\t" in target:
            raise ConfigError(f"{path}:{number}: write the source term, one tab, the target term")
        if source in pairs:
            raise ConfigError(f"{path}:{number}: {source!r} stands twice; keep one of the lines")
        pairs[source] = target
    return Glossary(tuple(pairs.items()))


def _unknown(key: str, known: Mapping[str, Any]) -> str:
    if _SECRET.search(key):
        return f"{key!r} looks like a secret: keys come from the environment (DEEPL_AUTH_KEY …), never from a file"
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(sorted(known)) or 'none'}"
    return f"unknown key {key!r}; {hint}"


def _dotted(trail: Trail) -> str:
    """Write a trail as people do.

    >>> _dotted(("systems", 0, "backend"))
    'systems[1].backend'
    """
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in trail)
    return text.lstrip(".")
