"""The bodies of what is done about an earlier filing: assent, decision, withdrawal."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.filings.examination.deciding import GROUNDS, OUTCOMES
from ipregistry.schemas.across import filled, requires, when
from ipregistry.schemas.base import Choice, ListOf, RecordNumber, StrictSchema, Text
from ipregistry.schemas.values import PUBLIC, SENSITIVE, evidence

GROUNDS_LENGTH = 4000


class AssentFiling(StrictSchema):
    """A holder says yes to a filing that waits for it."""

    filing = RecordNumber("filing", PUBLIC, "The filing that waits", required=True)
    evidenceBag = evidence()


class GroundOfRefusal(StrictSchema):
    """One reason for a refusal: of all rights of the filing, or of one."""

    groundCategory = Choice(GROUNDS, SENSITIVE, "Which ground", required=True)
    groundText = Text(
        SENSITIVE, "In words; told to those concerned", max_length=GROUNDS_LENGTH, lines=True
    )
    asset = RecordNumber("asset", SENSITIVE, "The right; left out: all of the filing")
    citation = Text(SENSITIVE, "The rule", max_length=500)


class DecisionFiling(StrictSchema):
    """An officer accepts or refuses a filing, or as the second officer gives it back.

    A refusal gives its grounds.
    """

    across = (when("outcome", ("refuse",), requires("groundBag"), filled("groundBag")),)

    filing = RecordNumber("filing", PUBLIC, "The filing that is decided", required=True)
    outcome = Choice(OUTCOMES, PUBLIC, "What is decided", required=True)
    groundBag = ListOf(GroundOfRefusal, SENSITIVE, "The grounds of a refusal", max_items=50)
    evidenceBag = evidence()


class WithdrawalFiling(StrictSchema):
    """The filer takes a pending filing back."""

    filing = RecordNumber("filing", PUBLIC, "The filing that is taken back", required=True)
    grounds = Text(SENSITIVE, "Why", max_length=GROUNDS_LENGTH, lines=True)
    evidenceBag = evidence()
