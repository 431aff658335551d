"""Accreditations of a neutral: by which scheme, through which jurisdiction, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ipregistry.domain.neutrals.lists import Scheme


@dataclass(frozen=True, slots=True)
class Accreditation:
    """One accreditation, with the digest of its evidence."""

    scheme: str
    place: str
    digest: str
    start: date
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: Accreditation) -> bool:
        """Whether both count on some day."""
        return self.holds_on(max(self.start, other.start)) and other.holds_on(
            max(self.start, other.start)
        )


@dataclass(frozen=True, slots=True)
class AccreditationFault:
    """What is wrong with the accreditation at `index`, by which scheme's rule."""

    index: int
    code: str
    scheme: str
    citation: str | None = None


def faults(
    given: tuple[Accreditation, ...], schemes: Mapping[str, Scheme]
) -> Iterable[AccreditationFault]:
    """Periods that end before they begin; two places where a scheme lets one apply through one."""
    for index, one in enumerate(given):
        scheme = schemes.get(one.scheme)
        if one.end is not None and one.end < one.start:
            yield AccreditationFault(index, "period-ends-before-it-starts", one.scheme)
        if scheme is not None and one.place not in scheme.places:
            yield AccreditationFault(
                index, "accreditation-place-unknown", one.scheme, scheme.citation
            )
    for (_, first), (index, second) in combinations(enumerate(given), 2):
        scheme = schemes.get(first.scheme)
        if scheme is None or not scheme.one_place or first.scheme != second.scheme:
            continue
        if first.place != second.place and first.overlaps(second):
            yield AccreditationFault(
                index, "accreditation-one-place-only", first.scheme, scheme.citation
            )
