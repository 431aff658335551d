"""The roster as it is searched: with how much each neutral has to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor, readable_labels
from ipregistry.domain.classes import Label
from ipregistry.domain.neutrals.links import parties_named
from ipregistry.models import case_file, neutral, neutral_trait, nomination
from ipregistry.services.listing import Page, PageRequest, page_of
from ipregistry.services.loading.facts import read_party
from ipregistry.services.loading.neutrals import find_nominations
from ipregistry.services.loading.rows import CASES, PARTIES
from ipregistry.services.node import RunningNode
from ipregistry.services.snapshots import snapshot


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


def invitations_of(node: RunningNode, actor: Actor) -> list[dict[str, Any]]:
    """The open nominations of the actor: what he needs to say whether he is free, and no more.

    He is in no case yet: of it he learns the parties, their counsel and the place, until he is
    appointed or has declined.
    """
    mine = sa.select(nomination.c.id, nomination.c.case_id).where(
        nomination.c.status.in_(("proposed", "declared")),
        sa.or_(
            nomination.c.account == (actor.account or ""),
            nomination.c.party == (actor.party or ""),
        ),
    )
    with snapshot(node.engines) as connection:
        rows = connection.execute(mine.order_by(nomination.c.id)).all()
        cases = sorted({row.case_id for row in rows})
        nominations = find_nominations(connection, cases)
        documents = {row.record_id: orjson.loads(row.body) for row in CASES.rows(connection, cases)}
        parties = PARTIES.rows(connection, parties_named(documents.values()), [])
    names = {row.id: list(read_party(row).names) for row in parties}
    return [
        _invitation(row.id, nominations[row.id].document, documents[row.case_id], names)
        for row in rows
    ]


def _invitation(
    number: str,
    document: Mapping[str, Any],
    case: Mapping[str, Any],
    names: Mapping[str, list[Mapping[str, str]]],
) -> dict[str, Any]:
    people = []
    for side in case["sideBag"]:
        for bag, standing in (("partyBag", "party"), ("representativeBag", "counsel")):
            for one in side.get(bag) or ():
                told = {key: one[key] for key in ("party", "account", "nameText") if key in one}
                known = {"nameBag": names[one["party"]]} if one.get("party") in names else {}
                people.append({"side": side["side"], "standingCategory": standing, **told, **known})
    return {
        "nomination": number,
        "case": document["case"],
        "role": document["role"],
        "statusCategory": document["statusCategory"],
        "proposedDate": document["proposedDate"],
        "procedureCategory": case["procedureCategory"],
        "placeCode": case.get("seatCode") or case.get("placeOfMediationCode"),
        "personBag": people,
        "relationBag": list(document.get("relationBag") or ()),
    }


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
