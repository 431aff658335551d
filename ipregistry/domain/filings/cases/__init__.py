"""Filings in cases: the request, events of the pack, and what moves a case beside them."""

from ipregistry.domain.filings.cases import (
    events,
    expiry,
    extensions,
    orders,
    papers,
    representation,
    request,
)

TYPES = (
    request.TYPE,
    events.TYPE,
    extensions.TYPE,
    orders.TYPE,
    papers.TYPE,
    representation.TYPE,
    expiry.TYPE,
)

__all__ = ["TYPES"]
