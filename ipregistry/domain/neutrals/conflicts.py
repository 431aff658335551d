"""The conflict engine: a candidate's ties held against everybody in a case, item by item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from ipregistry.domain.clocks import add_months
from ipregistry.domain.neutrals.model import (
    Action,
    ConflictList,
    Evidence,
    Finding,
    Interested,
    Item,
    Link,
    Report,
    Source,
)

_MONTHS_OF_A_YEAR = 12
_ORDER = {action: place for place, action in enumerate(Action)}
# What a pack may ask for, heavier than the list does: members of its `conflict`.
_STRICTER = (("refuse", Action.REFUSE), ("waiver_by_all", Action.WAIVER_BY_ALL))


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is checked for what: his ties, who is in the case, the lists that count there.

    `declared`: he has said by himself what only he can know. `conflict` is the pack's part.
    """

    links: tuple[Link, ...]
    interested: tuple[Interested, ...]
    lists: tuple[ConflictList, ...]
    today: date
    declared: bool = False
    conflict: Mapping[str, Any] | None = None


def lists_for(
    known: Iterable[ConflictList],
    conflict: Mapping[str, Any],
    places: Iterable[str | None],
    today: date,
) -> tuple[ConflictList, ...]:
    """The lists that count in a case: the node's own, its pack's, and the law of its seat."""
    named = conflict.get("lists") or ()
    wanted = {named} if isinstance(named, str) else set(named)
    here = {place for place in places if place is not None}
    return tuple(
        one
        for one in known
        if one.in_force(today) and (one.always or one.id in wanted or one.places & here)
    )


def check(asked: Asked) -> Report:
    """Every item that the candidate's ties meet, the heaviest first."""
    links = tuple(dict.fromkeys(asked.links))
    findings = [
        finding
        for one in asked.lists
        for item in one.items
        if (finding := _finding(one.id, item, links, asked)) is not None
    ]
    findings.sort(key=lambda finding: _ORDER[finding.action])
    open_items = () if asked.declared else _only_told(asked.lists)
    return Report(asked.today, tuple(findings), asked.lists, open_items)


def _only_told(lists: tuple[ConflictList, ...]) -> tuple[str, ...]:
    """The items that nobody but the candidate can tell of."""
    return tuple(f"{one.id}:{item.id}" for one in lists for item in one.items if item.declared)


def window_start(item: Item, today: date) -> date | None:
    """The first day that counts: so many years back, on the same day; today of what is now.

    None: no day is too long ago.
    """
    if item.ever:
        return None
    if item.years is None:
        return today
    return add_months(today, -_MONTHS_OF_A_YEAR * item.years)


def _finding(name: str, item: Item, links: tuple[Link, ...], asked: Asked) -> Finding | None:
    since = window_start(item, asked.today)
    # Counted per party with its affiliates, or per counsel: one each from both sides is not two.
    met: dict[str, list[Evidence]] = defaultdict(list)
    for link in links:
        if not link.touches(since or date.min, asked.today):
            continue
        for group, evidence in _met_by(item, link, asked.interested).items():
            met[group].append(evidence)
    enough = [evidence for found in met.values() if len(found) >= item.least for evidence in found]
    if not enough:
        return None
    certain = any(
        sum(evidence.by == "number" for evidence in found) >= item.least for found in met.values()
    )
    action = _action(item, asked.conflict or {}, certain=certain)
    enough.sort(key=lambda evidence: (evidence.link.start, evidence.other.side))
    return Finding(name, item, action, since, asked.today, tuple(enough))


def _met_by(item: Item, link: Link, interested: tuple[Interested, ...]) -> dict[str, Evidence]:
    """The groups to which a tie is such a one; each once, by the surest match."""
    found: dict[str, Evidence] = {}
    for other in interested:
        by = link.whom.same_as(other.whom)
        if by is None or not any(when.fits(link, other) for when in item.when):
            continue
        if other.group not in found or by == "number":
            found[other.group] = Evidence(link, other, by)
    return found


def _action(item: Item, conflict: Mapping[str, Any], *, certain: bool) -> Action:
    """What an item asks for here. A name alone tells of nobody: an officer looks."""
    action = item.action
    for member, stricter in _STRICTER:
        patterns = conflict.get(member) or ()
        if any(fnmatchcase(item.id, pattern) for pattern in patterns):
            action = min(action, stricter, key=_ORDER.__getitem__)
    if action is Action.NONE:
        return action
    unsure = item.confidence == "M" or (not certain and action is Action.REFUSE)
    return Action.ASK if unsure else action


def other_cases(report: Report) -> dict[str, Any]:
    """What the register's other cases contributed, as a count and days."""
    days = sorted(
        {
            evidence.link.start
            for finding in report.findings
            for evidence in finding.evidence
            if evidence.link.source is Source.OTHER_CASE
        }
    )
    return {"dayQuantity": len(days), "dateBag": [day.isoformat() for day in days]}
