"""What all sides do together: one proposes, each other side does the same, then it counts.

So a settlement counts from the day on which the last side signed it; until then whoever proposed
it may take it back, and the procedure goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.violations import Severity, Violation

Proposal = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What became of a joint act by this filing.

    `bag` are the proposals that are open behind it; `complete` says that every side has done it.
    """

    bag: tuple[Proposal, ...]
    proposal: Proposal
    complete: bool


def agreed(
    case: CaseFacts,
    side: str,
    at: str,
    what: Mapping[str, Any],
    number: int | None,
    *,
    still_open: Sequence[Proposal],
) -> Agreement | list[Violation]:
    """A side's part in a joint act: a proposal of its own, or its word to one of another side's."""
    if number is None:
        return _proposed(case, side, at, what, still_open)
    found = next((p for p in still_open if p["proposal"] == number), None)
    if found is None:
        return [Violation("case-proposal-unknown", "/proposal", {"proposal": number})]
    if any(found.get(name) != value for name, value in what.items() if name != "documentBag"):
        return [Violation("case-proposal-differs", "/proposal", {"proposal": number})]
    if side in found["assentBag"]:
        return [Violation("case-proposal-assented", "/proposal", {"proposal": number})]
    assented = [*found["assentBag"], side]
    rest = tuple(p for p in still_open if p is not found)
    proposal = {**found, "assentBag": assented}
    if {s["side"] for s in case.present_sides} <= set(assented):
        return Agreement(rest, proposal, complete=True)
    return Agreement((*rest, proposal), proposal, complete=False)


def _proposed(
    case: CaseFacts,
    side: str,
    at: str,
    what: Mapping[str, Any],
    still_open: Sequence[Proposal],
) -> Agreement | list[Violation]:
    same = next(
        (
            p["proposal"]
            for p in still_open
            if all(p.get(n) == v for n, v in what.items() if n != "documentBag")
        ),
        None,
    )
    if same is not None:
        # Two papers that say the same are one agreement only if the second says so.
        params = {"proposal": same}
        return [Violation("case-proposal-open", "/proposal", params, severity=Severity.RULE)]
    number = 1 + max((p["proposal"] for p in still_open), default=0)
    made = {"proposal": case.version * 10 + number, **what, "side": side, "at": at}
    proposal = {**made, "assentBag": [side]}
    return Agreement((*still_open, proposal), proposal, complete=False)


def taken_back(
    side: str, number: int, still_open: Sequence[Proposal]
) -> tuple[Proposal, ...] | list[Violation]:
    """The proposals without one that a side takes back: its own, or its word to another's."""
    found = next((p for p in still_open if p["proposal"] == number), None)
    if found is None:
        return [Violation("case-proposal-unknown", "/proposal", {"proposal": number})]
    if side not in found["assentBag"]:
        return [Violation("case-proposal-not-yours", "/proposal", {"proposal": number})]
    rest = tuple(p for p in still_open if p is not found)
    assented = [one for one in found["assentBag"] if one != side]
    return (*rest, {**found, "assentBag": assented}) if assented else rest
