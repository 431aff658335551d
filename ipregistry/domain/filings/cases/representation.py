"""Who represents a side. Former counsel sees nothing from the entry on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.drafts import moved_outcome
from ipregistry.domain.cases.facts import INSTITUTION
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.cases.sides import Standing, known_case, on_two_sides
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Severity, Violation

_WHO = ("account", "party")


@dataclass(frozen=True, slots=True)
class Representation:
    """Representatives of a side who come and who go."""

    case: str
    side: str
    appointed: tuple[Mapping[str, Any], ...]
    ended: tuple[str, ...]
    received_paper: str | None


def read(body: Mapping[str, Any]) -> Representation:
    """The command of a body whose shape was checked."""
    return Representation(
        body["case"],
        body["side"],
        tuple(body.get("appointedBag") or ()),
        tuple(body.get("endedBag") or ()),
        body.get("receivedPaperDigest"),
    )


def decide(command: Representation, context: Context) -> Decision:
    """The side with its representatives from now on, or everything that is against it."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, standing = found
    side = case.side(command.side)
    if side is None:
        return [Violation("case-side-unknown", "/side", {"side": command.side})]
    if wrong := _against(command, standing, side):
        return wrong
    move = begun(case, context)
    changed = _changed(command, side)
    sides = [changed if s["side"] == command.side else s for s in case.sides]
    if wrong := on_two_sides({**case.document, "sideBag": sides}, "/appointedBag"):
        return wrong
    happened: dict[str, Any] = {
        "event": "representation",
        "category": "representation",
        "by": standing.role,
        "side": command.side,
        "at": context.now,
        "onDate": context.today.isoformat(),
    }
    entered = standing.side == INSTITUTION
    happened |= {"receivedPaperDigest": command.received_paper} if entered else {}
    after = move.to(move.state, happened, sideBag=sides)
    recorded_for = INSTITUTION if entered else command.side
    return moved_outcome(context, "case-representation", recorded_for, after)


def _against(
    command: Representation, standing: Standing, side: Mapping[str, Any]
) -> list[Violation]:
    if standing.side not in {command.side, INSTITUTION}:
        params = {"by": command.side, "standing": standing.role}
        return [Violation("case-not-your-side", "/side", params, severity=Severity.FORBIDDEN)]
    wrong = []
    if standing.side == INSTITUTION and command.received_paper is None:
        params = {"by": command.side}
        wrong.append(Violation("case-entered-without-paper", "/receivedPaperDigest", params))
    if not command.appointed and not command.ended:
        wrong.append(Violation("case-representation-unchanged", "", {}))
    present = {r[key] for r in side.get("representativeBag") or () for key in _WHO if key in r}
    wrong += [
        Violation("case-representative-unknown", f"/endedBag/{index}", {"representative": who})
        for index, who in enumerate(command.ended)
        if who not in present
    ]
    wrong += [
        Violation("case-representative-already", f"/appointedBag/{index}", {})
        for index, one in enumerate(command.appointed)
        if any(one.get(key) in present - set(command.ended) for key in _WHO if key in one)
    ]
    return wrong


def _changed(command: Representation, side: Mapping[str, Any]) -> dict[str, Any]:
    """The side; where somebody goes, its status key becomes another one (what he knew is void)."""
    kept = [
        r
        for r in side.get("representativeBag") or ()
        if not any(r.get(key) in command.ended for key in _WHO if key in r)
    ]
    generation = side["keyGeneration"] + (1 if command.ended else 0)
    return {
        **side,
        "representativeBag": [*kept, *command.appointed],
        "keyGeneration": generation,
    }


TYPE = FilingType(
    name="case-representation",
    read=read,
    needs=lambda command: Needs(cases=(command.case,), packs=True),
    decide=decide,
    citation="The side's power of attorney, by digest; who is replaced loses access with the entry "
    "(node practice)",
)
