"""What `facts` finds in planted errors, and what it flags in good translations. Run as `python -m benchmarks.facts`.

DEMETR's minimal pairs (Karpinska et al. 2022) plant one error each in a translation; found is one whose translation
has a lost or invented fact that it has not without the error. FLORES' translations by Google are real ones.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit.facts import Finding, check

DEMETR, FLORES = "demetr.fr-en.jsonl.gz", "flores-dev.fr-en.jsonl.gz"
KINDS: Mapping[str, str] = {
    "numbers changed in a reasonable range": "a number changed",
    "remove random named entity": "a named entity removed",
    "replace NE with a regard to the entity type (e.g., PER for PER)": "a named entity replaced",
    "affirmative to negation and negation to affirmative": "a negation put in or left out",
}
FLAGGED = ("lost", "invented")

Line = dict[str, Any]


def flags(source: str, target: str) -> Counter[tuple[str, ...]]:
    """Count what is lost or invented: by state, kind and the words on both sides."""
    return Counter(_named(each) for each in check(source, target) if each.state in FLAGGED)


def planted(lines: Sequence[Line]) -> Iterator[str]:
    """Write how many planted errors of each kind are found."""
    yield "| planted error | pairs | found |"
    yield "|---|--:|--:|"
    total = Counter[str]()
    for kind, title in KINDS.items():
        own = [line for line in lines if line["pert_desc"] == kind]
        found = sum(bool(flags(each["src"], each["pert"]) - flags(each["src"], each["mt"])) for each in own)
        total += Counter(pairs=len(own), found=found)
        yield f"| {title} | {len(own)} | {found} |"
    yield f"| all | {total['pairs']} | {total['found']} |"
    yield ""
    yield from flagged("unperturbed translations", {line["mt"]: line["src"] for line in lines})


def flagged(title: str, pairs: Mapping[str, str]) -> Iterator[str]:
    """Write how many translations have a flag, the flags by kind, and every flag with its words.

    Args:
        title: what they are.
        pairs: sources by their translations.
    """
    found = {target: flags(source, target) for target, source in pairs.items()}
    bad = {target: some for target, some in found.items() if some}
    kinds = Counter(f"{state} {kind}" for some in bad.values() for state, kind, *_ in some.elements())
    counts = ", ".join(f"{count} {name}" for name, count in kinds.most_common())
    yield f"{len(bad)} of {len(found)} {title} flagged, {100 * len(bad) / len(found):.1f} %: {counts or 'none'}"
    if os.environ.get("FACTS_SHOW") == title:
        for target, some in bad.items():
            yield f"\n  {pairs[target]}\n  {target}"
            yield from (f"    {state} {kind}: {ours!r} -> {theirs!r}" for state, kind, ours, theirs in some)


def read(name: str) -> list[Line]:
    """Read one of the sets.

    Raises:
        SystemExit: it is not there: a benchmark that did not run has shown nothing.
    """
    folder = os.environ.get("TOOLKIT_DATA", "")
    path = Path(folder) / "mt" / name
    if not folder or not path.is_file():
        sys.exit(f"error: mt/{name} is not there; set TOOLKIT_DATA to the folder that holds mt/")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _named(finding: Finding) -> tuple[str, ...]:
    return finding.state, finding.kind, finding.source, finding.target


def main() -> None:
    demetr, flores = read(DEMETR), read(FLORES)
    print("Minimal pairs of DEMETR, French to English.\n", *planted(demetr), sep="\n")
    real = {line["hyps"]["google"]: line["src"] for line in flores}
    print("\nFLORES dev.\n", *flagged("translations by Google", real), sep="\n")


if __name__ == "__main__":
    main()
