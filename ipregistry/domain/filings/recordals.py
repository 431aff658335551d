"""Recordal notice: what another office has already entered about a right.

It is never refused for want of title: what does not fit our chain is a gap or a named
discrepancy there. It counts once somebody who gains nothing from it has accepted the
office's paper: an officer of this node who files it, or decides on it when another did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from ipregistry.domain.access import Role
from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Capacity,
    Context,
    FilingStatus,
    Needs,
    PartyFacts,
)
from ipregistry.domain.filings.assets import (
    Description,
    describe,
    read_description,
    subject_member,
)
from ipregistry.domain.filings.parties import named_party_key, party_draft
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_asset_ref,
    read_date,
    read_evidence,
    read_shares,
)
from ipregistry.domain.filings.subjects import (
    check_shares,
    find_asset,
    find_parties,
    holders_ever,
    holdings,
    party_members,
    policy_for,
    sum_of,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import (
    Decision,
    Outcome,
    RecordDraft,
    TitleMove,
    filing_draft,
    next_filing_draft,
)
from ipregistry.domain.policies import Effect as RecordingEffect
from ipregistry.domain.policies import Policy
from ipregistry.domain.shares import parse_share
from ipregistry.domain.titles import (
    Close,
    Effect,
    Register,
    Replace,
    Root,
    Stage,
    Strength,
    Transfer,
)
from ipregistry.domain.violations import Violation, refusing

NAME = "recordal-notice"


@dataclass(frozen=True, slots=True)
class NamedHolder:
    """A holder whom the office's paper only names: no record number is known for it."""

    name: Mapping[str, str]
    category: str
    address: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class RecordalNotice:
    """The office's entry: its act, date and number, the paper it stands on, what it says."""

    act: str
    asset: AssetRef
    description: Description | None
    entry_date: date
    publication_date: date | None
    office_number: str | None
    evidence: tuple[Evidence, ...]
    holders: tuple[ShareOf, ...]
    named_holders: tuple[NamedHolder, ...]
    givers: tuple[ShareOf, ...]
    takers: tuple[ShareOf, ...]
    lodged_filing: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A notice held against the register: the right it is about, its effects, its faults."""

    violations: list[Violation]
    effects: tuple[Effect, ...] = ()
    asset: AssetFacts | None = None
    members: Mapping[str, Any] | None = None
    parties: Mapping[str, PartyFacts] | None = None
    new_parties: tuple[RecordDraft, ...] = ()
    policy: Policy | None = None
    lodged_transaction: str | None = None


STRENGTH_OF_ACT = {
    "publication": Strength.PUBLICATION,
    "grant": Strength.GRANT,
    "register-extract": Strength.REGISTER_EXTRACT,
}
PUBLISHING = frozenset({"publication", "grant"})
ACTS = (*STRENGTH_OF_ACT, "assignment")


def read(body: Mapping[str, Any]) -> RecordalNotice:
    """The command in a body of the right shape."""
    description = body.get("description")
    described = None if description is None else read_description(description)
    asset = read_asset_ref(body["asset"]) if "asset" in body else _described_ref(described)
    named = [h for h in body.get("holderBag", ()) if "name" in h]
    entry_date = read_date(body["entryDate"])
    assert entry_date is not None  # noqa: S101 - required by the shape
    return RecordalNotice(
        act=body["act"],
        asset=asset,
        description=described,
        entry_date=entry_date,
        publication_date=read_date(body.get("publicationDate")),
        office_number=body.get("recordalNumber"),
        evidence=read_evidence(body["evidenceBag"]),
        holders=tuple(_read_holder_shares(body)),
        named_holders=tuple(
            NamedHolder(h["name"], h["category"], h.get("addressText"), h.get("countryCode"))
            for h in named
        ),
        givers=read_shares(body.get("transferorBag", []), "/transferorBag"),
        takers=read_shares(body.get("transfereeBag", []), "/transfereeBag"),
        lodged_filing=body.get("lodgedFiling"),
    )


def _described_ref(description: Description | None) -> AssetRef:
    return AssetRef() if description is None else description.ref


def _read_holder_shares(body: Mapping[str, Any]) -> list[ShareOf]:
    return [
        ShareOf(h["party"], parse_share(h["share"]), f"/holderBag/{index}")
        for index, h in enumerate(body.get("holderBag", ()))
        if "party" in h
    ]


def needs(command: RecordalNotice) -> Needs:
    """The right if it is here, everybody named, and the lodged filing that this ends."""
    shares = (*command.holders, *command.givers, *command.takers)
    return Needs(
        assets=_refs(command),
        parties=tuple(share.party for share in shares),
        party_keys=tuple(
            _key(command, holder) for holder in command.named_holders if _has_key(command, holder)
        ),
        filings=() if command.lodged_filing is None else (command.lodged_filing,),
        documents=True,
    )


def _refs(command: RecordalNotice) -> tuple[AssetRef, ...]:
    """Every way in which the notice names its right."""
    described = command.description
    others = () if described is None else (described.ref, *described.further_refs)
    return tuple(dict.fromkeys((command.asset, *others)))


def decide(command: RecordalNotice, context: Context) -> Decision:
    """Recorded where an officer files it; else received, to be accepted or refused."""
    reading = hold_against_register(command, context)
    if refusing(reading.violations):
        return reading.violations
    if not context.actor.roles & {Role.REGISTRAR, Role.SYSTEM}:
        return _reception(command, reading, context)
    transaction = context.new_id("transaction")
    drafts, moves = enact(reading, command, context, transaction, context.filing_id, context.now)
    asset_id = moves[0].asset
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=command.act,
        assets=(asset_id,),
        transaction=transaction,
        published=drafts[-1].published,
        capacity=Capacity.MIRROR,
    )
    policies = () if reading.policy is None else (reading.policy,)
    warnings = tuple(reading.violations)
    return Outcome(FilingStatus.RECORDED, (*drafts, filing), moves, policies, warnings)


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
    violations += _check_paper(command, context, office) + _check_again(command, asset)
    parties, new_parties, wrong_parties = _parties(command, context, office, asset)
    violations += wrong_parties + _check_amounts(command)
    violations += _check_gain(command, context, parties)
    effects, wrong_effects = _effects(command, parties, members, policy, office)
    violations += wrong_effects + _check_repeated(effects, asset)
    lodged, wrong_lodged = _lodged(command, context, asset, effects)
    return Reading(
        violations + wrong_lodged,
        effects,
        asset,
        members,
        parties,
        new_parties,
        policy,
        lodged,
    )


def _subject(
    command: RecordalNotice, context: Context
) -> tuple[AssetFacts | None, list[Violation]]:
    """The right if it is here and its filer may know of it; every number must lead to it."""
    found: dict[str, AssetFacts] = {}
    for ref in _refs(command):
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


def enact(
    reading: Reading,
    command: RecordalNotice,
    context: Context,
    transaction: str,
    filing_id: str,
    received_at: str,
) -> tuple[tuple[RecordDraft, ...], tuple[TitleMove, ...]]:
    """The right (new, or its next version), the transaction, and the end of what was lodged."""
    asset = reading.asset
    asset_id = context.new_id("asset") if asset is None else asset.id
    title_version = 0 if asset is None else asset.title_version
    version = 0 if asset is None else asset.version
    drafts: list[RecordDraft] = list(reading.new_parties)
    published = _published(command, asset)
    members = reading.members
    if asset is not None:
        members = members or _known(asset)
        if dict(members) == _known(asset) and published == asset.published:
            members = None
    if members is not None:
        version += 1
        drafts.append(
            RecordDraft("asset", asset_id, "asset/1", version, members, Capacity.MIRROR, published)
        )
    effects = reading.effects
    if reading.lodged_transaction is not None:
        close = Close(command.entry_date, reading.lodged_transaction, "recorded")
        effects = (*effects, close)
        drafts += _settled(command, context, published=published)
    subject = subject_member(asset_id, version, title_version, effects)
    entry = _transaction(command, reading, subject, transaction, filing_id, received_at)
    drafts.append(replace(entry, published=published))
    return tuple(drafts), (TitleMove(asset_id, title_version),)


def _published(command: RecordalNotice, asset: AssetFacts | None) -> bool:
    """Whether the right is public after this entry: its office's publication makes it so."""
    described = command.description is None or command.description.published
    if asset is None:
        return described
    return asset.published or (command.act in PUBLISHING and described)


