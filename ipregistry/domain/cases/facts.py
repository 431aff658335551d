"""A case as it was recorded: its newest version, its pack as pinned, who is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ipregistry.domain.calendars import Unit
from ipregistry.domain.packs.engine import CaseState, Running, clock_of
from ipregistry.domain.packs.versions import PublishedPack

# As sides that are none: who decides, and who administers.
NEUTRAL, INSTITUTION = "neutral", "institution"


class CaseRole(StrEnum):
    """What an account or a party is in a case."""

    PARTY = "party"
    REPRESENTATIVE = "representative"
    NEUTRAL = "neutral"
    MEDIATOR = "mediator"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is in a case today: by account or by party on record."""

    side: str
    role: CaseRole
    member: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case: its newest version, and the rules that it was opened under."""

    id: str
    version: int
    recorded_at: str
    document: Mapping[str, Any]
    published: PublishedPack

    @property
    def state(self) -> CaseState:
        """Where the engine goes on from: what was recorded, nothing computed again."""
        return CaseState(
            self.document["stateCode"],
            {
                clock_of(m["deadline"], m.get("side")): read_running(m)
                for m in self.document.get("deadlineBag") or ()
            },
            tuple(self.document["visitedBag"]),
        )

    @property
    def sides(self) -> tuple[Mapping[str, Any], ...]:
        """The sides, in the order in which they came in."""
        return tuple(self.document["sideBag"])

    @property
    def present_sides(self) -> tuple[Mapping[str, Any], ...]:
        """Those that have not left it, as by a settlement of their own."""
        return tuple(side for side in self.sides if "endedDate" not in side)

    @property
    def members(self) -> tuple[Member, ...]:
        """Everybody who is in the case."""
        return tuple(members_of(self.document))

    def side(self, name: str) -> Mapping[str, Any] | None:
        """The side of this name."""
        return next((s for s in self.sides if s["side"] == name), None)

    def side_of(self, *who: str | None) -> str | None:
        """The side on which an account or a party stands; None of one that is on no side."""
        return next(
            (
                m.side
                for m in self.members
                if m.member in who and m.role in {CaseRole.PARTY, CaseRole.REPRESENTATIVE}
            ),
            None,
        )

    def is_neutral(self, *who: str | None) -> bool:
        """Whether an account or a party is a neutral of the case."""
        return any(m.member in who and m.side == NEUTRAL for m in self.members)


def members_of(document: Mapping[str, Any]) -> Iterable[Member]:
    """Who is in a case, by its document. One who is named twice is one member."""
    found: dict[Member, None] = {}
    for side in document["sideBag"]:
        if "endedDate" in side:
            continue
        for party in side["partyBag"]:
            found |= _named(side["side"], CaseRole.PARTY, party)
        for representative in side.get("representativeBag") or ():
            found |= _named(side["side"], CaseRole.REPRESENTATIVE, representative)
    for neutral in document.get("neutralBag") or ():
        found |= _named(NEUTRAL, CaseRole(neutral["role"]), neutral)
    return found


def _named(side: str, role: CaseRole, who: Mapping[str, Any]) -> dict[Member, None]:
    return {Member(side, role, who[key]): None for key in ("party", "account") if key in who}


def running_document(running: Running, over_at: str | None, expiry: str | None) -> dict[str, Any]:
    """An open deadline as it is recorded: its explanation as given, and what became of it."""
    values: dict[str, Any] = {
        **running.said,
        "deadline": running.deadline,
        "side": running.side,
        "placeCode": running.place,
        "startDate": running.start.isoformat(),
        "dueDate": _text(running.due),
        "firstDate": _text(running.first),
        "orderedDate": _text(running.ordered),
        "extensionBag": [{"count": n, "unit": unit.value} for n, unit in running.more] or None,
        "extendedBag": [{"by": by, "times": n} for by, n in sorted(running.extended.items())]
        or None,
        "overAt": over_at,
        "expiryEvent": expiry,
    }
    return {name: value for name, value in values.items() if value is not None}


_OWN = frozenset(
    {"placeCode", "firstDate", "orderedDate", "extensionBag", "extendedBag", "overAt"}
    | {"expiryEvent", "side"}
)


def read_running(member: Mapping[str, Any]) -> Running:
    """An open deadline back from its document."""
    return Running(
        member["deadline"],
        date.fromisoformat(member["startDate"]),
        member.get("placeCode"),
        _day(member.get("dueDate")),
        {name: value for name, value in member.items() if name not in _OWN},
        _day(member.get("firstDate")),
        tuple((m["count"], Unit(m["unit"])) for m in member.get("extensionBag") or ()),
        {m["by"]: m["times"] for m in member.get("extendedBag") or ()},
        _day(member.get("orderedDate")),
        member.get("side"),
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
