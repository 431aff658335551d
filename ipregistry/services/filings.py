"""The one way in: every change to the register, from every door, goes through `submit`.

A unit of work: the idempotency row first, then the locks, the state, the decision, and
in one commit the filing, its parts, the projections, the entry and the outbox.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ipregistry.domain.access import Actor, may_file
from ipregistry.domain.facts import Context, PartyFacts
from ipregistry.domain.filings import FILING_TYPES, FilingType
from ipregistry.domain.filings.completing import completed
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.violations import Violation, refusing
from ipregistry.models import entry as entry_table
from ipregistry.models import outbox
from ipregistry.models import receipt as receipt_table
from ipregistry.services.audit import note_refusal
from ipregistry.services.documents.papers import faults_of_papers, take_over_papers
from ipregistry.services.erasing import erase_parts
from ipregistry.services.errors import (
    ClosedError,
    ForbiddenError,
    InFlightError,
    NotFoundError,
    RefusedError,
    UnusableKeyError,
)
from ipregistry.services.ledger import (
    Entry,
    StoredRecord,
    entry_row,
    make_entry,
    part_rows,
    stored_records,
)
from ipregistry.services.loading import Loaded, load
from ipregistry.services.node import RunningNode
from ipregistry.services.projections import project
from ipregistry.services.queries import Query
from ipregistry.services.receipts import receipt, refusal
from ipregistry.services.records import RecordAnswer, filers_answer
from ipregistry.services.snapshots import snapshot
from ipregistry.services.statements import Add, insert_sql
from ipregistry.services.times import after, local_day, read_instant, write_instant
from ipregistry.services.titles import (
    current_title,
    expire_titles,
    facts_after,
    load_names,
    shown_in,
    stored_title,
)
from ipregistry.services.unit_of_work import (
    UnitOfWork,
    unit_of_work,
    with_retry,
)
from ipregistry.tlog.canonical import canonical
from ipregistry.tlog.leaves import sha256_text


@dataclass(frozen=True, slots=True)
class Submission:
    """What a filer sends: a type, a body whose shape is right, and a key to ask again by."""

    type: str
    body: Mapping[str, Any]
    key: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a filing came to. `replayed`: it was here already, under the same key.

    `answer` is the filing as its filer reads it, from the parts just made; None for one
    that was here already, whose parts are read anew.
    """

    filing_id: str
    receipt: str
    replayed: bool
    warnings: tuple[Violation, ...] = ()
    answer: RecordAnswer | None = None


