"""Fees per act and place as data: what a filing costs, under which rule, payable where and when.

A fee is policy data with a source. One that rests on memory charges nobody: it asks an
officer. Where no fee is set the quote says so, which is not the same as free of charge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from ipregistry.domain.money import CURRENCIES, Money, nothing, read_decimal
from ipregistry.domain.violations import Severity, Violation

Word = TypeVar("Word", bound=StrEnum)


class Per(StrEnum):
    """What a fee is counted by."""

    FILING = "filing"
    RIGHT = "right"
    CLASS = "class"
    YEAR = "year"


class FeeWhen(StrEnum):
    """When a fee is due. What is due `before` keeps an examined filing from being accepted."""

    BEFORE = "before"
    WITH = "with"
    AFTER = "after"


class Standing(StrEnum):
    """What a line of a quote is: to be paid, for an officer to look at, or not to be computed."""

    DUE = "due"
    NEEDS_LEGAL_REVIEW = "needs-legal-review"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Tier:
    """From the unit number `first` on, each unit costs `amount`, until the next tier."""

    first: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One fee of one act: its tiers (one, where all units cost the same), or its percentage.

    `percent` is of the consideration, within `least` and `most`. `kinds` are the kinds of
    right that it is for (None: all). Units are numbered from 1: rights within the filing,
    classes within a right; years by their place in the life of the right.
    """

    act: str
    name: str
    currency: str
    per: Per
    when: FeeWhen
    payable_to: str
    citation: str
    confidence: str
    tiers: tuple[Tier, ...] = ()
    percent: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    kinds: frozenset[str] | None = None

    @property
    def charges(self) -> bool:
        """Whether it may be charged: a fee that rests on memory asks an officer instead."""
        return self.confidence != "M"


