"""A fee that was charged in a case, and everything that became of it.

As with invoices of the register's own fees, where it stands is computed from what is recorded.
What goes back first gives back what was paid too much; beyond that it lowers what is owed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ipregistry.domain.money import Money, nothing, read_money


class Moved(StrEnum):
    """How money came to a charge, or left it."""

    PAYMENT = "payment"
    REFUND = "refund"
    SET_OFF_FROM = "set-off-from"
    SET_OFF_TO = "set-off-to"

    @property
    def comes(self) -> bool:
        """Whether it counts for the side, and not against it."""
        return self in {Moved.PAYMENT, Moved.SET_OFF_FROM}


@dataclass(frozen=True, slots=True)
class Share:
    """What one side owes of a charge."""

    side: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement for one side: a payment, a refund, or one half of a set-off.

    `reference` is the digest of the bank's or provider's reference, so that it stands once and
    tells nobody of an account; `other` is the charge at the other end of a set-off.
    """

    kind: Moved
    side: str
    amount: Money
    on: date
    filing: str
    reference: str | None = None
    other: str | None = None
    reason: str | None = None

    def document(self) -> dict[str, Any]:
        """As it stands in the charge."""
        found = {
            "entryCategory": self.kind.value,
            "side": self.side,
            "sum": self.amount.document(),
            "date": self.on.isoformat(),
            "filing": self.filing,
            "referenceDigest": self.reference,
            "charge": self.other,
            "reasonCategory": self.reason,
        }
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee of a case as charged: who owes what of it, and all that moved since.

    `case` is None of an advance: paid before the case exists, for the request that will name it.
    """

    id: str
    version: int
    fee: str
    pack: str
    on: date
    shares: tuple[Share, ...]
    case: str | None = None
    entries: tuple[Entry, ...] = ()
    fixed: bool = False
    pieces: Mapping[str, Decimal] = field(default_factory=dict)
    rest: Mapping[str, Any] | None = None

    @property
    def currency(self) -> str:
        """The one currency of the charge."""
        return self.shares[0].amount.currency

    @property
    def total(self) -> Money:
        """What was charged, to all sides together."""
        return _sum(self.currency, (share.amount for share in self.shares))

    def share_of(self, side: str) -> Money:
        """What a side was charged."""
        mine = (share.amount for share in self.shares if share.side == side)
        return _sum(self.currency, mine)

    def moved(self, side: str, *kinds: Moved) -> Money:
        """What moved for a side in these ways."""
        found = (e.amount for e in self.entries if e.side == side and e.kind in kinds)
        return _sum(self.currency, found)

    def received(self, side: str) -> Money:
        """What came in for a side: paid, and set off from elsewhere."""
        return self.moved(side, Moved.PAYMENT, Moved.SET_OFF_FROM)

    def given_back(self, side: str) -> Money:
        """What left again: refunded, and set off to elsewhere."""
        return self.moved(side, Moved.REFUND, Moved.SET_OFF_TO)

    def kept(self, side: str) -> Money:
        """What came in and did not leave: no more than this can go back."""
        return self.received(side).minus(self.given_back(side))

    def owed(self, side: str, behind: int | None = None) -> Money:
        """What the charge costs a side: now, or behind its first so many entries."""
        owed, kept = self.share_of(side), nothing(self.currency)
        for entry in self.entries[:behind]:
            if entry.side == side and entry.kind.comes:
                kept = kept.plus(entry.amount)
            elif entry.side == side:
                owed = above(owed, above(entry.amount, above(kept, owed)))
                kept = kept.minus(entry.amount)
        return owed

    def lowered(self, side: str) -> Money:
        """What went back beyond what was paid too much: by so much less was owed in the end."""
        return self.share_of(side).minus(self.owed(side))

    def outstanding(self, side: str) -> Money:
        """What a side has still to pay."""
        return above(self.owed(side), self.kept(side))

    def overpaid(self, side: str) -> Money:
        """What a side paid too much and did not get back."""
        return above(self.kept(side), self.owed(side))

    def settled_by(self, side: str) -> bool:
        """Whether a side has paid its share: what went back by rule is no debt again."""
        return not self.outstanding(side).amount

    def with_entry(self, entry: Entry) -> Charge:
        """The charge behind one more movement."""
        return replace(self, version=self.version + 1, entries=(*self.entries, entry))

    def document(self) -> dict[str, Any]:
        """The whole of it, as each version says it."""
        found: dict[str, Any] = {
            **(self.rest or {}),
            "case": self.case,
            "fee": self.fee,
            "pack": self.pack,
            "date": self.on.isoformat(),
            "total": self.total.document(),
            "fixedIndicator": self.fixed,
            "pieceBag": [
                {"payee": name, "sum": Money(piece, self.currency).document()}
                for name, piece in self.pieces.items()
            ]
            or None,
            "shareBag": [{"side": s.side, "sum": s.amount.document()} for s in self.shares],
            "entryBag": [entry.document() for entry in self.entries],
        }
        return {name: value for name, value in found.items() if value is not None}


_OWN = frozenset(
    {"case", "fee", "pack", "date", "total", "fixedIndicator", "pieceBag", "shareBag", "entryBag"}
)


def read_charge(record: str, version: int, document: Mapping[str, Any]) -> Charge:
    """A charge back from its document."""
    return Charge(
        record,
        version,
        document["fee"],
        document["pack"],
        date.fromisoformat(document["date"]),
        tuple(Share(s["side"], read_money(s["sum"])) for s in document["shareBag"]),
        document.get("case"),
        tuple(_entry(e) for e in document["entryBag"]),
        document["fixedIndicator"],
        {p["payee"]: read_money(p["sum"]).amount for p in document.get("pieceBag") or ()},
        {name: value for name, value in document.items() if name not in _OWN},
    )


def _entry(member: Mapping[str, Any]) -> Entry:
    return Entry(
        Moved(member["entryCategory"]),
        member["side"],
        read_money(member["sum"]),
        date.fromisoformat(member["date"]),
        member["filing"],
        member.get("referenceDigest"),
        member.get("charge"),
        member.get("reasonCategory"),
    )


def above(one: Money, other: Money) -> Money:
    """By how much one is more than the other; nothing where it is not."""
    found = one.minus(other)
    return found if found.amount > 0 else nothing(one.currency)


def _sum(currency: str, amounts: Any) -> Money:
    total = nothing(currency)
    for amount in amounts:
        total = total.plus(amount)
    return total
