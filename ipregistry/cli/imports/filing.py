"""Notices, filed one by one through the same path as any other filing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.cli.imports.telling import Tally, reason
from ipregistry.formats.notices import TYPE
from ipregistry.formats.untrusted import Position
from ipregistry.schemas.filings import read_body
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.errors import RefusedError, UnusableKeyError
from ipregistry.services.filings import Submission, accepted_before, submit
from ipregistry.services.node import RunningNode

UNREAD = "other"


def file_notice(
    node: RunningNode, key: str, told: Mapping[str, Any], place: Position, tally: Tally
) -> None:
    """Record one notice, or say why not. The same notice again changes nothing."""
    if accepted_before(node, SYSTEM_ACTOR, key) is not None:
        # An import that was stopped and is run again comes by here for most of its notices.
        tally.unchanged += 1
        return
    body, faults = read_body(TYPE, dict(told))
    if faults:
        tally.refuse(place, [reason(f"{v.code} {v.pointer}", dict(v.params)) for v in faults])
        return
    try:
        accepted = submit(node, SYSTEM_ACTOR, Submission(TYPE, body, key))
    except RefusedError as refused:
        wrong = [v for v in refused.violations if v.severity != "warning"]
        tally.refuse(place, [reason(f"{v.code} {v.pointer}", dict(v.params)) for v in wrong])
        return
    except UnusableKeyError:
        # Taken under the same key while this one was being read.
        tally.unchanged += 1
        return
    if accepted.replayed:
        tally.unchanged += 1
        return
    tally.acts[body["act"]] += 1
    tally.warned.update(warning.code for warning in accepted.warnings)
    if body["act"] == UNREAD:
        said = str(body.get("text", ""))[:120]
        tally.keep(place, f"entry recorded as its words alone: {said}", filed=True)
