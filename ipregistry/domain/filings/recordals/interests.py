"""Interests that an office entered: granted, varied, ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ipregistry.domain.filings.recordals.chain import told_by
from ipregistry.domain.filings.recordals.entries import Entry, Made
from ipregistry.domain.titles import (
    Effect,
    End,
    Grant,
    Interest,
    InterestCategory,
    Register,
    Standing,
    Vary,
)

# What an office that says no more of a kind is taken to say.
UNSTATED = "unstated"
# Stands in effects until the transaction has its number.
THIS_ENTRY = ""
_ACT_OF_CATEGORY = {InterestCategory.LICENCE: "licence", InterestCategory.SECURITY: "security"}
_OUTCOMES = {InterestCategory.LICENCE: "terminated", InterestCategory.SECURITY: "released"}


def make_grant(entry: Entry, category: InterestCategory) -> Made:
    """An interest as the office entered it, under the office's dates and number."""
    command = entry.command
    lodged = _lodged_interest(entry, category)
    if lodged is not None:
        # What was lodged here said more of the terms than an office's entry does.
        interest = replace(
            lodged,
            registered=command.entry_date,
            applied=command.received or lodged.applied,
            until=command.until or lodged.until,
        )
    else:
        interest = Interest(
            id=THIS_ENTRY,
            category=category,
            kind=command.interest_kind or _presumed(entry, category),
            givers=tuple(member.named for member in entry.people.givers),
            holders=tuple(member.named for member in entry.people.takers),
            until=command.until,
            executed=command.executed,
            applied=command.received,
            registered=command.entry_date,
        )
    return (Grant(Register.RECORD, command.entry_date, interest),), []


def _presumed(entry: Entry, category: InterestCategory) -> str:
    rules = entry.policy.acts.get(_ACT_OF_CATEGORY[category])
    return (rules.presumed_kind.value if rules is not None else None) or UNSTATED


def _lodged_interest(entry: Entry, category: InterestCategory) -> Interest | None:
    """The interest of the same people that was lodged for this entry: it keeps its number."""
    sides = (entry.people.givers, entry.people.takers)
    entered = [{member.party.id for member in side} for side in sides]
    for effect in lodged_effects(entry):
        if isinstance(effect, Grant) and effect.interest.category is category:
            interest = effect.interest
            told = [{p.party for p in side} for side in (interest.givers, interest.holders)]
            if told == entered:
                return interest
    return None


def lodged_effects(entry: Entry) -> list[Effect]:
    """What the lodged filing that the notice names told of this right."""
    filing = entry.context.filings.get(entry.command.lodged_filing or "")
    if filing is None or entry.asset is None:
        return []
    return told_by(filing, entry.asset)


def make_variation(entry: Entry, category: InterestCategory) -> Made:
    """Other terms: those lodged for this entry, else what the entry itself says."""
    command = entry.command
    on = command.entry_date
    lodged = [e for e in lodged_effects(entry) if isinstance(e, Vary)]
    if lodged:
        return (Vary(Register.RECORD, on, lodged[0].interest),), []
    made: list[Effect] = []
    for reference, standing in _meant(entry, category):
        unknown = Interest(reference or "-", category, UNSTATED, (), ())
        interest = unknown if standing is None else standing.interest
        varied = replace(
            interest,
            kind=command.interest_kind or interest.kind,
            until=command.until or interest.until,
        )
        made.append(Vary(Register.RECORD, on, varied))
    return tuple(made), []


def make_end(entry: Entry, category: InterestCategory) -> Made:
    """The end of every interest that the entry is about; one that nobody knows is named so
    by the fold, with the office's number for it.
    """
    outcome = _OUTCOMES[category]
    ends = [
        End(
            Register.RECORD,
            entry.command.entry_date,
            "" if standing is None else standing.interest.id,
            outcome,
            reference,
        )
        for reference, standing in _meant(entry, category)
    ]
    return tuple(ends), []


def _meant(entry: Entry, category: InterestCategory) -> list[tuple[str | None, Standing | None]]:
    """(the office's number, the interest) of each interest that the entry is about.

    Told by its number here, or by the office's numbers of earlier entries; where the entry
    names none, the one interest that the same people stand in.
    """
    command = entry.command
    before = entry.before(command.entry_date)
    standing = [s for s in before.interests if s.interest.category is category]
    if command.interest is not None:
        found = next((s for s in standing if s.interest.id == command.interest), None)
        number = command.interest if found is None else found.step.number
        return [(number, found)]
    if command.refers_to:
        by_number = {s.step.number: s for s in standing}
        return [(number, by_number.get(number)) for number in command.refers_to]
    lodged = {e.interest for e in lodged_effects(entry) if isinstance(e, End)}
    if lodged:
        chosen = [s for s in standing if s.interest.id in lodged]
        return [(s.step.number, s) for s in chosen] or [(None, None)]
    between = _between(entry, standing)
    return [(between.step.number, between)] if between is not None else [(None, None)]


def _between(entry: Entry, standing: Iterable[Standing]) -> Standing | None:
    """The one interest whose holders give it up here; None where there is none, or several."""
    leaving = {member.party.id for member in entry.people.givers}
    found = [s for s in standing if leaving and {h.party for h in s.interest.holders} <= leaving]
    return found[0] if len(found) == 1 else None
