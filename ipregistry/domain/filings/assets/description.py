"""What a right is, as a filing describes it, and what cannot be so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.facts import AssetRef, Context
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.filings.subjects import dates_to_come, number_readings
from ipregistry.domain.numbers import OfficialNumber
from ipregistry.domain.rights import (
    NEVER_PUBLIC,
    RelationCategory,
    RightKind,
    check_relation,
    kinds_of,
)
from ipregistry.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class Description:
    """What a right is, as a filing describes it."""

    office: str
    kind: str
    number: str
    published: bool
    kind_code: str | None
    filing_date: date | None
    registration_date: date | None
    publication_date: date | None
    further_numbers: tuple[str, ...]
    titles: tuple[Mapping[str, str], ...]
    relations: tuple[Mapping[str, Any], ...]
    classes: tuple[str, ...]
    inventors: tuple[Mapping[str, str], ...]

    @property
    def ref(self) -> AssetRef:
        """The right by its number."""
        return AssetRef(None, self.number, self.office, self.kind)

    @property
    def further_refs(self) -> tuple[AssetRef, ...]:
        """The right by each of its other numbers."""
        return tuple(AssetRef(None, n, self.office, self.kind) for n in self.further_numbers)


def read_description(body: Mapping[str, Any]) -> Description:
    """The description in a body of the right shape."""
    return Description(
        office=body["officeCode"],
        kind=body["rightKind"],
        number=body["number"],
        published=body.get("publishedIndicator", True),
        kind_code=body.get("kindCode"),
        filing_date=read_date(body.get("filingDate")),
        registration_date=read_date(body.get("registrationDate")),
        publication_date=read_date(body.get("publicationDate")),
        further_numbers=tuple(body.get("furtherNumberBag", ())),
        titles=tuple(body.get("titleBag", ())),
        relations=tuple(body.get("relatedRightBag", ())),
        classes=tuple(body.get("classBag", ())),
        inventors=tuple(body.get("inventorBag", ())),
    )


def check_kind(description: Description) -> list[Violation]:
    """The office grants or registers rights of this kind."""
    if RightKind(description.kind) in kinds_of(description.office):
        return []
    params = {"kind": description.kind, "office": description.office}
    return [Violation("right-kind-not-of-office", "/rightKind", params)]


def read_numbers(description: Description) -> tuple[list[OfficialNumber], list[Violation]]:
    """A reading of each number, the right's own first; none where that one cannot be read."""
    own, wrong = number_readings(description.ref)
    found = list(own[:1])
    violations = [v.under("/number") for v in wrong]
    violations += _ambiguous("/number", own)
    for index, ref in enumerate(description.further_refs):
        further, wrong = number_readings(ref)
        pointer = f"/furtherNumberBag/{index}"
        violations += [v.under(pointer) for v in wrong] + _ambiguous(pointer, further)
        found += further[:1]
    return found if own else [], violations


def _ambiguous(pointer: str, readings: Sequence[OfficialNumber]) -> list[Violation]:
    """A right is recorded under the number that it has, not under one that it may have."""
    if len({reading.normalised for reading in readings}) <= 1:
        return []
    params = {"readings": ", ".join(reading.display for reading in readings)}
    return [Violation("number-ambiguous", pointer, params)]


def check_published(description: Description) -> list[Violation]:
    """What publication would destroy is never described as published."""
    if RightKind(description.kind) not in NEVER_PUBLIC:
        return []
    told = {
        "/publishedIndicator": description.published,
        "/publicationDate": description.publication_date is not None,
        "/kindCode": description.kind_code is not None,
    }
    params = {"kind": description.kind}
    return [Violation("right-kind-never-public", p, params) for p, said in told.items() if said]


def check_relations(description: Description) -> list[Violation]:
    """Each related right can stand in that relation to this one."""
    violations: list[Violation] = []
    for index, relation in enumerate(description.relations):
        related_kind = relation.get("rightKind")
        wrong = check_relation(
            RelationCategory(relation["relationCategory"]),
            office=description.office,
            kind=RightKind(description.kind),
            related_office=relation["officeCode"],
            related_kind=None if related_kind is None else RightKind(related_kind),
        )
        violations += [v.under(f"/relatedRightBag/{index}") for v in wrong]
    return violations


def check_dates(description: Description, context: Context) -> list[Violation]:
    """No day to come, and nothing published before it was filed."""
    violations = dates_to_come(
        context,
        ("/filingDate", description.filing_date),
        ("/registrationDate", description.registration_date),
        ("/publicationDate", description.publication_date),
    )
    if (
        description.filing_date is not None
        and description.publication_date is not None
        and description.publication_date < description.filing_date
    ):
        violations.append(Violation("published-before-filed", "/publicationDate"))
    return violations
