"""Putting one issue down: what waited takes effect, what stood is noted as published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ipregistry.domain.facts import AssetFacts, Capacity, Context, FilingStatus
from ipregistry.domain.filings.journals.command import NAME, Issue, needs, read
from ipregistry.domain.filings.journals.ending import Ended, end, noted
from ipregistry.domain.filings.journals.found import Published, find
from ipregistry.domain.filings.subjects import dates_to_come, policy_for
from ipregistry.domain.filings.transactions import subject_member, transaction_draft
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.titles import Effect
from ipregistry.domain.violations import Violation, refusing

# As many as one entry and one unit of work take without hurry.
MOST_RIGHTS = 5000


def decide(command: Issue, context: Context) -> Decision:
    """The whole issue, or everything that is wrong with it, item by item."""
    violations = dates_to_come(context, ("/publicationDate", command.on))
    published: list[Published] = []
    for item in command.items:
        found = find(command, item, context)
        if isinstance(found, list):
            violations += found
        else:
            published.append(found)
    violations += _twice(published) + _too_many(published)
    ended: list[Ended] = []
    for found in published:
        made = None if found.waiting is None else end(command, found, context)
        if isinstance(made, list):
            violations += made
        elif made is not None:
            ended.append(made)
    if refusing(violations):
        return violations
    return _recorded(command, context, published, ended)


def _twice(published: Iterable[Published]) -> list[Violation]:
    """One entry leaves one title version of a right: what waits on it is published by itself.

    What only notes a publication may stand on a right beside others of its sort.
    """
    violations: list[Violation] = []
    moved: set[str] = set()
    seen: set[str] = set()
    entries: set[str] = set()
    for found in published:
        rights = {right.id for right in found.rights}
        taken = seen if found.waiting is not None else moved
        again = sorted(rights & taken)
        if found.transaction in entries or again:
            params = {"asset": again[0] if again else min(rights)}
            violations.append(Violation("asset-named-twice", found.item.pointer, params))
        entries.add(found.transaction)
        seen |= rights
        moved |= rights if found.waiting is not None else set()
    return violations


def _too_many(published: Iterable[Published]) -> list[Violation]:
    rights = {right.id for found in published for right in found.rights}
    if len(rights) <= MOST_RIGHTS:
        return []
    return [Violation("publication-too-large", "/publishedBag", {"limit": MOST_RIGHTS})]


def _recorded(
    command: Issue, context: Context, published: list[Published], ended: list[Ended]
) -> Outcome:
    noting = [found for found in published if found.waiting is None]
    # What is not public stands in a record of its own, so that the others are.
    drafts = [
        draft for public in (True, False) for draft in _noting(command, context, noting, public)
    ]
    rights = {right.id: right for found in noting for right in found.rights}
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=NAME,
        assets=tuple(sorted(rights)),
        transaction=drafts[0].id if drafts else None,
        published=all(right.published for right in rights.values()),
        capacity=Capacity.OFFICE,
    )
    policies = {policy_for(context, r.office, r.kind).name: r for r in rights.values()}
    pinned = [policy_for(context, r.office, r.kind) for _, r in sorted(policies.items())]
    applied = {p.name: p for made in ended for p in made.policies} | {p.name: p for p in pinned}
    return Outcome(
        FilingStatus.RECORDED,
        (*drafts, *(draft for made in ended for draft in made.drafts), filing),
        tuple(move for made in ended for move in made.moves),
        tuple(applied.values()),
        tuple(warning for made in ended for warning in made.warnings),
    )


def _noting(
    command: Issue, context: Context, published: list[Published], public: bool
) -> list[RecordDraft]:
    """The entry by which the chain of each right says where it was published."""
    rights: dict[str, AssetFacts] = {}
    effects: dict[str, list[Effect]] = {}
    for found in published:
        for right in found.rights:
            if right.published is public:
                rights[right.id] = right
                effects.setdefault(right.id, []).append(noted(command, found))
    if not rights:
        return []
    subjects: list[dict[str, Any]] = [
        subject_member(
            right.id, right.version, right.title_version, tuple(effects[right.id]), moves=False
        )
        for right in rights.values()
    ]
    first = next(iter(rights.values()))
    return [
        transaction_draft(
            context.new_id("transaction"),
            NAME,
            filing=context.filing_id,
            subjects=subjects,
            received_at=context.now,
            effective=command.on,
            capacity=Capacity.OFFICE,
            published=public,
            evidence=command.evidence,
            policy=policy_for(context, first.office, first.kind),
            publication=command.document(None),
        )
    ]


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation=(
        "CN: Trademark Law art. 42 (the assignee has the right from the publication), Patent "
        "Law Implementing Regulations art. 107 (the gazette); elsewhere node practice"
    ),
)
