"""What the tables say of a record version: one pure function a kind, live and in replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from ipregistry.domain.classes import MEMBERS, Label
from ipregistry.domain.filings.parties import named_party_key, party_place
from ipregistry.domain.titles import Reveal
from ipregistry.models import (
    asset,
    asset_number,
    calendar,
    closure,
    concern,
    current_part,
    erasure,
    filing,
    filing_subject,
    hold,
    invoice,
    mandate,
    notice,
    pack,
    party,
    party_identifier,
    policy,
    record,
    title_effect,
    title_step,
    transaction_subject,
    withheld,
)
from ipregistry.services.case_rows import (
    of_case,
    project_case,
    project_case_notice,
    project_statistics,
)
from ipregistry.services.decided_rows import project_decision
from ipregistry.services.examination_rows import examined, project_requisition
from ipregistry.services.ledger import StoredRecord
from ipregistry.services.neutral_rows import project_neutral, project_nomination
from ipregistry.services.statements import Add, Advance, Change, Clear, Put, Seen
from ipregistry.tlog.leaves import sha256_text


def project(stored: StoredRecord) -> list[Any]:
    """The operations that this record version means for the tables."""
    operations: list[Any] = [
        Put(
            record,
            {
                "id": stored.id,
                "kind": stored.kind,
                "version": stored.version,
                "ord": stored.ord,
            },
        )
    ]
    operations += [
        Put(
            current_part,
            {"record_id": stored.id, "label": label.value, "version": stored.version},
        )
        for label in sorted(stored.labels)
    ]
    return operations + of_case(stored) + _BY_KIND[stored.kind](stored)


def _text(value: Any) -> str:
    # Sorted, as in the canonical bytes: replay must write the same text.
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _project_party(stored: StoredRecord) -> list[Any]:
    document = stored.document
    names = document.get("organizationNameBag") or document.get("personNameBag") or []
    operations: list[Any] = [
        Add(
            party,
            {
                "id": stored.id,
                "version": stored.version,
                "category": document["category"],
                "names": _text(names),
                "town": document.get("townText"),
                "place": party_place(document),
                # Found again by what a paper first named it, whatever its name is since.
                "named_key": _named_key(document, names) if stored.version == 1 else None,
                "corrects": document.get("correctsVersion"),
            },
        ),
        # A party is concerned with its own record.
        Put(concern, {"record_id": stored.id, "party_id": stored.id}),
    ]
    for member in ("identifierBag", "sensitiveIdentifierBag"):
        operations += [
            Put(
                party_identifier,
                {
                    "party_id": stored.id,
                    "category": identifier["category"],
                    "value": identifier.get("value") or identifier["hash"],
                },
            )
            for identifier in document.get(member) or ()
        ]
    return operations


def _named_key(document: Mapping[str, Any], names: list[dict[str, str]]) -> str | None:
    if "sourceOffice" not in document:
        return None
    addresses = document.get("addressBag") or [{}]
    line = addresses[0].get("addressLineText")
    if line is None:
        # Two of one name may be two: nobody is found again on a name alone.
        return None
    return named_party_key(document["sourceOffice"], names[0]["value"], line)


def _project_asset(stored: StoredRecord) -> list[Any]:
    document = stored.document
    term = document.get("term") or {}
    number = document["numberBag"][0]
    row = {
        "id": stored.id,
        "office": document["officeCode"],
        "kind": document["rightKind"],
        "number": number["normalised"],
        "published": int(Label.PUBLIC in stored.labels),
        "term_ends": term.get("endDate"),
        "term_confidence": term.get("confidence"),
        "ord": stored.ord,
    }
    operations: list[Any] = [Put(asset, row)]
    for member in document["numberBag"]:
        key = {
            "office": document["officeCode"],
            "kind": document["rightKind"],
            "normalised": member["normalised"],
            "scheme": member["scheme"],
            "asset_id": stored.id,
        }
        # A number leads to one right: version 1 must find it free.
        operations.append(Add(asset_number, key) if stored.version == 1 else Put(asset_number, key))
    return operations


def _project_transaction(stored: StoredRecord) -> list[Any]:
    document = stored.document
    operations: list[Any] = []
    seq = 0
    for subject in document["subjectBag"]:
        operations.append(
            Add(
                transaction_subject,
                {
                    "asset_id": subject["asset"],
                    "transaction_id": stored.id,
                    "act": document["act"],
                    "ord": stored.ord,
                },
            )
        )
        for effect in subject["effectBag"]:
            operations.append(_effect_row(stored, subject["asset"], seq, effect))
            operations += _withheld(stored.id, subject["asset"], effect)
            seq += 1
        if "titleVersion" in subject:
            operations += _title_step(stored, subject)
        else:
            operations.append(Seen(subject["asset"], stored.recorded_at))
    return operations + [
        Put(concern, {"record_id": stored.id, "party_id": member["party"]})
        for member in document.get("partyBag") or ()
    ]


def _withheld(correction: str, asset_id: str, effect: Mapping[str, Any]) -> list[Any]:
    """What searches no longer show by a correction, or show again where one is struck out."""
    if effect["effect"] != "replace":
        return []
    operations: list[Any] = []
    if effect["by"] is None and "seq" not in effect:
        struck = {"asset_id": asset_id, "correction_id": effect["transaction"]}
        operations.append(Clear(withheld, struck))
    reveals = effect.get("reveals", Reveal.OLD_AND_NEW)
    hidden = [effect["transaction"]] if reveals != Reveal.OLD_AND_NEW else []
    hidden += [correction] if reveals == Reveal.NEITHER else []
    return operations + [
        Add(
            withheld,
            {"transaction_id": entry, "asset_id": asset_id, "correction_id": correction},
        )
        for entry in hidden
    ]


def _effect_row(stored: StoredRecord, asset_id: str, seq: int, effect: Mapping[str, Any]) -> Add:
    return Add(
        title_effect,
        {
            "asset_id": asset_id,
            "ord": stored.ord,
            "seq": seq,
            "known_at": stored.recorded_at,
            "transaction_id": stored.id,
            "version": stored.version,
            "act": stored.document["act"],
            "capacity": stored.capacity,
            "effect": _text(effect),
        },
    )


def _title_step(stored: StoredRecord, subject: Mapping[str, Any]) -> list[Any]:
    from_version = subject["titleVersion"]["from"]
    step = {
        "asset_id": subject["asset"],
        "from_title_version": from_version,
        "ord": stored.ord,
    }
    return [
        Add(title_step, step),
        Advance(subject["asset"], from_version, stored.recorded_at),
    ]


def _project_filing(stored: StoredRecord) -> list[Any]:
    document = stored.document
    changing = {
        "version": stored.version,
        "act": document["act"],
        "status": document["status"],
        "transaction_id": document.get("transaction"),
        "assents": _text(document.get("assents") or []),
        "awaiting": _text(document.get("awaiting") or []),
    }
    told = [_notice_row(stored, member) for member in document.get("toldBag") or ()]
    if stored.version > 1:
        return [Change(filing, {"id": stored.id}, changing), *told, *examined(stored)]
    row = {
        "id": stored.id,
        "type": document["type"],
        "filer": document["filer"],
        "received_at": document["receivedAt"],
        "ord": stored.ord,
        **changing,
    }
    subjects = [
        Put(filing_subject, {"asset_id": subject["asset"], "filing_id": stored.id})
        for subject in document["subjectBag"]
    ]
    concerned = [
        Put(concern, {"record_id": stored.id, "party_id": party_id})
        for party_id in document.get("awaiting") or ()
    ]
    return [Add(filing, row), *subjects, *concerned, *told, *examined(stored)]


def _notice_row(stored: StoredRecord, member: Mapping[str, Any]) -> Add:
    return Add(
        notice,
        {
            "filing_id": stored.id,
            "version": stored.version,
            "party_id": member["party"],
            "asset_id": member.get("asset") or member["case"],
            "role": member["role"],
            "party_version": member["partyVersion"],
            "status": stored.document["status"],
            "ord": stored.ord,
        },
    )


def _project_invoice(stored: StoredRecord) -> list[Any]:
    document = stored.document
    if stored.version > 1:
        return [Change(invoice, {"id": stored.id}, {"version": stored.version})]
    row = {
        "id": stored.id,
        "version": stored.version,
        "filing_id": document["filing"],
        "filer": document["filer"],
        "ord": stored.ord,
    }
    return [Add(invoice, row)]


def _project_erasure(stored: StoredRecord) -> list[Any]:
    document = stored.document
    row = {
        "id": stored.id,
        "record_id": document["erasedRecord"],
        "version": document["erasedVersion"],
        "label": document["erasedPart"],
    }
    return [Add(erasure, row)]


def _project_hold(stored: StoredRecord) -> list[Any]:
    document = stored.document
    row = {
        "id": stored.id,
        "version": stored.version,
        "asset_id": document["asset"],
        "known_at": stored.recorded_at,
        # Without what heads every part: the next version is made of these members.
        "document": _text({k: document[k] for k in MEMBERS["hold/1"] if k in document}),
    }
    return [
        Add(hold, row),
        *(
            Put(concern, {"record_id": stored.id, "party_id": party_id})
            for party_id in document["concernedBag"]
        ),
    ]


def _project_mandate(stored: StoredRecord) -> list[Any]:
    document = stored.document
    kept = ("principal", "agent", "actBag", "assetBag", "period", "status")
    row = {
        "id": stored.id,
        "version": stored.version,
        "principal": document["principal"],
        "agent": document["agent"],
        "document": _text({k: document[k] for k in kept if k in document}),
    }
    return [
        Put(mandate, row),
        Put(concern, {"record_id": stored.id, "party_id": document["principal"]}),
    ]


def _project_policy(stored: StoredRecord) -> list[Any]:
    document = stored.document
    row = {
        "id": stored.id,
        "version": stored.version,
        "name": document["name"],
        "digest": sha256_text(document["text"].encode()),
        "text": document["text"],
    }
    return [Add(policy, row)]


def _project_pack(stored: StoredRecord) -> list[Any]:
    document = stored.document
    row = {
        "id": stored.id,
        "version": stored.version,
        "name": document["name"],
        "digest": sha256_text(document["text"].encode()),
        "text": document["text"],
    }
    return [Add(pack, row)]


def _project_calendar(stored: StoredRecord) -> list[Any]:
    document = stored.document
    row = {
        "id": stored.id,
        "version": stored.version,
        "place": document["jurisdictionCode"],
        "digest": sha256_text(document["text"].encode()),
        "text": document["text"],
    }
    return [Add(calendar, row)]


def _project_closure(stored: StoredRecord) -> list[Any]:
    document = stored.document
    stands = document["status"] == "in-force"
    members = ("jurisdictionCode", "closureDate", "closureCategory")
    place, day, category = (document[name] for name in members)
    row = {
        "id": stored.id,
        "version": stored.version,
        "place": place,
        "day": day,
        "category": category,
        "source": document["sourceDigest"],
        "stands": int(stands),
        "standing": f"{place} {day} {category}" if stands else None,
        "ord": stored.ord,
    }
    return [Put(closure, row)]


_BY_KIND: Mapping[str, Callable[[StoredRecord], list[Any]]] = {
    "party": _project_party,
    "asset": _project_asset,
    "transaction": _project_transaction,
    "filing": _project_filing,
    "erasure": _project_erasure,
    "hold": _project_hold,
    "invoice": _project_invoice,
    "mandate": _project_mandate,
    "policy": _project_policy,
    "pack": _project_pack,
    "calendar": _project_calendar,
    "case": lambda stored: [*project_case(stored), *project_decision(stored)],
    "case-notice": project_case_notice,
    # All of it stands in `case_record` and in its part.
    "case-disclosure": lambda _stored: [],
    "case-statistics": project_statistics,
    "case-paper": lambda _stored: [],
    "case-charge": lambda _stored: [],
    "conflict-check": lambda _stored: [],
    "neutral": project_neutral,
    "nomination": project_nomination,
    "closure": _project_closure,
    "requisition": project_requisition,
    "entry": lambda _stored: [],
}
