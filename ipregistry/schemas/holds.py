"""The bodies of filings on holds and locks."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.filings.holds import LIFTING_GROUNDS
from ipregistry.schemas.base import Choice, Day, RecordNumber, Text
from ipregistry.schemas.deeds import DatedDeed
from ipregistry.schemas.interests import parties
from ipregistry.schemas.values import SENSITIVE

GROUNDS = ("court-order", "preservation", "tribunal-measure", "holder-consent", "office-act")


class RestrictionFiling(DatedDeed):
    """Dispositions are restricted, on one of a closed list of grounds."""

    ground = Choice(GROUNDS, SENSITIVE, "The ground", required=True)
    authorityText = Text(SENSITIVE, "Whose order or measure it is", max_length=500)
    startDate = Day(SENSITIVE, "From when; from today if left out")
    endDate = Day(SENSITIVE, "Its last day")
    beneficiaryBag = parties("For whose benefit it is")


class RestrictionRenewalFiling(DatedDeed):
    """A restriction runs longer; it is renewed before its end."""

    hold = RecordNumber("hold", SENSITIVE, "The hold", required=True)
    endDate = Day(SENSITIVE, "Its last day from now on", required=True)
    authorityText = Text(SENSITIVE, "Whose order it is", max_length=500)


class RestrictionLiftingFiling(DatedDeed):
    """A restriction ends, on one of a closed list of grounds."""

    hold = RecordNumber("hold", SENSITIVE, "The hold", required=True)
    ground = Choice(LIFTING_GROUNDS, SENSITIVE, "Why it ends", required=True)
    authorityText = Text(SENSITIVE, "Whose order it is", max_length=500)


class LockFiling(DatedDeed):
    """A trade stops other dispositions while it is settled."""

    endDate = Day(SENSITIVE, "The day on which it lapses by itself", required=True)
    beneficiaryBag = parties("For whom it is held")


class UnlockFiling(DatedDeed):
    """A lock ends."""

    hold = RecordNumber("hold", SENSITIVE, "The lock", required=True)
