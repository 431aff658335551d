"""W1: assignments by the holders' own accounts, each on the title version that stands."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass

from scripts.benchmark.register import Register

PATH = "/api/v1/filings/assignment"


@dataclass(slots=True)
class Standing:
    """What is known of one right: its title version, and which holder has it."""

    version: int
    holder: int


class Filings:
    """Assignments of one right after the other, in one order that all sides share.

    Holder i gives to holder i ^ 1, so that a right can go back and forth. The next filing on
    a right is only made when the last one was answered.
    """

    def __init__(self, register: Register, assets: Iterable[tuple[str, int, str]]) -> None:
        places = {holder.party: at for at, holder in enumerate(register.holders)}
        self._register = register
        self.holders = register.holders
        self.standing = {i: Standing(version, places[party]) for i, version, party in assets}
        self._ids = sorted(self.standing)
        random.Random(1).shuffle(self._ids)  # noqa: S311 - an order, not a secret
        self._busy: set[int] = set()
        self._count = 0
        self.acknowledged = 0
        self.failed = 0

    def request(self) -> tuple[int, bytes]:
        """The next assignment, with the place of its right."""
        place = self._count % len(self._ids)
        while place in self._busy:
            self._count += 1
            place = self._count % len(self._ids)
        self._count += 1
        self._busy.add(place)
        return place, self._request(self._ids[place], self._count)

    def answered(self, number: int, status: int) -> None:
        """The right moved, if the answer is that it was recorded."""
        self._busy.discard(number)
        if status != 201:  # noqa: PLR2004 - Created
            self.failed += 1
            return
        self.acknowledged += 1
        stands = self.standing[self._ids[number]]
        stands.version += 1
        stands.holder ^= 1

    def _request(self, asset: str, count: int) -> bytes:
        stands = self.standing[asset]
        giver, taker = self.holders[stands.holder], self.holders[stands.holder ^ 1]
        body = json.dumps(
            {
                "assetBag": [{"id": asset, "titleVersion": stands.version}],
                "transferorBag": [{"party": giver.party, "share": "1"}],
                "transfereeBag": [{"party": taker.party, "share": "1"}],
                "executedDate": self._register.executed_on,
            },
            separators=(",", ":"),
        ).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {giver.key}\r\nIdempotency-Key: bench-{count}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body
