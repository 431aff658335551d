"""What each item of an issue is about: a filing that waits for it, or an entry that stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Capacity,
    Context,
    FilingFacts,
    FilingStatus,
)
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.filings.examination.clocks import subjects_of
from ipregistry.domain.filings.examination.desk import parties_named
from ipregistry.domain.filings.journals.command import NAME, Issue, Item
from ipregistry.domain.filings.subjects import policy_for
from ipregistry.domain.titles import Close, Event, Step, descended
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Published:
    """An item with what it publishes: the steps of one entry, right by right. `waiting` is the
    filing that takes effect by it; None where the entry has its effect already. `left`: other
    rights of it wait on.
    """

    item: Item
    transaction: str
    steps: tuple[tuple[AssetFacts, tuple[Step, ...]], ...]
    waiting: FilingFacts | None = None
    left: bool = False

    @property
    def rights(self) -> list[AssetFacts]:
        """The rights of the entry."""
        return [right for right, _ in self.steps]


def find(command: Issue, item: Item, context: Context) -> Published | list[Violation]:
    """What the item publishes, or everything that is wrong with it."""
    found = _entry_of(item, context)
    if isinstance(found, list):
        return found
    if item.rights is not None:
        missing = _not_in(found, item.rights)
        if missing:
            return missing
        chosen = tuple(pair for pair in found.steps if pair[0].id in item.rights)
        found = replace(found, steps=chosen, left=len(chosen) < len(found.steps))
    if not found.steps:
        return [Violation("nothing-to-publish", item.pointer)]
    wrong = [
        fault for right, steps in found.steps for fault in _check(command, found, right, steps)
    ]
    return [*_own_interest(found, context), *wrong, *_registers(found, context)] or found


def _not_in(found: Published, rights: tuple[str, ...]) -> list[Violation]:
    there = {right.id for right in found.rights}
    return [
        Violation("right-not-in-filing", f"{found.item.pointer}/assetBag/{n}", {"asset": right})
        for n, right in enumerate(rights)
        if right not in there
    ]


def _entry_of(item: Item, context: Context) -> Published | list[Violation]:
    if item.filing is not None:
        return _of_filing(item, item.filing, context)
    assert item.transaction is not None  # noqa: S101 - one of the two, by the shape
    transaction = context.transactions.get(item.transaction)
    if transaction is None:
        params = {"transaction": item.transaction}
        return [Violation("transaction-unknown", f"{item.pointer}/transaction", params)]
    rights = [context.assets[AssetRef(id=asset)] for asset in transaction.assets]
    waiting = (step for right in rights for step in _waiting(right, transaction.id, context))
    if any(step.capacity == Capacity.OFFICE for step in waiting):
        # By its filing: that is what comes to its end.
        return [Violation("publish-by-filing", f"{item.pointer}/transaction")]
    return Published(item, transaction.id, _standing(rights, transaction.id, context))


def _of_filing(item: Item, filing_id: str, context: Context) -> Published | list[Violation]:
    pointer = f"{item.pointer}/filing"
    filing = context.filings.get(filing_id)
    if filing is None:
        return [Violation("filing-unknown", pointer, {"filing": filing_id})]
    published = {FilingStatus.AWAITING_PUBLICATION, FilingStatus.RECORDED}
    if filing.status not in published or filing.transaction is None:
        return [Violation("filing-not-pending", pointer, {"status": filing.status.value})]
    rights, entry = subjects_of(context, filing), filing.transaction
    waits = entry
    if filing.status is FilingStatus.RECORDED:
        standing = _standing(rights, entry, context)
        if standing:
            return Published(item, entry, standing)
        # A publication that was struck out has ended nothing: it is made again.
        waits = _closed_by(rights, entry) or entry
    waiting = [(right, _waiting(right, waits, context)) for right in rights]
    steps = tuple((right, found) for right, found in waiting if found)
    if steps and filing.type not in ACTS:
        # A correction of what waits: the deed's own filing is what comes to its end.
        return [Violation("publish-by-filing", pointer)]
    return Published(item, waits, steps, filing)


def _closed_by(rights: list[AssetFacts], entry: str) -> str | None:
    """What waited, and was brought to its end by an entry."""
    steps = (step for right in rights for step in right.steps if step.transaction == entry)
    closed = (step.effect.transaction for step in steps if isinstance(step.effect, Close))
    return next(closed, None)


def _waiting(right: AssetFacts, transaction: str, context: Context) -> tuple[Step, ...]:
    """What the entry, as corrected since, told of a right, where it still waits."""
    own = entries_of(right, transaction)
    lodged = right.title(context.today, context.now).lodged
    return tuple(step for step in lodged if step.transaction in own)


def entries_of(right: AssetFacts, transaction: str) -> set[str]:
    """The entry and the corrections that go back to it on a right."""
    return {step.transaction for step in descended(right.steps, transaction)}


def _standing(
    rights: list[AssetFacts], transaction: str, context: Context
) -> tuple[tuple[AssetFacts, tuple[Step, ...]], ...]:
    """The steps of an entry that stand in the chain of the register of record."""
    found = []
    for right in rights:
        own = entries_of(right, transaction)
        chain = right.title(context.today, context.now).record.chain
        steps = tuple(link.step for link in chain if link.step.transaction in own)
        if steps:
            found.append((right, steps))
    return tuple(found)


def _check(
    command: Issue, found: Published, right: AssetFacts, steps: tuple[Step, ...]
) -> list[Violation]:
    pointer = found.item.pointer
    violations = []
    if command.on < steps[0].effect.on:
        # No journal publishes what its office had not entered yet.
        params = {"date": steps[0].effect.on.isoformat()}
        violations.append(Violation("published-before-recorded", "/publicationDate", params))
    if any(_same_place(command, found, step) for step in right.steps):
        params = {"transaction": found.transaction}
        violations.append(Violation("published-already", pointer, params))
    return violations


def _same_place(command: Issue, found: Published, step: Step) -> bool:
    """Whether the same issue is known to have published it: an erratum stands in another."""
    if not isinstance(step.effect, Event):
        return False
    said = command.source(None, found.transaction)
    return said.items() <= dict(step.effect.source).items()


def _registers(found: Published, context: Context) -> list[Violation]:
    pointer, violations = found.item.pointer, []
    for right in found.rights:
        policy = policy_for(context, right.office, right.kind)
        rules = policy.acts.get(NAME)
        if rules is None:
            params = {"policy": policy.name, "act": NAME}
            violations.append(Violation("act-not-registrable", pointer, params))
        elif rules.register_of_record.value != context.node.office:
            # Another office's journal is told of by that office's papers.
            office = {"office": str(rules.register_of_record.value)}
            violations.append(Violation("told-by-notice", pointer, office))
    return violations


def _own_interest(found: Published, context: Context) -> list[Violation]:
    filing, party = found.waiting, context.actor.party
    if filing is None or party is None or party not in parties_named(filing.body):
        return []
    return [Violation("own-interest", found.item.pointer, severity=Severity.FORBIDDEN)]
