"""What the tables say of cases: part of `projections`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.cases.facts import members_of
from ipregistry.domain.packs.engine import clock_of
from ipregistry.models import (
    case_deadline,
    case_file,
    case_member,
    case_notice,
    case_record,
    case_statistics,
)
from ipregistry.services.case_status.rows import status_rows
from ipregistry.services.ledger import StoredRecord
from ipregistry.services.statements import Add, Clear, Put


def of_case(stored: StoredRecord) -> list[Any]:
    """Which case a record is of, where it is of one: what access to it rests on."""
    case = stored.id if stored.kind == "case" else stored.document.get("case")
    if case is None and stored.kind == "filing" and stored.document.get("side") is not None:
        # Of a case that is not opened yet (an advance): nobody is in it but the institution.
        case = stored.id
    if case is None:
        return []
    row = {
        "record_id": stored.id,
        "case_id": case,
        "kind": stored.kind,
        "side": stored.document.get("side"),
    }
    return [Put(case_record, row)]


def project_case(stored: StoredRecord) -> list[Any]:
    """A case as it stands. Its document is whole in every version, so its rows are made anew."""
    document = stored.document
    row = {
        "id": stored.id,
        "version": stored.version,
        "pack": document["pack"]["name"],
        "category": document["procedureCategory"],
        "state": document["stateCode"],
        "final": int(document["finalIndicator"]),
        "opened_on": document.get("openedDate", ""),
        "changed_at": stored.recorded_at,
        "ord": stored.ord,
    }
    key = {"case_id": stored.id}
    again = stored.version > 1
    return [
        Put(case_file, row),
        *([Clear(case_member, key), Clear(case_deadline, key)] if again else ()),
        *(
            Put(
                case_member,
                {**key, "side": m.side, "role": m.role.value, "member": m.member},
            )
            for m in members_of(document)
        ),
        *status_rows(stored),
        *(Put(case_deadline, {**key, **_deadline(m)}) for m in _periods(document)),
    ]


def _periods(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What is due in a case: by its pack, and a side's objection to what a neutral disclosed."""
    objections = () if document["finalIndicator"] else document.get("objectionBag") or ()
    return [*(document.get("deadlineBag") or ()), *objections]


def project_statistics(stored: StoredRecord) -> list[Any]:
    """A quarter is published once: the key of the table says so to two who do it at once."""
    return [Add(case_statistics, {"quarter": stored.document["quarter"], "id": stored.id})]


def _deadline(member: Mapping[str, Any]) -> dict[str, Any]:
    """`over_at` only of one whose end does something by itself: what the sweep looks for."""
    return {
        "deadline": clock_of(member["deadline"], member.get("side")),
        "who": member["who"],
        "place": member.get("placeCode"),
        "due": member.get("dueDate"),
        "over_at": member.get("overAt") if "expiryEvent" in member else None,
    }


def project_case_notice(stored: StoredRecord) -> list[Any]:
    """A notice of a case as it stands."""
    document = stored.document
    row = {
        "id": stored.id,
        "version": stored.version,
        "case_id": document["case"],
        "side": document["side"],
        "channel": document["channelCode"],
        "sent_on": document["sentDate"],
        "standing": document["standing"],
        "next_channel": document.get("nextChannelCode"),
        "follows": document.get("follows"),
        "ord": stored.ord,
    }
    return [Put(case_notice, row)]
