"""verify: what the public, the holder of a paper and the operator can each prove."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ipregistry.cli.keeping import bar
from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.cli.published import verify_log
from ipregistry.services.checking.findings import Findings
from ipregistry.services.checking.holder import Trust, verify_paper
from ipregistry.services.checking.keys import KeyFileError, log_keys, receipt_key
from ipregistry.services.checking.public import (
    FolderSource,
    NodeReader,
    Older,
    verify_folder,
    verify_node,
)
from ipregistry.services.log.published import Asked
from ipregistry.services.verification import verify as verify_register

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KEY = click.option(
    "--key",
    "keys",
    multiple=True,
    required=True,
    help="A verifier key of the log (name+id+key), or a file with such keys.",
)
_OLDER = click.option(
    "--older",
    multiple=True,
    type=_FILE,
    help="A checkpoint that was kept from earlier: without one a log that was rewritten and "
    "signed again looks like any other.",
)


@click.group(
    invoke_without_command=True,
    epilog="Example: ipregistry verify public https://register.example --key vkey",
)
@click.option("--log", metavar="PLACE", help="A published log: its folder or URL.")
@click.option("--key", "keys", multiple=True, metavar="VKEY", help="Its key, or a file of keys.")
@click.option("--policy", type=Path, help="A tlog-policy file: which witnesses must have cosigned.")
@click.option("--max-age", type=click.IntRange(min=1), help="Seconds that a cosignature counts.")
@click.option("--older", type=Path, multiple=True, help="A checkpoint that was kept from earlier.")
@as_json
@click.pass_context
def verify(
    context: click.Context,
    log: str | None,
    keys: tuple[str, ...],
    policy: Path | None,
    max_age: int | None,
    older: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Say what can be proved, by whom, and the first fault; status 1 on a fault.

    `public`: anybody, with the log's key. `holder`: whoever has a paper. `operator`: the
    database, and what happens without a word: `ipregistry verify`. With --log: a published log
    alone, from its entries up to what was signed, and its witnesses.
    """
    if context.invoked_subcommand is not None:
        return
    if log is not None:
        if not keys and policy is None:
            raise click.UsageError("--log needs --key, or a --policy that names the log")
        verify_log(Asked(log, keys, policy, older, max_age), json_wanted=as_json)
        return
    if keys or policy or older or max_age:
        raise click.UsageError("--key, --policy, --older and --max-age belong to --log")
    _operator(as_json)


@verify.command(epilog="Example: ipregistry verify operator --json")
@as_json
def operator(as_json: bool) -> None:
    """The database of this node: every commitment and leaf, replay into an empty register equal
    to the live one, and the published log equal to the database.
    """
    _operator(as_json)


def _operator(as_json: bool) -> None:
    with opened_node() as node, bar() as shown:
        task = shown.add_task("verifying", total=None)
        report = verify_register(
            node, lambda n: shown.update(task, description=f"{n} entries verified")
        )
    say("\n".join(report.lines()), report.document(), json_wanted=as_json)
    if report.faults:
        raise SystemExit(1)


@verify.command(
    epilog="Example: ipregistry verify public https://register.example --key vkey --state seen.json"
)
@click.argument("source")
@_KEY
@_OLDER
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep how far was verified: the next run goes on there, and holds the log "
    "against the checkpoint that was seen then.",
)
@as_json
def public(
    source: str, keys: tuple[str, ...], older: tuple[Path, ...], state: Path | None, as_json: bool
) -> None:
    """The log as a folder (offline), or of a node by its address with every public part.

    An API key in IPREGISTRY_KEY reads as that account.
    """
    trusted = _keys(keys)
    kept = [Older(path.name, path.read_bytes()) for path in older]
    if "://" not in source:
        _tell(verify_folder(FolderSource(Path(source)), trusted, kept), as_json)
        return
    reader = NodeReader(source.rstrip("/"), os.environ.get("IPREGISTRY_KEY"))
    start, seen = _seen(state)
    with bar() as shown:
        task = shown.add_task("verifying", total=None)
        findings = verify_node(
            reader,
            trusted,
            [*kept, *seen],
            start=start,
            progress=lambda n: shown.update(task, description=f"{n} entries verified"),
            keep=_keeper(state),
        )
    _tell(findings, as_json)


@verify.command(
    epilog="Example: ipregistry verify holder copy.json --key vkey --receipt-key receipt-key.json"
)
@click.argument("paper", type=_FILE)
@_KEY
@click.option(
    "--receipt-key",
    "receipt",
    type=_FILE,
    help="The node's receipt key as /log/receipt-key gives it, or the log's note about it.",
)
@click.option(
    "--proof",
    type=_FILE,
    help="For a receipt the log's proof (C2SP tlog-proof); for a page of the feed the proof of a "
    "public part that it ought to show.",
)
@as_json
def holder(
    paper: Path, keys: tuple[str, ...], receipt: Path | None, proof: Path | None, as_json: bool
) -> None:
    """One certified copy, proof of a part, or receipt: with its salts, without any network."""
    trusted = _keys(keys)
    try:
        signer = None if receipt is None else receipt_key(receipt.read_bytes(), trusted)
    except KeyFileError as error:
        raise click.ClickException(f"{receipt}: {error}") from error
    proven = None if proof is None else proof.read_bytes()
    _tell(verify_paper(paper.read_bytes(), Trust(trusted, signer), proven), as_json)


def _keys(given: tuple[str, ...]) -> Any:
    texts = [Path(one).read_text("utf-8") if Path(one).is_file() else one for one in given]
    try:
        return log_keys(texts)
    except KeyFileError as error:
        raise click.ClickException(str(error)) from error


def _tell(findings: Findings, as_json: bool) -> None:
    say("\n".join(findings.lines()), findings.document(), json_wanted=as_json)
    if findings.faults:
        raise SystemExit(1)


def _seen(state: Path | None) -> tuple[int, list[Older]]:
    """From where to go on, and the checkpoint that was seen then."""
    if state is None or not state.exists():
        return 0, []
    try:
        value = json.loads(state.read_text("utf-8"))
        return int(value["next"]), [Older(state.name, str(value["checkpoint"]).encode())]
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"{state} is not a state of this command") from error


def _keeper(state: Path | None) -> Callable[[int, bytes], None] | None:
    if state is None:
        return None

    def keep(done: int, checkpoint: bytes) -> None:
        beside = state.with_name(f".{state.name}.new")
        beside.write_text(json.dumps({"next": done, "checkpoint": checkpoint.decode()}), "utf-8")
        beside.replace(state)

    return keep
