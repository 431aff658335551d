"""Asking with numbers and keys: who is wrong learns nothing, and is slowed down."""

from __future__ import annotations

from collections.abc import Sequence

from ipregistry.domain.cases.status_keys import Pair
from ipregistry.services.case_status.reading import Status, status_by_keys
from ipregistry.services.case_status.slowing import seconds_after_failures
from ipregistry.services.errors import NotFoundError, SlowDownError
from ipregistry.services.node import RunningNode


def ask_one(node: RunningNode, pair: Pair, address: str) -> Status:
    """The status as the key's side sees it. Raises NotFoundError, the same one for a number that
    is not known and for a wrong key, and SlowDownError in its place where there were too many.
    """
    (found,) = status_by_keys(node, [pair])
    if found is not None:
        return found
    _slow_down(node, address, [pair])
    raise NotFoundError("case-status-unknown")


def ask_many(node: RunningNode, pairs: Sequence[Pair], address: str) -> list[Status | None]:
    """The status of each pair; None where number and key do not belong together.

    Raises SlowDownError where none do, and there were too many before. A batch with a right key
    in it is answered: nobody can lock out whoever has that one.
    """
    found = status_by_keys(node, pairs)
    wrong = [pair for pair, status in zip(pairs, found, strict=True) if status is None]
    if wrong:
        _slow_down(node, address, wrong, closes=len(wrong) == len(pairs))
    return found


def _slow_down(
    node: RunningNode, address: str, wrong: Sequence[Pair], *, closes: bool = True
) -> None:
    seconds = seconds_after_failures(node, address, [pair.case for pair in wrong])
    if seconds and closes:
        raise SlowDownError("case-status-slow-down", {"seconds": seconds})
