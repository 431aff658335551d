"""The bodies of filings on the life of a right."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.filings.lifecycle import CIRCUMSTANCES
from ipregistry.schemas.base import Choice, Day, Indicator
from ipregistry.schemas.deeds import DatedDeed
from ipregistry.schemas.values import PUBLIC


class LifeFiling(DatedDeed):
    """Something in the life of rights, of a day: `executedDate`, or today."""


class RenewalFiling(LifeFiling):
    """A renewal, or the payment that keeps a right in force."""

    termEndDate = Day(
        PUBLIC,
        "Of a mark: the last day of the term from now on; left out, one period after the last one",
    )


class InvalidationFiling(LifeFiling):
    """A right is invalidated or revoked, whole or in part."""

    partialIndicator = Indicator(PUBLIC, "True if it stands in amended form")


class ProceedingFiling(LifeFiling):
    """A proceeding or circumstance begins, or is over."""

    circumstance = Choice(CIRCUMSTANCES, PUBLIC, "Which", required=True)
    endedIndicator = Indicator(PUBLIC, "True if it is over")
