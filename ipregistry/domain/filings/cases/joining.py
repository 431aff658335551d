"""A party of a side gets an account of its own: by its one-time door, or by the institution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import Standing, known_case
from ipregistry.domain.cases.status_keys import with_next_key
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Joining:
    """Which account stands for which party of a side; parties are counted from 0."""

    case: str
    side: str
    position: int
    account: str
    received_paper: str | None


def read(body: Mapping[str, Any]) -> Joining:
    """The command of a body whose shape was checked."""
    return Joining(
        body["case"],
        body["side"],
        body.get("partyPosition", 0),
        body["account"],
        body.get("receivedPaperDigest"),
    )


def decide(command: Joining, context: Context) -> Decision:
    """The side with the account in it, or everything that is against it."""
    found = _known(command, context)
    if isinstance(found, list):
        return found
    case, standing = found
    side = case.side(command.side)
    if side is None:
        return [Violation("case-side-unknown", "/side", {"side": command.side})]
    if wrong := _against(command, context, case, side, standing):
        return wrong
    move = begun(case, context)
    changed = _joined(command, side)
    happened: dict[str, Any] = {
        "event": "joining",
        "category": "joining",
        "by": side["role"],
        "side": command.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
    }
    if command.received_paper is not None:
        happened["receivedPaperDigest"] = command.received_paper
    sides = [changed if s["side"] == command.side else s for s in case.sides]
    return moved_outcome(
        context, "case-joining", command.side, move.to(move.state, happened, sideBag=sides)
    )


def _known(
    command: Joining, context: Context
) -> tuple[CaseFacts, Standing | None] | list[Violation]:
    """The case; and the standing of who files, which the door itself has none of."""
    if Role.SYSTEM not in context.actor.roles:
        return known_case(command.case, context)
    case = context.cases.get(command.case)
    if case is None:
        return [Violation("case-unknown", "/case", {"case": command.case})]
    return case, None


def _against(
    command: Joining,
    context: Context,
    case: CaseFacts,
    side: Mapping[str, Any],
    standing: Standing | None,
) -> list[Violation]:
    wrong = []
    if standing is not None and standing.side != INSTITUTION:
        params = {"by": command.side, "standing": standing.role}
        wrong.append(Violation("case-not-your-side", "", params, severity=Severity.FORBIDDEN))
    if standing is not None and command.received_paper is None:
        params = {"by": side["role"]}
        wrong.append(Violation("case-entered-without-paper", "/receivedPaperDigest", params))
    if command.position >= len(side["partyBag"]):
        params = {"count": str(len(side["partyBag"]))}
        wrong.append(Violation("case-party-unknown", "/partyPosition", params))
    if _is_in(command.account, case, context):
        wrong.append(Violation("case-account-in-case", "/account", {"account": command.account}))
    return wrong


def _is_in(account: str, case: CaseFacts, context: Context) -> bool:
    """Nobody stands on two sides, nor decides or administers what he is a party to."""
    on_side = case.side_of(account) is not None
    return on_side or case.is_neutral(account) or account == context.actor.account


def _joined(command: Joining, side: Mapping[str, Any]) -> dict[str, Any]:
    """An account that was there before goes, and what it knew of the side's key is void."""
    parties = list(side["partyBag"])
    before = parties[command.position]
    parties[command.position] = {**before, "account": command.account}
    joined = {**side, "partyBag": parties}
    return with_next_key(joined) if "account" in before else joined


TYPE = FilingType(
    name="case-joining",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="The invitation in the notice to the party, used once; or its own paper, by digest "
    "(node practice)",
)
