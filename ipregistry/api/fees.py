"""Invoices: one, and the statement of fees."""

from __future__ import annotations

from flask import Response

from ipregistry.api.query import Query
from ipregistry.api.requests import known_actor, node, page_answer, ready_for_reader
from ipregistry.api.spec import (
    LANGUAGE,
    PAGE_PARAMETERS,
    feature,
    query_parameter,
    reads,
    record_number,
)
from ipregistry.schemas.fees import InvoiceAnswer, InvoiceList
from ipregistry.services.fees import list_invoices, show_invoice

blp = feature("Invoices", "/api/v1/invoices", "What filings cost, and what was paid.")


@blp.route("/<string:invoiceId>")
@reads(blp, "readInvoice", InvoiceAnswer, parameters=[LANGUAGE], tagged=True, protected=True)
def read_invoice(invoiceId: str) -> Response:  # noqa: N803 - the path parameter's public name
    """Read an invoice

    For the filer that it is made out to, and the office. Where it stands is computed from
    what is recorded.
    """
    found = show_invoice(node(), known_actor(), invoiceId)
    return ready_for_reader(found.body, found.tag)


@blp.route("")
@reads(
    blp,
    "listInvoices",
    InvoiceList,
    parameters=[
        *PAGE_PARAMETERS,
        query_parameter("filing", "Only those for this filing.", record_number("filing")),
        query_parameter("filer", "Only those made out to this account.", record_number("account")),
        LANGUAGE,
    ],
    protected=True,
)
def read_invoices() -> Response:
    """Statement of fees

    The caller's own invoices, oldest first, each with where it stands; an officer sees all.
    """
    query = Query("limit", "after", "count", "filing", "filer")
    page, filing = query.page(), query.record("filing", "filing")
    filer = query.record("filer", "account")
    query.done()
    return page_answer(list_invoices(node(), known_actor(), page, filer=filer, filing_id=filing))