def _known(asset: AssetFacts) -> dict[str, Any]:
    members = (
        "officeCode",
        "rightKind",
        "number",
        "numberBag",
        "titleBag",
        "stageBag",
        "relatedRightBag",
        "filingDate",
        "registrationDate",
        "classBag",
        "term",
        "inventorBag",
    )
    return {member: asset.document.get(member) for member in members}


def _settled(command: RecordalNotice, context: Context, *, published: bool) -> list[RecordDraft]:
    """The lodged filing's next version: recorded at its office."""
    filing = context.filings[command.lodged_filing or ""]
    return [next_filing_draft(filing, FilingStatus.RECORDED, Capacity.MIRROR, published=published)]


def _transaction(
    command: RecordalNotice,
    reading: Reading,
    subject: dict[str, Any],
    transaction: str,
    filing_id: str,
    received_at: str,
) -> RecordDraft:
    parties = dict(reading.parties or {})
    if command.act == "assignment":
        sides = [
            ("transferor", [parties[s.party] for s in command.givers]),
            ("transferee", [parties[s.party] for s in command.takers]),
        ]
    else:
        sides = [("holder", list(parties.values()))]
    party_bag, person_bag = party_members(sides)
    policy = reading.policy
    document = {
        "act": command.act,
        "filing": filing_id,
        "subjectBag": [subject],
        "receivedAt": received_at,
        "effectiveDate": reading.effects[0].on.isoformat(),
        "registerOfRecord": _office_entry(command, reading),
        "partyBag": party_bag or None,
        "personBag": person_bag or None,
        "evidenceBag": [e.document() for e in command.evidence],
        "policy": None if policy is None else policy.pin(),
    }
    return RecordDraft("transaction", transaction, "transaction/1", 1, document, Capacity.MIRROR)


