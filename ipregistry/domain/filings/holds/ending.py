"""A hold that stands: its renewal before its end, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ipregistry.domain.dispositions import ASK_FIRST, LOCK
from ipregistry.domain.facts import Capacity, Context, FilingStatus, HoldFacts
from ipregistry.domain.filings.acts import Act, Deed, View, filing_type
from ipregistry.domain.filings.holds.command import OnHold, read_on_hold
from ipregistry.domain.filings.holds.setting import check_term
from ipregistry.domain.filings.subjects import capacity_for, find_asset, policy_for
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.titles import Effect, Lift
from ipregistry.domain.violations import Severity, Violation, refusing

TOLD_AS = "restriction-lifting"
# Why a restriction is lifted: the closed list.
LIFTING_GROUNDS = ("order", "measure-ended", "beneficiary-consent", "office-act", "lapsed")


def next_hold(hold: HoldFacts, capacity: Capacity, **changes: Any) -> RecordDraft:
    """The next version of a hold."""
    document = {**hold.document, **changes}
    return RecordDraft(
        "hold", hold.id, "hold/1", hold.version + 1, document, capacity, published=False
    )


class LiftingAct(Act[OnHold]):
    """What liftings and unlockings share."""

    local = True
    secret = True
    changes = "dispositions of the right are free again, as far as this hold goes"
    ends_locks = False

    def read(self, body: Mapping[str, Any]) -> OnHold:
        return read_on_hold(body)

    def deed(self, command: OnHold) -> Deed:
        return command.deed

    def told_as(self, _command: OnHold) -> str:
        return TOLD_AS

    def parties(self, _command: OnHold) -> tuple[tuple[str, str], ...]:
        return ()

    def hold(self, command: OnHold, view: View) -> HoldFacts | None:
        """The hold that the filing is about, if it stands and the filer may know of it."""
        hold = view.asset.hold(command.hold)
        standing = any(r.hold == command.hold for r in view.title.record.restrictions)
        if hold is None or not standing or not hold.known_to(view.context.actor):
            return None
        return hold if (hold.category == LOCK) is self.ends_locks else None

    def concerned(self, command: OnHold, view: View) -> set[str]:
        hold = self.hold(command, view)
        return {view.context.actor.party or ""} if hold is None else set(hold.parties)

    def judge(self, command: OnHold, view: View) -> list[Violation]:
        if self.hold(command, view) is not None:
            return []
        return [Violation("hold-not-in-force", "/hold", {"hold": command.hold})]

    def effects(self, command: OnHold, view: View, _transaction: str) -> tuple[Effect, ...]:
        return (Lift(view.context.today, command.hold),)

    def records(
        self, command: OnHold, view: View, _effects: tuple[Effect, ...]
    ) -> tuple[RecordDraft, ...]:
        hold = self.hold(command, view)
        assert hold is not None  # noqa: S101 - judged before
        lifted = {"status": "lifted", "liftedOnGround": command.ground or None}
        return (next_hold(hold, view.capacity, **lifted),)


class RestrictionLiftingAct(LiftingAct):
    """A restriction ends on one of the closed list of grounds."""

    name = "restriction-lifting"
    citation = (
        "CN: Patent Law Implementing Regulations art. 106 (release of preservation); "
        "node practice: lifted on a closed list of grounds, by a second officer"
    )
    undone_by = ("restriction", "correction")

    def judge(self, command: OnHold, view: View) -> list[Violation]:
        violations = super().judge(command, view)
        if command.ground not in LIFTING_GROUNDS:
            params = {"ground": command.ground, "policy": view.policy.name}
            violations.append(Violation("ground-not-known-here", "/ground", params))
        if not command.deed.evidence and command.ground != "office-act":
            violations.append(Violation("instrument-missing", "/evidenceBag"))
        return violations


class UnlockAct(LiftingAct):
    """A lock ends: by whoever set it, or an officer."""

    name = "unlock"
    citation = "Node practice: a lock ends by settlement, refund, or an order"
    ends_locks = True
    undone_by = ("lock", "correction")

    def judge(self, command: OnHold, view: View) -> list[Violation]:
        violations = super().judge(command, view)
        hold, actor = self.hold(command, view), view.context.actor
        if hold is not None and not actor.is_office and view.filer != hold.account:
            violations.append(Violation("lock-not-yours", "/hold", severity=Severity.FORBIDDEN))
        return violations


def decide_renewal(command: OnHold, context: Context) -> Decision:
    """A restriction runs longer. Only the hold's own record changes: outsiders see nothing."""
    subject = command.deed.subjects[0]
    asset = find_asset(context, subject.ref, subject.pointer)
    if isinstance(asset, list):
        return asset
    hold = asset.hold(command.hold)
    if hold is None or hold.category in {LOCK, ASK_FIRST} or not hold.stands_on(context.today):
        # What has lapsed is not renewed: it must be ordered anew.
        return [Violation("hold-not-in-force", "/hold", {"hold": command.hold})]
    policy = policy_for(context, asset.office, asset.kind)
    rules = policy.acts.get("restriction")
    ground = None if rules is None else rules.grounds.get(hold.category)
    if ground is None:
        params = {"ground": hold.category, "policy": policy.name}
        return [Violation("ground-not-known-here", "/hold", params)]
    violations = [] if command.deed.evidence else [Violation("instrument-missing", "/evidenceBag")]
    if not ground.renewable:
        violations.append(
            Violation("hold-not-renewable", "/hold", {"ground": hold.category}, ground.citation)
        )
    start = (hold.until or context.today) + timedelta(days=1)
    violations += check_term(ground, start, command.until)
    if refusing(violations):
        return violations
    later = next_hold(
        hold,
        capacity_for(context, asset.office),
        endDate=None if command.until is None else command.until.isoformat(),
        evidenceBag=[e.document() for e in command.deed.evidence],
    )
    filing = filing_draft(
        context,
        "restriction-renewal",
        FilingStatus.RECORDED,
        act="restriction-renewal",
        assets=(asset.id,),
        published=False,
        capacity=later.capacity,
    )
    return Outcome(
        FilingStatus.RECORDED, (later, filing), (), (policy,), warnings=tuple(violations)
    )


LIFTING = RestrictionLiftingAct()
UNLOCK = UnlockAct()
RENEWAL = FilingType(
    name="restriction-renewal",
    read=read_on_hold,
    needs=lambda command: command.deed.needs(),
    decide=decide_renewal,
    citation="CN: a preservation lapses unless it is renewed before its end (secondary source)",
)
TYPES = (filing_type(LIFTING), RENEWAL, filing_type(UNLOCK))
