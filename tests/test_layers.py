"""A module imports only from lower layers, and each outside library has one home (DESIGN of the house, kept here)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "toolkit"
LAYERS = (
    (
        "_version", "_cores", "errors", "records", "documents", "examples", "prices", "settings", "gate_settings",
        "toml_lines",
    ),
    (
        "files", "protected", "facts", "sentences", "_blocks", "text", "jsonl", "tables", "config", "plugins",
        "recordings", "checks", "statistics", "parallel", "_http", "_hub", "_french", "_pieces", "_llm_reply",
        "_problems", "_products", "_written", "_xml",
    ),
    ("encoders", "exchange", "_llm_client", "_llm"),
    ("translators", "summarizers", "metrics", "reporters"),
    ("stages",),
    (
        "_methods", "build", "provenance", "steps", "scaffold", "asked", "checking", "pipeline", "drift", "_comparable",
        "comparing", "verifying", "scoring", "api", "gate", "reporting", "exporting",
    ),
    ("cli", "__main__", "__init__"),
)  # fmt: skip
HOMES = {
    "click": ("cli",),
    "jsonlines": ("jsonl.py",),
    "sacrebleu": ("metrics",),
    "lap": ("metrics",),
    "torch": ("encoders/sentence_transformers.py", "summarizers/_seq2seq_model.py"),
    "sentence_transformers": ("encoders/sentence_transformers.py",),
    "tokenizers": ("encoders/minilm.py",),
    "threadpoolctl": ("encoders/minilm.py",),
    "pyarrow": ("exporting/_arrow.py",),
    "duckdb": ("exporting/_arrow.py",),
    "sqlite3": ("encoders/_cache.py",),
    "jinja2": ("reporters/html.py",),
    "markupsafe": ("reporters/html.py",),
    "rich": ("reporters/console.py", "reporters/_layout.py", "cli/_progress.py"),
    "deepl": ("translators/deepl.py", "translators/_deepl.py"),
    "requests": (
        "translators/_deepl.py",
        "translators/_google.py",
        "translators/_libretranslate.py",
        "translators/_once.py",
    ),
    "urllib3": (
        "translators/_amazon.py",
        "translators/_amazon_errors.py",
        "translators/_deepl.py",
        "translators/_libretranslate.py",
        "translators/_once.py",
    ),
    "google": ("translators/google.py", "translators/_google.py"),
    "azure": ("translators/microsoft.py", "translators/_microsoft.py"),
    "boto3": ("translators/_amazon.py",),
    "botocore": ("translators/_amazon.py", "translators/_amazon_errors.py"),
    "openai": ("_llm_client.py",),
    "ctranslate2": ("translators/_ct2_model.py", "translators/_ct2_files.py"),
    "sentencepiece": ("translators/_ct2_model.py",),
    "transformers": (
        "encoders/sentence_transformers.py",
        "summarizers/_seq2seq_model.py",
        "translators/_ct2_files.py",
    ),
    "huggingface_hub": ("encoders/sentence_transformers.py", "_hub.py"),
    "subprocess": ("translators/_apertium_program.py",),
    "filelock": ("recordings/_lock.py",),
    "defusedxml": ("recordings/_tmx_read.py",),
    "tenacity": ("exchange/_calls.py",),
    "babel": ("facts/_cldr.py",),
}
FAMILIES = ("translators", "summarizers", "metrics", "encoders", "reporters")
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
NAMES = {"toolkit." + name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in MODULES}


def imports(module: str) -> Iterator[str]:
    """Name every module a file imports, inside functions too; `from folder import x` may name folder.x."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in NAMES else node.module for name in inner)


def test_no_two_modules_import_each_other() -> None:
    """Within a layer, too, there is no cycle."""
    graph = {}
    for module in MODULES:
        own = "toolkit." + module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        graph[own] = {name for name in imports(module) if name.startswith("toolkit.")}
    TopologicalSorter(graph).prepare()


def layer(name: str) -> int:
    """Give the layer of a top-level part of the package."""
    return next(level for level, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_downwards(module: str) -> None:
    """A module imports from its own layer or below, and plug-ins never import their siblings."""
    own = module.split("/", maxsplit=1)[0].removesuffix(".py")
    for name in imports(module):
        if not name.startswith("toolkit."):
            continue
        parts = name.split(".")
        if parts[1] not in (name for names in LAYERS for name in names):
            continue  # a name of the package itself, such as __version__
        assert layer(parts[1]) <= layer(own), f"{module} imports {name}, which is in a higher layer"
        if own in FAMILIES and parts[1] == own:
            assert parts[2].startswith("_"), f"{module} imports its sibling {name}"


@pytest.mark.parametrize("level", range(len(LAYERS)))
def test_the_table_for_contributors_names_every_public_part(level: int) -> None:
    """Each row of CONTRIBUTING.md names the parts of its layer, and no other."""
    table = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    row = next(line for line in table.splitlines() if line.startswith(f"| {level} |"))
    named = {part.rstrip("/") for part in row.split("|")[2].replace("`", "").split()}
    assert named == {name for name in LAYERS[level] if not name.startswith("_")}


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("stages/")])
def test_no_stage_calls_another(module: str) -> None:
    """A stage imports only the machinery of its folder: the pipeline alone knows the order."""
    for name in imports(module):
        if name.startswith("toolkit.stages."):
            assert name.split(".")[2].startswith("_"), f"{module} imports the stage {name}"


@pytest.mark.parametrize("library", sorted(HOMES))
def test_each_library_has_one_home(library: str) -> None:
    """An outside library is imported in its home, and nowhere else."""
    users = {module for module in MODULES for name in imports(module) if name.split(".")[0] == library}
    strangers = {user for user in users if not user.startswith(HOMES[library])}
    assert not strangers, f"{library} belongs into {HOMES[library]}, not into {sorted(strangers)}"


@pytest.mark.parametrize("module", MODULES)
def test_modules_stay_short(module: str) -> None:
    """No module is longer than 300 lines."""
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= 300
