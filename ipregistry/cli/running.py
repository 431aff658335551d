"""init, serve, background, openapi."""

from __future__ import annotations

import json
import signal
import threading
from typing import Any

import click
import yaml

import ipregistry
from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.config import read_settings
from ipregistry.services.background import run_tasks
from ipregistry.services.log.alarms import standing_alarm
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import initialise, open_node


@click.command(epilog="Example: IPREGISTRY_DATA=/srv/ipregistry ipregistry init")
@as_json
def init(as_json: bool) -> None:
    """Make keys, database and first policies, where they are missing."""
    settings = read_settings()
    done = initialise(settings)
    text = "\n".join(done) if done else "nothing to do: the node is ready"
    say(text, {"done": done, "data": str(settings.data)}, json_wanted=as_json)


@click.command(epilog="Example: ipregistry serve --host 127.0.0.1 --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes; by default 1 on SQLite, else 2."
)
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 256))
def serve(host: str, port: int, workers: int | None, threads: int) -> None:
    """Run the production server."""
    from granian import Granian  # noqa: PLC0415 - only this command needs it
    from granian.constants import Interfaces  # noqa: PLC0415

    settings = read_settings()
    open_node(settings).engines.dispose()
    # SQLite has one writer: threads of one process queue for it in order, processes by chance.
    count = workers or (1 if settings.is_sqlite else 2)
    Granian(
        "ipregistry:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=count,
        blocking_threads=threads,
        websockets=False,
    ).serve()


@click.command(epilog="Example: ipregistry background --once")
@click.option("--once", is_flag=True, help="Run each task once and stop.")
@click.option("--interval", default=1.0, show_default=True, help="Seconds between rounds.")
def background(once: bool, interval: float) -> None:
    """Run the tasks that no web worker runs; a second one waits."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with opened_node() as node:
        while not stop.is_set():
            run_tasks(node)
            if once:
                _fail_in_alarm(node)
                return
            stop.wait(interval)


def _fail_in_alarm(node: RunningNode) -> None:
    with node.engines.read.connect() as connection:
        alarm = standing_alarm(connection)
    if alarm is not None:
        raise click.ClickException(f"the log is halted: {alarm.code}: {alarm.detail}")


@click.command(epilog="Example: ipregistry openapi > api_spec/openapi.yaml")
@as_json
def openapi(as_json: bool) -> None:
    """Print the contract, as made from the routes; the node need not be initialised."""
    click.echo(contract_text(ipregistry.make_contract(), as_json=as_json), nl=False)


def contract_text(contract: dict[str, Any], *, as_json: bool) -> str:
    """The contract as it is checked in (YAML), or as JSON."""
    if as_json:
        return json.dumps(contract, ensure_ascii=False, indent=2) + "\n"
    return yaml.safe_dump(contract, allow_unicode=True, sort_keys=False, width=100)
