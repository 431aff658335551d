"""What all filings about the fees of a case share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.access import Role
from ipregistry.domain.cases.drafts import case_outcome, child_draft
from ipregistry.domain.cases.facts import INSTITUTION, CaseFacts
from ipregistry.domain.cases.fees import Books, Charge, Payable
from ipregistry.domain.cases.paying import books_of
from ipregistry.domain.cases.sides import known_case
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Context
from ipregistry.domain.money import Money
from ipregistry.domain.outcomes import Outcome, RecordDraft
from ipregistry.domain.packs.fees import Amount, Manual, Range
from ipregistry.domain.packs.model import FeeRule, Pack
from ipregistry.domain.packs.versions import PublishedPack
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Account:
    """A case and its books, for somebody of the institution."""

    case: CaseFacts
    books: Books

    def charge(self, fee: str) -> Charge | None:
        """What was charged for a fee: a fee stands once in a case."""
        return next((c for c in self.books.charges if c.fee == fee), None)


def account_of(case_id: str, context: Context) -> Account | list[Violation]:
    """The books of a case. Who is on a side of it keeps no books of it, whatever else he is."""
    found = known_case(case_id, context)
    if isinstance(found, list):
        return found
    case, standing = found
    if standing.side != INSTITUTION or Role.CASE_MANAGER not in context.actor.roles:
        params = {"by": INSTITUTION, "standing": standing.role}
        return [Violation("case-not-your-side", "/case", params, severity=Severity.FORBIDDEN)]
    return Account(case, books_of(case, context))


def known_fee(pack: Pack, fee: str, pointer: str = "/fee") -> FeeRule | list[Violation]:
    """The rule of a fee."""
    rule = pack.fees.get(fee)
    if rule is None:
        return [Violation("case-fee-unknown", pointer, {"fee": fee, "pack": pack.id})]
    return rule


def total_of(found: Payable, fixed: Money | None) -> Money | list[Violation]:
    """What is charged: as the rules count it, or as the institution fixes it within them."""
    rule, answer = found.rule, found.answer
    if fixed is not None and fixed.currency != rule.currency:
        params: dict[str, str | int] = {"expected": rule.currency}
        return [Violation("currency-of-invoice-differs", "/sum/currencyCode", params, rule.cite)]
    match answer:
        case Amount():
            counted = Money(answer.amount, answer.currency)
            if fixed is None or fixed == counted:
                return counted
            params = {"fee": rule.id, "amount": counted.text, "currency": rule.currency}
            return [Violation("case-fee-not-open", "/sum", params, rule.cite)]
        case Range():
            least, most = (Money(m, answer.currency) for m in (answer.least, answer.most))
            if fixed is not None and least.amount <= fixed.amount <= most.amount:
                return fixed
            params = {"fee": rule.id, "least": least.text, "most": most.text}
            params["currency"] = rule.currency
            return [Violation("case-fee-outside-range", "/sum", params, rule.cite)]
        case Manual():
            if fixed is not None:
                return fixed
            params = {"fee": rule.id, "reason": answer.reason}
            return [Violation("case-fee-to-be-fixed", "/sum", params, rule.cite)]
        case _:
            params = {"fee": rule.id, "reason": answer.reason.replace("_", "-")}
            return [Violation("case-fee-refused", "/fee", params, rule.cite)]


def charge_draft(charge: Charge) -> RecordDraft:
    """A charge as recorded: read by everybody in the case, because whoever waits for a fee of the
    other side's may pay it; the bank's references stand in it as digests only. An advance is the
    institution's until its case is opened.
    """
    audience = Label.CASE_OFFICE if charge.case is None else Label.CASE_ALL
    return child_draft(
        "case-charge", charge.id, charge.document(), audience, version=charge.version
    )


def booked_outcome(
    context: Context,
    type_name: str,
    published: PublishedPack,
    charges: Sequence[Charge],
    case: str | None,
    warnings: Sequence[Violation] = (),
) -> Outcome:
    """The outcome of a filing that writes in the books."""
    drafts = [charge_draft(charge) for charge in charges]
    return case_outcome(
        context, type_name, case, INSTITUTION, published, drafts, warnings=tuple(warnings)
    )


def rest_of(**members: Any) -> Mapping[str, Any]:
    """Members of a charge that nothing computes with."""
    return {name: value for name, value in members.items() if value is not None}
