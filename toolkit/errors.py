"""Every error a user can meet.

    ToolkitError
    ├── UsageError                  the command line asks for something impossible        exit 2
    │   ├── ConfigError             a config file is wrong; names file, line and key      exit 2
    │   ├── UnknownPluginError      no such translator, metric …; names the nearest       exit 2
    │   └── NotReadyError           an extra, a program or a key is missing               exit 2
    ├── InputError                  a file cannot be read as what it should be            exit 2
    │   └── AlignmentError          blocks of a translation do not match the article's    exit 2
    ├── OutputError                 a file or folder cannot be written                    exit 1
    ├── RecordingsError             a recordings file is damaged or locked                exit 1
    ├── MissingRecordingsError      offline, and nobody recorded what is asked            exit 1
    └── BackendError                a translation service or program did not answer well  exit 1
        ├── AuthError               the key is refused                                    not billed
        ├── QuotaError              the paid allowance is used up                         not billed
        ├── RateLimitError          too many calls; may say when to come back             not billed, retried
        ├── OutageError             the service is down or cannot be reached              retried
        ├── BackendTimeoutError     no answer in time: it may or may not have been billed unknown
        ├── TooLargeError           the service refuses the size of the request           not billed, bisected
        ├── UnsupportedError        a language pair or an option the backend has not      not billed
        ├── RejectedError           the service refuses this very text                    not billed, bisected
        └── BadAnswerError          an answer of the wrong shape: it may have been billed

Each message says what happened and what to do, in one line. Anything else that is raised is a bug, and keeps its
traceback.
"""

from __future__ import annotations

from typing import ClassVar


class ToolkitError(Exception):
    """Stand for everything a user can cause: the message is one line, and says what to do."""

    exit_code: ClassVar[int] = 1


class UsageError(ToolkitError):
    """Say that what was asked cannot be done, whatever the data."""

    exit_code = 2


class ConfigError(UsageError):
    """Name the file, line and key of a setting that cannot be used."""


class UnknownPluginError(UsageError):
    """Name a plug-in that does not exist, and the nearest one that does."""


class NotReadyError(UsageError):
    """Name the extra, program or key that is missing, and the command that cures it."""


class InputError(ToolkitError):
    """Name a file that cannot be read as what it should be."""

    exit_code = 2


class AlignmentError(InputError):
    """Name the first block of a translation that does not match the article's."""


class OutputError(ToolkitError):
    """Name a file or folder that cannot be written."""


class RecordingsError(ToolkitError):
    """Name the recordings file, and the line of it, that is damaged."""


class MissingRecordingsError(ToolkitError):
    """Name every segment that was asked for offline and never recorded."""


class BackendError(ToolkitError):
    """Stand for every way a backend can fail.

    Attributes:
        kind: the word that stands in failure rows.
        billed: False where the request is known not to be billed, None where nobody can know.
        retried: whether the exchange may ask again by itself.
        bisected: whether one text of a batch may be the cause, so that halves are worth trying.
    """

    kind: ClassVar[str] = "backend"
    billed: ClassVar[bool | None] = None
    retried: ClassVar[bool] = False
    bisected: ClassVar[bool] = False


class AuthError(BackendError):
    """Say that the service refuses the key."""

    kind = "auth"
    billed = False


class QuotaError(BackendError):
    """Say that the allowance of the account is used up."""

    kind = "quota"
    billed = False


class RateLimitError(BackendError):
    """Say that the service asks for fewer calls.

    Args:
        message: what happened and what to do.
        retry_after: seconds the service asks to wait, None where it does not say.
    """

    kind = "rate_limit"
    billed = False
    retried = True

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class OutageError(BackendError):
    """Say that the service cannot be reached, or answers that it is down.

    Args:
        message: what happened and what to do.
        retry_after: seconds the service asks to wait, None where it does not say.
    """

    kind = "outage"
    billed = False
    retried = True

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BackendTimeoutError(BackendError):
    """Say that no answer came in time: whether it was billed is unknown."""

    kind = "timeout"


class TooLargeError(BackendError):
    """Say that the request is larger than the service takes."""

    kind = "too_large"
    billed = False
    bisected = True


class UnsupportedError(BackendError):
    """Say that the backend has not the language pair or the option."""

    kind = "unsupported"
    billed = False


class RejectedError(BackendError):
    """Say that the service refuses one of the texts themselves."""

    kind = "rejected"
    billed = False
    bisected = True


class BadAnswerError(BackendError):
    """Say that the answer has not the shape the service's own documents give it."""

    kind = "bad_answer"
