"""Title as it is said: both answers, what burdens and blocks it, the chain with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ipregistry.domain.dispositions import Block
from ipregistry.domain.facts import AssetFacts
from ipregistry.domain.policies import Policy
from ipregistry.domain.shares import write_share
from ipregistry.domain.titles.effects import Holding, Root, Step, Transfer, write_effect
from ipregistry.domain.titles.fold import ChainStep, Finding, State, Title

Names = Callable[[Holding], Mapping[str, Any]]


def title_document(
    asset: AssetFacts, title: Title, found_blocks: Iterable[Block], policy: Policy, names: Names
) -> dict[str, Any]:
    """The members of a title answer that no clock is in, without its chain."""
    found = list(found_blocks)
    return {
        "asset": asset.id,
        "titleVersion": asset.title_version,
        "atRegister": _answer(asset.office, title.record, names),
        "notified": {
            **_answer(asset.office, title.notified, names),
            "lodged": [_lodged(step, names) for step in title.lodged],
        },
        "licences": [],
        "securityInterests": [],
        "restricted": None,
        "pending": [
            {
                "order": order,
                "act": waiting.act,
                "status": waiting.status.value,
                "receivedAt": waiting.received_at,
            }
            for order, waiting in enumerate(asset.pending, start=1)
        ],
        "blocks": [_block(block) for block in found],
        "policy": policy.pin(),
        "notice": "recorded-not-adjudicated",
    }


def chain_document(title: Title, names: Names) -> dict[str, Any]:
    """Every step with its entry: of the register of record, as notified, and superseded ones."""
    of_record = [link.step for link in title.record.chain]
    return {
        "chain": [_chain_step(link, names) for link in title.record.chain],
        "notifiedChain": [
            _chain_step(link, names) for link in title.notified.chain if link.step not in of_record
        ],
        "superseded": [_chain_step(link, names) for link in title.superseded],
    }


def next_change(
    asset: AssetFacts, title: Title, root_max_age_days: int, today: date
) -> date | None:
    """The next day on which the answer changes by itself; None if none is known.

    An effect of a later date, the end of the term, a root that grows too old.
    """
    days = [step.effect.on for step in asset.steps]
    if asset.term_ends is not None and asset.term_ends < date.max:
        days.append(asset.term_ends + timedelta(days=1))
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
    effect = step.effect
    sides = (
        {
            "transferorBag": [_holding(h, names) for h in effect.givers],
            "transfereeBag": [_holding(h, names) for h in effect.takers],
        }
        if isinstance(effect, Transfer)
        else {"holderBag": [_holding(h, names) for h in getattr(effect, "holders", ())]}
    )
    return {"transaction": step.transaction, "act": step.act, "since": step.known_at, **sides}


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
    if link.superseded_by is not None:
        document["supersededBy"] = link.superseded_by
    return document


def _holders(holders: tuple[Holding, ...] | None, names: Names) -> list[dict[str, Any]] | None:
    return None if holders is None else [_holding(h, names) for h in holders]
