"""The officer's desk as it is read: the queue, one filing under examination, requisitions.

Ages, overdue clocks and differences are computed on asking; nothing of them stands in a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.domain.facts import PENDING, Context, FilingFacts, FilingStatus, Needs
from ipregistry.domain.filings.examination.deciding import needs_second
from ipregistry.domain.filings.examination.desk import may_examine, requisitions_on
from ipregistry.domain.filings.examination.difference import Difference, difference
from ipregistry.domain.ids import kind_of
from ipregistry.domain.violations import Violation
from ipregistry.models import (
    asset,
    case_record,
    examination,
    filing,
    filing_subject,
    requisition,
    requisition_filing,
)
from ipregistry.services.errors import ForbiddenError, NotFoundError
from ipregistry.services.filings import context_of
from ipregistry.services.listing import Page, PageRequest
from ipregistry.services.loading import load
from ipregistry.services.node import RunningNode
from ipregistry.services.snapshots import snapshot
from ipregistry.services.times import local_day, read_instant

PENDING_VALUES = sorted(status.value for status in PENDING)
ME, NOBODY = "me", "nobody"
_UNANSWERED = ("issued", "extended")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which filings of the queue: by status, act, who has them, and whether a clock ran out."""

    status: str | None = None
    act: str | None = None
    allocated_to: str | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """One filing as the officer who asks has it before him."""

    document: dict[str, Any]
    obstacles: tuple[Violation, ...]
    difference: Difference


def queue(node: RunningNode, actor: Actor, page: PageRequest, chosen: Chosen) -> Page:
    """Pending filings in the order of their receipt. Raises ForbiddenError for outsiders."""
    _officers_only(actor)
    today = node.today()
    query = _chosen(actor, chosen, today)
    shown = query
    if page.after is not None:
        # The rank of the last one shown, which may have been decided since.
        shown = query.where(_behind(page.after))
    shown = shown.order_by(filing.c.received_at, filing.c.id).limit(page.limit + 1)
    with snapshot(node.engines) as connection:
        rows = list(connection.execute(shown))
        counted = sa.select(sa.func.count()).select_from(query.subquery())
        count = connection.execute(counted).scalar_one() if page.count else None
        kept = rows[: page.limit]
        rights, asked = _beside(connection, [row.id for row in kept])
    items = tuple(
        orjson.dumps(_item(node, actor, row, rights.get(row.id, ()), asked.get(row.id, ()), today))
        for row in kept
    )
    return Page(items, kept[-1].id if len(rows) > page.limit else None, count)


def _behind(last: str) -> sa.ColumnElement[bool]:
    """Received later than this filing, or at the same instant with a higher number."""
    other = filing.alias("last")
    instant = sa.select(other.c.received_at).where(other.c.id == last).scalar_subquery()
    together = sa.and_(filing.c.received_at == instant, filing.c.id > last)
    return sa.or_(filing.c.received_at > instant, together)


def _officers_only(actor: Actor) -> None:
    if not actor.is_office:
        raise ForbiddenError("officers-only")


def _chosen(actor: Actor, chosen: Chosen, today: date) -> sa.Select[Any]:
    query = (
        sa.select(
            filing.c.id,
            filing.c.type,
            filing.c.act,
            filing.c.status,
            filing.c.filer,
            filing.c.received_at,
            filing.c.awaiting,
            examination.c.officer,
            examination.c.stand_in,
            examination.c.recused,
            examination.c.decisions,
        )
        .outerjoin(examination, examination.c.filing_id == filing.c.id)
        .where(filing.c.status.in_([chosen.status] if chosen.status else PENDING_VALUES))
    )
    if chosen.act is not None:
        query = query.where(filing.c.act == chosen.act)
    if chosen.allocated_to == NOBODY:
        query = query.where(examination.c.officer.is_(None))
    elif chosen.allocated_to is not None:
        account = actor.account if chosen.allocated_to == ME else chosen.allocated_to
        has_it = sa.or_(examination.c.officer == account, examination.c.stand_in == account)
        query = query.where(has_it)
    if chosen.overdue:
        late = (
            sa.select(requisition_filing.c.filing_id)
            .join(requisition, requisition.c.id == requisition_filing.c.requisition_id)
            .where(
                requisition.c.status.in_(_UNANSWERED),
                requisition.c.due_date < today.isoformat(),
            )
        )
        query = query.where(filing.c.id.in_(late))
    return query


