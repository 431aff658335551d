"""Ownership order: an order or judgment transfers shares from those whom it binds.

Nobody assents. It does not touch what strangers to it hold in the right, and no hold that was
made for it stands in its way; every other hold does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.acts import View
from ipregistry.domain.filings.acts.deed import COURT_ACT
from ipregistry.domain.filings.by_law.command import OF_CASES, OwnershipOrder, read_order
from ipregistry.domain.filings.by_law.passing import PassingAct
from ipregistry.domain.filings.subjects import dates_to_come
from ipregistry.domain.violations import Severity, Violation

# The grounds on which a hold serves an order to come; what the holder agreed to serves none.
EXECUTED = frozenset({"court-order", "preservation", "tribunal-measure"})


class OwnershipOrderAct(PassingAct[OwnershipOrder]):
    """The rules of an order. What a beneficiary files, an officer examines."""

    name = "ownership-order"
    citation = (
        "HK: Cap. 559 s.29(2)(e), Cap. 522 s.34(3)(e) (order of a court or competent authority); "
        "CN: Patent Law Implementing Regulations art. 15 (judgment), Trademark Law Implementing "
        "Regulations art. 32"
    )
    undone_by = ("ownership-order", "correction")
    giver_role = "bound-party"
    taker_role = "beneficiary"
    taker_pointer = "/beneficiaryBag"
    category_pointer = "/instrument/category"

    def read(self, body: Mapping[str, Any]) -> OwnershipOrder:
        return read_order(body)

    def sort(self, command: OwnershipOrder) -> str:
        return command.instrument.category

    def under(self, command: OwnershipOrder) -> frozenset[str]:
        return super().under(command) | set(command.holds)

    def judge_command(self, command: OwnershipOrder, context: Context) -> list[Violation]:
        violations = super().judge_command(command, context)
        violations += dates_to_come(context, ("/instrument/date", command.instrument.dated))
        violations += _of_a_case(command)
        rights = list(context.assets.values())
        return violations + [
            _not_in_force(hold, index)
            for index, hold in enumerate(command.holds)
            if all(right.hold(hold) is None for right in rights)
        ]

    def judge(self, command: OwnershipOrder, view: View) -> list[Violation]:
        return [*super().judge(command, view), *_wrong_holds(command, view)]

    def reasons_to_examine(self, command: OwnershipOrder, view: View) -> list[str]:
        reasons = [] if view.by_officer else ["order-filed-by-beneficiary"]
        if command.instrument.category in OF_CASES:
            # It binds those who were in the case, and never records itself.
            reasons.append("outcome-of-a-case")
        return reasons

    def asks(
        self, command: OwnershipOrder, view: View, missing: tuple[str, ...]
    ) -> list[Violation]:
        return [*super().asks(command, view, missing), *_may_be_set_aside(command, view)]

    def details(self, command: OwnershipOrder) -> dict[str, Any]:
        # An instrument may tell of a case that strangers are not entitled to know of.
        papers = [paper.document() for paper in command.deed.evidence]
        return {
            "instrument": command.instrument.document(),
            "paperBag": papers or None,
            "evidence": (),
        }


def _of_a_case(command: OwnershipOrder) -> list[Violation]:
    """What an outcome of a case says beside what every order does."""
    instrument = command.instrument
    if instrument.category not in OF_CASES:
        return []
    found = []
    if instrument.clause is None:
        found.append(Violation("operative-clause-missing", "/instrument/operativeText"))
    if instrument.seat is None:
        found.append(Violation("seat-missing", "/instrument/seatCode"))
    if not command.deed.carries(COURT_ACT):
        # An award binds its parties; what others rely on needs the court's leave or confirmation.
        found.append(Violation("court-act-missing", "/evidenceBag", {"paper": COURT_ACT}))
    return found


def _may_be_set_aside(command: OwnershipOrder, view: View) -> list[Violation]:
    """The officer is told that an award can still fall, or that nobody said until when."""
    instrument, today = command.instrument, view.context.today
    if instrument.category != "arbitral-award-with-court-leave":
        return []
    until = instrument.set_aside_until
    pointer = "/instrument/setAsideDate"
    if until is None:
        return [Violation("set-aside-not-told", pointer, severity=Severity.WARNING)]
    if until < today:
        return []
    params = {"date": until.isoformat()}
    return [Violation("set-aside-still-runs", pointer, params, severity=Severity.WARNING)]


def _wrong_holds(command: OwnershipOrder, view: View) -> list[Violation]:
    """Of the holds on this right that the order is said to execute: those that it does not."""
    standing = {r.hold for r in view.title.record.restrictions}
    wrong = []
    for index, name in enumerate(command.holds):
        hold = view.asset.hold(name)
        if hold is None:
            continue  # On another right of the deed, or on none: that is said once, by the act.
        known = name in standing and hold.stands_on(view.context.today)
        if not known or not hold.known_to(view.context.actor):
            wrong.append(_not_in_force(name, index))
        elif hold.category not in EXECUTED:
            params = {"hold": name, "ground": hold.category}
            wrong.append(Violation("hold-not-of-the-order", f"/holdBag/{index}", params))
    return wrong


def _not_in_force(hold: str, index: int) -> Violation:
    return Violation("hold-not-in-force", f"/holdBag/{index}", {"hold": hold})


ORDER = OwnershipOrderAct()
