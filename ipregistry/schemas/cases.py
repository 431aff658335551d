"""The bodies of filings in cases."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from ipregistry.domain.calendars import Unit
from ipregistry.domain.classes import DataClass
from ipregistry.domain.documents import MEDIA_TYPES
from ipregistry.schemas.across import exactly_one
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    Formed,
    Indicator,
    ListOf,
    Office,
    One,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.values import Language, Money

CASE = DataClass.CASE
MAX_SIDES, MAX_PAPERS, MAX_ASSETS = 50, 200, 1000


class PackWord(Formed):
    """An id of a rules pack: of an event, a deadline, a document, a role."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=r"[a-z][a-z0-9_-]*",
            max_length=80,
            code=ShapeCode.WORD_MALFORMED,
            **options,
        )


class CaseParty(StrictSchema):
    """A party of a side: by record, or by name where it is not on record."""

    party = RecordNumber("party", CASE, "The party's record number")
    nameText = Text(CASE, "Its name, where it has no record", max_length=500, exact=True)
    languageCode = Language(CASE, "The language of the name")
    addressText = Text(CASE, "Its address for service", max_length=1000, lines=True)
    emailText = Text(CASE, "Its e-mail address for service", max_length=254)
    across = (exactly_one("party", "nameText"),)


class CaseRepresentative(StrictSchema):
    """Who acts for a side: an account or a party on record, by which power of attorney."""

    account = RecordNumber("account", CASE, "The representative's account")
    party = RecordNumber("party", CASE, "The representative as a party on record")
    nameText = Text(CASE, "The representative's name", max_length=500, exact=True)
    powerDigest = Digest(CASE, "SHA-256 of the power of attorney")
    across = (exactly_one("account", "party"),)


class CaseSide(StrictSchema):
    """A side of a case."""

    side = PackWord(CASE, "Its name in the case", required=True, examples=["respondent-2"])
    role = PackWord(CASE, "Its role by the rules pack", required=True, examples=["respondent"])
    placeCode = Country(CASE, "Its place: whose calendar its periods are counted by")
    languageCode = Language(CASE, "The language in which it is written to")
    partyBag = ListOf(CaseParty, CASE, "Its parties", max_items=50, min_items=1, required=True)
    representativeBag = ListOf(
        CaseRepresentative, CASE, "Who acts for it", max_items=50, min_items=1
    )


class CasePlace(StrictSchema):
    """The place of somebody whom the rules pack names beside the sides."""

    role = PackWord(CASE, "Who", required=True, examples=["registrar"])
    placeCode = Country(CASE, "The place", required=True)


class CaseAsset(StrictSchema):
    """What the case is about: a right on record, one by its number, or anything by name."""

    asset = RecordNumber("asset", CASE, "A right on record here")
    officeCode = Office(CASE, "The office of a right that is named by number")
    number = Text(CASE, "Its number, in any notation", max_length=64)
    nameText = Text(CASE, "A domain name, a secret, a work: by name", max_length=500)
    across = (exactly_one("asset", "number", "nameText"),)


class CaseClaim(StrictSchema):
    """A claim: whose, against whom, for what."""

    side = PackWord(CASE, "The side that claims")
    claimText = Text(CASE, "The claim", max_length=20_000, lines=True, required=True)
    reliefText = Text(CASE, "What is asked for", max_length=5_000, lines=True)
    amount = One(Money, CASE, "The sum that is claimed")


class CasePaperItem(StrictSchema):
    """A document given in a case: of a kind that the pack knows, its bytes by digest."""

    document = PackWord(CASE, "Which of the pack's documents it is", required=True)
    digest = Digest(CASE, "SHA-256 of its bytes", required=True)
    byteQuantity = Count(CASE, "How many bytes", least=0)
    mediaType = Choice(sorted(MEDIA_TYPES), CASE, "The media type")
    languageCode = Language(CASE, "Its language")
    labelText = Text(CASE, "What its filer calls it", max_length=200)
    heldElsewhereIndicator = Indicator(
        CASE, "Its bytes are kept elsewhere: only the digest is on record here"
    )


class CaseFee(StrictSchema):
    """A fee that was paid: in advance, or as the institution attests."""

    fee = PackWord(CASE, "Which of the pack's fees", required=True)
    charge = RecordNumber("case-charge", CASE, "The advance that it was paid by, of a request")


def _papers(*, required: bool = False) -> ListOf:
    return ListOf(
        CasePaperItem,
        CASE,
        "The documents that come with it",
        max_items=MAX_PAPERS,
        min_items=1 if required else 0,
        required=required,
    )


def _fees() -> ListOf:
    return ListOf(CaseFee, CASE, "The fees that come with it", max_items=50)


def _case() -> RecordNumber:
    return RecordNumber("case", CASE, "The case", required=True)


def _version() -> Count:
    return Count(
        CASE, "The case's version that the filer saw; refused where its state moved on", least=1
    )


def _by() -> PackWord:
    return PackWord(CASE, "Whose act it is, where the institution enters what came on paper")


def _received() -> Digest:
    return Digest(CASE, "SHA-256 of the paper that the institution enters for somebody")


