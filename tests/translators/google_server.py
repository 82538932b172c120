"""A server on this machine that speaks Google Cloud Translation v3: translateText, as REST.

    with GoogleServer() as server:
        os.environ["GOOGLE_APPLICATION_CREDENTIALS"] = str(server.account)
        os.environ["GOOGLE_TRANSLATE_URL"] = server.url

The shapes are those of the API reference (projects.locations.translateText, google.rpc.Status). A request must carry a
token that the account's private key has signed; `server.key` is a line of that key. A translation is the text with the
target's code before it. The server, and the account's file, end with the block.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from tests.translators import loopback
from tests.translators.services import Answer, Service

PROJECT = "a-project"
MOST_TEXTS = 1024
MOST_CODE_POINTS = 30_720
CALL = re.compile(rf"/v3/projects/{PROJECT}/locations/([\w-]+):translateText(\?.*)?")
LANGUAGES = {"fr", "en", "de", "pt-BR", "zh-TW"}


@functools.cache
def account_key() -> rsa.RSAPrivateKey:
    """Make the account's key, once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def refusal(status: int, word: str, message: str, **reason: Any) -> dict[str, Any]:
    """Word an error as google.rpc.Status is written in JSON."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "domain": "googleapis.com", **reason}]
    error = {"code": status, "message": message, "status": word}
    return {"error": error | ({"details": details} if reason else {})}


class Handler(loopback.Handler):
    """Answer as Google does."""

    server: Server

    def route(self, seen: loopback.Seen) -> None:
        call = CALL.fullmatch(self.path)
        if not self._signed():
            message = "Request had invalid authentication credentials."
            self.answer(401, refusal(401, "UNAUTHENTICATED", message))
        elif seen.method != "POST" or call is None:
            self.answer(404, "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", "text/html; charset=UTF-8")
        else:
            self._translate(seen.json, call[1])

    def _signed(self) -> bool:
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        public = (
            account_key()
            .public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        try:
            jwt.decode(token, certs=public, audience="https://translate.googleapis.com/")
        except ValueError:
            return False
        return True

    def _translate(self, asked: dict[str, Any], location: str) -> None:
        texts = asked["contents"]
        for code in (asked["sourceLanguageCode"], asked["targetLanguageCode"]):
            if code not in LANGUAGES:
                self.answer(400, refusal(400, "INVALID_ARGUMENT", "Target language is invalid."))
                return
        if len(texts) > MOST_TEXTS or sum(map(len, texts)) > MOST_CODE_POINTS:
            self.answer(400, refusal(400, "INVALID_ARGUMENT", "Text is too long."))
            return
        model = {"model": asked["model"].replace(PROJECT, "123456789")} if "model" in asked else {}
        each = [{"translatedText": f"[{asked['targetLanguageCode']}] {text}", **model} for text in texts]
        self.answer(200, {"translations": each}, "application/json; charset=UTF-8")


class Server(loopback.Server):
    """What the handlers share.

    Attributes:
        account: the file of the service account.
    """

    account: Path


@contextmanager
def GoogleServer() -> Iterator[Any]:  # noqa: N802 - used as a class is
    """Run a server for the length of a block."""
    pem = account_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        loopback.serve(Handler, key=pem.decode().splitlines()[4], server=Server) as server,
    ):
        server.account = Path(folder) / "account.json"
        account = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "0123456789abcdef",
            "private_key": pem.decode(),
            "client_email": f"toolkit@{PROJECT}.iam.gserviceaccount.com",
            "client_id": "1234567890",
            "token_uri": f"{server.url}/token",
        }
        server.account.write_text(json.dumps(account), encoding="utf-8")
        yield server


def _settle(patch: pytest.MonkeyPatch, server: loopback.Server) -> Mapping[str, Any]:
    assert isinstance(server, Server)
    patch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(server.account))
    patch.setenv("GOOGLE_CLOUD_PROJECT", PROJECT)
    patch.setenv("GOOGLE_TRANSLATE_URL", server.url)
    return {}


def _body(translations: Sequence[str]) -> dict[str, Any]:
    return {"translations": [{"translatedText": text} for text in translations]}


_FORBIDDEN = "Cloud IAM permission 'cloudtranslate.generalModels.predict' denied."
_LIMIT = "Quota exceeded for quota metric 'Characters sent to general model' and limit 'v3 minute' of service."

SERVICE = Service(
    name="google",
    start=GoogleServer,
    settle=_settle,
    asks=lambda seen: ":translateText" in seen.path,
    texts=lambda seen: list(seen.json["contents"]),
    body=_body,
    refusals={  # google.rpc.Code over HTTP; "Quotas and limits" for the words about quotas
        "forbidden": Answer(403, refusal(403, "PERMISSION_DENIED", _FORBIDDEN, reason="IAM_PERMISSION_DENIED")),
        "rate_limit": Answer(429, refusal(429, "RESOURCE_EXHAUSTED", _LIMIT, reason="RATE_LIMIT_EXCEEDED")),
        "rate_limit_wait": Answer(
            429, refusal(429, "RESOURCE_EXHAUSTED", _LIMIT, reason="RATE_LIMIT_EXCEEDED"), {"Retry-After": "1"}
        ),
        "quota": Answer(403, refusal(403, "PERMISSION_DENIED", "Daily Limit Exceeded")),
        "error": Answer(500, refusal(500, "INTERNAL", "Internal error encountered.")),
        "unavailable": Answer(503, refusal(503, "UNAVAILABLE", "The service is currently unavailable.")),
        "too_large": Answer(400, refusal(400, "INVALID_ARGUMENT", "Text is too long.")),
    },
    loud={"GOOGLE_SDK_PYTHON_LOGGING_SCOPE": "google"},
)
