"""Lists: pages of records, filtered by the same access table as every read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ipregistry.domain.access import Actor, Role, readable_labels
from ipregistry.domain.classes import Label
from ipregistry.domain.facts import AssetRef
from ipregistry.domain.filings.subjects import number_readings
from ipregistry.domain.numbers.domains import read_domain
from ipregistry.domain.revealing import sees_all
from ipregistry.models import (
    asset,
    asset_number,
    calendar,
    case_file,
    case_member,
    case_record,
    case_statistics,
    closure,
    concern,
    current_part,
    decided_case,
    decided_domain,
    filing,
    holder,
    mandate,
    pack,
    part,
    party,
    party_identifier,
    policy,
    requisition,
    requisition_filing,
    transaction_subject,
    withheld,
)
from ipregistry.services.loading import find_by_numbers
from ipregistry.services.node import RunningNode
from ipregistry.services.records import ShownPart, record_bytes
from ipregistry.services.relations import relations_to
from ipregistry.services.snapshots import snapshot


@dataclass(frozen=True, slots=True)
class Page:
    """Records as their reader sees them; `after` is the last key, None on the last page."""

    items: tuple[bytes, ...]
    after: str | None
    count: int | None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page: at most `limit` items behind the key `after`; `count` asks for the total."""

    limit: int = 50
    after: str | None = None
    count: bool = False


def list_assets(
    node: RunningNode,
    actor: Actor,
    page: PageRequest,
    *,
    number: str | None = None,
    office: str | None = None,
    kind: str | None = None,
    holder_party: str | None = None,
) -> Page:
    """Rights that the actor may know of, by number in any notation, office, kind or holder."""
    query = _knowable_assets(actor)
    if office is not None:
        query = query.where(asset.c.office == office)
    if kind is not None:
        query = query.where(asset.c.kind == kind)
    if number is not None:
        ref = AssetRef(None, number, office, kind)
        readings, _ = number_readings(ref)
        numbers = sorted({reading.normalised for reading in readings})
        named = sa.select(asset_number.c.asset_id).where(asset_number.c.normalised.in_(numbers))
        query = query.where(asset.c.id.in_(named))
    if holder_party is not None:
        held = sa.select(holder.c.asset_id).where(holder.c.party_id == holder_party)
        query = query.where(asset.c.id.in_(held))
    return page_of(node, actor, "asset", query, asset.c.id, page)


def list_parties(
    node: RunningNode, actor: Actor, page: PageRequest, *, category: str, value: str
) -> Page:
    """Parties with this identifier. Of natural persons a list says nothing to outsiders."""
    found = sa.select(party_identifier.c.party_id).where(
        party_identifier.c.category == category, party_identifier.c.value == value
    )
    query = sa.select(party.c.id).where(party.c.id.in_(found)).distinct()
    if not actor.is_office:
        # A number leads to its bearer: that of a natural person is nobody else's to look up.
        known = sa.or_(party.c.category == "organization", party.c.id == (actor.party or ""))
        query = query.where(known)
    return page_of(node, actor, "party", query, party.c.id, page)


def list_transactions(node: RunningNode, actor: Actor, page: PageRequest, *, asset_id: str) -> Page:
    """The transactions on one right; of one that the actor may not know of, only his own."""
    query = sa.select(transaction_subject.c.transaction_id).where(
        transaction_subject.c.asset_id == asset_id
    )
    if not actor.is_office:
        own = sa.select(concern.c.record_id).where(concern.c.party_id == (actor.party or ""))
        query = query.where(
            sa.or_(
                transaction_subject.c.asset_id.in_(_knowable_assets(actor)),
                transaction_subject.c.transaction_id.in_(own),
            )
        )
    if not sees_all(actor):
        # What a correction took out of searches is in no list and no count, but for those
        # whom it names and for who holds the right.
        gone = sa.select(withheld.c.transaction_id)
        holds = sa.select(holder.c.asset_id).where(holder.c.party_id == (actor.party or ""))
        named = sa.select(concern.c.record_id).where(concern.c.party_id == (actor.party or ""))
        query = query.where(
            sa.or_(
                transaction_subject.c.transaction_id.not_in(gone),
                transaction_subject.c.transaction_id.in_(named),
                transaction_subject.c.asset_id.in_(holds),
            )
        )
    return page_of(node, actor, "transaction", query, transaction_subject.c.transaction_id, page)


def list_filings(
    node: RunningNode, actor: Actor, page: PageRequest, *, status: str | None = None
) -> Page:
    """Filings: an officer sees all, everybody else those that are his or await his assent."""
    query = sa.select(filing.c.id).where(_filings_shown(actor))
    if not actor.is_office:
        awaiting = sa.select(concern.c.record_id).where(concern.c.party_id == (actor.party or ""))
        query = query.where(
            sa.or_(filing.c.filer == (actor.account or ""), filing.c.id.in_(awaiting))
        )
    if status is not None:
        query = query.where(filing.c.status == status)
    return page_of(node, actor, "filing", query, filing.c.id, page)


