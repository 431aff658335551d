"""Notices, filed one by one through the same path as any other filing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ipregistry.cli.imports.spool import Spooled
from ipregistry.cli.imports.telling import Tally, reason
from ipregistry.domain.violations import Violation
from ipregistry.schemas.filings import read_body
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.errors import RefusedError, UnusableKeyError
from ipregistry.services.filings import Accepted, Submission, accepted_before, submit
from ipregistry.services.node import RunningNode

UNREAD = "other"
# What is on record already, filed by somebody else.
SAID_BEFORE = {"case-import-unchanged"}


def file_notice(node: RunningNode, one: Spooled, tally: Tally) -> None:
    """Record one notice, or say why not. The same notice again changes nothing."""
    if accepted_before(node, SYSTEM_ACTOR, one.key) is not None:
        # An import that was stopped and is run again comes by here for most of its notices.
        tally.unchanged += 1
        return
    body, faults = read_body(one.type, dict(one.body))
    if faults:
        tally.refuse(one.place, _reasons(faults))
        return
    try:
        accepted = submit(node, SYSTEM_ACTOR, Submission(one.type, body, one.key))
    except RefusedError as refused:
        wrong = [v for v in refused.violations if v.severity != "warning"]
        if {v.code for v in wrong} == SAID_BEFORE:
            tally.unchanged += 1
        else:
            tally.refuse(one.place, _reasons(wrong))
        return
    except UnusableKeyError:
        # Taken under the same key while this one was being read.
        tally.unchanged += 1
        return
    _tell(one, body, accepted, tally)


def _tell(one: Spooled, body: Mapping[str, Any], accepted: Accepted, tally: Tally) -> None:
    if accepted.replayed:
        tally.unchanged += 1
        return
    act = body.get("act", one.type)
    tally.acts[act] += 1
    tally.warned.update(warning.code for warning in accepted.warnings)
    if act == UNREAD:
        said = str(body.get("text", ""))[:120]
        tally.keep(one.place, f"entry recorded as its words alone: {said}", filed=True)


def _reasons(violations: Iterable[Violation]) -> list[str]:
    return [reason(f"{v.code} {v.pointer}", dict(v.params)) for v in violations]
