"""Rights: describing one, and the root that its chain of title starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.facts import AssetRef, Capacity, Context, FilingStatus, Needs, PartyFacts
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_date,
    read_evidence,
    read_shares,
)
from ipregistry.domain.filings.subjects import (
    capacity_for,
    check_shares,
    find_parties,
    holdings,
    may_know,
    number_readings,
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
)
from ipregistry.domain.rights import (
    RelationCategory,
    RightKind,
    Term,
    check_relation,
    kinds_of,
    stage_of,
    term_of,
)
from ipregistry.domain.titles import Effect, Holding, Register, Root, Stage, Strength, write_effect
from ipregistry.domain.violations import Severity, Violation, refusing


@dataclass(frozen=True, slots=True)
class Description:
    """What a right is, as a filing describes it."""

    office: str
    kind: str
    number: str
    published: bool
    kind_code: str | None
    filing_date: date | None
    registration_date: date | None
    publication_date: date | None
    further_numbers: tuple[str, ...]
    titles: tuple[Mapping[str, str], ...]
    relations: tuple[Mapping[str, Any], ...]
    classes: tuple[str, ...]
    inventors: tuple[Mapping[str, str], ...]

    @property
    def ref(self) -> AssetRef:
        """The right by its number."""
        return AssetRef(None, self.number, self.office, self.kind)

    @property
    def further_refs(self) -> tuple[AssetRef, ...]:
        """The right by each of its other numbers."""
        return tuple(AssetRef(None, n, self.office, self.kind) for n in self.further_numbers)


@dataclass(frozen=True, slots=True)
class RootClaim:
    """The root of title that a filing gives: what it rests on and whom it names."""

    strength: Strength
    on: date
    holders: tuple[ShareOf, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AssetRegistration:
    """A right with its first root."""

    description: Description
    root: RootClaim


def read_description(body: Mapping[str, Any]) -> Description:
    """The description in a body of the right shape."""
    return Description(
        office=body["officeCode"],
        kind=body["rightKind"],
        number=body["number"],
        published=body.get("publishedIndicator", True),
        kind_code=body.get("kindCode"),
        filing_date=read_date(body.get("filingDate")),
        registration_date=read_date(body.get("registrationDate")),
        publication_date=read_date(body.get("publicationDate")),
        further_numbers=tuple(body.get("furtherNumberBag", ())),
        titles=tuple(body.get("titleBag", ())),
        relations=tuple(body.get("relatedRightBag", ())),
        classes=tuple(body.get("classBag", ())),
        inventors=tuple(body.get("inventorBag", ())),
    )


def read(body: Mapping[str, Any]) -> AssetRegistration:
    """The command in a body of the right shape."""
    root = body["root"]
    return AssetRegistration(
        read_description(body),
        RootClaim(
            Strength(root["strength"]),
            date.fromisoformat(root["asOfDate"]),
            read_shares(root["holderBag"], "/root/holderBag"),
            read_evidence(root.get("evidenceBag", [])),
        ),
    )


def needs(command: AssetRegistration) -> Needs:
    """The right itself, should it be here already, and its holders."""
    return Needs(
        assets=(command.description.ref, *command.description.further_refs),
        parties=tuple(share.party for share in command.root.holders),
    )


def decide(command: AssetRegistration, context: Context) -> Decision:
    """A right is recorded once, with a root that its filer may give."""
    description, root = command.description, command.root
    members, violations = describe(description, context)
    violations += _already_here(description, context)
    parties, wrong = find_parties(context, root.holders)
    violations += wrong + check_root(root, context, description)
    if refusing(violations):
        return violations
    capacity = capacity_for(context, description.office)
    if root.strength is Strength.STATEMENT:
        capacity = Capacity.NOTICE
    asset_id = context.new_id("asset")
    effects = root_effects(root, holdings(root.holders, parties), context, members)
    records = _records(asset_id, members, effects, command, context, capacity, parties)
    policy = policy_for(context, description.office, description.kind)
    return Outcome(
        FilingStatus.RECORDED,
        records,
        (TitleMove(asset_id, 0),),
        (policy,),
        tuple(violations),
    )


def _already_here(description: Description, context: Context) -> list[Violation]:
    """Any of its numbers leads to the right: under another one it would have two titles."""
    pointers = (
        "/number",
        *(f"/furtherNumberBag/{i}" for i in range(len(description.further_refs))),
    )
    violations: list[Violation] = []
    for pointer, ref in zip(pointers, (description.ref, *description.further_refs), strict=True):
        asset = context.assets.get(ref)
        if asset is not None:
            # Who may not know of the right is told no more than what he said himself.
            told = asset.id if may_know(context.actor, asset) else ref.number or ""
            violations.append(Violation("asset-already-registered", pointer, {"asset": told}))
    return violations


def check_root(root: RootClaim, context: Context, description: Description) -> list[Violation]:
    """What a root must be: shares of one, no date to come, a strength its filer may vouch for."""
    violations = check_shares(root.holders)
    if not violations and sum_of(root.holders) != 1:
        violations.append(
            Violation(
                "shares-do-not-add-up",
                "/root/holderBag",
                {"sum": str(sum_of(root.holders)), "expected": "1"},
            )
        )
    if root.on > context.today:
        violations.append(Violation("date-in-future", "/root/asOfDate"))
    own_office = description.office == context.node.office
    officer = bool(context.actor.roles & {Role.REGISTRAR, Role.SYSTEM})
    if root.strength is not Strength.STATEMENT and not (own_office and officer):
        # Of another office's right only that office's own papers say more than a party's
        # word, and they come as a recordal notice.
        violations.append(
            Violation(
                "root-strength-not-yours", "/root/strength", {"strength": root.strength.value}
            )
        )
    elif root.strength is not Strength.STATEMENT and context.actor.party in {
        share.party for share in root.holders
    }:
        violations.append(Violation("own-interest", "/root", severity=Severity.FORBIDDEN))
    return violations


def root_effects(
    root: RootClaim, holders: tuple[Holding, ...], context: Context, members: Mapping[str, Any]
) -> tuple[Effect, ...]:
    """The root, and the stage that the description proves."""
    statement = root.strength is Strength.STATEMENT
    effect = Root(
        Register.NOTIFIED if statement else Register.RECORD,
        root.on,
        root.strength,
        holders,
        "filer" if statement else "officer",
        {"office": context.node.office or context.node.code},
    )
    stages = tuple(
        Stage(date.fromisoformat(stage["date"]), stage["stage"])
        for stage in members["stageBag"] or ()
        if "date" in stage
    )
    return (effect, *stages)


def describe(
    description: Description, context: Context, earlier: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], list[Violation]]:
    """The members of the asset record, on top of an earlier version's, and what is wrong."""
    violations: list[Violation] = []
    if RightKind(description.kind) not in kinds_of(description.office):
        violations.append(
            Violation(
                "right-kind-not-of-office",
                "/rightKind",
                {"kind": description.kind, "office": description.office},
            )
        )
        return {}, violations
    numbers, wrong = number_readings(description.ref)
    violations += [v.under("/number") for v in wrong]
    further, wrong_further = _further_numbers(description)
    violations += wrong_further + _check_relations(description) + _check_dates(description, context)
    term = _term(description)
    if refusing(violations) or not numbers:
        return {}, violations
    number = numbers[0]
    all_numbers = _numbers_in_one(earlier, [_number_member(n) for n in (number, *further)])
    members = {
        "officeCode": description.office,
        "rightKind": description.kind,
        "number": number.display if earlier is None else earlier["number"],
        "numberBag": all_numbers,
        "titleBag": [dict(t) for t in description.titles] or _earlier(earlier, "titleBag"),
        "stageBag": _stages(description, earlier),
        "relatedRightBag": [dict(r) for r in description.relations]
        or _earlier(earlier, "relatedRightBag"),
        "filingDate": _iso(description.filing_date) or _earlier(earlier, "filingDate"),
        "registrationDate": _iso(description.registration_date)
        or _earlier(earlier, "registrationDate"),
        "classBag": list(description.classes) or _earlier(earlier, "classBag"),
        "term": term or _earlier(earlier, "term"),
        "inventorBag": [dict(i) for i in description.inventors] or _earlier(earlier, "inventorBag"),
    }
    return members, violations


