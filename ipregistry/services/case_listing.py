"""Lists of what a case has: papers, nominations, each by who may read it."""

from __future__ import annotations

import sqlalchemy as sa

from ipregistry.domain.access import Actor, readable_labels
from ipregistry.domain.classes import Label
from ipregistry.models import case_record, current_part
from ipregistry.services.listing import Page, PageRequest, page_of
from ipregistry.services.node import RunningNode
from ipregistry.services.relations import relations_to
from ipregistry.services.snapshots import snapshot


def list_in_case(
    node: RunningNode, actor: Actor, page: PageRequest, *, case: str, kind: str
) -> Page:
    """The papers, or nominations, … of a case that the actor may read; of all others not even
    their number.
    """
    query = sa.select(case_record.c.record_id).where(
        case_record.c.case_id == case, case_record.c.kind == kind
    )
    with snapshot(node.engines) as connection:
        ids = list(connection.execute(query).scalars())
        related = relations_to(connection, actor, ids)
        labelled = sa.select(current_part.c.record_id, current_part.c.label).where(
            current_part.c.record_id.in_(ids)
        )
        readable = {
            row.record_id
            for row in connection.execute(labelled)
            if Label(row.label) in readable_labels(actor, related.get(row.record_id, ()))
        }
    shown = query.where(case_record.c.record_id.in_(sorted(readable)))
    return page_of(node, actor, kind, shown, case_record.c.record_id, page)
