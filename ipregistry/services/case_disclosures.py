"""What may be told of a case, and how an outsider opens what he was granted.

The token is made of the node's secret, the disclosure and its version; it is kept nowhere, so no
copy of the register opens anything, and whoever changes his mind makes it void.
"""

from __future__ import annotations

import base64
import hmac
from datetime import date
from typing import Any

import orjson

from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.sides import standing_of
from ipregistry.domain.confidentiality.applying import law_of
from ipregistry.domain.confidentiality.judging import DisclosureStatus
from ipregistry.domain.confidentiality.records import DisclosureFacts, law_document
from ipregistry.domain.policies.disclosures import DisclosureCode
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.audit import note
from ipregistry.services.case_status.slowing import seconds_after_failures
from ipregistry.services.documents.showing import PaperContent, kept_content
from ipregistry.services.errors import ForbiddenError, NotFoundError, SlowDownError
from ipregistry.services.filings import Submission, submit
from ipregistry.services.loading.named import find_cases, find_disclosures
from ipregistry.services.loading.rows import CASE_PAPERS
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_packs
from ipregistry.services.policies import load_policies
from ipregistry.services.records import read_record
from ipregistry.services.snapshots import snapshot
from ipregistry.services.times import local_day

_NONE = DisclosureFacts("", 0, {"status": DisclosureStatus.REFUSED.value})


def confidentiality_of(node: RunningNode, actor: Actor, case_id: str) -> dict[str, Any]:
    """The law that says what may be told of a case, and its grounds. Raises NotFoundError."""
    read_record(node, actor, "case", case_id)
    with snapshot(node.engines) as connection:
        case = find_cases(connection, [case_id], published_packs(connection))[case_id]
        policies = load_policies(connection)
    opened = date.fromisoformat(case.document["openedDate"])
    law = law_of(case.published.pack, case.document, policies, opened)
    codes = [_code(code) for _, code in sorted(law.codes.items())]
    return {"law": law_document(law), "codeBag": codes}


def _code(code: DisclosureCode) -> dict[str, Any]:
    said = {
        "code": code.id,
        "citation": code.citation,
        "confidence": code.confidence,
        "recipientBag": sorted(recipient.value for recipient in code.recipients),
        "documentCategory": code.document or None,
        "consentBag": sorted(who.value for who in code.consents) or None,
        "documentBag": None if code.papers is None else sorted(code.papers),
        "labelBag": dict(code.labels),
    }
    return {name: value for name, value in said.items() if value is not None}


def token_of(node: RunningNode, actor: Actor, disclosure_id: str) -> dict[str, Any]:
    """What to give to the outsider: for the institution, and for the side that asked.

    Raises NotFoundError of what is not his case's, ForbiddenError of another side's request and
    of one that opens nothing.
    """
    read_record(node, actor, "case-disclosure", disclosure_id)
    disclosure, case = _found(node, disclosure_id)
    standing = standing_of(case, actor)
    own = standing is not None and standing.side in {
        "institution",
        disclosure.document["enteredBy"],
    }
    if not own:
        raise ForbiddenError("case-disclosure-not-yours", {})
    if disclosure.status is not DisclosureStatus.GRANTED:
        raise ForbiddenError("case-disclosure-decided", {"status": disclosure.status.value})
    return {"token": _token(node, disclosure), "lastDate": disclosure.document["lastDate"]}


def opened(node: RunningNode, disclosure_id: str, token: str, address: str) -> bytes:
    """The papers that were granted, once; the case's record says when.

    Raises NotFoundError, the same for a wrong token and a number that is not known,
    SlowDownError after many of these, RefusedError after the last day.
    """
    disclosure = _entitled(node, disclosure_id, token, address)
    case = disclosure.document["case"]
    body = {"case": case, "disclosure": disclosure.id}
    key = f"opening-{disclosure.id}-{disclosure.version}"
    submit(node, SYSTEM_ACTOR, Submission("case-disclosure-opening", body, key))
    return _shown(node, case, disclosure)


def content_disclosed(
    node: RunningNode, disclosure_id: str, paper: str, token: str, address: str
) -> PaperContent:
    """The document of a paper that was granted and opened, until the last day; it is noted.

    Raises as `opened`, and NotFoundError for everything else, or where it is kept elsewhere.
    """
    disclosure = _entitled(node, disclosure_id, token, address)
    today = local_day(node.clock(), node.zone)
    usable = disclosure.status is DisclosureStatus.USED and today <= (disclosure.last_day or today)
    granted = {member["paper"] for member in disclosure.document.get("paperBag") or ()}
    with node.engines.read.connect() as connection:
        rows = CASE_PAPERS.rows(connection, [disclosure.document["case"]])
    row = next((r for r in rows if r.record_id == paper and paper in granted), None)
    if row is None or not usable:
        raise NotFoundError("case-disclosure-unknown", {"case-disclosure": disclosure_id})
    body = orjson.loads(row.body)
    if "digest" not in body:
        raise NotFoundError("document-elsewhere")
    found = kept_content(node, row.label, body, paper)
    note(node, PUBLIC_ACTOR, "read:case-paper", "disclosed", disclosure_id, paper)
    return found


def _entitled(node: RunningNode, disclosure_id: str, token: str, address: str) -> DisclosureFacts:
    with node.engines.read.connect() as connection:
        found = find_disclosures(connection, [disclosure_id])
    disclosure = found.get(disclosure_id, _NONE)
    # Computed for an unknown number too, so that both take as long.
    right = hmac.compare_digest(_token(node, disclosure).encode(), token.strip().encode())
    if not right or disclosure is _NONE:
        if seconds := seconds_after_failures(node, address, [disclosure_id]):
            raise SlowDownError("case-status-slow-down", {"seconds": seconds})
        raise NotFoundError("case-disclosure-unknown", {"case-disclosure": disclosure_id})
    return disclosure


def _shown(node: RunningNode, case: str, disclosure: DisclosureFacts) -> bytes:
    granted = {member["paper"] for member in disclosure.document["paperBag"]}
    with node.engines.read.connect() as connection:
        rows = CASE_PAPERS.rows(connection, [case])
    shown = [
        {"paper": row.record_id, "body": orjson.loads(row.body)}
        for row in rows
        if row.record_id in granted
    ]
    return orjson.dumps({"disclosure": disclosure.id, "paperBag": shown})


def _found(node: RunningNode, disclosure_id: str) -> tuple[DisclosureFacts, CaseFacts]:
    with snapshot(node.engines) as connection:
        disclosure = find_disclosures(connection, [disclosure_id])[disclosure_id]
        case_id = disclosure.document["case"]
        case = find_cases(connection, [case_id], published_packs(connection))[case_id]
    return disclosure, case


def _token(node: RunningNode, disclosure: DisclosureFacts) -> str:
    # Of the version that granted it: being used is the next one.
    used = disclosure.status is DisclosureStatus.USED
    source = f"{disclosure.id} {disclosure.version - int(used)}".encode()
    digest = node.keys.keyed_hash("case-disclosure-token", source)
    return base64.b32encode(digest).decode().rstrip("=")
