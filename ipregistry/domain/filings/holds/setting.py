"""Setting a hold: a restriction on one of the closed list of grounds, or a trade's lock.

To outsiders both look alike: the transaction says that dispositions are restricted from a
day, and the record `hold`, which they do not see, says the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ipregistry.domain.clocks import add_months
from ipregistry.domain.dispositions import LOCK
from ipregistry.domain.filings.acts import Act, Deed, View, filing_type
from ipregistry.domain.filings.acts.deed import COURT_ACT
from ipregistry.domain.filings.holds.command import Holding, read_restriction
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.policies import Ground, weigh
from ipregistry.domain.titles import Effect, Restrict
from ipregistry.domain.violations import Violation

TOLD_AS = "restriction"
HOLDER_CONSENT = "holder-consent"


class HoldingAct(Act[Holding]):
    """What restrictions and locks share."""

    local = True
    secret = True
    changes = "dispositions of the right are restricted"

    def read(self, body: Mapping[str, Any]) -> Holding:
        return read_restriction(body)

    def deed(self, command: Holding) -> Deed:
        return command.deed

    def told_as(self, _command: Holding) -> str:
        return TOLD_AS

    def parties(self, command: Holding) -> tuple[tuple[str, str], ...]:
        return tuple((p.pointer, p.party) for p in command.beneficiaries)

    def ground(self, command: Holding, view: View) -> Ground | None:
        """What the policy says of the ground; None where it does not know it."""
        return view.rules.grounds.get(command.ground)

    def judge(self, command: Holding, view: View) -> list[Violation]:
        ground = self.ground(command, view)
        if ground is None:
            params = {"ground": command.ground, "policy": view.policy.name}
            return [Violation("ground-not-known-here", "/ground", params)]
        return [
            *check_term(ground, command.start or view.context.today, command.until),
            *check_court_act(ground, command.deed),
        ]

    def effects(self, _command: Holding, view: View, _transaction: str) -> tuple[Effect, ...]:
        return (Restrict(view.context.today, view.context.new_id("hold")),)

    def records(
        self, command: Holding, view: View, effects: tuple[Effect, ...]
    ) -> tuple[RecordDraft, ...]:
        return tuple(
            self._hold(command, view, made.hold) for made in effects if isinstance(made, Restrict)
        )

    def _hold(self, command: Holding, view: View, hold_id: str) -> RecordDraft:
        ground = self.ground(command, view)
        assert ground is not None  # noqa: S101 - judged before
        concerned = dict.fromkeys((*view.holders, *(p.party for p in command.beneficiaries)))
        document = {
            "asset": view.asset.id,
            "category": command.ground,
            "status": "in-force",
            "authorityText": command.authority,
            "startDate": (command.start or view.context.today).isoformat(),
            "endDate": None if command.until is None else command.until.isoformat(),
            "stopBag": sorted(ground.stops),
            "concernedBag": list(concerned),
            "account": view.filer or "node",
            "contestText": ground.contest or None,
            "citation": ground.citation,
            "confidence": ground.confidence,
            "evidenceBag": [e.document() for e in command.deed.evidence] or None,
        }
        return RecordDraft("hold", hold_id, "hold/1", 1, document, view.capacity, published=False)


def check_term(ground: Ground, start: date, until: date | None) -> list[Violation]:
    """A hold has an end, and not a later one than its ground allows."""
    if until is not None and until < start:
        return [Violation("end-before-start", "/endDate")]
    if not ground.longest_months:
        return []
    latest = add_months(start, ground.longest_months)
    if until is not None and until <= latest:
        return []
    params = {"latest": latest.isoformat(), "ground": ground.ground}
    return [weigh(ground.rule, Violation("hold-too-long", "/endDate", params))]


def check_court_act(ground: Ground, deed: Deed) -> list[Violation]:
    """Where courts order measures, a tribunal's own does not restrict a right by itself."""
    if not ground.court_act or deed.carries(COURT_ACT):
        return []
    params = {"paper": COURT_ACT}
    violation = Violation("court-act-missing", "/evidenceBag", params, ground.citation)
    return [weigh(ground.rule, violation)]


class RestrictionAct(HoldingAct):
    """A restriction: an order, a measure, the holder's consent, the office's own act."""

    name = "restriction"
    citation = (
        "CN: Patent Law Implementing Regulations art. 106 (preservation and its release); "
        "HK: Cap. 559 s.29(2)(e); MO: Industrial Property Code art. 14; "
        "grounds: node practice, a closed list"
    )
    undone_by = ("restriction-lifting", "correction")

    def judge(self, command: Holding, view: View) -> list[Violation]:
        violations = super().judge(command, view)
        if command.ground == HOLDER_CONSENT:
            return violations
        if not view.context.actor.is_office:
            violations.append(Violation("ground-for-officers", "/ground"))
        if not command.authority or not command.deed.evidence:
            violations.append(Violation("instrument-missing", "/evidenceBag"))
        return violations

    def assents(self, command: Holding, view: View) -> tuple[str, ...]:
        return view.holders if command.ground == HOLDER_CONSENT else ()

    def concerned(self, command: Holding, view: View) -> set[str]:
        return {*view.holders, *super().concerned(command, view)}


class LockAct(HoldingAct):
    """A trade's lock, with the holder's consent and a date."""

    name = "lock"
    citation = "Node practice: nothing is sold while it is being settled"
    disposes = True
    undone_by = ("unlock", "correction")

    def read(self, body: Mapping[str, Any]) -> Holding:
        return read_restriction({**body, "ground": LOCK})

    def assents(self, _command: Holding, view: View) -> tuple[str, ...]:
        return view.holders

    def concerned(self, _command: Holding, view: View) -> set[str]:
        return set(view.holders)


RESTRICTION = RestrictionAct()
LOCKING = LockAct()
TYPES = (filing_type(RESTRICTION), filing_type(LOCKING))
