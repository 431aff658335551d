"""Which rights belong together, and which cannot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ipregistry.domain.rights.kinds import CN, HK, MO, RightKind
from ipregistry.domain.violations import Severity, Violation


class RelationCategory(StrEnum):
    """Why two rights belong together."""

    DESIGNATED_PATENT = "designated-patent"
    EXTENDED_FROM = "extended-from"
    PRIORITY = "priority"
    DIVISIONAL = "divisional"


# CNIPA, the EPO (designating the United Kingdom) and the United Kingdom's office.
DESIGNATED_OFFICES = ("CN", "EP", "GB")


@dataclass(frozen=True, slots=True)
class RelationRule:
    """What a relation may join. None: anything. What is only remembered warns."""

    from_kinds: tuple[tuple[str, RightKind], ...] | None
    to_offices: tuple[str, ...] | None
    office_severity: Severity
    related_kind_severity: Severity
    source: str | None


_RULE, _WARN = Severity.RULE, Severity.WARNING

RELATION_RULES: dict[RelationCategory, RelationRule] = {
    RelationCategory.DESIGNATED_PATENT: RelationRule(
        ((HK, RightKind.HK_STANDARD_R),),
        DESIGNATED_OFFICES,
        _RULE,
        _WARN,
        "Cap. 514 (designated patent offices)",
    ),
    # Extensions of European patents are spoken of too (S), so that another office warns.
    RelationCategory.EXTENDED_FROM: RelationRule(
        ((MO, RightKind.MO_EXTENSION),),
        (CN,),
        _WARN,
        _RULE,
        "Decree-Law 97/99/M arts. 131(2), 135",
    ),
    RelationCategory.PRIORITY: RelationRule(None, None, _WARN, _WARN, "Paris Convention art. 4"),
    RelationCategory.DIVISIONAL: RelationRule(None, None, _RULE, _WARN, None),
}


def check_relation(
    category: str,
    *,
    office: str,
    kind: RightKind,
    related_office: str,
    related_kind: RightKind | None = None,
) -> tuple[Violation, ...]:
    """What makes no sense about a right (`office`, `kind`) that says it relates to another.

    Pointers are into the relation: ``/relationCategory``, ``/officeCode``, ``/rightKind``.
    `related_kind` is None where it is not known, and then not judged.
    """
    if category not in list(RelationCategory):
        known = ", ".join(RelationCategory)
        return (Violation("relation-category-unknown", "/relationCategory", {"known": known}),)
    relation = RelationCategory(category)
    rule = RELATION_RULES[relation]
    found: list[Violation] = []
    params: dict[str, str | int]
    if rule.from_kinds is not None and (office, kind) not in rule.from_kinds:
        params = {"category": relation.value, "office": office, "kind": kind.value}
        found.append(Violation("relation-kind-unfit", "/relationCategory", params, rule.source))
    # A divisional stays, by what the word means, with the office of what was divided.
    offices = (office,) if relation is RelationCategory.DIVISIONAL else rule.to_offices
    if offices is not None and related_office not in offices:
        allowed = ", ".join(offices)
        params = {"category": relation.value, "office": related_office, "allowed": allowed}
        found.append(
            Violation(
                "relation-office-unfit", "/officeCode", params, rule.source, rule.office_severity
            )
        )
    if related_kind is not None and not _kinds_fit(relation, kind, related_kind, related_office):
        params = {"category": relation.value, "kind": kind.value, "related": related_kind.value}
        severity = rule.related_kind_severity
        found.append(
            Violation("relation-related-kind-unfit", "/rightKind", params, rule.source, severity)
        )
    return tuple(found)


def _kinds_fit(
    category: RelationCategory, kind: RightKind, related: RightKind, related_office: str
) -> bool:
    """Whether the right at the other end can be of that kind."""
    match category:
        case RelationCategory.PRIORITY:
            # A mark cannot take priority from a patent, nor a patent from a mark.
            return (kind is RightKind.TRADEMARK) == (related is RightKind.TRADEMARK)
        case RelationCategory.DIVISIONAL:
            return kind is related
        case _:
            return related_office != CN or related is RightKind.INVENTION
