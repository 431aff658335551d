"""Who may act as what in a case: by what an account is in it, never by what it says it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL, CaseFacts, members_of
from ipregistry.domain.facts import Context
from ipregistry.domain.packs.model import SYSTEM, Pack
from ipregistry.domain.violations import Severity, Violation


def on_two_sides(document: Mapping[str, Any], pointer: str) -> list[Violation]:
    """Whoever would stand on two sides, or decide what he is of a side of: he would read what one
    side gives in confidence, and act for the other.
    """
    sides: dict[str, set[str]] = {}
    for member in members_of(document):
        sides.setdefault(member.member, set()).add(member.side)
    return [
        Violation("case-on-two-sides", pointer, {"who": who, "sides": ", ".join(sorted(found))})
        for who, found in sorted(sides.items())
        if len(found) > 1
    ]


_NO_SIDE = frozenset(
    {SYSTEM, INSTITUTION, NEUTRAL, "parties", "court", "registrar", "appointing_authority"}
)


def roles_of(pack: Pack) -> tuple[str, ...]:
    """The roles of sides that a pack speaks of."""
    named = [role for t in pack.transitions for role in t.by]
    return tuple(dict.fromkeys(role for role in named if role not in _NO_SIDE))


@dataclass(frozen=True, slots=True)
class Standing:
    """As what somebody acts: the pack's role, and the side; `records` for whom he enters it.

    The institution enters what came to it on paper: then `role` and `side` are of who gave it.
    """

    role: str
    side: str
    entered: bool = False


def standing_of(case: CaseFacts, actor: Actor) -> Standing | None:
    """What the actor is in the case; None of somebody who is not in it."""
    who = (actor.account, actor.party)
    side = case.side_of(*who)
    if side is not None:
        found = case.side(side)
        return Standing(side if found is None else found["role"], side)
    if case.is_neutral(*who):
        return Standing(NEUTRAL, NEUTRAL)
    if Role.CASE_MANAGER in actor.roles:
        return Standing(INSTITUTION, INSTITUTION)
    return None


def known_case(case_id: str, context: Context) -> tuple[CaseFacts, Standing] | list[Violation]:
    """The case and the actor's standing in it. Of a case that is not his he learns nothing."""
    case = context.cases.get(case_id)
    standing = None if case is None else standing_of(case, context.actor)
    if case is None or standing is None:
        return [Violation("case-unknown", "/case", {"case": case_id})]
    return case, standing


def on_behalf(case: CaseFacts, own: Standing, role: str | None) -> Standing | list[Violation]:
    """As whom a filing counts: the filer, or who handed a paper in at the institution's desk."""
    if role is None or role in {own.role, own.side}:
        return own
    if own.side != INSTITUTION:
        params = {"by": role, "standing": own.role}
        return [Violation("case-not-your-side", "/by", params, severity=Severity.FORBIDDEN)]
    side = case.side(role) or next((s for s in case.sides if s["role"] == role), None)
    return Standing(
        role if side is None else side["role"], role if side is None else side["side"], True
    )
