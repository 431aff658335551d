"""What filings on licences and security interests say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ipregistry.domain.facts import Context, PartyFacts
from ipregistry.domain.filings.acts import Deed, View, read_deed
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.shares import parse_share
from ipregistry.domain.titles import Interest, InterestCategory, Named, Standing
from ipregistry.domain.violations import Violation

# Offered by the holder to everybody; granted by an authority against the holder's will.
OF_RIGHT, COMPULSORY = "of-right", "compulsory"
LICENCE_KINDS = ("exclusive", "sole", "non-exclusive", OF_RIGHT, COMPULSORY)


@dataclass(frozen=True, slots=True)
class PartyAt:
    """A party as a filing names it, and where."""

    party: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Granting:
    """A licence or a security interest that is granted on rights.

    `amount` is what is secured or paid: seen by those concerned only.
    """

    deed: Deed
    category: InterestCategory
    kind: str | None
    grantors: tuple[PartyAt, ...]
    holders: tuple[PartyAt, ...]
    start: date | None
    until: date | None
    territories: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    under: str | None = None
    bars: bool = False
    knew: tuple[str, ...] | None = None
    share: Fraction | None = Fraction(1)
    amount: Mapping[str, str] | None = None

    def interest(self, view: View, transaction: str) -> Interest:
        """The interest on one right, granted by a transaction."""
        kind = self.kind or view.rules.presumed_kind.value
        today = view.context.today
        return Interest(
            id=transaction,
            category=self.category,
            kind=kind,
            givers=named(self.grantors, view),
            holders=named(self.holders, view),
            until=self.until,
            territories=self.territories,
            fields=self.fields,
            under=self.under,
            bars=self.bars,
            executed=self.deed.executed_on,
            applied=_received(view) if view.ours else None,
            registered=today if view.ours else None,
            knew=self.knew,
            share=self.share or Fraction(1),
        )


def _received(view: View) -> date:
    """The day on which the application reached this office: its rank counts from it."""
    return view.context.day_of(view.context.received_at or view.context.now)


@dataclass(frozen=True, slots=True)
class OnInterest:
    """Something about an interest that stands: other terms, or its end."""

    deed: Deed
    interest: str
    until: date | None = None
    kind: str | None = None
    territories: tuple[str, ...] | None = None
    fields: tuple[str, ...] | None = None
    amount: Mapping[str, str] | None = None
    outcome: str = ""

    def varied(self, interest: Interest) -> Interest:
        """The terms with what the amendment says in place."""
        return replace(
            interest,
            until=self.until or interest.until,
            kind=self.kind or interest.kind,
            territories=interest.territories if self.territories is None else self.territories,
            fields=interest.fields if self.fields is None else self.fields,
        )


def read_licence(body: Mapping[str, Any]) -> Granting:
    """A licence in a body of the right shape."""
    return Granting(
        read_deed(body),
        InterestCategory.LICENCE,
        body.get("licenceKind"),
        read_parties(body, "licensorBag"),
        read_parties(body, "licenseeBag"),
        read_date(body.get("startDate")),
        read_date(body.get("endDate")),
        tuple(body.get("territoryBag", ())),
        tuple(body.get("fieldBag", ())),
        body.get("under"),
        bars=body.get("barsDispositionsIndicator", False),
        knew=_knew(body),
    )


def read_security(body: Mapping[str, Any]) -> Granting:
    """A pledge, mortgage or charge in a body of the right shape."""
    return Granting(
        read_deed(body),
        InterestCategory.SECURITY,
        body["securityKind"],
        read_parties(body, "grantorBag"),
        read_parties(body, "securedPartyBag"),
        None,
        read_date(body.get("debtEndDate")),
        bars=body.get("barsDispositionsIndicator", False),
        knew=_knew(body),
        share=parse_share(body["share"]) if "share" in body else Fraction(1),
        amount=body.get("securedAmount"),
    )


def read_on_interest(body: Mapping[str, Any]) -> OnInterest:
    """An amendment or an end in a body of the right shape."""
    return OnInterest(
        read_deed(body),
        body["interest"],
        read_date(body.get("endDate")),
        body.get("interestKind"),
        tuple(body["territoryBag"]) if "territoryBag" in body else None,
        tuple(body["fieldBag"]) if "fieldBag" in body else None,
        body.get("securedAmount"),
        body.get("outcome", "released"),
    )


def read_parties(body: Mapping[str, Any], member: str) -> tuple[PartyAt, ...]:
    """The parties under a member, each with its place."""
    return tuple(
        PartyAt(value["party"], f"/{member}/{index}")
        for index, value in enumerate(body.get(member, ()))
    )


def _knew(body: Mapping[str, Any]) -> tuple[str, ...] | None:
    return tuple(body["knewOfBag"]) if "knewOfBag" in body else None


def named(parties: tuple[PartyAt, ...], view: View) -> tuple[Named, ...]:
    """The parties as effects name them."""
    return tuple(Named(p.party, view.version_of(p.party)) for p in parties)


def on_record(parties: tuple[PartyAt, ...], context: Context) -> list[PartyFacts]:
    """Those of the parties who are on record."""
    return [context.parties[p.party] for p in parties if p.party in context.parties]


def twice_named(*bags: tuple[PartyAt, ...]) -> list[Violation]:
    """Parties that stand twice, in one bag or on both sides."""
    seen: set[str] = set()
    wrong: list[Violation] = []
    for named_party in (p for bag in bags for p in bag):
        if named_party.party in seen:
            params = {"party": named_party.party}
            wrong.append(Violation("party-named-twice", f"{named_party.pointer}/party", params))
        seen.add(named_party.party)
    return wrong


def standing_interest(
    command: OnInterest, category: InterestCategory, view: View
) -> Standing | None:
    """The interest that a filing is about, if it stands on this right."""
    found = view.title.notified.interest(command.interest)
    return found if found is not None and found.interest.category is category else None
