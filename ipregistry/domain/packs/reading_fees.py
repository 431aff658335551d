"""The fees of a pack from plain values."""

from __future__ import annotations

from decimal import Decimal

from ipregistry.domain.packs.fields import Fields
from ipregistry.domain.packs.model import Band, Confidence, FeeMethod, FeeRule, Refund, SetOff

# The shares of a fee that each go to somebody: what a band of items names beside its amount.
PIECES = ("panelist", "centre", "presiding", "each_co")
_ALL = Decimal(100)
_NEEDED = {FeeMethod.FLAT: "amount", FeeMethod.HOURLY_CAPPED: "hourly"}


def read_fee(fields: Fields, name: str) -> FeeRule:
    """One fee; `name` is its id."""
    method = fields.enum("method", FeeMethod) or FeeMethod.FLAT
    fee = FeeRule(
        id=name,
        currency=fields.text("currency"),
        method=method,
        cite=fields.text("cite"),
        confidence=fields.enum("confidence", Confidence) or Confidence.MEMORY,
        payer=fields.text("payer", needed=False) or None,
        basis=fields.text("basis", needed=False) or None,
        panel=fields.whole("panel", least=1, needed=False),
        amount=fields.decimal("amount", needed=method is FeeMethod.FLAT),
        hourly=fields.decimal("hourly", needed=method is FeeMethod.HOURLY_CAPPED),
        limit=fields.decimal("limit", needed=False),
        cap=fields.decimal("cap", needed=False),
        refundable=fields.flag("refundable"),
        bands=tuple(_band(band, method) for band in fields.items("bands")),
        refunds=tuple(_refund(refund) for refund in fields.items("refund")),
        set_offs=tuple(_set_off(earlier) for earlier in fields.items("set_off")),
    )
    if method not in _NEEDED and not fee.bands:
        fields.fault("bands are missing")
    return fee


def _band(fields: Fields, method: FeeMethod) -> Band:
    pieces = {p: fields.decimal(p, needed=False) for p in PIECES}
    band = Band(
        up_to=fields.decimal("up_to", needed=False),
        base=fields.decimal("base", needed=False),
        percent=fields.decimal("pct", needed=False) if method is FeeMethod.TIER else None,
        over=fields.decimal("over", needed=False),
        cap=fields.decimal("cap", needed=False),
        amount=fields.decimal("amount", needed=False),
        pieces={p: value for p, value in pieces.items() if value is not None},
        flat=fields.pair("flat"),
        percents=fields.pair("pct") if method is FeeMethod.MARGINAL_RANGE else None,
        manual=fields.flag("manual") or False,
    )
    if not band.manual and not _says_something(band, method):
        fields.fault(f"a band of the method {method} says nothing here")
    fields.done()
    return band


def _says_something(band: Band, method: FeeMethod) -> bool:
    match method:
        case FeeMethod.TIER:
            return band.base is not None
        case FeeMethod.MARGINAL_RANGE:
            return (band.flat is None) is not (band.percents is None)
        case FeeMethod.PER_ITEM:
            return band.amount is not None
        case _:
            return False


def _refund(fields: Fields) -> Refund:
    refund = Refund(
        fields.id("before"),
        fields.decimal("pct", needed=False),
        fields.decimal("amount", needed=False),
        fields.text("keep", needed=False) or None,
        fields.text("cite", needed=False),
        fields.enum("confidence", Confidence, needed=False),
    )
    if sum(v is not None for v in (refund.percent, refund.amount, refund.keep)) != 1:
        fields.fault("a refund says one of pct, amount, keep")
    _at_most_all(fields, refund.percent)
    fields.done()
    return refund


def _set_off(fields: Fields) -> SetOff:
    earlier = SetOff(
        fields.id("fee"),
        fields.decimal("pct") or Decimal(0),
        fields.text("cite"),
        fields.id("pack") if fields.has("pack") else None,
    )
    _at_most_all(fields, earlier.percent)
    fields.raw("pack")
    fields.done()
    return earlier


def _at_most_all(fields: Fields, percent: Decimal | None) -> None:
    if percent is not None and percent > _ALL:
        fields.fault("pct: no more than 100 is expected", "pct")
