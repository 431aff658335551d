"""Fees: what a filing would cost, invoices and the statement of fees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor, Relation, readable_labels
from ipregistry.domain.cases.quoting import quoted_fees
from ipregistry.domain.classes import Label
from ipregistry.domain.fees import Quote
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.completing import charged_as
from ipregistry.domain.filings.fees import quote_of
from ipregistry.domain.ids import kind_of
from ipregistry.domain.invoices import InvoiceFacts, read_invoice
from ipregistry.domain.money import Money
from ipregistry.domain.violations import Violation
from ipregistry.models import current_part, filing, invoice, part
from ipregistry.services.errors import NotFoundError
from ipregistry.services.filings import tried
from ipregistry.services.listing import Page, PageRequest
from ipregistry.services.node import RunningNode
from ipregistry.services.records import RecordAnswer, ShownPart, record_bytes
from ipregistry.services.snapshots import snapshot


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a filing would come to and cost now; `here` is what this office charges of it."""

    status: str
    warnings: tuple[Violation, ...]
    fees: Quote
    here: tuple[Money, ...]
    in_case: tuple[Mapping[str, Any], ...] = ()


def quote(node: RunningNode, actor: Actor, type_name: str, body: Mapping[str, Any]) -> Quoted:
    """As `check`, with what the filing would cost. Raises as `submit`; stores nothing at all.

    `in_case` are the fees of a case by its rules pack: asked for as if they were paid.
    """
    outcome, context = tried(node, actor, type_name, body, quoting=True)
    command = FILING_TYPES[type_name].read(context.body)
    found = quote_of(outcome, context, charged_as(type_name, command))
    here = found.payable_to(context.node.office, context.node.code)
    in_case = tuple(quoted_fees(outcome, context))
    return Quoted(outcome.status.value, outcome.warnings, found, here.totals, in_case)


_ROW = (
    invoice.c.id,
    invoice.c.version,
    invoice.c.filer,
    invoice.c.ord,
    filing.c.status,
    filing.c.version.label("filing_version"),
)


def show_invoice(node: RunningNode, actor: Actor, invoice_id: str) -> RecordAnswer:
    """An invoice with where it stands. Raises NotFoundError, also for somebody else's."""
    query = _select().where(invoice.c.id == invoice_id)
    with snapshot(node.engines) as connection:
        right_kind = kind_of(invoice_id) == "invoice"
        rows = connection.execute(query).all() if right_kind else []
        items = _items(connection, actor, rows)
    if not items:
        raise NotFoundError("invoice-unknown", {"invoice": invoice_id})
    # Where it stands rests on its own versions and on those of the filing that it is for.
    tag = f"invoice-{rows[0].version}.filing-{rows[0].filing_version}"
    return RecordAnswer(items[0], tag)


def list_invoices(
    node: RunningNode,
    actor: Actor,
    page: PageRequest,
    *,
    filer: str | None = None,
    filing_id: str | None = None,
) -> Page:
    """The statement of fees, oldest first: the actor's own; an officer sees everybody's."""
    query = _select()
    if not actor.is_office:
        query = query.where(invoice.c.filer == (actor.account or ""))
    if filer is not None:
        query = query.where(invoice.c.filer == filer)
    if filing_id is not None:
        query = query.where(invoice.c.filing_id == filing_id)
    keys = (invoice.c.ord, invoice.c.id)
    shown = query
    if page.after is not None:
        shown = query.where(sa.tuple_(*keys) > sa.tuple_(*_read_cursor(page.after)))
    with snapshot(node.engines) as connection:
        rows = connection.execute(shown.order_by(*keys).limit(page.limit + 1)).all()
        count = None
        if page.count:
            total = sa.select(sa.func.count()).select_from(query.subquery())
            count = connection.execute(total).scalar_one()
        more, rows = len(rows) > page.limit, rows[: page.limit]
        items = _items(connection, actor, rows)
    return Page(tuple(items), f"{rows[-1].ord}-{rows[-1].id}" if more else None, count)


def _select() -> sa.Select[Any]:
    return sa.select(*_ROW).join(filing, filing.c.id == invoice.c.filing_id)


def _read_cursor(text: str) -> tuple[int, str]:
    """The key behind a cursor; one that leads nowhere is behind nothing."""
    place, _, number = text.partition("-")
    return (min(int(place), 2**62), number) if place.isdecimal() else (0, "")


def _items(connection: sa.Connection, actor: Actor, rows: Sequence[Any]) -> list[bytes]:
    """The invoices as the actor reads them; those of which he may see nothing are left out."""
    parts = _parts(connection, [row.id for row in rows])
    items = []
    for row in rows:
        relations = [Relation.FILER] if row.filer == actor.account else []
        labels = readable_labels(actor, relations)
        shown = [piece for piece in parts[row.id] if Label(piece.label) in labels]
        if shown:
            items.append(_item(row, parts[row.id], shown))
    return items


def _item(row: Any, parts: Sequence[Any], shown: Sequence[Any]) -> bytes:
    document: dict[str, Any] = {}
    for piece in parts:
        document |= orjson.loads(piece.body)
    facts = read_invoice(row.id, row.version, row.status, document)
    record = record_bytes(
        row.id, "invoice", [ShownPart(p.label, p.version, p.body, None) for p in shown]
    )
    return record[:-1] + b',"standing":' + orjson.dumps(_standing(facts)) + b"}"


def _standing(facts: InvoiceFacts) -> Mapping[str, Any]:
    return {
        "status": facts.status.value,
        "total": facts.total.document(),
        "paid": facts.paid.document(),
        "refunded": facts.refunded.document(),
        "outstanding": facts.outstanding.document(),
        "overpaid": facts.overpaid.document(),
    }


def _parts(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Any]]:
    query = (
        sa.select(current_part.c.record_id, part.c.label, part.c.version, part.c.body)
        .join(
            part,
            sa.and_(
                part.c.record_id == current_part.c.record_id,
                part.c.label == current_part.c.label,
                part.c.version == current_part.c.version,
            ),
        )
        .where(current_part.c.record_id.in_(ids))
    )
    found: dict[str, list[Any]] = {record_id: [] for record_id in ids}
    for row in connection.execute(query):
        found[row.record_id].append(row)
    return found
