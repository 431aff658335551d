"""Whether both sides did what they were measured for: same bytes, every filing kept, once."""

from __future__ import annotations

import json
import random
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.access import PUBLIC_ACTOR
from ipregistry.services.node import RunningNode
from ipregistry.services.titles import title_as_it_stands, title_at
from ipregistry.services.verification import verify
from scripts.benchmark.filing_work import Filings
from scripts.benchmark.limits import journal
from scripts.benchmark.processes import Server

SAMPLE = 200
# Up to here the whole register is verified; above, a sample unless all is asked for.
WHOLE = 5_000
COUNTED = ("entry", "receipt", "idempotency", "title_step")

_STANDING = sa.text(
    "SELECT a.id, a.title_version, h.party_id FROM asset a "
    "JOIN holder h ON h.asset_id = a.id AND h.register = 'record' ORDER BY a.id"
)
_STEPS_AND_VERSIONS = sa.text(
    "SELECT count(*) FROM asset a WHERE a.title_version <> "
    "(SELECT count(*) FROM title_step s WHERE s.asset_id = a.id)"
)
_STORED_TITLES = sa.text(
    "SELECT count(*) FROM asset a JOIN title_now t ON t.asset_id = a.id "
    "WHERE t.title_version <> a.title_version"
)


def standing(node: RunningNode) -> list[tuple[str, int, str]]:
    """Every right with its title version and its holder."""
    with node.engines.read.connect() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(_STANDING)]


def counts(node: RunningNode) -> dict[str, int]:
    """Rows of the tables that every filing adds one to."""
    with node.engines.read.connect() as connection:
        return {
            name: connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608
            for name in COUNTED
        }


def same_answers(product: Server, limit: Server, assets: list[str]) -> list[str]:
    """Faults where the limit does not answer with the product's bytes."""
    faults = []
    for asset in _sample(assets, 20):
        path = f"/api/v1/assets/{asset}"
        if product.get(path) != limit.get(path):
            faults.append(f"the limit's bytes of {asset} are not the product's")
        ours = json.loads(product.get(path + "/title"))
        # The instant of asking is the product's own work.
        ours.pop("asOf")
        if ours != json.loads(limit.get(path + "/title")):
            faults.append(f"the limit's title of {asset} is not the product's")
    return faults


def filed_once(node: RunningNode, before: dict[str, int], filings: Filings) -> list[str]:
    """Faults where the register does not hold each acknowledged filing exactly once."""
    faults = []
    for name, count in counts(node).items():
        gained = count - before[name]
        if gained != filings.acknowledged:
            faults.append(f"{name}: {gained} new rows, {filings.acknowledged} acknowledged")
    places = {holder.party: at for at, holder in enumerate(filings.holders)}
    moved = [
        asset
        for asset, version, party in standing(node)
        if (filings.standing[asset].version, filings.standing[asset].holder)
        != (version, places[party])
    ]
    if moved:
        faults.append(f"{len(moved)} rights do not stand as acknowledged, {moved[0]} is one")
    with node.engines.read.connect() as connection:
        if wrong := connection.execute(_STEPS_AND_VERSIONS).scalar_one():
            faults.append(f"{wrong} rights whose steps are not their title version")
        if wrong := connection.execute(_STORED_TITLES).scalar_one():
            faults.append(f"{wrong} stored titles of another version than the right's")
    return faults


def limit_filed_once(database: str, filings: Filings) -> list[str]:
    """The same of the limit, and that its journal's chain holds."""
    entries, broken = journal(database)
    faults = [f"limit: {broken} broken links in its journal"] if broken else []
    if entries != filings.acknowledged:
        faults.append(f"limit: {entries} in its journal, {filings.acknowledged} acknowledged")
    return faults


def verified(node: RunningNode, assets: list[str], *, whole: bool) -> tuple[list[str], str]:
    """Faults of the register, and in words what was looked at.

    The whole of it by `verify`, or of a sample whether the stored title is the fold's.
    """
    if whole or len(assets) <= WHOLE:
        report = verify(node)
        faults = [f"{fault['fault']}: {fault['place']}" for fault in report.faults[:5]]
        return faults, f"verified whole: {report.entries} entries, {report.parts} parts"
    chosen = _sample(assets, SAMPLE)
    faults = [f"stored title of {a} is not the fold's" for a in chosen if not _folds(node, a)]
    return faults, f"verified by sample: the fold of {len(chosen)} rights equals what is stored"


def _folds(node: RunningNode, asset: str) -> bool:
    stored = _without_instant(title_as_it_stands(node, PUBLIC_ACTOR, asset).body)
    fold = title_at(node, PUBLIC_ACTOR, asset, None, None, expand=False)
    return stored == _without_instant(fold.body)


def _without_instant(body: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(body)
    document.pop("asOf")
    return document


def _sample(assets: list[str], size: int) -> list[str]:
    return random.Random(2).sample(assets, min(size, len(assets)))  # noqa: S311 - no secret
