"""What is wrong with a notice as a paper, whatever the register holds."""

from __future__ import annotations

from collections.abc import Iterable

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.recordals.command import RecordalNotice
from ipregistry.domain.filings.shares import check_passed_on, check_shares, check_whole
from ipregistry.domain.filings.subjects import dates_to_come
from ipregistry.domain.violations import Violation


def check_paper(command: RecordalNotice, context: Context, office: str) -> list[Violation]:
    """Another office's entry, of a day that has been, under that office's number."""
    violations: list[Violation] = []
    if office == context.node.office:
        # This node is that office: its own entry is the recordal, nobody notices it of it.
        violations.append(Violation("office-is-this-node", "/act", {"office": office}))
    # Until a publication to come the giver would stand in title unburdened, and could give
    # once more.
    violations += dates_to_come(
        context,
        ("/entryDate", command.entry_date),
        ("/publicationDate", command.publication_date),
    )
    if command.act == "assignment" and command.office_number is None:
        violations.append(Violation("recordal-number-missing", "/recordalNumber"))
    return violations


def check_amounts(command: RecordalNotice) -> list[Violation]:
    """Shares that can be read and add up; holders by number or by name, not both."""
    violations = [
        *check_shares(command.holders),
        *check_shares(command.givers),
        *check_shares(command.takers),
    ]
    if violations:
        return violations
    if command.act == "assignment":
        violations += check_passed_on(command.givers, command.takers, "/transfereeBag")
    elif command.holders:
        violations += check_whole(command.holders, "/holderBag")
    if command.holders and command.named_holders:
        violations.append(Violation("holders-named-two-ways", "/holderBag"))
    return violations


def check_gain(
    command: RecordalNotice, context: Context, parties: Iterable[str]
) -> list[Violation]:
    """No officer, whoever filed, makes a paper count from which his own party gains."""
    gainers = set(parties) - {s.party for s in command.givers}
    if context.actor.is_office and context.actor.party in gainers:
        return [Violation("evidence-from-beneficiary", "/evidenceBag")]
    return []
