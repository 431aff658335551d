"""The sum guard: what was recovered in all places together never exceeds the instrument.

Sources: Supplemental Arrangement Mainland/Hong Kong 2020 art. 3 (both places, total at most the
award); Arrangement Mainland/Macao 2007 art. 3 (the seat's court pays out first, the other one
what the seat's court certifies as unsatisfied); Arrangement Mainland/Hong Kong judgments 2024
art. 21.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from ipregistry.domain.money import CURRENCIES, Money, nothing, read_decimal, read_money
from ipregistry.domain.violations import Violation

# Before that day two places could only follow each other (2020 Supplement, arts. 2 and 3).
PARALLEL_SINCE = date(2021, 5, 19)
_CITE_PARALLEL = (
    "Supplemental Arrangement Mainland/Hong Kong on awards (2020), art. 3: both places since "
    "2021-05-19, together no more than the award"
)
_CITE_SEAT_FIRST = (
    "Arrangement Mainland/Macao on awards (2007), art. 3: the court of the seat pays out first, "
    "the other one what that court certifies as unsatisfied"
)
_CITE_ONE_EXECUTES = (
    "Arrangement Mainland/Macao on judgments (2006): one place executes, the other may freeze"
)
_CITE_TOTAL = (
    "Supplemental Arrangement Mainland/Hong Kong on awards (2020), art. 3; Arrangement "
    "Mainland/Macao on awards (2007), art. 3; Arrangement Mainland/Hong Kong on judgments "
    "(2024), art. 21: the total recovered is at most what was awarded"
)
AWARD, JUDGMENT, OTHER = "award", "judgment", "other"
_SEAT_FIRST = frozenset({"CN", "MO"})
_FOLLOWING = frozenset({"CN", "HK"})
_EXACT = Context(prec=100)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What the court of one place certifies as unsatisfied, by the digest of its paper."""

    place: str
    amount: Money
    on: date
    digest: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was recovered at a place, or (`returned`) had to be given back.

    `amount` in the instrument's currency, or in another one with the stated `rate`: so many units
    of the instrument's currency for one. `applied_on`: when that court was applied to.
    """

    place: str
    amount: Money
    on: date
    applied_on: date | None = None
    rate: Decimal | None = None
    returned: bool = False
    shortfall: Shortfall | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed under an instrument: its seat, its sum, and as what it is executed.

    `sort`: `award`, `judgment`, or `other`, which no arrangement puts in an order of places.
    """

    seat: str | None
    amount: Money
    sort: str = AWARD


def counted(recovery: Recovery, currency: str) -> Money | None:
    """A recovery in the instrument's currency, rounded once, half up; None without its rate."""
    if recovery.amount.currency == currency:
        return recovery.amount
    if recovery.rate is None:
        return None
    unit = Decimal(1).scaleb(-CURRENCIES[currency])
    exact = _EXACT.multiply(recovery.amount.amount, recovery.rate)
    return Money(exact.quantize(unit, rounding=ROUND_HALF_UP, context=_EXACT), currency)


def total(due: Due, recoveries: Iterable[Recovery], place: str | None = None) -> Money:
    """What was recovered and kept, everywhere or at one place."""
    kept = nothing(due.amount.currency)
    for recovery in recoveries:
        said = counted(recovery, due.amount.currency)
        if said is None or (place is not None and recovery.place != place):
            continue
        kept = kept.minus(said) if recovery.returned else kept.plus(said)
    return kept


def check_recovery(due: Due, earlier: tuple[Recovery, ...], new: Recovery) -> list[Violation]:
    """Every rule that a further recovery breaks; none: it may be recorded."""
    said = counted(new, due.amount.currency)
    if said is None:
        params = {"currency": due.amount.currency}
        return [Violation("rate-missing", "/rate", params)]
    if new.amount.currency == due.amount.currency and new.rate is not None:
        return [Violation("rate-not-needed", "/rate", {"currency": due.amount.currency})]
    if said.amount == 0:
        return [Violation("amount-is-nothing", "/amount")]
    if new.returned:
        return _returned(due, earlier, new, said)
    return [*_over(due, earlier, said), *_turn(due, earlier, new, said)]


