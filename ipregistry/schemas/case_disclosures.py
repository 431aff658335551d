"""Disclosures of papers of a case to outsiders: their filings, and as they are read."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.confidentiality.judging import DisclosureStatus
from ipregistry.domain.policies.disclosures import Recipient
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told
from ipregistry.schemas.answers import PageFrame, PartFrame, RecordFrame
from ipregistry.schemas.base import (
    Choice,
    Country,
    Day,
    Digest,
    Indicator,
    ListOf,
    One,
    RecordNumber,
    StrictSchema,
    Text,
)
from ipregistry.schemas.case_records import CasePaperPartBody
from ipregistry.schemas.cases import CASE, MAX_PAPERS, PackWord
from ipregistry.schemas.records import PartHead
from ipregistry.schemas.values import PUBLIC

_RECIPIENTS = sorted(set(Recipient) - {Recipient.SIDES})


class CaseDisclosureFiling(StrictSchema):
    """Somebody outside asks for papers of a case, or a side wants to show them to him."""

    case = RecordNumber("case", CASE, "The case", required=True)
    recipientCategory = Choice(_RECIPIENTS, CASE, "What the outsider is", required=True)
    recipientText = Text(CASE, "Who it is, by name", max_length=500, exact=True, required=True)
    recipientPlaceCode = Country(CASE, "The outsider's place")
    basis = PackWord(
        CASE,
        "The code of the law's list on which it is asked for",
        examples=["enforce_or_challenge_award"],
    )
    basisDocumentDigest = Digest(CASE, "SHA-256 of the paper that shows the basis")
    paperBag = ListOf(
        RecordNumber("case-paper", CASE, "A paper"),
        CASE,
        "The papers asked for; left out: all that the basis opens",
        max_items=MAX_PAPERS,
        min_items=1,
        unique=True,
    )
    purposeText = Text(CASE, "What for", max_length=5_000, lines=True)
    by = PackWord(CASE, "Whose wish it is, where the institution enters it for a side")
    receivedPaperDigest = Digest(CASE, "SHA-256 of the request that was received")


class CaseConsentFiling(StrictSchema):
    """A side, or the mediator, agrees to a disclosure, or does not, or no longer."""

    case = RecordNumber("case", CASE, "The case", required=True)
    disclosure = RecordNumber("case-disclosure", CASE, "The disclosure", required=True)
    agreedIndicator = Indicator(CASE, "Yes or no", required=True)
    by = PackWord(CASE, "Whose word it is, where the institution enters what came on paper")
    receivedPaperDigest = Digest(CASE, "SHA-256 of the paper that the institution enters")


class CaseDisclosureOpeningFiling(StrictSchema):
    """The outsider has opened what he was granted."""

    case = RecordNumber("case", CASE, "The case", required=True)
    disclosure = RecordNumber("case-disclosure", CASE, "The disclosure", required=True)


class DisclosureReason(AnswerSchema):
    """Why something is not shown."""

    code = Told(CASE, "The reason's stable code", required=True)
    params = Members(CASE, "Its particulars")
    citation = Told(CASE, "The rule")


class DisclosedPaper(AnswerSchema):
    """A paper that may be shown."""

    paper = RecordNumber("case-paper", CASE, "The paper", required=True)
    document = Told(CASE, "Which of the pack's documents it is", required=True)


class WithheldPaper(AnswerSchema):
    """A paper that was asked for and is not shown."""

    paper = RecordNumber("case-paper", CASE, "The paper, as it was asked for", required=True)
    reason = One(DisclosureReason, CASE, "Why not", required=True)


class DisclosureConsent(AnswerSchema):
    """What somebody said whose consent is asked for."""

    by = Told(CASE, "The side, or the mediator", required=True)
    agreedIndicator = Indicator(CASE, "Yes or no", required=True)
    at = Moment(CASE, "When", required=True)
    receivedPaperDigest = Digest(CASE, "SHA-256 of the paper that it was entered from")


class DisclosureLawSaid(AnswerSchema):
    """The law that says what may be told of the case."""

    procedure = Told(CASE, "Of which sort of procedure", required=True)
    connection = Told(CASE, "By the seat, or by the place of mediation", required=True)
    placeCode = Country(CASE, "Whose law it is; none where the case names no place")
    citation = Told(CASE, "Where it stands", required=True)
    confidence = Told(CASE, "How it is known", required=True)
    consentOnlyIndicator = Indicator(CASE, "Nothing but consent opens the case", required=True)
    policy = Members(CASE, "The policy's record, version and digest")


class CaseDisclosurePartBody(PartHead):
    """The members of a disclosure."""

    case = RecordNumber("case", CASE, "The case")
    recipientCategory = Choice(_RECIPIENTS, CASE, "What the outsider is")
    recipientText = Told(CASE, "Who it is")
    recipientPlaceCode = Country(CASE, "The outsider's place")
    basis = Told(CASE, "The code on which it was asked for")
    basisDocumentDigest = Digest(CASE, "SHA-256 of the paper that shows the basis")
    askedBag = Many(RecordNumber("case-paper", CASE, "A paper"), CASE, "The papers asked for")
    purposeText = Told(CASE, "What for")
    receivedPaperDigest = Digest(CASE, "SHA-256 of the request that was received")
    law = One(DisclosureLawSaid, CASE, "The law that it was decided by")
    enteredBy = Told(CASE, "The side, or the institution, that filed it")
    requestedAt = Moment(CASE, "When it was asked for")
    status = Choice(DisclosureStatus, CASE, "What came of it")
    paperBag = Many(DisclosedPaper, CASE, "The papers that may be shown, and no others")
    withheldBag = Many(WithheldPaper, CASE, "Papers asked for that are not shown")
    awaitedBag = Many(Told(CASE, "Who"), CASE, "Whose consent is awaited")
    consentBag = Many(DisclosureConsent, CASE, "Who said what")
    reasonBag = Many(DisclosureReason, CASE, "Why it was refused")
    decidedAt = Moment(CASE, "When it was decided")
    lastDate = Day(CASE, "The last day on which it may be opened")
    usedAt = Moment(CASE, "When the outsider opened it")


class CaseDisclosurePart(PartFrame):
    """The part of a disclosure."""

    body = One(CaseDisclosurePartBody, PUBLIC, "The stored part; none where it was erased")


class CaseDisclosureAnswer(RecordFrame):
    """A disclosure, as everybody in the case reads it."""

    id = RecordNumber("case-disclosure", PUBLIC, "The disclosure's number", required=True)
    partBag = Many(CaseDisclosurePart, PUBLIC, "The newest of each part", required=True)


class CaseDisclosureList(PageFrame):
    """A page of disclosures."""

    items = Many(CaseDisclosureAnswer, PUBLIC, "The disclosures", required=True)


class DisclosureCodeSaid(AnswerSchema):
    """A ground on which something of the case may be told."""

    code = Told(CASE, "The code", required=True)
    citation = Told(CASE, "Where it stands", required=True)
    confidence = Told(CASE, "How it is known", required=True)
    recipientBag = Many(Told(CASE, "A category"), CASE, "To whom", required=True)
    documentCategory = Told(CASE, "The paper that has to show it")
    consentBag = Many(Told(CASE, "Who"), CASE, "Who has to agree")
    documentBag = Many(Told(CASE, "A document"), CASE, "The only documents that it opens")
    labelBag = Members(CASE, "What it is called, by language", required=True)


class CaseConfidentialityAnswer(AnswerSchema):
    """What may be told of a case, and by which law."""

    law = One(DisclosureLawSaid, CASE, "The law", required=True)
    codeBag = Many(DisclosureCodeSaid, CASE, "The grounds", required=True)


class DisclosureTokenAnswer(AnswerSchema):
    """What the outsider opens the disclosure with."""

    token = Told(CASE, "Given to the outsider, and to nobody else", required=True)
    lastDate = Day(CASE, "The last day on which it opens anything", required=True)


class OpenedPaper(AnswerSchema):
    """A paper as the outsider sees it."""

    paper = RecordNumber("case-paper", CASE, "The paper", required=True)
    body = One(CasePaperPartBody, CASE, "What is on record of it", required=True)


class DisclosureOpenedAnswer(AnswerSchema):
    """What the outsider was granted."""

    disclosure = RecordNumber("case-disclosure", CASE, "The disclosure", required=True)
    paperBag = Many(OpenedPaper, CASE, "The papers", required=True)
