"""Mandates: what a principal lets an agent do, on which rights, for how long; revocable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.facts import Capacity, Context, FilingStatus, MandateFacts, Needs
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.violations import Severity, Violation, refusing


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who lets whom do what, on which rights (None: all), from when to when."""

    principal: str
    agent: str
    acts: tuple[str, ...]
    assets: tuple[str, ...] | None
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Revocation:
    """The end of a mandate, from its recording on."""

    mandate: str


def read(body: Mapping[str, Any]) -> Mandate:
    """The command in a body of the right shape."""
    start = read_date(body["startDate"])
    assert start is not None  # noqa: S101 - required by the shape
    assets = body.get("assetBag")
    return Mandate(
        body["principal"],
        body["agent"],
        tuple(body["actBag"]),
        None if assets is None else tuple(assets),
        start,
        read_date(body.get("endDate")),
    )


def decide(command: Mandate, context: Context) -> Decision:
    """A mandate comes from the principal, or from an officer who holds its paper."""
    violations = _only_principal(context, command.principal, "/principal")
    if command.principal not in context.parties:
        params = {"party": command.principal}
        violations.append(Violation("party-unknown", "/principal", params))
    if command.end is not None and command.end < command.start:
        violations.append(Violation("period-ends-before-it-starts", "/endDate"))
    actor = context.actor
    if command.agent == actor.account and actor.party != command.principal:
        # An officer's word that the paper exists would let him dispose of the right himself.
        violations.append(Violation("mandate-to-oneself", "/agent", severity=Severity.FORBIDDEN))
    if refusing(violations):
        return violations
    document = {
        "principal": command.principal,
        "agent": command.agent,
        "actBag": list(command.acts),
        "assetBag": None if command.assets is None else list(command.assets),
        "period": _period(command.start, command.end),
        "status": "in-force",
    }
    draft = RecordDraft(
        "mandate", context.new_id("mandate"), "mandate/1", 1, document, Capacity.OFFICE
    )
    filing = filing_draft(context, "mandate", FilingStatus.RECORDED, act="mandate")
    return Outcome(FilingStatus.RECORDED, (draft, filing))


def decide_revocation(command: Revocation, context: Context) -> Decision:
    """The principal, or an officer for it, ends a mandate; what was done under it stays."""
    found = [m for m in context.mandates if m.id == command.mandate]
    if not found or not _may_see(context, found[0]):
        return [Violation("mandate-unknown", "/mandate", {"mandate": command.mandate})]
    mandate = found[0]
    violations = _only_principal(context, mandate.principal, "/mandate")
    if mandate.status != "in-force":
        violations.append(Violation("mandate-not-in-force", "/mandate"))
    if refusing(violations):
        return violations
    document = {**mandate.document, "status": "revoked"}
    draft = RecordDraft(
        "mandate", mandate.id, "mandate/1", mandate.version + 1, document, Capacity.OFFICE
    )
    filing = filing_draft(
        context, "mandate-revocation", FilingStatus.RECORDED, act="mandate-revocation"
    )
    return Outcome(FilingStatus.RECORDED, (draft, filing))


def _period(start: date, end: date | None) -> dict[str, str]:
    period = {"startDate": start.isoformat()}
    return period if end is None else {**period, "endDate": end.isoformat()}


def _only_principal(context: Context, principal: str, pointer: str) -> list[Violation]:
    if Role.REGISTRAR in context.actor.roles or context.actor.party == principal:
        return []
    return [Violation("not-the-principal", pointer, severity=Severity.FORBIDDEN)]


def _may_see(context: Context, mandate: MandateFacts) -> bool:
    actor = context.actor
    return actor.is_office or mandate.principal == actor.party or mandate.agent == actor.account


TYPE = FilingType(
    name="mandate",
    read=read,
    needs=lambda command: Needs(parties=(command.principal,)),
    decide=decide,
    citation="Node practice: an agent acts within a recorded, revocable mandate",
)
REVOCATION = FilingType(
    name="mandate-revocation",
    read=lambda body: Revocation(body["mandate"]),
    needs=lambda command: Needs(mandates=(command.mandate,)),
    decide=decide_revocation,
    citation="Node practice: a mandate is revocable at any time",
)