def _office_entry(command: RecordalNotice, reading: Reading) -> dict[str, Any]:
    office = command.description.office if command.description else ""
    if reading.asset is not None:
        office = reading.asset.office
    entry: dict[str, Any] = {"officeCode": office, "entryDate": command.entry_date.isoformat()}
    if command.office_number is not None:
        entry["recordalNumber"] = command.office_number
    if command.publication_date is not None:
        entry["publicationDate"] = command.publication_date.isoformat()
    return entry


def _check_paper(command: RecordalNotice, context: Context, office: str) -> list[Violation]:
    violations: list[Violation] = []
    if office == context.node.office:
        # This node is that office: its own entry is the recordal, nobody notices it of it.
        violations.append(Violation("office-is-this-node", "/act", {"office": office}))
    if command.entry_date > context.today:
        violations.append(Violation("date-in-future", "/entryDate"))
    if command.publication_date is not None and command.publication_date > context.today:
        # Until that day the giver would stand in title unburdened, and could give once more.
        violations.append(Violation("date-in-future", "/publicationDate"))
    if command.act == "assignment" and command.office_number is None:
        violations.append(Violation("recordal-number-missing", "/recordalNumber"))
    return violations


def _check_gain(
    command: RecordalNotice, context: Context, parties: Mapping[str, PartyFacts]
) -> list[Violation]:
    """No officer, whoever filed, makes a paper count from which his own party gains."""
    gainers = set(parties) - {s.party for s in command.givers}
    if context.actor.is_office and context.actor.party in gainers:
        return [Violation("evidence-from-beneficiary", "/evidenceBag")]
    return []


def _check_repeated(effects: tuple[Effect, ...], asset: AssetFacts | None) -> list[Violation]:
    """The whole of a right goes from the same holders to the same takers once on one day."""
    first = effects[0] if effects else None
    if not isinstance(first, Transfer) or sum(h.share for h in first.givers) != 1:
        return []
    for step in () if asset is None else asset.steps:
        if isinstance(step.effect, Transfer) and _same(step.effect, first):
            params = {"transaction": step.transaction}
            return [Violation("notice-already-recorded", "/recordalNumber", params)]
    return []


def _same(one: Transfer, other: Transfer) -> bool:
    def said(transfer: Transfer) -> tuple[Any, ...]:
        return (transfer.register, transfer.on, *_sides(transfer))

    return said(one) == said(other)


