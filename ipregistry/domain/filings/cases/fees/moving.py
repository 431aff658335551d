"""Money of a case: received, paid back, set off. It is recorded as it came, never moved from here.

Part payments add up, and too much is kept to the side's credit until it goes back or is set off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.cases.fees import Charge, Entry, Moved, Share, refund_due, set_off_due
from ipregistry.domain.cases.fees.refunding import BY_RULE, OVERPAID, booked
from ipregistry.domain.cases.playing import begun
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.cases.fees.common import (
    Account,
    account_of,
    booked_outcome,
    known_fee,
    rest_of,
)
from ipregistry.domain.filings.cases.fees.invoicing import charged
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.filings.subjects import dates_to_come
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.money import Money, read_money
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.packs.fees import Manual
from ipregistry.domain.packs.model import FeeRule
from ipregistry.domain.packs.versions import PublishedPack, pack_in_force
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Movement:
    """Money for a fee: of which side, how much, when, under the digest of which reference.

    `pack`, `account`, `party`: an advance for a case that is not opened yet, and who paid it.
    """

    case: str | None
    fee: str
    sum: Money
    on: date
    side: str | None = None
    reference: str | None = None
    reason: str | None = None
    pack: str | None = None
    account: str | None = None
    party: str | None = None
    into_case: str | None = None
    into_fee: str | None = None
    into_side: str | None = None
    charge: str | None = None


def read(body: Mapping[str, Any]) -> Movement:
    """The command of a body whose shape was checked."""
    on = read_date(body["date"])
    assert on is not None  # noqa: S101 - required by the shape
    return Movement(
        body.get("case"),
        body["fee"],
        read_money(body["sum"]),
        on,
        body.get("side"),
        body.get("referenceDigest"),
        body.get("reasonCategory"),
        body.get("pack"),
        body.get("account"),
        body.get("party"),
        body.get("intoCase"),
        body.get("intoFee"),
        body.get("intoSide"),
        body.get("charge"),
    )


def needs(command: Movement) -> Needs:
    """The cases, with what was charged in them."""
    named = {command.case, command.into_case} - {None}
    advances = () if command.charge is None else (command.charge,)
    return Needs(cases=tuple(sorted(str(one) for one in named)), charges=advances, packs=True)


def decide_payment(command: Movement, context: Context) -> Decision:
    """A payment is a fact: too little or too much is said, never refused."""
    if command.case is None:
        return _advance(command, context)
    account = account_of(command.case, context)
    if isinstance(account, list):
        return account
    rule = known_fee(account.books.pack, command.fee)
    if isinstance(rule, list):
        return rule
    charge = account.charge(command.fee) or charged(account, rule, context)
    if isinstance(charge, list):
        return charge
    wrong = [*_unfit(command, context, rule.currency), *_of_no_side(command, account)]
    wrong += _booked_before(command, account, Moved.PAYMENT)
    if wrong:
        return wrong
    new = account.charge(command.fee) is None
    after = charge.with_entry(_entry(command, context, Moved.PAYMENT, str(command.side)))
    after = replace(after, version=1) if new else after
    warnings = _over_or_under(after, str(command.side))
    published = account.case.published
    return booked_outcome(context, "case-payment", published, [after], command.case, warnings)


def _advance(command: Movement, context: Context) -> Decision:
    """Money for a fee of a case that does not exist yet: the request names its number."""
    published = _pack(command, context)
    if isinstance(published, list):
        return published
    rule = known_fee(published.pack, command.fee)
    if isinstance(rule, list):
        return rule
    if wrong := _unfit(command, context, rule.currency):
        return wrong
    payer = rule.payer or "parties"
    charge = Charge(
        context.new_id("case-charge"),
        1,
        rule.id,
        published.pack.id,
        command.on,
        (Share(payer, command.sum),),
        entries=(_entry(command, context, Moved.PAYMENT, payer),),
        rest=rest_of(account=command.account, party=command.party),
    )
    return booked_outcome(context, "case-payment", published, [charge], None)


def _pack(command: Movement, context: Context) -> PublishedPack | list[Violation]:
    name = str(command.pack)
    if not any(p.pack.id == name for p in context.packs):
        return [Violation("pack-unknown", "/pack", {"pack": name})]
    found = pack_in_force(context.packs, name, context.today)
    if found is None:
        params = {"pack": name, "date": context.today.isoformat()}
        return [Violation("pack-not-in-force", "/pack", params)]
    return found


def decide_refund(command: Movement, context: Context) -> Decision:
    """What was paid goes back: what was too much, or by the pack's rule, never more."""
    if command.case is None:
        return _advance_back(command, context)
    account = account_of(command.case, context)
    if isinstance(account, list):
        return account
    charge = _charge(account, command.fee)
    if isinstance(charge, list):
        return charge
    rule = account.books.pack.fees[command.fee]
    wrong = [*_unfit(command, context, rule.currency), *_of_no_side(command, account)]
    wrong += _booked_before(command, account, Moved.REFUND)
    if wrong:
        return wrong
    if wrong := _against_refund(command, context, account, charge, rule):
        return wrong
    after = charge.with_entry(_entry(command, context, Moved.REFUND, str(command.side)))
    return booked_outcome(context, "case-refund", account.case.published, [after], account.case.id)


