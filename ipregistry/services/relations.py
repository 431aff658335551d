"""What an actor is to records: for lists, feeds and parts, as single reads have it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ipregistry.domain.access import Actor, Relation
from ipregistry.domain.cases.relations import relations_in
from ipregistry.domain.ids import kind_of
from ipregistry.models import (
    case_member,
    case_record,
    concern,
    entry,
    erasure,
    filing,
    holder,
    mandate,
    requisition,
)


def relations_to(
    connection: sa.Connection, actor: Actor, ids: Sequence[str]
) -> dict[str, set[Relation]]:
    """The actor's relations to these records; an erasure has those of the record it is about."""
    if actor.account is None or not ids:
        return {}
    about = _about(connection, [one for one in ids if kind_of(one) == "erasure"])
    wanted = sorted({about.get(one, one) for one in ids})
    related: dict[str, set[Relation]] = {}
    for relation, query in _queries(actor, wanted):
        for record_id in connection.execute(query).scalars():
            related.setdefault(record_id, set()).add(relation)
    # Of a record of a case one is what one is in the case today, and its filer no longer.
    related |= _in_cases(connection, actor, wanted)
    return {one: related[about.get(one, one)] for one in ids if about.get(one, one) in related}


def _in_cases(
    connection: sa.Connection, actor: Actor, ids: Sequence[str]
) -> dict[str, set[Relation]]:
    """The actor's relations to those of these records that are of cases, entries included."""
    in_case = sa.select(case_record.c.record_id, case_record.c.case_id, case_record.c.side)
    of_entry = (
        sa.select(entry.c.id, case_record.c.case_id, case_record.c.side)
        .join(case_record, case_record.c.record_id == entry.c.filing_id)
        .where(entry.c.id.in_(ids))
    )
    records = in_case.where(case_record.c.record_id.in_(ids)).union_all(of_entry).subquery()
    who = (actor.account, actor.party or "")
    query = sa.select(records, case_member.c.side.label("own"), case_member.c.role).outerjoin(
        case_member,
        sa.and_(case_member.c.case_id == records.c.case_id, case_member.c.member.in_(who)),
    )
    found: dict[str, set[Relation]] = {}
    for row in connection.execute(query):
        relations = found.setdefault(row.record_id, set())
        if row.role is not None:
            relations |= relations_in([(row.own, row.role, row.side)])
    return found


def _about(connection: sa.Connection, erasures: Sequence[str]) -> dict[str, str]:
    if not erasures:
        return {}
    query = sa.select(erasure.c.id, erasure.c.record_id).where(erasure.c.id.in_(erasures))
    return {row.id: row.record_id for row in connection.execute(query)}


def _queries(actor: Actor, ids: Sequence[str]) -> list[tuple[Relation, sa.Select[str]]]:
    party, account = actor.party or "", actor.account
    filed = filing.c.filer == account
    return [
        (
            Relation.CONCERNED,
            sa.select(concern.c.record_id).where(
                concern.c.party_id == party, concern.c.record_id.in_(ids)
            ),
        ),
        (
            Relation.CONCERNED,
            sa.select(holder.c.asset_id).where(
                holder.c.party_id == party, holder.c.asset_id.in_(ids)
            ),
        ),
        (
            Relation.CONCERNED,
            sa.select(mandate.c.id).where(mandate.c.agent == account, mandate.c.id.in_(ids)),
        ),
        (Relation.FILER, sa.select(filing.c.id).where(filed, filing.c.id.in_(ids))),
        (
            Relation.FILER,
            sa.select(filing.c.transaction_id).where(filed, filing.c.transaction_id.in_(ids)),
        ),
        (
            Relation.FILER,
            sa.select(requisition.c.id).where(
                requisition.c.filer == account, requisition.c.id.in_(ids)
            ),
        ),
        # The header of an entry is its filer's to read.
        (
            Relation.FILER,
            sa.select(entry.c.id)
            .join(filing, filing.c.id == entry.c.filing_id)
            .where(filed, entry.c.id.in_(ids)),
        ),
    ]
