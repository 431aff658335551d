"""Letters of a case, written from what its versions record and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL, CaseFacts
from ipregistry.domain.cases.letters import Asked, against_letter, facts_of, template_of
from ipregistry.domain.cases.sides import standing_of
from ipregistry.domain.classes import Label
from ipregistry.domain.packs.lettering import LetterError, is_page, write_letter
from ipregistry.models import part
from ipregistry.services.errors import ConflictError, NotFoundError
from ipregistry.services.loading.named import find_cases
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import published_packs
from ipregistry.services.snapshots import snapshot
from ipregistry.tlog.leaves import sha256_text

_OF_A_PARTY = (Label.PUBLIC.value, Label.NAMES.value)


@dataclass(frozen=True, slots=True)
class LetterQuestion:
    """Which letter of which case, in which language, to which side, of which version."""

    case: str
    letter: str
    language: str
    side: str | None = None
    version: int | None = None


def read_letter(node: RunningNode, actor: Actor, asked: LetterQuestion) -> dict[str, Any]:
    """The letter with its digest. Raises NotFoundError for who is not in the case, ConflictError
    where the case does not allow it as it stands.
    """
    with snapshot(node.engines) as connection:
        newest = find_cases(connection, [asked.case], published_packs(connection)).get(asked.case)
        side = _addressee(actor, newest, asked)
        assert newest is not None  # noqa: S101 - else nobody is in it
        case = _version(connection, newest, asked.version)
        letter = Asked(
            case,
            asked.letter,
            asked.language,
            side,
            _names(connection, case.document),
            node.identity.code,
            _ended(connection, case),
        )
    return _written(letter)


def _addressee(actor: Actor, case: CaseFacts | None, asked: LetterQuestion) -> str | None:
    """The side that is written to: the institution says which, a side reads its own letters."""
    standing = None if case is None else standing_of(case, actor)
    if standing is None or standing.side == NEUTRAL:
        raise NotFoundError("case-unknown", {"case": asked.case})
    if standing.side == INSTITUTION:
        return asked.side
    if asked.side not in {None, standing.side}:
        raise NotFoundError("case-unknown", {"case": asked.case})
    return standing.side


def _version(connection: sa.Connection, case: CaseFacts, version: int | None) -> CaseFacts:
    if version is None or version == case.version:
        return case
    document = _document(connection, case.id, version)
    if document is None:
        raise NotFoundError("case-version-unknown", {"case": case.id, "version": version})
    return replace(case, version=version, recorded_at=document["recordedAt"], document=document)


def _document(connection: sa.Connection, case: str, version: int) -> dict[str, Any] | None:
    query = sa.select(part.c.body).where(
        part.c.record_id == case,
        part.c.version == version,
        part.c.label == Label.CASE_ALL.value,
    )
    body = connection.execute(query).scalar_one_or_none()
    return None if body is None else dict(orjson.loads(body))


def _ended(connection: sa.Connection, case: CaseFacts) -> str | None:
    """The day of the event that ended the case."""
    if not case.document["finalIndicator"]:
        return None
    since = case.document.get("stateVersion", case.version)
    document = case.document if since == case.version else _document(connection, case.id, since)
    events = (document or {}).get("eventBag") or [{}]
    day = events[-1].get("onDate")
    return None if day is None else str(day)


def _names(connection: sa.Connection, document: Mapping[str, Any]) -> dict[str, str]:
    """The names of the parties on record, as they were when they came into the case."""
    bag = [party for side in document["sideBag"] for party in side["partyBag"]]
    wanted = {
        p["party"]: p["version"] for p in [*bag, *(document.get("neutralBag") or ())] if _pinned(p)
    }
    if not wanted:
        return {}
    query = (
        sa.select(part.c.record_id, part.c.version, part.c.body)
        .where(part.c.record_id.in_(wanted), part.c.label.in_(_OF_A_PARTY))
        .order_by(part.c.version)
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        names = _names_in(orjson.loads(row.body))
        if row.version <= wanted[row.record_id] and names:
            found[row.record_id] = ", ".join(names)
    return found


def _pinned(party: Mapping[str, Any]) -> bool:
    return "party" in party and "version" in party


def _names_in(body: Mapping[str, Any]) -> list[str]:
    bags: Iterable[Mapping[str, Any]] = (
        body.get("organizationNameBag") or body.get("personNameBag") or ()
    )
    return [str(name["value"]) for name in bags]


def _written(letter: Asked) -> dict[str, Any]:
    for violation in against_letter(letter):
        raise ConflictError(violation.code, violation.params)
    template = template_of(letter.pack, letter.letter, letter.language)
    try:
        text = write_letter(template, facts_of(letter))
    except LetterError as error:
        params = {"letter": letter.letter, "reason": str(error)}
        raise ConflictError("letter-lacks-a-fact", params) from error
    answer = {
        "case": letter.case.id,
        "caseVersion": letter.case.version,
        "letter": letter.letter,
        "languageCode": letter.language,
        "side": letter.side,
        "mediaType": "text/html" if is_page(template) else "text/plain",
        "digest": sha256_text(text.encode()),
        "text": text,
    }
    return {name: value for name, value in answer.items() if value is not None}