def _returned(
    due: Due, earlier: tuple[Recovery, ...], new: Recovery, said: Money
) -> list[Violation]:
    kept = total(due, earlier, new.place)
    if said.amount <= kept.amount:
        return []
    params = {"place": new.place, "amount": kept.text, "currency": kept.currency}
    return [Violation("returned-more-than-recovered", "/amount", params)]


def _over(due: Due, earlier: tuple[Recovery, ...], said: Money) -> list[Violation]:
    kept = total(due, earlier)
    if kept.plus(said).amount <= due.amount.amount:
        return []
    left = due.amount.minus(kept)
    params = {"left": left.text, "currency": left.currency, "sum": due.amount.text}
    return [Violation("recovered-more-than-owed", "/amount", params, _CITE_TOTAL)]


def _turn(due: Due, earlier: tuple[Recovery, ...], new: Recovery, said: Money) -> list[Violation]:
    """Whose turn it is, where the places may not simply both pay out."""
    others = [r.place for r in earlier if r.place != new.place]
    if due.sort == AWARD and due.seat != new.place and {due.seat, new.place} == _SEAT_FIRST:
        return _certified(due, earlier, new, said, str(due.seat), _CITE_SEAT_FIRST)
    if due.sort == JUDGMENT and any({place, new.place} == _SEAT_FIRST for place in others):
        return _certified(due, earlier, new, said, others[-1], _CITE_ONE_EXECUTES)
    if due.sort == AWARD and any({place, new.place} == _FOLLOWING for place in others):
        return _following(due, earlier, new, said, others[-1])
    return []


def _following(
    due: Due, earlier: tuple[Recovery, ...], new: Recovery, said: Money, first: str
) -> list[Violation]:
    """Of an application before 2021-05-19 the other place comes second, for the rest."""
    if new.applied_on is None:
        return [Violation("application-date-missing", "/appliedDate", {}, _CITE_PARALLEL)]
    if new.applied_on >= PARALLEL_SINCE:
        return []
    return _certified(due, earlier, new, said, first, _CITE_PARALLEL)


def _certified(
    due: Due,
    earlier: tuple[Recovery, ...],
    new: Recovery,
    said: Money,
    by: str,
    citation: str,
) -> list[Violation]:
    certificates = [r.shortfall for r in (*earlier, new) if r.shortfall is not None]
    valid = [s for s in certificates if s.place == by and s.on <= new.on]
    if not valid:
        return [Violation("shortfall-not-certified", "/shortfall", {"place": by}, citation)]
    last = max(valid, key=lambda s: s.on)
    if last.amount.currency != due.amount.currency:
        params = {"currency": due.amount.currency}
        return [Violation("shortfall-in-other-currency", "/shortfall/amount", params, citation)]
    since = [r for r in earlier if r.place == new.place]
    kept = total(due, since)
    if kept.plus(said).amount <= last.amount.amount:
        return []
    left = last.amount.minus(kept)
    params = {"left": left.text, "currency": left.currency, "place": by}
    return [Violation("recovered-more-than-certified", "/amount", params, citation)]


def read_recovery(body: Mapping[str, Any]) -> Recovery:
    """A recovery in a body of the right shape, or in a stored document."""
    applied, certified = body.get("appliedDate"), body.get("shortfall")
    return Recovery(
        body["placeCode"],
        read_money(body["amount"]),
        date.fromisoformat(body["recoveredDate"]),
        None if applied is None else date.fromisoformat(applied),
        None if body.get("rate") is None else read_decimal(body["rate"]),
        body.get("returnedIndicator", False),
        None if certified is None else _read_shortfall(certified),
    )


def _read_shortfall(body: Mapping[str, Any]) -> Shortfall:
    return Shortfall(
        body["placeCode"],
        read_money(body["amount"]),
        date.fromisoformat(body["date"]),
        body["digest"],
    )


def statement(due: Due, recoveries: tuple[Recovery, ...]) -> dict[str, Any]:
    """What was recovered, place by place, and what is still owed."""
    places = dict.fromkeys(r.place for r in recoveries)
    kept = total(due, recoveries)
    return {
        "sum": due.amount.document(),
        "recovered": kept.document(),
        "outstanding": due.amount.minus(kept).document(),
        "placeBag": [
            {"placeCode": place, "recovered": total(due, recoveries, place).document()}
            for place in places
        ],
    }
