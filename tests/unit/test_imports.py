"""The layers import downwards only, and each keeps to the libraries that belong to it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Which layers a layer may import from; itself is always allowed. A module that stands directly in
# `ipregistry` is a layer of its own.
MAY_IMPORT = {
    "domain": set(),
    "tlog": set(),
    "models": set(),
    "seed": set(),
    "config": set(),
    "outside": {"tlog"},
    "schemas": {"domain"},
    "formats": {"domain"},
    "services": {"models", "tlog", "outside", "domain", "seed", "config", "migrations"},
    "api": {"services", "schemas", "formats", "domain", "config"},
    "web": {"services", "schemas", "formats", "domain", "config"},
    "cli": {"services", "schemas", "formats", "domain", "config", "factory"},
    "factory": {"api", "web", "services", "schemas", "formats", "domain", "config"},
}
FACTORY = "factory"  # ipregistry/__init__.py: the only place where parts are joined

HTTP_LAYERS = {"api", "web", "cli", FACTORY}
HTTP_LIBRARIES = {"flask", "flask_smorest", "werkzeug", "webargs"}
# schemas may use marshmallow, never the database; only those who keep records may.
DATABASE_LAYERS = {"models", "services", "config", "cli", FACTORY}
DATABASE_LIBRARIES = {"sqlalchemy", "alembic", "psycopg", "sqlite3"}
# What a layer that shall be readable without a framework may use beside the standard library.
ONLY_LIBRARIES = {"domain": {"jinja2", "stdnum", "yaml"}, "tlog": {"cryptography", "orjson"}}


def layer_of(module: str) -> str:
    """`ipregistry.api.assets` → `api`; `ipregistry` itself is the factory."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else FACTORY


def module_name(path: Path, package: Path) -> str:
    parts = ["ipregistry", *path.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_in(source: str, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Every import with its line, wherever it stands: also inside functions and `if`s."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = node.level - (1 if is_package else 0)
                parent = module.split(".")[: len(module.split(".")) - up]
                base = ".".join([*parent, base] if base else parent)
            if base == "ipregistry":  # `from ipregistry import services`
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, base


def complaint(module: str, imported: str) -> str | None:
    """Why this module may not import that one; None if it may."""
    layer, library = layer_of(module), imported.partition(".")[0]
    if library == "ipregistry":
        target = layer_of(imported)
        if imported == "ipregistry.create_app":
            target = FACTORY
        if target == layer or target in MAY_IMPORT.get(layer, set()):
            return None
        return f"{layer} may not import {target}"
    if library in HTTP_LIBRARIES and layer not in HTTP_LAYERS:
        return f"{library} belongs to {', '.join(sorted(HTTP_LAYERS))}"
    if library in DATABASE_LIBRARIES and layer not in DATABASE_LAYERS:
        return f"{library} belongs to {', '.join(sorted(DATABASE_LAYERS))}"
    pure = ONLY_LIBRARIES.get(layer)
    if pure is not None and library not in pure | sys.stdlib_module_names:
        return f"{layer} uses the standard library and {', '.join(sorted(pure))} only"
    return None


def complaints(package: Path) -> list[str]:
    found = []
    for path in sorted(package.rglob("*.py")):
        module = module_name(path, package)
        is_package = path.name == "__init__.py"
        for line, imported in imports_in(path.read_text(), module, is_package=is_package):
            reason = complaint(module, imported)
            if reason:
                place = f"{path.relative_to(package.parent)}:{line}"
                found.append(f"{place} imports {imported}: {reason}")
    return found


def test_every_import_runs_downwards():
    assert complaints(ROOT / "ipregistry") == []


def test_every_layer_is_in_the_table():
    package = ROOT / "ipregistry"
    layers = {layer_of(module_name(path, package)) for path in package.rglob("*.py")}
    assert layers - MAY_IMPORT.keys() == set()


@pytest.mark.parametrize(
    ("place", "source", "said"),
    [
        ("domain/titles.py", "from ipregistry.services import titles", "domain may not import"),
        ("domain/titles.py", "def f():\n    from ipregistry import models", "domain may not"),
        ("domain/titles.py", "from ..models.assets import table", "domain may not import models"),
        ("domain/titles.py", "import requests", "standard library"),
        ("models/assets.py", "from ipregistry.domain.ids import RecordId", "models may not"),
        ("tlog/notes.py", "from ipregistry.domain.ids import RecordId", "tlog may not"),
        ("services/assets.py", "from ipregistry.api import problems", "services may not"),
        ("services/assets.py", "import flask", "flask belongs to"),
        ("services/assets.py", "if True:\n    from werkzeug.exceptions import NotFound", "belongs"),
        ("schemas/assets.py", "from ipregistry.services import titles", "schemas may not"),
        ("schemas/assets.py", "from sqlalchemy import Table", "sqlalchemy belongs to"),
        ("api/assets.py", "import sqlalchemy as sa", "sqlalchemy belongs to"),
        ("api/assets.py", "from ipregistry.models.assets import assets", "api may not"),
        ("api/assets.py", "from ipregistry.web import pages", "api may not import web"),
        ("services/assets.py", "from ipregistry import create_app", "services may not"),
    ],
)
def test_an_import_that_runs_up_is_found(tmp_path, place, source, said):
    path = tmp_path / "ipregistry" / place
    path.parent.mkdir(parents=True)
    path.write_text(source)
    (only,) = complaints(tmp_path / "ipregistry")
    assert said in only


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("api/assets.py", "from flask import request\nfrom ipregistry.services import assets"),
        ("domain/titles.py", "import stdnum.lei\nfrom .shares import Share"),
        ("tlog/notes.py", "from cryptography.hazmat.primitives import hashes"),
        ("services/assets.py", "import sqlalchemy\nfrom ipregistry.models import assets"),
        ("cli.py", "from ipregistry import create_app"),
        ("__init__.py", "import flask\nfrom ipregistry.api import register\nfrom .web import x"),
    ],
)
def test_an_import_that_runs_down_is_not(tmp_path, place, source):
    path = tmp_path / "ipregistry" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    assert complaints(tmp_path / "ipregistry") == []
