"""Where a case stands, for whoever may ask: by what he is in it, or by a side's key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.domain.cases.facts import CaseFacts
from ipregistry.domain.cases.sides import Standing, standing_of
from ipregistry.domain.cases.status import Asked, Now, brought_up_to, status_of
from ipregistry.domain.cases.status_keys import Pair, generation_of
from ipregistry.domain.ids import kind_of
from ipregistry.domain.packs.terms import Calendars
from ipregistry.domain.packs.versions import calendars_in_force
from ipregistry.models import case_file
from ipregistry.services.audit import note
from ipregistry.services.case_status.keys import key_of, sides_opened
from ipregistry.services.closures import published_closures
from ipregistry.services.errors import NotFoundError
from ipregistry.services.listing import Page, PageRequest, cases_of, page_of_keys
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_calendars, published_pack
from ipregistry.services.queries import Query
from ipregistry.services.snapshots import snapshot
from ipregistry.tlog.leaves import sha256_text

Status = Mapping[str, Any]


class _Row(NamedTuple):
    id: str
    version: int
    body: bytes


CASES = Query(
    "SELECT p.record_id, p.version, p.body FROM current_part c "
    "JOIN part p ON p.record_id = c.record_id AND p.label = c.label AND p.version = c.version "
    "WHERE c.record_id IN (?) AND c.label = 'case:all'",
    _Row,
)


def status_for(node: RunningNode, actor: Actor, case_id: str) -> bytes:
    """The status of a case for somebody who is in it. Raises NotFoundError for everybody else."""
    with snapshot(node.engines) as connection:
        case = _known(connection, [case_id]).get(case_id)
        standing = None if case is None else standing_of(case, actor)
        if case is None or standing is None:
            raise NotFoundError("case-unknown", {"case": case_id})
        return orjson.dumps(_Reader(node, connection).status(case, standing))


def status_by_keys(node: RunningNode, pairs: Sequence[Pair]) -> list[Status | None]:
    """For each pair the status as the key's side sees it; None where number or key is wrong."""
    with snapshot(node.engines) as connection:
        opened = sides_opened(connection, node.keys, pairs)
        right = {p.case for p, side in zip(pairs, opened, strict=True) if side is not None}
        cases = _known(connection, sorted(right)) if right else {}
        reader = _Reader(node, connection)
        return [
            None if side is None else reader.status(cases[pair.case], _as(cases[pair.case], side))
            for pair, side in zip(pairs, opened, strict=True)
        ]


def statuses_of(
    node: RunningNode, actor: Actor, page: PageRequest, changed_after: str | None = None
) -> Page:
    """The status of each case that the actor is in, as he sees it."""
    query = cases_of(actor, changed_after)
    with snapshot(node.engines) as connection:
        ids, after, count = page_of_keys(connection, query, case_file.c.id, page)
        cases, reader = _known(connection, ids), _Reader(node, connection)
        standings = ((cases[one], standing_of(cases[one], actor)) for one in ids)
        items = tuple(
            orjson.dumps(reader.status(case, standing))
            for case, standing in standings
            if standing is not None
        )
    return Page(items, after, count)


def status_key_for(
    node: RunningNode, actor: Actor, case_id: str, side: str | None
) -> dict[str, Any]:
    """The present key of the actor's own side; the case manager names the side whose letter it
    goes into. Raises NotFoundError.
    """
    case = case_known_to(node, actor, case_id)
    standing = standing_of(case, actor) or Standing("", "")
    own = case.side(standing.side)
    asked = side if own is None else standing.side
    if side not in {None, asked}:
        raise NotFoundError("case-side-unknown", {"side": str(side)})
    for position, one in enumerate(case.sides):
        if one["side"] == asked:
            key = key_of(node.keys, case_id, position, generation_of(one))
            if own is None:
                # Not its own side's: who gave out whose key is to be found again.
                note(node, actor, "read:status-key", "given", asked or "", _digest(case_id))
            return {"case": case_id, "side": asked, "statusKey": key}
    raise NotFoundError("case-side-unknown", {"side": asked or "-"})


def case_known_to(node: RunningNode, actor: Actor, case_id: str) -> CaseFacts:
    """A case for somebody who is in it. Raises NotFoundError for everybody else."""
    with snapshot(node.engines) as connection:
        case = _known(connection, [case_id]).get(case_id)
    if case is None or standing_of(case, actor) is None:
        raise NotFoundError("case-unknown", {"case": case_id})
    return case


def _as(case: CaseFacts, side: str) -> Standing:
    found = case.side(side)
    return Standing(side if found is None else found["role"], side)


def _known(connection: sa.Connection, ids: Iterable[str]) -> dict[str, CaseFacts]:
    rows = CASES.rows(connection, [one for one in ids if kind_of(one) == "case"])
    return {row.id: _facts(connection, row) for row in rows}


def _facts(connection: sa.Connection, row: _Row) -> CaseFacts:
    part = orjson.loads(row.body)
    pin = part["pack"]
    pack = published_pack(connection, pin["record"], pin["version"], pin["digest"])
    return CaseFacts(row.id, row.version, part["recordedAt"], part, pack)


class _Reader:
    """Reads statuses as of one moment; calendars are asked for once, where one is needed."""

    def __init__(self, node: RunningNode, connection: sa.Connection) -> None:
        self._connection = connection
        self._now, self._at = node.now(), Now(node.clock(), node.today())
        self._calendars: Calendars | None = None

    def status(self, case: CaseFacts, standing: Standing) -> dict[str, Any]:
        """The case with what has run out by now, whether the sweep has come by or not."""
        document = case.document
        if _something_ran_out(document, self._now):
            document = brought_up_to(case, self._known_calendars(), self._now)
        asked = Asked(
            case.id,
            case.version,
            document,
            case.published.pack,
            standing.side,
            standing.role,
            tuple(reversed(document.get("eventBag") or ())),
        )
        return {**status_of(asked, self._at), "changedAt": case.recorded_at}

    def _known_calendars(self) -> Calendars:
        if self._calendars is None:
            self._calendars = calendars_in_force(
                published_calendars(self._connection), published_closures(self._connection)
            )
        return self._calendars


def _something_ran_out(document: Mapping[str, Any], now: str) -> bool:
    return any(
        "expiryEvent" in one and one.get("overAt", now) < now
        for one in document.get("deadlineBag") or ()
    )


def _digest(case_id: str) -> str:
    return sha256_text(case_id.encode())
