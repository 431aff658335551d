"""Fees of cases: exact decimals, rounded once, half up, to the currency's smallest unit.

Four answers: an amount (with who gets which piece), a least and a most that the institution
chooses between, by agreement (`Manual`), or refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, TypeAlias

from ipregistry.domain.money import CURRENCIES
from ipregistry.domain.packs.model import Band, FeeMethod, FeeRule

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class FeeInput:
    """What a fee is counted by; None where it is not said."""

    amount: Decimal | None = None
    items: int | None = None
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """So much is to be paid."""

    amount: Decimal
    currency: str
    pieces: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Range:
    """The institution fixes an amount between these."""

    least: Decimal
    most: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Manual:
    """Nobody can compute it: by agreement, or what it needs is not said, or not sure."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The case is not of those that the fee is for."""

    reason: str


FeeAnswer: TypeAlias = Amount | Range | Manual | Refused


def compute_fee(rule: FeeRule, given: FeeInput) -> FeeAnswer:
    """The fee. One that rests on memory is not charged: an officer is asked."""
    if not rule.confidence.usable:
        return Manual("rests-on-memory")
    if rule.limit is not None and given.amount is not None and given.amount > rule.limit:
        return Refused("over_limit")
    with localcontext() as context:
        context.prec = 60
        return _METHODS[rule.method](rule, given)


def _flat(rule: FeeRule, _given: FeeInput) -> FeeAnswer:
    return _amount(rule, rule.amount or Decimal(0))


def _tier(rule: FeeRule, given: FeeInput) -> FeeAnswer:
    """The one band that the amount lies in: its base, and a percentage of what is over."""
    if given.amount is None:
        # One band for all needs no amount.
        single = rule.bands[0] if len(rule.bands) == 1 else None
        if single is None or single.percent is not None or single.base is None:
            return Manual("amount-not-said")
        return _amount(rule, single.base)
    band = _band_of(rule.bands, given.amount)
    if band is None or band.manual:
        return Manual("by-agreement")
    return _amount(rule, tier_value(band, given.amount))


def tier_value(band: Band, amount: Decimal) -> Decimal:
    """What a band comes to, before rounding."""
    value = band.base or Decimal(0)
    if band.percent is not None:
        value += (amount - (band.over or Decimal(0))) * band.percent / _HUNDRED
    return value if band.cap is None else min(value, band.cap)


def _band_of(bands: Iterable[Band], amount: Decimal) -> Band | None:
    return next((b for b in bands if b.up_to is None or amount <= b.up_to), None)


def _marginal(rule: FeeRule, given: FeeInput) -> FeeAnswer:
    """Each band's percentages of the slice that lies in it, added up."""
    if given.amount is None:
        return Manual("amount-not-said")
    least = most = floor = Decimal(0)
    for band in rule.bands:
        top = given.amount if band.up_to is None else min(band.up_to, given.amount)
        if band.flat is not None:
            more = band.flat
        else:
            low, high = band.percents or (Decimal(0), Decimal(0))
            more = ((top - floor) * low / _HUNDRED, (top - floor) * high / _HUNDRED)
        least, most, floor = least + more[0], most + more[1], top
        if top == given.amount:
            break
    if rule.cap is not None:
        least, most = min(least, rule.cap), min(most, rule.cap)
    if least == most:
        return _amount(rule, least)
    return Range(_rounded(rule, least), _rounded(rule, most), rule.currency)


def _per_item(rule: FeeRule, given: FeeInput) -> FeeAnswer:
    if given.items is None:
        return Manual("items-not-said")
    band = _band_of(rule.bands, Decimal(given.items))
    if band is None or band.manual or band.amount is None:
        return Manual("by-agreement")
    return _amount(rule, band.amount, band.pieces)


def _hourly(rule: FeeRule, given: FeeInput) -> FeeAnswer:
    if given.hours is None or rule.hourly is None:
        return Manual("hours-not-said")
    value = given.hours * rule.hourly
    return _amount(rule, value if rule.cap is None else min(value, rule.cap))


_METHODS = {
    FeeMethod.FLAT: _flat,
    FeeMethod.TIER: _tier,
    FeeMethod.MARGINAL_RANGE: _marginal,
    FeeMethod.PER_ITEM: _per_item,
    FeeMethod.HOURLY_CAPPED: _hourly,
}


def _amount(rule: FeeRule, value: Decimal, pieces: Mapping[str, Decimal] | None = None) -> Amount:
    shares = {name: _rounded(rule, piece) for name, piece in (pieces or {}).items()}
    return Amount(_rounded(rule, value), rule.currency, shares)


def _rounded(rule: FeeRule, value: Decimal) -> Decimal:
    unit = Decimal(1).scaleb(-CURRENCIES[rule.currency])
    return value.quantize(unit, ROUND_HALF_UP)


def refund(
    rule: FeeRule,
    paid: Decimal,
    visited: Iterable[str],
    pieces: Mapping[str, Decimal] | None = None,
) -> Decimal | Manual:
    """What of a paid fee goes back: by the first rule whose state the case has not reached.

    `pieces` are those of the fee as it was computed. Never more than was paid; a rule that rests
    on memory asks the institution.
    """
    if rule.refundable is False:
        return Decimal(0)
    been = set(visited)
    found = next((r for r in rule.refunds if r.before not in been), None)
    if found is None:
        return Decimal(0)
    if not (found.confidence or rule.confidence).usable:
        return Manual("rests-on-memory")
    if found.percent is not None:
        return _rounded(rule, paid * found.percent / _HUNDRED)
    if found.amount is not None:
        return min(_rounded(rule, found.amount), paid)
    kept = (pieces or {}).get(found.keep or "")
    return Manual("piece-not-known") if kept is None else max(paid - kept, Decimal(0))


def fee_explained(rule: FeeRule, answer: FeeAnswer) -> dict[str, Any]:
    """A fee with its rule, as members of a document."""
    head: dict[str, Any] = {
        "fee": rule.id,
        "citation": rule.cite,
        "confidence": rule.confidence.value,
        **({"payer": rule.payer} if rule.payer else {}),
        **({"refundableIndicator": rule.refundable} if rule.refundable is not None else {}),
    }
    match answer:
        case Amount():
            pieces = [
                {"payee": name, "amount": _money(piece, answer.currency)}
                for name, piece in answer.pieces.items()
            ]
            found: dict[str, Any] = {"amount": _money(answer.amount, answer.currency)}
            return head | {"standing": "amount"} | found | ({"pieceBag": pieces} if pieces else {})
        case Range():
            least = _money(answer.least, answer.currency)
            return head | {
                "standing": "range",
                "leastAmount": least,
                "mostAmount": _money(answer.most, answer.currency),
            }
        case Manual():
            return head | {"standing": "manual", "reason": answer.reason}
        case Refused():
            return head | {"standing": "refused", "reason": answer.reason.replace("_", "-")}


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:f}", "currencyCode": currency}
