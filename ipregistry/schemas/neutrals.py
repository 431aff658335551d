"""The bodies of filings about neutrals."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.neutrals.model import Matter, Standing, Tie
from ipregistry.schemas.across import exactly_one
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    Indicator,
    ListOf,
    RecordNumber,
    StrictSchema,
    Text,
    Word,
)
from ipregistry.schemas.cases import CASE, PackWord
from ipregistry.schemas.values import Language, Name

ROLES = ("mediator", "neutral")
STATUSES = ("listed", "suspended", "removed")
ENDS = ("recused", "resigned", "revoked", "replaced", "declined", "withdrawn", "died")
OUTCOMES = ("upheld", "agreed", "dismissed", "withdrawn")


class NeutralTie(StrictSchema):
    """What a neutral is, or was, to somebody: an appointment elsewhere, work, family, shares."""

    tieCategory = Choice(
        [tie for tie in Tie if tie is not Tie.IS], CASE, "What it is", required=True
    )
    party = RecordNumber("party", CASE, "To whom, as a party on record")
    account = RecordNumber("account", CASE, "To whom, by account")
    nameText = Text(CASE, "To whom, by name", max_length=500, exact=True)
    matterCategory = Choice(Matter, CASE, "What the matter has to do with the case")
    startDate = Day(CASE, "Since when, or on which day", required=True)
    endDate = Day(CASE, "Until when; the same day of what happened on one; still if left out")
    evidenceDigest = Digest(CASE, "SHA-256 of the evidence")
    referenceText = Text(CASE, "The case elsewhere, by its reference there", max_length=200)
    across = (exactly_one("party", "account", "nameText"),)


class NeutralAccreditation(StrictSchema):
    """An accreditation: of which scheme, through which jurisdiction, by what evidence."""

    scheme = Word(CASE, "The scheme", required=True, examples=["gba-mediator"])
    jurisdictionCode = Country(CASE, "The jurisdiction applied through", required=True)
    evidenceDigest = Digest(CASE, "SHA-256 of the evidence", required=True)
    startDate = Day(CASE, "The first day", required=True)
    endDate = Day(CASE, "The last day")


class NeutralAbsence(StrictSchema):
    """Days on which a neutral takes no case."""

    startDate = Day(CASE, "The first day", required=True)
    endDate = Day(CASE, "The last day", required=True)


class _NeutralMembers(StrictSchema):
    party = RecordNumber("party", CASE, "The neutral as a party on record")
    account = RecordNumber("account", CASE, "The neutral's account")
    statusCategory = Choice(STATUSES, CASE, "Whether he may be proposed")
    languageBag = ListOf(
        Language(CASE, "A language"), CASE, "Working languages", max_items=50, unique=True
    )
    placeBag = ListOf(
        Country(CASE, "A place"), CASE, "Places where he sits", max_items=50, unique=True
    )
    accreditationBag = ListOf(NeutralAccreditation, CASE, "Accreditations", max_items=50)
    unavailableBag = ListOf(NeutralAbsence, CASE, "When he takes no case", max_items=200)
    tieBag = ListOf(
        NeutralTie,
        CASE,
        "Appointments elsewhere, work as counsel, and other ties, as the institution knows them",
        max_items=1000,
    )


class NeutralRegistrationFiling(_NeutralMembers):
    """A neutral for the roster."""

    nameBag = ListOf(Name, CASE, "Names", max_items=20, min_items=1, required=True)


class NeutralAmendmentFiling(_NeutralMembers):
    """An entry of the roster as it stands from now on; a list that is given replaces the old."""

    neutral = RecordNumber("neutral", CASE, "The entry", required=True)
    neutralVersion = Count(CASE, "Its version that the filer saw", least=1, required=True)
    nameBag = ListOf(Name, CASE, "Names", max_items=20, min_items=1)


class PartyRelation(StrictSchema):
    """Somebody behind a party, as the party must tell: a group company, an officer."""

    side = PackWord(CASE, "The party's side", required=True)
    partyNumber = Count(CASE, "Which of its parties, from 1", least=1)
    standingCategory = Choice(
        [Standing.AFFILIATE, Standing.OFFICER, Standing.CONTROLLER],
        CASE,
        "What he is to the party",
        required=True,
    )
    party = RecordNumber("party", CASE, "Who, as a party on record")
    nameText = Text(CASE, "Who, by name", max_length=500, exact=True)
    evidenceDigest = Digest(CASE, "SHA-256 of the evidence")
    across = (exactly_one("party", "nameText"),)


def _case() -> RecordNumber:
    return RecordNumber("case", CASE, "The case", required=True)


def _statement() -> Digest:
    return Digest(CASE, "SHA-256 of the signed statement")


class NeutralProposalFiling(StrictSchema):
    """A candidate for a case; he is checked before anybody invites him."""

    case = _case()
    neutral = RecordNumber("neutral", CASE, "The roster's entry", required=True)
    role = Choice(ROLES, CASE, "As what: who mediates hears each side alone", required=True)
    proposedBy = PackWord(CASE, "The side that proposes; the institution if left out")
    replaces = RecordNumber("nomination", CASE, "The nomination that this one replaces")
    relationBag = ListOf(PartyRelation, CASE, "Who stands behind the parties", max_items=500)


class _OfNomination(StrictSchema):
    case = _case()
    nomination = RecordNumber("nomination", CASE, "The nomination", required=True)


class _Entered(_OfNomination):
    by = PackWord(CASE, "Whose act it is, where the institution enters what came on paper")
    receivedPaperDigest = Digest(CASE, "SHA-256 of the paper that the institution enters")


class NeutralDeclarationFiling(_Entered):
    """What a candidate declares of himself."""

    independentIndicator = Indicator(CASE, "He is independent and impartial", required=True)
    availableIndicator = Indicator(CASE, "He has the time that the case needs", required=True)
    nothingToDiscloseIndicator = Indicator(CASE, "He knows of nothing to disclose")
    statementDigest = _statement()
    tieBag = ListOf(NeutralTie, CASE, "What only he can know", max_items=1000)


class SideReceipt(StrictSchema):
    """The day on which a side received something."""

    side = PackWord(CASE, "The side", required=True)
    receivedDate = Day(CASE, "The day of receipt", required=True)


class NeutralDisclosureFiling(_Entered):
    """What the parties are told of a candidate; their time to object runs from its receipt."""

    disclosureText = Text(CASE, "What is disclosed", max_length=20_000, lines=True, required=True)
    itemBag = ListOf(
        Text(CASE, "An item of a list", max_length=80, examples=["iba-2024:3.1.3"]),
        CASE,
        "The items that it is about",
        max_items=100,
        min_items=1,
        unique=True,
    )
    receiptBag = ListOf(SideReceipt, CASE, "Receipts, where proved otherwise", max_items=50)
    statementDigest = _statement()


class NeutralWaiverFiling(_Entered):
    """A side accepts a candidate in spite of what was disclosed."""

    itemBag = ListOf(
        Text(CASE, "An item of a list", max_length=80, examples=["iba-2024:2.3.4"]),
        CASE,
        "The items that it accepts",
        max_items=100,
        min_items=1,
        unique=True,
        required=True,
    )
    statementDigest = _statement()


class NeutralChallengeFiling(_Entered):
    """A side challenges a neutral."""

    groundText = Text(CASE, "The ground", max_length=20_000, lines=True, required=True)
    knownSinceDate = Day(CASE, "Since when the side has known it", required=True)
    statementDigest = _statement()


class NeutralChallengeDecisionFiling(_OfNomination):
    """What became of a challenge."""

    challenge = Count(CASE, "Which challenge", least=1, required=True)
    outcomeCategory = Choice(OUTCOMES, CASE, "What became of it", required=True)
    decidedByText = Text(CASE, "Who decided", max_length=500, required=True)
    reasonsText = Text(CASE, "Why", max_length=20_000, lines=True)
    timelinessText = Text(CASE, "Whether it was made in time, and why", max_length=5_000)
    decisionDigest = Digest(CASE, "SHA-256 of the decision")


class OfficerFinding(StrictSchema):
    """What an officer found of an item that asks one."""

    item = Text(CASE, "The item", max_length=80, required=True, examples=["iba-2024:3.2"])
    findingText = Text(CASE, "What he found", max_length=5_000, lines=True, required=True)


class NeutralAppointmentFiling(_OfNomination):
    """A candidate becomes the case's neutral."""

    officerFindingBag = ListOf(OfficerFinding, CASE, "What an officer found", max_items=100)
    objectionsOverIndicator = Indicator(
        CASE, "An officer finds that the time to object is over, where no rule says"
    )
    appointmentDigest = Digest(CASE, "SHA-256 of the appointment")


class NeutralEndFiling(_Entered):
    """A candidate or a neutral leaves."""

    endCategory = Choice(ENDS, CASE, "Why", required=True)
    reasonsText = Text(CASE, "The reasons", max_length=20_000, lines=True)
    statementDigest = _statement()
