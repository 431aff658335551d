"""Title answered: as it stands from its stored document, at any other pair of dates by the fold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from ipregistry.domain.access import Actor
from ipregistry.domain.classes import Label
from ipregistry.domain.dispositions import blocks
from ipregistry.domain.facts import (
    PENDING,
    AssetFacts,
    FilingStatus,
    PartyFacts,
    PendingFiling,
)
from ipregistry.domain.filings.subjects import may_know
from ipregistry.domain.ids import kind_of
from ipregistry.domain.policies import Policy, select
from ipregistry.domain.revealing import title_for
from ipregistry.domain.titles import Holding, Named, Step, Title, read_effect
from ipregistry.domain.titles.document import chain_document, next_change, title_document
from ipregistry.models import holder, party, title_now
from ipregistry.services.errors import NotFoundError
from ipregistry.services.last_days import PartyNames, last_days, without_today
from ipregistry.services.ledger import StoredRecord
from ipregistry.services.loading import load_assets, read_hold, read_party
from ipregistry.services.node import RunningNode
from ipregistry.services.policies import load_policies
from ipregistry.services.snapshots import snapshot
from ipregistry.services.statements import Add, Clear, Put
from ipregistry.services.times import read_instant, write_instant
from ipregistry.services.unit_of_work import LONGEST_SECONDS, UnitOfWork
from ipregistry.tlog.canonical import written


@dataclass(frozen=True, slots=True)
class TitleAnswer:
    """The bytes of an answer, and what its ETag says."""

    body: bytes
    tag: str


def facts_after(
    before: Mapping[str, AssetFacts], stored: Iterable[StoredRecord]
) -> dict[str, AssetFacts]:
    """The rights as the record versions of one entry leave them."""
    after = dict(before)
    apply_entry(after, list(stored))
    return after


def apply_entry(after: dict[str, AssetFacts], records: Sequence[StoredRecord]) -> None:
    """Bring the facts up to the state behind one entry, in place."""
    for record in records:
        if record.kind == "asset":
            after[record.id] = _described(after.get(record.id), record)
    for record in records:
        if record.kind == "transaction":
            for facts in _with_effects(after, record):
                after[facts.id] = facts
        elif record.kind == "filing":
            for facts in _with_filing(after, record):
                after[facts.id] = facts
        elif record.kind == "hold":
            facts = after[record.document["asset"]]
            found = read_hold(record.id, record.version, record.recorded_at, record.document)
            after[facts.id] = replace(facts, holds=(*facts.holds, found))


def _described(before: AssetFacts | None, record: StoredRecord) -> AssetFacts:
    document, term = record.document, record.document.get("term") or {}
    ends = term.get("endDate")
    return AssetFacts(
        id=record.id,
        version=record.version,
        title_version=0 if before is None else before.title_version,
        office=document["officeCode"],
        kind=document["rightKind"],
        number=document["numberBag"][0]["normalised"],
        published=Label.PUBLIC in record.labels,
        term_ends=None if ends is None else date.fromisoformat(ends),
        term_confidence=term.get("confidence", ""),
        document=document,
        steps=() if before is None else before.steps,
        pending=() if before is None else before.pending,
        holds=() if before is None else before.holds,
    )


def _with_effects(after: Mapping[str, AssetFacts], record: StoredRecord) -> Iterable[AssetFacts]:
    seq = 0
    for subject in record.document["subjectBag"]:
        facts = after[subject["asset"]]
        steps: list[Step] = []
        for effect in subject["effectBag"]:
            steps.append(
                Step(
                    record.ord,
                    seq,
                    record.recorded_at,
                    record.id,
                    record.version,
                    record.document["act"],
                    record.capacity,
                    read_effect(effect),
                    effect.get("entryNumber"),
                    effect.get("movesTitleIndicator", True),
                )
            )
            seq += 1
        moved = subject.get("titleVersion", {}).get("to", facts.title_version)
        yield replace(facts, steps=(*facts.steps, *steps), title_version=moved)


def _with_filing(after: Mapping[str, AssetFacts], record: StoredRecord) -> Iterable[AssetFacts]:
    document = record.document
    status = FilingStatus(document["status"])
    for subject in document["subjectBag"]:
        facts = after[subject["asset"]]
        ords = {p.id: p.ord for p in facts.pending}
        others = [p for p in facts.pending if p.id != record.id]
        if status in PENDING:
            order = ords.get(record.id, record.ord)
            others.append(
                PendingFiling(record.id, document["act"], status, document["receivedAt"], order)
            )
        # By receipt: the pieces of a divided filing keep the rank of the whole.
        ranked = sorted(others, key=lambda p: (p.received_at, p.ord))
        yield replace(facts, pending=tuple(ranked))


def current_title(facts: AssetFacts, today: date, known_at: str) -> Title:
    """Title as it stands: today, with everything that is on record."""
    return facts.title(today, max(known_at, latest_known(facts)))


def shown_in(title: Title) -> set[tuple[str, int]]:
    """The parties, with versions, whose names an answer without its chain shows."""
    shown: set[tuple[str, int]] = set()
    for holding in (*(title.record.holders or ()), *(title.notified.holders or ())):
        shown.add((holding.party, holding.party_version))
    for standing in title.notified.interests:
        shown |= _named_in(standing.interest)
    for step in title.lodged:
        shown |= _named_in(step.effect)
    return shown


def _named_in(effect: Any) -> set[tuple[str, int]]:
    """Everybody whom an effect, or the interest in it, names."""
    named = {
        (party.party, party.party_version)
        for member in ("holders", "givers", "takers")
        for party in getattr(effect, member, ())
    }
    interest = getattr(effect, "interest", None)
    return named if interest is None or isinstance(interest, str) else named | _named_in(interest)


def stored_title(
    facts: AssetFacts, title: Title, names: PartyNames, policies: Sequence[Policy], today: date
) -> list[Any]:
    """The operations that store a right's title as it now stands, and who holds it."""
    policy = select(list(policies), facts.office, facts.kind, today)
    document = _document(facts, title, policy, today, names)
    rules = policy.acts.get("assignment")
    ageing = 0 if rules is None else rules.root_max_age_days.value
    coming = [
        p.in_force_from
        for p in policies
        if p.in_force_from > today and p.office in {None, facts.office}
    ]
    limits = last_days(title, policy, names, today)
    ends = [day for day in limits.ends(title.notified.interests) if today <= day < date.max]
    changes = [
        next_change(facts, title, ageing, today),
        *(day + timedelta(days=1) for day in ends),
        *coming,
    ]
    until = min((day for day in changes if day is not None), default=None)
    row = {
        "asset_id": facts.id,
        "published": int(facts.published),
        "title_version": facts.title_version,
        "valid_from": today.isoformat(),
        "valid_until": None if until is None else until.isoformat(),
        "body": written(document),
    }
    return [Put(title_now, row), *_holder_rows(facts.id, title)]


