"""What the register holds of one person, part by part: for his own access, and for erasure.

Found by what records say, never by searching for a name: his own record, the names in the
entries that he took part in, and the filings that brought either.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.classes import HEAD, Label
from ipregistry.domain.erasure import naming_texts, what_stays
from ipregistry.domain.ids import kind_of
from ipregistry.models import concern, entry, part
from ipregistry.services.errors import NotFoundError
from ipregistry.services.node import RunningNode
from ipregistry.services.snapshots import snapshot
from ipregistry.tlog.canonical import parse

_OWN = (Label.NAMES.value, Label.PARTIES.value)


def parts_about(node: RunningNode, actor: Actor, party_id: str) -> list[dict[str, Any]]:
    """Every part about a party, oldest first, and whether it says something that can be erased.

    For the party itself, the office, auditors. Raises NotFoundError for everybody else.
    """
    allowed = actor.is_office or Role.AUDITOR in actor.roles or actor.party == party_id
    with snapshot(node.engines) as connection:
        own = _own(connection, party_id) if kind_of(party_id) == "party" and allowed else []
        if not own:
            raise NotFoundError("party-unknown", {"party": party_id})
        acts = _acts(connection, party_id)
        texts = {text for row in own for text in naming_texts(parse(bytes(row.body)))}
        brought = _brought(
            connection, {row.filing_id for row in own}, {row.filing_id for row in acts}, texts
        )
    rows = sorted((*own, *acts, *brought), key=lambda row: (row.ord, row.record_id, row.label))
    return [_member(row) for row in rows]


_COLUMNS = (
    part.c.record_id,
    part.c.version,
    part.c.label,
    part.c.body,
    part.c.erased,
    part.c.ord,
    part.c.commitment,
    entry.c.filing_id,
)


def _select() -> sa.Select[Any]:
    return sa.select(*_COLUMNS).join(entry, entry.c.ord == part.c.ord)


def _own(connection: sa.Connection, party_id: str) -> list[Any]:
    query = _select().where(part.c.record_id == party_id, part.c.label.in_(_OWN))
    return list(connection.execute(query))


def _acts(connection: sa.Connection, party_id: str) -> list[Any]:
    """The names in entries that the party took part in, of his own name only."""
    took_part = sa.select(concern.c.record_id).where(concern.c.party_id == party_id)
    query = _select().where(
        part.c.record_id.in_(took_part),
        part.c.kind == "transaction",
        part.c.label == Label.NAMES.value,
    )
    return [row for row in connection.execute(query) if _names(row, party_id)]


def _names(row: Any, party_id: str) -> bool:
    said: Any = parse(bytes(row.body)).get("personBag", ())
    return any(member.get("party") == party_id for member in said)


def _brought(
    connection: sa.Connection, own: set[str], others: set[str], texts: set[str]
) -> list[Any]:
    """The filing that brought his record; those of entries on rights, if they say his name."""
    query = _select().where(
        part.c.record_id.in_(sorted(own | others)), part.c.label == Label.FILING.value
    )
    return [
        row
        for row in connection.execute(query)
        if row.record_id in own or any(text in bytes(row.body).decode() for text in texts)
    ]


def _member(row: Any) -> dict[str, Any]:
    document = {k: v for k, v in parse(bytes(row.body)).items() if k not in HEAD}
    said: dict[str, Any] = {
        "record": row.record_id,
        "version": row.version,
        "part": row.label,
        "commitment": "hmac-sha256:" + bytes(row.commitment).hex(),
        "filing": row.filing_id,
        "erasableIndicator": row.erased is None and what_stays(document) != document,
    }
    return said if row.erased is None else {**said, "erased": row.erased}
