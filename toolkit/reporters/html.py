"""Show a run as one HTML file that opens anywhere: no network, no font, no script from elsewhere.

The page is whole with styles and scripts refused. Its policy allows the one style and the one script it carries, by
their digests, and nothing else: no text from outside can become more than text.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from toolkit._written import plain, visible
from toolkit.reporters._base import Reporter
from toolkit.reporters._page_boards import leaderboards, leaders
from toolkit.reporters._page_bullets import ARTICLES, bullets
from toolkit.reporters._page_end import failed, made, uncovered
from toolkit.reporters._page_facts import STATES, facts
from toolkit.reporters._page_head import head
from toolkit.reporters._page_losses import drawn_losses
from toolkit.reporters._page_pairs import groups
from toolkit.reporters._page_segments import FLAGS, Block, Segments, chosen, segments
from toolkit.reporters._page_trend import trends
from toolkit.tables import Run

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent / "_html"

WHOLE, FIRST, PAGE = 500, 200, 50
"""Segments that may all stand in the page; of more those that do; those on a page of the script's."""

_ESCAPES = {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"}


class Html(Reporter):
    """Write one self-contained page: verdicts, leaderboards, pairs, segments, bullets, failures, what made them."""

    name = "html"

    def render(self, run: Run, width: int = 100, *, color: bool = False) -> str:  # noqa: ARG002 - a contract
        """Show one run."""
        return self.render_runs([run])

    def render_runs(self, runs: Sequence[Run], whole: int = WHOLE, first: int = FIRST) -> str:
        """Show the last of several runs, and how its numbers came about over them.

        Args:
            runs: the oldest first, at least one.
            whole: segments that may all stand in the page.
            first: of more the worst that do; the others are data that the page's script shows.
        """
        run = runs[-1]
        row = run.rows("runs")[0]
        found = segments(run)
        articles = len({each["article_id"] for each in run.rows("bullets")})
        parts: dict[str, Any] = {
            "head": head(run),
            "boards": list(leaderboards(run)),
            "groups": list(groups(run)),
            "facts": list(facts(run)),
            "bullets": list(bullets(run)),
            "losses": drawn_losses(run),
            "trends": list(trends(runs)),
        }
        return _rendered(
            "page.html",
            **parts,
            **_shown(found, *chosen(found, whole, first), row),
            parts=_titles(parts, found),
            run_id=run.run_id,
            made_at=row["created_at"],
            source=row["source_language"],
            target=row["target_language"],
            states=STATES,
            bullets_left=max(articles - ARTICLES, 0),
            failed=failed(run),
            uncovered=uncovered(run),
            made=made(run),
        )

    def render_index(self, found: Sequence[tuple[Run, bool]]) -> str:
        """List runs, the newest first, each with the first of its leaderboards.

        Args:
            found: runs, the newest last, each with whether report.html stands in its folder beside the list.
        """
        links = [f"{quote(run.folder.name)}/report.html" if paged else "" for run, paged in found]
        lines = [(run.rows("runs")[0], leaders(run), link) for (run, _), link in zip(found, links, strict=True)]
        return _rendered("index.html", runs=lines[::-1], unlinked=not all(links))


def escaped_json(value: object) -> str:
    r"""Write data that can stand in a script element: nothing in it ends the element or begins another.

    >>> print(escaped_json("</script><!--&"))
    "\u003c/script\u003e\u003c!--\u0026"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return text


def _rendered(template: str, **values: object) -> str:
    """Render a template with the page's style and script, and the policy that allows just these."""
    from markupsafe import Markup

    texts = {name: (_FOLDER / name).read_text(encoding="utf-8") for name in ("style.css", "script.js")}
    values["rest"] = Markup(values.get("rest", ""))  # noqa: S704 - escaped for the element it stands in
    return (
        _environment()
        .get_template(template)
        .render(
            **values,
            style=Markup(texts["style.css"]),  # noqa: S704 - ours
            script=Markup(texts["script.js"]),  # noqa: S704 - ours
            policy=_policy(texts["style.css"], texts["script.js"]),
        )
        .rstrip("\n")
        + "\n"
    )


def _policy(style: str, script: str) -> str:
    """Allow this style, this script and pictures that are data; nothing is fetched and nothing is sent."""
    rules = {
        "default-src": "'none'",
        "style-src": _source(style),
        "script-src": _source(script),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        """Keep what a terminal or a reader of the page would obey from reaching it, whatever a template forgot."""
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _titles(parts: Mapping[str, Any], found: Segments) -> list[tuple[str, str]]:
    """Name the parts that the page has, each with its link."""
    there = [
        ("leaderboards", "Leaderboards", parts["boards"]),
        ("pairs", "All pairs", parts["groups"]),
        ("segments", "Segment by segment", found.blocks),
        ("bullets", "Bullets", parts["bullets"]),
        ("failures", "Failures and coverage", True),
        ("trend", "Trend", parts["trends"]),
        ("made", "What made the numbers", True),
    ]
    return [(anchor, title) for anchor, title, is_there in there if is_there]


def _shown(found: Segments, shown: Sequence[Block], rest: Sequence[Block], row: Mapping[str, Any]) -> dict[str, object]:
    """Gather what segments.html and script.js show: the segments that stand in the page, and those that do not."""
    return {
        "segments": found,
        "shown": shown,
        "left": len(rest),
        "rest": _data(found, rest, row) if rest else "",
        "size": PAGE if rest else max(len(shown), 1),
        "words": FLAGS,
        "flags": _counted(found),
        "faulty": any(block.errors for block in found.blocks),
    }


def _counted(found: Segments) -> list[tuple[str, int]]:
    """Count what can be filtered by; what no segment is, is left out."""
    counts = {flag: sum(flag in block.flags for block in found.blocks) for flag in FLAGS}
    return [(flag, count) for flag, count in counts.items() if count]


def _data(found: Segments, rest: Sequence[Block], row: Mapping[str, Any]) -> str:
    """Write the segments that do not stand in the page, as script.js reads them."""
    systems = {(one.system, one.baseline): None for block in rest for one in block.versions}
    numbers = {system: place for place, system in enumerate(systems)}
    return escaped_json(
        {
            "source": plain(row["source_language"]),
            "target": plain(row["target_language"]),
            "outputs": found.outputs,
            "systems": [{"name": name, "baseline": baseline} for name, baseline in systems],
            "blocks": [_block(block, numbers) for block in rest],
        }
    )


def _block(block: Block, systems: Mapping[tuple[str, bool], int]) -> list[object]:
    versions = [
        [systems[one.system, one.baseline], one.text.parts, one.text.missing, one.scores, one.notes]
        for one in block.versions
    ]
    head = [block.article, block.place, block.lowest, block.spread, block.errors, block.flags]
    return [*head, block.name, block.source, block.reference, versions]


plugin = Html
