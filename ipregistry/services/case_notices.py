"""The notices of cases as they are listed, and what a case manager has to see to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.cases.facts import CaseRole
from ipregistry.domain.cases.notices import NEEDS_WORK
from ipregistry.models import case_deadline, case_member, case_notice, part, record
from ipregistry.services.errors import ForbiddenError
from ipregistry.services.listing import Page, PageRequest, page_of
from ipregistry.services.node import RunningNode
from ipregistry.services.snapshots import snapshot

_OF_A_SIDE = (CaseRole.PARTY.value, CaseRole.REPRESENTATIVE.value)
# What a work item says of a deadline that nobody can compute.
_DEADLINE = ("deadline", "who", "placeCode", "startDate", "standing", "reason", "year", "citation")


def list_case_notices(
    node: RunningNode, actor: Actor, page: PageRequest, *, case_id: str | None = None
) -> Page:
    """Notices of cases: the institution sees all, a side those that went to it."""
    query = sa.select(case_notice.c.id)
    if Role.CASE_MANAGER not in actor.roles:
        own = sa.and_(
            case_member.c.case_id == case_notice.c.case_id,
            case_member.c.side == case_notice.c.side,
            case_member.c.role.in_(_OF_A_SIDE),
            case_member.c.member.in_([actor.account or "", actor.party or ""]),
        )
        query = query.where(sa.exists().where(own))
    if case_id is not None:
        query = query.where(case_notice.c.case_id == case_id)
    return page_of(node, actor, "case-notice", query, case_notice.c.id, page)


def list_work_items(node: RunningNode, actor: Actor, page: PageRequest) -> Page:
    """What waits for a case manager. Raises ForbiddenError for everybody else.

    Deadlines of which nobody can say when they end, by case; then notices that did not arrive,
    or of which an officer must say whether they did, unless another one followed.
    """
    if Role.CASE_MANAGER not in actor.roles:
        raise ForbiddenError("case-managers-only")
    query = _waiting().subquery()
    shown = sa.select(query.c.id).order_by(query.c.id)
    if page.after is not None:
        shown = shown.where(query.c.id > page.after)
    with snapshot(node.engines) as connection:
        ids = list(connection.execute(shown.limit(page.limit + 1)).scalars())
        count = None
        if page.count:
            count = connection.execute(sa.select(sa.func.count()).select_from(query)).scalar_one()
        kept = ids[: page.limit]
        documents = _documents(connection, kept)
    items = tuple(orjson.dumps(_item(one, documents[one])) for one in kept)
    return Page(items, kept[-1] if len(ids) > page.limit else None, count)


def _waiting() -> sa.CompoundSelect[Any]:
    follower = case_notice.alias("follower")
    followed = sa.exists().where(follower.c.follows == case_notice.c.id)
    notices = sa.select(case_notice.c.id).where(
        case_notice.c.standing.in_(sorted(NEEDS_WORK)), sa.not_(followed)
    )
    undated = sa.select(case_deadline.c.case_id.label("id")).where(case_deadline.c.due.is_(None))
    return sa.union(undated, notices)


def _documents(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The newest version of these records: each has one part."""
    query = (
        sa.select(part.c.record_id, part.c.body)
        .join(record, sa.and_(record.c.id == part.c.record_id, record.c.version == part.c.version))
        .where(part.c.record_id.in_(ids))
    )
    return {row.record_id: orjson.loads(row.body) for row in connection.execute(query)}


def _item(record_id: str, document: Mapping[str, Any]) -> dict[str, Any]:
    if document["kind"] == "case":
        undated = [m for m in document["deadlineBag"] if "dueDate" not in m]
        return {
            "workItemCategory": "deadline-without-date",
            "case": record_id,
            "deadlineBag": [{k: m[k] for k in _DEADLINE if k in m} for m in undated],
        }
    members = ("case", "side", "channelCode", "sentDate", "standing", "nextChannelCode", "event")
    return {
        "workItemCategory": "notice",
        "notice": record_id,
        "noticeVersion": document["version"],
        **{name: document[name] for name in members if name in document},
        "outcomeBag": document.get("outcomeBag", []),
    }
