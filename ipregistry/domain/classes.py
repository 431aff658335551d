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
    OFFICE = "office"
    HEADER = "header"
    # Of cases: who reads them is what an account is in the case, never a role at this node
    # alone (but for the institution's own staff). The side of a part stands in its record.
    CASE_ALL = "case:all"
    CASE_TRIBUNAL = "case:tribunal"
    CASE_CAUCUS = "case:caucus"
    CASE_OFFICE = "case:office"
    CASE_FILING = "case:filing"


LABEL_OF = {
    DataClass.PUBLIC: Label.PUBLIC,
    DataClass.PERSONAL: Label.NAMES,
    DataClass.PERSONAL_SENSITIVE: Label.PARTIES,
    DataClass.COMMERCIAL: Label.PRICE,
    DataClass.NEVER_LEAVES: Label.FILING,
    DataClass.CASE: Label.CASE_ALL,
}

_P, _N, _S, _C, _F, _K = (
    DataClass.PUBLIC,
    DataClass.PERSONAL,
    DataClass.PERSONAL_SENSITIVE,
    DataClass.COMMERCIAL,
    DataClass.NEVER_LEAVES,
    DataClass.CASE,
)

# What heads every part, and has no class of its own.
HEAD = frozenset({"kind", "schema", "record", "version", "recordedAt", "capacity", "part"})

# What a version that puts an earlier one right says of it, which no later version repeats.
SAID_ONCE = frozenset({"corrects", "recordedBefore", "correctsVersion"})

# Members of each stored schema.
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
        "corrects": _P,
        "recordedBefore": _P,
        "correctsVersion": _F,
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
        "corrects": _P,
        "recordedBefore": _P,
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
        "recordalDeadlineBag": _P,
        "partyBag": _P,
        "evidenceBag": _P,
        "policy": _P,
        "corrects": _P,
        "interest": _P,
        "publication": _P,
        "cause": _N,
        "instrument": _S,
        "paperBag": _S,
        "personBag": _N,
        "consideration": _C,
        "securedAmount": _C,
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
        "groundBag": _S,
        "remedyBag": _S,
        "review": _S,
        "appealBag": _S,
        "recordalDeadlineBag": _S,
        "dividedFrom": _S,
        "pieceBag": _S,
        "allocation": _F,
        "recusalBag": _F,
        "decisionBag": _F,
        "toldBag": _S,
        "case": _K,
        "side": _K,
    },
    "case/1": {
        "pack": _K,
        "procedureCategory": _K,
        "stateCode": _K,
        "stateVersion": _K,
        "finalIndicator": _K,
        "sideBag": _K,
        "neutralBag": _K,
        "placeBag": _K,
        "seatCode": _K,
        "placeOfMediationCode": _K,
        "institutionPlaceCode": _K,
        "languageCode": _K,
        "amountInDispute": _K,
        "assetBag": _K,
        "claimBag": _K,
        "reliefText": _K,
        "openedAt": _K,
        "openedDate": _K,
        "visitedBag": _K,
        "deadlineBag": _K,
        "proposalBag": _K,
        "consolidatedBag": _K,
        "instrumentBag": _K,
        "recoveryBag": _K,
        "objectionBag": _K,
        "eventBag": _K,
        "outcomeCode": _K,
        # Of a domain-name case that was decided and published elsewhere.
        "toldBag": _K,
        "decision": _P,
        "decisionNames": _N,
    },
    "case-disclosure/1": {
        "case": _K,
        "recipientCategory": _K,
        "recipientText": _K,
        "recipientPlaceCode": _K,
        "basis": _K,
        "basisDocumentDigest": _K,
        "askedBag": _K,
        "purposeText": _K,
        "receivedPaperDigest": _K,
        "law": _K,
        "enteredBy": _K,
        "requestedAt": _K,
        "status": _K,
        "paperBag": _K,
        "withheldBag": _K,
        "awaitedBag": _K,
        "consentBag": _K,
        "reasonBag": _K,
        "decidedAt": _K,
        "lastDate": _K,
        "usedAt": _K,
    },
    "case-charge/1": {
        "case": _K,
        "pack": _K,
        "fee": _K,
        "date": _K,
        "total": _K,
        "fixedIndicator": _K,
        "shareBag": _K,
        "pieceBag": _K,
        "entryBag": _K,
        "account": _K,
        "party": _K,
    },
    "case-notice/1": {
        "case": _K,
        "side": _K,
        "roleCode": _K,
        "addressText": _K,
        "placeCode": _K,
        "languageCode": _K,
        "channelCode": _K,
        "sentDate": _K,
        "event": _K,
        "follows": _K,
        "documentBag": _K,
        "outcomeBag": _K,
        "receipt": _K,
        "citation": _K,
        "standing": _K,
        "nextChannelCode": _K,
    },
    "neutral/1": {
        "party": _K,
        "account": _K,
        "nameBag": _K,
        "statusCategory": _K,
        "languageBag": _K,
        "placeBag": _K,
        "accreditationBag": _K,
        "unavailableBag": _K,
        "tieBag": _K,
    },
    "nomination/1": {
        "case": _K,
        "neutral": _K,
        "neutralVersion": _K,
        "party": _K,
        "account": _K,
        "nameBag": _K,
        "role": _K,
        "proposedBy": _K,
        "proposedDate": _K,
        "statusCategory": _K,
        "relationBag": _K,
        "replaces": _K,
        "check": _K,
        "declaration": _K,
        "toldDate": _K,
        "disclosureBag": _K,
        "waiverBag": _K,
        "challengeBag": _K,
        "appointedDate": _K,
        "appointingBag": _K,
        "appointmentDigest": _K,
        "endedDate": _K,
        "endCategory": _K,
        "reasonsText": _K,
        "statementDigest": _K,
    },
    "conflict-check/1": {
        "case": _K,
        "nomination": _K,
        "checkedDate": _K,
        "listBag": _K,
        "findingBag": _K,
        "notJudgedBag": _K,
        "declaredTieBag": _K,
        "officerFindingBag": _K,
        "otherCases": _K,
    },
    "case-statistics/1": {"quarter": _P, "leastCell": _P, "groupBag": _P},
    "case-paper/1": {
        "case": _K,
        "side": _K,
        "document": _K,
        "digest": _K,
        "byteQuantity": _K,
        "mediaType": _K,
        "languageCode": _K,
        "labelText": _K,
        "heldElsewhereIndicator": _K,
        "filedAt": _K,
        "event": _K,
    },
    "requisition/1": {
        "filingBag": _S,
        "asset": _S,
        "status": _S,
        "requisitionCategory": _S,
        "paper": _S,
        "languageCode": _S,
        "letterText": _S,
        "issuedDate": _S,
        "dueDate": _S,
        "clock": _S,
        "extensionBag": _S,
        "replyBag": _S,
        "assessmentBag": _S,
        "filer": _F,
        "officer": _F,
    },
    "hold/1": {
        "asset": _S,
        "category": _S,
        "status": _S,
        "authorityText": _S,
        "startDate": _S,
        "endDate": _S,
        "stopBag": _S,
        "concernedBag": _S,
        "account": _F,
        "contestText": _S,
        "citation": _S,
        "confidence": _S,
        "evidenceBag": _S,
        "liftedOnGround": _S,
    },
    "invoice/1": {
        "filing": _S,
        "filer": _S,
        "party": _S,
        "lineBag": _S,
        "total": _S,
        "paymentBag": _C,
        "refundBag": _C,
    },
    "mandate/1": {
        "principal": _S,
        "agent": _S,
        "actBag": _S,
        "assetBag": _S,
        "period": _S,
        "status": _S,
    },
    "pack/1": {
        "name": _P,
        "packVersion": _P,
        "procedureCategory": _P,
        "titleBag": _P,
        "inForceFrom": _P,
        "inForceTo": _P,
        "opensCasesIndicator": _P,
        "text": _P,
    },
    "calendar/1": {"jurisdictionCode": _P, "yearBag": _P, "text": _P},
    "closure/1": {
        "jurisdictionCode": _P,
        "closureDate": _P,
        "closureCategory": _P,
        "status": _P,
        "sourceText": _P,
        "sourceDigest": _P,
    },
    "policy/1": {"name": _P, "officeCode": _P, "rightKindBag": _P, "inForceFrom": _P, "text": _P},
    "erasure/1": {
        "erasedRecord": _F,
        "erasedVersion": _F,
        "erasedPart": _F,
        "erasedCommitment": _F,
        "remainder": _F,
        "groundCategory": _F,
        "citation": _F,
        "filing": _F,
    },
    "entry/1": {
        "act": _F,
        "filer": _F,
        "items": _F,
        "previous": _F,
        "policies": _F,
        "packs": _F,
        "node": _F,
    },
}