_EXPIRE = (
    "UPDATE title_now SET valid_until = ? WHERE (valid_until IS NULL OR valid_until > ?) "
    "AND asset_id IN (SELECT id FROM asset WHERE office = COALESCE(?, office))"
)


_EXPIRE_NAMES = (
    "UPDATE title_now SET valid_until = ? WHERE (valid_until IS NULL OR valid_until > ?) "
    "AND asset_id IN (SELECT s.asset_id FROM transaction_subject s JOIN concern c "
    "ON c.record_id = s.transaction_id WHERE c.party_id = ?)"
)


def expire_titles(work: UnitOfWork, stored: Iterable[StoredRecord]) -> None:
    """Stored titles end where a policy that is published now begins: they say what it allows;
    and where the names of somebody in them are put right.

    From that day on they are answered by the fold, until the background stores them anew.
    """
    for version in stored:
        if version.kind == "policy":
            day, office = version.document["inForceFrom"], version.document.get("officeCode")
            work.execute(_EXPIRE, (day, day, office))
        elif version.kind == "party" and "correctsVersion" in version.document:
            day = version.recorded_at[:10]
            work.execute(_EXPIRE_NAMES, (day, day, version.id))


def _holder_rows(asset_id: str, title: Title) -> list[Any]:
    answers = (("record", title.record), ("notified", title.notified))
    return [
        Clear(holder, {"asset_id": asset_id}),
        *(
            Add(
                holder,
                {
                    "asset_id": asset_id,
                    "register": register,
                    "party_id": holding.party,
                    "party_version": holding.party_version,
                    "share": str(holding.share),
                },
            )
            for register, state in answers
            for holding in state.holders or ()
        ),
    ]


def _document(
    facts: AssetFacts, title: Title, policy: Policy, today: date, names: PartyNames
) -> dict[str, Any]:
    rules = policy.acts.get("assignment")
    found = [] if rules is None else blocks(facts, title, rules, today)
    limits = last_days(title, policy, names, today)
    return title_document(facts, title, found, policy, _namer(names), limits)


def _namer(names: PartyNames) -> Any:
    def name(holding: Holding | Named) -> dict[str, Any]:
        facts = names.get((holding.party, holding.party_version))
        if facts is None:
            return {"nameBag": []}
        said: dict[str, Any] = {"nameBag": [dict(n) for n in facts.names]}
        if facts.town is not None and not facts.is_organization:
            said["townText"] = facts.town
        return said

    return name


def parties_in(facts: AssetFacts) -> set[str]:
    """Everybody whose name a title answer may show."""
    return {
        party
        for step in facts.steps
        for party, _ in _named_in(getattr(step.effect, "by", None) or step.effect)
    }


_NAMES = sa.select(party).where(party.c.id.in_(sa.bindparam("ids", expanding=True)))


