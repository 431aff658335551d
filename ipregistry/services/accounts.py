"""Accounts and API keys: made by the operator, kept as hashes, shown once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ipregistry.domain.access import Actor, Role
from ipregistry.models import account, api_key
from ipregistry.services.errors import ConflictError, NotFoundError
from ipregistry.services.node import RunningNode
from ipregistry.services.unit_of_work import unit_of_work

PREFIX = "ipr_"
LONGEST_KEY = 200
# What an operator can give; `public` is everybody, `system` the node itself.
GIVEN = tuple(role for role in Role if role not in {Role.PUBLIC, Role.SYSTEM})
SYSTEM_ACTOR = Actor("node", "node", frozenset({Role.SYSTEM}))


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown this once, and the account that it opens."""

    account: str
    key: str


def create_account(
    node: RunningNode, name: str, roles: Iterable[Role], party: str | None = None
) -> NewKey:
    """A new account with its first key. Raises ConflictError for a name that is taken."""
    try:
        with unit_of_work(node.engines) as work:
            return new_account(node, work.connection, node.new_id("account"), name, roles, party)
    except IntegrityError as error:
        raise ConflictError("account-name-taken", {"name": name}) from error


def new_account(
    node: RunningNode,
    connection: sa.Connection,
    account_id: str,
    name: str,
    roles: Iterable[Role],
    party: str | None = None,
) -> NewKey:
    """An account with its first key, in a transaction of the caller's."""
    row = {
        "id": account_id,
        "name": name,
        "roles": ",".join(sorted(role.value for role in roles)),
        "party_id": party,
        "created_at": node.now(),
    }
    connection.execute(account.insert(), row)
    return NewKey(account_id, _new_key(node, connection, account_id, None))


def create_key(node: RunningNode, name: str, expires_at: str | None = None) -> NewKey:
    """One more key for an account. Raises NotFoundError."""
    with unit_of_work(node.engines) as work:
        found = work.connection.execute(
            sa.select(account.c.id).where(account.c.name == name)
        ).scalar_one_or_none()
        if found is None:
            raise NotFoundError("account-unknown", {"name": name})
        return NewKey(found, _new_key(node, work.connection, found, expires_at))


def link_party(node: RunningNode, name: str, party: str) -> None:
    """Say which party an account acts for as itself. Raises NotFoundError."""
    with unit_of_work(node.engines) as work:
        changed = work.connection.execute(
            account.update().where(account.c.name == name).values(party_id=party)
        )
        if changed.rowcount != 1:
            raise NotFoundError("account-unknown", {"name": name})


def revoke_keys(node: RunningNode, name: str, hint: str | None = None) -> int:
    """End an account's keys at once (all, or those with this hint); how many were ended."""
    with unit_of_work(node.engines) as work:
        ids = sa.select(account.c.id).where(account.c.name == name)
        ending = api_key.update().where(
            api_key.c.account_id.in_(ids), api_key.c.revoked_at.is_(None)
        )
        if hint is not None:
            ending = ending.where(api_key.c.hint == hint)
        return work.connection.execute(ending.values(revoked_at=node.now())).rowcount


def list_accounts(node: RunningNode) -> list[dict[str, Any]]:
    """Accounts with their roles and live keys' hints."""
    query = (
        sa.select(account, api_key.c.hint, api_key.c.revoked_at, api_key.c.expires_at)
        .outerjoin(api_key, api_key.c.account_id == account.c.id)
        .order_by(account.c.name, api_key.c.created_at)
    )
    found: dict[str, dict[str, Any]] = {}
    with node.engines.read.connect() as connection:
        for row in connection.execute(query):
            entry = found.setdefault(
                row.id,
                {
                    "account": row.id,
                    "name": row.name,
                    "roles": row.roles.split(","),
                    "party": row.party_id,
                    "keys": [],
                },
            )
            if row.hint is not None and row.revoked_at is None:
                entry["keys"].append({"hint": row.hint, "expiresAt": row.expires_at})
    return list(found.values())


_ACTOR_SQL = (
    "SELECT a.id, a.name, a.roles, a.party_id, k.expires_at FROM api_key k "
    "JOIN account a ON a.id = k.account_id "
    "WHERE k.hash = {mark} AND k.revoked_at IS NULL AND a.disabled_at IS NULL"
)


def actor_of(node: RunningNode, key: str) -> Actor | None:
    """Who presents this key; None for one that is not known, revoked or expired.

    Looked up by its hash: no secret is compared, and nothing is cached, so that a
    revocation counts with the next request.
    """
    if not key.startswith(PREFIX) or len(key) > LONGEST_KEY:
        return None
    raw = node.engines.read.raw_connection()
    try:
        cursor = raw.cursor()
        mark = "?" if node.engines.is_sqlite else "%s"
        cursor.execute(_ACTOR_SQL.format(mark=mark), (_hash(key),))
        row = cursor.fetchone()
    finally:
        raw.close()
    if row is None or (row[4] is not None and row[4] <= node.now()):
        return None
    return Actor(row[0], row[1], frozenset(Role(role) for role in row[2].split(",")), row[3])


def _new_key(
    node: RunningNode, connection: sa.Connection, account_id: str, expires_at: str | None
) -> str:
    key = PREFIX + secrets.token_urlsafe(32)
    connection.execute(
        api_key.insert(),
        {
            "hash": _hash(key),
            "account_id": account_id,
            "hint": key[-6:],
            "created_at": node.now(),
            "expires_at": expires_at,
        },
    )
    return key


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
