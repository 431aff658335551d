"""What an account is to a record of a case, by its standing in the case and the record's side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ipregistry.domain.access import Relation
from ipregistry.domain.cases.facts import CaseRole
from ipregistry.domain.classes import Label

# Labels of records of cases, as they stand in rows.
CASE_LABELS = frozenset(label.value for label in Label if label.value.startswith("case:"))

_OF_ROLE = {
    CaseRole.PARTY: frozenset({Relation.CASE_PARTY}),
    CaseRole.REPRESENTATIVE: frozenset({Relation.CASE_PARTY}),
    CaseRole.NEUTRAL: frozenset({Relation.CASE_TRIBUNAL}),
    CaseRole.MEDIATOR: frozenset({Relation.CASE_TRIBUNAL, Relation.CASE_MEDIATOR}),
}


def relations_in(rows: Iterable[Sequence[str | None]]) -> frozenset[Relation]:
    """The relations that memberships give: rows of (side, role) of the member and the record's
    side.
    """
    found: set[Relation] = set()
    for side, role, of_record in rows:
        found |= _OF_ROLE[CaseRole(str(role))]
        if side == of_record:
            found.add(Relation.CASE_OWN_SIDE)
    return frozenset(found)
