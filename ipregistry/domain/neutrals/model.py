"""Conflicts of interest as values: who stands to whom in what way, what a list makes of it.

A check never ends in yes or no: it says item by item what was found, by what evidence, within
which window, and what nobody could know yet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Tie(StrEnum):
    """What a candidate is, or was, to somebody."""

    IS = "is"
    OFFICER = "officer"
    CONTROLLER = "controller"
    INTEREST = "interest"
    SHARES = "shares"
    ADVISER = "adviser"
    COUNSEL_FOR = "counsel-for"
    COUNSEL_AGAINST = "counsel-against"
    APPOINTED_BY = "appointed-by"
    PREPARED_HEARING = "prepared-hearing"
    SITS_WITH = "sits-with"
    EXPERT_FOR = "expert-for"
    WORKS_FOR = "works-for"
    FIRM_SERVES = "firm-serves"
    FAMILY = "family"
    OTHER = "other"
    PRIVATE_CONTACT = "private-contact"
    PUBLISHED_OPINION = "published-opinion"
    ASSOCIATION = "association"


class Standing(StrEnum):
    """What somebody is in the case that the candidate is proposed for."""

    PARTY = "party"
    AFFILIATE = "affiliate"
    OFFICER = "officer"
    CONTROLLER = "controller"
    COUNSEL = "counsel"


class Matter(StrEnum):
    """Whether a tie came from this dispute, a related one, or neither."""

    THIS = "this"
    RELATED = "related"
    UNRELATED = "unrelated"


class Source(StrEnum):
    """Where a tie is known from."""

    ROSTER = "roster"
    DECLARED = "declared"
    CASE_FILE = "case-file"
    OTHER_CASE = "other-case"


class Level(StrEnum):
    """How a list grades an item."""

    RED = "red"
    WAIVABLE_RED = "waivable-red"
    ORANGE = "orange"
    GREEN = "green"
    STATUTE = "statute"
    NODE = "node"


class Action(StrEnum):
    """What an item asks for, the heaviest first. `ask-officer` stands for what is not certain."""

    REFUSE = "refuse"
    ASK = "ask-officer"
    WAIVER_BY_ALL = "waiver-by-all"
    DISCLOSE = "disclose"
    NONE = "none"


def folded(name: str) -> str:
    """A name as it is compared: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody: by party or account where the register knows them, else by name alone."""

    party: str | None = None
    account: str | None = None
    names: tuple[str, ...] = ()

    def same_as(self, other: Who) -> str | None:
        """``number`` or ``name``: by what both are one; None where nothing says so.

        Two numbers that differ are two people, whatever they are called.
        """
        for mine, theirs in ((self.party, other.party), (self.account, other.account)):
            if mine is not None and mine == theirs:
                return "number"
        if self.party is not None and other.party is not None:
            return None
        mine_names = {folded(name) for name in self.names}
        return "name" if mine_names & {folded(name) for name in other.names} else None


@dataclass(frozen=True, slots=True)
class Link:
    """One tie of the candidate: to whom, from when to when (None: still), how it is known.

    What happened on one day begins and ends on it.
    """

    tie: Tie
    whom: Who
    start: date
    end: date | None = None
    matter: Matter = Matter.UNRELATED
    source: Source = Source.ROSTER
    digest: str | None = None

    def touches(self, since: date, today: date) -> bool:
        """Whether any of it lies between two days, both included."""
        return self.start <= today and (self.end is None or self.end >= since)


@dataclass(frozen=True, slots=True)
class Interested:
    """Somebody in the case, or behind a party of it. `group`: the party that he belongs to."""

    side: str
    group: str
    whom: Who
    standing: Standing


@dataclass(frozen=True, slots=True)
class When:
    """One way in which an item is met; no `matters`: whatever the matter was."""

    ties: frozenset[Tie]
    of: frozenset[Standing]
    matters: frozenset[Matter] = frozenset(Matter)

    def fits(self, link: Link, other: Interested) -> bool:
        """Whether a tie to somebody in the case is of this sort."""
        right = link.tie in self.ties and other.standing in self.of
        return right and link.matter in self.matters


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: our own short label, how it is judged, what it asks for.

    `years` None: only what is so now counts, or with `ever` whatever ever was.
    `declared`: only the candidate can tell.
    """

    id: str
    level: Level
    labels: Mapping[str, str]
    when: tuple[When, ...]
    action: Action
    citation: str
    confidence: str
    years: int | None = None
    least: int = 1
    declared: bool = False
    ever: bool = False

    @property
    def asked(self) -> Action:
        """What it really asks for: what rests on memory refuses nothing and frees nobody."""
        if self.confidence == "M" and self.action is not Action.NONE:
            return Action.ASK
        return self.action


@dataclass(frozen=True, slots=True)
class ConflictList:
    """A list of items. `places`: those where it is law by itself (none: where a pack names it)."""

    id: str
    titles: Mapping[str, str]
    digest: str
    items: tuple[Item, ...]
    places: frozenset[str] = frozenset()
    always: bool = False
    start: date = date.min
    end: date = date.max

    def in_force(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """One tie that met an item, and to whom in the case; of other cases only the days."""

    link: Link
    other: Interested
    by: str

    def document(self) -> dict[str, Any]:
        """What the institution is shown. No case, and nobody of another case, is named."""
        shown: dict[str, Any] = {
            "sourceCategory": self.link.source.value,
            "tieCategory": self.link.tie.value,
            "standingCategory": self.other.standing.value,
            "side": self.other.side,
            "matchedBy": self.by,
            "startDate": self.link.start.isoformat(),
        }
        if self.link.end is not None:
            shown["endDate"] = self.link.end.isoformat()
        if self.link.digest is not None and self.link.source is not Source.OTHER_CASE:
            shown["evidenceDigest"] = self.link.digest
        return shown


@dataclass(frozen=True, slots=True)
class Finding:
    """An item that is met: by whom it is, within which days, and what it asks for here."""

    list: str
    item: Item
    action: Action
    since: date | None
    until: date
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> str:
        """The item's name across lists."""
        return f"{self.list}:{self.item.id}"

    def _window(self) -> dict[str, str]:
        ends = {"endDate": self.until.isoformat()}
        return ends if self.since is None else {"startDate": self.since.isoformat()} | ends

    def document(self) -> dict[str, Any]:
        """The finding as members of a stored report."""
        return {
            "list": self.list,
            "item": self.item.id,
            "levelCategory": self.item.level.value,
            "labelBag": [
                {"text": text, "languageCode": language}
                for language, text in sorted(self.item.labels.items())
            ],
            "actionCategory": self.action.value,
            "window": self._window(),
            "evidenceQuantity": len(self.evidence),
            "evidenceBag": [evidence.document() for evidence in self.evidence],
            "citation": self.item.citation,
            "confidence": self.item.confidence,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found on a day, by which lists, and which items nobody could judge yet."""

    on: date
    findings: tuple[Finding, ...]
    lists: tuple[ConflictList, ...]
    undeclared: tuple[str, ...] = field(default=())

    def asking(self, action: Action) -> tuple[Finding, ...]:
        """The findings that ask for this."""
        return tuple(f for f in self.findings if f.action is action)

    def document(self) -> dict[str, Any]:
        """The report as members of a stored record."""
        return {
            "checkedDate": self.on.isoformat(),
            "listBag": [{"list": one.id, "digest": one.digest} for one in self.lists],
            "findingBag": [finding.document() for finding in self.findings],
            "notJudgedBag": list(self.undeclared),
        }
