"""What anybody can verify: the log from its files, and over the network every public part.

The feed's pages are held against the log that was verified before: each leaf is the log's, each
item leads to its leaf, each public item is given or erased, and the page is signed. What a node
withholds from the public is counted, never taken for a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipregistry.outside.nodes import NodeError, NodeReader, ServedLog
from ipregistry.services.checking.findings import Finding, Findings
from ipregistry.services.checking.keys import certified_key
from ipregistry.services.log.feed import CLAIM, MOST_ENTRIES, TYPE
from ipregistry.tlog.canonical import NotCanonicalError, canonical
from ipregistry.tlog.notes import NoteError, VerifierKey
from ipregistry.tlog.openings import (
    OpeningError,
    ShownItem,
    check_item,
    check_part,
    check_public_places,
    read_shown,
)
from ipregistry.tlog.policies import Freshness, Policy
from ipregistry.tlog.signed import SignedError, open_signed
from ipregistry.tlog.tiles import ENTRIES, WIDTH, Tile
from ipregistry.tlog.verifying import (
    CHECKPOINT,
    MAX_BUNDLE_BYTES,
    FolderSource,
    Older,
    Source,
    split_bundle,
    verify_log,
)

BEYOND_FILES = "what the entries say; whether other readers are shown the same log"
BEYOND_NODE = "what is withheld from this reader; whether other readers are shown the same log"
PARTS_TOGETHER = 1_000
# Says nothing about the log: it may well be whole.
SILENT = "node-does-not-answer"

__all__ = [
    "FolderSource",
    "Freshness",
    "Known",
    "NodeReader",
    "Older",
    "ServedLog",
    "verify_files",
    "verify_node",
]

Progress = Callable[[int], None]
# How far all was verified, and the checkpoint under which.
Keep = Callable[[int, bytes], None]


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader has from elsewhere, by which a log is judged.

    Its keys; checkpoints kept from before; the witnesses that must have cosigned (C2SP
    tlog-policy), and how old their word may be.
    """

    keys: Sequence[VerifierKey]
    older: Sequence[Older] = ()
    policy: Policy | None = None
    fresh: Freshness | None = None


def verify_files(source: Source, known: Known) -> Findings:
    """The log alone, of anybody, from a folder or its URL: signature, every entry, every hash,
    the root, older checkpoints, witnesses.
    """
    findings = Findings("public", BEYOND_FILES)
    try:
        _verify_log(_OneCheckpoint(source), known, findings)
    except NodeError as error:
        findings.note(SILENT, "log", str(error))
    return findings


def _verify_log(source: Source, known: Known, findings: Findings) -> None:
    report = verify_log(
        source, known.keys, policy=known.policy, fresh=known.fresh, older=known.older
    )
    findings.entries, findings.tiles, findings.agreed = report.entries, report.tiles, report.agreed
    if report.checkpoint is not None:
        findings.origin = report.checkpoint.origin
        findings.size, findings.root = report.checkpoint.size, report.checkpoint.root.hex()
    for fault in report.faults:
        found = Finding(fault.kind.value, fault.index, fault.place, fault.detail, fault.count)
        findings.add(found)


@dataclass(slots=True)
class _OneCheckpoint:
    """A log whose checkpoint is read once: it may grow while it is being verified."""

    source: Source
    note: bytes = b""

    def read(self, path: str, limit: int) -> bytes:
        """See `tlog.verifying.Source`."""
        if path != CHECKPOINT:
            return self.source.read(path, limit)
        self.note = self.note or self.source.read(path, limit)
        return self.note

    def paths(self) -> Iterable[str]:
        """See `tlog.verifying.Source`."""
        return self.source.paths()


@dataclass(slots=True)
class _Reading:
    """A feed being read: the node, its receipt key, the findings, the leaves of the log."""

    node: NodeReader
    key: bytes
    findings: Findings
    bundles: dict[int, list[bytes]]

    def leaf(self, index: int) -> bytes | None:
        """The entry at `index` as the log's own files have it."""
        number, place = divmod(index, WIDTH)
        if number not in self.bundles:
            width = min(WIDTH, self.findings.size - number * WIDTH)
            self.bundles.clear()
            self.bundles[number] = self._bundle(number, width)
        entries = self.bundles[number]
        return entries[place] if place < len(entries) else None

    def _bundle(self, number: int, width: int) -> list[bytes]:
        """A bundle; the full one where the log has grown meanwhile."""
        for tile in (Tile(ENTRIES, number, width), Tile(ENTRIES, number)):
            try:
                return split_bundle(self.node.read(tile.path, MAX_BUNDLE_BYTES))[0]
            except OSError:
                continue
        return []