def _filings_shown(actor: Actor) -> sa.ColumnElement[bool]:
    """No filing in a case, but for those of the actor's own side of it; a case manager's list
    has those of the institution's cases.
    """
    if Role.CASE_MANAGER in actor.roles:
        return sa.true()
    in_case = sa.select(case_record.c.record_id).where(case_record.c.record_id == filing.c.id)
    own = in_case.join(
        case_member,
        sa.and_(
            case_member.c.case_id == case_record.c.case_id,
            case_member.c.side == case_record.c.side,
        ),
    ).where(case_member.c.member.in_((actor.account or "", actor.party or "")))
    return sa.or_(~in_case.exists(), own.exists())


def list_cases(
    node: RunningNode, actor: Actor, page: PageRequest, *, changed_after: str | None = None
) -> Page:
    """The cases that the actor is in; those of the institution for its case managers."""
    query = cases_of(actor, changed_after)
    return page_of(node, actor, "case", query, case_file.c.id, page)


def cases_of(actor: Actor, changed_after: str | None = None) -> sa.Select[Any]:
    """The numbers of the cases that an actor is in, or for a case manager of all."""
    query = sa.select(case_file.c.id)
    if Role.CASE_MANAGER not in actor.roles:
        mine = sa.select(case_member.c.case_id).where(
            case_member.c.member.in_((actor.account or "", actor.party or ""))
        )
        query = query.where(case_file.c.id.in_(mine))
    if changed_after is not None:
        query = query.where(case_file.c.changed_at > changed_after)
    return query


def list_case_statistics(node: RunningNode, actor: Actor, page: PageRequest) -> Page:
    """The statistics of cases that are published, quarter by quarter: all that is counted."""
    query = sa.select(case_statistics.c.id)
    return page_of(node, actor, "case-statistics", query, case_statistics.c.id, page)


def list_case_disclosures(node: RunningNode, actor: Actor, page: PageRequest, *, case: str) -> Page:
    """What was asked, granted and refused to outsiders in a case that the actor is in."""
    query = sa.select(case_record.c.record_id).where(
        case_record.c.case_id == case, case_record.c.kind == "case-disclosure"
    )
    return page_of(node, actor, "case-disclosure", query, case_record.c.record_id, page)


def list_mandates(node: RunningNode, actor: Actor, page: PageRequest) -> Page:
    """Mandates: an officer sees all, others those they gave or received."""
    query = sa.select(mandate.c.id)
    if not actor.is_office:
        query = query.where(
            sa.or_(
                mandate.c.principal == (actor.party or ""),
                mandate.c.agent == (actor.account or ""),
            )
        )
    return page_of(node, actor, "mandate", query, mandate.c.id, page)


def list_requisitions(
    node: RunningNode,
    actor: Actor,
    page: PageRequest,
    *,
    filing_id: str | None = None,
    status: str | None = None,
) -> Page:
    """Requisitions: an officer sees all, everybody else those addressed to him."""
    query = sa.select(requisition.c.id)
    if not actor.is_office:
        query = query.where(requisition.c.filer == (actor.account or ""))
    if filing_id is not None:
        about = sa.select(requisition_filing.c.requisition_id).where(
            requisition_filing.c.filing_id == filing_id
        )
        query = query.where(requisition.c.id.in_(about))
    if status is not None:
        query = query.where(requisition.c.status == status)
    return page_of(node, actor, "requisition", query, requisition.c.id, page)


def list_policies(node: RunningNode, actor: Actor, page: PageRequest) -> Page:
    """The policies on record."""
    return page_of(node, actor, "policy", sa.select(policy.c.id).distinct(), policy.c.id, page)


def list_packs(node: RunningNode, actor: Actor, page: PageRequest) -> Page:
    """The rules packs on record."""
    return page_of(node, actor, "pack", sa.select(pack.c.id).distinct(), pack.c.id, page)


def list_calendars(node: RunningNode, actor: Actor, page: PageRequest) -> Page:
    """The calendars on record."""
    return page_of(
        node, actor, "calendar", sa.select(calendar.c.id).distinct(), calendar.c.id, page
    )


def list_closures(
    node: RunningNode, actor: Actor, page: PageRequest, *, place: str | None = None
) -> Page:
    """The days of closure on record, or those of one place; what was taken back says so."""
    query = sa.select(closure.c.id)
    if place is not None:
        query = query.where(closure.c.place == place)
    return page_of(node, actor, "closure", query, closure.c.id, page)


