"""The body of an assignment."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.schemas.base import One
from ipregistry.schemas.deeds import ExecutedDeed
from ipregistry.schemas.values import COMMERCIAL, Money, shares


class AssignmentFiling(ExecutedDeed):
    """Shares of rights go from their holders to others, by one deed."""

    transferorBag = shares("Who gives which share", required=True)
    transfereeBag = shares("Who takes which share", required=True)
    consideration = One(Money, COMMERCIAL, "What is paid; seen by those concerned only")
