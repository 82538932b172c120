"""Text as XML 1.0 can carry it: what it forbids even as references (controls, U+FFFE, U+FFFF) becomes U+FFFD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def carried(text: str) -> str:
    r"""Give a text as an element can carry it.

    >>> carried("a\x00b\u00e9") == "a\ufffdb\u00e9"
    True
    """
    return _FORBIDDEN.sub("\ufffd", text)


def content(text: str) -> str:
    """Write the text of an element.

    >>> content("a < b & c")
    'a &lt; b &amp; c'
    """
    return escape(carried(text), {"\r": "&#13;"})  # a parser reads a bare one as a line feed


def attributes(pairs: Mapping[str, str]) -> str:
    """Write the attributes of an element, each with a space before it.

    >>> attributes({"name": "a & b"})
    ' name="a &amp; b"'
    """
    return "".join(f" {name}={quoteattr(carried(value))}" for name, value in pairs.items())
