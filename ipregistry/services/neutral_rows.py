"""What the tables say of neutrals and nominations: part of `projections`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipregistry.models import neutral, neutral_trait, nomination
from ipregistry.services.ledger import StoredRecord
from ipregistry.services.statements import Clear, Put

# The first day of what has none.
ALWAYS = "0001-01-01"


def project_neutral(stored: StoredRecord) -> list[Any]:
    """An entry of the roster. It is whole in every version, so its rows are made anew."""
    key = {"neutral_id": stored.id}
    return [
        Put(neutral, {"id": stored.id, "status": stored.document["statusCategory"]}),
        *([Clear(neutral_trait, key)] if stored.version > 1 else ()),
        *(Put(neutral_trait, {**key, **row}) for row in _traits(stored)),
    ]


def _traits(stored: StoredRecord) -> Iterator[dict[str, Any]]:
    document = stored.document
    for trait, name in (("language", "languageBag"), ("place", "placeBag")):
        for value in document.get(name) or ():
            yield {"trait": trait, "value": value, "since": ALWAYS, "until": None}
    for one in document.get("accreditationBag") or ():
        yield {
            "trait": "accreditation",
            "value": one["scheme"],
            "since": one["startDate"],
            "until": one.get("endDate"),
        }


def project_nomination(stored: StoredRecord) -> list[Any]:
    """A nomination as it stands."""
    row = {
        "id": stored.id,
        "case_id": stored.document["case"],
        "neutral": stored.document["neutral"],
        "status": stored.document["statusCategory"],
        "account": stored.document.get("account"),
        "party": stored.document.get("party"),
    }
    return [Put(nomination, row)]
