"""How the outcomes of a case are read: each instrument with what follows from it."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.answering import AnswerSchema, Many, Members
from ipregistry.schemas.base import Country, Day, One
from ipregistry.schemas.cases import CASE, PackWord
from ipregistry.schemas.enforcement import InstrumentDeadline, PlaceRoute
from ipregistry.schemas.values import Money


class ReceivedWithClocks(AnswerSchema):
    """A side received the instrument, and what runs from then."""

    side = PackWord(CASE, "The side", required=True)
    date = Day(CASE, "The day of receipt", required=True)
    deadlineBag = Many(
        InstrumentDeadline, CASE, "The clocks for setting it aside, at its seat", required=True
    )


class RecoveredAtPlace(AnswerSchema):
    """What was recovered at one place."""

    placeCode = Country(CASE, "The place", required=True)
    recovered = One(Money, CASE, "What was recovered there and kept", required=True)


class RecoveryStatement(AnswerSchema):
    """What was recovered under an instrument, and what is outstanding."""

    sum = One(Money, CASE, "What is owed", required=True)
    recovered = One(Money, CASE, "What was recovered and kept", required=True)
    outstanding = One(Money, CASE, "What is left", required=True)
    placeBag = Many(RecoveredAtPlace, CASE, "Place by place", required=True)


class InstrumentOutlook(AnswerSchema):
    """An instrument of a case: where it leads, until when, and what came of it."""

    instrument = Members(CASE, "The instrument as it is on record", required=True)
    receivedBag = Many(ReceivedWithClocks, CASE, "Who received it, with the clocks", required=True)
    placeBag = Many(PlaceRoute, CASE, "What every place makes of it", required=True)
    recovery = One(RecoveryStatement, CASE, "What was recovered; none where it names no sum")


class CaseOutcomes(AnswerSchema):
    """The instruments of a case."""

    items = Many(InstrumentOutlook, CASE, "In their order", required=True)
