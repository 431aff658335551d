"""The registry of filing types as it is answered: the members of `domain.filings.described`."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.access import Role
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.schemas.answering import AnswerSchema, Many, Told
from ipregistry.schemas.base import Choice, Count, Indicator, Office, One
from ipregistry.schemas.records import PolicyPin
from ipregistry.schemas.values import PUBLIC

_CONFIDENCE = "V read in the source, S secondary, I inferred, M memory, D a decision of the node"


class Sourced(AnswerSchema):
    """What rests on a source."""

    citation = Told(PUBLIC, "The source", required=True)
    confidence = Told(PUBLIC, _CONFIDENCE, required=True)


class SourcedValue(Sourced):
    """One rule of a policy."""

    value = Told(PUBLIC, "What it says", required=True)


class PaperAsked(Sourced):
    """A paper that the act asks for; without a condition it is asked for always."""

    paper = Told(PUBLIC, "Its category, as in evidenceBag", required=True)
    need = Told(PUBLIC, "required, if-any or declare", required=True)
    rightKindBag = Many(Told(PUBLIC, "A kind of right"), PUBLIC, "Only for these kinds")
    fromPlaceBag = Many(
        Told(PUBLIC, "A place; * any, !CN any other"), PUBLIC, "Only where a giver is from here"
    )
    toPlaceBag = Many(
        Told(PUBLIC, "A place; * any, !CN any other"), PUBLIC, "Only where a taker is from here"
    )
    partyCategoryBag = Many(
        Told(PUBLIC, "organization or person"), PUBLIC, "Only for parties of these categories"
    )


class SpanForRecording(Sourced):
    """Within which time the act is to be recorded. Lateness refuses nothing."""

    runsFrom = Told(PUBLIC, "The fact that it runs from", required=True)
    months = Count(PUBLIC, "So many months, clamped to the month's end")
    days = Count(PUBLIC, "So many days")


class PlaceOff(AnswerSchema):
    """A policy that does not know the act: there it is refused."""

    policy = One(PolicyPin, PUBLIC, "The policy in force", required=True)
    officeCode = Office(PUBLIC, "Whose rights", required=True)
    rightKindBag = Many(Told(PUBLIC, "A kind of right"), PUBLIC, "Which kinds", required=True)


class PlaceOn(PlaceOff):
    """What the law of one place makes of the act."""

    act = Told(PUBLIC, "The act's name in the policy", required=True)
    source = One(SourcedValue, PUBLIC, "What makes it registrable", required=True)
    registerOfRecord = One(SourcedValue, PUBLIC, "Whose register it is", required=True)
    effectOfRecording = One(SourcedValue, PUBLIC, "What recording does", required=True)
    assentBag = Many(Told(PUBLIC, "A role in the deed"), PUBLIC, "Whose assent", required=True)
    examination = Told(PUBLIC, "straight or by-hand", required=True)
    paperBag = Many(PaperAsked, PUBLIC, "What is to be shown", required=True)
    recordalDeadline = One(SpanForRecording, PUBLIC, "The time for recording it")


class ActDescribed(AnswerSchema):
    """What an act on title does, and where it can be filed."""

    changesText = Told(PUBLIC, "What changes, in the caller's language", required=True)
    undoneByBag = Many(
        Choice(FILING_TYPES, PUBLIC, "A filing type"), PUBLIC, "What undoes it", required=True
    )
    onPendingText = Told(
        PUBLIC, "What becomes of pending filings, in the caller's language", required=True
    )
    dispositionIndicator = Indicator(
        PUBLIC, "True where it gives something of the right away", required=True
    )
    placeBag = Many(PlaceOn, PUBLIC, "Where it can be filed, by policy", required=True)
    offBag = Many(PlaceOff, PUBLIC, "Where it is refused, for want of a source", required=True)


class FilingTypeDescribed(AnswerSchema):
    """One filing type."""

    type = Choice(FILING_TYPES, PUBLIC, "Its name: `POST /filings/{type}`", required=True)
    nameText = Told(PUBLIC, "Its name in the caller's language", required=True)
    citation = Told(PUBLIC, "The sources of its rules", required=True)
    roleBag = Many(Choice(Role, PUBLIC, "A role"), PUBLIC, "Who may file it", required=True)
    act = One(ActDescribed, PUBLIC, "Of an act on title: what it does", required=False)


class FilingTypeList(AnswerSchema):
    """Every filing type of this node."""

    items = Many(FilingTypeDescribed, PUBLIC, "In the order of the registry", required=True)
