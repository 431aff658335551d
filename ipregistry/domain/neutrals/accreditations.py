"""Accreditations of a neutral: by which scheme, through which jurisdiction, from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ipregistry.domain.neutrals.lists import Scheme
from ipregistry.domain.violations import Violation


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


def faults(given: tuple[Accreditation, ...], schemes: Mapping[str, Scheme]) -> Iterator[Violation]:
    """Periods that end before they begin; two places where a scheme lets one apply through one.

    Pointers are into the list of accreditations.
    """
    for index, one in enumerate(given):
        scheme = schemes.get(one.scheme)
        if one.end is not None and one.end < one.start:
            yield Violation("period-ends-before-it-starts", f"/{index}/endDate")
        if scheme is not None and one.place not in scheme.places:
            params, cite = {"scheme": one.scheme}, scheme.citation
            yield Violation("accreditation-place-unknown", f"/{index}", params, cite)
    for (_, first), (index, second) in combinations(enumerate(given), 2):
        scheme = schemes.get(first.scheme)
        if scheme is None or not scheme.one_place or first.scheme != second.scheme:
            continue
        if first.place != second.place and first.overlaps(second):
            params, cite = {"scheme": first.scheme}, scheme.citation
            yield Violation("accreditation-one-place-only", f"/{index}", params, cite)
