"""A server on this machine that speaks Amazon Translate's API: TranslateText and custom terminologies.

    with AmazonServer() as server:
        os.environ["AWS_ENDPOINT_URL_TRANSLATE"] = server.url
        os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"] = KEY_ID, server.key

The shapes are those of the Amazon Translate API Reference, in AWS's JSON protocol; each request's signature is checked
as "Signature Version 4" in the IAM User Guide has it. A translation is the text with the target's code before it, and
with the terminology's terms replaced.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import io
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.translators import loopback
from tests.translators.services import Absent, Answer, Service

KEY_ID = "AKIDTHATISNOTSHOWN00"
LARGEST_TEXT = 10_000
TARGET = "AWSShineFrontendService_20170701."
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>\w+)/(?P<scope>(?P<day>\d{8})/(?P<region>[\w-]+)/translate/aws4_request), "
    r"SignedHeaders=(?P<names>[\w;-]+), Signature=(?P<signature>[0-9a-f]{64})"
)


class Handler(loopback.Handler):
    """Answer as Amazon Translate does."""

    server: Server

    def route(self, seen: loopback.Seen) -> None:
        asked = seen.json
        action = self.headers.get("X-Amz-Target", "").removeprefix(TARGET)
        if f"Credential={KEY_ID}/" not in self.headers.get("Authorization", ""):
            self.refuse(400, "UnrecognizedClientException", "The security token included in the request is invalid.")
        elif not signed(seen, self.server.key):
            self.refuse(400, "InvalidSignatureException", "The request signature we calculated does not match.")
        elif action == "TranslateText":
            self._translate(asked)
        elif action == "GetTerminology":
            self._get(asked["Name"])
        elif action == "ImportTerminology":
            self._import(asked)
        else:
            self.refuse(400, "UnknownOperationException", "")

    def refuse(self, status: int, kind: str, message: str) -> None:
        """Send an error."""
        self.answer(status, refusal(kind, message), "application/x-amz-json-1.1")

    def _translate(self, asked: dict[str, Any]) -> None:
        text, source, target = asked["Text"], asked["SourceLanguageCode"], asked["TargetLanguageCode"]
        if len(text.encode()) > LARGEST_TEXT:
            self.refuse(400, "TextSizeLimitExceededException", "Input text size exceeds limit.")
            return
        if "tlh" in (source, target):
            self.refuse(400, "UnsupportedLanguagePairException", f"Unsupported language pair: {source} to {target}.")
            return
        names = asked.get("TerminologyNames", [])
        if not all(name in self.server.terminologies for name in names):
            self.refuse(404, "ResourceNotFoundException", "The terminology does not exist.")
            return
        for name in names:
            rows = csv.reader(io.StringIO(self.server.terminologies[name]["csv"]))
            for term, wanted in list(rows)[1:]:
                text = text.replace(term, wanted)
        self.answer(200, translation(f"[{target}] {text}"), "application/x-amz-json-1.1")

    def _get(self, name: str) -> None:
        if name in self.server.terminologies:
            self.answer(200, {"TerminologyProperties": self.server.terminologies[name]["properties"]})
        else:
            self.refuse(404, "ResourceNotFoundException", "The terminology does not exist.")

    def _import(self, asked: dict[str, Any]) -> None:
        table = base64.b64decode(asked["TerminologyData"]["File"]).decode()
        rows = list(csv.reader(io.StringIO(table)))
        properties = {
            "Name": asked["Name"],
            "Description": asked["Description"],
            "SourceLanguageCode": rows[0][0],
            "TargetLanguageCodes": rows[0][1:],
            "TermCount": len(rows) - 1,
            "SkippedTermCount": sum(not all(row) for row in rows),
        }
        self.server.terminologies[asked["Name"]] = {"csv": table, "properties": properties}
        self.answer(200, {"TerminologyProperties": properties})


class Server(loopback.Server):
    """What the handlers share.

    Attributes:
        terminologies: those of the account, by name: the file, and what is told of it.
    """

    def __init__(self, handler: type[loopback.Handler], key: str) -> None:
        super().__init__(handler, key)
        self.terminologies: dict[str, dict[str, Any]] = {}


def AmazonServer() -> AbstractContextManager[Any]:  # noqa: N802 - used as a class is
    """Run a server for the length of a block."""
    return loopback.serve(Handler, server=Server)


def signed(seen: loopback.Seen, secret: str) -> bool:
    """Tell whether a request is signed with the secret."""
    headers = {name.lower(): value for name, value in seen.headers.items()}
    found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if not found:
        return False
    names = found["names"].split(";")
    lines = [f"{name}:{headers[name].strip()}" for name in names]
    body = hashlib.sha256(seen.body).hexdigest()
    request = "\n".join([seen.method, seen.path, "", *lines, "", found["names"], body])
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], found["scope"], digest])
    key = f"AWS4{secret}".encode()
    for part in [*found["scope"].split("/"), text]:
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.compare_digest(key.hex(), found["signature"])


def refusal(kind: str, message: str) -> dict[str, str]:
    """Word an error."""
    return {"__type": f"com.amazonaws.translate#{kind}", "Message": message}


def translation(text: str) -> dict[str, Any]:
    """Word a translation."""
    return {"TranslatedText": text, "SourceLanguageCode": "fr", "TargetLanguageCode": "en"}


def settle(patch: pytest.MonkeyPatch, server: loopback.Server) -> Mapping[str, Any]:
    """Point the client at the server."""
    patch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
    patch.setenv("AWS_SECRET_ACCESS_KEY", server.key)
    patch.setenv("AWS_REGION", "eu-west-1")
    patch.setenv("AWS_ENDPOINT_URL_TRANSLATE", server.url)
    return {}


SERVICE = Service(
    name="amazon",
    start=AmazonServer,
    settle=settle,
    asks=lambda seen: seen.headers.get("X-Amz-Target") == f"{TARGET}TranslateText",
    texts=lambda seen: [seen.json["Text"]],
    body=lambda translations: translation(translations[0]) if translations else {},
    refusals={  # Amazon Translate API Reference, TranslateText and "Common Errors"
        "forbidden": Answer(400, refusal("UnrecognizedClientException", "The security token is invalid.")),
        "rate_limit": Answer(400, refusal("ThrottlingException", "Rate exceeded")),
        "rate_limit_wait": Answer(429, refusal("TooManyRequestsException", "Rate exceeded"), {"Retry-After": "1"}),
        "quota": Absent("Amazon Translate bills what is used; its API documents no allowance that is used up"),
        "error": Answer(500, refusal("InternalServerException", "An internal server error occurred.")),
        "unavailable": Answer(503, refusal("ServiceUnavailableException", "Temporarily unavailable.")),
        "too_large": Answer(400, refusal("TextSizeLimitExceededException", "Input text size exceeds limit.")),
    },
    one_text="TranslateText takes one text a call, and gives one",
)
