"""Which fees of a case are settled when somebody files, and what is missing of those that are not.

Source of the rule: a filing without its fee is refused with the amount (adr.md R8; WIPO 1994
art. 68: no action until it is paid).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.cases.fees.charges import Charge
from ipregistry.domain.cases.fees.charging import Basis, payable
from ipregistry.domain.money import nothing
from ipregistry.domain.packs.fees import Amount, FeeAnswer, Manual, Range, Refused
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.violations import Violation

_MISSING = "case-fee-missing"


@dataclass(frozen=True, slots=True)
class Books:
    """What a case knows of its fees. `reference` is what a payment names: the case, or the pack
    of one that is not opened yet.
    """

    pack: Pack
    sides: tuple[Mapping[str, Any], ...]
    basis: Basis
    charges: tuple[Charge, ...]
    reference: str


def paid_fees(pack: Pack, charges: Iterable[Charge], side: str | None = None) -> frozenset[str]:
    """The fees of a pack that are settled for a filing of `side` (None: of the institution).

    Who shares a fee files once its own share is paid: it does not answer for the other side. A
    fee that it does not share must be paid whole. The newest charge of a fee counts.
    """
    newest = {charge.fee: charge for charge in charges}
    return frozenset(
        fee
        for fee, charge in newest.items()
        if fee in pack.fees and all(charge.settled_by(one) for one in _asked(charge, side))
    )


def _asked(charge: Charge, side: str | None) -> list[str]:
    payers = [share.side for share in charge.shares]
    return [side] if side in payers and side is not None else payers


def fees_missing(books: Books, fees: Iterable[str], side: str | None) -> list[Violation]:
    """`case-fee-missing` of each fee, with the amount, the currency, who pays, and how: to the
    institution, naming the reference.
    """
    newest = {charge.fee: charge for charge in books.charges}
    return [
        _charged(books, newest[fee], side) if fee in newest else _not_charged(books, fee)
        for fee in fees
    ]


def told_in_full(found: Iterable[Violation], books: Books, side: str | None) -> list[Violation]:
    """The same reasons, those of missing fees with what the case knows of them."""
    listed = list(found)
    fees = [str(v.params["fee"]) for v in listed if v.code == _MISSING]
    return [
        *(v for v in listed if v.code != _MISSING),
        *fees_missing(books, fees, side),
    ]


def _charged(books: Books, charge: Charge, side: str | None) -> Violation:
    asked = [one for one in _asked(charge, side) if not charge.settled_by(one)]
    total = nothing(charge.currency)
    for one in asked:
        total = total.plus(charge.outstanding(one))
    return _missing(books, charge.fee, total.text, ", ".join(asked))


def _not_charged(books: Books, fee: str) -> Violation:
    found = payable(books.pack.fees[fee], books.basis, books.sides)
    return _missing(books, fee, _said(found.answer), ", ".join(found.payers))


def _missing(books: Books, fee: str, amount: str, payer: str) -> Violation:
    rule = books.pack.fees[fee]
    params: dict[str, str | int] = {
        "fee": fee,
        "amount": amount,
        "currency": rule.currency,
        "payer": payer or rule.payer or "-",
        "reference": f"{books.reference}/{fee}",
    }
    return Violation(_MISSING, "/feeBag", params, rule.cite)


def _said(answer: FeeAnswer) -> str:
    match answer:
        case Amount():
            return f"{answer.amount:f}"
        case Range():
            return f"{answer.least:f}-{answer.most:f}"
        case Manual() | Refused():
            return answer.reason.replace("_", "-")
