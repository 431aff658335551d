"""How often somebody may be wrong: each failure is to be waited off, some of them in advance."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many failures at once, and one more after each `seconds`."""

    failures: int
    seconds: float

    @property
    def credit(self) -> float:
        """How many seconds of failures need not be waited off first."""
        return self.failures * self.seconds


def waited_off(known: float, count: int, now: float, allowance: Allowance) -> float:
    """The instant at which all failures are waited off, with `count` more of them; `known` is the
    instant before. It never lies further away than two allowances: whatever was tried, it ends.
    """
    return min(max(known, now) + count * allowance.seconds, now + 2 * allowance.credit)


def seconds_to_wait(known: float, now: float, allowance: Allowance) -> int:
    """For how long a further failure is one too many; 0 where it is not."""
    return max(ceil(known - now - allowance.credit), 0)
