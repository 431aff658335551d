"""The answers about cases, by the names that the contract gives them."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.answering import AnswerSchema, Many, Members
from ipregistry.schemas.answers import PageFrame, PartFrame, RecordFrame
from ipregistry.schemas.base import Count, One, RecordNumber
from ipregistry.schemas.case_fees import CaseChargePartBody
from ipregistry.schemas.case_records import CasePaperPartBody, CasePartBody
from ipregistry.schemas.cases import CASE
from ipregistry.schemas.values import PUBLIC


class CasePart(PartFrame):
    """The part of a case."""

    body = One(CasePartBody, PUBLIC, "The stored part; none where it was erased")


class CaseAnswer(RecordFrame):
    """A case, as its parties, neutrals and institution read it."""

    id = RecordNumber("case", PUBLIC, "The case's number", required=True)
    partBag = Many(CasePart, PUBLIC, "The newest of each part", required=True)


class CaseList(PageFrame):
    """A page of cases."""

    items = Many(CaseAnswer, PUBLIC, "The cases", required=True)


class CasePaperPart(PartFrame):
    """The part of a paper."""

    body = One(CasePaperPartBody, PUBLIC, "The stored part; none where it was erased")


class CasePaperAnswer(RecordFrame):
    """A paper of a case, as those read it whom the pack lets."""

    id = RecordNumber("case-paper", PUBLIC, "The paper's number", required=True)
    partBag = Many(CasePaperPart, PUBLIC, "The newest of each part", required=True)


class CasePaperList(PageFrame):
    """A page of papers."""

    items = Many(CasePaperAnswer, PUBLIC, "The papers", required=True)


class CaseChargePart(PartFrame):
    """The part of a fee charged in a case."""

    body = One(CaseChargePartBody, PUBLIC, "The stored part; none where it was erased")


class CaseChargeAnswer(RecordFrame):
    """A fee charged in a case, with all that was paid, paid back and set off."""

    id = RecordNumber("case-charge", PUBLIC, "The charge's number", required=True)
    partBag = Many(CaseChargePart, PUBLIC, "The newest of each part", required=True)


class CaseChargeList(PageFrame):
    """A page of fees charged in a case."""

    items = Many(CaseChargeAnswer, PUBLIC, "The charges", required=True)


class CaseVersionEvents(AnswerSchema):
    """What made one version of a case."""

    version = Count(CASE, "The case's version", least=1, required=True)
    eventBag = Many(Members(CASE, "An event"), CASE, "What happened, in order", required=True)


class CaseHistory(AnswerSchema):
    """What has happened in a case, from its first version on."""

    items = Many(CaseVersionEvents, CASE, "By version", required=True)
