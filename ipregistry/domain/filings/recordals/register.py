"""A notice held against the register: the right it is about, its effects, its faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import AssetFacts, Context
from ipregistry.domain.filings.assets import describe
from ipregistry.domain.filings.recordals.chain import (
    check_again,
    check_repeated,
    lodged_transaction,
)
from ipregistry.domain.filings.recordals.command import RecordalNotice
from ipregistry.domain.filings.recordals.effects import effects_of
from ipregistry.domain.filings.recordals.entries import Entry
from ipregistry.domain.filings.recordals.paper import check_amounts, check_gain, check_paper
from ipregistry.domain.filings.recordals.people import People, people_named
from ipregistry.domain.filings.subjects import find_asset, policy_for
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Effect
from ipregistry.domain.violations import Violation, refusing

_NOBODY = People()


@dataclass(frozen=True, slots=True)
class Reading:
    """A notice held against the register: the right it is about, its effects, its faults."""

    violations: list[Violation]
    effects: tuple[Effect, ...] = ()
    asset: AssetFacts | None = None
    members: Mapping[str, Any] | None = None
    people: People = _NOBODY
    new_parties: tuple[RecordDraft, ...] = ()
    policy: Policy | None = None
    lodged_transaction: str | None = None

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies that an entry on this footing pins."""
        return () if self.policy is None else (self.policy,)


def hold_against_register(command: RecordalNotice, context: Context) -> Reading:
    """What the notice says, as effects, and everything that is wrong with it as a paper."""
    asset, violations = _subject(command, context)
    members: Mapping[str, Any] | None = None
    if command.description is not None:
        earlier = None if asset is None else asset.document
        members, wrong = describe(command.description, context, earlier)
        violations += [v.under("/description") for v in wrong]
        office, kind = command.description.office, command.description.kind
    elif asset is None:
        found = find_asset(context, command.asset, "/asset")
        return Reading(found if isinstance(found, list) else [])
    else:
        office, kind = asset.office, asset.kind
    policy = policy_for(context, office, kind)
    again = check_again(command, asset)
    violations += check_paper(command, context, office) + again
    people, new_parties, wrong_people = people_named(command, context, office, asset)
    violations += wrong_people + check_amounts(command)
    violations += check_gain(command, context, people)
    entry = Entry(command, people, context, policy, office, kind, asset)
    # Shares that cannot be read make no effects.
    readable = not refusing(wrong_people + check_amounts(command))
    effects, wrong_effects = effects_of(entry, members) if readable else ((), [])
    violations += wrong_effects + (check_repeated(effects, asset) if not again else [])
    lodged, wrong_lodged = lodged_transaction(command, context, asset, effects)
    return Reading(
        violations + wrong_lodged,
        effects,
        asset,
        members,
        people,
        new_parties,
        policy,
        lodged,
    )


def _subject(
    command: RecordalNotice, context: Context
) -> tuple[AssetFacts | None, list[Violation]]:
    """The right if it is here and its filer may know of it; every number must lead to it."""
    found: dict[str, AssetFacts] = {}
    for ref in command.refs:
        asset = find_asset(context, ref, "/asset") if ref in context.assets else None
        if isinstance(asset, AssetFacts):
            found[asset.id] = asset
    asset = next(iter(found.values()), None)
    described = command.description
    if asset is None or described is None:
        return asset, []
    if len(found) == 1 and (described.office, described.kind) == (asset.office, asset.kind):
        return asset, []
    return asset, [Violation("description-of-another-right", "/description", {"asset": asset.id})]
