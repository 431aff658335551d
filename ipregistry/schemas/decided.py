"""Decided domain-name cases: the body of an import, and what is answered of one."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from typing import Any

from ipregistry.domain.classes import DataClass
from ipregistry.domain.decided_cases import COMPLAINANT, REMEDIES, RESPONDENT
from ipregistry.schemas.answering import AnswerSchema, Many, Told
from ipregistry.schemas.base import (
    Choice,
    Day,
    Digest,
    Formed,
    Indicator,
    ListOf,
    StrictSchema,
    Text,
)
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.parties import PARTY_CATEGORIES
from ipregistry.schemas.values import NAME_LENGTH, NUMBER_LENGTH, PERSONAL, PUBLIC

CASE = DataClass.CASE
MAX_NAMES = 500
_WEB = r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\s]*)?"
_NUMBER = r"[A-Za-z0-9](?:[A-Za-z0-9/._-]{0,62}[A-Za-z0-9])?"
_SOURCE = r"[A-Za-z][A-Za-z0-9._-]{0,39}"


def _texts(data_class: DataClass, description: str, most: int = NAME_LENGTH) -> ListOf:
    item = Text(data_class, description, max_length=most)
    return ListOf(item, data_class, description, max_items=MAX_NAMES)


def _formed(description: str, pattern: str, most: int, **options: Any) -> Formed:
    return Formed(
        PUBLIC,
        description,
        pattern=pattern,
        max_length=most,
        code=ShapeCode.TEXT_MALFORMED,
        **options,
    )


class ToldCaseParty(StrictSchema):
    """A party, as the decision names it."""

    nameText = Text(PERSONAL, "Its name, as told", max_length=NAME_LENGTH, required=True)
    category = Choice(
        PARTY_CATEGORIES,
        PUBLIC,
        "Organisation or natural person; where one cannot tell, a person: the name is then shown "
        "in single reads only",
        required=True,
    )


class CaseImportFiling(StrictSchema):
    """A domain-name case that a provider decided and published, as it is told.

    What is not told is left out. The same case is known by provider and number; another record of
    it is its next version.
    """

    packName = _formed(
        "The rules pack in whose words it is told", r"[a-z0-9]+(?:-[a-z0-9]+)*", 80, required=True
    )
    sourceCode = _formed(
        "The provider whose case it was", _SOURCE, 40, required=True, examples=["ADNDRC"]
    )
    caseNumberText = _formed("The provider's number", _NUMBER, NUMBER_LENGTH, required=True)
    statusText = Text(
        PUBLIC, "How it ended, in the provider's word", max_length=NUMBER_LENGTH, required=True
    )
    decisionAddressText = _formed(
        "Where the decision is published; nothing is fetched from there", _WEB, 2000, required=True
    )
    recordDigest = Digest(PUBLIC, "The digest of the record that tells it", required=True)
    submittedDate = Day(PUBLIC, "When the complaint was submitted")
    registrarRequestDate = Day(PUBLIC, "When the registrar was asked to verify")
    registrarResponseDate = Day(PUBLIC, "When the registrar answered")
    commencedDate = Day(PUBLIC, "When the proceeding commenced")
    panelAppointedDate = Day(PUBLIC, "When the panel was appointed")
    publishedDate = Day(PUBLIC, "The day of the decision, as told")
    defaultIndicator = Indicator(PUBLIC, "Whether the respondent sent no response")
    complainantBag = ListOf(ToldCaseParty, PUBLIC, "The complainants", max_items=MAX_NAMES)
    respondentBag = ListOf(ToldCaseParty, PUBLIC, "The respondents", max_items=MAX_NAMES)
    representedByText = Text(PERSONAL, "Who acted for the complainant", max_length=NAME_LENGTH)
    panelistBag = _texts(PERSONAL, "The panel")
    registrarBag = _texts(PUBLIC, "The registrars of the names")
    complainantPlaceBag = _texts(PUBLIC, "Where the complainants are, as told", NUMBER_LENGTH)
    respondentPlaceBag = _texts(PUBLIC, "Where the respondents are, as told", NUMBER_LENGTH)
    domainNameBag = _texts(PUBLIC, "The domain names in dispute, as told")
    markBag = _texts(PUBLIC, "The marks that the complaint rests on, as told", 4000)


class DecidedParty(AnswerSchema):
    """A party, as the decision names it."""

    side = Choice((COMPLAINANT, RESPONDENT), PUBLIC, "Its side", required=True)
    nameText = Told(PERSONAL, "Its name, as told", required=True)


class DecisionPaper(AnswerSchema):
    """A place where the decision is published."""

    addressText = Told(PUBLIC, "The address, as told", required=True)


class ToldRecord(AnswerSchema):
    """A record that told of the case. Its digest is not public: it would confirm a guess at names
    that were erased.
    """

    addressText = Told(CASE, "The address of the decision that it told", required=True)
    recordDigest = Digest(CASE, "Its digest; none where it was erased")


class DecisionRemark(AnswerSchema):
    """Something that is told and cannot be right."""

    code = Choice(("days-out-of-order",), PUBLIC, "What is odd", required=True)
    first = Told(PUBLIC, "The day that comes first by the Rules", required=True)
    then = Told(PUBLIC, "The day that is told to be before it", required=True)


class Decision(AnswerSchema):
    """What is public of a decided case. A day that is not known has no member."""

    sourceCode = Told(PUBLIC, "The provider whose case it was", required=True)
    caseNumberText = Told(PUBLIC, "The provider's number", required=True)
    statusText = Told(PUBLIC, "How it ended, in the provider's word", required=True)
    outcomeCode = Told(PUBLIC, "The same, as a final state of the rules pack", required=True)
    remedyCode = Choice(REMEDIES, PUBLIC, "What was ordered; none where the complaint failed")
    submittedDate = Day(PUBLIC, "When the complaint was submitted")
    registrarRequestDate = Day(PUBLIC, "When the registrar was asked to verify")
    registrarResponseDate = Day(PUBLIC, "When the registrar answered")
    commencedDate = Day(PUBLIC, "When the proceeding commenced")
    panelAppointedDate = Day(PUBLIC, "When the panel was appointed")
    publishedDate = Day(PUBLIC, "The day of the decision, as told")
    defaultIndicator = Indicator(PUBLIC, "Whether the respondent sent no response")
    organizationBag = Many(DecidedParty, PUBLIC, "The parties that are organisations")
    registrarBag = Many(Told(PUBLIC, "A registrar"), PUBLIC, "The registrars of the names")
    complainantPlaceBag = Many(Told(PUBLIC, "A place"), PUBLIC, "Where the complainants are")
    respondentPlaceBag = Many(Told(PUBLIC, "A place"), PUBLIC, "Where the respondents are")
    domainNameBag = Many(Told(PUBLIC, "A name"), PUBLIC, "The domain names in dispute, as told")
    markBag = Many(Told(PUBLIC, "A mark"), PUBLIC, "The marks of the complaint, as told")
    paperBag = Many(DecisionPaper, PUBLIC, "Where the decision is published", required=True)
    remarkBag = Many(DecisionRemark, PUBLIC, "What is told and cannot be right")
    changedBag = Many(
        Told(PUBLIC, "A member"), PUBLIC, "What the version before this one said otherwise"
    )


class DecisionNames(AnswerSchema):
    """Who may be a natural person, as the decision names them: in single reads only."""

    partyBag = Many(DecidedParty, PERSONAL, "The parties")
    panelistBag = Many(Told(PERSONAL, "A name"), PERSONAL, "The panel")
    representedByText = Told(PERSONAL, "Who acted for the complainant")


__all__ = ["CaseImportFiling", "Decision", "DecisionNames", "ToldRecord"]
