"""The asset record: the members that a description makes, on top of an earlier version's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.assets.description import (
    Description,
    check_dates,
    check_kind,
    check_published,
    check_relations,
    read_numbers,
)
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.numbers import OfficialNumber
from ipregistry.domain.rights import RelationCategory, RightKind, Term, stage_of, term_of
from ipregistry.domain.titles import Stage
from ipregistry.domain.violations import Violation, refusing


def describe(
    description: Description, context: Context, earlier: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], list[Violation]]:
    """The members of the asset record, on top of an earlier version's, and what is wrong."""
    violations = check_kind(description)
    if earlier is None:
        # Whether a right that is here already has a public part was decided with its first version.
        violations += check_published(description)
    if violations:
        return {}, violations
    numbers, violations = read_numbers(description)
    violations += check_relations(description) + check_dates(description, context)
    if refusing(violations) or not numbers:
        return {}, violations
    return _members(description, numbers, earlier), violations


def _members(
    description: Description, numbers: list[OfficialNumber], earlier: Mapping[str, Any] | None
) -> dict[str, Any]:
    described = {
        "officeCode": description.office,
        "rightKind": description.kind,
        "number": numbers[0].display if earlier is None else earlier["number"],
        "numberBag": _numbers_in_one(earlier, [_number_member(n) for n in numbers]),
        "titleBag": [dict(t) for t in description.titles],
        "stageBag": _stages(description, earlier),
        "relatedRightBag": [dict(r) for r in description.relations],
        "filingDate": _iso(description.filing_date),
        "registrationDate": _iso(description.registration_date),
        "classBag": list(description.classes),
        "term": _term(description),
        "inventorBag": [dict(i) for i in description.inventors],
    }
    # What this description leaves out stays as it was described before.
    return {name: value or (earlier or {}).get(name) for name, value in described.items()}


def stage_effects(members: Mapping[str, Any]) -> tuple[Stage, ...]:
    """The stages of the asset record whose day is known, as effects."""
    return tuple(
        Stage(date.fromisoformat(stage["date"]), stage["stage"])
        for stage in members.get("stageBag") or ()
        if "date" in stage
    )


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _number_member(number: OfficialNumber) -> dict[str, Any]:
    return {
        "scheme": number.scheme.value,
        "number": number.display,
        "normalised": number.normalised,
        "check": number.check.value,
    }


def _numbers_in_one(
    earlier: Mapping[str, Any] | None, numbers: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    merged = list((earlier or {}).get("numberBag", ()))
    seen = {(n["scheme"], n["normalised"]) for n in merged}
    for number in numbers:
        key = (number["scheme"], number["normalised"])
        if key not in seen:
            seen.add(key)
            merged.append(number)
    return merged


def _stages(
    description: Description, earlier: Mapping[str, Any] | None
) -> list[dict[str, Any]] | None:
    stages = list((earlier or {}).get("stageBag") or ())
    if description.kind_code is None:
        return stages or None
    stage = stage_of(
        description.office,
        RightKind(description.kind),
        description.kind_code,
        published=description.publication_date,
    )
    member: dict[str, Any] = {
        "kindCode": description.kind_code,
        "stage": None if stage is None else stage.value,
        "date": _iso(description.publication_date),
    }
    member = {name: value for name, value in member.items() if value is not None}
    if member not in stages and "stage" in member:
        stages.append(member)
    return stages or None


def _term(description: Description) -> dict[str, str] | None:
    found = term_of(
        description.office,
        RightKind(description.kind),
        filing=description.filing_date,
        registration=description.registration_date,
        designated_filing=_designated_filing(description),
    )
    if not isinstance(found, Term):
        return None
    return {
        "endDate": found.ends.isoformat(),
        "rule": found.rule,
        "citation": found.citation,
        "confidence": found.confidence,
    }


def _designated_filing(description: Description) -> date | None:
    """The filing date of the designated patent, from which a Hong Kong (R) patent's term runs."""
    for relation in description.relations:
        if relation["relationCategory"] == RelationCategory.DESIGNATED_PATENT:
            return read_date(relation.get("filingDate"))
    return None
