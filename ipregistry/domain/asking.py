"""Which holders want to be asked before their right is disposed of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ipregistry.domain.access import Actor
from ipregistry.domain.dispositions import ASK_FIRST
from ipregistry.domain.facts import AssetFacts, HoldFacts


def asking_holds(right: AssetFacts, today: date) -> list[HoldFacts]:
    """The wishes to be asked first that stand on a right today, the newest version of each."""
    newest: dict[str, HoldFacts] = {}
    for hold in right.holds:
        kept = newest.get(hold.id)
        if hold.category == ASK_FIRST and (kept is None or hold.version > kept.version):
            newest[hold.id] = hold
    return [hold for hold in newest.values() if hold.stands_on(today)]


def asking(right: AssetFacts, holders: Iterable[str], today: date) -> tuple[str, ...]:
    """The holders who want to be asked; the wish of somebody who holds no more is void."""
    if not right.holds:
        return ()
    wishing = {party for hold in asking_holds(right, today) for party in hold.parties}
    return tuple(party for party in holders if party in wishing)


def unconfirmed(
    wishing: Iterable[str], given: Iterable[str], actor: Actor, *, confirming: bool
) -> list[str]:
    """Those of them whose own confirmation is still missing.

    A filing is no confirmation, not even the holder's own, and a mandate gives none: only an
    `assent` (`confirming`) by the holder's own actor does.
    """
    present = {*given, actor.party} if confirming else set(given)
    return [party for party in wishing if party not in present]
