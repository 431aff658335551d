"""Priority between the interests on a right, at a pair of dates, from what is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import orjson

from ipregistry.domain.access import Actor
from ipregistry.domain.facts import AssetFacts, PartyFacts
from ipregistry.domain.filings.subjects import may_know
from ipregistry.domain.ids import kind_of
from ipregistry.domain.policies import select
from ipregistry.domain.priority.answer import priority_document, standing_interests
from ipregistry.domain.priority.limits import is_hong_kong_company
from ipregistry.domain.revealing import title_for
from ipregistry.domain.titles import Title
from ipregistry.services.errors import NotFoundError
from ipregistry.services.loading import load_assets
from ipregistry.services.node import RunningNode
from ipregistry.services.policies import load_policies
from ipregistry.services.snapshots import snapshot
from ipregistry.services.times import read_instant, write_instant
from ipregistry.services.titles import latest_known, load_names
from ipregistry.services.unit_of_work import LONGEST_SECONDS
from ipregistry.tlog.canonical import written


@dataclass(frozen=True, slots=True)
class PriorityAnswer:
    """The bytes of an answer, and what its ETag says."""

    body: bytes
    tag: str


def priority_at(
    node: RunningNode,
    actor: Actor,
    asset_id: str,
    effective_at: date | None = None,
    known_at: str | None = None,
) -> PriorityAnswer:
    """Every pair of interests on a right, and their order where they have one.

    Under the policy of today, whatever the dates: it is asked which interest goes first,
    not which would once have done. Raises NotFoundError.
    """
    if kind_of(asset_id) != "asset":
        raise NotFoundError("asset-unknown", {"asset": asset_id})
    now = node.clock()
    today = now.astimezone(node.zone).date()
    with snapshot(node.engines) as connection:
        facts = load_assets(connection, [asset_id]).get(asset_id)
        known = known_at or max(write_instant(now), latest_known(facts))
        if facts is None or not may_know(actor, facts) or not _was_here(facts, known):
            raise NotFoundError("asset-unknown", {"asset": asset_id})
        title = title_for(actor, facts, effective_at or today, known)
        parties = load_names(connection, _grantors(title))
        policies = load_policies(connection)
    policy = select(list(policies), facts.office, facts.kind, today)
    document = priority_document(asset_id, title, policy, _companies(parties, title))
    settled = read_instant(known) + timedelta(seconds=LONGEST_SECONDS) < now
    effective = title.effective_on.isoformat()
    head = {"effectiveAt": effective, "knownAt": known, "provisional": not settled}
    body = written(document)
    tag = f"{effective}-{hashlib.sha256(body).hexdigest()[:16]}"
    return PriorityAnswer(b'{"asOf":' + orjson.dumps(head) + b"," + body[1:], tag)


def _was_here(facts: AssetFacts, known_at: str) -> bool:
    return not facts.steps or any(step.known_at <= known_at for step in facts.steps)


def _grantors(title: Title) -> set[str]:
    return {giver.party for s in standing_interests(title) for giver in s.interest.givers}


def _companies(parties: Mapping[tuple[str, int], PartyFacts], title: Title) -> frozenset[str]:
    """The grantors that are organisations of Hong Kong, as recorded when they granted."""
    return frozenset(
        party_id
        for party_id, version in _named(title)
        if is_hong_kong_company(parties.get((party_id, version)))
    )


def _named(title: Title) -> Iterable[tuple[str, int]]:
    return {
        (giver.party, giver.party_version)
        for s in standing_interests(title)
        for giver in s.interest.givers
    }
