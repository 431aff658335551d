"""The bodies of what is done about an earlier filing: assent, decision, withdrawal."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.across import requires, when
from ipregistry.schemas.base import Choice, RecordNumber, StrictSchema, Text
from ipregistry.schemas.values import PUBLIC, SENSITIVE, evidence

GROUNDS_LENGTH = 4000


class AssentFiling(StrictSchema):
    """A holder says yes to a filing that waits for it."""

    filing = RecordNumber("filing", PUBLIC, "The filing that waits", required=True)
    evidenceBag = evidence()


class DecisionFiling(StrictSchema):
    """An officer accepts or refuses a filing under examination. A refusal gives its grounds."""

    across = (when("outcome", ("refuse",), requires("grounds")),)

    filing = RecordNumber("filing", PUBLIC, "The filing that is decided", required=True)
    outcome = Choice(("accept", "refuse"), PUBLIC, "What is decided", required=True)
    grounds = Text(SENSITIVE, "Why; told to those concerned", max_length=GROUNDS_LENGTH, lines=True)
    evidenceBag = evidence()


class WithdrawalFiling(StrictSchema):
    """The filer takes a pending filing back."""

    filing = RecordNumber("filing", PUBLIC, "The filing that is taken back", required=True)
    grounds = Text(SENSITIVE, "Why", max_length=GROUNDS_LENGTH, lines=True)
    evidenceBag = evidence()
