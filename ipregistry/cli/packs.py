"""packs check."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ipregistry.cli.opened import as_json, say
from ipregistry.domain.packs.marked_yaml import MAX_BYTES, YamlError, read_marked
from ipregistry.services.packs import (
    PackReport,
    PackSource,
    PlacedFault,
    check_packs,
    seed_calendars,
)

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def packs() -> None:
    """Rules packs: the procedures of institutions as data."""


@packs.command(epilog="Example: ipregistry packs check my-rules.yaml")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@as_json
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Check rules packs and run the tests inside them; status 1 where one is refused.

    An error refuses a pack. A note makes it a library pack: its deadlines and fees can be
    asked, but no case opens under it.
    """
    read = [_source(path) for path in files]
    report = check_packs([s for s in read if isinstance(s, PackSource)], seed_calendars())
    report.errors[:0] = [fault for fault in read if isinstance(fault, PlacedFault)]
    say("\n".join(_lines(report)), _document(report), json_wanted=as_json)
    if not report.sound:
        raise SystemExit(1)


def _source(path: Path) -> PackSource | PlacedFault:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        marked = read_marked(data)
    except YamlError as error:
        return PlacedFault(str(path), error.line, "", error.text)
    return PackSource(str(path), marked.value, marked.line)


def _lines(report: PackReport) -> list[str]:
    return [
        *(f"error: {fault}" for fault in report.errors),
        *(f"note: {fault}" for fault in report.notes),
        *(f"failed: {fault}" for fault in report.failures),
        *(f"opens cases: {name}" for name in report.opening),
        *(f"library: {name}" for name in report.library),
        f"{report.passed} passed, {len(report.failures)} failed",
    ]


def _document(report: PackReport) -> dict[str, Any]:
    return {
        "errors": [asdict(fault) for fault in report.errors],
        "notes": [asdict(fault) for fault in report.notes],
        "failures": [asdict(fault) for fault in report.failures],
        "passed": report.passed,
        "failed": len(report.failures),
        "opening": report.opening,
        "library": report.library,
    }
