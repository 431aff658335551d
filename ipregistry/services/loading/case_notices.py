"""The notices of cases, as a decision rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.domain.cases.notices import CaseNoticeFacts, NoticeStanding
from ipregistry.domain.packs.model import Channel
from ipregistry.services.loading.named import documents_of, without_head
from ipregistry.services.queries import Query


class _Row(NamedTuple):
    id: str
    version: int
    case_id: str
    side: str
    channel: str
    standing: str
    follows: str | None
    followed: int


_NOTICES = Query(
    "SELECT n.id, n.version, n.case_id, n.side, n.channel, n.standing, n.follows, "
    "(SELECT count(*) FROM case_notice m WHERE m.follows = n.id) "
    "FROM case_notice n WHERE n.case_id IN (?) ORDER BY n.id",
    _Row,
)


def find_case_notices(
    connection: sa.Connection, cases: Sequence[str]
) -> dict[str, CaseNoticeFacts]:
    """Every notice of these cases as it stands, by id."""
    rows = _NOTICES.rows(connection, sorted(set(cases)))
    documents = documents_of(connection, [row.id for row in rows]) if rows else {}
    return {
        row.id: CaseNoticeFacts(
            row.id,
            row.version,
            row.case_id,
            row.side,
            Channel(row.channel),
            NoticeStanding(row.standing),
            row.follows,
            bool(row.followed),
            without_head(documents[row.id]),
        )
        for row in rows
    }
