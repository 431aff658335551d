"""What each member of a stored document is, and so which part it goes into.

Every member of every stored schema stands here with its data class; a member that does
not cannot be stored. The class decides the part; nothing is ever filtered inside a part.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class DataClass(StrEnum):
    """What a member is, whoever asks (DESIGN: data classes)."""

    PUBLIC = "public"
    PUBLIC_AFTER = "public-after"
    PERSONAL = "personal"
    PERSONAL_SENSITIVE = "personal-sensitive"
    COMMERCIAL = "commercial"
    CASE = "case"
    OBLIGOR = "obligor"
    NEVER_LEAVES = "never-leaves"


class Label(StrEnum):
    """The audience of a part."""

    PUBLIC = "public"
    NAMES = "names"
    PARTIES = "parties"
    PRICE = "price"
    FILING = "filing"
    HEADER = "header"


LABEL_OF = {
    DataClass.PUBLIC: Label.PUBLIC,
    DataClass.PERSONAL: Label.NAMES,
    DataClass.PERSONAL_SENSITIVE: Label.PARTIES,
    DataClass.COMMERCIAL: Label.PRICE,
    DataClass.NEVER_LEAVES: Label.FILING,
}

_P, _N, _S, _C, _F = (
    DataClass.PUBLIC,
    DataClass.PERSONAL,
    DataClass.PERSONAL_SENSITIVE,
    DataClass.COMMERCIAL,
    DataClass.NEVER_LEAVES,
)

# Members of each stored schema. `kind`, `schema`, `record`, `version`, `recordedAt` and
# `capacity` head every part and have no class of their own.
MEMBERS: Mapping[str, Mapping[str, DataClass]] = {
    "party/1": {
        "category": _P,
        "organizationNameBag": _P,
        "jurisdictionCode": _P,
        "identifierBag": _P,
        "personNameBag": _N,
        "townText": _N,
        "addressBag": _S,
        "serviceAddressBag": _S,
        "sensitiveIdentifierBag": _S,
        "sourceOffice": _P,
    },
    "asset/1": {
        "officeCode": _P,
        "rightKind": _P,
        "number": _P,
        "numberBag": _P,
        "titleBag": _P,
        "stageBag": _P,
        "relatedRightBag": _P,
        "filingDate": _P,
        "registrationDate": _P,
        "classBag": _P,
        "term": _P,
        "inventorBag": _N,
    },
    "transaction/1": {
        "act": _P,
        "filing": _P,
        "subjectBag": _P,
        "executedDate": _P,
        "receivedAt": _P,
        "effectiveDate": _P,
        "registerOfRecord": _P,
        "effectOfRecording": _P,
        "partyBag": _P,
        "evidenceBag": _P,
        "policy": _P,
        "corrects": _P,
        "personBag": _N,
        "consideration": _C,
    },
    "filing/1": {
        "act": _P,
        "status": _P,
        "subjectBag": _P,
        "receivedAt": _P,
        "type": _F,
        "filer": _F,
        "body": _F,
        "bodyDigest": _F,
        "awaiting": _S,
        "assents": _S,
        "grounds": _S,
        "transaction": _S,
        "recordBag": _S,
    },
    "mandate/1": {
        "principal": _S,
        "agent": _S,
        "actBag": _S,
        "assetBag": _S,
        "period": _S,
        "status": _S,
    },
    "policy/1": {"name": _P, "officeCode": _P, "rightKindBag": _P, "inForceFrom": _P, "text": _P},
    "entry/1": {
        "act": _F,
        "filer": _F,
        "items": _F,
        "previous": _F,
        "policies": _F,
        "node": _F,
    },
}


def data_class(schema: str, member: str) -> DataClass:
    """The class of a member. Raises KeyError for one that has none."""
    return MEMBERS[schema][member]


def split(
    schema: str, document: Mapping[str, Any], *, published: bool = True
) -> dict[Label, dict[str, Any]]:
    """The parts of a document by label; members that are None are not stored.

    An unpublished right has no public part (and so no search hit and no count): what
    would be public or a name goes to ``parties``, known to its holder and the office.
    """
    parts: dict[Label, dict[str, Any]] = {}
    for member, value in document.items():
        label = LABEL_OF[MEMBERS[schema][member]]
        if not published and label in (Label.PUBLIC, Label.NAMES):
            label = Label.PARTIES
        if value is not None:
            parts.setdefault(label, {})[member] = value
    if schema == "entry/1":
        return {Label.HEADER: parts[Label.FILING]}
    return parts
