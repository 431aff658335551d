"""What a recordal notice says: an office's act, its date and number, the paper, the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
    read_shares,
)
from ipregistry.domain.shares import parse_share
from ipregistry.domain.titles import Strength

NAME = "recordal-notice"
STRENGTH_OF_ACT = {
    "publication": Strength.PUBLICATION,
    "grant": Strength.GRANT,
    "register-extract": Strength.REGISTER_EXTRACT,
}
ACTS = (*STRENGTH_OF_ACT, "assignment")


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

    @property
    def refs(self) -> tuple[AssetRef, ...]:
        """Every way in which the notice names its right."""
        described = self.description
        others = () if described is None else (described.ref, *described.further_refs)
        return tuple(dict.fromkeys((self.asset, *others)))

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
    keys = (command.party_key(holder) for holder in command.named_holders)
    return Needs(
        assets=command.refs,
        parties=tuple(share.party for share in shares),
        party_keys=tuple(key for key in keys if key is not None),
        filings=() if command.lodged_filing is None else (command.lodged_filing,),
        documents=True,
    )
