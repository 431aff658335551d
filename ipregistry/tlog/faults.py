"""What a verification of a log finds: a closed set of faults, each with the entries in question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ipregistry.tlog.checkpoints import Checkpoint

MAX_FAULTS = 100


class Kind(StrEnum):
    """What is wrong."""

    CHECKPOINT = "checkpoint"  # missing, or not one
    SIGNATURE = "signature"  # a known key's does not hold, or there is none
    ORIGIN = "origin"  # another log's
    QUORUM = "quorum"  # too few witnesses for the policy
    ROLLBACK = "rollback"  # fewer entries than an older checkpoint
    MISSING = "missing"  # no such tile or bundle
    MALFORMED = "malformed"  # a tile or bundle of the wrong length or form
    ENTRY = "entry"  # an entry that is not the one of its leaf hash
    HASH = "hash"  # a hash that is not that of the level below
    ROOT = "root"  # the tree is not the one that was signed
    FORK = "fork"  # the tree at an older size is not the one that was signed then
    COPY = "copy"  # a narrower or wider copy of a tile that says something else
    STRAY = "stray"  # a file that is no tile


@dataclass(frozen=True, slots=True)
class Fault:
    """`index` is the first entry in question, `count` how many may be, `place` the file."""

    kind: Kind
    index: int
    count: int
    place: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found, up to MAX_FAULTS, the first first.

    `checkpoint` is None where none could be believed. `agreed` is the largest size at which
    an older checkpoint and this tree are the same.
    """

    checkpoint: Checkpoint | None
    faults: tuple[Fault, ...]
    entries: int
    tiles: int
    agreed: int

    @property
    def first(self) -> Fault | None:
        """The first fault; None where the log is what it says."""
        return self.faults[0] if self.faults else None
