"""The instruments by which a case ends or is ordered, and what was recovered under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.enforcement import Due, Kind, Recovery, read_recovery
from ipregistry.domain.enforcement.recoveries import AWARD, JUDGMENT, OTHER
from ipregistry.domain.money import read_money
from ipregistry.domain.violations import Violation

# What may be made while a case goes on; everything else ends it.
MEANWHILE = frozenset({Kind.PARTIAL_AWARD, Kind.INTERIM_MEASURE, Kind.EMERGENCY_DECISION})
# Which arrangement says in what order places pay out: that on awards, or that on judgments.
_EXECUTED_AS = {
    Kind.AWARD: AWARD,
    Kind.PARTIAL_AWARD: AWARD,
    Kind.MEDIATION_STATEMENT: AWARD,
    Kind.JUDGMENT: JUDGMENT,
}

Document = Mapping[str, Any]


def not_now(case: CaseFacts, state: str, kind: Kind) -> list[Violation]:
    """Why there is no such instrument in this state; none: there can be.

    A state has one where the pack calls it an outcome and it is reached by a paper: a case that
    was withdrawn, or that ran out, ended without any. A statement of mediation that one side has
    signed leaves the case in a state that is no outcome, so it is none here either.
    """
    pack = case.published.pack
    if kind in MEANWHILE and state != pack.initial:
        return []
    by_paper = any(t.to == state and t.documents for t in pack.transitions)
    if state in pack.outcomes and by_paper:
        return []
    return [Violation("case-outcome-not-now", "/instrumentCategory", {"state": state})]


def instruments(document: Document) -> tuple[Document, ...]:
    """The instruments on record in a case, numbered from 1."""
    return tuple(document.get("instrumentBag") or ())


def instrument(document: Document, number: int) -> Document | None:
    """The instrument of this number."""
    return next((i for i in instruments(document) if i["instrument"] == number), None)


def recoveries(document: Document, number: int) -> tuple[Recovery, ...]:
    """What was recovered under an instrument, in the order of the filings."""
    bag = document.get("recoveryBag") or ()
    return tuple(read_recovery(r) for r in bag if r["instrument"] == number)


def owed(found: Document) -> Due | None:
    """What is owed under an instrument; None where it names no sum."""
    if found.get("amount") is None:
        return None
    sort = _EXECUTED_AS.get(Kind(found["instrumentCategory"]), OTHER)
    return Due(found.get("seatCode"), read_money(found["amount"]), sort)
