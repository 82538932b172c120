"""Recordings -> TMX 1.4, the translation memory format of the field: one unit a text, streamed.

The segments are for people and CAT tools. What makes a unit a recording again stands in its properties: one for each
field of the recording's line, in the line's order, as JSON in ASCII. XML 1.0 forbids some characters even as references
(controls, U+FFFE, U+FFFF): in a segment they become U+FFFD; in a property JSON escapes them, so that nothing is lost.

The format is TMX 1.4b: https://www.gala-global.org/tmx-14b
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit._version import __version__
from toolkit._xml import attributes, content

PROPERTY = "x-toolkit-"
"""What the type of a property of ours begins with; the field's name follows."""

_DATATYPES = {"text": "plaintext", "html": "html"}


def head(source: str) -> Iterator[str]:
    """Write what comes before the units.

    Args:
        source: BCP 47 code of the language they are all translated from; `*all*` where there are several.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    about = {
        "creationtool": "toolkit",
        "creationtoolversion": __version__,
        "segtype": "paragraph",
        "o-tmf": "toolkit recordings (JSONL)",
        "adminlang": "en",
        "srclang": source,
        "datatype": "unknown",
    }
    yield f" <header{attributes(about)}/>\n <body>\n"


def tail() -> str:
    """Write what comes after the units."""
    return " </body>\n</tmx>\n"


def unit(row: Mapping[str, Any]) -> str:
    """Write one recording.

    Args:
        row: the fields of its line, in order.
    """
    about = {
        "tuid": row["key"],
        "datatype": _DATATYPES.get(row["format"], "unknown"),
        "creationdate": re.sub("[-:]", "", row["created_at"]),
        "srclang": row["source"],
    }
    properties = "".join(
        f"   <prop{attributes({'type': PROPERTY + name})}>{content(json.dumps(value))}</prop>\n"
        for name, value in row.items()
    )
    sides = ((row["source"], row["text"]), (row["target"], row["translation"]))
    variants = "".join(
        f"   <tuv{attributes({'xml:lang': language})}><seg>{content(text)}</seg></tuv>\n" for language, text in sides
    )
    return f"  <tu{attributes(about)}>\n{properties}{variants}  </tu>\n"
