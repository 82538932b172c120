"""A page as a tree, as strict as a page of ours must be: every element is closed in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input"}
SHAPES = {"line", "circle", "rect", "polyline", "polygon"}  # written <line …/>


@dataclass
class Node:
    """An element, its attributes, and what is in it: texts and elements."""

    tag: str
    attributes: dict[str, str]
    inner: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Go through this element and all in it, in the order of the page."""
        yield self
        for each in self.inner:
            if isinstance(each, Node):
                yield from each.walk()

    def all(self, tag: str, kind: str = "") -> list[Node]:
        """Find elements by tag, and by one word of their class."""
        return [
            node
            for node in self.walk()
            if node.tag == tag and (not kind or kind in node.attributes.get("class", "").split())
        ]

    def by_id(self, name: str) -> Node:
        """Find the one element with an id."""
        (found,) = [node for node in self.walk() if node.attributes.get("id") == name]
        return found

    @property
    def text(self) -> str:
        """Give the text of it, as a reader sees it: white space is one space."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for each in self.inner:
            if isinstance(each, str):
                yield each
            else:
                yield from each._texts()


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inner.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SHAPES, f"<{tag}/> is no element that closes itself"
        self.open[-1].inner.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inner.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"the page has a comment: {data[:80]}")


def parse(page: str) -> Node:
    """Read a page."""
    tree = _Tree()
    tree.feed(page)
    tree.close()
    assert len(tree.open) == 1, f"<{tree.open[-1].tag}> is never closed"
    return tree.root


def table(node: Node) -> list[list[str]]:
    """Give the texts of a table's cells, row by row, the head first."""
    return [
        [cell.text for cell in row.inner if isinstance(cell, Node) and cell.tag in {"td", "th"}]
        for row in node.all("tr")
    ]
