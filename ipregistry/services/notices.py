"""Notices: what a party was told of filings on rights in which it has an interest.

A notice names the filing, its public act, the right, and what had become of it. What the
filing says is not in it: that is read from the filing, as far as the access table allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.domain.classes import Label
from ipregistry.domain.told import ToldAs
from ipregistry.models import entry, filing, notice, part
from ipregistry.services.listing import Page, PageRequest
from ipregistry.services.node import RunningNode
from ipregistry.services.snapshots import snapshot


class _Key(NamedTuple):
    """One notice: an entry told one party of one filing."""

    ord: int
    filing: str
    party: str

    def cursor(self) -> str:
        return f"{self.ord}-{self.filing}-{self.party}"


def list_notices(
    node: RunningNode, actor: Actor, page: PageRequest, *, party: str | None = None
) -> Page:
    """What the actor's party was told, oldest first; an officer sees what anybody was told."""
    columns = (notice.c.ord, notice.c.filing_id, notice.c.party_id)
    query = sa.select(*columns).distinct()
    if actor.is_office:
        # Of a case the register's officers learn nothing, not that there is one.
        query = query.where(notice.c.role != ToldAs.CASE_PARTY.value)
    else:
        query = query.where(notice.c.party_id == (actor.party or ""))
    if party is not None:
        query = query.where(notice.c.party_id == party)
    after = None if page.after is None else _read_cursor(page.after)
    shown = query if after is None else query.where(sa.tuple_(*columns) > sa.tuple_(*after))
    with snapshot(node.engines) as connection:
        found = connection.execute(shown.order_by(*columns).limit(page.limit + 1))
        keys = [_Key(*row) for row in found]
        count = None
        if page.count:
            total = sa.select(sa.func.count()).select_from(query.subquery())
            count = connection.execute(total).scalar_one()
        more, keys = len(keys) > page.limit, keys[: page.limit]
        items = _items(connection, keys)
    return Page(tuple(items), keys[-1].cursor() if more else None, count)


def _read_cursor(text: str) -> _Key:
    """The key behind a cursor; one that leads nowhere is behind nothing."""
    place, *ids = text.split("-")
    if not place.isdecimal() or len(ids) != len(("FI", "…", "PA", "…")):
        return _Key(0, "", "")
    # A number larger than any entry's is behind the last one.
    return _Key(min(int(place), 2**62), "-".join(ids[:2]), "-".join(ids[2:]))


def _items(connection: sa.Connection, keys: Sequence[_Key]) -> list[bytes]:
    rows = _rows(connection, keys)
    versions = {(found[0].party_id, found[0].party_version) for found in rows.values()}
    addresses = _addresses(connection, sorted(versions))
    return [orjson.dumps(_member(rows[key], addresses)) for key in keys]


def _rows(connection: sa.Connection, keys: Sequence[_Key]) -> dict[_Key, list[Any]]:
    query = (
        sa.select(notice, filing.c.act, filing.c.received_at, entry.c.recorded_at)
        .join(filing, filing.c.id == notice.c.filing_id)
        .join(entry, entry.c.ord == notice.c.ord)
        .where(
            notice.c.ord.in_({key.ord for key in keys}),
            notice.c.party_id.in_({key.party for key in keys}),
        )
        .order_by(notice.c.asset_id, notice.c.role)
    )
    rows: dict[_Key, list[Any]] = {}
    for row in connection.execute(query):
        rows.setdefault(_Key(row.ord, row.filing_id, row.party_id), []).append(row)
    return rows


def _addresses(
    connection: sa.Connection, versions: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], list[Any]]:
    """The address for service in each version of a party, or else its address."""
    query = (
        sa.select(part.c.record_id, part.c.version, part.c.body)
        .where(
            part.c.record_id.in_({party for party, _ in versions}),
            part.c.label == Label.PARTIES.value,
        )
        .order_by(part.c.version)
    )
    found: dict[tuple[str, int], list[Any]] = {}
    for row in connection.execute(query):
        document = orjson.loads(row.body)
        address = document.get("serviceAddressBag") or document.get("addressBag") or []
        for party, version in versions:
            # A version that changes other parts has its address in an earlier one.
            if party == row.record_id and row.version <= version:
                found[party, version] = address
    return found


def _member(rows: Sequence[Any], addresses: dict[tuple[str, int], list[Any]]) -> dict[str, Any]:
    first = rows[0]
    rights: dict[str, list[str]] = {}
    case: dict[str, Any] = {}
    for row in rows:
        if row.role == ToldAs.CASE_PARTY:
            case = {"case": row.asset_id}
        else:
            rights.setdefault(row.asset_id, []).append(row.role)
    return {
        **case,
        "filing": first.filing_id,
        "version": first.version,
        "party": first.party_id,
        "partyVersion": first.party_version,
        "act": first.act,
        "status": first.status,
        "receivedAt": first.received_at,
        "toldAt": first.recorded_at,
        "rightBag": [{"asset": asset, "roleBag": roles} for asset, roles in rights.items()],
        "addressBag": addresses.get((first.party_id, first.party_version), []),
    }
