"""What a pack tells people of its states, events, deadlines and roles: of all, and of no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ipregistry.domain.packs.faults import Fault, Level
from ipregistry.domain.packs.model import SYSTEM, Pack


def check_words(pack: Pack) -> Iterator[Fault]:
    """Words of rules that are not there refuse a pack; where some are said, one that is missing
    is noted. A pack without any is read by its ids.
    """
    events = [t.event for t in pack.transitions]
    rules = dict.fromkeys([*pack.states, *events, *pack.deadlines])
    yield from _compared("words", pack.words, rules, rules)
    acting = [role for t in pack.transitions for role in t.by]
    roles = dict.fromkeys([*acting, *(d.who for d in pack.deadlines.values())])
    yield from _compared("roles", pack.roles, roles, [role for role in roles if role != SYSTEM])


def _compared(
    section: str, said: Mapping[str, object], known: Iterable[str], needed: Iterable[str]
) -> Iterator[Fault]:
    for name in said:
        if name not in known:
            yield Fault((section, name), f"{section}: nothing here is called {name}", name)
    for name in needed if said else ():
        if name not in said:
            yield Fault((section,), f"{section}: {name} is missing", name, Level.NOTE)
