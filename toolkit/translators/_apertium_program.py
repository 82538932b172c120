"""Apertium as a program: one process a text, ended with all it started when it takes too long.

A text is never put into one process with others: through Catalan, the words chosen for a sentence were seen to change
with the sentences before it, also across blank lines.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from toolkit._http import one_line
from toolkit.errors import BackendTimeoutError, BadAnswerError, NotReadyError
from toolkit.translators._apertium_routes import alpha3

PROGRAM = "apertium"

_DATA = re.compile(r"apertium-([a-z]{2,3})-([a-z]{2,3})")


def installed() -> str:
    """Give the program's path, `""` where it is not installed."""
    return shutil.which(PROGRAM) or ""


def modes(timeout_s: float) -> tuple[str, ...]:
    """List the installed modes.

    Raises:
        NotReadyError: the program is missing.
        BackendError: the program fails.
    """
    return tuple(run(["-l"], "", timeout_s).split())


def version(timeout_s: float) -> str:
    """Name the program with its version, as `Apertium 3.8.3`; errors as in `modes`."""
    return one_line(run(["-V"], "", timeout_s))


def packages(pivot: str) -> dict[str, str]:
    """Give the versions of the data packages on the way through the pivot, where the system's packager tells them."""
    packager = shutil.which("dpkg-query")
    if not packager:
        return {}
    command = [packager, "-W", "-f", "${Package} ${Version}\n", "apertium-*"]
    listed = subprocess.run(command, capture_output=True, check=False, timeout=30)  # noqa: S603 - no shell, fixed words
    found = {}
    for line in listed.stdout.decode("utf-8", "replace").splitlines():
        name, _, number = line.partition(" ")
        pair = _DATA.fullmatch(name)
        if number and pair and (not pivot or alpha3(pivot) in {alpha3(pair[1]), alpha3(pair[2])}):
            found[name] = number
    return found


def run(arguments: Sequence[str], text: str, timeout_s: float) -> str:
    """Run the program once.

    Args:
        arguments: its options and the mode.
        text: what it reads, as UTF-8.
        timeout_s: seconds it may take; then it is ended, with all it started.

    Returns:
        What it wrote, as it wrote it.

    Raises:
        NotReadyError: it is missing, or cannot be started.
        BackendTimeoutError: it took too long.
        BadAnswerError: it failed, or wrote something that is not UTF-8.
    """
    program = installed()
    if not program:
        raise NotReadyError(f"the program {PROGRAM} is not installed")
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell; the arguments are ours and the text goes through a pipe
            [program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise NotReadyError(f"the program {program} cannot be started ({error.strerror}); install it again") from error
    try:
        out, err = process.communicate(text.encode(), timeout_s)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise BackendTimeoutError(f"{PROGRAM} did not finish within {timeout_s:g} s; run again") from error
    except BaseException:  # Ctrl-C does not reach a session of its own
        _end(process)
        raise
    return _read(process.returncode, out, err)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and the dozen it starts: they hold our pipes open, and would outlive it."""
    if hasattr(os, "killpg"):
        with suppress(OSError):  # all of them are gone already
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def _read(status: int, out: bytes, err: bytes) -> str:
    if status:
        said = one_line(err.decode("utf-8", "replace") or out.decode("utf-8", "replace")) or "it does not say why"
        raise BadAnswerError(f"{PROGRAM} ended with status {status} ({said}); check its installation")
    try:
        return out.decode()
    except UnicodeDecodeError as error:
        raise BadAnswerError(f"{PROGRAM} wrote something that is not UTF-8; check its installation") from error
