"""documents: the papers of cases as they are kept."""

from __future__ import annotations

from dataclasses import asdict

import click

from ipregistry.cli.keeping import bar
from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.services.documents.sweeping import sweep as sweep_node


@click.group()
def documents() -> None:
    """The papers of cases as they are kept: check them, throw away what nobody filed."""


@documents.command(epilog="Example: ipregistry documents sweep")
@as_json
def sweep(as_json: bool) -> None:
    """Throw away uploads that no filing named within a day, what killed uploads left, and blobs
    without a row. The background process does the same, but for the last.
    """
    with opened_node() as node, bar() as shown:
        shown.add_task("sweeping", total=None)
        swept = sweep_node(node)
    text = (
        f"{swept.expired} uploads had waited too long, {swept.unfinished} were broken off, "
        f"{swept.orphans} blobs had no row"
    )
    say(text, asdict(swept), json_wanted=as_json)
