"""gate.toml: what it says, and every way to get it wrong, as one line with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import ConfigError, InputError, UsageError
from toolkit.gate import config as gate_config

WRONG = [
    ("level = 0", 1, "level must be above 0 and below 1"),
    ("level = 1.0", 1, "level must be above 0 and below 1"),
    ('level = "low"', 1, "level must be a number, not 'low'"),
    ("lvel = 0.05", 1, "unknown key 'lvel'; did you mean 'level'?"),
    ('\nsystems = "deepl"', 2, "systems must be a list, not 'deepl'"),
    ("systems = [1]", 1, "systems must be a text in quotes, not [1]"),
    ('inconclusive = "pass"', 1, "inconclusive must be one of 'warn', 'fail', not 'pass'"),
    ("[min_coverage]\ntranslation = 1.5", 2, "min_coverage.translation must be 0 to 1, not 1.5"),
    ("[min_coverage]\nbullets = 1.0", 2, "unknown key 'bullets'; known are: summary, translation"),
    ("[min_coverage]\nsummary = true", 2, "min_coverage.summary must be a number, not True"),
    ("[floors]\nbleu = -1", 2, "floors.bleu must be 0 to 100, not -1"),
    ("[floors]\nbleu = 101.0", 2, "floors.bleu must be 0 to 100, not 101.0"),
    ("[floors]\nbleu = nan", 2, "floors.bleu must be 0 to 100, not nan"),
    ("[floors]\nsimilarity = 80", 2, "floors.similarity must be -1 to 1, not 80"),
    ("[floors]\nter = -3", 2, "floors.ter must be 0 or more, not -3"),
    ("[floors]\nbleu = [1]", 2, "floors.bleu must be 0 to 100, not [1]"),
    ("[floors]\nblue = 1", 2, "no metric gives 'blue'; did you mean 'bleu'?"),
    ("[drops]\nbleu = 0", 2, "drops.bleu must be above 0 and at most 100, not 0"),
    ("[drops]\nbleu = true", 2, "drops.bleu must be above 0 and at most 100, not True"),
    ("[drops]\nsimilarity = 2.5", 2, "drops.similarity must be above 0 and at most 2, not 2.5"),
    ("[drops]\nter = -1", 2, "drops.ter must be above 0, not -1"),
    ("[drops]\nspeed = 1", 2, "no metric gives 'speed'; there are: bleu, bullet_bleu, bullet_f1,"),
    ("drops = 3", 1, "drops must be a table, not 3"),
    ("[[overrides]]\ndrops = { bleu = 1.0 }", 1, "overrides[1].system is missing"),
    ('[[overrides]]\nsystem = "a"\n[[overrides]]\nsystem = "a"', 3, "two overrides are of 'a'; make them one"),
    ('[[overrides]]\nsystem = "a"\nfloors = { bleu = 200 }', 3, "floors.bleu must be 0 to 100, not 200"),
    ('[[overrides]]\nsystem = "a"\nmin_coverage = { summary = 2 }', 3, "min_coverage.summary must be 0 to 1, not 2"),
    ('[[overrides]]\nsystem = "a"\nfloor = { bleu = 20 }', 3, "unknown key 'floor'; did you mean 'floors'?"),
    ("level = ", 1, "not TOML: "),
    ("# nothing\n[min_coverage]\ntranslation = 0.0\nsummary = 0.0", None, "the gate asks nothing; give floors, drops"),
]


@pytest.mark.parametrize(("text", "line", "told"), WRONG)
def test_what_is_wrong_is_one_line(text: str, line: int | None, told: str, tmp_path: Path) -> None:
    """It names the file, the line, the key, and what it must be."""
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        gate_config.load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert told in message
    assert "\n" not in message


def test_further_problems_are_counted(tmp_path: Path) -> None:
    """The first by line is told."""
    path = tmp_path / "gate.toml"
    path.write_text("[drops]\nbleu = 0\n[floors]\nchrf = 200\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"gate\.toml:2: drops\.bleu .* \(and 1 more: toolkit config check .*\)$"):
        gate_config.load(path)


def test_an_override_takes_the_place_of_what_is_asked_of_all(tmp_path: Path) -> None:
    """Key by key: what it does not name stays as it is, and other systems are not touched."""
    path = tmp_path / "gate.toml"
    path.write_text(
        "min_coverage = { translation = 0.9 }\nfloors = { bleu = 20.0 }\ndrops = { bleu = 1.0, chrf = 1.0 }\n"
        '[[overrides]]\nsystem = "old"\nmin_coverage = { summary = 0.5 }\nfloors = { bleu = 10, ter = 80 }\n'
        "drops = { chrf = 3.0 }\n",
        encoding="utf-8",
    )
    made = gate_config.load(path)
    old, other = made.asked_of("old"), made.asked_of("other")
    assert old.coverage == {"translation": 0.9, "summary": 0.5}
    assert (old.floors, old.drops) == ({"bleu": 10, "ter": 80}, {"bleu": 1.0, "chrf": 3.0})
    assert other.coverage == {"translation": 0.9, "summary": 1.0}
    assert (other.floors, other.drops) == ({"bleu": 20.0}, {"bleu": 1.0, "chrf": 1.0})
    assert made.outputs == ("bleu", "chrf", "ter")


def test_the_gate_that_ships_is_sound(project: Path) -> None:
    """Also with every line that is commented out; the figures of BLEU and chrF are those people agree on at 70 %.

    Kocmi et al. 2024, as the table in docs/agreement.md repeats it: 1.39 BLEU, 1.00 chrF.
    """
    path = project / "config" / "gate.toml"
    made = gate_config.load(path)
    assert made.drops["bleu"] == pytest.approx(1.39, abs=0.05)
    assert made.drops["chrf"] == pytest.approx(1.00, abs=0.05)
    assert made.min_coverage.translation == made.min_coverage.summary == 1.0


def test_the_commented_lines_of_the_gate_that_ships_are_sound(project: Path, tmp_path: Path) -> None:
    """Whoever takes the mark away gets what the line says."""
    text = (project / "config" / "gate.toml").read_text(encoding="utf-8")
    examples = tuple(f"# {word}" for word in ("bleu =", "ter =", "[[overrides]]", "system =", "floors =", "drops ="))
    lines = [line[2:] if line.startswith(examples) else line for line in text.splitlines()]
    (tmp_path / "gate.toml").write_text("\n".join(lines), encoding="utf-8")
    made = gate_config.load(tmp_path / "gate.toml")
    assert made.floors == {"bleu": 20.0, "ter": 70.0}
    assert made.asked_of("apertium via Spanish").drops["bleu"] == 2.0


def test_without_a_file_the_project_must_have_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No gate is made up; the line says how to name one."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"no config/gate\.toml here, .*; name one with --config FILE"):
        gate_config.load()
    with pytest.raises(InputError, match="no such file"):
        gate_config.load(tmp_path / "other.toml")
