"""The papers that a policy asks for with an act, by kind of right and places of the parties."""

from __future__ import annotations

from collections.abc import Iterable

from ipregistry.domain.facts import PartyFacts
from ipregistry.domain.filings.acts.act import View
from ipregistry.domain.policies import Paper, weigh
from ipregistry.domain.violations import Severity, Violation

# The roles of those who give; everybody else takes.
GIVING = frozenset({"transferor", "licensor", "grantor", "pledgor", "predecessor", "bound-party"})


def missing_papers(
    view: View, sides: Iterable[tuple[str, Iterable[PartyFacts]]], category: str | None = None
) -> list[Violation]:
    """What is missing of the papers, each with its source; `category` is the act's own sort.

    What is `if-any` is only told; what rests on memory is asked for as a declaration.
    """
    if not view.rules.papers:
        return []
    taking_part = [(role, list(parties)) for role, parties in sides]
    places = _places(taking_part)
    categories = {party.category for _, parties in taking_part for party in parties}
    return [
        found
        for paper in view.rules.papers
        if _asked_for(paper, view, places, category)
        and (paper.party_categories is None or paper.party_categories & categories)
        for found in _missing(paper, view)
    ]


def _places(
    sides: Iterable[tuple[str, Iterable[PartyFacts]]],
) -> tuple[set[str | None], set[str | None]]:
    giving: set[str | None] = set()
    taking: set[str | None] = set()
    for role, parties in sides:
        (giving if role in GIVING else taking).update(party.place for party in parties)
    return giving, taking


def _asked_for(
    paper: Paper,
    view: View,
    places: tuple[set[str | None], set[str | None]],
    category: str | None,
) -> bool:
    if paper.kinds is not None and view.asset.kind not in paper.kinds:
        return False
    if paper.categories is not None and category not in paper.categories:
        return False
    giving, taking = places
    return _among(paper.from_places, giving) and _among(paper.to_places, taking)


def _among(wanted: frozenset[str] | None, places: set[str | None]) -> bool:
    """Whether one of the places is wanted; of an unknown place it is not said that it is."""
    if wanted is None:
        return True
    known = {place for place in places if place is not None}
    excluded = {place[1:] for place in wanted if place.startswith("!")}
    return bool(known & wanted) or bool(excluded and known - excluded)


def _missing(paper: Paper, view: View) -> list[Violation]:
    if view.deed.carries(paper.paper):
        return []
    params = {"paper": paper.paper}
    if paper.need == "if-any":
        return [Violation("paper-if-any", view.pointer, params, paper.citation, Severity.WARNING)]
    declared = paper.paper in view.deed.declarations
    if declared and (paper.need == "declare" or not paper.rule.refuses):
        return []
    code = "declaration-missing" if paper.need == "declare" else "paper-missing"
    return [weigh(paper.rule, Violation(code, view.pointer, params))]