class CaseRequestFiling(StrictSchema):
    """The request that opens a case."""

    pack = PackWord(CASE, "The rules pack, by name", required=True, examples=["mediation-gba"])
    event = PackWord(CASE, "The opening event, where the pack has several")
    side = PackWord(CASE, "The side that asks", required=True)
    sideBag = ListOf(CaseSide, CASE, "The sides", max_items=MAX_SIDES, min_items=1, required=True)
    powerOfAttorneyDigest = Digest(CASE, "SHA-256 of the filer's power, where he is no party")
    seatCode = Country(CASE, "The seat of an arbitration")
    placeOfMediationCode = Country(CASE, "Where a mediation is conducted")
    institutionPlaceCode = Country(CASE, "Where the institution sits, if not where the node is")
    placeBag = ListOf(CasePlace, CASE, "Places of others", max_items=20)
    languageCode = Language(CASE, "The language of the case")
    amountInDispute = One(Money, CASE, "The amount in dispute")
    assetBag = ListOf(CaseAsset, CASE, "What the case is about", max_items=MAX_ASSETS)
    claimBag = ListOf(CaseClaim, CASE, "The claims", max_items=100)
    reliefText = Text(CASE, "What is asked for", max_length=5_000, lines=True)
    documentBag = _papers()
    feeBag = _fees()


class CaseEventFiling(StrictSchema):
    """Something that happens in a case by its rules."""

    case = _case()
    caseVersion = _version()
    event = PackWord(CASE, "The event, as the pack names it", required=True)
    by = _by()
    proposal = Count(CASE, "The other side's proposal that this agrees to", least=1)
    takesBackIndicator = Indicator(CASE, "The filer takes back its part in the proposal")
    toSide = PackWord(CASE, "The side that it reached, of a receipt where there are several")
    onDate = Day(CASE, "The day that counts, where it is not today: of a receipt, of an award")
    documentBag = _papers()
    feeBag = _fees()
    noteText = Text(CASE, "A note for all in the case", max_length=5_000, lines=True)
    receivedPaperDigest = _received()


class CaseExtensionFiling(StrictSchema):
    """More time for a deadline."""

    case = _case()
    caseVersion = _version()
    deadline = PackWord(CASE, "The deadline, as the pack names it", required=True)
    by = _by()
    count = Count(CASE, "By how much, where the pack leaves it open", least=1)
    unit = Choice(Unit, CASE, "Of what; the deadline's own unit if left out")
    proposal = Count(CASE, "The other side's proposal that this agrees to", least=1)
    noteText = Text(CASE, "The reason", max_length=5_000, lines=True)
    receivedPaperDigest = _received()


class CaseOrderFiling(StrictSchema):
    """A procedural order that sets a deadline to a day."""

    case = _case()
    caseVersion = _version()
    deadline = PackWord(CASE, "The deadline, as the pack names it", required=True)
    dueDate = Day(CASE, "Its last day from now on", required=True)
    citationText = Text(
        CASE, "The order, and the rule that it rests on", max_length=500, required=True
    )
    orderDigest = Digest(CASE, "SHA-256 of the order", required=True)
    documentBag = _papers()


class EndedSide(StrictSchema):
    """A side that leaves a case."""

    side = PackWord(CASE, "The side", required=True)
    groundCategory = Choice(
        ("settled", "withdrawn-against", "no-jurisdiction", "party-gone"),
        CASE,
        "Why: a settlement of its own, a claim withdrawn against it, …",
        required=True,
    )


class CaseAmendmentFiling(StrictSchema):
    """Joinder, a side that leaves, further claims, consolidation."""

    case = _case()
    caseVersion = _version()
    joinedSideBag = ListOf(CaseSide, CASE, "Sides that come in", max_items=MAX_SIDES, min_items=1)
    endedSideBag = ListOf(EndedSide, CASE, "Sides that leave", max_items=MAX_SIDES, min_items=1)
    claimBag = ListOf(CaseClaim, CASE, "Further claims: a counterclaim", max_items=100, min_items=1)
    assetBag = ListOf(CaseAsset, CASE, "Further rights", max_items=MAX_ASSETS, min_items=1)
    amountInDispute = One(Money, CASE, "The amount in dispute from now on")
    consolidatedBag = ListOf(
        RecordNumber("case", CASE, "A case"),
        CASE,
        "Cases that are heard together with this one from now on",
        max_items=20,
        min_items=1,
        unique=True,
    )
    citationText = Text(CASE, "The order, and its rule", max_length=500)
    orderDigest = Digest(CASE, "SHA-256 of the order")
    documentBag = _papers()


class CasePaperFiling(StrictSchema):
    """Papers without an event."""

    case = _case()
    by = _by()
    documentBag = _papers(required=True)


class CaseRepresentationFiling(StrictSchema):
    """Who acts for a side from now on."""

    case = _case()
    side = PackWord(CASE, "The side", required=True)
    appointedBag = ListOf(CaseRepresentative, CASE, "Who comes", max_items=50, min_items=1)
    endedBag = ListOf(
        Text(CASE, "An account or a party that goes", max_length=20),
        CASE,
        "Who goes, by account or party number",
        max_items=50,
        min_items=1,
        unique=True,
    )
    receivedPaperDigest = _received()


class CaseExpiryFiling(StrictSchema):
    """What ran out in a case is written down."""

    case = _case()


class CaseJoiningFiling(StrictSchema):
    """A party of a side gets an account of its own."""

    case = _case()
    side = PackWord(CASE, "The side", required=True)
    partyPosition = Count(CASE, "Its place in the side's partyBag; none: the first", most=49)
    account = RecordNumber("account", CASE, "The account that stands for it", required=True)
    receivedPaperDigest = _received()


class CaseStatusKeyFiling(StrictSchema):
    """A side's status key ends, and it has another one."""

    case = _case()
    side = PackWord(CASE, "The side", required=True)
