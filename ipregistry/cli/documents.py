"""documents: the papers of cases as they are kept."""

from __future__ import annotations

from dataclasses import asdict

import click

from ipregistry.cli.keeping import bar
from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.services.documents.checking import check as check_node
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


@documents.command(epilog="Example: ipregistry documents check --json")
@as_json
def check(as_json: bool) -> None:
    """Read the document of every paper of every case: whether it is here, opens, and is the one
    that the paper's record names. Status 1 if one is not. Nothing is changed.
    """
    with opened_node() as node, bar() as shown:
        task = shown.add_task("reading", total=None)
        found = check_node(
            node, lambda n, of: shown.update(task, description=f"{n} of {of} papers read")
        )
    lines = [f"{one.paper} of case {one.case}: {one.fault}" for one in found.faults]
    lines.append(
        f"{found.papers} papers, {found.elsewhere} kept elsewhere or erased, "
        f"{len(found.faults)} faults"
    )
    say("\n".join(lines), asdict(found), json_wanted=as_json)
    if found.faults:
        raise SystemExit(1)
