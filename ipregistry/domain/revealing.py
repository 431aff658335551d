"""What searches show of an entry that was corrected: the office sees all of it, and so do those
concerned; for everybody else the correction says what is shown (DESIGN §3, §5).

Title as it stands is one for all. What differs is the chain, and what is said about the past: to
whoever may not see an entry, the correction counts from when that entry was recorded.
"""

from __future__ import annotations

from datetime import date

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.facts import AssetFacts
from ipregistry.domain.titles import MaySee, Step, Title, hiding, named_in, title_at

SEES_ALL = frozenset({Role.AUDITOR})


def sees_all(actor: Actor) -> bool:
    """Whether nothing that was corrected is kept from the actor."""
    return actor.is_office or bool(actor.roles & SEES_ALL)


def may_see(actor: Actor, asset: AssetFacts) -> MaySee | None:
    """Of which corrected entries on the right the actor may know; None for all.

    The right's holders of today see every one, others those that name them.
    """
    if sees_all(actor) or not hiding(asset.steps):
        return None
    party = actor.party
    latest = max(step.known_at for step in asset.steps)
    title = asset.title(date.max, latest)
    holders = {
        holding.party for state in (title.record, title.notified) for holding in state.holders or ()
    }
    if party is not None and party in holders:
        return None

    def seen(step: Step) -> bool:
        return party is not None and party in named_in(step.effect)

    return seen


def title_for(actor: Actor, asset: AssetFacts, effective_on: date, known_at: str) -> Title:
    """Title at a pair of dates, as the actor is answered."""
    seen = may_see(actor, asset)
    if seen is None:
        return asset.title(effective_on, known_at)
    return title_at(asset.steps, effective_on, known_at, seen)


def changed_since(actor: Actor, asset: AssetFacts, seen_version: int) -> str:
    """The acts that moved the title since a version of it, as far as the actor may know of them.

    One entry moves title once, so the entries that do, in order, are the versions in order.
    """
    moving = sorted((s for s in asset.steps if s.moves), key=lambda s: s.ord)
    since = list({s.ord: s for s in moving}.values())[seen_version:]
    seen = may_see(actor, asset)
    if seen is not None:
        latest = max(step.known_at for step in asset.steps)
        shown = title_at(asset.steps, date.max, latest, seen)
        links = (*shown.record.chain, *shown.notified.chain, *shown.superseded)
        entries = {link.step.transaction for link in links}
        since = [step for step in since if step.transaction in entries]
    return ", ".join(dict.fromkeys(step.act for step in since))
