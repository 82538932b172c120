"""What a gate found as a JUnit report, the form that CI servers read.

Elements and attributes are those of the Jenkins xUnit plug-in's schema, junit-10.xsd in
https://github.com/jenkinsci/xunit-plugin, which also GitLab and the usual GitHub actions read. JUnit knows neither
warnings nor what is inconclusive: a warning is a passed test with its sentence as output, what is inconclusive a
skipped one, or a failed one where it stops the gate.
"""

from __future__ import annotations

from toolkit._xml import attributes, content
from toolkit.gate.gating import Gated
from toolkit.statistics.gates import Check


def junit(found: Gated, *, strict: bool) -> str:
    """Write one test suite, one test case a check.

    Args:
        found: what a gate found.
        strict: whether what is inconclusive counts as failed.
    """
    cases = "".join(_case(check, strict=strict) for check in found.checks)
    failures = sum(_fails(check, strict=strict) for check in found.checks)
    skipped = sum(_skips(check, strict=strict) for check in found.checks)
    counts = {"tests": str(len(found.checks)), "failures": str(failures), "errors": "0"}
    suite = {"name": "toolkit gate", **counts, "skipped": str(skipped)}
    properties = "".join(
        f"   <property{attributes({'name': name, 'value': value})}/>\n"
        for name, value in (
            ("candidate", found.candidate),
            ("baseline", found.baseline),
            ("level", f"{found.level:g}"),
            ("status", found.status),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{attributes({"name": "toolkit gate", **counts})}>\n'
        f" <testsuite{attributes(suite)}>\n  <properties>\n{properties}  </properties>\n{cases}"
        " </testsuite>\n</testsuites>\n"
    )


def _fails(check: Check, *, strict: bool) -> bool:
    return check.status == "fail" or (strict and check.status == "inconclusive")


def _skips(check: Check, *, strict: bool) -> bool:
    return check.status == "skipped" or (not strict and check.status == "inconclusive")


def _case(check: Check, *, strict: bool) -> str:
    head = f"  <testcase{attributes({'classname': f'gate.{check.kind}', 'name': check.name})}>"
    told = {"type": check.status, "message": check.sentence}
    if _fails(check, strict=strict):
        inner = f"<failure{attributes(told)}>{content(check.sentence)}</failure>"
    elif _skips(check, strict=strict):
        inner = f"<skipped{attributes(told)}/>"
    else:
        inner = f"<system-out>{content(f'{check.status}: {check.sentence}')}</system-out>"
    return f"{head}{inner}</testcase>\n"