@dataclass(frozen=True, slots=True)
class RightFacts:
    """One right of a filing. `classes` is None where nobody counted them."""

    kind: str
    classes: int | None = None


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """What fees are counted by. `waived` says why nothing is charged at all."""

    rights: tuple[RightFacts, ...] = ()
    years: tuple[int, ...] | None = None
    consideration: Money | None = None
    waived: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One fee of a quote; `amount` is None where it cannot be computed (`reason` says why)."""

    rule: FeeRule
    units: int
    amount: Money | None
    standing: Standing
    reason: str | None = None

    def document(self) -> dict[str, Any]:
        """As it stands in an invoice and in an answer."""
        found = {
            "name": self.rule.name,
            "act": self.rule.act,
            "per": self.rule.per.value,
            "units": self.units,
            "amount": None if self.amount is None else self.amount.text,
            "currencyCode": self.rule.currency,
            "feeWhen": self.rule.when.value,
            "payableTo": self.rule.payable_to,
            "citation": self.rule.citation,
            "confidence": self.rule.confidence,
            "standing": self.standing.value,
            "reason": self.reason,
        }
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Quote:
    """What a filing costs, and what is to be said about it."""

    lines: tuple[Line, ...] = ()
    findings: tuple[Violation, ...] = ()

    @property
    def totals(self) -> tuple[Money, ...]:
        """The sum of what is due, one for each currency: nothing is converted."""
        sums: dict[str, Money] = {}
        for line in self.lines:
            if line.standing is Standing.DUE and line.amount is not None:
                before = sums.get(line.amount.currency, nothing(line.amount.currency))
                sums[line.amount.currency] = before.plus(line.amount)
        return tuple(sums[currency] for currency in sorted(sums))

    def payable_to(self, *offices: str | None) -> Quote:
        """Only what is paid to one of these offices."""
        return Quote(tuple(line for line in self.lines if line.rule.payable_to in offices))

    def plus(self, other: Quote) -> Quote:
        """Both, nothing said twice."""
        said = [f for f in other.findings if f not in self.findings]
        return Quote(self.lines + other.lines, (*self.findings, *said))


class FeeError(ValueError):
    """The table is not a fee; the message says where."""


def quote(rules: Sequence[FeeRule], facts: FeeFacts, *, act: str, policy: str) -> Quote:
    """What an act costs under one policy. `no-fee-set` where that policy sets none for it."""
    if facts.waived is not None:
        params = {"reason": facts.waived}
        return Quote(findings=(Violation("fee-waived", params=params, severity=Severity.WARNING),))
    lines = [line for rule in rules if rule.act == act for line in _lines(rule, facts)]
    if not lines:
        params = {"act": act, "policy": policy}
        return Quote(findings=(Violation("no-fee-set", params=params, severity=Severity.WARNING),))
    return Quote(tuple(lines), tuple(f for line in lines for f in _findings(line)))


def _findings(line: Line) -> list[Violation]:
    """What the filer should know of a line that is not simply due."""
    source, warning = line.rule.citation, Severity.WARNING
    if line.standing is Standing.NEEDS_LEGAL_REVIEW:
        return [Violation("needs-legal-review", "", {"code": line.rule.name}, source, warning)]
    if line.standing is Standing.UNDETERMINED:
        params: dict[str, str | int] = {"fee": line.rule.name, "reason": str(line.reason)}
        return [Violation("fee-undetermined", "", params, source, warning)]
    return []


def _lines(rule: FeeRule, facts: FeeFacts) -> list[Line]:
    """The line of one rule; none where it is for other kinds of right or counts nothing."""
    rights = [r for r in facts.rights if rule.kinds is None or r.kind in rule.kinds]
    if rule.kinds is not None and not rights:
        return []
    units = _units(rule.per, rights, facts.years)
    if units is None:
        missing = "classes-not-known" if rule.per is Per.CLASS else "years-not-stated"
        return [Line(rule, 0, None, Standing.UNDETERMINED, missing)]
    if not units:
        return []
    amount, reason = _amount(rule, units, facts.consideration)
    standing = Standing.DUE if amount is not None else Standing.UNDETERMINED
    if not rule.charges:
        standing = Standing.NEEDS_LEGAL_REVIEW
    return [Line(rule, len(units), amount, standing, reason)]


def _units(
    per: Per, rights: Sequence[RightFacts], years: tuple[int, ...] | None
) -> list[int] | None:
    """The numbers of the units that a fee counts; None where that is not known."""
    match per:
        case Per.FILING:
            return [1]
        case Per.RIGHT:
            return list(range(1, len(rights) + 1))
        case Per.CLASS:
            counts = [right.classes for right in rights if right.classes is not None]
            if len(counts) < len(rights):
                return None
            return [number for count in counts for number in range(1, count + 1)]
        case Per.YEAR:
            return None if years is None else [year for _ in rights for year in years]


def _amount(
    rule: FeeRule, units: Sequence[int], consideration: Money | None
) -> tuple[Money | None, str | None]:
    """The amount, or why there is none."""
    if rule.percent is None:
        amount = nothing(rule.currency)
        for unit in units:
            amount = amount.plus(Money(_tier(rule.tiers, unit).amount, rule.currency))
        return amount, None
    if consideration is None:
        return None, "consideration-not-stated"
    if consideration.currency != rule.currency:
        return None, "consideration-in-other-currency"
    part = consideration.percent(rule.percent).amount
    part = part if rule.least is None else max(part, rule.least)
    part = part if rule.most is None else min(part, rule.most)
    return Money(part, rule.currency), None


def _tier(tiers: Sequence[Tier], unit: int) -> Tier:
    return max((t for t in tiers if t.first <= unit), key=lambda t: t.first)


# ------------------------------------------------------------------ from a policy's text

_MEMBERS = frozenset(
    {
        *("act", "name", "amount", "tiers", "percent", "least", "most", "currency", "per"),
        *("feeWhen", "payableTo", "kinds", "citation", "confidence"),
    }
)
CONFIDENCES = frozenset("VSIMD")


def read_fees(rows: Iterable[Any], *, act: str | None, payable_to: str) -> tuple[FeeRule, ...]:
    """The fee rules in tables of a policy's text. Raises FeeError, naming the place.

    `act` is the act under which they stand; None where each names its own. What is not said
    to be payable elsewhere is payable to the office `payable_to`.
    """
    if not isinstance(rows, list | tuple):
        raise FeeError("fees are a list of tables")
    return tuple(_read_fee(row, act, payable_to) for row in rows)


def _read_fee(row: Any, act: str | None, payable_to: str) -> FeeRule:
    if not isinstance(row, Mapping):
        raise FeeError("a fee is a table")
    name = _text(row, "name", "fee")
    place = f"fee {name}"
    if unknown := row.keys() - _MEMBERS:
        raise FeeError(f"{place}: not known: {', '.join(sorted(unknown))}")
    if act is not None and "act" in row:
        raise FeeError(f"{place}: its act is {act} by its place")
    currency = row.get("currency")
    if not isinstance(currency, str) or currency not in CURRENCIES:
        raise FeeError(f"{place}: the currency is one of {', '.join(sorted(CURRENCIES))}")
    if row.get("confidence") not in CONFIDENCES:
        raise FeeError(f"{place}: confidence is one of {sorted(CONFIDENCES)}")
    kinds = row.get("kinds")
    if kinds is not None and not _is_text_list(kinds):
        raise FeeError(f"{place}: kinds is a list of texts")
    return FeeRule(
        act=_text(row, "act", place) if act is None else act,
        name=name,
        currency=currency,
        per=_choice(Per, row.get("per", "filing"), f"{place}: per"),
        when=_choice(FeeWhen, row.get("feeWhen"), f"{place}: feeWhen"),
        payable_to=_text(row, "payableTo", place) if "payableTo" in row else payable_to,
        citation=_text(row, "citation", place),
        confidence=row["confidence"],
        kinds=None if kinds is None else frozenset(kinds),
        **_price(row, currency, place),
    )


def _price(row: Mapping[str, Any], currency: str, place: str) -> dict[str, Any]:
    """The one of `amount`, `tiers` and `percent` that stands there."""
    named = [member for member in ("amount", "tiers", "percent") if member in row]
    if len(named) != 1:
        raise FeeError(f"{place}: exactly one of amount, tiers and percent")
    bounds = [member for member in ("least", "most") if member in row]
    if named != ["percent"]:
        if bounds:
            raise FeeError(f"{place}: {bounds[0]} goes with percent")
        return {"tiers": _tiers(row, currency, place)}
    rate = read_decimal(row["percent"])
    if rate is None:
        raise FeeError(f'{place}: percent is a decimal number as text, such as "0.05"')
    if row.get("per", "filing") != Per.FILING:
        raise FeeError(f"{place}: a percentage is of the filing's consideration")
    limits = {m: _in_currency(row[m], currency, f"{place}: {m}") for m in bounds}
    if set(limits) == {"least", "most"} and limits["least"] > limits["most"]:
        raise FeeError(f"{place}: least is more than most")
    return {"percent": rate, **limits}


def _tiers(row: Mapping[str, Any], currency: str, place: str) -> tuple[Tier, ...]:
    if "amount" in row:
        return (Tier(1, _in_currency(row["amount"], currency, f"{place}: amount")),)
    rows = row["tiers"]
    if not isinstance(rows, list) or not all(isinstance(tier, Mapping) for tier in rows):
        raise FeeError(f"{place}: tiers is a list of tables")
    tiers = [
        Tier(tier.get("from", 0), _in_currency(tier.get("amount"), currency, f"{place}: tiers"))
        for tier in rows
        if set(tier) == {"from", "amount"} and type(tier["from"]) is int
    ]
    firsts = [tier.first for tier in tiers]
    if len(tiers) < len(rows) or not firsts or firsts[0] != 1 or firsts != sorted(set(firsts)):
        raise FeeError(f"{place}: each tier has from and amount; the first is from 1, then upwards")
    return tuple(tiers)


def _in_currency(value: Any, currency: str, place: str) -> Decimal:
    amount = read_decimal(value)
    try:
        return Money(Decimal("NaN") if amount is None else amount, currency).amount
    except (ValueError, ArithmeticError) as error:
        digits = CURRENCIES[currency]
        raise FeeError(f"{place}: an amount is text with at most {digits} decimals") from error


def _choice(kind: type[Word], value: Any, place: str) -> Word:
    for known in kind:
        if known == value:
            return known
    raise FeeError(f"{place} is one of {', '.join(kind)}")


def _text(row: Mapping[str, Any], member: str, place: str) -> str:
    value = row.get(member)
    if not isinstance(value, str) or not value.strip():
        raise FeeError(f"{place}: {member} is a text")
    return value


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