def list_decided(
    node: RunningNode,
    actor: Actor,
    page: PageRequest,
    *,
    domain: str | None = None,
    number: str | None = None,
    outcome: str | None = None,
) -> Page:
    """Decided cases: all, or those about a domain name, of a provider's number, of an outcome.

    The name is found however it is written; what is no domain name was in no case.
    """
    query = sa.select(decided_case.c.id)
    if domain is not None:
        read = read_domain(domain).number
        named = sa.select(decided_domain.c.case_id).where(
            decided_domain.c.name == ("" if read is None else read.normalised)
        )
        query = query.where(decided_case.c.id.in_(named))
    if number is not None:
        query = query.where(decided_case.c.number == number)
    if outcome is not None:
        query = query.where(decided_case.c.outcome == outcome)
    return page_of(node, actor, "case", query, decided_case.c.id, page)


def resolve_numbers(
    node: RunningNode, actor: Actor, refs: Sequence[AssetRef]
) -> list[dict[str, Any]]:
    """For each number: what it was read as, and which rights here it may name.

    `found`, `several` or `unknown`; a right that the actor may not know of is unknown.
    """
    with snapshot(node.engines) as connection:
        candidates = find_by_numbers(connection, refs)
        known = _knowable(connection, actor, sorted({i for found in candidates for i in found}))
    answers = []
    for ref, found in zip(refs, candidates, strict=True):
        readings, violations = number_readings(ref)
        visible = [asset_id for asset_id in found if asset_id in known]
        state = "unknown" if not visible else "found" if len(visible) == 1 else "several"
        answers.append(
            {
                "number": ref.number,
                "status": state,
                "assetBag": visible,
                "readAs": [
                    {
                        "officeCode": reading.office,
                        "rightKind": None if reading.kind is None else reading.kind.value,
                        "scheme": reading.scheme.value,
                        "number": reading.display,
                        "check": reading.check.value,
                    }
                    for reading in readings
                ],
                "faults": list(violations),
            }
        )
    return answers


def _knowable(connection: sa.Connection, actor: Actor, ids: Sequence[str]) -> set[str]:
    query = _knowable_assets(actor).where(asset.c.id.in_(ids))
    return set(connection.execute(query).scalars())


def _knowable_assets(actor: Actor) -> sa.Select[str]:
    """The rights that the actor may know of: published ones and his own; an officer all."""
    query = sa.select(asset.c.id)
    if actor.is_office:
        return query
    own = sa.select(holder.c.asset_id).where(holder.c.party_id == (actor.party or ""))
    return query.where(sa.or_(asset.c.published == 1, asset.c.id.in_(own)))


def page_of(
    node: RunningNode,
    actor: Actor,
    kind: str,
    query: sa.Select[Any],
    key: sa.ColumnElement[Any],
    page: PageRequest,
) -> Page:
    """One page of the records whose ids `query` finds, as the actor may see them in a list."""
    with snapshot(node.engines) as connection:
        ids, after, count = page_of_keys(connection, query, key, page)
        items = _items(connection, actor, kind, ids)
    return Page(tuple(items), after, count)


def page_of_keys(
    connection: sa.Connection,
    query: sa.Select[Any],
    key: sa.ColumnElement[Any],
    page: PageRequest,
) -> tuple[list[str], str | None, int | None]:
    """The keys of one page, the last of them where there are more, and how many if asked for."""
    shown = query if page.after is None else query.where(key > page.after)
    ids = list(connection.execute(shown.order_by(key).limit(page.limit + 1)).scalars())
    count = None
    if page.count:
        total = sa.select(sa.func.count()).select_from(query.subquery())
        count = connection.execute(total).scalar_one()
    more = len(ids) > page.limit
    ids = ids[: page.limit]
    return ids, ids[-1] if more else None, count


def _items(connection: sa.Connection, actor: Actor, kind: str, ids: Sequence[str]) -> list[bytes]:
    parts = (
        sa.select(
            current_part.c.record_id, part.c.label, part.c.version, part.c.body, part.c.erased
        )
        .join(
            part,
            sa.and_(
                part.c.record_id == current_part.c.record_id,
                part.c.label == current_part.c.label,
                part.c.version == current_part.c.version,
            ),
        )
        .where(current_part.c.record_id.in_(ids))
    )
    rows: dict[str, list[Any]] = {}
    for row in connection.execute(parts):
        rows.setdefault(row.record_id, []).append(row)
    relations = relations_to(connection, actor, ids)
    items = []
    for record_id in ids:
        labels = readable_labels(actor, relations.get(record_id, ()), bulk=True)
        visible = [r for r in rows.get(record_id, ()) if Label(r.label) in labels]
        shown = [ShownPart(r.label, r.version, r.body, r.erased) for r in visible]
        items.append(record_bytes(record_id, kind, shown))
    return items
