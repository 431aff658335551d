"""What cannot work in the fees of a pack: falling bands; payers, refunds, set-offs of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ipregistry.domain.packs.faults import Fault, Path
from ipregistry.domain.packs.fees import tier_value
from ipregistry.domain.packs.model import SYSTEM, Band, FeeMethod, FeeRule, Pack

# Who pays a fee where it is not one side: all of them, equally.
ALL_SIDES = "parties"
# Roles that pay nobody in a case.
_NO_PAYERS = {SYSTEM, "institution", "neutral"}


def check_fees(pack: Pack) -> Iterator[Fault]:
    """Every error of the pack's fees."""
    payers = {role for t in pack.transitions for role in t.by} - _NO_PAYERS | {ALL_SIDES}
    for position, fee in enumerate(pack.fees.values()):
        if fee.payer is not None and fee.payer not in payers:
            yield Fault(("fees", position, "payer"), f"no side {fee.payer} files here", fee.id)
        yield from _bands(fee, position)
        yield from _refunds(pack, fee, position)
        yield from _set_offs(pack, fee, position)


def _refunds(pack: Pack, fee: FeeRule, number: int) -> Iterator[Fault]:
    if fee.refunds and fee.refundable is False:
        yield Fault(("fees", number, "refund"), "refundable: false, and yet a refund", fee.id)
    computed = [band for band in fee.bands if not band.manual]
    for position, refund in enumerate(fee.refunds):
        path: Path = ("fees", number, "refund", position)
        if refund.before not in pack.states:
            yield Fault((*path, "before"), f"no state {refund.before}", fee.id)
        if refund.keep is not None and not (
            computed and all(refund.keep in band.pieces for band in computed)
        ):
            yield Fault((*path, "keep"), f"not every band has the piece {refund.keep}", fee.id)
        if refund.amount is not None and fee.amount is not None and refund.amount > fee.amount:
            yield Fault((*path, "amount"), "more would go back than is paid", fee.id)


def _set_offs(pack: Pack, fee: FeeRule, number: int) -> Iterator[Fault]:
    for position, earlier in enumerate(fee.set_offs):
        own = earlier.pack in {None, pack.id}
        if own and (earlier.fee not in pack.fees or earlier.fee == fee.id):
            path = ("fees", number, "set_off", position, "fee")
            yield Fault(path, f"no other fee {earlier.fee}", fee.id)


def _bands(fee: FeeRule, number: int) -> Iterator[Fault]:
    path: Path = ("fees", number, "bands")
    edges = [band.up_to for band in fee.bands]
    for position, edge in enumerate(edges):
        last = position == len(edges) - 1
        if edge is None and not last:
            yield Fault((*path, position), "a band without up_to is the last one", fee.id)
        earlier = edges[position - 1] if position else None
        if edge is not None and earlier is not None and edge <= earlier:
            yield Fault((*path, position), "bands must rise: up_to falls", fee.id)
    for position in range(1, len(fee.bands)):
        if _falls(fee, fee.bands[position - 1], fee.bands[position]):
            yield Fault((*path, position), "bands must rise: it costs less than before", fee.id)


def _falls(fee: FeeRule, before: Band, band: Band) -> bool:
    """Whether one costs less just behind the edge than on it."""
    edge = before.up_to
    if edge is None or before.manual or band.manual:
        return False
    if fee.method is FeeMethod.TIER:
        return tier_value(band, edge) < tier_value(before, edge)
    if fee.method is FeeMethod.PER_ITEM:
        return (band.amount or Decimal(0)) < (before.amount or Decimal(0))
    return False