def _beside(
    connection: sa.Connection, ids: Sequence[str]
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """The rights of these filings, and what was asked about them."""
    of_rights = (
        sa.select(
            filing_subject.c.filing_id,
            asset.c.id,
            asset.c.office,
            asset.c.kind,
            asset.c.number,
        )
        .join(asset, asset.c.id == filing_subject.c.asset_id)
        .where(filing_subject.c.filing_id.in_(ids))
        .order_by(asset.c.id)
    )
    of_requisitions = (
        sa.select(requisition_filing.c.filing_id, requisition)
        .join(requisition, requisition.c.id == requisition_filing.c.requisition_id)
        .where(requisition_filing.c.filing_id.in_(ids), requisition.c.status != "settled")
        .order_by(requisition.c.due_date, requisition.c.id)
    )
    return _grouped(connection.execute(of_rights)), _grouped(connection.execute(of_requisitions))


def _grouped(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.filing_id, []).append(row)
    return found


def _item(
    node: RunningNode,
    actor: Actor,
    row: Any,
    rights: Iterable[Any],
    asked: Iterable[Any],
    today: date,
) -> dict[str, Any]:
    decisions = orjson.loads(row.decisions or "[]")
    second = row.status == FilingStatus.AWAITING_SECOND_OFFICER.value
    return {
        "filing": row.id,
        "type": row.type,
        "act": row.act,
        "status": row.status,
        "filer": row.filer,
        "receivedAt": row.received_at,
        "ageDays": _age(node, row.received_at, today),
        "assetBag": [_right(right) for right in rights],
        "officer": row.officer,
        "standIn": row.stand_in,
        "recusedIndicator": actor.account in orjson.loads(row.recused or "[]"),
        "firstOfficer": decisions[-1]["officer"] if second and decisions else None,
        "awaiting": orjson.loads(row.awaiting),
        "requisitionBag": [
            _asked(one.id, one.asset_id, one.paper, one.status, one.due_date, today)
            for one in asked
        ],
    }


def _right(row: Any) -> dict[str, str]:
    return {
        "asset": row.id,
        "officeCode": row.office,
        "rightKind": row.kind,
        "number": row.number,
    }


def _asked(
    number: str, right: str | None, paper: str, status: str, due: str, today: date
) -> dict[str, Any]:
    return {
        "requisition": number,
        "asset": right,
        "paper": paper,
        "status": status,
        "dueDate": due,
        "overdueIndicator": status in _UNANSWERED and due < today.isoformat(),
    }


def _age(node: RunningNode, received_at: str, today: date) -> int:
    return (today - local_day(read_instant(received_at), node.zone)).days


def examine(node: RunningNode, actor: Actor, filing_id: str) -> Examination:
    """One filing with all that its decision rests on, then and now.

    Raises ForbiddenError for outsiders, NotFoundError.
    """
    _officers_only(actor)
    needs = Needs(filings=(filing_id,) if kind_of(filing_id) == "filing" else (), follow=True)
    with snapshot(node.engines) as connection:
        loaded = load(connection, needs, account=actor.account, lock=False)
    context = context_of(node, actor, loaded, node.new_id("filing"))
    found = context.filings.get(filing_id)
    if found is None or _in_case(node, filing_id):
        # No officer examines what is filed in a case, or learns that it was.
        raise NotFoundError("filing-unknown", {"filing": filing_id})
    received_on = local_day(read_instant(found.received_at), node.zone)
    changed = difference(context, found, received_on)
    return Examination(
        _examination(node, context, found, changed),
        tuple(may_examine(context, found)),
        changed,
    )


def _in_case(node: RunningNode, filing_id: str) -> bool:
    query = sa.select(case_record.c.case_id).where(case_record.c.record_id == filing_id)
    with node.engines.read.connect() as connection:
        return connection.execute(query).first() is not None


def _examination(
    node: RunningNode, context: Context, found: FilingFacts, changed: Difference
) -> dict[str, Any]:
    document = found.document
    return {
        "filing": found.id,
        "type": found.type,
        "act": found.act,
        "status": found.status.value,
        "filer": found.filer,
        "receivedAt": found.received_at,
        "ageDays": _age(node, found.received_at, context.today),
        "body": dict(found.body),
        "secondOfficerIndicator": needs_second(context, found),
        "requisitionBag": [
            _asked(r.id, r.asset, r.paper, r.status, r.due.isoformat(), context.today)
            for r in requisitions_on(context, found)
        ],
        "rightBag": [_moved(found, moved) for moved in changed.moved],
        **{
            name: document[name]
            for name in (
                "awaiting",
                "assents",
                "allocation",
                "recusalBag",
                "decisionBag",
                "groundBag",
                "remedyBag",
                "review",
                "appealBag",
                "dividedFrom",
                "pieceBag",
            )
            if document.get(name)
        },
    }


def _moved(found: FilingFacts, moved: Any) -> Mapping[str, Any]:
    """One right then and now: versions, the entries in between, and who else waits."""
    return {
        "asset": moved.now.id,
        "officeCode": moved.now.office,
        "rightKind": moved.now.kind,
        "number": moved.now.number,
        "titleVersion": {"from": moved.then.title_version, "to": moved.now.title_version},
        "changeBag": [
            {"transaction": step.transaction, "act": step.act, "knownAt": step.known_at}
            for step in moved.since
        ],
        "pendingBag": [
            {
                "filing": waiting.id,
                "act": waiting.act,
                "status": waiting.status.value,
                "receivedAt": waiting.received_at,
                "earlierIndicator": waiting.received_at < found.received_at,
            }
            for waiting in moved.now.pending
            if waiting.id != found.id
        ],
    }
