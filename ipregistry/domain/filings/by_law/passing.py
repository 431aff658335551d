"""What passing by law and passing by order share.

Nobody's will is asked: not the holder's, who may be no more, nor that of whoever is secured by
the right. What burdens the right stays on it. So an officer looks at it, on the papers.
"""

from __future__ import annotations

from typing import TypeVar

from ipregistry.domain.facts import Context, PartyFacts
from ipregistry.domain.filings.acts import Act, Deed, View, check_sort
from ipregistry.domain.filings.assignments import (
    burdens,
    check_place_in_chain,
    check_sides,
    found,
    not_holding,
)
from ipregistry.domain.filings.by_law.command import Passing
from ipregistry.domain.filings.shares import holdings
from ipregistry.domain.titles import Effect, Transfer
from ipregistry.domain.violations import Severity, Violation

C = TypeVar("C", bound=Passing)


class PassingAct(Act[C]):
    """Shares pass from those who hold them to others, whatever the holders want."""

    disposes = True
    changes = "shares of the right"
    giver_role = ""
    taker_role = ""
    taker_pointer = ""
    category_pointer = ""

    def by_law(self, _command: C) -> bool:
        return True

    def deed(self, command: C) -> Deed:
        return command.deed

    def parties(self, command: C) -> tuple[tuple[str, str], ...]:
        return tuple((s.pointer, s.party) for s in (*command.givers, *command.takers))

    def concerned(self, command: C, _view: View) -> set[str]:
        """Those to whom it passes: whom it leaves has no more to file."""
        return {share.party for share in command.takers}

    def judge_command(self, command: C, context: Context) -> list[Violation]:
        violations = check_sides(command.givers, command.takers, context, self.taker_pointer)
        gaining = {share.party for share in command.takers}
        if context.actor.is_office and context.actor.party in gaining:
            violations.append(
                Violation("own-interest", self.taker_pointer, severity=Severity.FORBIDDEN)
            )
        return violations

    def judge(self, command: C, view: View) -> list[Violation]:
        return [
            *not_holding(command.givers, view.title),
            *check_sort(self.sort(command) or "", view, self.category_pointer),
            *burdens(view),
        ]

    def judge_fit(self, command: C, view: View) -> list[Violation]:
        return check_place_in_chain(self.transfer(command, view), view, self.name)

    def asks(self, command: C, view: View, _missing: tuple[str, ...]) -> list[Violation]:
        return [
            Violation(
                "not-straight-through",
                view.pointer,
                {"reason": reason},
                "Node practice: an officer looks at what passes without the holder's will",
                Severity.WARNING,
            )
            for reason in self.reasons_to_examine(command, view)
        ]

    def effects(self, command: C, view: View, _transaction: str) -> tuple[Effect, ...]:
        return (self.transfer(command, view),)

    def transfer(self, command: C, view: View) -> Transfer:
        """The shares as they pass, from the day on which the act counts."""
        parties = view.context.parties
        return Transfer(
            view.register,
            view.counts_from,
            holdings(command.givers, parties),
            holdings(command.takers, parties),
        )

    def sides(self, command: C, context: Context) -> list[tuple[str, list[PartyFacts]]]:
        return [
            (self.giver_role, found(command.givers, context)),
            (self.taker_role, found(command.takers, context)),
        ]
