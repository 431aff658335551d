"""One-time doors: a party that has no account yet enters its case by a code from its letter.

The code is shown once and kept as its hash. Entering makes the account, its key and the filing
that puts it on its side in one commit: used twice, or by two at once, it opens for one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.cases.status_keys import read_key, write_key
from ipregistry.models import case_door
from ipregistry.services.accounts import SYSTEM_ACTOR, NewKey, new_account
from ipregistry.services.audit import note
from ipregistry.services.case_status.reading import case_known_to
from ipregistry.services.case_status.slowing import seconds_after_failures
from ipregistry.services.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    SlowDownError,
)
from ipregistry.services.filings import Submission, submit
from ipregistry.services.node import RunningNode
from ipregistry.services.queries import Query
from ipregistry.services.times import write_instant
from ipregistry.services.unit_of_work import UnitOfWork, unit_of_work
from ipregistry.tlog.leaves import sha256_text

OPEN_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Door:
    """A door for a party of a side, by its place there, with the code as it is shown once."""

    code: str
    case: str
    side: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Entered:
    """The account that the code gave, with its key as it is shown once."""

    key: NewKey
    case: str
    side: str
    filing: str


class _Row(NamedTuple):
    case_id: str
    side: str
    position: int
    expires_at: str
    used_at: str | None


DOOR = Query(
    "SELECT case_id, side, position, expires_at, used_at FROM case_door WHERE hash = ?", _Row
)
_USE = (
    "UPDATE case_door SET used_at = ?, account_id = ? "
    "WHERE hash = ? AND used_at IS NULL AND expires_at > ?"
)


def open_door(node: RunningNode, actor: Actor, case_id: str, side: str, position: int = 0) -> Door:
    """A door for a party, to go into the notice to it. An unused one of the same party closes.

    Raises ForbiddenError for who is no case manager, NotFoundError.
    """
    case = case_known_to(node, actor, case_id)
    if Role.CASE_MANAGER not in actor.roles:
        raise ForbiddenError("role-may-not-file", {"type": "case-joining"})
    known = case.side(side)
    if known is None or position >= len(known["partyBag"]):
        raise NotFoundError("case-side-unknown", {"side": side})
    code, now = write_key(0, secrets.token_bytes(32)), node.now()
    expires_at = write_instant(node.clock() + OPEN_FOR)
    row = {
        "hash": _hash(code),
        "case_id": case_id,
        "side": side,
        "position": position,
        "issued_by": actor.account or "node",
        "issued_at": now,
        "expires_at": expires_at,
    }
    same = sa.and_(
        case_door.c.case_id == case_id,
        case_door.c.side == side,
        case_door.c.position == position,
        case_door.c.used_at.is_(None),
        case_door.c.expires_at > now,
    )
    with unit_of_work(node.engines) as work:
        work.connection.execute(case_door.update().where(same).values(expires_at=now))
        work.connection.execute(case_door.insert(), row)
    note(node, actor, "open:case-door", "opened", side, sha256_text(case_id.encode()))
    return Door(code, case_id, side, expires_at)


def enter(node: RunningNode, code: str, address: str) -> Entered:
    """The account of whoever has the code, which ends with it.

    Raises NotFoundError for an unknown code (SlowDownError where there were too many),
    ConflictError for one that was used or has run out, and what `submit` raises.
    """
    digest = _hash(code)
    with node.engines.read.connect() as connection:
        rows = DOOR.rows(connection, digest)
    if not rows:
        _slow_down(node, address)
        raise NotFoundError("case-door-unknown")
    door = rows[0]
    if door.used_at is not None:
        raise ConflictError("case-door-used")
    if door.expires_at <= node.now():
        raise ConflictError("case-door-expired")
    account_id = node.new_id("account")
    made: list[NewKey] = []

    def also(work: UnitOfWork, _filing: str) -> None:
        now = node.now()
        if work.execute(_USE, (now, account_id, digest, now)).rowcount != 1:
            raise ConflictError("case-door-used")
        made.append(new_account(node, work.connection, account_id, account_id, [Role.PARTY]))

    body = {
        "case": door.case_id,
        "side": door.side,
        "partyPosition": door.position,
        "account": account_id,
    }
    key = f"door-{digest.hex()}-{account_id}"
    taken = submit(node, SYSTEM_ACTOR, Submission("case-joining", body, key), also)
    return Entered(made[-1], door.case_id, door.side, taken.filing_id)


def _slow_down(node: RunningNode, address: str) -> None:
    seconds = seconds_after_failures(node, address, [f"door {address}"])
    if seconds:
        raise SlowDownError("case-status-slow-down", {"seconds": seconds})


def _hash(code: str) -> bytes:
    """Of the code as typed, blanks and hyphens aside; of a mistyped one a hash of nothing known."""
    given = read_key(code)
    return sha256(b"" if given is None else given.characters.encode()).digest()
