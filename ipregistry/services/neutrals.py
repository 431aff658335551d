"""The roster as it is searched: with how much each neutral has to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor, readable_labels
from ipregistry.domain.classes import Label
from ipregistry.models import case_file, neutral, neutral_trait, nomination
from ipregistry.services.listing import Page, PageRequest, page_of
from ipregistry.services.node import RunningNode


def search_roster(
    node: RunningNode,
    actor: Actor,
    page: PageRequest,
    *,
    language: str | None = None,
    place: str | None = None,
    scheme: str | None = None,
    on: date,
) -> Page:
    """Those of the roster with a language, a place, an accreditation that counts on a day; each
    with the number of open cases that he sits in.
    """
    asked = {"language": language, "place": place, "accreditation": scheme}
    traits = {trait: value for trait, value in asked.items() if value is not None}
    found = _entries(node, actor, page, traits, on.isoformat())
    ids = [str(orjson.loads(item)["id"]) for item in found.items]
    counts = _workload(node, ids)
    items = tuple(
        b'{"neutral":%s,"openCaseQuantity":%d}' % (item, counts.get(one, 0))
        for one, item in zip(ids, found.items, strict=True)
    )
    return replace(found, items=items)


def _entries(
    node: RunningNode, actor: Actor, page: PageRequest, traits: Mapping[str, str], on: str
) -> Page:
    """The roster for those who may read it: who has these traits on a day, and is listed."""
    query = sa.select(neutral.c.id).where(neutral.c.status == "listed")
    if Label.CASE_OFFICE not in readable_labels(actor):
        query = query.where(sa.false())
    for trait, value in traits.items():
        having = sa.select(neutral_trait.c.neutral_id).where(
            neutral_trait.c.trait == trait,
            neutral_trait.c.value == value,
            neutral_trait.c.since <= on,
            sa.or_(neutral_trait.c.until.is_(None), neutral_trait.c.until >= on),
        )
        query = query.where(neutral.c.id.in_(having))
    return page_of(node, actor, "neutral", query, neutral.c.id, page)


def _workload(node: RunningNode, ids: list[str]) -> dict[str, int]:
    query = (
        sa.select(nomination.c.neutral, sa.func.count().label("number"))
        .join(case_file, case_file.c.id == nomination.c.case_id)
        .where(
            nomination.c.neutral.in_(ids),
            nomination.c.status == "appointed",
            case_file.c.final == 0,
        )
        .group_by(nomination.c.neutral)
    )
    with node.engines.read.connect() as connection:
        return {row.neutral: row.number for row in connection.execute(query)}
