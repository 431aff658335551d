"""What a recordal notice says: an office's act, its date and number, the paper, the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipregistry.domain.facts import AssetRef, Needs
from ipregistry.domain.filings.assets import Description, read_description
from ipregistry.domain.filings.parties import named_party_key
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_asset_ref,
    read_date,
    read_evidence,
)
from ipregistry.domain.filings.shares import WHOLE
from ipregistry.domain.shares import parse_share
from ipregistry.domain.titles import Strength

NAME = "recordal-notice"
STRENGTH_OF_ACT = {
    "publication": Strength.PUBLICATION,
    "grant": Strength.GRANT,
    "register-extract": Strength.REGISTER_EXTRACT,
}
# The acts by which shares pass from some to others.
TRANSFERS = ("assignment", "transmission", "ownership-order")
# The bags that name people, by the side of the entry on which they stand.
_HOLDERS = ("holderBag",)
_GIVERS = ("transferorBag", "giverBag")
_TAKERS = ("transfereeBag", "takerBag")


@dataclass(frozen=True, slots=True)
class NamedHolder:
    """Somebody whom the office's paper only names: no record number is known for it.

    `share` is None where the paper states none.
    """

    name: Mapping[str, str]
    category: str
    address: str | None
    country: str | None
    share: Fraction | None = None
    pointer: str = "/holderBag"


@dataclass(frozen=True, slots=True)
class NationalEvent:
    """An event in the office's own code, and in ST.27 as far as the filer can say.

    `territory` is the one state in which it happened to a right that stands in several.
    """

    code: str
    detailed: str | None
    effective: date | None
    territory: str | None


@dataclass(frozen=True, slots=True)
class RecordalNotice:
    """The office's entry: its act, date and number, the paper it stands on, what it says.

    `refers_to` are the office's numbers of earlier entries, `interest` a transaction here:
    which interest a release or an amendment is about. `listed` are the office's numbers of
    the interests that an extract lists; None where it lists none.
    """

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
    named_givers: tuple[NamedHolder, ...]
    named_takers: tuple[NamedHolder, ...]
    lodged_filing: str | None
    executed: date | None = None
    received: date | None = None
    interest: str | None = None
    interest_kind: str | None = None
    until: date | None = None
    refers_to: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None
    event: NationalEvent | None = None

    @property
    def refs(self) -> tuple[AssetRef, ...]:
        """Every way in which the notice names its right."""
        described = self.description
        others = () if described is None else (described.ref, *described.further_refs)
        return tuple(dict.fromkeys((self.asset, *others)))

    @property
    def everybody_named(self) -> tuple[NamedHolder, ...]:
        """All whom the paper only names."""
        return (*self.named_holders, *self.named_givers, *self.named_takers)

    def party_key(self, holder: NamedHolder) -> str | None:
        """The key of a named holder; None unless name, address and office are all known:
        nobody is found again on less.
        """
        office = self.description.office if self.description else self.asset.office
        if holder.address is None or not (self.description or office):
            return None
        return named_party_key(office or "", holder.name["value"], holder.address)


def read(body: Mapping[str, Any]) -> RecordalNotice:
    """The command in a body of the right shape."""
    description = body.get("description")
    described = None if description is None else read_description(description)
    asset = read_asset_ref(body["asset"]) if "asset" in body else _described_ref(described)
    entry_date = read_date(body["entryDate"])
    assert entry_date is not None  # noqa: S101 - required by the shape
    listed = body.get("interestBag")
    return RecordalNotice(
        act=body["act"],
        asset=asset,
        description=described,
        entry_date=entry_date,
        publication_date=read_date(body.get("publicationDate")),
        office_number=body.get("recordalNumber"),
        evidence=read_evidence(body["evidenceBag"]),
        holders=_on_record(body, _HOLDERS),
        named_holders=_named(body, _HOLDERS),
        givers=_on_record(body, _GIVERS),
        takers=_on_record(body, _TAKERS),
        named_givers=_named(body, _GIVERS),
        named_takers=_named(body, _TAKERS),
        lodged_filing=body.get("lodgedFiling"),
        executed=read_date(body.get("executedDate")),
        received=read_date(body.get("receivedDate")),
        interest=body.get("interest"),
        interest_kind=body.get("interestKind"),
        until=read_date(body.get("untilDate")),
        refers_to=tuple(body.get("refersToBag", ())),
        listed=None if listed is None else tuple(one["recordalNumber"] for one in listed),
        event=_read_event(body),
    )


def _described_ref(description: Description | None) -> AssetRef:
    return AssetRef() if description is None else description.ref


def _members(body: Mapping[str, Any], bags: tuple[str, ...]) -> list[tuple[str, Mapping[str, Any]]]:
    return [
        (f"/{bag}/{index}", member)
        for bag in bags
        for index, member in enumerate(body.get(bag, ()))
    ]


def _on_record(body: Mapping[str, Any], bags: tuple[str, ...]) -> tuple[ShareOf, ...]:
    """Those named by record number; who has no share has to do with the whole of the right."""
    return tuple(
        ShareOf(member["party"], _share(member) if "share" in member else WHOLE, pointer)
        for pointer, member in _members(body, bags)
        if "party" in member
    )


def _named(body: Mapping[str, Any], bags: tuple[str, ...]) -> tuple[NamedHolder, ...]:
    return tuple(
        NamedHolder(
            member["name"],
            member["category"],
            member.get("addressText"),
            member.get("countryCode"),
            _share(member),
            pointer,
        )
        for pointer, member in _members(body, bags)
        if "name" in member
    )


def _share(member: Mapping[str, Any]) -> Fraction | None:
    return parse_share(member["share"]) if "share" in member else None


def _read_event(body: Mapping[str, Any]) -> NationalEvent | None:
    if "eventCode" not in body:
        return None
    return NationalEvent(
        body["eventCode"],
        body.get("detailedEventCode"),
        read_date(body.get("effectiveDate")),
        body.get("territoryCode"),
    )


def needs(command: RecordalNotice) -> Needs:
    """The right if it is here, everybody named, and the lodged filing that this ends."""
    shares = (*command.holders, *command.givers, *command.takers)
    keys = (command.party_key(holder) for holder in command.everybody_named)
    return Needs(
        assets=command.refs,
        parties=tuple(share.party for share in shares),
        party_keys=tuple(key for key in keys if key is not None),
        filings=() if command.lodged_filing is None else (command.lodged_filing,),
        documents=True,
        chain_parties=True,
    )
