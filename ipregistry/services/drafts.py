"""Drafts: what somebody has begun to write. His alone, of no effect, in no log.

A draft is kept as typed: its form is looked at when it is checked or filed. Filing it is
the ordinary way in, which takes the draft away in the same commit. What stays of it then
is its number and that of the filing, so that a repeated request gets the first one's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.models import draft as table
from ipregistry.services.errors import ConflictError, NotFoundError, PreconditionError
from ipregistry.services.filings import Accepted, Submission, accepted_before, submit
from ipregistry.services.listing import PageRequest
from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import UnitOfWork, unit_of_work

# Enough for everybody's desk; a limit, so that nobody keeps his files here.
MOST_DRAFTS = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What a draft says: a filing type, a body of whatever form, the writer's own note."""

    type: str
    body: Mapping[str, Any]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands. `filing`: it was filed, and its text is gone."""

    id: str
    typed: Typed
    version: int
    created_at: str
    updated_at: str
    filing: str | None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Drafts in the order of their numbers; `after` is None on the last page."""

    items: tuple[Draft, ...]
    after: str | None
    count: int | None


def create_draft(node: RunningNode, actor: Actor, typed: Typed) -> Draft:
    """Keep a new draft. Raises ConflictError where the desk is full."""
    now = node.now()
    made = Draft(node.new_id("draft"), typed, 1, now, now, None)
    with unit_of_work(node.engines) as work:
        kept = sa.select(sa.func.count()).select_from(table).where(*_open(actor))
        if work.connection.execute(kept).scalar_one() >= MOST_DRAFTS:
            raise ConflictError("drafts-full", {"max": MOST_DRAFTS})
        row = {"id": made.id, "account_id": actor.account, "created_at": now, **_row(typed, 1, now)}
        work.connection.execute(table.insert(), row)
    return made


def read_draft(node: RunningNode, actor: Actor, draft_id: str) -> Draft:
    """One of the actor's own drafts. Raises NotFoundError, also for somebody else's."""
    found = _find(node, actor, draft_id)
    if found.filing is not None:
        raise NotFoundError("draft-unknown", {"draft": draft_id})
    return found


def list_drafts(node: RunningNode, actor: Actor, page: PageRequest) -> DraftPage:
    """The actor's drafts that are not filed."""
    query = sa.select(table).where(*_open(actor)).order_by(table.c.id).limit(page.limit + 1)
    if page.after is not None:
        query = query.where(table.c.id > page.after)
    counted = sa.select(sa.func.count()).select_from(table).where(*_open(actor))
    with node.engines.read.connect() as connection:
        found = [_draft(row) for row in connection.execute(query)]
        count = connection.execute(counted).scalar_one() if page.count else None
    shown = tuple(found[: page.limit])
    return DraftPage(shown, shown[-1].id if len(found) > page.limit else None, count)


def change_draft(node: RunningNode, actor: Actor, draft_id: str, seen: int, typed: Typed) -> Draft:
    """Write a draft anew. Raises NotFoundError; PreconditionError for another version."""
    now = node.now()
    with unit_of_work(node.engines) as work:
        found = _seen(work, actor, draft_id, seen)
        row = _row(typed, seen + 1, now)
        work.connection.execute(table.update().where(table.c.id == draft_id).values(**row))
    return Draft(draft_id, typed, seen + 1, found.created_at, now, None)


def delete_draft(node: RunningNode, actor: Actor, draft_id: str, seen: int) -> None:
    """Throw a draft away. Raises NotFoundError; PreconditionError for another version."""
    with unit_of_work(node.engines) as work:
        _seen(work, actor, draft_id, seen)
        work.connection.execute(table.delete().where(table.c.id == draft_id))


def file_draft(
    node: RunningNode, actor: Actor, found: Draft, body: Mapping[str, Any], key: str
) -> Accepted:
    """File what a draft says, its form having been read as `body`; the draft goes with it.

    Raises as `submit`; ConflictError where the draft was changed or filed meanwhile.
    """

    def take_away(work: UnitOfWork, filing_id: str) -> None:
        taken = work.execute(
            "UPDATE draft SET filing_id = ?, body = NULL, note = NULL "
            "WHERE id = ? AND account_id = ? AND version = ? AND filing_id IS NULL",
            (filing_id, found.id, actor.account, found.version),
        )
        if taken.rowcount != 1:
            raise ConflictError("draft-changed", {"draft": found.id})

    return submit(node, actor, Submission(found.typed.type, body, key), take_away)


def filed_before(node: RunningNode, actor: Actor, draft_id: str, key: str) -> Accepted | None:
    """The answer that the first request under this key got; None for a draft not yet filed.

    Raises NotFoundError; ConflictError where it was filed under another key.
    """
    found = _find(node, actor, draft_id)
    if found.filing is None:
        return None
    earlier = accepted_before(node, actor, key)
    if earlier is None or earlier.filing_id != found.filing:
        raise ConflictError("draft-filed", {"draft": draft_id, "filing": found.filing})
    return earlier


def _open(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    return (table.c.account_id == actor.account, table.c.filing_id.is_(None))


def _find(node: RunningNode, actor: Actor, draft_id: str) -> Draft:
    with node.engines.read.connect() as connection:
        return _of_actor(connection, actor, draft_id)


def _of_actor(
    connection: sa.Connection, actor: Actor, draft_id: str, *, lock: bool = False
) -> Draft:
    own = sa.select(table).where(table.c.id == draft_id, table.c.account_id == actor.account)
    row = connection.execute(own.with_for_update() if lock else own).one_or_none()
    if row is None:
        raise NotFoundError("draft-unknown", {"draft": draft_id})
    return _draft(row)


def _seen(work: UnitOfWork, actor: Actor, draft_id: str, seen: int) -> Draft:
    found = _of_actor(work.connection, actor, draft_id, lock=True)
    if found.filing is not None:
        raise NotFoundError("draft-unknown", {"draft": draft_id})
    if found.version != seen:
        raise PreconditionError("draft-changed", {"draft": draft_id})
    return found


def _row(typed: Typed, version: int, now: str) -> dict[str, Any]:
    return {
        "type": typed.type,
        "note": typed.note,
        "body": orjson.dumps(typed.body),
        "version": version,
        "updated_at": now,
    }


def _draft(row: Any) -> Draft:
    body = {} if row.body is None else orjson.loads(row.body)
    return Draft(
        row.id,
        Typed(row.type, body, row.note),
        row.version,
        row.created_at,
        row.updated_at,
        row.filing_id,
    )
