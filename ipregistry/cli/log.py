"""log: how the node's log stands, and the change of its keys."""

from __future__ import annotations

from collections.abc import Callable

import click

from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.config import read_settings
from ipregistry.services.keys import rotate_receipt_key
from ipregistry.services.log.alarms import LogHaltedError
from ipregistry.services.log.places import LogPlace
from ipregistry.services.log.rotating import RotationError, retire_log_key, rotate_log_key
from ipregistry.services.log.signing import SignerBusyError
from ipregistry.services.log.standing import log_standing
from ipregistry.services.opening import log_place
from ipregistry.services.times import system_clock, write_instant


@click.group("log")
def log() -> None:
    """The node's public log."""


@log.command(epilog="Example: ipregistry log status --json")
@as_json
def status(as_json: bool) -> None:
    """How many entries are numbered and published; status 1 while the log is halted."""
    with opened_node() as node:
        standing = log_standing(node)
    alarm = standing.alarm
    value = {
        "log": standing.word,
        "numbered": standing.numbered,
        "published": standing.published,
        "waitingSince": standing.waiting_since,
        "alarm": None if alarm is None else {"code": alarm.code, "detail": alarm.detail},
    }
    text = f"{standing.word}: {standing.published} of {standing.numbered} entries are published"
    if alarm is not None:
        text += f"\n{alarm.code} since {alarm.since}: {alarm.detail}"
    say(text, value, json_wanted=as_json)
    if alarm is not None:
        raise SystemExit(1)


@log.command("rotate-key", epilog="Example: ipregistry log rotate-key")
@as_json
def rotate_key(as_json: bool) -> None:
    """A new log key beside the old one: both sign, until `retire-key`.

    Run as the user of the background process, which takes it up by itself.
    """
    vkey = _changed(rotate_log_key)
    text = f"{vkey}\nsigns from now on, and the key before too until `ipregistry log retire-key`"
    say(text, {"vkey": vkey}, json_wanted=as_json)


@log.command("retire-key", epilog="Example: ipregistry log retire-key")
@as_json
def retire_key(as_json: bool) -> None:
    """The log key before the present one signs no more; it is destroyed."""
    vkey = _changed(retire_log_key)
    say(f"{vkey}\nsigns alone from now on", {"vkey": vkey}, json_wanted=as_json)


@log.command("rotate-receipt-key", epilog="Example: ipregistry log rotate-receipt-key")
@as_json
def rotate_receipt(as_json: bool) -> None:
    """A new key for receipts; those under the old one stay valid.

    The web server signs with it from its next start, the log certifies it from the next start
    of the background process.
    """
    kid = rotate_receipt_key(read_settings().data, write_instant(system_clock()))
    text = f"{kid} signs receipts after the next start of the server and background process"
    say(text, {"kid": kid}, json_wanted=as_json)


def _changed(change: Callable[[LogPlace], str]) -> str:
    try:
        return change(log_place(read_settings()))
    except SignerBusyError as error:
        raise click.ClickException("the publisher is at work; please try again") from error
    except (RotationError, LogHaltedError) as error:
        raise click.ClickException(str(error)) from error
