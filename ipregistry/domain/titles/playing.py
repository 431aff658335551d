"""One effect after another: the state of title, and what each effect makes of it.

What does not fit is never dropped in silence: the office's record is followed where it
says who holds the whole, and the step carries a finding. Shares add up to one always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ipregistry.domain.titles.effects import (
    Close,
    Effect,
    End,
    Event,
    Grant,
    Holding,
    Interest,
    InterestCategory,
    Lift,
    Register,
    Rename,
    Replace,
    Restrict,
    Root,
    Stage,
    Step,
    Transfer,
    Vary,
)
from ipregistry.domain.titles.roots import play_root
from ipregistry.domain.titles.state import (
    Finding,
    Restriction,
    Standing,
    State,
    chained,
    in_order,
    shares_of,
)

WHOLE = Fraction(1)


def play(state: State, step: Step) -> State:
    """The state after one effect, its step appended to the chain."""
    return _PLAYERS[type(step.effect)](state, step, step.effect)


def _play_transfer(state: State, step: Step, transfer: Transfer) -> State:
    held = shares_of(state.holders or ())
    missing = [g for g in transfer.givers if held.get(g.party, Fraction(0)) < g.share]
    if not missing:
        return chained(state, replace(state, holders=_moved(state, transfer)), step, ())
    followed = transfer.register is Register.RECORD
    whole = followed and sum(g.share for g in transfer.givers) == WHOLE
    code = "no-root" if state.holders is None else "transferor-not-holder"
    finding = Finding(
        code, "gap" if whole else "conflict", step.transaction, {"party": missing[0].party}
    )
    # The office says who holds the whole: that is followed, and the gap is named. Of a
    # part alone it cannot be said who holds the rest, and what is only lodged is no
    # office's word, so title stays as it was.
    after = replace(state, holders=in_order(transfer.takers)) if whole else state
    return chained(state, after, step, (finding,))


def _moved(state: State, transfer: Transfer) -> tuple[Holding, ...]:
    held = {h.party: h for h in state.holders or ()}
    for giver in transfer.givers:
        left = held[giver.party].share - giver.share
        if left:
            held[giver.party] = replace(held[giver.party], share=left)
        else:
            del held[giver.party]
    for taker in transfer.takers:
        already = held[taker.party].share if taker.party in held else Fraction(0)
        held[taker.party] = replace(taker, share=already + taker.share)
    return in_order(held.values())


def _play_stage(state: State, step: Step, stage: Stage) -> State:
    return chained(state, replace(state, stage=stage.stage), step, ())


def _play_nothing(state: State, step: Step, _effect: Effect) -> State:
    return chained(state, state, step, ())


def _play_grant(state: State, step: Step, grant: Grant) -> State:
    held = {h.party for h in state.holders or ()}
    under = grant.interest.under
    granted = held if under is None else _holders_under(state, under)
    strangers = [g for g in grant.interest.givers if g.party not in granted]
    after = replace(state, interests=(*state.interests, Standing(grant.interest, step)))
    if not strangers:
        return chained(state, after, step, ())
    # Whoever granted it, the office has it on record: it burdens the right, and the gap is named.
    code = "no-root" if state.holders is None else "grantor-not-holder"
    finding = Finding(code, "gap", step.transaction, {"party": strangers[0].party})
    return chained(state, after, step, (finding,))


def _holders_under(state: State, interest_id: str) -> set[str]:
    found = state.interest(interest_id)
    return set() if found is None else {h.party for h in found.interest.holders}


def _play_vary(state: State, step: Step, vary: Vary) -> State:
    found = state.interest(vary.interest.id)
    if found is None:
        return chained(state, state, step, (_unknown_interest(step, vary.interest.id),))
    varied = replace(found, interest=vary.interest)
    interests = tuple(varied if s is found else s for s in state.interests)
    return chained(state, replace(state, interests=interests), step, ())


# An office's number may be that of an entry of another sort, which such an act does not end.
_CATEGORY_ENDED = {
    "licence-termination": InterestCategory.LICENCE,
    "security-release": InterestCategory.SECURITY,
}


def _play_end(state: State, step: Step, end: End) -> State:
    # By the office's number too: the grant may have come to be known after its end.
    ended_category = _CATEGORY_ENDED.get(step.act)
    found = state.interest(end.interest) or state.entered_as(end.reference, ended_category)
    if found is None:
        finding = _unknown_interest(step, end.reference or end.interest or "-")
        return chained(state, state, step, (finding,))
    # What was granted under it ends with it.
    ended = found.interest.id
    left = tuple(s for s in state.interests if s is not found and s.interest.under != ended)
    return chained(state, replace(state, interests=left), step, ())


def _unknown_interest(step: Step, named: str) -> Finding:
    return Finding("interest-unknown", "gap", step.transaction, {"interest": named})


def _play_rename(state: State, step: Step, rename: Rename) -> State:
    def renamed(parties: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            replace(p, party_version=rename.party_version) if p.party == rename.party else p
            for p in parties
        )

    interests = tuple(
        replace(
            s,
            interest=replace(
                s.interest, givers=renamed(s.interest.givers), holders=renamed(s.interest.holders)
            ),
        )
        for s in state.interests
    )
    holders = None if state.holders is None else renamed(state.holders)
    after = replace(state, holders=holders, interests=interests)
    if rename.party in _concerned(state) | _former(state):
        return chained(state, after, step, ())
    finding = Finding("renamed-party-unknown", "gap", step.transaction, {"party": rename.party})
    return chained(state, after, step, (finding,))


def _concerned(state: State) -> set[str]:
    """Everybody who holds the right, or holds or granted an interest in it."""
    of_interests = {
        party.party for s in state.interests for party in (*s.interest.givers, *s.interest.holders)
    }
    return of_interests | {h.party for h in state.holders or ()}


def _former(state: State) -> set[str]:
    """Everybody who had to do with the right earlier in the chain.

    A deed of an earlier day may be entered after the change of its giver's name: that change
    then finds him gone, and is no gap.
    """
    former: set[str] = set()
    for link in state.chain:
        former |= {h.party for h in link.before or ()}
        interest = getattr(link.step.effect, "interest", None)
        if isinstance(interest, Interest):
            former |= {p.party for p in (*interest.givers, *interest.holders)}
    return former


def _play_event(state: State, step: Step, event: Event) -> State:
    stands = {name for name, holds in event.facts.items() if holds}
    after = replace(
        state,
        stage=event.stage or state.stage,
        term_ends=event.term_ends or state.term_ends,
        facts=(state.facts | stands) - (event.facts.keys() - stands),
    )
    if "unread" not in event.source:
        return chained(state, after, step, ())
    # The office entered something of which nobody here knows what it does to title.
    params = {"number": step.number or "-", "why": event.source["unread"]}
    return chained(state, after, step, (Finding("entry-unread", "gap", step.transaction, params),))


def _play_restrict(state: State, step: Step, restrict: Restrict) -> State:
    others = tuple(r for r in state.restrictions if r.hold != restrict.hold)
    restricted = (*others, Restriction(restrict.hold, restrict.on))
    return chained(state, replace(state, restrictions=restricted), step, ())


def _play_lift(state: State, step: Step, lift: Lift) -> State:
    left = tuple(r for r in state.restrictions if r.hold != lift.hold)
    return chained(state, replace(state, restrictions=left), step, ())


_PLAYERS: Mapping[type[Any], Callable[[State, Step, Any], State]] = {
    Root: play_root,
    Transfer: _play_transfer,
    Stage: _play_stage,
    Close: _play_nothing,
    Replace: _play_nothing,
    Grant: _play_grant,
    Vary: _play_vary,
    End: _play_end,
    Rename: _play_rename,
    Event: _play_event,
    Restrict: _play_restrict,
    Lift: _play_lift,
}
