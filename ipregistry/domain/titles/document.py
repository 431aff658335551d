"""Title as it is said: both answers, what burdens and blocks it, the chain with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ipregistry.domain.dispositions import Block
from ipregistry.domain.facts import UNTOLD_ACTS, AssetFacts
from ipregistry.domain.policies import Policy
from ipregistry.domain.priority.limits import Limits
from ipregistry.domain.shares import write_share
from ipregistry.domain.titles.codec import write_effect
from ipregistry.domain.titles.coded import coded_steps
from ipregistry.domain.titles.effects import (
    Effect,
    Grant,
    Holding,
    Interest,
    InterestCategory,
    Named,
    Root,
    Step,
    Transfer,
    Vary,
)
from ipregistry.domain.titles.fold import Title
from ipregistry.domain.titles.state import ChainStep, Finding, Standing, State

Names = Callable[[Holding | Named], Mapping[str, Any]]


def title_document(
    asset: AssetFacts,
    title: Title,
    found_blocks: Iterable[Block],
    policy: Policy,
    names: Names,
    limits: Limits | None = None,
) -> dict[str, Any]:
    """The members of a title answer that no clock is in, without its chain.

    `limits` say the last days for recording; they are of a day, and so left out of an answer
    about a past instant.
    """
    found = list(found_blocks)
    told = [waiting for waiting in asset.pending if waiting.act not in UNTOLD_ACTS]
    return {
        "asset": asset.id,
        "titleVersion": asset.title_version,
        "atRegister": _answer(asset.office, title.record, names),
        "notified": {
            **_answer(asset.office, title.notified, names),
            "lodged": [_lodged(step, names) for step in title.lodged],
        },
        "licences": _interests(title, InterestCategory.LICENCE, names, limits),
        "securityInterests": _interests(title, InterestCategory.SECURITY, names, limits),
        "restricted": restricted(asset, title),
        "pending": [
            {
                "order": order,
                "act": waiting.act,
                "status": waiting.status.value,
                "receivedAt": waiting.received_at,
            }
            for order, waiting in enumerate(told, start=1)
        ],
        "blocks": [_block(block) for block in found],
        "policy": policy.pin(),
        "notice": "recorded-not-adjudicated",
    }


def restricted(asset: AssetFacts, title: Title) -> str | None:
    """Since when dispositions are restricted, and nothing else: every hold looks alike."""
    since = [
        restriction.since
        for restriction in title.record.restrictions
        if _stands(asset, title, restriction.hold)
    ]
    return min(since).isoformat() if since else None


def _stands(asset: AssetFacts, title: Title, hold_id: str) -> bool:
    hold = asset.hold(hold_id, title.known_at)
    # A hold of which this node knows no more restricts until it is lifted.
    return hold is None or hold.stands_on(title.effective_on)


def _interests(
    title: Title, category: InterestCategory, names: Names, limits: Limits | None
) -> list[dict[str, Any]]:
    recorded = {s.interest.id for s in title.record.interests}
    return [
        interest_member(found, names, recorded=found.interest.id in recorded)
        | ({} if limits is None else limits.members(found, recorded=found.interest.id in recorded))
        for found in title.notified.active(category, title.effective_on)
    ]


def interest_member(found: Standing, names: Names, *, recorded: bool) -> dict[str, Any]:
    """One licence or security interest as title says it, with its holders' names."""
    interest, step = found.interest, found.step
    values: dict[str, Any] = {
        "interest": interest.id,
        "interestCategory": interest.category.value,
        "interestKind": interest.kind,
        "grantorBag": [_named(party, names) for party in interest.givers],
        "holderBag": [_named(party, names) for party in interest.holders],
        "since": step.effect.on.isoformat(),
        "recordalNumber": step.number,
        "until": None if interest.until is None else interest.until.isoformat(),
        "territoryBag": list(interest.territories) or None,
        "fieldBag": list(interest.fields) or None,
        "under": interest.under,
        "barsDispositionsIndicator": interest.bars or None,
        "share": None if interest.share == 1 else write_share(interest.share),
        "atRegisterIndicator": recorded,
    }
    return {name: value for name, value in values.items() if value is not None}


def _named(party: Named, names: Names) -> dict[str, Any]:
    return {"party": party.party, "partyVersion": party.party_version, **names(party)}


def chain_document(asset: AssetFacts, title: Title, names: Names) -> dict[str, Any]:
    """Every step with its entry: of the register of record, as notified, and superseded ones.

    A step that is an event of ST.27 says which; one that was superseded is none any more.
    """
    of_record = [link.step for link in title.record.chain]
    notified = _coded_chain(asset, title.notified.chain, names)
    return {
        "chain": [member for _, member in _coded_chain(asset, title.record.chain, names)],
        "notifiedChain": [member for step, member in notified if step not in of_record],
        "superseded": [_chain_step(link, names) for link in title.superseded],
    }