def _advance_back(command: Movement, context: Context) -> Decision:
    """An advance for which no case was opened goes back, as far as it has not yet."""
    charge = context.charges.get(str(command.charge))
    if charge is None or charge.case is not None or charge.fee != command.fee:
        params: dict[str, str | int] = {"case-charge": str(command.charge)}
        return [Violation("case-charge-unknown", "/charge", params)]
    published = _pack(replace(command, pack=charge.pack), context)
    if isinstance(published, list):
        return published
    wrong = _unfit(command, context, charge.currency)
    if booked([charge], str(command.reference), Moved.REFUND) is not None:
        wrong.append(Violation("case-money-recorded-already", "/referenceDigest", {}))
    if wrong:
        return wrong
    payer = charge.shares[0].side
    kept = charge.kept(payer)
    if command.sum.amount > kept.amount:
        params = {"most": kept.text, "currency": kept.currency, "side": payer}
        return [Violation("case-refund-too-much", "/sum/amount", params)]
    after = charge.with_entry(_entry(command, context, Moved.REFUND, payer))
    return booked_outcome(context, "case-refund", published, [after], None)


def _against_refund(
    command: Movement, context: Context, account: Account, charge: Charge, rule: FeeRule
) -> list[Violation]:
    """More than there is to give back: of what was paid, of what was too much, by the rule."""
    side = str(command.side)
    most = charge.kept(side)
    if command.reason == OVERPAID:
        most = charge.overpaid(side)
    if command.reason == BY_RULE:
        due = refund_due(charge, rule, begun(account.case, context).state.visited)
        if isinstance(due, Manual):
            params: dict[str, str | int] = {"fee": rule.id, "reason": due.reason}
            return [Violation("case-fee-to-be-fixed", "/reasonCategory", params, rule.cite)]
        most = due.get(side, charge.kept(side)).plus(charge.overpaid(side))
    if command.sum.amount <= most.amount:
        return []
    params = {"most": most.text, "currency": most.currency, "side": side}
    return [Violation("case-refund-too-much", "/sum/amount", params, rule.cite)]


def decide_set_off(command: Movement, context: Context) -> Decision:
    """What one charge has too much, or its successor's rule lets count, goes to another charge."""
    account = account_of(str(command.case), context)
    if isinstance(account, list):
        return account
    into_id = command.into_case or str(command.case)
    into = account_of(into_id, context)
    if isinstance(into, list):
        return [replace(v, pointer="/intoCase") for v in into]
    charge = _charge(account, command.fee)
    if isinstance(charge, list):
        return charge
    later = known_fee(into.books.pack, str(command.into_fee), "/intoFee")
    if isinstance(later, list):
        return later
    target = into.charge(later.id) or charged(into, later, context)
    if isinstance(target, list):
        return target
    wrong = [
        *_unfit(command, context, later.currency),
        *_of_no_side(command, account),
        *_into_itself(charge, target),
        *_among_strangers(account, into),
        *_against_set_off(command, charge, later, into),
    ]
    return wrong or _set_off(command, context, (account, charge), (into, target))


def _against_set_off(
    command: Movement, charge: Charge, later: FeeRule, into: Account
) -> list[Violation]:
    side = str(command.side)
    if charge.currency != later.currency:
        params: dict[str, str | int] = {"expected": charge.currency}
        return [Violation("currency-of-invoice-differs", "/intoFee", params)]
    if into.case.side(command.into_side or side) is None:
        params = {"side": command.into_side or side}
        return [Violation("case-side-unknown", "/intoSide", params)]
    same_pack = charge.pack == into.books.pack.id
    most = set_off_due(charge, side, later, charge.pack, same_pack=same_pack)
    if command.sum.amount <= most.amount:
        return []
    params = {"most": most.text, "currency": most.currency, "side": side}
    return [Violation("case-set-off-too-much", "/sum/amount", params, later.cite)]


