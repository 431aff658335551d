"""What stands in the way of a disposition, and whose assent it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.domain.facts import AssetFacts, Capacity, HoldFacts, MandateFacts
from ipregistry.domain.policies import ActPolicy, Rule, weigh
from ipregistry.domain.rights import RightKind
from ipregistry.domain.titles import (
    Effect,
    Grant,
    InterestCategory,
    State,
    Step,
    Strength,
    Title,
    Transfer,
)
from ipregistry.domain.violations import Severity, Violation

LOCK = "lock"
ASK_FIRST = "ask-first"
# Licences that leave the licensor, or other licensees, nothing of the same extent.
EXCLUSIVE = frozenset({"exclusive", "sole"})


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that stops a disposition now, and the day from which it would no longer."""

    violation: Violation
    since: str | None = None


def blocks(
    asset: AssetFacts,
    title: Title,
    rules: ActPolicy,
    today: date,
    *,
    actor: Actor = PUBLIC_ACTOR,
    stops: frozenset[str] = frozenset({"assignment"}),
    under: frozenset[str] = frozenset(),
) -> list[Block]:
    """Everything that stops a disposition of the right today, root first.

    `stops` are the names under which holds stop this act, `under` the holds and the lock that
    it is made under. What the actor may not know of a hold is only that there is a restriction.
    """
    return [
        *_root_blocks(title.record, rules, today),
        *_discrepancies(title),
        *_lodged(title),
        *not_in_force(asset, title, today),
        *restrictions(asset, title, today, actor, stops, under),
    ]


def _root_blocks(record: State, rules: ActPolicy, today: date) -> list[Block]:
    needed = Strength(rules.root_strength.value)
    root = record.root
    if root is None or record.holders is None or root.strength.rank < needed.rank:
        found = "none" if root is None else root.strength.value
        violation = Violation("root-too-weak", params={"found": found, "needed": needed.value})
        return [Block(weigh(rules.root_strength, violation))]
    oldest = rules.root_max_age_days.value
    if oldest and root.on + timedelta(days=oldest) < today:
        violation = Violation("root-too-old", params={"date": root.on.isoformat(), "days": oldest})
        return [Block(weigh(rules.root_max_age_days, violation))]
    return []


def _discrepancies(title: Title) -> list[Block]:
    return [
        Block(Violation("discrepancy-open", params={"name": f.code, "transaction": f.transaction}))
        for f in title.record.open_findings
    ]


def _lodged(title: Title) -> list[Block]:
    return [Block(_waits(step), step.known_at) for step in title.lodged if _disposes(step.effect)]


def _waits(step: Step) -> Violation:
    """For what a disposition waits: another office's entry, or this office's own journal."""
    params = {"since": step.known_at[:10]}
    if step.capacity == Capacity.OFFICE:
        return Violation("publication-awaited", params=params)
    return Violation("disposition-lodged", params=params)


def _disposes(effect: Effect) -> bool:
    """Whether a lodged effect leaves nothing, or less, for another disposition to give."""
    if isinstance(effect, Grant):
        interest = effect.interest
        return interest.category is InterestCategory.SECURITY or interest.kind in EXCLUSIVE
    return isinstance(effect, Transfer)


def not_in_force(asset: AssetFacts, title: Title, today: date) -> list[Block]:
    """The right has ended, or the term that is known here has run out."""
    if title.record.stage == "ended":
        return [Block(Violation("right-not-in-force", params={"reason": "ended"}))]
    ends, confidence = term_of_right(asset, title)
    if ends is None or ends >= today:
        return []
    # A renewal recorded elsewhere may not be known here, and a term that rests on memory
    # refuses nothing: both are for an officer to see.
    violation = Violation("right-not-in-force", params={"reason": ends.isoformat()})
    return [Block(weigh(Rule(None, "term of the right", confidence), violation))]


def term_of_right(asset: AssetFacts, title: Title) -> tuple[date | None, str]:
    """The last day of the right as far as it is known, and how sure that is."""
    if title.record.term_ends is not None:
        return title.record.term_ends, "V"
    # The term of a mark is that of its first period, so it proves no end at all.
    return asset.term_ends, "M" if asset.kind == RightKind.TRADEMARK else asset.term_confidence


# What some hold or other stops.
_ANY_STOPS = frozenset(
    {
        "assignment",
        "exclusive-licence",
        "licence",
        "lock",
        "ownership-order",
        "security",
        "surrender",
        "transmission",
    }
)


def _felt(hold: HoldFacts, actor: Actor) -> frozenset[str]:
    """What it stops, as far as the actor may know: which acts pass would tell a lock from an
    order, so to outsiders every hold stops all that any hold does.
    """
    return hold.stops if hold.known_to(actor) else _ANY_STOPS | hold.stops


def restrictions(
    asset: AssetFacts,
    title: Title,
    today: date,
    actor: Actor,
    stops: frozenset[str],
    under: frozenset[str] = frozenset(),
) -> list[Block]:
    """The holds and locks that stop an act, each told as far as the actor may know of it."""
    found = []
    for restriction in title.record.restrictions:
        hold = asset.hold(restriction.hold)
        if restriction.hold in under:
            continue
        if hold is not None and (not hold.stands_on(today) or not stops & _felt(hold, actor)):
            continue
        since = restriction.since.isoformat()
        if hold is None or not hold.known_to(actor):
            found.append(Block(Violation("asset-restricted", params={"since": since})))
        elif hold.category == LOCK:
            found.append(Block(Violation("asset-locked", params={"since": since})))
        else:
            params = {"since": since, "ground": hold.category}
            found.append(Block(Violation("asset-on-hold", params=params)))
    return found


def missing_assents(
    needed: Iterable[str],
    actor: Actor,
    mandates: Iterable[MandateFacts],
    given: Iterable[str],
    act: str,
    asset: str,
    today: date,
) -> list[str]:
    """The parties whose assent is still missing, in the order of `needed`.

    Assent is given by the party's own actor, by an agent within a recorded mandate, or
    by an assent that was filed; never by the filing of somebody else.
    """
    covering = [
        m.principal for m in mandates if m.agent == actor.account and m.covers(act, asset, today)
    ]
    present = {actor.party, *covering, *given}
    return [party for party in dict.fromkeys(needed) if party not in present]


def standing(actor: Actor, concerned: Iterable[str]) -> list[Violation]:
    """A filer who files as a party must be one; agents, venues and officers file for others."""
    if actor.roles & {Role.AGENT, Role.VENUE, Role.REGISTRAR, Role.SYSTEM}:
        return []
    if actor.party is not None and actor.party in set(concerned):
        return []
    return [Violation("filer-without-standing", severity=Severity.FORBIDDEN)]
