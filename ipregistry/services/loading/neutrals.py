"""The roster's entries and the nominations that a filing is about, with what other cases tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from ipregistry.domain.neutrals.facts import CaseOfNeutral, NeutralFacts, NominationFacts
from ipregistry.services.loading.named import without_head
from ipregistry.services.queries import Query


class _Row(NamedTuple):
    id: str
    version: int
    body: bytes


class _OfNeutral(NamedTuple):
    member: str
    id: str
    body: bytes


# A record of a case, and of the roster, is one part in each version, whoever reads it.
NOMINATIONS = Query(
    "SELECT r.id, r.version, p.body FROM case_record c JOIN record r ON r.id = c.record_id "
    "JOIN part p ON p.record_id = r.id AND p.version = r.version "
    "WHERE c.kind IN ('nomination', 'conflict-check') AND c.case_id IN (?) ORDER BY r.id",
    _Row,
)
NEUTRALS = Query(
    "SELECT r.id, r.version, p.body FROM record r "
    "JOIN part p ON p.record_id = r.id AND p.version = r.version "
    "WHERE r.kind = 'neutral' AND r.id IN (?)",
    _Row,
)
NOMINATIONS_OF = Query(
    "SELECT n.neutral AS member, n.id, p.body FROM nomination n JOIN record r ON r.id = n.id "
    "JOIN part p ON p.record_id = r.id AND p.version = r.version "
    "WHERE n.neutral IN (?) ORDER BY n.id",
    _OfNeutral,
)
CASES_AS_COUNSEL = Query(
    "SELECT m.member, m.case_id AS id, p.body FROM case_member m "
    "JOIN record r ON r.id = m.case_id "
    "JOIN part p ON p.record_id = r.id AND p.version = r.version "
    "WHERE m.role = 'representative' AND m.member IN (?) ORDER BY m.case_id",
    _OfNeutral,
)


def find_nominations(connection: sa.Connection, cases: Sequence[str]) -> dict[str, NominationFacts]:
    """The nominations of these cases, each with the newest report of its check."""
    read = [
        (row.id, row.version, orjson.loads(row.body))
        for row in NOMINATIONS.rows(connection, sorted(set(cases)))
    ]
    checks = {
        document["nomination"]: without_head(document)
        for _, _, document in read
        if document["kind"] == "conflict-check"
    }
    return {
        number: NominationFacts(
            number,
            version,
            document["recordedAt"],
            without_head(document),
            checks.get(number, {}),
        )
        for number, version, document in read
        if document["kind"] == "nomination"
    }


def find_neutrals(connection: sa.Connection, ids: Sequence[str]) -> dict[str, NeutralFacts]:
    """These entries of the roster, with what cases of this register know of the same people."""
    wanted = sorted(set(ids))
    documents = {
        row.id: (row.version, orjson.loads(row.body)) for row in NEUTRALS.rows(connection, wanted)
    }
    nominations = _by_member(NOMINATIONS_OF.rows(connection, wanted))
    people = {who for _, document in documents.values() for who in _numbers(document)}
    as_counsel = _by_member(CASES_AS_COUNSEL.rows(connection, sorted(people)))
    return {
        number: NeutralFacts(
            number,
            version,
            document["recordedAt"],
            without_head(document),
            tuple(one for _, one in nominations.get(number, ())),
            {
                case: _ended(one)
                for who in _numbers(document)
                for case, one in as_counsel.get(who, ())
            },
        )
        for number, (version, document) in documents.items()
    }


def _numbers(document: Mapping[str, Any]) -> list[str]:
    return [document[key] for key in ("party", "account") if key in document]


def _by_member(rows: Sequence[_OfNeutral]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for row in rows:
        found.setdefault(row.member, []).append((row.id, orjson.loads(row.body)))
    return found


def _ended(case: Mapping[str, Any]) -> CaseOfNeutral:
    """A case that is over ended on the day of its last version."""
    over = date.fromisoformat(case["recordedAt"][:10]) if case["finalIndicator"] else None
    return CaseOfNeutral(case, over)
