"""Who examines a filing: allocation to an officer with a stand-in, and recusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.facts import PENDING, Context, FilingFacts, FilingStatus, Needs
from ipregistry.domain.filings.examination.desk import desk_of, found_in, note
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, filing_draft
from ipregistry.domain.violations import Severity, Violation

RECUSAL_REASONS = ("own-interest", "relationship", "earlier-involvement", "other")


@dataclass(frozen=True, slots=True)
class Allocation:
    """A filing goes to an officer, with somebody who stands in; `officer` None: to nobody."""

    filing: str
    officer: str | None
    stand_in: str | None


def read_allocation(body: Mapping[str, Any]) -> Allocation:
    """The command in a body of the right shape."""
    return Allocation(body["filing"], body["officer"], body.get("standIn"))


def needs_allocation(command: Allocation) -> Needs:
    """The filing, and whether those named are officers."""
    accounts = tuple(a for a in (command.officer, command.stand_in) if a is not None)
    return Needs(filings=(command.filing,), accounts=accounts)


def decide_allocation(command: Allocation, context: Context) -> Decision:
    """Any officer allocates what nobody has; what somebody has, he, his stand-in or a registrar."""
    filing, violations = found_in(context, command.filing, PENDING)
    if command.stand_in is not None and command.stand_in == command.officer:
        violations.append(Violation("stand-in-is-officer", "/standIn"))
    if filing is None:
        return violations
    violations += _may_allocate(context, filing)
    violations += _fit(context, filing, command.officer, "/officer")
    violations += _fit(context, filing, command.stand_in, "/standIn")
    if violations:
        return violations
    allocation = {
        "officer": command.officer,
        "standIn": command.stand_in,
        "by": context.actor.account,
        "at": context.now,
    }
    held = {name: value for name, value in allocation.items() if value is not None}
    own = filing_draft(context, "allocation", FilingStatus.RECORDED, act="allocation")
    # An empty object, not none: a reader gets the newest part, and in it nobody has the filing.
    later = note(context, filing, allocation=held if command.officer else {})
    return Outcome(FilingStatus.RECORDED, (later, own))


def _may_allocate(context: Context, filing: FilingFacts) -> list[Violation]:
    desk, actor = desk_of(filing), context.actor
    has_it = actor.account in {desk.officer, desk.stand_in}
    if desk.officer is None or has_it or Role.REGISTRAR in actor.roles:
        return []
    return [Violation("not-allocated-to-you", "/filing", severity=Severity.FORBIDDEN)]


def _fit(
    context: Context, filing: FilingFacts, account: str | None, pointer: str
) -> list[Violation]:
    """Why a filing cannot go to this account."""
    if account is None:
        return []
    if account not in context.officers:
        return [Violation("officer-unknown", pointer, {"account": account})]
    if account == filing.filer:
        return [Violation("own-filing", pointer)]
    if account in desk_of(filing).recused:
        return [Violation("officer-recused", pointer)]
    return []


@dataclass(frozen=True, slots=True)
class Recusal:
    """An officer says: not me."""

    filing: str
    reason: str


def read_recusal(body: Mapping[str, Any]) -> Recusal:
    """The command in a body of the right shape."""
    return Recusal(body["filing"], body["reasonCategory"])


def needs_recusal(command: Recusal) -> Needs:
    """The filing."""
    return Needs(filings=(command.filing,))


def decide_recusal(command: Recusal, context: Context) -> Decision:
    """From now on the officer does nothing more about the filing; his stand-in has it."""
    filing, wrong = found_in(context, command.filing, PENDING)
    if filing is None:
        return wrong
    desk, account = desk_of(filing), context.actor.account
    if account in desk.recused:
        return [Violation("officer-recused", "/filing")]
    recusal = {"officer": account, "reasonCategory": command.reason, "at": context.now}
    recusals = [*(filing.document.get("recusalBag") or ()), recusal]
    own = filing_draft(context, "recusal", FilingStatus.RECORDED, act="recusal")
    later = note(context, filing, recusalBag=recusals, allocation=_without(filing, account))
    return Outcome(FilingStatus.RECORDED, (later, own))


def _without(filing: FilingFacts, account: str | None) -> dict[str, Any] | None:
    """The allocation when this officer is gone from it."""
    allocation = dict(filing.document.get("allocation") or {})
    if account == allocation.get("officer"):
        stand_in = allocation.pop("standIn", None)
        return {**allocation, "officer": stand_in} if stand_in else {}
    if account == allocation.get("standIn"):
        del allocation["standIn"]
    return allocation or None


ALLOCATION = FilingType(
    name="allocation",
    read=read_allocation,
    needs=needs_allocation,
    decide=decide_allocation,
    citation="Node practice: a filing under examination is one officer's, with a stand-in",
)
RECUSAL = FilingType(
    name="recusal",
    read=read_recusal,
    needs=needs_recusal,
    decide=decide_recusal,
    citation="Node practice: nobody decides where he has, or may seem to have, an interest",
)
