"""No test sees a home folder, a key, the network or the settings of the machine it runs on."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Take keys and the home folder away, and forbid the model hub."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in (
        "DEEPL_AUTH_KEY",
        "DEEPL_SERVER_URL",
        "TOOLKIT_DATA",
        "NO_COLOR",
        "COLUMNS",
    ):
        monkeypatch.delenv(name, raising=False)
    ours = ("AWS_", "AZURE_", "CLOUDSDK_", "GOOGLE_", "LIBRETRANSLATE_", "OPENAI_")
    for name in [name for name in os.environ if name.startswith(ours)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True)
def quiet_log() -> None:
    """Begin with the levels Python begins with: what one test or library turns up, the next must not hear."""
    logging.getLogger().setLevel(logging.WARNING)
    for name in ("toolkit", "filelock"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def project() -> Path:
    """Give the folder of the repository."""
    return PROJECT
