"""Somebody at the API, and the keys that a demonstration files with."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ipregistry.cli.client import ApiError, call, send
from ipregistry.domain.access import Role
from ipregistry.services.accounts import create_account
from ipregistry.services.node import RunningNode


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at the API."""

    url: str
    key: str

    def file(self, filing_type: str, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """File under a key of its own for each piece of the demonstration."""
        address = f"{self.url}/api/v1/filings/{filing_type}"
        answer = call(address, key=self.key, body=body, idempotency=f"demonstration-{name}")
        filing: dict[str, Any] = answer["filing"]
        return filing

    def refused(self, filing_type: str, body: Mapping[str, Any], code: str) -> None:
        """File what is to be refused for this reason. Raises ClickException where it is not."""
        address = f"{self.url}/api/v1/filings/{filing_type}"
        self._expect(
            code, address, body, f"refused-{hashlib.sha256(str(body).encode()).hexdigest()}"
        )

    def hidden(self, path: str) -> None:
        """Ask for what this reader must not learn of."""
        self._expect("404", f"{self.url}/api/v1/{path}", None, None)

    def _expect(self, told: str, address: str, body: Any, idempotency: str | None) -> None:
        try:
            call(address, key=self.key, body=body, idempotency=idempotency)
        except ApiError as error:
            if told in f"{error.status} {error.body}":
                return
            message = f"{address}: expected {told}, got {error}"
            raise click.ClickException(message) from error
        message = f"{address}: expected {told}, but it was answered"
        raise click.ClickException(message)

    def get(self, path: str, **headers: str) -> Any:
        """What stands under a path of the API."""
        return call(f"{self.url}/api/v1/{path}", key=self.key, headers=headers)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a request that files nothing."""
        return call(f"{self.url}/api/v1/{path}", key=self.key, body=body)

    def upload(self, text: str) -> dict[str, Any]:
        """A plain text as a paper: its digest, size and type, as a filing names them."""
        answer = send(f"{self.url}/api/v1/documents", key=self.key, data=text.encode())
        return {name: answer[name] for name in ("digest", "byteQuantity", "mediaType")}

    def record(self, path: str) -> dict[str, Any]:
        """The members of a record's parts that this reader sees, put together."""
        parts = self.get(path)["partBag"]
        return {name: value for part in parts for name, value in part["body"].items()}


def made(filing: Mapping[str, Any], prefix: str) -> str:
    """The number of the record with this prefix that a filing made."""
    for part in filing["partBag"]:
        for record in part["body"].get("recordBag") or ():
            if record["record"].startswith(prefix):
                return str(record["record"])
    message = f"{filing['id']} made no {prefix}"
    raise click.ClickException(message)


def kept_keys(node: RunningNode, path: Path, accounts: Mapping[str, Role]) -> dict[str, str]:
    """The demonstration's keys; made once, kept in a file that only its owner reads."""
    if path.exists():
        keys: dict[str, str] = json.loads(path.read_text("utf-8"))
        return keys
    keys = {name: create_account(node, name, [role]).key for name, role in accounts.items()}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(keys, file)
    return keys
