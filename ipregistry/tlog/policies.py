"""Policies of trust (C2SP tlog-policy): which logs, which witnesses, and how many must agree.

A policy says when a checkpoint counts: one of its logs has signed it, and those witnesses
have cosigned it that its quorum asks for. The files are octets, not text: a name that only
looks like another is another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ipregistry.tlog.checkpoints import Checkpoint, checkpoint_of
from ipregistry.tlog.notes import (
    COSIGNATURE,
    ED25519,
    NoteError,
    Verified,
    VerifierKey,
    parse_note,
    parse_vkey,
    verified,
)

# ML-DSA-44 (tlog-cosignature): may stand in a policy, but is not checked here, so never counts.
MLDSA = 0x06
MAX_POLICY_BYTES = 1024 * 1024
NONE = "none"
# How far a witness's clock may run ahead of the reader's.
MAX_AHEAD = 30

_FORBIDDEN = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_BLANK = re.compile(r"[ \t]+", re.ASCII)
_COUNT = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class PolicyError(ValueError):
    """Not a policy; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: its key, and where it is reached if the file says so."""

    key: VerifierKey
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Counts as a witness where at least `threshold` of its members do."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a file says. `quorum` names a witness or a group, or is NONE."""

    logs: tuple[Party, ...]
    witnesses: Mapping[str, Party]
    groups: Mapping[str, Group]
    quorum: str

    def trusting(self, *logs: VerifierKey) -> Policy:
        """The same policy for a reader who knows its log from elsewhere, by any of these keys."""
        return replace(self, logs=tuple(Party(log) for log in logs))

    def satisfied_by(self, witnesses: set[str]) -> bool:
        """Whether these witnesses, by their names in the policy, make the quorum."""
        return self.quorum == NONE or self._counts(self.quorum, witnesses)

    def _counts(self, name: str, witnesses: set[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in witnesses
        return sum(self._counts(member, witnesses) for member in group.members) >= group.threshold


@dataclass(frozen=True, slots=True)
class Freshness:
    """From `now` (POSIX seconds), how old a cosignature may be; one from the future is none."""

    now: int
    max_age: int | None = None

    def holds(self, time: int) -> bool:
        """Whether a cosignature of `time` counts."""
        recent = self.max_age is None or time >= self.now - self.max_age
        return recent and time <= self.now + MAX_AHEAD


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a checkpoint counts. `witnesses` cosigned in time, `stale` too late or too early."""

    checkpoint: Checkpoint
    log: VerifierKey
    witnesses: frozenset[str]
    stale: frozenset[str]
    satisfied: bool


def judge(policy: Policy, data: bytes, fresh: Freshness | None = None) -> Judgement:
    """Hold a signed checkpoint against a policy.

    Raises NoteError where it is none, where a signature of a known key does not hold, or where
    none of the policy's logs has signed it under its own name. Too few witnesses are no error:
    the judgement says which there were.
    """
    note = parse_note(data)
    keys = [party.key for party in (*policy.logs, *policy.witnesses.values())]
    signed = verified(note, keys)
    logs = {party.key for party in policy.logs}
    signers = {found.key.name: found.key for found in signed if found.key in logs}
    if not signers:
        raise NoteError("none of the policy's logs has signed this checkpoint")
    checkpoint = checkpoint_of(note, signers)
    times = dict(_cosigners(policy, signed))
    in_time = {name for name, time in times.items() if fresh is None or fresh.holds(time)}
    return Judgement(
        checkpoint,
        signers[checkpoint.origin],
        frozenset(in_time),
        frozenset(times.keys() - in_time),
        policy.satisfied_by(in_time),
    )


def _cosigners(policy: Policy, signed: Sequence[Verified]) -> Iterator[tuple[str, int]]:
    names = {party.key: name for name, party in policy.witnesses.items()}
    for found in signed:
        if found.key in names and found.time is not None:
            yield names[found.key], found.time


def parse_policy(data: bytes) -> Policy:
    """A policy from its file. Raises PolicyError with the number of the line."""
    if len(data) > MAX_POLICY_BYTES:
        raise PolicyError(f"a policy of {len(data)} bytes is too long")
    reading = _Reading()
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            reading.line(line)
        except ValueError as error:
            raise PolicyError(f"line {number}: {error}") from error
    if reading.quorum is None:
        raise PolicyError("a policy has one quorum line")
    return Policy(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum)


@dataclass(slots=True)
class _Reading:
    """What the lines so far have defined; a line may only use what stands above it."""

    logs: list[Party] = field(default_factory=list)
    witnesses: dict[str, Party] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None
    members: set[str] = field(default_factory=set)

    def line(self, octets: bytes) -> None:
        """Take one line. Raises ValueError."""
        if _FORBIDDEN.search(octets):
            raise ValueError("no control character but the tab is allowed")
        # Octets that are no UTF-8 are kept as they are: they may stand in names and comments.
        text = octets.decode("utf-8", "surrogateescape").strip(" \t")
        if not text or text.startswith("#"):
            return
        word, *rest = _BLANK.split(text)
        readers: dict[str, Callable[[list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._quorum,
        }
        if word not in readers:
            raise ValueError(f"a line does not begin with {word!r}")
        readers[word](rest)

    def _log(self, rest: list[str]) -> None:
        vkey, url = _with_url(rest, 1, "log <vkey> [<url>]")
        key = _key(vkey, {ED25519, MLDSA}, "a log")
        if any(key.public == known.key.public for known in self.logs):
            raise ValueError("the key of a log stands twice")
        self.logs.append(Party(key, url))

    def _witness(self, rest: list[str]) -> None:
        *name, vkey, url = _with_url(rest, 2, "witness <name> <vkey> [<url>]")
        key = _key(vkey, {COSIGNATURE, MLDSA}, "a witness")
        if any(key.public == known.key.public for known in self.witnesses.values()):
            raise ValueError("the key of a witness stands twice")
        self.witnesses[self._new(str(name[0]))] = Party(key, url)

    def _group(self, rest: list[str]) -> None:
        if len(rest) < 3:  # noqa: PLR2004 - a name, a count, a member
            raise ValueError("group <name> <k>|all|any <name>…")
        name, count, *members = rest
        for member in members:
            self._known(member)
            if member in self.members:
                raise ValueError(f"{member!r} is a member already")
            self.members.add(member)
        self.groups[self._new(name)] = Group(_threshold(count, len(members)), tuple(members))

    def _quorum(self, rest: list[str]) -> None:
        if len(rest) != 1:
            raise ValueError("quorum <name>")
        if self.quorum is not None:
            raise ValueError("a policy has one quorum line")
        if rest[0] != NONE:
            self._known(rest[0])
        self.quorum = rest[0]

    def _new(self, name: str) -> str:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise ValueError(f"{name!r} is defined already")
        return name

    def _known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise ValueError(f"{name!r} is not defined above")


def _with_url(rest: list[str], needed: int, form: str) -> list[str | None]:
    """The items of a line that may end in a URL, with None where it does not."""
    if len(rest) not in {needed, needed + 1}:
        raise ValueError(form)
    return [*rest, None] if len(rest) == needed else [*rest]


def _key(vkey: str | None, sorts: set[int], whose: str) -> VerifierKey:
    key = parse_vkey(str(vkey))
    if key.algorithm not in sorts:
        raise ValueError(f"a key of sort 0x{key.algorithm:02x} is not that of {whose}")
    return key


def _threshold(count: str, members: int) -> int:
    if count in {"all", "any"}:
        return members if count == "all" else 1
    if not _COUNT.fullmatch(count) or int(count) > members:
        raise ValueError(f"{count!r} of {members}: a number from 1 to {members}, or all, or any")
    return int(count)
