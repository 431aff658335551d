"""A process that kills itself at a chosen moment: before or after one call that changes the world.

The calls are those of the system and of the database: files opened, written, forced, renamed,
folders made, statements that write, commits; and each signature. The product knows nothing of
this; only a child that was started for it has its calls wrapped.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from sqlalchemy.engine.default import DefaultDialect

from ipregistry.tlog import notes


class Moments:
    """Counts the moments that pass; at number `last` the process is killed."""

    def __init__(self, last: int | None) -> None:
        self.last = last
        self.names: list[str] = []

    def pass_by(self, name: str) -> None:
        if self.last == len(self.names):
            os.kill(os.getpid(), signal.SIGKILL)
        self.names.append(name)

    def around(self, name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if not _changes(name, arguments):
                return really(*arguments, **named)
            self.pass_by(f"before {name}")
            done = really(*arguments, **named)
            self.pass_by(f"after {name}")
            return done

        return call


def _changes(name: str, arguments: tuple[Any, ...]) -> bool:
    if name == "open":
        return bool(arguments[1] & (os.O_CREAT | os.O_WRONLY))
    if name == "execute":
        return str(arguments[2]).lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    return True


@contextmanager
def dying_at(last: int | None) -> Iterator[Moments]:
    """What runs inside passes the moments; without `last` it lives through all of them."""
    moments = Moments(last)
    with ExitStack() as changes:

        def wrap(owner: Any, attribute: str, name: str) -> None:
            around = moments.around(name, getattr(owner, attribute))
            changes.enter_context(mock.patch.object(owner, attribute, around))

        for call in ("open", "write", "fsync", "rename", "mkdir"):
            wrap(os, call, call)
        dialect, signer = DefaultDialect, notes.Signer
        for owner, attribute, name in (
            (dialect, "do_execute", "execute"),
            (dialect, "do_commit", "commit"),
            (signer, "sign", "sign"),
        ):
            really = getattr(owner, attribute)
            wrapped = _method(moments, name, really)
            changes.enter_context(mock.patch.object(owner, attribute, wrapped))
        yield moments


def _method(moments: Moments, name: str, really: Callable[..., Any]) -> Callable[..., Any]:
    around = moments.around(name, really)

    def method(self: Any, *arguments: Any, **named: Any) -> Any:
        return around(self, *arguments, **named)

    return method