def _sides(transfer: Transfer) -> tuple[frozenset[tuple[str, Any]], ...]:
    """Who gives and who takes which share, whatever version of the party was seen."""
    return tuple(
        frozenset((h.party, h.share) for h in side) for side in (transfer.givers, transfer.takers)
    )


def _check_again(command: RecordalNotice, asset: AssetFacts | None) -> list[Violation]:
    """One paper of an office is recorded once for a right."""
    digest = command.evidence[0].digest
    for step in () if asset is None else asset.steps:
        if isinstance(step.effect, Root) and step.effect.source.get("digest") == digest:
            params = {"transaction": step.transaction}
            return [Violation("notice-already-recorded", "/evidenceBag/0/digest", params)]
    return []


def _check_amounts(command: RecordalNotice) -> list[Violation]:
    violations = [
        *check_shares(command.holders),
        *check_shares(command.givers),
        *check_shares(command.takers),
    ]
    if violations:
        return violations
    if command.act == "assignment":
        given, taken = sum_of(command.givers), sum_of(command.takers)
        if given != taken or not 0 < given <= 1:
            params = {"sum": str(taken), "expected": str(given)}
            violations.append(Violation("shares-do-not-add-up", "/transfereeBag", params))
    elif command.holders and sum_of(command.holders) != 1:
        params = {"sum": str(sum_of(command.holders)), "expected": "1"}
        violations.append(Violation("shares-do-not-add-up", "/holderBag", params))
    if command.holders and command.named_holders:
        violations.append(Violation("holders-named-two-ways", "/holderBag"))
    return violations


def _key(command: RecordalNotice, holder: NamedHolder) -> str:
    office = command.description.office if command.description else command.asset.office or ""
    return named_party_key(office, holder.name["value"], holder.address)


def _has_key(command: RecordalNotice, holder: NamedHolder) -> bool:
    """Whether name, address and office are all known: nobody is found again on less."""
    return holder.address is not None and bool(command.description or command.asset.office)


def _parties(
    command: RecordalNotice, context: Context, office: str, asset: AssetFacts | None
) -> tuple[dict[str, PartyFacts], tuple[RecordDraft, ...], list[Violation]]:
    parties: dict[str, PartyFacts] = {}
    violations: list[Violation] = []
    for shares in (command.holders, command.givers, command.takers):
        found, wrong = find_parties(context, shares)
        parties |= found
        violations += wrong
    drafts: list[RecordDraft] = []
    keyed = dict(context.named_parties)
    for holder in command.named_holders:
        key = _key(command, holder) if _has_key(command, holder) else None
        known = _in_chain(holder, context, asset, parties) if key is None else keyed.get(key)
        if known is None:
            party_id = context.new_id("party")
            known = PartyFacts(party_id, 1, holder.category, (holder.name,), None)
            drafts.append(_named_draft(party_id, holder, office))
        parties[known.id] = known
        if key is not None:
            keyed[key] = known
    return parties, tuple(drafts), violations


def _in_chain(
    holder: NamedHolder,
    context: Context,
    asset: AssetFacts | None,
    taken: Mapping[str, PartyFacts],
) -> PartyFacts | None:
    """The one party of this right's own chain that bears the name, for want of an address."""
    named = [
        context.parties[party]
        for party in (() if asset is None else sorted(holders_ever(asset)))
        if party in context.parties
        and party not in taken
        and any(name["value"] == holder.name["value"] for name in context.parties[party].names)
    ]
    return named[0] if len(named) == 1 else None


def _named_draft(party_id: str, holder: NamedHolder, office: str) -> RecordDraft:
    address = {"addressLineText": holder.address, "countryCode": holder.country}
    known = {name: value for name, value in address.items() if value is not None}
    return replace(
        party_draft(
            party_id,
            holder.category,
            (holder.name,),
            addresses=(known,) if known else (),
            source_office=office,
        ),
        capacity=Capacity.MIRROR,
    )


_Maker: TypeAlias = Callable[
    [RecordalNotice, Mapping[str, PartyFacts], Policy, str],
    tuple[Effect | None, list[Violation]],
]


