"""Statistics of cases: the filing that publishes a quarter, and as they are read."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.answering import AnswerSchema, Many, Told
from ipregistry.schemas.answers import PageFrame, PartFrame, RecordFrame
from ipregistry.schemas.base import Count, Formed, One, RecordNumber, StrictSchema
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.records import PartHead
from ipregistry.schemas.values import PUBLIC


class CaseStatisticsFiling(StrictSchema):
    """The statistics of a quarter are published."""

    quarter = Formed(
        PUBLIC,
        "The quarter, over by now",
        pattern=r"20[0-9]{2}-Q[1-4]",
        max_length=7,
        code=ShapeCode.WORD_MALFORMED,
        required=True,
        examples=["2026-Q3"],
    )


class StatisticsCell(AnswerSchema):
    """One cell of a division."""

    cell = Told(PUBLIC, "Which: an outcome, a place, a span of time", required=True)
    count = Count(PUBLIC, "How many cases", least=0, required=True)


class StatisticsGroup(AnswerSchema):
    """The cases of some kinds of procedure that ended in the quarter.

    A division whose cells would be too small is merged, or empty where even that does not help.
    """

    group = Told(PUBLIC, "The group", required=True)
    procedureBag = Many(Told(PUBLIC, "A kind"), PUBLIC, "The kinds of procedure", required=True)
    total = Count(PUBLIC, "How many cases", least=0, required=True)
    outcomeBag = Many(StatisticsCell, PUBLIC, "By how they ended", required=True)
    placeBag = Many(StatisticsCell, PUBLIC, "By seat or place of mediation", required=True)
    durationBag = Many(StatisticsCell, PUBLIC, "By how long they took", required=True)


class CaseStatisticsPartBody(PartHead):
    """The members of a quarter's statistics."""

    quarter = Told(PUBLIC, "The quarter")
    leastCell = Count(PUBLIC, "No number below this one is shown", least=1)
    groupBag = Many(StatisticsGroup, PUBLIC, "The groups; none where too few cases ended")


class CaseStatisticsPart(PartFrame):
    """The part of a quarter's statistics."""

    body = One(CaseStatisticsPartBody, PUBLIC, "The stored part; none where it was erased")


class CaseStatisticsAnswer(RecordFrame):
    """The statistics of a quarter, as they were published."""

    id = RecordNumber("case-statistics", PUBLIC, "The record number", required=True)
    partBag = Many(CaseStatisticsPart, PUBLIC, "The newest of each part", required=True)


class CaseStatisticsList(PageFrame):
    """A page of published statistics."""

    items = Many(CaseStatisticsAnswer, PUBLIC, "The quarters", required=True)
