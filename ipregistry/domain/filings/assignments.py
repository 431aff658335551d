"""Assignment: shares of rights go from their holders to others, whole or in fractions.

One deed may assign many rights; on each of them the same sides give and take the same shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ipregistry.domain.facts import Context, PartyFacts
from ipregistry.domain.filings.acts import (
    CONSTITUTIVE,
    Act,
    Deed,
    View,
    filing_type,
    read_deed,
    securities,
)
from ipregistry.domain.filings.reading import ShareOf, read_shares
from ipregistry.domain.filings.shares import WHOLE, check_shares, holdings, sum_of, wrong_sum
from ipregistry.domain.filings.subjects import find_parties, title_if_recorded
from ipregistry.domain.policies import weigh
from ipregistry.domain.titles import Effect, State, Title, Transfer
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gives which share of which rights to whom."""

    deed: Deed
    transferors: tuple[ShareOf, ...]
    transferees: tuple[ShareOf, ...]


class AssignmentAct(Act[Assignment]):
    """The rules of an assignment beside those that all acts share."""

    name = "assignment"
    citation = (
        "CN: Patent Law art. 10, Trademark Law art. 42; HK: Cap. 514 s.51-52, "
        "Cap. 559 s.29(2)(a); MO: annotation of assignment, form ECO-052"
    )
    disposes = True
    changes = "shares of the right"

    def read(self, body: Mapping[str, Any]) -> Assignment:
        return Assignment(
            read_deed(body),
            read_shares(body["transferorBag"], "/transferorBag"),
            read_shares(body["transfereeBag"], "/transfereeBag"),
        )

    def deed(self, command: Assignment) -> Deed:
        return command.deed

    def parties(self, command: Assignment) -> tuple[tuple[str, str], ...]:
        sides = (*command.transferors, *command.transferees)
        return tuple((share.pointer, share.party) for share in sides)

    def judge_command(self, command: Assignment, context: Context) -> list[Violation]:
        return check_sides(command.transferors, command.transferees, context, "/transfereeBag")

    def judge(self, command: Assignment, view: View) -> list[Violation]:
        return [*not_holding(command.transferors, view.title), *burdens(view)]

    def judge_fit(self, command: Assignment, view: View) -> list[Violation]:
        return check_place_in_chain(self.transfer(command, view), view, self.name)

    def assents(self, command: Assignment, view: View) -> tuple[str, ...]:
        asked = [s.party for s in command.transferors]
        if "transferee" in view.rules.assents.value:
            asked += [s.party for s in command.transferees]
        if view.rules.co_owner_assent.value and view.rules.co_owner_assent.refuses:
            asked += other_holders(command.transferors, view)
        return tuple(dict.fromkeys(asked))

    def asks(self, command: Assignment, view: View, _missing: tuple[str, ...]) -> list[Violation]:
        return co_owner_review(command.transferors, view, "/transferorBag")

    def effects(self, command: Assignment, view: View, _transaction: str) -> tuple[Effect, ...]:
        return (self.transfer(command, view),)

    def transfer(self, command: Assignment, view: View) -> Transfer:
        """The shares as they go, from the day on which the act counts."""
        parties = view.context.parties
        return Transfer(
            view.register,
            view.counts_from,
            holdings(command.transferors, parties),
            holdings(command.transferees, parties),
        )

    def sides(self, command: Assignment, context: Context) -> list[tuple[str, list[PartyFacts]]]:
        return [
            ("transferor", found(command.transferors, context)),
            ("transferee", found(command.transferees, context)),
        ]


def found(shares: Iterable[ShareOf], context: Context) -> list[PartyFacts]:
    """Those of the parties who are on record."""
    return [context.parties[s.party] for s in shares if s.party in context.parties]


def check_sides(
    givers: tuple[ShareOf, ...], takers: tuple[ShareOf, ...], context: Context, pointer: str
) -> list[Violation]:
    """Two sides that pass the same shares on, each party once; `pointer` is the takers' bag."""
    wrong = [fault for side in (givers, takers) for fault in find_parties(context, side)[1]]
    twice = [fault for fault in wrong if fault.code == "party-named-twice"]
    return twice + _both_sides(givers, takers, pointer)


def _both_sides(
    givers: tuple[ShareOf, ...], takers: tuple[ShareOf, ...], pointer: str
) -> list[Violation]:
    violations = check_shares(givers) + check_shares(takers)
    given, taken = sum_of(givers), sum_of(takers)
    if not violations and given != taken:
        violations.append(wrong_sum(takers, given, pointer))
    if not violations and given > WHOLE:
        # A share's place is that of its bag, and its number in it.
        violations.append(wrong_sum(givers, WHOLE, givers[0].pointer.rpartition("/")[0]))
    both = {s.party for s in givers} & {s.party for s in takers}
    return violations + [
        Violation("party-on-both-sides", s.pointer, {"party": s.party})
        for s in takers
        if s.party in both
    ]


def not_holding(givers: Iterable[ShareOf], title: Title) -> list[Violation]:
    """The givers who do not hold what they give at the register of record."""
    held = _held(title.record)
    return [
        Violation(
            "transferor-not-holder",
            share.pointer,
            {"party": share.party, "held": str(held.get(share.party, Fraction(0)))},
        )
        for share in givers
        if share.share is not None and held.get(share.party, Fraction(0)) < share.share
    ]


def burdens(view: View) -> list[Violation]:
    """What the taker takes over: security interests stay with the right until released."""
    return [
        Violation(
            "subject-to-encumbrance",
            view.pointer,
            {"interest": standing.interest.id},
            severity=Severity.WARNING,
        )
        for standing in securities(view)
    ]


def check_place_in_chain(effect: Transfer, view: View, act: str) -> list[Violation]:
    """A deed of an earlier day must not break what is recorded after that day, nor be
    undone by it: then its giver would still stand in title, and could give once more.
    """
    asset, context, executed = view.asset, view.context, effect.on
    if not view.ours or view.rules.effect.value in CONSTITUTIVE:
        return []
    if all(step.effect.on <= executed for step in asset.steps):
        return []  # It comes last; that its giver holds what it gives was seen already.
    before = view.title.record
    after = title_if_recorded(context, asset, act, effect, context.today).record
    fits = len(after.open_findings) <= len(before.open_findings)
    if fits and _held(after) == _moved(_held(before), effect):
        return []
    params = {"date": executed.isoformat()}
    return [Violation("contradicts-recorded-entry", "/executedDate", params)]


def _held(state: State) -> dict[str, Fraction]:
    return {h.party: h.share for h in state.holders or ()}


def _moved(held: Mapping[str, Fraction], effect: Transfer) -> dict[str, Fraction]:
    moved = dict(held)
    for giver in effect.givers:
        moved[giver.party] = moved.get(giver.party, Fraction(0)) - giver.share
    for taker in effect.takers:
        moved[taker.party] = moved.get(taker.party, Fraction(0)) + taker.share
    return {party: share for party, share in moved.items() if share}


def other_holders(givers: Iterable[ShareOf], view: View) -> list[str]:
    """The co-owners who give nothing themselves."""
    giving = {share.party for share in givers}
    return [party for party in view.holders if party not in giving]


def co_owner_review(givers: Iterable[ShareOf], view: View, pointer: str) -> list[Violation]:
    """The question for an officer where co-owners' consent rests on memory only."""
    rule = view.rules.co_owner_assent
    if not rule.value or rule.refuses or not other_holders(givers, view):
        return []
    return [weigh(rule, Violation("co-owner-assent-missing", pointer))]


ASSIGNMENT = AssignmentAct()
TYPE = filing_type(ASSIGNMENT)
