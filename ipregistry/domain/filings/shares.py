"""Shares that a filing names: readable, adding up, and as effects name them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ipregistry.domain.facts import PartyFacts
from ipregistry.domain.filings.reading import ShareOf
from ipregistry.domain.titles import Holding
from ipregistry.domain.violations import Violation

WHOLE = Fraction(1)


def check_shares(shares: tuple[ShareOf, ...]) -> list[Violation]:
    """Shares that are no fractions in (0, 1], by place."""
    return [
        Violation("share-not-a-fraction", f"{s.pointer}/share") for s in shares if s.share is None
    ]


def sum_of(shares: tuple[ShareOf, ...]) -> Fraction:
    """Their sum, unreadable ones left out."""
    return sum((s.share for s in shares if s.share is not None), Fraction(0))


def check_whole(shares: tuple[ShareOf, ...], pointer: str) -> list[Violation]:
    """The shares of all holders make the whole right."""
    return [] if sum_of(shares) == WHOLE else [wrong_sum(shares, WHOLE, pointer)]


def check_passed_on(
    givers: tuple[ShareOf, ...], takers: tuple[ShareOf, ...], pointer: str
) -> list[Violation]:
    """What is taken is what is given: some of the right, and at most all of it."""
    given = sum_of(givers)
    fits = given == sum_of(takers) and 0 < given <= WHOLE
    return [] if fits else [wrong_sum(takers, given, pointer)]


def wrong_sum(shares: tuple[ShareOf, ...], expected: Fraction, pointer: str) -> Violation:
    """These shares make another sum than they must."""
    params = {"sum": str(sum_of(shares)), "expected": str(expected)}
    return Violation("shares-do-not-add-up", pointer, params)


def holdings(shares: tuple[ShareOf, ...], parties: Mapping[str, PartyFacts]) -> tuple[Holding, ...]:
    """The shares as effects name them: party by id and version."""
    return tuple(Holding(s.party, parties[s.party].version, s.share or Fraction(0)) for s in shares)