def _among_strangers(account: Account, into: Account) -> list[Violation]:
    """Money goes from case to case between the same parties only: who stands in one of them alone
    would learn that the other exists.
    """
    if _parties(account) == _parties(into):
        return []
    return [Violation("case-set-off-strangers", "/intoCase", {})]


def _parties(account: Account) -> set[str]:
    named = [p for side in account.case.sides for p in side["partyBag"]]
    return {p.get("party") or p.get("nameText", "") for p in named}


def _into_itself(charge: Charge, target: Charge) -> list[Violation]:
    return [Violation("case-set-off-itself", "/intoFee", {})] if charge.id == target.id else []


def _set_off(
    command: Movement,
    context: Context,
    given: tuple[Account, Charge],
    taken: tuple[Account, Charge],
) -> Decision:
    account, charge = given
    into, target = taken
    side = str(command.side)
    other_side = command.into_side or side
    out = replace(_entry(command, context, Moved.SET_OFF_TO, side), other=target.id)
    back = replace(_entry(command, context, Moved.SET_OFF_FROM, other_side), other=charge.id)
    new = into.charge(target.fee) is None
    after = target.with_entry(back)
    charges = [charge.with_entry(out), replace(after, version=1) if new else after]
    published = account.case.published
    return booked_outcome(context, "case-set-off", published, charges, account.case.id)


# ------------------------------------------------------------------------------ what all share


def _charge(account: Account, fee: str) -> Charge | list[Violation]:
    rule = known_fee(account.books.pack, fee)
    if isinstance(rule, list):
        return rule
    found = account.charge(fee)
    return [Violation("case-fee-not-charged", "/fee", {"fee": fee})] if found is None else found


def _unfit(command: Movement, context: Context, currency: str) -> list[Violation]:
    wrong = dates_to_come(context, ("/date", command.on))
    if not command.sum.amount:
        wrong.append(Violation("amount-is-nothing", "/sum/amount"))
    if command.sum.currency != currency:
        params = {"expected": currency}
        wrong.append(Violation("currency-of-invoice-differs", "/sum/currencyCode", params))
    return wrong


def _of_no_side(command: Movement, account: Account) -> list[Violation]:
    if account.case.side(str(command.side)) is not None:
        return []
    return [Violation("case-side-unknown", "/side", {"side": str(command.side)})]


def _booked_before(command: Movement, account: Account, kind: Moved) -> list[Violation]:
    """The same reference twice is the same money twice."""
    if booked(account.books.charges, str(command.reference), kind) is None:
        return []
    return [Violation("case-money-recorded-already", "/referenceDigest", {})]


def _entry(command: Movement, context: Context, kind: Moved, side: str) -> Entry:
    return Entry(
        kind,
        side,
        command.sum,
        command.on,
        context.filing_id,
        command.reference,
        None,
        command.reason,
    )


def _over_or_under(charge: Charge, side: str) -> list[Violation]:
    missing, too_much = charge.outstanding(side), charge.overpaid(side)
    for code, amount in (("payment-under", missing), ("payment-over", too_much)):
        if amount.amount:
            params = {"amount": amount.text, "currency": amount.currency}
            return [Violation(code, "/sum/amount", params, severity=Severity.WARNING)]
    return []


PAYMENT = FilingType(
    name="case-payment",
    read=read,
    needs=needs,
    decide=decide_payment,
    citation="Node practice: what was paid is recorded as it came, with the digest of the bank's "
    "reference; before the case exists, as an advance that the request names",
)
REFUND = FilingType(
    name="case-refund",
    read=read,
    needs=needs,
    decide=decide_refund,
    citation="The refund rules of the pack that the case was opened under; what was paid too much "
    "goes back always",
)
SET_OFF = FilingType(
    name="case-set-off",
    read=read,
    needs=needs,
    decide=decide_set_off,
    citation="The set-off rules of the later fee's pack (as WIPO's schedule lets a mediation's "
    "administration fee count towards a later arbitration's); what was paid too much counts always",
)