def _coded_chain(
    asset: AssetFacts, chain: tuple[ChainStep, ...], names: Names
) -> list[tuple[Step, dict[str, Any]]]:
    coded = coded_steps(chain, asset.office, asset.kind)
    return [
        (link.step, _chain_step(link, names) | ({} if event is None else {"st27": event}))
        for link, event in zip(chain, coded, strict=True)
    ]


def next_change(
    asset: AssetFacts, title: Title, root_max_age_days: int, today: date
) -> date | None:
    """The next day on which the answer changes by itself; None if none is known.

    An effect of a later date, the end of the term, of a licence or of a hold, a root that
    grows too old.
    """
    days = [step.effect.on for step in asset.steps]
    ends = [asset.term_ends, title.record.term_ends, *(hold.until for hold in asset.holds)]
    ends += [found.interest.until for found in title.notified.interests]
    days += [end + timedelta(days=1) for end in ends if end is not None and end < date.max]
    if title.record.root is not None and root_max_age_days:
        days.append(title.record.root.on + timedelta(days=root_max_age_days + 1))
    return min((day for day in days if day > today), default=None)


def _answer(office: str, state: State, names: Names) -> dict[str, Any]:
    root = state.root
    return {
        "officeCode": office,
        "asOf": None if state.root_step is None else _latest(state),
        "root": None if root is None else _root(root),
        "stage": state.stage,
        "factBag": sorted(state.facts),
        "holderBag": None
        if state.holders is None
        else [_holding(holding, names) for holding in state.holders],
        "discrepancyBag": [_finding(finding) for finding in state.open_findings],
    }


def _latest(state: State) -> str:
    return max(link.step.effect.on for link in state.chain).isoformat()


def _root(root: Root) -> dict[str, Any]:
    return {
        "strength": root.strength.value,
        "date": root.on.isoformat(),
        "vouchedBy": root.vouched_by,
        "source": dict(root.source),
    }


def _holding(holding: Holding, names: Names) -> dict[str, Any]:
    return {
        "party": holding.party,
        "partyVersion": holding.party_version,
        "share": write_share(holding.share),
        **names(holding),
    }


def _lodged(step: Step, names: Names) -> dict[str, Any]:
    members = {
        "transaction": step.transaction,
        "act": step.act,
        "since": step.known_at,
        # This office has entered it, and only its journal is awaited.
        "awaitsPublicationIndicator": step.capacity == "office" or None,
        **_sides(step.effect, names),
    }
    return {name: value for name, value in members.items() if value is not None}


def _sides(effect: Effect, names: Names) -> dict[str, Any]:
    """Who takes part in what is lodged."""
    match effect:
        case Transfer():
            return {
                "transferorBag": [_holding(h, names) for h in effect.givers],
                "transfereeBag": [_holding(h, names) for h in effect.takers],
            }
        case Grant() | Vary():
            interest: Interest = effect.interest
            return {
                "grantorBag": [_named(p, names) for p in interest.givers],
                "holderBag": [_named(p, names) for p in interest.holders],
            }
        case Root():
            return {"holderBag": [_holding(h, names) for h in effect.holders]}
        case _:
            return {}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "category": finding.kind,
        "transaction": finding.transaction,
        "params": dict(finding.params),
    }


def _block(block: Block) -> dict[str, Any]:
    violation = block.violation
    return {
        "code": violation.code,
        "params": dict(violation.params),
        "citation": violation.citation,
        "since": block.since,
        "refuses": violation.severity != "warning",
    }


def _chain_step(link: ChainStep, names: Names) -> dict[str, Any]:
    step = link.step
    document: dict[str, Any] = {
        "transaction": step.transaction,
        "version": step.version,
        "act": step.act,
        "capacity": step.capacity,
        "effectiveDate": step.effect.on.isoformat(),
        "knownAt": step.known_at,
        "effect": write_effect(step.effect),
        "before": _holders(link.before, names),
        "after": _holders(link.after, names),
        "findingBag": [_finding(finding) for finding in link.findings],
    }
    if step.number is not None:
        document["recordalNumber"] = step.number
    if link.superseded_by is not None:
        document["supersededBy"] = link.superseded_by
    return document


def _holders(holders: tuple[Holding, ...] | None, names: Names) -> list[dict[str, Any]] | None:
    return None if holders is None else [_holding(h, names) for h in holders]
