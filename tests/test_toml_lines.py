"""Lines of keys in TOML texts."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.toml_lines import lines_of

TEXT = '''\
# a comment
articles = ["x"]

[summary]
bullets = 3
note = """
bullets = 99
[nothing]
"""

[[systems]]
name = "one"
options = { pivot = "spa" }
[[systems]]
name = "two"
[systems.options]
pivot = "cat"
"quoted key" = 1
a.b = 2
'''


def test_each_key_has_the_line_it_stands_on() -> None:
    """Tables, arrays of tables, dotted and quoted keys are found; the inside of a multi-line text is not."""
    lines = lines_of(TEXT)
    assert lines[("articles",)] == 2
    assert lines[("summary", "bullets")] == 5
    assert lines[("systems", 0, "name")] == 12
    assert lines[("systems", 1, "name")] == 15
    assert lines[("systems", 1, "options", "pivot")] == 17
    assert lines[("systems", 1, "options", "quoted key")] == 18
    assert lines[("systems", 1, "options", "a", "b")] == 19
    assert ("nothing",) not in lines


NAMES = st.text(alphabet="abcdef_", min_size=1, max_size=4)
TABLES = st.dictionaries(NAMES, st.dictionaries(NAMES, st.integers(0, 9), max_size=3), max_size=3)


@settings(deadline=None)
@given(TABLES)
def test_every_key_of_a_plain_file_is_found(tables: dict[str, dict[str, int]]) -> None:
    """In a file written line by line, every key that tomllib sees is found on its own line."""
    rows: list[str] = []
    expected: dict[tuple[str, str], int] = {}
    for table, keys in tables.items():
        rows.append(f"[{table}]")
        for key, value in keys.items():
            rows.append(f"{key} = {value}")
            expected[table, key] = len(rows)
    text = "\n".join(rows)
    seen: dict[str, Any] = tomllib.loads(text)
    assert seen == tables
    assert {trail: line for trail, line in lines_of(text).items() if len(trail) == 2} == expected
