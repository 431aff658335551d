"""A candidate's ties and the people of a case, from what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ipregistry.domain.neutrals.facts import CaseOfNeutral, NeutralFacts
from ipregistry.domain.neutrals.model import Interested, Link, Matter, Source, Standing, Tie, Who

Document = Mapping[str, Any]
# The names that parties have on record.
Names = Mapping[str, tuple[str, ...]]
_PEOPLE = ("party", "account")


def who(document: Document, names: Names | None = None) -> Who:
    """Somebody as a document names him, with the names that a party has on record."""
    bag = [name["value"] for name in document.get("nameBag") or ()]
    single = [document["nameText"]] if "nameText" in document else []
    party = document.get("party")
    on_record = () if party is None or names is None else names.get(party, ())
    return Who(party, document.get("account"), (*single, *bag, *on_record))


def declared(ties: Iterable[Document], source: Source, names: Names) -> Iterator[Link]:
    """Ties that somebody entered, in the roster or in a declaration."""
    for tie in ties:
        ends = tie.get("endDate")
        yield Link(
            Tie(tie["tieCategory"]),
            who(tie, names),
            date.fromisoformat(tie["startDate"]),
            None if ends is None else date.fromisoformat(ends),
            Matter(tie.get("matterCategory", Matter.UNRELATED)),
            source,
            tie.get("evidenceDigest"),
        )


def known_links(neutral: NeutralFacts, case: str, names: Names) -> list[Link]:
    """All that the register knows of a candidate: himself, the roster, its other cases."""
    links = [Link(Tie.IS, who(neutral.document, names), date.min, source=Source.ROSTER)]
    links += declared(neutral.document.get("tieBag") or (), Source.ROSTER, names)
    for nomination in neutral.nominations:
        if nomination["case"] != case:
            links += _appointments(nomination, names)
    for number, other in neutral.cases.items():
        if number != case:
            links += _as_counsel(neutral.document, other, names)
    return links


def _appointments(nomination: Document, names: Names) -> Iterator[Link]:
    day = nomination.get("appointedDate")
    if day is None:
        return
    on = date.fromisoformat(day)
    for one in nomination.get("appointingBag") or ():
        yield Link(Tie.APPOINTED_BY, who(one, names), on, on, source=Source.OTHER_CASE)


def _as_counsel(me: Document, other: CaseOfNeutral, names: Names) -> Iterator[Link]:
    own = {me.get(key) for key in _PEOPLE} - {None}
    start = date.fromisoformat(other.document["openedDate"])
    acted = {
        side["side"]
        for side in other.document["sideBag"]
        if any(r.get(key) in own for r in side.get("representativeBag") or () for key in _PEOPLE)
    }
    for side in other.document["sideBag"] if acted else ():
        tie = Tie.COUNSEL_FOR if side["side"] in acted else Tie.COUNSEL_AGAINST
        for party in side["partyBag"]:
            yield Link(tie, who(party, names), start, other.ended, source=Source.OTHER_CASE)


def interested_in(
    case: Document, relations: Iterable[Document], names: Names
) -> tuple[Interested, ...]:
    """Parties, their counsel, and whom the parties named behind them (IBA GS 7(a))."""
    found: list[Interested] = []
    for side in case["sideBag"]:
        for number, party in enumerate(side["partyBag"], 1):
            group = f"{side['side']}/{number}"
            found.append(Interested(side["side"], group, who(party, names), Standing.PARTY))
        for number, counsel in enumerate(side.get("representativeBag") or (), 1):
            group = f"{side['side']}/counsel/{number}"
            found.append(Interested(side["side"], group, who(counsel, names), Standing.COUNSEL))
    for one in relations:
        group = f"{one['side']}/{one.get('partyNumber', 1)}"
        standing = Standing(one["standingCategory"])
        found.append(Interested(one["side"], group, who(one, names), standing))
    return tuple(found)


def parties_named(documents: Iterable[Document]) -> list[str]:
    """The parties on record that cases and roster entries name: whose names count too."""
    found: dict[str, None] = {}
    for document in documents:
        for side in document.get("sideBag") or ():
            for member in (*side["partyBag"], *(side.get("representativeBag") or ())):
                if "party" in member:
                    found[member["party"]] = None
        for tie in (document, *(document.get("tieBag") or ())):
            if "party" in tie:
                found[tie["party"]] = None
    return list(found)
