"""import FOLDER|FILE…: what a person types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from ipregistry.cli.imports.filing import file_notice
from ipregistry.cli.imports.spool import Spool
from ipregistry.cli.imports.telling import Tally, reason
from ipregistry.cli.opened import as_json, opened_node, say
from ipregistry.formats.detection import READERS, Reader, detect
from ipregistry.formats.notices import Notice, notices_of
from ipregistry.formats.told import Told
from ipregistry.formats.untrusted import Refused
from ipregistry.services.node import RunningNode

_FORMATS = "\n".join(f"  {reader.title}" for reader in READERS)
_MIGRATION = """\
\b
A register is brought over from another system in files of our own:
NDJSON, whose first line is
  {"ipregistryMigration": 1, "officeCode": "MO", "asOfDate": "2026-01-31"}
and every other line one record:
  right        rightKind, number, furtherNumberBag, titleBag, filingDate,
               publicationDate, registrationDate, expiryDate, classBag,
               holderBag (name, category, languageCode, addressText,
               countryCode, share), interestBag (numbers; with it the
               recorded chain is held against the extract)
  transaction  act, recordalNumber, recordedDate, executedDate,
               receivedDate, rightBag, giverBag, takerBag, text, refersToBag
  interest     as transaction (act security or licence), category,
               untilDate, endedDate, endedNumber, endedText
  event        rightKind, number, code, date, effectiveDate, text
or CSV, whose first column is ipregistry_migration (the record), then key,
officeCode, asOfDate and the members above; rows of one key are one record,
each may add a right, a title, a class, or a party (partyRole: holder, giver,
taker, with name, category, addressText, countryCode, share).
"""


class _Counting:
    """A stream that tells how far it was read."""

    def __init__(self, stream: BinaryIO, bar: Progress, task: TaskID) -> None:
        self._stream, self._bar, self._task = stream, bar, task

    def read(self, size: int = -1) -> bytes:
        """Bytes, and the bar moves."""
        data = self._stream.read(size)
        self._bar.advance(self._task, len(data))
        return data


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        else:
            yield path


def _bar() -> Progress:
    text = TextColumn("{task.description}")
    columns = (text, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


@click.command(
    "import",
    epilog=f"\b\nFormats, told by content and never by name:\n{_FORMATS}\n\n{_MIGRATION}\n"
    "Example: ipregistry import ../shared/data",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@as_json
def import_command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Take records of other offices from files, and from folders with all below them.

    Everything is filed in the order in which the offices entered it, each record as one
    filing for each right. The same record again, from whichever file, changes nothing, so
    an import that was stopped is simply run again. A decided domain-name case is one filing;
    another record of the same case is its next version. What is refused is listed with file,
    line and reason, and makes the status 1; what cannot be mapped is kept as received and
    listed; a file of another kind is named, and is no error.
    """
    tally = Tally()
    with opened_node() as node, Spool() as spool, _bar() as bar:
        _read_all(list(dict.fromkeys(_files(paths))), spool, tally, bar)
        _file_all(node, spool, tally, bar)
    say(tally.text(), tally.document(), json_wanted=as_json)
    if tally.refused:
        raise SystemExit(1)


def _read_all(files: list[Path], spool: Spool, tally: Tally, bar: Progress) -> None:
    task = bar.add_task("reading", total=sum(path.stat().st_size for path in files))
    for path in files:
        bar.update(task, description=f"reading {path.name[-30:]}")
        reader = detect(path)
        if reader is None:
            tally.unsupported.append(str(path))
            bar.advance(task, path.stat().st_size)
            continue
        tally.read[str(path)] = reader.name
        with path.open("rb") as stream:
            counting: BinaryIO = _Counting(stream, bar, task)  # type: ignore[assignment]
            _spool_file(reader, counting, str(path), spool, tally)


def _spool_file(reader: Reader, stream: BinaryIO, file: str, spool: Spool, tally: Tally) -> None:
    for told in reader.read(stream, file=file):
        if isinstance(told, Refused):
            reasons = [reason(one.code, dict(one.params)) for one in (told, *told.also)]
            tally.refuse(told.position, reasons)
        else:
            _spool_told(told, spool, tally)


def _spool_told(told: Told, spool: Spool, tally: Tally) -> None:
    for notice in notices_of(told):
        if not isinstance(notice, Notice):
            tally.keep(notice.position, notice.reason, filed=False)
        elif spool.put(notice):
            tally.with_members_kept += notice.kept
        else:
            tally.unchanged += 1


def _file_all(node: RunningNode, spool: Spool, tally: Tally, bar: Progress) -> None:
    task = bar.add_task("filing", total=len(spool))
    for one in spool.in_order():
        file_notice(node, one, tally)
        bar.advance(task)
