"""verify: what the public, the holder of a paper and the operator can each prove."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
from click.decorators import FC

from ipregistry.cli.keeping import bar
from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.services.checking.findings import Findings
from ipregistry.services.checking.holder import Trust, verify_paper
from ipregistry.services.checking.keys import (
    MAX_FILE_BYTES,
    KeyFileError,
    keys_and_policy,
    receipt_key,
)
from ipregistry.services.checking.public import (
    FolderSource,
    Freshness,
    Known,
    NodeReader,
    Older,
    ServedLog,
    verify_files,
    verify_node,
)
from ipregistry.services.verification import verify as verify_register

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _keys_option(*, required: bool) -> Callable[[FC], FC]:
    return click.option(
        "--key",
        "keys",
        multiple=True,
        required=required,
        help="A verifier key of the log (name+id+key), or a file with such keys.",
    )


@click.group(
    invoke_without_command=True,
    epilog="Example: ipregistry verify public https://register.example --key vkey",
)
@as_json
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Say what can be proved, by whom, and the first fault; status 1 on a fault.

    `public`: anybody, with the log's key. `holder`: whoever has a paper. `operator`: the
    database, and what happens without a word: `ipregistry verify`.
    """
    if context.invoked_subcommand is None:
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
@_keys_option(required=False)
@click.option(
    "--older",
    multiple=True,
    type=_FILE,
    help="A checkpoint that was kept from earlier: without one a log that was rewritten and "
    "signed again looks like any other.",
)
@click.option(
    "--policy",
    type=_FILE,
    help="A C2SP tlog-policy file: which witnesses must have cosigned, perhaps the log's key too.",
)
@click.option(
    "--max-age",
    type=click.IntRange(min=1),
    help="How old (seconds) the cosignatures may be that the policy asks for.",
)
@click.option(
    "--log-only",
    is_flag=True,
    help="The address is that of a log alone (checkpoint and tiles), anybody's; of a node: the "
    "one that ends in /log.",
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep how far was verified: the next run goes on there, and holds the log "
    "against the checkpoint that was seen then.",
)
@as_json
def public(
    source: str,
    keys: tuple[str, ...],
    older: tuple[Path, ...],
    policy: Path | None,
    max_age: int | None,
    log_only: bool,
    state: Path | None,
    as_json: bool,
) -> None:
    """The log as a folder (offline), or of a node by its address with every public part.

    An API key in IPREGISTRY_KEY reads as that account.
    """
    if not keys and policy is None:
        raise click.UsageError("--key is needed, or a --policy that names the log")
    if max_age is not None and policy is None:
        raise click.UsageError("--max-age belongs to --policy")
    served = "://" in source
    if state is not None and (log_only or not served):
        raise click.UsageError("--state belongs to a node: a log alone is verified whole")
    start, seen = _seen(state)
    known = _known(keys, policy, [*_kept(older), *seen], max_age)
    try:
        if served and not log_only:
            found = _verify_node(source, known, start, state)
        else:
            found = _verify_files(source, known, served=served)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    _tell(found, as_json)


def _verify_files(source: str, known: Known, *, served: bool) -> Findings:
    """Without the reader's API key: a log is anybody's, and asks for none."""
    if served:
        with closing(ServedLog(source)) as log:
            return verify_files(log, known)
    if not Path(source).is_dir():
        raise ValueError(f"{source} is not a folder")
    return verify_files(FolderSource(Path(source)), known)


def _verify_node(source: str, known: Known, start: int, state: Path | None) -> Findings:
    with closing(NodeReader(source, os.environ.get("IPREGISTRY_KEY"))) as node, bar() as shown:
        task = shown.add_task("verifying", total=None)
        return verify_node(
            node,
            known,
            start=start,
            progress=lambda n: shown.update(task, description=f"{n} entries verified"),
            keep=_keeper(state),
        )


@verify.command(
    epilog="Example: ipregistry verify holder copy.json --key vkey --receipt-key receipt-key.json"
)
@click.argument("paper", type=_FILE)
@_keys_option(required=True)
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
    trusted = _known(keys, None, [], None).keys
    try:
        signer = None if receipt is None else receipt_key(receipt.read_bytes(), trusted)
    except KeyFileError as error:
        raise click.ClickException(f"{receipt}: {error}") from error
    proven = None if proof is None else proof.read_bytes()
    _tell(verify_paper(paper.read_bytes(), Trust(trusted, signer), proven), as_json)


def _known(
    keys: tuple[str, ...], policy: Path | None, older: list[Older], max_age: int | None
) -> Known:
    content = None if policy is None else _read(policy)
    try:
        trusted, whom = keys_and_policy(_texts(keys), content)
    except KeyFileError as error:
        raise click.ClickException(str(error)) from error
    return Known(trusted, older, whom, Freshness(int(time.time()), max_age))


def _kept(paths: tuple[Path, ...]) -> list[Older]:
    return [Older(str(path), _read(path)) for path in paths]


def _texts(given: tuple[str, ...]) -> list[str]:
    """Each key, or what the file of that name holds."""
    try:
        return [_read(Path(one)).decode() if Path(one).is_file() else one for one in given]
    except UnicodeDecodeError as error:
        raise click.ClickException("a file of keys is UTF-8") from error


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise click.ClickException(f"{path} is too long")
    return content


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
