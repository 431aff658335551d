"""`ipregistry verify --log`: a published log against its key, from anywhere."""

from __future__ import annotations

import time
from typing import Any

import click

from ipregistry.cli.opened import say
from ipregistry.services.log.published import Asked, UnreachableError, verify_published


def verify_log(asked: Asked, *, json_wanted: bool) -> None:
    """Say what was verified and what is wrong; status 1 if anything is."""
    try:
        report = verify_published(asked, int(time.time()))
    except (ValueError, OSError, UnreachableError) as error:
        raise click.ClickException(str(error)) from error
    checkpoint = report.checkpoint
    value: dict[str, Any] = {
        "origin": checkpoint and checkpoint.origin,
        "size": checkpoint and checkpoint.size,
        "root": checkpoint and checkpoint.root.hex(),
        "entries": report.entries,
        "tiles": report.tiles,
        "agreed": report.agreed,
        "faults": [
            {
                "fault": fault.kind,
                "index": fault.index,
                "count": fault.count,
                "place": fault.place,
                "detail": fault.detail,
            }
            for fault in report.faults
        ],
    }
    lines = [
        f"{fault.kind} from entry {fault.index} ({fault.count} in question): "
        f"{fault.place}: {fault.detail}"
        for fault in report.faults
    ]
    name = f"{checkpoint.origin}, {checkpoint.size} entries" if checkpoint else "no log"
    lines.append(
        f"{name}: {report.entries} entries and {report.tiles} tiles verified, "
        f"{len(report.faults)} faults"
    )
    say("\n".join(lines), value, json_wanted=json_wanted)
    if report.faults:
        raise SystemExit(1)
