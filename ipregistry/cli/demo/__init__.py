"""Demonstrations, played through the public API by people with keys, as anybody would."""

from __future__ import annotations

import click

from ipregistry.cli.client import ApiError
from ipregistry.cli.demo import cases, register
from ipregistry.cli.opened import opened_node
from ipregistry.config import read_settings

STORIES = {"register": register.play, "cases": cases.play}

__all__ = ["demo"]


@click.command(epilog="Example: ipregistry demo register --url http://127.0.0.1:8080")
@click.argument("story", type=click.Choice(sorted(STORIES)))
@click.option("--url", default="http://127.0.0.1:8080", show_default=True)
def demo(story: str, url: str) -> None:
    """Play a story against a node that serves on this machine.

    `register` loads a small register, and may be run again: the same filings under the same keys
    change nothing. `cases` plays a mediation with what goes wrong in one.
    """
    folder = read_settings().data
    with opened_node() as node:
        try:
            STORIES[story](node, folder, url)
        except ApiError as error:
            raise click.ClickException(f"the node refused: {error}") from error
