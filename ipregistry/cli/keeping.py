"""rebuild and verify: what keeps the register honest."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.cli.published import verify_log
from ipregistry.services.log.published import Asked
from ipregistry.services.replay import examine, write_back
from ipregistry.services.scrubbing import scrub as scrub_node
from ipregistry.services.snapshots import snapshot
from ipregistry.services.verification import verify as verify_node


def _bar() -> Bar:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Bar(*columns, console=Console(stderr=True), transient=True)


@click.command(epilog="Example: ipregistry rebuild --apply")
@click.option("--apply", "apply_", is_flag=True, help="Write what differs into the live tables.")
@as_json
def rebuild(apply_: bool, as_json: bool) -> None:
    """Make every projection anew from the parts and compare; status 1 if any differs."""
    with opened_node() as node, _bar() as bar:
        task = bar.add_task("replaying", total=None)
        with snapshot(node.engines) as connection:
            replayed, differences = examine(
                connection, node, lambda n: bar.update(task, description=f"{n} entries replayed")
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


@click.command(epilog="Example: ipregistry verify --log https://register.example/log --key vkey")
@click.option("--log", metavar="PLACE", help="A published log: its folder or URL.")
@click.option("--key", "keys", multiple=True, metavar="VKEY", help="Its key, or a file of keys.")
@click.option("--policy", type=Path, help="A tlog-policy file: which witnesses must have cosigned.")
@click.option("--max-age", type=click.IntRange(min=1), help="Seconds that a cosignature counts.")
@click.option("--older", type=Path, multiple=True, help="A checkpoint that was kept from earlier.")
@as_json
def verify(
    log: str | None,
    keys: tuple[str, ...],
    policy: Path | None,
    max_age: int | None,
    older: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Check every commitment and leaf, and that replay equals live; status 1 on a fault.

    With --log: check a published log from its entries up to what was signed. That needs no
    database, and may be anybody's.
    """
    if log is not None:
        if not keys and policy is None:
            raise click.UsageError("--log needs --key, or a --policy that names the log")
        verify_log(Asked(log, keys, policy, older, max_age), json_wanted=as_json)
        return
    if keys or policy or older or max_age:
        raise click.UsageError("--key, --policy, --older and --max-age belong to --log")
    with opened_node() as node, _bar() as bar:
        task = bar.add_task("verifying", total=None)
        report = verify_node(node, lambda n: bar.update(task, description=f"{n} entries verified"))
    value = {
        "entries": report.entries,
        "parts": report.parts,
        "erased": report.erased,
        "faults": report.faults,
    }
    lines = [f"{fault['fault']}: {fault['place']}" for fault in report.faults]
    lines.append(
        f"{report.entries} entries, {report.parts} parts ({report.erased} erased) verified, "
        f"{len(report.faults)} faults"
    )
    say("\n".join(lines), value, json_wanted=as_json)
    if report.faults:
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
