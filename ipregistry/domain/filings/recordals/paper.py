"""What is wrong with a notice as a paper, whatever the register holds."""

from __future__ import annotations

from ipregistry.domain.facts import Context
from ipregistry.domain.filings.reading import ShareOf
from ipregistry.domain.filings.recordals.command import TRANSFERS, NamedHolder, RecordalNotice
from ipregistry.domain.filings.recordals.people import People
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
        ("/executedDate", command.executed),
        ("/receivedDate", command.received),
    )
    if command.act in TRANSFERS and command.office_number is None:
        violations.append(Violation("recordal-number-missing", "/recordalNumber"))
    return violations


def check_amounts(command: RecordalNotice) -> list[Violation]:
    """Shares that can be read and add up; holders by number or by name, not both."""
    sides = (
        (command.holders, command.named_holders),
        (command.givers, command.named_givers),
        (command.takers, command.named_takers),
    )
    violations = [v for shares, _ in sides for v in check_shares(shares)]
    if violations:
        return violations
    holders, givers, takers = (_stated(shares, named) for shares, named in sides)
    if command.act in TRANSFERS and givers is not None and takers is not None:
        violations += check_passed_on(givers, takers, "/transfereeBag")
    elif holders:
        violations += check_whole(holders, "/holderBag")
    if command.holders and command.named_holders:
        violations.append(Violation("holders-named-two-ways", "/holderBag"))
    return violations


def _stated(
    shares: tuple[ShareOf, ...], named: tuple[NamedHolder, ...]
) -> tuple[ShareOf, ...] | None:
    """All shares of one side; None where the paper leaves one open."""
    if any(one.share is None for one in named):
        return None
    return (*shares, *(ShareOf("", one.share, one.pointer) for one in named))


def check_gain(command: RecordalNotice, context: Context, people: People) -> list[Violation]:
    """No officer, whoever filed, makes a paper count from which his own party gains."""
    del command
    if context.actor.is_office and context.actor.party in people.gaining:
        return [Violation("evidence-from-beneficiary", "/evidenceBag")]
    return []
