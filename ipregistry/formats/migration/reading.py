"""The two forms of the migration format, a record at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ipregistry.formats.migration.records import Source, read_record
from ipregistry.formats.told import Told
from ipregistry.formats.untrusted import (
    Fragment,
    Limits,
    Position,
    Refused,
    UnreadableError,
    read_lines,
)
from ipregistry.formats.untrusted.objects import parse_object

# What is a list in a record, and the columns of one of its items.
_PARTY_COLUMNS = ("name", "category", "languageCode", "addressText", "countryCode", "share")
_TEXT_BAGS = {"furtherNumber": "furtherNumberBag", "class": "classBag", "refersTo": "refersToBag"}
_TEXT_BAGS |= {"interestNumber": "interestBag"}
_PARTY_BAGS = {"holder": "holderBag", "giver": "giverBag", "taker": "takerBag"}
_OF_ACTS = ("transaction", "interest")
_LINE_BYTES = 1024 * 1024
_MOST_ROWS = 10_000


def read_ndjson(stream: BinaryIO, *, file: str, limits: Limits | None = None) -> Iterator[Told]:
    """Every record of an NDJSON file, in order; a line that cannot be read is a Refused."""
    source: Source | None = None
    number = 0
    for line in read_lines(stream, file=file, limits=limits or Limits(record_bytes=_LINE_BYTES)):
        if isinstance(line, Refused):
            yield line
            return
        place, text = line
        if not text.strip():
            continue
        number += source is not None
        where = Position(file, place, number)
        try:
            found = Fragment(parse_object(text))
            if source is None:
                source = _header(found)
                continue
            told = list(read_record(found, source, where))
        except UnreadableError as reason:
            told = [Refused(where, reason.code, reason.params)]
        yield from told
        if source is None:
            return


def _header(line: Fragment) -> Source:
    version = line.number("ipregistryMigration")
    if version != "1":
        raise UnreadableError("migration-version-not-known", value=(version or "")[:20])
    return Source(line.number("officeCode"), line.day("asOfDate"))


@dataclass(slots=True)
class _Open:
    """The record whose rows are being put together."""

    key: str
    line: int
    members: dict[str, Any]
    rows: int = 1
    fault: UnreadableError | None = field(default=None)


def read_csv(stream: BinaryIO, *, file: str, limits: Limits | None = None) -> Iterator[Told]:
    """Every record of a CSV file, in order; a record that cannot be read is a Refused."""
    bounds = limits or Limits(record_bytes=_LINE_BYTES)
    lines = _Lines(read_lines(stream, file=file, limits=bounds))
    opened: _Open | None = None
    number = 0
    for line, cells in _rows(lines, file):
        key = cells.pop("key", "")
        if opened is not None and key and key == opened.key:
            _add(opened, cells)
            continue
        if opened is not None:
            number += 1
            yield from _finished(opened, file, number)
        opened = _Open(key, line, {})
        _add(opened, cells)
    # Of a file that ends early the last record may lack rows.
    if opened is not None and lines.refused is None:
        yield from _finished(opened, file, number + 1)
    if lines.refused is not None:
        yield lines.refused


def _rows(lines: _Lines, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells that say something, by column) of each row; a fault ends them and stands
    in `lines.refused`.
    """
    rows = csv.reader(lines, strict=True)
    header: list[str] | None = None
    while lines.refused is None:
        begins = lines.number + 1
        where = Position(file, begins, 0)
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            lines.refused = Refused(where, "file-csv-malformed", {"reason": str(wrong)[:100]})
            return
        if header is None:
            header = [name.strip() for name in row]
            if len(set(header)) != len(header):
                lines.refused = Refused(where, "file-csv-column-twice", {})
        elif row and len(row) != len(header):
            params = {"expected": str(len(header)), "found": str(len(row))}
            lines.refused = Refused(where, "file-csv-row-length", params)
        elif row:
            pairs = zip(header, row, strict=True)
            yield begins, {name: text for name, text in pairs if text.strip()}


class _Lines:
    """The lines for the CSV reader; what ends them early is remembered."""

    def __init__(self, lines: Iterator[tuple[int, str] | Refused]) -> None:
        self._lines = lines
        self.number = 0
        self.refused: Refused | None = None

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, Refused):
            self.refused = line
            raise StopIteration
        self.number = line[0]
        return line[1] + "\n"


def _add(opened: _Open, cells: dict[str, str]) -> None:
    """One row's cells in the members of its record."""
    opened.rows += 1
    if opened.rows > _MOST_ROWS:
        opened.fault = UnreadableError("record-too-large", limit=f"{_MOST_ROWS} rows")
    if opened.fault is None:
        try:
            _put(opened.members, cells)
        except UnreadableError as fault:
            opened.fault = fault


def _put(members: dict[str, Any], cells: dict[str, str]) -> None:
    cells = dict(cells)
    kind = cells.pop("ipregistry_migration", members.get("record", ""))
    role = cells.pop("partyRole", None)
    if role is not None:
        bag = _PARTY_BAGS.get(role)
        if bag is None:
            raise UnreadableError("party-role-not-known", value=role[:40])
        party = {name: cells.pop(name) for name in _PARTY_COLUMNS[:1] if name in cells}
        more = [n for n in _PARTY_COLUMNS[1:] if n in cells]
        party |= {name: cells.pop(name) for name in more}
        _append(members, bag, party)
    for column, bag in _TEXT_BAGS.items():
        if column in cells:
            _append(members, bag, cells.pop(column))
    if "title" in cells:
        title = {"value": cells.pop("title"), "languageCode": cells.pop("titleLanguage", "und")}
        _append(members, "titleBag", title)
    if kind in _OF_ACTS and "number" in cells:
        names = ("rightKind", "number")
        _append(members, "rightBag", {name: cells.pop(name) for name in names if name in cells})
    for name, text in {"record": kind, **cells}.items():
        if members.setdefault(name, text) != text:
            raise UnreadableError("file-csv-rows-differ", field=name[:40])


def _append(members: dict[str, Any], bag: str, item: Any) -> None:
    """Once each: a row repeats what it does not add."""
    items = members.setdefault(bag, [])
    if item not in items:
        items.append(item)


def _finished(opened: _Open, file: str, number: int) -> Iterator[Told]:
    where = Position(file, opened.line, number)
    try:
        if opened.fault is not None:
            raise opened.fault
        told = list(read_record(Fragment(opened.members), Source(None, None), where))
    except UnreadableError as reason:
        told = [Refused(where, reason.code, reason.params)]
    yield from told