def verify_node(
    node: NodeReader,
    known: Known,
    *,
    start: int = 0,
    progress: Progress | None = None,
    keep: Keep | None = None,
) -> Findings:
    """The log, and from entry `start` on every part that the node shows this reader.

    `keep` is called with how far everything was verified, so that a later run can start there.
    """
    findings = Findings("public", BEYOND_NODE)
    source = _OneCheckpoint(node)
    try:
        _verify_log(source, known, findings)
        if findings.root is None or findings.faults:
            return findings
        key = certified_key(node.receipt_key_note(), known.keys)
        reading = _Reading(node, key, findings, {})
        for after in _pages(reading, start):
            if progress is not None:
                progress(after)
            if keep is not None and not findings.faults:
                keep(after, source.note)
    except (NodeError, NoteError, ValueError) as error:
        findings.note(SILENT, node.url, str(error))
    return findings


def _pages(reading: _Reading, start: int) -> Iterator[int]:
    after = start
    while after < reading.findings.size:
        page = _page(reading, after)
        if page is None:
            return
        entries = page["entryBag"]
        if not entries or [one.get("index") for one in entries] != list(
            range(after, after + len(entries))
        ):
            reading.findings.note("feed-skips", "feed", "entries are left out", after)
            return
        shown = [(one["index"], item) for one in entries for item in _entry(reading, one)]
        _parts(reading, shown)
        after += len(entries)
        yield after


def _page(reading: _Reading, after: int) -> dict[str, Any] | None:
    """A page whose signature holds and whose claim is the one that makes omissions lies."""
    # Not beyond the checkpoint that was verified: the log may have grown since.
    answer = reading.node.feed(after, min(MOST_ENTRIES, reading.findings.size - after))
    page = answer.get("page")
    if not isinstance(page, dict) or not isinstance(page.get("entryBag"), list):
        reading.findings.note("feed-unreadable", "feed", "not a page", after)
        return None
    try:
        open_signed(str(answer.get("jws", "")), reading.key, TYPE, canonical(page))
    except (SignedError, NotCanonicalError) as error:
        reading.findings.note("feed-not-signed", "feed", str(error), after)
        return None
    if (page.get("claim"), page.get("after")) != (CLAIM, after):
        reading.findings.note("feed-not-what-was-asked", "feed", "another page", after)
        return None
    return page


def _entry(reading: _Reading, entry: Mapping[str, Any]) -> list[ShownItem]:
    """The items of one entry of a page, those that lead to the log's own leaf."""
    findings, index = reading.findings, entry["index"]
    leaf = str(entry.get("leaf", "")).encode()
    if reading.leaf(index) != leaf:
        findings.note("leaf-differs", "feed", "not the leaf that is in the log", index)
        return []
    if entry.get("withheld"):
        findings.withheld += 1
        return []
    found: list[ShownItem] = []
    try:
        for value in entry.get("itemBag", ()):
            shown = read_shown(value, entry.get("treeSize"))
            check_item(shown, leaf)
            found.append(shown)
        check_public_places(found)
    except OpeningError as error:
        findings.note(error.nature, "feed", str(error), index)
    return found


def _parts(reading: _Reading, shown: Sequence[tuple[int, ShownItem]]) -> None:
    for first in range(0, len(shown), PARTS_TOGETHER):
        some = shown[first : first + PARTS_TOGETHER]
        asked = ["hmac-sha256:" + one.item.commitment.hex() for _, one in some]
        given = reading.node.parts(asked)
        if len(given) != len(asked):
            raise NodeError("another number of parts than was asked for")
        for (index, one), answer in zip(some, given, strict=True):
            _part(reading.findings, index, one, answer)


def _part(findings: Findings, index: int, shown: ShownItem, answer: Any) -> None:
    item = shown.item
    place = f"{item.record} version {item.version}, {item.part}"
    status = answer.get("status") if isinstance(answer, dict) else None
    if status == "erased" and item.part != "public":
        findings.erased += 1
        return
    if status != "given":
        findings.note("part-withheld", place, "shown in the feed, but not given", index)
        return
    try:
        salt = bytes.fromhex(str(answer.get("salt", "")))
        check_part(item, str(answer.get("text", "")).encode(), salt)
        findings.parts += 1
    except OpeningError as error:
        findings.note(error.nature, place, str(error), index)
    except ValueError:
        findings.note("commitment-differs", place, "a salt that is none", index)
