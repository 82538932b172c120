"""toolkit gate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import _options as options
from toolkit.cli._terminal import columns

if TYPE_CHECKING:
    from toolkit.gate_settings import GateSettings

FAILED, INCONCLUSIVE = 3, 4


@click.command("gate")
@click.argument("name", metavar="[RUN]", default="")
@options.together(
    click.option("--baseline", required=True, metavar="RUN", help="The run it must be as good as."),
    click.option("--config", "asked", type=options.FILE, help="What is asked (config/gate.toml)."),
    click.option("--strict", is_flag=True, help="Exit with 4 where a check is inconclusive."),
    options.runs_folder,
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "md", "json", "junit", "annotations"]),
        default="text",
        help="Form of stdout; annotations are GitHub's.",
    ),
    click.option("--junit", type=options.FILE, help="Write a JUnit report there as well."),
    click.option("--markdown", type=options.FILE, help="Write Markdown there as well."),
    click.option("--self-test", is_flag=True, help="Try the gate on a copy of the baseline and on a damaged one."),
)
def command(
    name: str,
    baseline: str,
    asked: Path | None,
    strict: bool,
    out: Path,
    form: str,
    junit: Path | None,
    markdown: Path | None,
    self_test: bool,
) -> int:
    """Hold a run to a baseline: pass, warn, fail, or inconclusive.

    RUN (by default the latest) and the baseline are runs' folders, their ids, or `latest`. First the two must be of
    the same articles, segments, references and metric signatures; then enough must be answered, no score be below its
    floor, and none have dropped by more than chance and more than what matters. Exit code 0 for pass and warn, 3 for
    fail, 4 for inconclusive under --strict, 2 where the two cannot be compared.

    With --self-test a copy of the baseline must pass and a damaged copy must fail; exit code 1 where one does not.
    """
    from toolkit import files
    from toolkit.gate import config as gate_config
    from toolkit.gate._report import FORMS, text
    from toolkit.gate.gating import gate
    from toolkit.tables import find_run, load_run

    settings = gate_config.load(asked)
    strict = strict or settings.inconclusive == "fail"
    if self_test:
        if name or form != "text" or junit or markdown:
            raise click.UsageError("--self-test tries the baseline alone, and prints text; leave the other options out")
        return _self_test(find_run(baseline, out), settings, strict=strict)
    found = gate(load_run(find_run(name or "latest", out)), load_run(find_run(baseline, out)), settings)
    for path, written in ((junit, "junit"), (markdown, "md")):
        if path is not None:
            files.replace(path, FORMS[written](found, strict=strict).encode())
    shown = text(found, columns()) if form == "text" else FORMS[form](found, strict=strict)
    click.echo(shown, nl=False)
    return {"fail": FAILED, "inconclusive": INCONCLUSIVE if strict else 0}.get(found.status, 0)


def _self_test(folder: Path, settings: GateSettings, *, strict: bool) -> int:
    from toolkit.gate.proving import prove, told
    from toolkit.tables import load_run

    proof = prove(load_run(folder), settings)
    click.echo(told(proof, columns()), nl=False)
    return {"missed": 1, "cannot tell": INCONCLUSIVE if strict else 0}.get(proof.word, 0)
