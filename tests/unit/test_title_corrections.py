"""Corrections in the fold, of effects of every sort: what is corrected last counts, what is
struck out is as if it had never been recorded, and a reader who may not see an entry is never
told of it, whatever instant he asks about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from ipregistry.domain.titles import (
    Effect,
    End,
    Event,
    Grant,
    Interest,
    InterestCategory,
    Lift,
    Named,
    Principal,
    Register,
    Rename,
    Replace,
    Restrict,
    Reveal,
    Root,
    Stage,
    State,
    Step,
    Strength,
    Title,
    Transfer,
    Vary,
    descended,
    read_effect,
    title_at,
    undone,
    write_effect,
)
from ipregistry.domain.titles.effects import Holding
from tests.unit.builders import ALICE, BOB, CAROL, holds, instant, root, step, transfer

START, EVER = date(2020, 1, 1), date.max
LAST = instant(10**3)
SALE = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")])
TO_CAROL = replace(SALE, takers=holds((CAROL, "1")))

days = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
registers = st.sampled_from(Register)
parties = st.sampled_from([ALICE, BOB, CAROL])
whole = parties.map(lambda party: (Holding(party, 1, Fraction(1)),))
named = parties.map(lambda party: (Named(party, 1),))
numbers = st.sampled_from(["TX-2", "TX-3", "TX-4"])
interests = st.builds(
    Interest, numbers, st.sampled_from(InterestCategory), st.just("sole"), named, named,
    st.none() | days, under=st.none() | numbers,
)  # fmt: skip
effects: st.SearchStrategy[Principal] = st.one_of(
    st.builds(
        Root, registers, days, st.sampled_from(Strength), whole, st.just("office"), st.just({})
    ),
    st.builds(Transfer, registers, days, whole, whole),
    st.builds(Grant, registers, days, interests),
    st.builds(Vary, registers, days, interests),
    st.builds(End, registers, days, numbers, st.just("released")),
    st.builds(Rename, registers, days, parties, st.integers(1, 3)),
    st.builds(Event, registers, days, st.just("U11"), st.none() | st.just("ended")),
    st.builds(Stage, days, st.sampled_from(["published", "granted"])),
    st.builds(Restrict, days, st.sampled_from(["HO-1", "HO-2"])),
    st.builds(Lift, days, st.sampled_from(["HO-1", "HO-2"])),
)
reveals = st.sampled_from(Reveal)


def facts(state: State) -> object:
    """What stands, whichever entries it comes from."""
    return (
        state.holders,
        state.stage,
        tuple(s.interest for s in state.interests),
        state.restrictions,
        state.facts,
        state.term_ends,
        [(f.code, f.kind) for f in state.open_findings],
    )


def stands(steps: list[Step]) -> object:
    title = title_at(steps, EVER, LAST)
    return facts(title.record), facts(title.notified), [s.effect for s in title.lodged]


def entries(drawn: list[Effect], first: int = 1) -> list[Step]:
    return [step(first + n, effect) for n, effect in enumerate(drawn)]


@st.composite
def corrected(draw: st.DrawFn) -> list[Step]:
    """A history with corrections in it, of entries and of corrections, each of what stands."""
    steps = entries(draw(st.lists(effects, min_size=1, max_size=4)))
    for ord_ in range(len(steps) + 1, len(steps) + 1 + draw(st.integers(1, 6))):
        gone = undone(steps)
        open_ = [s for s in steps if (s.transaction, s.seq) not in gone]
        if not open_:
            break
        target = draw(st.sampled_from(open_))
        by = draw(st.none() | effects)
        seq = draw(st.sampled_from([None, target.seq]))
        on = target.effect.on if by is None else by.on
        made = Replace(on, target.transaction, by, seq, draw(reveals))
        steps.append(step(ord_, made, act="correction"))
    return steps


@given(st.lists(effects, max_size=3), st.lists(effects, min_size=2, max_size=6))
def test_a_chain_of_corrections_of_any_length_equals_its_last(
    before: list[Effect], chain: list[Principal]
) -> None:
    first = len(before) + 1
    steps = [*entries(before), step(first, chain[0])]
    for n, effect in enumerate(chain[1:], start=first + 1):
        steps.append(step(n, Replace(effect.on, f"TX-{n - 1}", effect)))
    last = replace(steps[-1], effect=chain[-1])
    assert stands(steps) == stands([*entries(before), last])


@given(st.lists(effects, min_size=1, max_size=6), st.data(), reveals)
def test_what_is_struck_out_is_as_if_it_had_never_been_recorded(
    drawn: list[Effect], data: st.DataObject, reveal: Reveal
) -> None:
    steps = entries(drawn)
    gone = data.draw(st.sampled_from(steps))
    struck = step(len(steps) + 1, Replace(START, gone.transaction, None, None, reveal))
    assert stands([*steps, struck]) == stands([s for s in steps if s is not gone])


@given(corrected())
def test_a_correction_that_is_struck_out_was_never_made(steps: list[Step]) -> None:
    last = steps[-1]
    struck = step(last.ord + 1, Replace(START, last.transaction, None))
    assert stands([*steps, struck]) == stands(steps[:-1])


@given(corrected())
def test_an_entry_put_right_to_what_it_was_stands_as_it_stood(steps: list[Step]) -> None:
    gone = undone(steps)
    step_ = next(s for s in reversed(steps) if (s.transaction, s.seq) not in gone)
    effect = step_.effect.by if isinstance(step_.effect, Replace) else step_.effect
    assume(effect is not None and not isinstance(effect, Grant))
    again = step(steps[-1].ord + 1, Replace(effect.on, step_.transaction, effect, step_.seq))
    # Put in place by another entry, it stands behind what was recorded of its day meanwhile.
    same_day = [s for s in steps if s is not step_ and s.effect.on == effect.on]
    assume(not same_day)
    assert stands([*steps, again]) == stands(steps)


@given(corrected())
def test_shares_sum_to_one_whatever_is_corrected(steps: list[Step]) -> None:
    for known in steps:
        title = title_at(steps, EVER, known.known_at)
        for state in (title.record, title.notified):
            assert state.holders is None or sum(h.share for h in state.holders) == 1


@given(corrected())
def test_each_effect_stands_or_gave_way_once(steps: list[Step]) -> None:
    title = title_at(steps, EVER, LAST)
    gone = [(link.step.transaction, link.step.seq) for link in title.superseded]
    assert len(gone) == len(set(gone))
    assert set(gone) == set(undone(steps))


@given(effects, reveals, st.none() | st.integers(0, 9))
def test_a_correction_is_read_back_as_it_was_written(
    effect: Principal, reveal: Reveal, seq: int | None
) -> None:
    for by in (effect, None):
        made = Replace(effect.on, "TX-1", by, seq, reveal)
        assert read_effect(write_effect(made)) == made


def test_what_was_stored_without_the_newer_members_means_what_it_meant() -> None:
    stored = {"effect": "replace", "on": "2026-02-01", "transaction": "TX-2", "by": None}
    made = Replace(date(2026, 2, 1), "TX-2", None)
    assert read_effect(stored) == made
    assert write_effect(made) == stored


# ------------------------------------------------------------------ what searches show


def nobody(_step: Step) -> bool:
    return False


def unseen(reveal: Reveal, by: Transfer | None = None) -> list[Step]:
    on = SALE.on if by is None else by.on
    return [step(1, root()), step(2, SALE), step(5, Replace(on, "TX-2", by, None, reveal))]


def told(title: Title) -> set[str]:
    """Every entry that an answer with its chain names."""
    links = (*title.record.chain, *title.notified.chain, *title.superseded)
    return {link.step.transaction for link in links} | {
        link.superseded_by for link in links if link.superseded_by is not None
    }


def test_old_and_new_are_shown_to_everybody() -> None:
    steps = unseen(Reveal.OLD_AND_NEW, TO_CAROL)
    assert title_at(steps, EVER, LAST, nobody) == title_at(steps, EVER, LAST)
    assert title_at(steps, EVER, instant(2), nobody) == title_at(steps, EVER, instant(2))


def test_where_only_the_new_is_shown_the_old_is_not_whatever_instant_is_asked() -> None:
    steps = unseen(Reveal.ONLY_NEW, TO_CAROL)
    for known in (instant(2), instant(3), LAST):
        seen = title_at(steps, EVER, known, nobody)
        assert [h.party for h in seen.record.holders or ()] == [CAROL]
        assert "TX-2" not in told(seen)
    before = title_at(steps, EVER, instant(1), nobody)
    assert [h.party for h in before.record.holders or ()] == [ALICE]


def test_where_neither_is_shown_nothing_is_said_of_the_entry_or_of_its_end() -> None:
    steps = unseen(Reveal.NEITHER)
    for known in (instant(2), LAST):
        seen = title_at(steps, EVER, known, nobody)
        assert [h.party for h in seen.record.holders or ()] == [ALICE]
        assert told(seen) == {"TX-1"}


def test_those_entitled_are_answered_about_the_past_as_it_was() -> None:
    steps = unseen(Reveal.NEITHER)
    for may_see in (None, lambda _step: True):
        then = title_at(steps, EVER, instant(2), may_see)
        assert [h.party for h in then.record.holders or ()] == [BOB]
        assert "TX-2" in told(title_at(steps, EVER, LAST, may_see))


def test_one_that_may_not_be_seen_is_followed_to_the_head_of_its_chain() -> None:
    steps = [
        *unseen(Reveal.OLD_AND_NEW, TO_CAROL),
        step(6, Replace(SALE.on, "TX-5", SALE, None, Reveal.ONLY_NEW)),
    ]
    (gone,) = title_at(steps, EVER, LAST, nobody).superseded
    assert (gone.step.transaction, gone.superseded_by) == ("TX-2", "TX-6")


@given(corrected())
def test_title_of_today_is_the_same_for_everybody(steps: list[Step]) -> None:
    ours, theirs = title_at(steps, EVER, LAST), title_at(steps, EVER, LAST, nobody)
    assert (ours.record, ours.notified, ours.lodged) == (
        theirs.record,
        theirs.notified,
        theirs.lodged,
    )


@given(corrected(), st.data())
def test_what_may_not_be_seen_is_never_told_of(steps: list[Step], data: st.DataObject) -> None:
    known = data.draw(st.sampled_from(steps)).known_at
    hidden = {key for key, found in undone(steps).items() if found.reveals != "old-and-new"}
    seen = title_at(steps, EVER, known, nobody)
    links = (*seen.record.chain, *seen.notified.chain, *seen.superseded)
    assert not hidden & {(link.step.transaction, link.step.seq) for link in links}


def test_a_correction_and_what_it_goes_back_to_are_found_together() -> None:
    steps = [*unseen(Reveal.OLD_AND_NEW, TO_CAROL), step(6, Replace(SALE.on, "TX-5", SALE))]
    assert [s.transaction for s in descended(steps, "TX-2")] == ["TX-2", "TX-5", "TX-6"]
