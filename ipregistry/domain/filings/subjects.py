"""Finding what a filing names, and saying at which place it names nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ipregistry.domain.access import Actor
from ipregistry.domain.facts import AssetFacts, AssetRef, Capacity, Context, PartyFacts
from ipregistry.domain.filings.reading import ShareOf
from ipregistry.domain.numbers import OfficialNumber, read_number
from ipregistry.domain.policies import Policy, select
from ipregistry.domain.rights import RightKind
from ipregistry.domain.titles import Effect, Step, Title, title_at
from ipregistry.domain.violations import Severity, Violation


def number_readings(ref: AssetRef) -> tuple[tuple[OfficialNumber, ...], tuple[Violation, ...]]:
    """What the number of `ref` may be, and what is wrong with it."""
    if ref.number is None:
        return (), ()
    kind = RightKind(ref.kind) if ref.kind is not None else None
    reading = read_number(ref.number, office=ref.office, kind=kind)
    return reading.numbers, reading.violations


def find_asset(context: Context, ref: AssetRef, pointer: str) -> AssetFacts | list[Violation]:
    """The right that a filing names, or why it was not found.

    A right that the filer may not know of is not found either.
    """
    asset = context.assets.get(ref)
    _, faults = number_readings(ref)
    refusals = [v.under(f"{pointer}/number") for v in faults if v.severity is Severity.RULE]
    if refusals:
        return refusals
    if asset is not None and (may_know(context.actor, asset) or _acts_for_holder(context, asset)):
        return asset
    named, member = (ref.id, "id") if ref.id is not None else (ref.number or "", "number")
    return [Violation("asset-unknown", f"{pointer}/{member}", {"asset": named})]


def may_know(actor: Actor, asset: AssetFacts) -> bool:
    """Whether the actor may know of the right: of an unpublished one, holders and office only."""
    if asset.published or actor.is_office:
        return True
    return actor.party in holders_ever(asset)


def _acts_for_holder(context: Context, asset: AssetFacts) -> bool:
    """Whether a mandate in force lets the actor act for a holder of this right."""
    holders = holders_ever(asset)
    return any(
        mandate.agent == context.actor.account
        and mandate.principal in holders
        and any(mandate.covers(act, asset.id, context.today) for act in mandate.acts)
        for mandate in context.mandates
    )


def holders_ever(asset: AssetFacts) -> set[str]:
    """Everybody whom some effect on this right names as its holder, corrections included."""
    effects = [getattr(step.effect, "by", None) or step.effect for step in asset.steps]
    return {
        holding.party
        for effect in effects
        for holding in (*getattr(effect, "holders", ()), *getattr(effect, "takers", ()))
    }


def find_parties(
    context: Context, shares: Iterable[ShareOf]
) -> tuple[dict[str, PartyFacts], list[Violation]]:
    """The parties named, each once, and what is wrong with the naming."""
    found: dict[str, PartyFacts] = {}
    wrong: list[Violation] = []
    for share in shares:
        party = context.parties.get(share.party)
        if party is None:
            wrong.append(
                Violation("party-unknown", f"{share.pointer}/party", {"party": share.party})
            )
        elif share.party in found:
            wrong.append(
                Violation("party-named-twice", f"{share.pointer}/party", {"party": share.party})
            )
        else:
            found[share.party] = party
    return found, wrong


def find_parties_of_each(
    context: Context, bags: Iterable[Iterable[ShareOf]]
) -> tuple[dict[str, PartyFacts], list[Violation]]:
    """The parties of several bags; a party may stand in more than one, not twice in one."""
    found: dict[str, PartyFacts] = {}
    wrong: list[Violation] = []
    for shares in bags:
        parties, faults = find_parties(context, shares)
        found |= parties
        wrong += faults
    return found, wrong


def dates_to_come(context: Context, *dates: tuple[str, date | None]) -> list[Violation]:
    """The dates, each with its pointer, that say of a day to come that it has been."""
    return [
        Violation("date-in-future", pointer)
        for pointer, value in dates
        if value is not None and value > context.today
    ]


def title_if_recorded(
    context: Context, asset: AssetFacts, act: str, effect: Effect, on: date
) -> Title:
    """Title on a day as it would be with one more effect, which nobody has recorded."""
    last = max((s.ord for s in asset.steps), default=0)
    tried = Step(last + 1, 0, context.now, "tried", 1, act, "office", effect)
    return title_at((*asset.steps, tried), on, context.now)


def policy_for(context: Context, office: str, kind: str) -> Policy:
    """The policy in force today for a right."""
    return select(list(context.policies), office, kind, context.today)


def capacity_for(context: Context, office: str) -> Capacity:
    """`office` for rights of this node's own office; what it learns of others is a notice."""
    return Capacity.OFFICE if office == context.node.office else Capacity.NOTICE


def party_members(
    roles: Iterable[tuple[str, Iterable[PartyFacts]]],
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """`partyBag` and `personBag`: who took part, organisations' names apart from persons'.

    Names as recorded stand in the record's own parts: of organisations in its public
    one, of natural persons, with their town, in `names`.
    """
    party_bag: list[dict[str, object]] = []
    person_bag: list[dict[str, object]] = []
    for role, parties in roles:
        for party in parties:
            member: dict[str, object] = {
                "party": party.id,
                "partyVersion": party.version,
                "roleCategory": role,
            }
            if party.is_organization:
                member["nameBag"] = [dict(name) for name in party.names]
            else:
                person: dict[str, object] = {
                    "party": party.id,
                    "nameBag": [dict(name) for name in party.names],
                }
                if party.town is not None:
                    person["townText"] = party.town
                person_bag.append(person)
            party_bag.append(member)
    return party_bag, person_bag
