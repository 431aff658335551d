"""Parties: people and organisations, their names as submitted, identifiers, addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.identifiers import RULES, check_identifier
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.violations import Violation, refusing

SENSITIVE = frozenset(rule.category for rule in RULES.values() if rule.personal)


@dataclass(frozen=True, slots=True)
class PartyRegistration:
    """A party as its filer describes it."""

    category: str
    names: tuple[Mapping[str, str], ...]
    jurisdiction: str | None
    town: str | None
    identifiers: tuple[Mapping[str, str], ...]
    addresses: tuple[Mapping[str, Any], ...]
    service_addresses: tuple[Mapping[str, Any], ...]


def read(body: Mapping[str, Any]) -> PartyRegistration:
    """The command in a body of the right shape."""
    return PartyRegistration(
        body["category"],
        tuple(body["nameBag"]),
        body.get("jurisdictionCode"),
        body.get("townText"),
        tuple(body.get("identifierBag", ())),
        tuple(body.get("addressBag", ())),
        tuple(body.get("serviceAddressBag", ())),
    )


def decide(command: PartyRegistration, context: Context) -> Decision:
    """A party is recorded unless an identifier is wrong."""
    identifiers, violations = _identifiers(command)
    if refusing(violations):
        return violations
    party_id = context.new_id("party")
    draft = party_draft(
        party_id,
        command.category,
        command.names,
        jurisdiction=command.jurisdiction,
        town=command.town,
        identifiers=identifiers,
        addresses=command.addresses,
        service_addresses=command.service_addresses,
    )
    filing = filing_draft(
        context, "party-registration", FilingStatus.RECORDED, act="party-registration"
    )
    return Outcome(FilingStatus.RECORDED, (draft, filing), warnings=tuple(violations))


def party_draft(
    party_id: str,
    category: str,
    names: tuple[Mapping[str, str], ...],
    *,
    jurisdiction: str | None = None,
    town: str | None = None,
    identifiers: tuple[Mapping[str, str], ...] = (),
    addresses: tuple[Mapping[str, Any], ...] = (),
    service_addresses: tuple[Mapping[str, Any], ...] = (),
    source_office: str | None = None,
) -> RecordDraft:
    """Version 1 of a party. Names of organisations are public, persons' names personal."""
    name_bag = [dict(name) for name in names]
    organization = category == "organization"
    # A number leads to its bearer: those of natural persons are public in no part.
    public_ids = [i for i in identifiers if organization and i["category"] not in SENSITIVE]
    other_ids = [i for i in identifiers if i not in public_ids]
    document = {
        "category": category,
        "organizationNameBag": name_bag if organization else None,
        "personNameBag": None if organization else name_bag,
        "jurisdictionCode": jurisdiction,
        "townText": town,
        "identifierBag": [dict(i) for i in public_ids] or None,
        "sensitiveIdentifierBag": [dict(i) for i in other_ids] or None,
        "addressBag": [dict(a) for a in addresses] or None,
        "serviceAddressBag": [dict(a) for a in service_addresses] or None,
        "sourceOffice": source_office,
    }
    return RecordDraft("party", party_id, "party/1", 1, document, Capacity.OFFICE)


def party_place(document: Mapping[str, Any]) -> str | None:
    """The country of a party: of its law if it says so, else of its first address."""
    place: str | None = document.get("jurisdictionCode")
    if place is not None:
        return place
    addresses = document.get("addressBag") or [{}]
    country: str | None = addresses[0].get("countryCode")
    return country


def named_party_key(office: str, name: str, address: str | None) -> str:
    """The key under which a party that an office's record only names is found again.

    The same name at the same address in records of one office is the same named party;
    nobody is merged on a name alone.
    """
    text = "\x1f".join((office, name, address or ""))
    return hashlib.sha256(text.encode()).hexdigest()


def _identifiers(
    command: PartyRegistration,
) -> tuple[tuple[Mapping[str, str], ...], list[Violation]]:
    checked: list[Mapping[str, str]] = []
    violations: list[Violation] = []
    for index, identifier in enumerate(command.identifiers):
        category = identifier["category"]
        if category in SENSITIVE:
            checked.append(identifier)
            continue
        value, wrong = check_identifier(category, identifier["value"])
        violations.extend(v.under(f"/identifierBag/{index}") for v in wrong)
        checked.append({"category": category, "value": value})
    return tuple(checked), violations


def seal_identifiers(body: Mapping[str, Any], seal: Callable[[str], str]) -> dict[str, Any]:
    """The body as it may be stored: identity numbers as a keyed hash and their last characters.

    The hash serves matching, the last three characters the officer at the counter.
    """
    sealed = [
        _sealed(identifier, seal) if identifier["category"] in SENSITIVE else identifier
        for identifier in body.get("identifierBag", ())
    ]
    return {**body, "identifierBag": sealed} if sealed else dict(body)


def _sealed(identifier: Mapping[str, str], seal: Callable[[str], str]) -> dict[str, str]:
    # The one form of the number, so that every way of writing it gives the same hash.
    category = identifier["category"]
    value, _ = check_identifier(category, identifier["value"])
    return {"category": category, "hash": seal(f"{category}:{value}"), "last": value[-3:]}


TYPE = FilingType(
    name="party-registration",
    read=read,
    needs=lambda _command: Needs(),
    decide=decide,
    seal=seal_identifiers,
    citation="Node practice: a register names its parties by stable number",
)
