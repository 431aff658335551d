"""Slowing down who asks with numbers or keys that are wrong.

Counted by the address that asks and by the case that is asked for, whether there is such a case
or not. Who has the right key is never kept waiting: what others tried before him, at his address
or on his case, is no reason to. Kept in each process's memory, which is bounded: what it forgets
is forgiven.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from threading import Lock

from ipregistry.domain.slowing import Allowance, seconds_to_wait, waited_off
from ipregistry.services.node import RunningNode

# A person who mistypes a whole key has these; a program that tries has them within seconds.
BY_ADDRESS = Allowance(30, 20.0)
BY_CASE = Allowance(10, 60.0)
_REMEMBERED = 20_000
# Who has one address of IPv6 has as many as he likes of the same network.
_NETWORK = 64
_LONGEST = 64


class Failures:
    """Failures by whom or what they are counted for, the latest last."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._known: OrderedDict[bytes, float] = OrderedDict()
        self._lock = Lock()

    def add(self, of: bytes, count: int, now: float) -> int:
        """Count failures; for how long this was one too many."""
        with self._lock:
            known = self._known.pop(of, 0.0)
            self._known[of] = waited_off(known, count, now, self._allowance)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return seconds_to_wait(self._known.get(of, 0.0), now, self._allowance)


_by_address, _by_case = Failures(BY_ADDRESS), Failures(BY_CASE)


def seconds_after_failures(node: RunningNode, address: str, cases: Iterable[str]) -> int:
    """For how long who asked wrongly for these cases is to wait; 0 for not at all.

    What is kept are keyed hashes: nobody's address, and no number that was asked for.
    """
    now, counted = node.clock().timestamp(), list(cases)
    waits = [_by_address.add(_hidden(node, "address", network_of(address)), len(counted), now)]
    waits += [_by_case.add(_hidden(node, "case", case[:_LONGEST]), 1, now) for case in counted]
    return max(waits)


def _hidden(node: RunningNode, sort: str, value: str) -> bytes:
    return node.keys.keyed_hash("slowing", f"{sort} {value}".encode())


def network_of(address: str) -> str:
    """What counts as one address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:_LONGEST]
    prefix = 32 if found.version == 4 else _NETWORK  # noqa: PLR2004 - a whole IPv4 address
    return str(ip_network(f"{found}/{prefix}", strict=False))