Also = Callable[[UnitOfWork, str], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a filing would come to now; nothing was stored."""

    status: str
    warnings: tuple[Violation, ...]
    deadlines: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A submission ready for the rules."""

    type: FilingType
    command: Any
    body: dict[str, Any]
    digest: str
    fingerprint: bytes


def submit(
    node: RunningNode, actor: Actor, submission: Submission, also: Also | None = None
) -> Accepted:
    """Take a filing: the whole of it in one commit, or nothing.

    `also` writes, with the filing's number, what lives or dies with it and is no record.
    Raises RefusedError with every violation, ForbiddenError, UnusableKeyError,
    InFlightError, BusyError. A refusal writes nothing but a line in the audit log, so
    the key stays free.
    """
    prepared = _prepare(node, actor, submission)
    try:
        return with_retry(lambda: _attempt(node, actor, submission, prepared, also))
    except RefusedError as refused:
        note_refusal(node, actor, submission.type, prepared.digest, refused.violations)
        raise


def check(node: RunningNode, actor: Actor, type_name: str, body: Mapping[str, Any]) -> Checked:
    """The same path, stopped after the decision. Raises as `submit`; stores nothing at all."""
    outcome, _ = tried(node, actor, type_name, body)
    said = [d.document.get("recordalDeadlineBag") for d in outcome.records if d.kind == "filing"]
    return Checked(
        outcome.status.value, outcome.warnings, tuple(d for bag in said for d in bag or ())
    )


def tried(
    node: RunningNode,
    actor: Actor,
    type_name: str,
    body: Mapping[str, Any],
    *,
    quoting: bool = False,
) -> tuple[Outcome, Context]:
    """What a filing would come to now, and what that rests on; stores nothing at all.

    `quoting`: as if the fees that it needs were paid.
    """
    prepared = _prepare(node, actor, Submission(type_name, body, ""))
    with snapshot(node.engines) as connection:
        context, _ = _context(node, actor, connection, prepared, lock=False)
        context = replace(context, quoting=quoting)
        return _decide(node, prepared, context, connection, lock=False), context


def _prepare(node: RunningNode, actor: Actor, submission: Submission) -> _Prepared:
    filing_type = FILING_TYPES.get(submission.type)
    if filing_type is None:
        raise NotFoundError("filing-type-unknown", {"type": submission.type})
    if not may_file(actor, submission.type):
        raise ForbiddenError("role-may-not-file", {"type": submission.type})
    raw = canonical(submission.body)
    body = filing_type.seal(submission.body, node.keys.seal)
    return _Prepared(
        filing_type,
        filing_type.read(body),
        body,
        sha256_text(canonical(body)),
        node.keys.keyed_hash("idempotency", submission.type.encode() + b"\x00" + raw),
    )


def accepted_before(node: RunningNode, actor: Actor, key: str) -> Accepted | None:
    """What was taken under this key of the actor's, as a repeated request is answered."""
    with node.engines.read.connect() as connection:
        earlier = _EARLIER.rows(connection, actor.account or "node", key)
    return Accepted(earlier[0].filing_id, earlier[0].jws, replayed=True) if earlier else None


def _attempt(
    node: RunningNode,
    actor: Actor,
    submission: Submission,
    prepared: _Prepared,
    also: Also | None,
) -> Accepted:
    with unit_of_work(node.engines) as work:
        filing_id = node.new_id("filing")
        earlier = _claim(work, node, actor, submission, prepared, filing_id)
        if earlier is not None:
            return earlier
        context, loaded = _context(
            node, actor, work.connection, prepared, lock=True, filing_id=filing_id
        )
        outcome = _decide(node, prepared, context, work.connection, lock=True)
        signed, made = record(work, node, context, loaded, outcome, prepared.type.name)
        if also is not None:
            also(work, filing_id)
        own = [(p.label, p.version, p.body) for p in made.parts if p.record_id == filing_id]
        answer = filers_answer(actor, "filing", filing_id, own)
        return Accepted(filing_id, signed, False, outcome.warnings, answer)


# No round trip of its own for the alarm that closes the register (services/log/alarms.py).
_CLAIM = (
    "INSERT INTO idempotency (client, key, fingerprint, filing_id, created_at) "
    "SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM log_alarm WHERE closes = 1) "
    "ON CONFLICT DO NOTHING"
)


class _EarlierRow(NamedTuple):
    fingerprint: bytes
    filing_id: str
    jws: str


_EARLIER = Query(
    "SELECT i.fingerprint, i.filing_id, r.jws FROM idempotency i "
    "JOIN receipt r ON r.filing_id = i.filing_id WHERE i.client = ? AND i.key = ?",
    _EarlierRow,
)


def _claim(
    work: UnitOfWork,
    node: RunningNode,
    actor: Actor,
    submission: Submission,
    prepared: _Prepared,
    filing_id: str,
) -> Accepted | None:
    """The first write: this key is ours, or the answer that the first request with it got.

    Raises ClosedError while the register takes no filings.
    """
    client = actor.account or "node"
    row = (client, submission.key, prepared.fingerprint, filing_id, node.now())
    try:
        claimed = work.execute(_CLAIM, row).rowcount == 1
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":
            raise InFlightError("in-flight") from error
        raise
    if claimed:
        return None
    found = _EARLIER.rows(work.connection, client, submission.key)
    if not found:
        raise ClosedError("register-closed")
    earlier = found[0]
    if not secrets.compare_digest(bytes(earlier.fingerprint), prepared.fingerprint):
        raise UnusableKeyError("idempotency-key-reused")
    return Accepted(earlier.filing_id, earlier.jws, replayed=True)


def _context(
    node: RunningNode,
    actor: Actor,
    connection: sa.Connection,
    prepared: _Prepared,
    *,
    lock: bool,
    filing_id: str | None = None,
) -> tuple[Context, Loaded]:
    needs = prepared.type.needs(prepared.command)
    loaded = load(connection, needs, account=actor.account, lock=lock)
    made = context_of(node, actor, loaded, filing_id or node.new_id("filing"))
    return replace(made, body=prepared.body, body_digest=prepared.digest), loaded


def context_of(node: RunningNode, actor: Actor, loaded: Loaded, filing_id: str) -> Context:
    """What a rule may know: everything that was loaded, at this instant and place."""
    moment = after(loaded.latest, node.clock())
    return Context(
        actor=actor,
        now=write_instant(moment),
        today=local_day(moment, node.zone),
        node=node.identity,
        filing_id=filing_id,
        new_id=node.new_id,
        policies=loaded.policies,
        packs=loaded.packs,
        calendars=loaded.calendars,
        closures=loaded.closures,
        cases=loaded.cases,
        case_papers=loaded.case_papers,
        disclosures=loaded.disclosures,
        ended=loaded.ended,
        statistics=loaded.statistics,
        decided=loaded.decided,
        charges=loaded.charges,
        case_notices=loaded.case_notices,
        neutrals=loaded.neutrals,
        nominations=loaded.nominations,
        assets=loaded.assets,
        parties=loaded.parties,
        named_parties=loaded.named_parties,
        filings=loaded.filings,
        transactions=loaded.transactions,
        mandates=loaded.mandates,
        requisitions=loaded.requisitions,
        officers=loaded.officers,
        invoices=loaded.invoices,
        parts=loaded.parts,
        filed_before=loaded.filed_before,
        overfull=loaded.overfull,
        day_of=lambda instant: local_day(read_instant(instant), node.zone),
    )


def _decide(
    node: RunningNode,
    prepared: _Prepared,
    context: Context,
    connection: sa.Connection,
    *,
    lock: bool,
) -> Outcome:
    decision = prepared.type.decide(prepared.command, context)
    if isinstance(decision, Outcome):
        decision = faults_of_papers(connection, node.keys, context, decision, lock=lock) or decision
    if isinstance(decision, Outcome):
        return completed(decision, context, prepared.type.name, prepared.command)
    notice = refusal(
        node.keys,
        node.identity.code,
        request_digest=prepared.digest,
        codes=sorted({violation.code for violation in refusing(decision)}),
        at=context.now,
    )
    raise RefusedError(decision, notice)


def record(
    work: UnitOfWork,
    node: RunningNode,
    context: Context,
    loaded: Loaded,
    outcome: Outcome,
    act: str,
) -> tuple[str, Entry]:
    """Write everything that an outcome means; the entry and its signed receipt."""
    made = make_entry(
        entry_id=node.new_id("entry"),
        filing_id=context.filing_id,
        node=node.identity.code,
        act=act,
        filer=context.actor.account or "node",
        recorded_at=context.now,
        drafts=outcome.records,
        policies=[policy.pin() for policy in outcome.policies],
        packs=outcome.packs,
    )
    ord_ = _insert_entry(work, made)
    take_over_papers(work, node.keys, context, outcome)
    stored = stored_records(made.parts, ord_)
    work.write(part_rows(made, ord_))
    for version in stored:
        work.write(project(version))
    work.write(_titles(work, loaded, context, stored))
    expire_titles(work, stored)
    erase_parts(work, stored, context.today, node.keys)
    work.write(_outbox_rows(stored, ord_))
    signed = receipt(
        node.keys,
        node.identity.code,
        filing=context.filing_id,
        entry=made.id,
        leaf_hash=made.leaf_hash,
        accepted_at=context.now,
    )
    work.write([Add(receipt_table, {"filing_id": context.filing_id, "jws": signed})])
    work.flush()
    return signed, made


def _insert_entry(work: UnitOfWork, made: Entry) -> int:
    """The entry's row; `ord` is drawn here, behind the locks."""
    row = entry_row(made)
    text = insert_sql(entry_table, tuple(row), "?") + " RETURNING ord"
    ord_: int = work.execute(text, tuple(row.values())).fetchone()[0]
    return ord_


def _titles(
    work: UnitOfWork, loaded: Loaded, context: Context, stored: Sequence[StoredRecord]
) -> list[Any]:
    """The stored title of every right that the entry touched."""
    before = {facts.id: facts for facts in loaded.assets.values()}
    touched = {
        subject["asset"]
        for version in stored
        if version.kind in {"transaction", "filing"}
        for subject in version.document["subjectBag"]
    }
    changed = facts_after(before, stored)
    names = {(p.id, p.version): p for p in loaded.parties.values()}
    names |= _new_names(stored)
    titles = {
        asset_id: current_title(changed[asset_id], context.today, context.now)
        for asset_id in sorted(touched)
    }
    missing = {shown for title in titles.values() for shown in shown_in(title)} - names.keys()
    if missing:
        names |= load_names(work.connection, {party for party, _ in missing})
    return [
        operation
        for asset_id, title in titles.items()
        for operation in stored_title(
            changed[asset_id], title, names, context.policies, context.today
        )
    ]


def _new_names(stored: Sequence[StoredRecord]) -> dict[tuple[str, int], Any]:

    return {
        (version.id, version.version): PartyFacts(
            version.id,
            version.version,
            version.document["category"],
            tuple(
                version.document.get("organizationNameBag")
                or version.document.get("personNameBag")
                or ()
            ),
            version.document.get("townText"),
        )
        for version in stored
        if version.kind == "party"
    }


def _outbox_rows(stored: Sequence[StoredRecord], ord_: int) -> list[Add]:
    return [
        Add(outbox, {"ord": ord_, "record_id": version.id, "version": version.version})
        for version in stored
        if version.kind != "entry"
    ]


__all__ = [
    "Accepted",
    "Checked",
    "Submission",
    "accepted_before",
    "check",
    "record",
    "submit",
    "tried",
]