def _effects(
    command: RecordalNotice,
    parties: Mapping[str, PartyFacts],
    members: Mapping[str, Any] | None,
    policy: Policy,
    office: str,
) -> tuple[tuple[Effect, ...], list[Violation]]:
    make: _Maker = _transfer_effect if command.act == "assignment" else _root_effect
    first, violations = make(command, parties, policy, office)
    stages = tuple(
        Stage(date.fromisoformat(stage["date"]), stage["stage"])
        for stage in (members or {}).get("stageBag") or ()
        if "date" in stage and stage["date"] == command.entry_date.isoformat()
    )
    return (() if first is None else (first, *stages)), violations


def _root_effect(
    command: RecordalNotice, parties: Mapping[str, PartyFacts], _policy: Policy, office: str
) -> tuple[Effect | None, list[Violation]]:
    shares = command.holders
    stated = "stated"
    if command.named_holders:
        # A publication names its applicants without shares; equal parts are shown as
        # presumed, never as what the office said.
        equal = f"1/{len(parties)}"
        shares = tuple(
            ShareOf(p, parse_share(equal.removesuffix("/1")), "/holderBag") for p in parties
        )
        stated = "stated" if len(parties) == 1 else "presumed-equal"
    source = {"office": office, "act": command.act, "shares": stated}
    if command.office_number is not None:
        source["number"] = command.office_number
    source["digest"] = command.evidence[0].digest
    if any(s.party not in parties or s.share is None for s in shares):
        return None, []
    strength = STRENGTH_OF_ACT[command.act]
    root = Root(
        Register.RECORD,
        command.entry_date,
        strength,
        holdings(shares, dict(parties)),
        "office",
        source,
    )
    return root, []


def _transfer_effect(
    command: RecordalNotice, parties: Mapping[str, PartyFacts], policy: Policy, _office: str
) -> tuple[Effect | None, list[Violation]]:
    on = command.entry_date
    rules = policy.acts.get("assignment")
    if rules is not None and rules.effect.value == RecordingEffect.CONSTITUTIVE_ON_PUBLICATION:
        if command.publication_date is None:
            missing = Violation("publication-date-missing", "/publicationDate", {})
            return None, [replace(missing, citation=rules.effect.citation)]
        on = command.publication_date
    sides = (*command.givers, *command.takers)
    if any(s.party not in parties or s.share is None for s in sides):
        return None, []
    transfer = Transfer(
        Register.RECORD,
        on,
        holdings(command.givers, dict(parties)),
        holdings(command.takers, dict(parties)),
    )
    return transfer, []


def _lodged(
    command: RecordalNotice,
    context: Context,
    asset: AssetFacts | None,
    effects: tuple[Effect, ...],
) -> tuple[str | None, list[Violation]]:
    if command.lodged_filing is None:
        return None, []
    filing = context.filings.get(command.lodged_filing)
    if (
        filing is None
        or filing.status is not FilingStatus.LODGED
        or asset is None
        or asset.id not in filing.subjects
    ):
        params = {"filing": command.lodged_filing}
        return None, [Violation("filing-not-lodged", "/lodgedFiling", params)]
    entered = _sides(effects[0]) if effects and isinstance(effects[0], Transfer) else None
    lodged = [s.effect for s in asset.steps if s.transaction == filing.transaction]
    corrections = [s.effect for s in asset.steps if isinstance(s.effect, Replace)]
    lodged += [c.by for c in corrections if c.by and c.transaction == filing.transaction]
    if entered not in [_sides(effect) for effect in lodged if isinstance(effect, Transfer)]:
        # The office entered something else: what was lodged has not come to its end by it.
        params = {"filing": command.lodged_filing}
        return None, [Violation("lodged-filing-differs", "/lodgedFiling", params)]
    return filing.transaction, []


def _reception(command: RecordalNotice, reading: Reading, context: Context) -> Outcome:
    """Filed by somebody who is no officer: it waits for one to accept the paper."""
    assets = () if reading.asset is None else (reading.asset.id,)
    draft = filing_draft(
        context,
        NAME,
        FilingStatus.UNDER_EXAMINATION,
        act=command.act,
        assets=assets,
        published=reading.asset is None or reading.asset.published,
    )
    policies = () if reading.policy is None else (reading.policy,)
    warnings = tuple(reading.violations)
    return Outcome(FilingStatus.UNDER_EXAMINATION, (draft,), (), policies, warnings)


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="CN: Patent Law art. 10, Trademark Law art. 42 (the office's entry moves title)",
)
