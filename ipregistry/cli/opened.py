"""The node as commands use it: opened from the environment, closed at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from ipregistry.config import read_settings
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import open_node

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@contextmanager
def opened_node() -> Iterator[RunningNode]:
    """The node that the environment names. Raises ConfigurationError, KeysMissingError."""
    node = open_node(read_settings())
    try:
        yield node
    finally:
        node.engines.dispose()


def say(text: str, value: Any, *, json_wanted: bool) -> None:
    """`text` for people, or `value` as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2) if json_wanted else text)
