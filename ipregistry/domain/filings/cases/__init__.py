"""Filings in cases: the request, events of the pack, and what moves a case beside them."""

from ipregistry.domain.filings.cases import (
    amendments,
    disclosures,
    events,
    expiry,
    extensions,
    fees,
    joining,
    notices,
    orders,
    outcome,
    papers,
    recomputing,
    recovery,
    representation,
    request,
    statistics,
    status_key,
)

TYPES = (
    request.TYPE,
    events.TYPE,
    extensions.TYPE,
    orders.TYPE,
    amendments.TYPE,
    papers.TYPE,
    representation.TYPE,
    expiry.TYPE,
    *disclosures.TYPES,
    *fees.TYPES,
    statistics.TYPE,
    joining.TYPE,
    status_key.TYPE,
    notices.NOTICE,
    notices.NOTICE_OUTCOME,
    recomputing.TYPE,
    outcome.TYPE,
    recovery.TYPE,
)

__all__ = ["TYPES"]
