"""What a gate found, in every form: readable by a person, by an XML parser, by a CI."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from toolkit.gate._report import FORMS, summary, text
from toolkit.gate.gating import Gated
from toolkit.statistics.gates import Check, Status

NASTY = 'a <b> & "c" \x00\x1b[31m\ufffe 50 %, x: y\r\nz | *w*'


def found(*statuses: Status, sentence: str = "BLEU 20.00.") -> Gated:
    """Make what a gate found: one drop a status."""
    checks = [Check("drop", f"s{n}", "bleu", status, sentence, {"p": None}) for n, status in enumerate(statuses)]
    return Gated("run-2", "run-1", 0.05, 2, (Check("comparability", "", "", "pass", "The same."), *checks))


ALL = found("pass", "skipped", "warn", "inconclusive", "fail")

# Attributes and children of each element as junit-10.xsd of https://github.com/jenkinsci/xunit-plugin has them
# (src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd); a star marks what is required.
XSD: dict[str, tuple[str, str]] = {
    "testsuites": ("name time tests failures errors", "testsuite"),
    "testsuite": (
        "name* tests* failures* errors* group time skipped timestamp hostname id package file log url",
        "testsuite properties testcase system-out system-err",
    ),
    "properties": ("", "property"),
    "property": ("name* value*", ""),
    "testcase": (
        "name* time classname group",
        "skipped error failure rerunFailure rerunError flakyFailure flakyError system-out system-err",
    ),
    "skipped": ("type message", ""),
    "failure": ("type message", ""),
    "system-out": ("", ""),
}


def validate(element: ElementTree.Element) -> None:
    """See that an element and all within are as the schema has them."""
    attributes, children = XSD[element.tag]
    allowed = {name.removesuffix("*") for name in attributes.split()}
    required = {name.removesuffix("*") for name in attributes.split() if name.endswith("*")}
    assert required <= set(element.keys()) <= allowed, element.tag
    for child in element:
        assert child.tag in children.split(), (element.tag, child.tag)
        validate(child)


def parsed(gated: Gated, *, strict: bool = False) -> ElementTree.Element:
    """Read the JUnit form."""
    root = ElementTree.fromstring(FORMS["junit"](gated, strict=strict))
    validate(root)
    return root


@pytest.mark.parametrize(("strict", "failures", "skipped"), [(False, 1, 2), (True, 2, 1)])
def test_junit_counts_what_it_holds(strict: bool, failures: int, skipped: int) -> None:
    """What is inconclusive is skipped, or failed where it stops the gate; the counts are those of the elements."""
    root = parsed(ALL, strict=strict)
    (suite,) = root
    assert suite.attrib == {
        "name": "toolkit gate", "tests": "6", "failures": str(failures), "errors": "0", "skipped": str(skipped),
    }  # fmt: skip
    assert (len(suite.findall("testcase/failure")), len(suite.findall("testcase/skipped"))) == (failures, skipped)
    assert root.attrib == {"name": "toolkit gate", "tests": "6", "failures": str(failures), "errors": "0"}
    names = {case.get("name"): case for case in suite.iter("testcase")}
    assert names["s4: drop of bleu"].get("classname") == "gate.drop"
    assert names["s2: drop of bleu"].findtext("system-out") == "warn: BLEU 20.00."
    failure = names["s4: drop of bleu"].find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "fail", "message": "BLEU 20.00."}
    properties = {each.get("name"): each.get("value") for each in suite.iter("property")}
    assert properties == {"candidate": "run-2", "baseline": "run-1", "level": "0.05", "status": "fail"}


def test_junit_holds_any_text() -> None:
    """Markup is text, and what XML 1.0 forbids becomes U+FFFD."""
    root = parsed(found("fail", sentence=NASTY))
    message = root.findall(".//failure")[0].get("message")
    assert message == 'a <b> & "c" \ufffd\ufffd[31m\ufffd 50 %, x: y\r\nz | *w*'


def test_annotations_are_githubs_workflow_commands() -> None:
    """One line each, the worst first; what a property or a message would end at is escaped."""
    lines = FORMS["annotations"](ALL, strict=False).splitlines()
    assert lines == [
        "::error title=toolkit gate%3A s4%3A drop of bleu::BLEU 20.00.",
        "::warning title=toolkit gate%3A s3%3A drop of bleu::BLEU 20.00.",
        "::warning title=toolkit gate%3A s2%3A drop of bleu::BLEU 20.00.",
        "::notice title=toolkit gate::fail: 6 checks, 1 fail, 1 inconclusive, 1 warn, 1 skipped, 2 pass",
    ]
    assert FORMS["annotations"](found("inconclusive"), strict=True).startswith("::error title=")
    nasty = FORMS["annotations"](found("fail", sentence=NASTY), strict=False)
    assert nasty.count("\n") == 2
    assert " 50 %25, x: y%0D%0Az | *w*" in nasty
    named = Gated("run-2", "run-1", 0.05, 0, (Check("system", "a, b: c::d\n::set-env", "", "fail", "Gone."),))
    assert FORMS["annotations"](named, strict=False).splitlines()[0] == (
        "::error title=toolkit gate%3A a%2C b%3A c%3A%3Ad%0A%3A%3Aset-env%3A system::Gone."
    )


def test_text_says_the_worst_first_and_sums_up() -> None:
    """A person reads what is wrong at the top, and the outcome at the end."""
    lines = text(ALL).splitlines()
    assert lines[0] == "run-2 held to run-1, level 0.05; 2 drops tested and corrected together"
    assert [re.split(r"\s{2,}", line)[0] for line in lines[2:8]] == [
        "fail", "inconclusive", "warn", "skipped", "pass", "pass",
    ]  # fmt: skip
    assert lines[-1] == summary(ALL) == "fail: 6 checks, 1 fail, 1 inconclusive, 1 warn, 1 skipped, 2 pass"


def test_text_is_folded_under_itself() -> None:
    """A long sentence goes on below its beginning; a word longer than the width stays whole."""
    lines = text(found("fail", sentence="one two three " * 5 + "x" * 50), width=40).splitlines()
    assert lines[3] == "fail  s0: drop of bleu: one two three"
    assert lines[4] == "      one two three one two three one"
    assert "      " + "x" * 50 in lines


def test_markdown_is_a_table_in_which_nothing_is_markup() -> None:
    """Each check is one row, whatever its texts hold."""
    page = FORMS["md"](found("fail", sentence=NASTY), strict=False)
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert page.startswith("## Gate: fail\n\n")
    assert len(rows) == 4
    assert r"z \| \*w\*" in rows[2]
    assert r"\<b\> \&" in rows[2]


def test_json_keeps_numbers_as_numbers() -> None:
    """In the order of the checks, with null for what is not known."""
    told = json.loads(FORMS["json"](ALL, strict=False))
    assert (told["status"], told["candidate"], told["baseline"], told["corrected"]) == ("fail", "run-2", "run-1", 2)
    assert [check["status"] for check in told["checks"]] == ["pass", "pass", "skipped", "warn", "inconclusive", "fail"]
    assert told["checks"][1]["numbers"] == {"p": None}
