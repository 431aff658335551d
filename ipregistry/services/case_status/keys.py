"""Status keys of sides, made from the node's secret; and which of given ones are right."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.domain.cases.status_keys import (
    PURPOSE,
    Pair,
    characters_of,
    key_source,
    read_key,
    write_key,
)
from ipregistry.domain.ids import kind_of
from ipregistry.services.keys import Keys
from ipregistry.services.queries import Query


class _Row(NamedTuple):
    case_id: str
    position: int
    side: str
    generation: int


PRESENT = Query(
    "SELECT case_id, position, side, generation FROM case_key WHERE case_id IN (?)", _Row
)
_NOBODY = _Row("", 0, "", 0)


def key_of(keys: Keys, case: str, position: int, generation: int) -> str:
    """The key of a side, as it is shown to whoever may have it."""
    digest = keys.keyed_hash(PURPOSE, key_source(case, position, generation))
    return write_key(position, digest)


def sides_opened(connection: sa.Connection, keys: Keys, pairs: Sequence[Pair]) -> list[str | None]:
    """For each pair the side that its key is of; None of a wrong key and of a number that is not
    known, which cost the same: one look-up for all of them, and one keyed hash for each.
    """
    cases = sorted({_number(pair.case) for pair in pairs})
    known = {(row.case_id, row.position): row for row in PRESENT.rows(connection, cases)}
    return [_side(keys, pair, known) for pair in pairs]


def _side(keys: Keys, pair: Pair, known: dict[tuple[str, int], _Row]) -> str | None:
    given = read_key(pair.key)
    position = 0 if given is None else given.position
    number = _number(pair.case)
    row = known.get((number, position), _NOBODY)
    right = characters_of(key_of(keys, number, position, row.generation))
    asked = "" if given is None else given.characters
    # Compared whatever is there: that a number is known must not show in the work done.
    same = hmac.compare_digest(right.encode(), asked.encode())
    return row.side if same and row is not _NOBODY else None


def _number(given: str) -> str:
    """A case's number; of anything else none, which is looked for all the same."""
    return given if kind_of(given) == "case" else ""
