"""Domain-name cases that a provider decided and published: what stands of one on record.

Such a case is told, not conducted here. It is kept as told: a day that is not told is absent, no
deadline is computed, and what cannot be right is remarked on, never mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.versions import PublishedPack, pack_in_force

DAYS = (
    "submittedDate",
    "registrarRequestDate",
    "registrarResponseDate",
    "commencedDate",
    "panelAppointedDate",
    "publishedDate",
)
# Which of them follow each other by the Rules: the complaint comes first (Rules 3), the
# proceeding commences before the panel is appointed (Rules 4(c), 6), the decision comes last
# (Rules 16). When the registrar was asked stands in no rule of 2015's order of steps but after
# the complaint.
_ORDERED = (
    ("submittedDate", "registrarRequestDate"),
    ("registrarRequestDate", "registrarResponseDate"),
    ("submittedDate", "commencedDate"),
    ("commencedDate", "panelAppointedDate"),
    ("panelAppointedDate", "publishedDate"),
    ("submittedDate", "publishedDate"),
)
COMPLAINANT, RESPONDENT = "complainant", "respondent"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended: the pack's final state, and what the decision orders."""

    state: str
    remedy: str | None = None


# A provider's word for the end, and what the pack calls it. The first four are those of the
# published index of 2023 and 2024 [V, all its lines]; the others have the pack's own names [I].
# "Transferred" tells what was ordered: that the registrar did so (Policy 4(k)) is taken from it.
ENDINGS: Mapping[str, Ending] = {
    "Transferred": Ending("implemented", "transfer"),
    "Cancelled": Ending("implemented", "cancellation"),
    "Denied": Ending("denied"),
    "Terminated": Ending("terminated"),
    "Withdrawn": Ending("withdrawn"),
    "Settled": Ending("settled"),
}
REMEDIES = ("transfer", "cancellation")


@dataclass(frozen=True, slots=True)
class DecidedFacts:
    """A decided case on record: its newest version, whole."""

    id: str
    version: int
    recorded_at: str
    document: Mapping[str, Any]

    @property
    def decision(self) -> Mapping[str, Any]:
        """What is public of it."""
        found: Mapping[str, Any] = self.document["decision"]
        return found

    @property
    def digests(self) -> frozenset[str]:
        """The told records that it was made of, but for those that were erased."""
        return frozenset(one["recordDigest"] for one in self.told if "recordDigest" in one)

    @property
    def told(self) -> Sequence[Mapping[str, Any]]:
        """What told of it, once for each address of a decision."""
        found: Sequence[Mapping[str, Any]] = self.document["toldBag"]
        return found


def ending_of(status: str, pack: Pack) -> Ending | None:
    """How it ended, in the pack's words; None for a word that no end of the pack is known for."""
    ending = ENDINGS.get(status)
    known = ending is not None and ending.state in pack.outcomes
    return ending if known else None


def pack_for(told: Mapping[str, Any], packs: Sequence[PublishedPack]) -> PublishedPack | None:
    """The version in whose words the case is told: that of the day of the complaint.

    Where the day is not told, or older than every version, the oldest: it lends its words, and
    nothing is computed by it. None where there is no pack of this name.
    """
    same = [p for p in packs if p.pack.id == told["packName"]]
    day = told.get("submittedDate")
    found = None if day is None else pack_in_force(same, told["packName"], date.fromisoformat(day))
    return found or min(same, key=lambda p: p.pack.effective.start, default=None)


def days_out_of_order(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(what should come first, what should follow) of each two days that are told the other way."""
    for first, then in _ORDERED:
        if first in told and then in told and told[then] < told[first]:
            yield first, then


def case_members(
    told: Mapping[str, Any],
    published: PublishedPack,
    ending: Ending,
    before: DecidedFacts | None = None,
) -> dict[str, Any]:
    """What the case says beside its pack: its state, its sides, the decision, and the names.

    The decision and what names organisations is public (Policy 4(j): decisions are published in
    full); the name of whoever may be a natural person goes with single reads only.
    """
    state, names, told_bag = ending.state, _names(told, before), _told_bag(told, before)
    return {
        "procedureCategory": published.pack.kind.value,
        "stateCode": state,
        "finalIndicator": True,
        "outcomeCode": state,
        "sideBag": [_side(COMPLAINANT), _side(RESPONDENT)],
        "assetBag": [{"nameText": name} for name in told.get("domainNameBag", ())] or None,
        "visitedBag": [state],
        "deadlineBag": [],
        "eventBag": [],
        "toldBag": told_bag,
        "decision": _decision(told, ending, told_bag, names, before),
        "decisionNames": names,
    }


def _side(role: str) -> dict[str, Any]:
    return {"side": role, "role": role, "partyBag": [], "keyGeneration": 1}


_PUBLIC = (
    "sourceCode",
    "caseNumberText",
    "statusText",
    *DAYS,
    "defaultIndicator",
    "domainNameBag",
    "markBag",
    "registrarBag",
    "complainantPlaceBag",
    "respondentPlaceBag",
)


def _decision(
    told: Mapping[str, Any],
    ending: Ending,
    told_bag: Sequence[Mapping[str, Any]],
    names: Mapping[str, Any] | None,
    before: DecidedFacts | None,
) -> dict[str, Any]:
    said = {
        **{name: told[name] for name in _PUBLIC if name in told},
        "outcomeCode": ending.state,
        "remedyCode": ending.remedy,
        "organizationBag": _parties(told, "organization") or None,
        "remarkBag": [
            {"code": "days-out-of-order", "first": first, "then": then}
            for first, then in days_out_of_order(told)
        ]
        or None,
        "paperBag": [{"addressText": one["addressText"]} for one in told_bag],
    }
    if before is not None:
        changed = _changed_members(before.decision, said)
        changed |= {_NAMES} if names != before.document.get(_NAMES) else set()
        said["changedBag"] = sorted(changed) or None
    return {name: value for name, value in said.items() if value is not None}


def _told_bag(told: Mapping[str, Any], before: DecidedFacts | None) -> list[Mapping[str, Any]]:
    """What tells of the case: once for each address of a decision, the newest record of each."""
    one = {"addressText": told["decisionAddressText"], "recordDigest": told["recordDigest"]}
    earlier = before.told if before is not None else ()
    return [*(old for old in earlier if old["addressText"] != one["addressText"]), one]


_NAMES = "decisionNames"
_OF_ITS_VERSION = frozenset({"changedBag"})


def _changed_members(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The members that say something else than they did."""
    members = (before.keys() | after.keys()) - _OF_ITS_VERSION
    return {name for name in members if before.get(name) != after.get(name)}


def _parties(told: Mapping[str, Any], category: str) -> list[dict[str, str]]:
    bags = ((COMPLAINANT, "complainantBag"), (RESPONDENT, "respondentBag"))
    return [
        {"side": side, "nameText": party["nameText"]}
        for side, bag in bags
        for party in told.get(bag, ())
        if party["category"] == category
    ]


def _names(told: Mapping[str, Any], before: DecidedFacts | None) -> dict[str, Any] | None:
    said = {
        "partyBag": _parties(told, "person"),
        "panelistBag": told.get("panelistBag"),
        "representedByText": told.get("representedByText"),
    }
    named = {name: value for name, value in said.items() if value}
    if not named and before is not None and "decisionNames" in before.document:
        # Without a part of its own the earlier version's would still be the newest.
        return {"partyBag": []}
    return named or None
