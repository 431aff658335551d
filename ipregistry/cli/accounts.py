"""Accounts and API keys."""

from __future__ import annotations

import click

from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.domain.access import Role
from ipregistry.services.accounts import (
    GIVEN,
    create_account,
    create_key,
    link_party,
    list_accounts,
    revoke_keys,
)

ROLES = click.Choice([role.value for role in GIVEN])


@click.group()
def account() -> None:
    """Who may file: accounts with their roles."""


@account.command(
    "create", epilog="Example: ipregistry account create --name desk-1 --role registrar"
)
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=ROLES)
@click.option("--party", help="The party that the account acts for as itself.")
@as_json
def create(name: str, roles: tuple[str, ...], party: str | None, as_json: bool) -> None:
    """Make an account and print its key, once."""
    with opened_node() as node:
        made = create_account(node, name, [Role(role) for role in roles], party)
    say(made.key, {"account": made.account, "key": made.key}, json_wanted=as_json)


@account.command("link", epilog="Example: ipregistry account link --name firm-a --party PA-…")
@click.option("--name", required=True)
@click.option("--party", required=True)
def link(name: str, party: str) -> None:
    """Say which party an account acts for as itself."""
    with opened_node() as node:
        link_party(node, name, party)


@account.command("list", epilog="Example: ipregistry account list --json")
@as_json
def list_all(as_json: bool) -> None:
    """List accounts, their roles, and the last characters of their keys."""
    with opened_node() as node:
        found = list_accounts(node)
    lines = [
        f"{a['account']}  {a['name']}  {','.join(a['roles'])}  keys: "
        + (", ".join("…" + k["hint"] for k in a["keys"]) or "none")
        for a in found
    ]
    say("\n".join(lines), found, json_wanted=as_json)


@click.group()
def key() -> None:
    """API keys: shown once, stored as hashes."""


@key.command(
    "create",
    epilog="Example: ipregistry key create --name desk-1 --expires 2027-01-01T00:00:00Z",
)
@click.option("--name", required=True, help="The account.")
@click.option("--expires", help="UTC instant after which the key opens nothing.")
@as_json
def create_one(name: str, expires: str | None, as_json: bool) -> None:
    """Make one more key for an account and print it, once."""
    with opened_node() as node:
        made = create_key(node, name, expires)
    say(made.key, {"account": made.account, "key": made.key}, json_wanted=as_json)


@key.command("revoke", epilog="Example: ipregistry key revoke --name desk-1")
@click.option("--name", required=True, help="The account.")
@click.option("--hint", help="Only the key that ends so.")
@as_json
def revoke(name: str, hint: str | None, as_json: bool) -> None:
    """End keys at once."""
    with opened_node() as node:
        count = revoke_keys(node, name, hint)
    say(f"{count} ended", {"ended": count}, json_wanted=as_json)
    if count == 0:
        raise click.ClickException(f"no live key of {name}")
