"""import: other offices' records, each as a filing through the same path as any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.formats.cnipa import Publication, Refused, looks_like_cnipa, read_publications
from ipregistry.formats.cnipa.filing import recordal_body
from ipregistry.schemas.filings import read_body
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.errors import RefusedError, UnusableKeyError
from ipregistry.services.filings import Submission, submit
from ipregistry.services.node import RunningNode

HEAD_BYTES = 4096
# One file may be a whole gazette; what is larger than this is not what an office sends.
MAX_FILE_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that was not taken: where it stands and why."""

    file: str
    line: int
    record: int
    reasons: list[str]


@dataclass(slots=True)
class Tally:
    """What an import came to."""

    recorded: int = 0
    unchanged: int = 0
    refused: list[Fault] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)


class _Counting:
    """A stream that tells how far it was read."""

    def __init__(self, stream: BinaryIO, bar: Progress, task: object) -> None:
        self._stream, self._bar, self._task = stream, bar, task

    def read(self, size: int = -1) -> bytes:
        """Bytes, and the bar moves."""
        data = self._stream.read(size)
        self._bar.advance(self._task, len(data))  # type: ignore[arg-type]
        return data


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        else:
            yield path


def _bar() -> Progress:
    text = TextColumn("{task.description}")
    columns = (text, BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


@click.command("import", epilog="Example: ipregistry import ../shared/data/cn_patent")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@as_json
def import_command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Take records of other offices from files and folders (CNIPA patent XML).

    Each record is one filing, known by the digest of its bytes: the same record again
    changes nothing, so an import that was stopped is simply run again. What is refused is
    listed with file, line and reason, and makes the status 1.
    """
    files = list(_files(paths))
    tally = Tally()
    with opened_node() as node, _bar() as bar:
        task = bar.add_task("importing", total=sum(path.stat().st_size for path in files))
        for path in files:
            bar.update(task, description=path.name[-40:])
            _import_file(node, path, tally, bar, task)
    say(_text(tally), asdict(tally), json_wanted=as_json)
    if tally.refused:
        raise SystemExit(1)


def _import_file(node: RunningNode, path: Path, tally: Tally, bar: Progress, task: object) -> None:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        if not looks_like_cnipa(head) or path.stat().st_size > MAX_FILE_BYTES:
            tally.unsupported.append(str(path))
            return
        counting: BinaryIO = _Counting(stream, bar, task)  # type: ignore[assignment]
        for found in read_publications(counting, file=str(path)):
            if isinstance(found, Refused):
                place = found.position
                reasons = [_reason(found.code, dict(found.params))]
                tally.refused.append(Fault(place.file, place.line, place.record, reasons))
            else:
                _file_publication(node, found, tally)


def _file_publication(node: RunningNode, publication: Publication, tally: Tally) -> None:
    body, faults = read_body("recordal-notice", recordal_body(publication))
    reasons = [_reason(f"{v.code} {v.pointer}", dict(v.params)) for v in faults]
    if not faults:
        submission = Submission("recordal-notice", body, "import-" + publication.source_digest)
        try:
            accepted = submit(node, SYSTEM_ACTOR, submission)
        except RefusedError as refused:
            reasons = [_reason(f"{v.code} {v.pointer}", dict(v.params)) for v in refused.violations]
        except UnusableKeyError:
            # Another release read the same bytes otherwise; the record is here all the same.
            tally.unchanged += 1
            return
        else:
            tally.unchanged += accepted.replayed
            tally.recorded += not accepted.replayed
            return
    place = publication.position
    tally.refused.append(Fault(place.file, place.line, place.record, reasons))


def _reason(code: str, params: dict[str, object]) -> str:
    said = ", ".join(f"{name}={value}" for name, value in params.items())
    return f"{code} ({said})" if said else code


def _text(tally: Tally) -> str:
    lines = [
        f"refused: {fault.file}:{fault.line} record {fault.record}: {'; '.join(fault.reasons)}"
        for fault in tally.refused
    ]
    lines += [f"not supported: {path}" for path in tally.unsupported]
    lines.append(
        f"{tally.recorded} recorded, {tally.unchanged} unchanged, "
        f"{len(tally.refused)} refused, {len(tally.unsupported)} files not supported"
    )
    return "\n".join(lines)
