"""The feed: the log, entry by entry, with the items that the reader may see and their paths.

A page is signed. It names its reader and its range, and claims that every public item of
these entries is shown in it, in the places 1, 2, … behind the header, which is where entries
have their public items. Whoever holds such an item with its path to the entry's leaf (a copy, a
receipt, somebody else's page) proves a page wrong that does not show it, with no help from
the node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.access import Actor, readable_labels
from ipregistry.domain.classes import Label
from ipregistry.models import entry, part
from ipregistry.services.errors import ConflictError
from ipregistry.services.log.proving import published_log
from ipregistry.services.node import RunningNode
from ipregistry.services.receipts import sign_detached
from ipregistry.services.relations import relations_to
from ipregistry.services.snapshots import snapshot
from ipregistry.tlog.canonical import canonical
from ipregistry.tlog.inner import InnerTree
from ipregistry.tlog.leaves import Item, item_hashes

MOST_ENTRIES, PAGE_ENTRIES = 1_000, 100
# A page ends behind the entry with which it has so many items.
MOST_ITEMS = 5_000
TYPE = "ipr-feed-page+jwt"
CLAIM = "every-public-item-is-shown"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The canonical page and its detached signature (RFC 7515 appendix F)."""

    body: bytes
    jws: str

    @property
    def answer(self) -> bytes:
        """The page to read, the signature to keep."""
        return b'{"page":%s,"jws":"%s"}' % (self.body, self.jws.encode())


def feed_page(node: RunningNode, actor: Actor, after: int, limit: int) -> FeedPage:
    """The entries `after`, `after` + 1, … of the published log, at most `limit` of them.

    Raises ConflictError (`future-cursor`) where the reader says to hold more than there is.
    """
    log = published_log(node)
    size = 0 if log is None else log.size
    if after > size:
        raise ConflictError("future-cursor", {"after": after, "size": size})
    with snapshot(node.engines) as connection:
        shown = _entries(connection, actor, after, min(after + limit, size))
    page = {
        "schema": "feed-page/1",
        "node": node.identity.code,
        "reader": actor.account,
        "after": after,
        "next": after + len(shown),
        "size": size,
        "checkpoint": None if log is None else log.note.decode(),
        "issuedAt": node.now(),
        "claim": CLAIM,
        "entryBag": shown,
    }
    body = canonical(page)
    return FeedPage(body, sign_detached(node.keys, TYPE, body))


def _entries(connection: sa.Connection, actor: Actor, first: int, end: int) -> list[dict[str, Any]]:
    query = (
        sa.select(entry.c.ord, entry.c.log_index, entry.c.leaf, entry.c.fill_seed)
        .where(entry.c.log_index >= first, entry.c.log_index < end)
        .order_by(entry.c.log_index)
    )
    rows = connection.execute(query).all()
    items = _items(connection, [row.ord for row in rows])
    taken, total = [], 0
    for row in rows:
        if total >= MOST_ITEMS:
            break
        total += len(items[row.ord])
        taken.append(row)
    records = {item.record_id for row in taken for item in items[row.ord]}
    relations = relations_to(connection, actor, sorted(records))
    return [_entry(actor, row, items[row.ord], relations) for row in taken]


def _items(connection: sa.Connection, ords: Sequence[int]) -> dict[int, list[Any]]:
    query = (
        sa.select(part.c.ord, part.c.item, part.c.record_id, part.c.version, part.c.label)
        .add_columns(part.c.commitment, part.c.erased)
        .where(part.c.ord.in_(ords))
        .order_by(part.c.ord, part.c.item)
    )
    found: dict[int, list[Any]] = {ord_: [] for ord_ in ords}
    for row in connection.execute(query):
        found[row.ord].append(row)
    return found


def _entry(
    actor: Actor, row: Any, rows: Sequence[Any], relations: dict[str, Any]
) -> dict[str, Any]:
    head = {"index": row.log_index, "leaf": bytes(row.leaf).decode()}
    shown = [one for one in rows if _may_see(actor, one, relations)]
    if not shown:
        return {**head, "withheld": True}
    items = [Item(one.record_id, one.version, one.label, bytes(one.commitment)) for one in rows]
    tree = InnerTree(item_hashes(items, bytes(row.fill_seed)))
    members = [_member(items[one.item], one, tree) for one in shown]
    return {**head, "treeSize": tree.size, "itemBag": members}


def _may_see(actor: Actor, row: Any, relations: dict[str, Any]) -> bool:
    return Label(row.label) in readable_labels(actor, relations.get(row.record_id, ()), bulk=True)


def _member(item: Item, row: Any, tree: InnerTree) -> dict[str, Any]:
    position, erased = row.item, row.erased
    return {
        **({} if erased is None else {"erased": erased}),
        "position": position,
        "record": item.record,
        "version": item.version,
        "part": item.part,
        "commitment": "hmac-sha256:" + item.commitment.hex(),
        "path": [step.hex() for step in tree.path(position)],
    }
