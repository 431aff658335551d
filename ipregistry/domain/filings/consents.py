"""Consent: a secured party (or another who is asked) agrees to an act before it is done.

It is recorded before the act, for that act on that right, and the act then names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.dispositions import missing_assents
from ipregistry.domain.facts import AssetRef, Context, FilingStatus, Needs
from ipregistry.domain.filings.reading import read_asset_ref, read_date
from ipregistry.domain.filings.subjects import capacity_for, dates_to_come, find_asset
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, filing_draft
from ipregistry.domain.violations import Severity, Violation, refusing

NAME = "consent"


@dataclass(frozen=True, slots=True)
class Consent:
    """The holder of an interest agrees to acts on the right that it burdens."""

    asset: AssetRef
    interest: str
    acts: frozenset[str]
    executed_on: date | None


def read(body: Mapping[str, Any]) -> Consent:
    """The command in a body of the right shape."""
    return Consent(
        read_asset_ref(body["asset"]),
        body["interest"],
        frozenset(body["actBag"]),
        read_date(body["executedDate"]),
    )


def needs(command: Consent) -> Needs:
    """The right with its interests."""
    return Needs(assets=(command.asset,))


def decide(command: Consent, context: Context) -> Decision:
    """Recorded where the interest stands and its holder, or its agent, files."""
    asset = find_asset(context, command.asset, "/asset")
    if isinstance(asset, list):
        return asset
    violations = dates_to_come(context, ("/executedDate", command.executed_on))
    title = asset.title(context.today, context.now)
    # One whose release lies at the office still stands there.
    found = title.notified.interest(command.interest) or title.record.interest(command.interest)
    if found is None:
        return [*violations, Violation("not-active", "/interest", {"interest": command.interest})]
    holders = [holder.party for holder in found.interest.holders]
    given = [
        party
        for party in holders
        if not missing_assents(
            [party], context.actor, context.mandates, (), NAME, asset.id, context.today
        )
    ]
    if not given:
        violations.append(Violation("assent-not-yours", "/interest", severity=Severity.FORBIDDEN))
    if refusing(violations):
        return violations
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=NAME,
        assets=(asset.id,),
        published=False,
        capacity=capacity_for(context, asset.office),
        assents=given,
    )
    return Outcome(FilingStatus.RECORDED, (filing,))


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="CN: Civil Code art. 444 (consent of the pledgee); HK: the covenants of the deed",
)