# Members that fewer people see than their class says: of how an office examines a filing,
# its filer learns the outcome.
APART: Mapping[tuple[str, str], Label] = {
    ("filing/1", "allocation"): Label.OFFICE,
    ("filing/1", "recusalBag"): Label.OFFICE,
    ("filing/1", "decisionBag"): Label.OFFICE,
    ("requisition/1", "officer"): Label.OFFICE,
    ("party/1", "correctsVersion"): Label.OFFICE,
}

_LABELS = {label.value: label for label in Label}


def data_class(schema: str, member: str) -> DataClass:
    """The class of a member. Raises KeyError for one that has none."""
    return MEMBERS[schema][member]


def split(
    schema: str,
    document: Mapping[str, Any],
    *,
    published: bool = True,
    audience: Label | None = None,
) -> dict[Label, dict[str, Any]]:
    """The parts of a document by label; members that are None are not stored.

    An unpublished right has no public part (and so no search hit and no count): what
    would be public or a name goes to ``parties``, known to its holder and the office.
    A record of a case has one `audience`: all of it is one part.
    """
    parts: dict[Label, dict[str, Any]] = {}
    for member, value in document.items():
        by_class = LABEL_OF[MEMBERS[schema][member]]
        label = audience or APART.get((schema, member)) or by_class
        if not published and label in (Label.PUBLIC, Label.NAMES):
            label = Label.PARTIES
        if value is not None:
            parts.setdefault(label, {})[member] = value
    if schema == "erasure/1":
        # It is read by whoever may read the part that it took.
        return {_LABELS.get(document["erasedPart"], Label.OFFICE): parts[Label.FILING]}
    if schema == "entry/1" and audience is None:
        return {Label.HEADER: parts[Label.FILING]}
    return parts
