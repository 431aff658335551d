"""Which fees of a case count as settled when somebody files, and what is said of those that do not.

A fee is settled by what the institution recorded as received for it. What the institution itself
attests with a filing that it enters counts too: a fee that it waives, or that was received under a
file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.fees import Basis, Books, Charge, Moved, basis_of, paid_fees, payable
from ipregistry.domain.cases.fees.charging import shared
from ipregistry.domain.facts import Context
from ipregistry.domain.packs.fees import Amount, Refused
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.violations import Violation

Members = Sequence[Mapping[str, Any]]


def books_of(case: CaseFacts, context: Context) -> Books:
    """What a case knows of its fees. Who has left it is charged nothing more."""
    charges = tuple(c for c in context.charges.values() if c.case == case.id)
    sides, basis = case.present_sides, basis_of(case.document)
    return Books(case.published.pack, sides, basis, charges, case.id)


def settled_in_case(fees: Members, case: CaseFacts, context: Context, side: str) -> frozenset[str]:
    """The fees that are settled for a filing of this side."""
    return _settled(fees, books_of(case, context), context, side)


def settled_at_request(fees: Members, books: Books, context: Context, side: str) -> frozenset[str]:
    """The fees that were received before the case is opened; `books` have what was adopted."""
    return _settled(fees, books, context, side)


def _settled(fees: Members, books: Books, context: Context, side: str) -> frozenset[str]:
    if context.quoting:
        return frozenset(books.pack.fees)
    own = side if any(s["side"] == side for s in books.sides) else None
    return paid_fees(books.pack, books.charges, own) | _attested(fees, books.pack, context)


def _attested(fees: Members, pack: Pack, context: Context) -> frozenset[str]:
    if Role.CASE_MANAGER not in context.actor.roles:
        return frozenset()
    return frozenset(fee["fee"] for fee in fees if fee["fee"] in pack.fees)


def books_of_request(
    fees: Members, pack: Pack, document: Mapping[str, Any], side: str, context: Context
) -> tuple[Books, list[Violation]]:
    """What was paid in advance for a case that is about to be opened, as its own charges.

    The request names the advances. Their shares are those of the case: who paid for fewer domain
    names than it is about still owes the rest.
    """
    sides, basis = tuple(document["sideBag"]), basis_of(document)
    charges, wrong = [], []
    for index, fee in enumerate(fees):
        if "charge" not in fee:
            continue
        found = _advance(fee, pack, sides, side, context)
        if found is None:
            params = {"case-charge": fee["charge"]}
            wrong.append(Violation("case-charge-unknown", f"/feeBag/{index}/charge", params))
            continue
        charges.append(_adopted(found, pack, sides, basis, side))
    return Books(pack, sides, basis, tuple(charges), pack.id), wrong


def _advance(
    fee: Mapping[str, Any], pack: Pack, sides: Members, side: str, context: Context
) -> Charge | None:
    """The advance that a request names; None where it is of another pack, fee, case or payer."""
    found = context.charges.get(fee["charge"])
    fits = (
        found is not None
        and found.case is None
        and (found.pack, found.fee) == (pack.id, fee["fee"])
        # What went back, in part even, pays for nothing.
        and all(entry.kind is Moved.PAYMENT for entry in found.entries)
    )
    if found is None or not fits:
        return None
    told = found.rest or {}
    own = {context.actor.account, context.actor.party} - {None}
    parties = {p.get("party") for s in sides if s["side"] == side for p in s["partyBag"]}
    manager = Role.CASE_MANAGER in context.actor.roles
    payers = {told.get("account"), told.get("party")} - {None}
    return found if manager or payers & (own | parties) else None


def _adopted(advance: Charge, pack: Pack, sides: Members, basis: Basis, side: str) -> Charge:
    """An advance as a charge of the case that is opened with it.

    Of a fee that the institution fixes, what it took in advance is the fee.
    """
    rule = pack.fees[advance.fee]
    found = payable(rule, basis, sides)
    shares = found.shares
    fixed = not isinstance(found.answer, Amount | Refused)
    if fixed:
        shares = shared(advance.total, rule, sides)
    pieces = found.answer.pieces if isinstance(found.answer, Amount) else {}
    entries = tuple(replace(entry, side=side) for entry in advance.entries)
    return replace(
        advance,
        version=advance.version + 1,
        shares=shares or advance.shares,
        entries=entries,
        fixed=fixed,
        pieces=pieces,
        # Whose account paid in advance is for the institution to know, not for the other side.
        rest={},
    )
