"""What AWS's client raises and what the service answers, as our errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore import exceptions  # type: ignore[import-untyped]  # ships no type information
from botocore.parsers import ResponseParserError  # type: ignore[import-untyped]
from urllib3.exceptions import HTTPError

from toolkit._http import error_of_status, misshapen, one_line, retry_after
from toolkit.errors import (
    AuthError,
    BackendError,
    BackendTimeoutError,
    BadAnswerError,
    NotReadyError,
    OutageError,
    QuotaError,
    RateLimitError,
    RejectedError,
    TooLargeError,
    ToolkitError,
    UnsupportedError,
)

SERVICE = "Amazon Translate"


@contextmanager
def border(timeout_s: float) -> Iterator[None]:
    """Turn what the client raises into our errors.

    Raises:
        ToolkitError: of the kind that says whether the request may have been billed.
    """
    try:
        yield
    except exceptions.ClientError as error:
        raise _refusal(error.response) from error
    except (exceptions.HTTPClientError, exceptions.ConnectionError, HTTPError) as error:
        raise _unreachable(error, timeout_s) from error
    except exceptions.ParamValidationError as error:
        raise RejectedError(f"{SERVICE}'s client refuses the request ({one_line(str(error))})") from error
    except _NOT_READY as error:
        raise NotReadyError(f"AWS cannot be used ({one_line(str(error))}); run: aws configure") from error
    except exceptions.BotoCoreError as error:
        raise BadAnswerError(f"{SERVICE}'s client failed ({one_line(str(error))}); run again") from error
    except (ResponseParserError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise misshapen(SERVICE, "the endpoint") from error


_NOT_READY = (
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.CredentialRetrievalError,
    exceptions.NoRegionError,
    exceptions.InvalidRegionError,
    exceptions.ProfileNotFound,
    exceptions.ConfigNotFound,
    exceptions.ConfigParseError,
    exceptions.InvalidConfigError,
    exceptions.SSOError,
    exceptions.TokenRetrievalError,
)


def _unreachable(error: Exception, timeout_s: float) -> ToolkitError:
    """Tell what surely never arrived from what may have been translated and billed."""
    if isinstance(error, exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
        return NotReadyError(f"{SERVICE}'s certificate cannot be verified; check the clock, the proxy and the endpoint")
    never_sent = (
        exceptions.ConnectTimeoutError,
        exceptions.EndpointConnectionError,
        exceptions.ProxyConnectionError,
        exceptions.SSLError,
    )
    if isinstance(error, never_sent):
        return OutageError(f"{SERVICE} cannot be reached; check the network, the region and the endpoint")
    if isinstance(error, exceptions.ReadTimeoutError) or "timed out" in str(error).lower():
        return BackendTimeoutError(
            f"{SERVICE} gave no answer within {timeout_s:g} s; check the network or raise timeout_s"
        )
    return BackendTimeoutError(f"the connection to {SERVICE} broke before the answer; check the network")


def _refusal(answer: Any) -> BackendError:
    """Judge an error by AWS's code for it, and by its HTTP status where the code is not known."""
    code, detail = answer["Error"].get("Code", ""), answer["Error"].get("Message") or ""
    about = answer["ResponseMetadata"]
    wait = retry_after(about.get("HTTPHeaders", {}).get("retry-after"))
    if code in _THROTTLED:
        return RateLimitError(f"{SERVICE} asks for fewer calls ({code}); wait, or run again later", wait)
    if code in _REFUSALS:
        kind, advice = _REFUSALS[code]
        said = f"{code}: {one_line(detail)}" if detail.strip() else code
        return kind(f"{SERVICE} refuses ({said}); {advice}")
    return error_of_status(SERVICE, about["HTTPStatusCode"], "" if code == detail else detail, wait)


_THROTTLED = frozenset({"ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded"})
_CHECK = "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run: aws configure"
_ALLOW = "allow translate:TranslateText in its policy, with a glossary GetTerminology and ImportTerminology too"
_REFUSALS: dict[str, tuple[type[BackendError], str]] = {
    "UnrecognizedClientException": (AuthError, _CHECK),
    "InvalidClientTokenId": (AuthError, _CHECK),
    "MissingAuthenticationTokenException": (AuthError, _CHECK),
    "MissingAuthenticationToken": (AuthError, _CHECK),
    "IncompleteSignatureException": (AuthError, _CHECK),
    "IncompleteSignature": (AuthError, _CHECK),
    "InvalidSignatureException": (AuthError, f"{_CHECK}; check the clock"),
    "SignatureDoesNotMatch": (AuthError, f"{_CHECK}; check the clock"),
    "RequestExpired": (AuthError, "check the clock"),
    "ExpiredToken": (AuthError, "sign in again for new credentials"),
    "ExpiredTokenException": (AuthError, "sign in again for new credentials"),
    "AccessDeniedException": (AuthError, _ALLOW),
    "NotAuthorized": (AuthError, _ALLOW),
    "OptInRequired": (AuthError, "open the service for your account in the AWS console"),
    "SubscriptionRequiredException": (AuthError, "open the service for your account in the AWS console"),
    "LimitExceededException": (QuotaError, "delete terminologies you no longer use, or ask AWS for more room"),
    "TextSizeLimitExceededException": (TooLargeError, "shorten the text"),
    "UnsupportedLanguagePairException": (UnsupportedError, "choose other languages"),
    "DetectedLanguageLowConfidenceException": (RejectedError, "name the source language"),
    "ResourceNotFoundException": (UnsupportedError, "run again, the glossary is then imported anew"),
    "InvalidParameterValueException": (UnsupportedError, "check the languages, the options and the glossary"),
    "InvalidRequestException": (RejectedError, "look at the text, or leave it out"),
    "ConcurrentModificationException": (OutageError, "run again in a minute"),
}
"""Amazon Translate API Reference: the errors of TranslateText, GetTerminology and ImportTerminology, and those common
to all of AWS, which stand under both spellings."""
