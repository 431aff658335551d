"""The last days for recording as they are answered: the members of `domain.priority.limits`."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.priority.clocks import Lateness
from ipregistry.schemas.answering import AnswerSchema, Told
from ipregistry.schemas.base import Choice, Day, Indicator, RecordNumber
from ipregistry.schemas.values import PUBLIC, SENSITIVE


class RecordalDeadline(AnswerSchema):
    """The last day for recording the interest. Lateness is a flag; nothing is deleted."""

    date = Day(PUBLIC, "The last day", required=True)
    runsFrom = Told(PUBLIC, "The fact that it runs from", required=True)
    lateIndicator = Indicator(PUBLIC, "True where it was, or is by now, too late")
    consequenceCode = Told(PUBLIC, "What lateness may bring about, where its source was read")
    citation = Told(PUBLIC, "The rule's source", required=True)
    confidence = Told(PUBLIC, "How sure that is", required=True)


class CompanyCharge(AnswerSchema):
    """The one-month date of a charge that a company of Hong Kong has given."""

    date = Day(PUBLIC, "The last day for its delivery to the Companies Registry", required=True)
    standing = Choice(Lateness, PUBLIC, "How it stands", required=True)
    voidRiskIndicator = Indicator(
        PUBLIC, "The day passed, and no delivery in time is on record here", required=True
    )
    citation = Told(PUBLIC, "The rule's source", required=True)
    confidence = Told(PUBLIC, "How sure that is", required=True)


class DeadlineOfRight(RecordalDeadline):
    """The last day for recording an act on one of the rights of a deed."""

    asset = RecordNumber("asset", PUBLIC, "The right", required=True)
    deadlineCategory = Told(
        PUBLIC, "recordal, or company-charge: with the Companies Registry", required=True
    )


class DeadlineTold(AnswerSchema):
    """The same, as a filing tells it to those concerned."""

    asset = RecordNumber("asset", SENSITIVE, "The right", required=True)
    deadlineCategory = Told(SENSITIVE, "recordal, or company-charge", required=True)
    date = Day(SENSITIVE, "The last day", required=True)
    runsFrom = Told(SENSITIVE, "The fact that it runs from", required=True)
    lateIndicator = Indicator(SENSITIVE, "True where this node's entry was too late")
    consequenceCode = Told(SENSITIVE, "What lateness may bring about, where it was read")
    citation = Told(SENSITIVE, "The rule's source", required=True)
    confidence = Told(SENSITIVE, "How sure that is", required=True)
