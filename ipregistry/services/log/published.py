"""Verifying a published log: whoever has its key can, without the register's database.

The log is a folder or the URL that it is served under; older checkpoints are files that the
asker has kept, and a policy is a C2SP tlog-policy file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ipregistry.outside.served_log import ServedLog, UnreachableError
from ipregistry.tlog.faults import Report
from ipregistry.tlog.notes import MAX_NOTE_BYTES, VerifierKey, parse_vkey
from ipregistry.tlog.policies import MAX_POLICY_BYTES, Freshness, Policy, parse_policy
from ipregistry.tlog.verifying import FolderSource, Older, Source, verify_log

__all__ = ["Asked", "UnreachableError", "verify_published"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to verify: `log` is a folder or a URL, a key is a vkey or a file of them.

    `max_age` (seconds) is how old the cosignatures that a policy asks for may be.
    """

    log: str
    keys: tuple[str, ...] = ()
    policy: Path | None = None
    older: tuple[Path, ...] = ()
    max_age: int | None = None


def verify_published(asked: Asked, now: int) -> Report:
    """Verify all of a log at `now` (POSIX seconds).

    Raises ValueError for keys or a policy that are none, OSError for files that cannot be
    read, UnreachableError where the log is not served.
    """
    policy = _policy(asked)
    keys = list(_keys(asked.keys))
    if policy is not None:
        policy = policy if policy.logs else policy.trusting(*keys)
        keys = keys or [log.key for log in policy.logs]
    if not keys:
        raise ValueError("a log is verified with a key that was had elsewhere")
    older = [Older(str(path), _read(path, MAX_NOTE_BYTES)) for path in asked.older]
    fresh = Freshness(now, asked.max_age)
    with _opened(asked.log) as source:
        return verify_log(source, keys, policy=policy, fresh=fresh, older=older)


@contextmanager
def _opened(log: str) -> Iterator[Source]:
    if log.startswith(("http://", "https://")):
        with closing(ServedLog(log)) as served:
            yield served
    elif Path(log).is_dir():
        yield FolderSource(Path(log))
    else:
        raise NotADirectoryError(f"{log} is not a folder")


def _policy(asked: Asked) -> Policy | None:
    return None if asked.policy is None else parse_policy(_read(asked.policy, MAX_POLICY_BYTES))


def _keys(texts: Sequence[str]) -> Iterator[VerifierKey]:
    for text in texts:
        if "+" in text:
            yield parse_vkey(text.strip())
        else:
            lines = _read(Path(text), MAX_NOTE_BYTES).decode().splitlines()
            yield from (parse_vkey(line.strip()) for line in lines if line.strip())


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"{path} is too long")
    return data
