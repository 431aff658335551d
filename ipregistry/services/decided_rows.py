"""What the tables say of a case that was decided and published elsewhere."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.numbers.domains import read_domain
from ipregistry.models import decided_case, decided_domain
from ipregistry.services.ledger import StoredRecord
from ipregistry.services.statements import Add, Clear, Put


def project_decision(stored: StoredRecord) -> list[Any]:
    """The rows of a case that was decided and published; none of any other."""
    decision = stored.document.get("decision")
    if decision is None:
        return []
    row = {
        "id": stored.id,
        "version": stored.version,
        "source": decision["sourceCode"],
        "number": decision["caseNumberText"],
        "outcome": decision["outcomeCode"],
    }
    names = {_name(text): None for text in decision.get("domainNameBag", ())}
    gone = [Clear(decided_domain, {"case_id": stored.id})] if stored.version > 1 else []
    # A provider's number leads to one case: version 1 must find it free.
    kept = Add(decided_case, row) if stored.version == 1 else Put(decided_case, row)
    return [kept, *gone, *(Add(decided_domain, {"name": n, "case_id": stored.id}) for n in names)]


def _name(text: str) -> str:
    read = read_domain(text).number
    assert read is not None, "a domain name is read before it is recorded"  # noqa: S101
    return read.normalised