def load_names(connection: sa.Connection, ids: Iterable[str]) -> dict[tuple[str, int], PartyFacts]:
    """Names by party and version: as they stood when the entry named them."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = sorted(connection.execute(_NAMES, {"ids": wanted}), key=lambda row: row.version)
    names = {(row.id, row.version): read_party(row) for row in rows}
    for row in rows:
        put_right(names, row.id, row.version, row.corrects)
    return names


def put_right(
    names: dict[tuple[str, int], PartyFacts], party_id: str, version: int, wrong: int | None
) -> None:
    """Whoever is named at a version that was wrong is shown as the version that corrected it."""
    old = None if wrong is None else names.get((party_id, wrong))
    if wrong is None or old is None:
        return
    for earlier in range(wrong, 0, -1):
        if names.get((party_id, earlier)) is old:
            names[party_id, earlier] = names[party_id, version]


_NOW_SQL = "SELECT body, published, valid_until FROM title_now WHERE asset_id = {mark}"


def title_as_it_stands(node: RunningNode, actor: Actor, asset_id: str) -> TitleAnswer:
    """Title now: stored bytes with the instant of asking in front. One statement.

    Raises NotFoundError for a right that is not here, or that the actor may not know of.
    """
    _check_number(asset_id)
    row = _one_row(node, asset_id)
    moment = node.clock()
    today = moment.astimezone(node.zone).date().isoformat()
    if row is None or not row[1] or (row[2] is not None and row[2] <= today):
        # Unpublished, or a date was reached that the answer depends on.
        return title_at(node, actor, asset_id, None, None, expand=False)
    head = _head(today, write_instant(moment), provisional=True)
    body = bytes(row[0])
    return TitleAnswer(head + body[1:], _tag(body, today))


def _check_number(asset_id: str) -> None:
    """What is no record number is not asked for: PostgreSQL fails on text that it cannot hold."""
    if kind_of(asset_id) != "asset":
        raise NotFoundError("asset-unknown", {"asset": asset_id})


def _one_row(node: RunningNode, asset_id: str) -> Any:
    raw = node.engines.read.raw_connection()
    try:
        cursor = raw.cursor()
        mark = "?" if node.engines.is_sqlite else "%s"
        cursor.execute(_NOW_SQL.format(mark=mark), (asset_id,))
        return cursor.fetchone()
    finally:
        raw.close()


def _head(effective_at: str, known_at: str, *, provisional: bool) -> bytes:
    as_of = orjson.dumps(
        {"effectiveAt": effective_at, "knownAt": known_at, "provisional": provisional}
    )
    return b'{"asOf":' + as_of + b","


def title_at(
    node: RunningNode,
    actor: Actor,
    asset_id: str,
    effective_at: date | None,
    known_at: str | None,
    *,
    expand: bool,
) -> TitleAnswer:
    """Title at a pair of dates by the fold; `expand` adds the chain.

    With `known_at` given, the answer is title alone, without what is said of today.

    Before `known_at` plus the longest time allowed to a unit of work the answer is
    provisional; after that it never changes but for whoever may not see an entry that was
    corrected since (`domain.revealing`). Raises NotFoundError.
    """
    _check_number(asset_id)
    now = node.clock()
    effective = effective_at or now.astimezone(node.zone).date()
    with snapshot(node.engines) as connection:
        found = load_assets(connection, [asset_id]).get(asset_id)
        known = known_at or max(write_instant(now), latest_known(found))
        facts = found if found is None or known_at is None else _as_known(found, known)
        if found is None or facts is None or not may_know(actor, facts):
            raise NotFoundError("asset-unknown", {"asset": asset_id})
        names = load_names(connection, parties_in(found))
        policies = load_policies(connection)
    title = title_for(actor, found, effective, known)
    policy = select(list(policies), facts.office, facts.kind, now.astimezone(node.zone).date())
    document = _document(facts, title, policy, effective, names)
    if known_at is not None:
        # What waits, blocks and governs is said of today only: an answer about a past
        # instant must be the same whenever it is asked.
        document = without_today(document)
    if expand:
        document |= chain_document(facts, title, _namer(names))
    settled = read_instant(known) + timedelta(seconds=LONGEST_SECONDS) < now
    head = _head(effective.isoformat(), known, provisional=not settled)
    body = written(document)
    return TitleAnswer(head + body[1:], _tag(body, effective.isoformat()))


def _tag(body: bytes, effective: str) -> str:
    """What tells two answers apart: all of them but the instant of asking."""
    return f"{effective}-{hashlib.sha256(body).hexdigest()[:16]}"


def latest_known(facts: AssetFacts | None) -> str:
    """When the last effect on the right was recorded; later than now where the clock went back.

    What is on record is known, whatever the clock says since.
    """
    steps = () if facts is None else facts.steps
    return max((step.known_at for step in steps), default="")


def _as_known(facts: AssetFacts, known_at: str) -> AssetFacts | None:
    """The right as it was known then, with its title version; None before it was here."""
    steps = [step for step in facts.steps if step.known_at <= known_at]
    if facts.steps and not steps:
        return None
    moving = {step.ord for step in facts.steps if step.moves}
    later = len(moving - {step.ord for step in steps})
    return replace(facts, steps=tuple(steps), title_version=facts.title_version - later)
