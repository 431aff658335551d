"""What the tables say of examinations and requisitions: part of `projections`."""

from __future__ import annotations

from typing import Any

import orjson

from ipregistry.domain.classes import Label
from ipregistry.models import examination, requisition, requisition_filing
from ipregistry.services.ledger import StoredRecord
from ipregistry.services.statements import Put


def examined(stored: StoredRecord) -> list[Any]:
    """What the office notes of a filing: its part is written whole, where it is written."""
    if Label.OFFICE not in stored.labels:
        return []
    document = stored.document
    allocation = document.get("allocation") or {}
    row = {
        "filing_id": stored.id,
        "officer": allocation.get("officer"),
        "stand_in": allocation.get("standIn"),
        "recused": _text([r["officer"] for r in document.get("recusalBag") or ()]),
        "decisions": _text(document.get("decisionBag") or []),
    }
    return [Put(examination, row)]


def project_requisition(stored: StoredRecord) -> list[Any]:
    """A requisition as it stands, and the filings that it is about."""
    document = stored.document
    row = {
        "id": stored.id,
        "version": stored.version,
        "status": document["status"],
        "asset_id": document.get("asset"),
        "paper": document["paper"],
        "due_date": document["dueDate"],
        "extensions": len(document.get("extensionBag") or ()),
        "filer": document["filer"],
    }
    # A filing that was divided keeps its row: it has ended, and its pieces have theirs.
    return [
        Put(requisition, row),
        *(
            Put(requisition_filing, {"requisition_id": stored.id, "filing_id": filing_id})
            for filing_id in document["filingBag"]
        ),
    ]


def _text(value: Any) -> str:
    # Sorted, as in the canonical bytes: replay must write the same text.
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
