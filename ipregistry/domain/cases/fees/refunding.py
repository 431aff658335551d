"""What of a charge goes back by the pack's rule, and what counts towards a later fee."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import ROUND_DOWN, Decimal

from ipregistry.domain.cases.fees.charges import Charge, Entry, Moved, above
from ipregistry.domain.money import CURRENCIES, Money, nothing
from ipregistry.domain.packs.fees import Manual, refund
from ipregistry.domain.packs.model import FeeRule

# Why money goes back: it was too much, the pack's rule says so, or the institution decides where
# the rule leaves it to nobody else (of a rule that rests on memory).
OVERPAID, BY_RULE, BY_INSTITUTION = "overpaid", "by-rule", "by-institution"


def refund_due(
    charge: Charge, rule: FeeRule, visited: Collection[str]
) -> Mapping[str, Money] | Manual:
    """What is still to go back to each side by the pack's rule, what was paid too much left out.

    The fee of all sides goes back in the proportion in which they paid it, each part rounded down,
    so that together it is never more than the rule gives back.
    """
    paid = {side: charge.received(side) for side in _sides(charge)}
    counted = {s: min(m.amount, charge.share_of(s).amount) for s, m in paid.items()}
    whole = sum(counted.values(), Decimal(0))
    back = refund(rule, whole, visited, charge.pieces)
    if isinstance(back, Manual):
        return back
    due = {}
    for side, mine in counted.items():
        part = _down(back * mine / whole, charge.currency) if whole else nothing(charge.currency)
        due[side] = above(part, charge.lowered(side))
    return due


def set_off_due(earlier: Charge, side: str, later: FeeRule, pack: str, *, same_pack: bool) -> Money:
    """What of an earlier charge may be set off against a fee: what was paid too much, and so much
    of what was owed as the later fee's rule lets count.
    """
    free = earlier.overpaid(side)
    rule = next(
        (
            s
            for s in later.set_offs
            if s.fee == earlier.fee and (s.pack == pack or (s.pack is None and same_pack))
        ),
        None,
    )
    if rule is None:
        return free
    counted = min(earlier.received(side).amount, earlier.share_of(side).amount)
    most = _down(counted * rule.percent / 100, earlier.currency)
    return free.plus(above(most, earlier.lowered(side)))


def booked(charges: Iterable[Charge], reference: str, kind: Moved) -> Entry | None:
    """Where a reference stands already: the same money is not counted twice."""
    return next(
        (e for c in charges for e in c.entries if e.reference == reference and e.kind is kind),
        None,
    )


def _sides(charge: Charge) -> list[str]:
    return list(dict.fromkeys(s.side for s in charge.shares))


def _down(value: Decimal, currency: str) -> Money:
    return Money(value.quantize(Decimal(1).scaleb(-CURRENCIES[currency]), ROUND_DOWN), currency)
