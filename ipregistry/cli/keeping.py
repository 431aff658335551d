"""rebuild and verify: what keeps the register honest."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.services.replay import examine, write_back
from ipregistry.services.scrubbing import scrub as scrub_node
from ipregistry.services.snapshots import snapshot


def bar() -> Bar:
    """A line on standard error that says how far a long command has come."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Bar(*columns, console=Console(stderr=True), transient=True)


@click.command(epilog="Example: ipregistry rebuild --apply")
@click.option("--apply", "apply_", is_flag=True, help="Write what differs into the live tables.")
@as_json
def rebuild(apply_: bool, as_json: bool) -> None:
    """Make every projection anew from the parts and compare; status 1 if any differs."""
    with opened_node() as node, bar() as shown:
        task = shown.add_task("replaying", total=None)
        with snapshot(node.engines) as connection:
            replayed, differences = examine(
                connection, node, lambda n: shown.update(task, description=f"{n} entries replayed")
            )
        if apply_ and differences:
            write_back(node, differences)
    value = {
        "entries": replayed.entries,
        "differences": [
            {"table": d.table, "key": list(d.key), "live": d.live is not None} for d in differences
        ],
        "applied": apply_,
    }
    lines = [f"{d.table} {d.key} differs" for d in differences]
    lines.append(f"{replayed.entries} entries replayed, {len(differences)} rows differ")
    say("\n".join(lines), value, json_wanted=as_json)
    if differences and not apply_:
        raise SystemExit(1)


@click.command(epilog="Example: ipregistry scrub")
def scrub() -> None:
    """Write the tables anew, so that no byte of what was erased is left in the database's files.

    Locks the tables while it runs. Backups, replicas and the engine's own write-ahead log keep
    what they have until they are overwritten or thrown away.
    """
    with opened_node() as node:
        scrub_node(node)
    click.echo("the tables were written anew")
