"""The body of an assignment."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.base import Day, One, StrictSchema
from ipregistry.schemas.values import COMMERCIAL, PUBLIC, DisposedAsset, Money, evidence, shares


class AssignmentFiling(StrictSchema):
    """Shares of a right go from its holders to others."""

    asset = One(DisposedAsset, PUBLIC, "The right that is assigned", required=True)
    transferorBag = shares("Who gives which share", required=True)
    transfereeBag = shares("Who takes which share", required=True)
    executedDate = Day(PUBLIC, "The date of the deed or contract", required=True)
    evidenceBag = evidence()
    consideration = One(Money, COMMERCIAL, "What is paid; seen by those concerned only")
