"""Whether every paper's document is here, opens, and is the one that its record names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.documents import digest_bytes
from ipregistry.models import part
from ipregistry.services.documents.papers import KIND, scope_of
from ipregistry.services.documents.reading import fault_of
from ipregistry.services.node import RunningNode
from ipregistry.tlog.canonical import parse

BATCH = 500
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PaperFault:
    """`fault`: not-kept, blob-missing, damaged or digest-differs."""

    paper: str
    case: str
    fault: str


@dataclass(frozen=True, slots=True)
class Checked:
    """`elsewhere` were recorded as kept elsewhere, or erased since: of them nothing is here."""

    papers: int
    elsewhere: int
    faults: tuple[PaperFault, ...]


@dataclass(frozen=True, slots=True)
class _Paper:
    ord: int
    id: str
    label: str
    body: bytes


def check(node: RunningNode, tell: Tell) -> Checked:
    """Read every document of every paper; `tell` hears how many of how many were read.

    A paper that is erased meanwhile is looked up again before it is called a fault.
    """
    total, elsewhere, faults = _count(node), 0, []
    number = 0
    for number, paper in enumerate(_papers(node), 1):
        document: Any = parse(paper.body)
        scope = scope_of(paper.label, document)
        if scope is None:
            elsewhere += 1
        else:
            fault = fault_of(node, scope, digest_bytes(document["digest"]))
            if fault is not None and _stands(node, paper):
                faults.append(PaperFault(paper.id, document["case"], fault))
        tell(number, max(total, number))
    return Checked(number, elsewhere, tuple(faults))


def _count(node: RunningNode) -> int:
    with node.engines.read.connect() as connection:
        found = sa.select(sa.func.count()).select_from(part).where(part.c.kind == KIND)
        return connection.execute(found).scalar_one()


def _papers(node: RunningNode) -> Iterator[_Paper]:
    """Every part of every paper, by batches: no transaction stays open while documents are read."""
    after: tuple[int, str, str] = (0, "", "")
    while True:
        place = sa.tuple_(part.c.ord, part.c.record_id, part.c.label)
        query = (
            sa.select(part.c.ord, part.c.record_id, part.c.label, part.c.body)
            .where(part.c.kind == KIND, place > sa.tuple_(*map(sa.literal, after)))
            .order_by(part.c.ord, part.c.record_id, part.c.label)
            .limit(BATCH)
        )
        with node.engines.read.connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            yield _Paper(row.ord, row.record_id, row.label, bytes(row.body))
        if len(rows) < BATCH:
            return
        after = (rows[-1].ord, rows[-1].record_id, rows[-1].label)


def _stands(node: RunningNode, paper: _Paper) -> bool:
    with node.engines.read.connect() as connection:
        here = part.c.record_id == paper.id, part.c.label == paper.label, part.c.ord == paper.ord
        erased = connection.execute(sa.select(part.c.erased).where(*here)).scalar_one()
    return erased is None
