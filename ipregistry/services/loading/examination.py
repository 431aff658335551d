"""What an examination rests on beside the filing: requisitions, and who is an officer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.domain.access import OFFICE, Role
from ipregistry.domain.facts import Needs, RequisitionFacts
from ipregistry.services.loading.named import documents_of
from ipregistry.services.queries import Query


class _RequisitionRow(NamedTuple):
    id: str
    version: int
    status: str
    asset_id: str | None
    paper: str
    due_date: str
    extensions: int
    filer: str


class _AboutRow(NamedTuple):
    requisition_id: str
    filing_id: str


class _OfficerRow(NamedTuple):
    id: str
    roles: str


_REQUISITIONS = Query(
    "SELECT id, version, status, asset_id, paper, due_date, extensions, filer "
    "FROM requisition WHERE id IN (?)",
    _RequisitionRow,
)
_ABOUT = Query(
    "SELECT requisition_id, filing_id FROM requisition_filing "
    "WHERE requisition_id IN (?) OR filing_id IN (?)",
    _AboutRow,
)
_ACCOUNTS = Query(
    "SELECT id, roles FROM account WHERE disabled_at IS NULL AND id IN (?)", _OfficerRow
)


def with_their_filings(connection: sa.Connection, needs: Needs) -> Needs:
    """The needs, with the filings that the requisitions named are about."""
    if not needs.requisitions:
        return needs
    about = _ABOUT.rows(connection, list(needs.requisitions), [])
    return replace(needs, filings=(*needs.filings, *sorted({row.filing_id for row in about})))


def find_requisitions(
    connection: sa.Connection, filings: Iterable[str]
) -> dict[str, RequisitionFacts]:
    """Everything that was asked about these filings, by id."""
    wanted = sorted(set(filings))
    if not wanted:
        return {}
    found = sorted({row.requisition_id for row in _ABOUT.rows(connection, [], wanted)})
    if not found:
        return {}
    documents = documents_of(connection, found)
    return {
        row.id: RequisitionFacts(
            id=row.id,
            version=row.version,
            filings=tuple(documents[row.id]["filingBag"]),
            filer=row.filer,
            asset=row.asset_id,
            paper=row.paper,
            status=row.status,
            due=date.fromisoformat(row.due_date),
            extensions=row.extensions,
            document=documents[row.id],
        )
        for row in _REQUISITIONS.rows(connection, found)
    }


def find_officers(connection: sa.Connection, accounts: Sequence[str]) -> frozenset[str]:
    """Those of these accounts that are officers of this node."""
    rows = _ACCOUNTS.rows(connection, sorted(set(accounts))) if accounts else []
    return frozenset(
        row.id for row in rows if OFFICE & {Role(role) for role in row.roles.split(",") if role}
    )
