"""The group, and the one place where errors become a line and an exit code."""

from __future__ import annotations

import errno
import gc
import shlex
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from toolkit._version import __version__
from toolkit.cli import (
    checks,
    compare,
    config,
    export,
    gate,
    init,
    plugins,
    recordings,
    report,
    run,
    runs,
    schema,
    score,
    summarize,
    translate,
    verify,
)
from toolkit.errors import OutputError, ToolkitError

if TYPE_CHECKING:
    import logging

INTERRUPTED, ENDED = 130, 143  # 128 and the number of the signal, as shells give them
_OBJECTS = 200_000
"""New objects after which Python looks for cycles: records make none, and looking twice still took a demo run 20 ms."""


class _Ended(KeyboardInterrupt):
    """Another program asks to end (SIGTERM, as a time limit of CI does): what Ctrl-C does is done."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="toolkit")
@click.option("-v", "--verbose", count=True, help="Say more on stderr; twice for every call.")
@click.option("--log-file", type=click.Path(path_type=Path, dir_okay=False), help="Write the log there as well.")
def cli(verbose: int, log_file: Path | None) -> None:
    """Compare translations and bullet summaries of news articles against hand-written references.

    Start with `toolkit run` in a project, or `toolkit init` to make one.
    """
    _log(verbose, log_file)


for _command in (
    run.command,
    init.command,
    translate.command,
    summarize.command,
    score.command,
    checks.command,
    compare.command,
    report.command,
    export.command,
    gate.command,
    verify.command,
    runs.command,
    recordings.group,
    plugins.command,
    schema.command,
    config.group,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line and exit: 0 ok, 1 something failed, 2 usage, 3 or 4 a gate, 130 interrupted, 143 ended."""
    signal.signal(signal.SIGTERM, _end)
    gc.set_threshold(_OBJECTS)
    code = guarded(sys.argv[1:])
    gc.freeze()  # the end of the process looks for cycles twice, where all goes anyway: 0.1 s after a demo run
    sys.exit(code)


def guarded(arguments: list[str]) -> int:
    """Run the command line and give its exit code; a ToolkitError is one line, a bug keeps its traceback."""
    line = shlex.join(["toolkit", *arguments])
    try:
        code = cli.main(arguments, prog_name="toolkit", standalone_mode=False, obj=line)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ToolkitError as error:
        click.echo(f"error: {error}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as stopped:
        ended = isinstance(stopped.__cause__ or stopped, _Ended)  # click makes an Abort of it
        told = "ended by SIGTERM" if ended else "interrupted"
        click.echo(f"{told}: what was translated is kept in the recordings; to go on: {line}", err=True)
        return ENDED if ended else INTERRUPTED
    except OSError as error:
        if error.errno != errno.ENOSPC or error.filename is not None:
            raise
        # Files of ours have their own error, so this is stdout, sent to a full disk. (Of a pipe that nobody reads any
        # more click says nothing, and exits with 1: a gate's verdict must not turn into a 0.)
        sys.stdout = None  # what is still in its buffer would fail once more at the end
        click.echo("error: cannot write the output: no space is left; free some, or send it elsewhere", err=True)
        return OutputError.exit_code
    return code if isinstance(code, int) else 0


def _end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - what Python hands a handler
    raise _Ended


def _log(verbose: int, log_file: Path | None) -> None:
    """Send the toolkit's log to stderr, and to a file where one is named."""
    import logging

    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    logger = logging.getLogger("toolkit")
    before = logger.level
    logger.setLevel(level)
    handlers: list[logging.Handler] = [_stderr_handler()]
    if log_file is not None:
        try:
            handlers.append(logging.FileHandler(log_file, encoding="utf-8"))
        except OSError as error:
            raise click.UsageError(f"cannot write the log to {log_file}: {error.strerror}") from error
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(handler)
    click.get_current_context().call_on_close(lambda: _unlog(logger, handlers, before))


def _stderr_handler() -> logging.Handler:
    """Log to whatever sys.stderr is at the time: while bars are drawn, that is what writes above them."""
    import logging

    class Handler(logging.StreamHandler[TextIO]):
        def emit(self, record: logging.LogRecord) -> None:
            self.stream = sys.stderr
            super().emit(record)

    return Handler()


def _unlog(logger: logging.Logger, handlers: list[logging.Handler], level: int) -> None:
    """Leave the logger as it was found: a command run from another program must not keep its files open."""
    logger.setLevel(level)
    for handler in handlers:
        logger.removeHandler(handler)
        handler.close()