def _earlier(earlier: Mapping[str, Any] | None, member: str) -> Any:
    return None if earlier is None else earlier.get(member)


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _number_member(number: Any) -> dict[str, Any]:
    return {
        "scheme": number.scheme.value,
        "number": number.display,
        "normalised": number.normalised,
        "check": number.check.value,
    }


def _numbers_in_one(
    earlier: Mapping[str, Any] | None, numbers: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    merged = list((earlier or {}).get("numberBag", ()))
    seen = {(n["scheme"], n["normalised"]) for n in merged}
    for number in numbers:
        key = (number["scheme"], number["normalised"])
        if key not in seen:
            seen.add(key)
            merged.append(number)
    return merged


def _further_numbers(description: Description) -> tuple[list[Any], list[Violation]]:
    found: list[Any] = []
    violations: list[Violation] = []
    for index, text in enumerate(description.further_numbers):
        ref = AssetRef(None, text, description.office, description.kind)
        numbers, wrong = number_readings(ref)
        violations += [v.under(f"/furtherNumberBag/{index}") for v in wrong]
        found += numbers[:1]
    return found, violations


def _stages(
    description: Description, earlier: Mapping[str, Any] | None
) -> list[dict[str, Any]] | None:
    stages = list((earlier or {}).get("stageBag") or ())
    if description.kind_code is None:
        return stages or None
    stage = stage_of(
        description.office,
        RightKind(description.kind),
        description.kind_code,
        published=description.publication_date,
    )
    member: dict[str, Any] = {
        "kindCode": description.kind_code,
        "stage": None if stage is None else stage.value,
        "date": _iso(description.publication_date),
    }
    member = {name: value for name, value in member.items() if value is not None}
    if member not in stages and "stage" in member:
        stages.append(member)
    return stages or None


def _check_relations(description: Description) -> list[Violation]:
    violations: list[Violation] = []
    for index, relation in enumerate(description.relations):
        related_kind = relation.get("rightKind")
        wrong = check_relation(
            RelationCategory(relation["relationCategory"]),
            office=description.office,
            kind=RightKind(description.kind),
            related_office=relation["officeCode"],
            related_kind=None if related_kind is None else RightKind(related_kind),
        )
        violations += [v.under(f"/relatedRightBag/{index}") for v in wrong]
    return violations


def _check_dates(description: Description, context: Context) -> list[Violation]:
    violations = [
        Violation("date-in-future", pointer)
        for pointer, value in (
            ("/filingDate", description.filing_date),
            ("/registrationDate", description.registration_date),
            ("/publicationDate", description.publication_date),
        )
        if value is not None and value > context.today
    ]
    if (
        description.filing_date is not None
        and description.publication_date is not None
        and description.publication_date < description.filing_date
    ):
        violations.append(Violation("published-before-filed", "/publicationDate"))
    return violations


def _term(description: Description) -> dict[str, str] | None:
    found = term_of(
        description.office,
        RightKind(description.kind),
        filing=description.filing_date,
        registration=description.registration_date,
        designated_filing=_designated_filing(description),
    )
    if not isinstance(found, Term):
        return None
    return {
        "endDate": found.ends.isoformat(),
        "rule": found.rule,
        "citation": found.citation,
        "confidence": found.confidence,
    }


def _designated_filing(description: Description) -> date | None:
    """The filing date of the designated patent, from which a Hong Kong (R) patent's term runs."""
    for relation in description.relations:
        if relation["relationCategory"] == RelationCategory.DESIGNATED_PATENT:
            return read_date(relation.get("filingDate"))
    return None


def _records(
    asset_id: str,
    members: dict[str, Any],
    effects: tuple[Effect, ...],
    command: AssetRegistration,
    context: Context,
    capacity: Capacity,
    parties: Mapping[str, PartyFacts],
) -> tuple[RecordDraft, ...]:
    published = command.description.published
    transaction = context.new_id("transaction")
    asset = RecordDraft("asset", asset_id, "asset/1", 1, members, capacity, published)
    root = root_transaction(
        transaction,
        "asset-registration",
        [subject_member(asset_id, 1, 0, effects)],
        command.root,
        context,
        capacity,
        parties,
        published=published,
    )
    filing = filing_draft(
        context,
        "asset-registration",
        FilingStatus.RECORDED,
        act="asset-registration",
        assets=(asset_id,),
        transaction=transaction,
        published=published,
        capacity=capacity,
    )
    return asset, root, filing


def subject_member(
    asset_id: str, version: int, from_title_version: int | None, effects: tuple[Effect, ...]
) -> dict[str, Any]:
    """One right of a transaction: the versions it found and what it does to title."""
    member: dict[str, Any] = {
        "asset": asset_id,
        "assetVersion": version,
        "effectBag": [write_effect(effect) for effect in effects],
    }
    if from_title_version is not None:
        member["titleVersion"] = {"from": from_title_version, "to": from_title_version + 1}
    return member


def root_transaction(
    transaction: str,
    act: str,
    subjects: list[dict[str, Any]],
    root: RootClaim,
    context: Context,
    capacity: Capacity,
    parties: Mapping[str, PartyFacts],
    *,
    published: bool,
    policy: Mapping[str, Any] | None = None,
    office_register: Mapping[str, Any] | None = None,
) -> RecordDraft:
    """The transaction record that brings a root of title."""
    party_bag, person_bag = party_members([("holder", parties.values())])
    document = {
        "act": act,
        "filing": context.filing_id,
        "subjectBag": subjects,
        "receivedAt": context.now,
        "effectiveDate": root.on.isoformat(),
        "registerOfRecord": office_register,
        "partyBag": party_bag or None,
        "personBag": person_bag or None,
        "evidenceBag": [e.document() for e in root.evidence] or None,
        "policy": policy,
    }
    return RecordDraft(
        "transaction", transaction, "transaction/1", 1, document, capacity, published
    )


TYPE = FilingType(
    name="asset-registration",
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: a right is identified by office, kind and number, once",
)
