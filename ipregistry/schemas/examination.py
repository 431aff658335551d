"""The bodies of what an office does about a filing, and of what its filer answers."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.classes import DataClass
from ipregistry.domain.filings.examination.allocation import RECUSAL_REASONS
from ipregistry.domain.filings.examination.letters import CATEGORIES, LANGUAGES
from ipregistry.domain.filings.examination.remedies import APPEAL_OUTCOMES
from ipregistry.schemas.across import requires, when
from ipregistry.schemas.base import (
    Choice,
    Day,
    Faults,
    ListOf,
    RecordNumber,
    StrictSchema,
    Text,
    Word,
)
from ipregistry.schemas.faults import ShapeCode, fault
from ipregistry.schemas.values import PUBLIC, SENSITIVE, evidence

OWN = DataClass.NEVER_LEAVES
TEXT_LENGTH, LETTER_LENGTH = 4000, 20_000


class RequisitionFiling(StrictSchema):
    """What an officer asks of a filer: a paper, for one right of the filing or for all of it."""

    filing = RecordNumber("filing", PUBLIC, "The filing that it is about", required=True)
    asset = RecordNumber("asset", SENSITIVE, "One right of it; left out: the whole filing")
    requisitionCategory = Choice(CATEGORIES, SENSITIVE, "What is wrong", required=True)
    paper = Word(
        SENSITIVE, "The paper that is asked for", required=True, examples=["power-of-attorney"]
    )
    languageCode = Choice(LANGUAGES, SENSITIVE, "The language of the letter", required=True)
    remarkText = Text(
        SENSITIVE, "What the officer adds to the letter", max_length=TEXT_LENGTH, lines=True
    )
    letterText = Text(
        SENSITIVE,
        "The whole letter, where it is not to be made from the template",
        max_length=LETTER_LENGTH,
        lines=True,
    )


class RequisitionExtensionFiling(StrictSchema):
    """More time for a reply."""

    requisition = RecordNumber("requisition", SENSITIVE, "The requisition", required=True)
    reasonText = Text(
        SENSITIVE, "Why it is needed", max_length=TEXT_LENGTH, lines=True, required=True
    )


def _says_something(value: Mapping[str, Any]) -> Faults:
    if "replyText" in value or value.get("evidenceBag"):
        return {}
    return {"replyText": [fault(ShapeCode.MEMBER_MISSING)]}


class RequisitionReplyFiling(StrictSchema):
    """The filer's answer: words, or documents, or both."""

    across = (_says_something,)

    requisition = RecordNumber("requisition", SENSITIVE, "The requisition", required=True)
    replyText = Text(SENSITIVE, "The answer", max_length=TEXT_LENGTH, lines=True)
    evidenceBag = evidence()


class RequisitionSettlementFiling(StrictSchema):
    """What the officer makes of the reply, or of there being none."""

    across = (when("outcome", ("insufficient",), requires("reasonText")),)

    requisition = RecordNumber("requisition", SENSITIVE, "The requisition", required=True)
    outcome = Choice(
        ("sufficient", "insufficient", "lapsed"),
        SENSITIVE,
        "Whether the reply suffices; lapsed: none came in time",
        required=True,
    )
    reasonText = Text(SENSITIVE, "Why", max_length=TEXT_LENGTH, lines=True)


class AllocationFiling(StrictSchema):
    """A filing goes to an officer."""

    filing = RecordNumber("filing", PUBLIC, "The filing", required=True)
    # Null gives it back to all: too much to be meant by leaving a member out.
    officer = RecordNumber(
        "account", OWN, "The officer's account; null for nobody", required=True, allow_none=True
    )
    standIn = RecordNumber("account", OWN, "Who stands in for him")


class RecusalFiling(StrictSchema):
    """An officer says that he must not examine this filing."""

    filing = RecordNumber("filing", PUBLIC, "The filing", required=True)
    reasonCategory = Choice(RECUSAL_REASONS, OWN, "Why", required=True)
    reasonText = Text(OWN, "More about it", max_length=TEXT_LENGTH, lines=True)


MAX_PIECES, MAX_RIGHTS = 1000, 1000


class PieceOfFiling(StrictSchema):
    """The rights of one piece."""

    assetBag = ListOf(
        RecordNumber("asset", PUBLIC, "A right of the filing"),
        PUBLIC,
        "Its rights",
        max_items=MAX_RIGHTS,
        min_items=1,
        required=True,
    )


class DivisionFiling(StrictSchema):
    """A filing on several rights becomes several filings, with its receipt and rank."""

    filing = RecordNumber("filing", PUBLIC, "The filing that is divided", required=True)
    pieceBag = ListOf(
        PieceOfFiling, PUBLIC, "The pieces", max_items=MAX_PIECES, min_items=2, required=True
    )


class ReconsiderationFiling(StrictSchema):
    """The filer asks the office to look at its refusal again."""

    filing = RecordNumber("filing", PUBLIC, "The filing that was refused", required=True)
    reasonText = Text(
        OWN, "Why it ought not to be", max_length=TEXT_LENGTH, lines=True, required=True
    )
    evidenceBag = evidence()


class AppealFiling(StrictSchema):
    """An appeal to a body outside the office, to be noted."""

    filing = RecordNumber("filing", PUBLIC, "The filing that was decided", required=True)
    bodyText = Text(SENSITIVE, "The body that hears it", max_length=200, required=True)
    lodgedDate = Day(SENSITIVE, "When it was lodged there", required=True)
    evidenceBag = evidence()


class AppealOutcomeFiling(StrictSchema):
    """What that body decided, by its instrument."""

    filing = RecordNumber("filing", PUBLIC, "The filing that was decided", required=True)
    outcome = Choice(APPEAL_OUTCOMES, SENSITIVE, "What became of the appeal", required=True)
    evidenceBag = evidence(min_items=1, required=True)
