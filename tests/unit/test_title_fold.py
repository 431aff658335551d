"""The fold: title at a pair of dates, from recorded effects alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.titles import (
    Close,
    Effect,
    Register,
    Replace,
    Root,
    Stage,
    State,
    Step,
    Strength,
    Title,
    Transfer,
    effective_steps,
    fold,
    read_effect,
    title_at,
    write_effect,
)
from ipregistry.domain.titles.document import chain_document, next_change, title_document
from ipregistry.tlog.canonical import canonical
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    TODAY,
    asset,
    holds,
    instant,
    policies,
    root,
    step,
    transfer,
)

START = date(2020, 1, 1)
EVER = date.max
LAST = instant(10**3)
NOTIFIED = Register.NOTIFIED

names = st.sampled_from(["PA-A", "PA-B", "PA-C", "PA-D"])
days = st.integers(0, 40).map(lambda n: START + timedelta(days=n))


@st.composite
def sides(draw: st.DrawFn, whole: bool) -> tuple[tuple[str, Fraction], ...]:
    """Distinct parties with shares of the whole, or of a half."""
    parties = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    weights = [draw(st.integers(1, 3)) for _ in parties]
    amount = Fraction(1) if whole else Fraction(1, 2)
    return tuple((p, amount * w / sum(weights)) for p, w in zip(parties, weights, strict=True))


@st.composite
def ownership(draw: st.DrawFn) -> Root | Transfer:
    on, register = draw(days), draw(st.sampled_from(Register))
    if draw(st.booleans()):
        held = [(p, str(s)) for p, s in draw(sides(True))]
        made = root(on.isoformat(), *held, strength=draw(st.sampled_from(Strength)))
        return replace(made, register=register)
    whole = draw(st.booleans())
    given_, taken = ([(p, str(s)) for p, s in draw(sides(whole))] for _ in range(2))
    return transfer(on.isoformat(), given_, taken, register)


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Entries in order of recording: roots, transfers, stages, ends and corrections."""
    steps: list[Step] = []
    corrected: set[str] = set()
    for ord_ in range(1, draw(st.integers(1, 12)) + 1):
        effect: Effect = draw(ownership())
        choice = draw(st.integers(0, 9))
        open_ = [s.transaction for s in steps if s.transaction not in corrected]
        if choice == 0:
            effect = Stage(effect.on, draw(st.sampled_from(["published", "granted"])))
        elif choice <= 2 and open_:
            target = draw(st.sampled_from(open_))
            if choice == 1:
                effect = Close(effect.on, target, "recorded")
            else:
                corrected.add(target)
                by = draw(st.none() | ownership())
                effect = Replace(effect.on, target, by)
        steps.append(step(ord_, effect))
    return steps


def holders(state: State) -> dict[str, Fraction] | None:
    return None if state.holders is None else {h.party: h.share for h in state.holders}


def answer(title: Title) -> tuple[object, ...]:
    return (title.record, title.notified, list(title.lodged), title.superseded)


def codes(state: State) -> list[tuple[str, str]]:
    return [(f.code, f.kind) for f in state.open_findings]


# ------------------------------------------------------------------------------ properties


@given(histories())
def test_shares_sum_to_one_at_every_instant(steps: list[Step]) -> None:
    for known in steps:
        for on in sorted({s.effect.on for s in steps}):
            title = title_at(steps, on, known.known_at)
            for state in (title.record, title.notified):
                held = holders(state)
                assert held is None or sum(held.values()) == 1
                assert held is None or all(share > 0 for share in held.values())


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_effects_arrive_does_not_matter(
    steps: list[Step], chance: random.Random
) -> None:
    mixed = list(steps)
    chance.shuffle(mixed)
    one, other = title_at(steps, EVER, LAST), title_at(mixed, EVER, LAST)
    assert (one.record, one.notified) == (other.record, other.notified)
    assert sorted(s.ord for s in one.lodged) == sorted(s.ord for s in other.lodged)


@given(histories(), st.randoms(use_true_random=False))
def test_entries_of_different_days_give_one_title_in_whatever_order_recorded(
    steps: list[Step], chance: random.Random
) -> None:
    first_of_day = {s.effect.on: s for s in reversed(steps) if isinstance(s.effect, Transfer)}
    apart = list(first_of_day.values())
    orders = [s.ord for s in apart]
    chance.shuffle(orders)
    late = [replace(s, ord=o, known_at=instant(o)) for s, o in zip(apart, orders, strict=True)]
    assert holders(title_at(apart, EVER, LAST).record) == holders(title_at(late, EVER, LAST).record)


@given(histories(), st.integers(0, 12))
def test_the_fold_of_the_whole_is_the_fold_of_its_pieces(steps: list[Step], cut: int) -> None:
    ordered = effective_steps(steps)
    assert fold(ordered[cut:], start=fold(ordered[:cut])) == fold(ordered)


@given(histories(), st.data())
def test_what_is_known_later_never_changes_an_earlier_answer(
    steps: list[Step], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(steps) - 1))
    known_at, on = steps[cut].known_at, data.draw(days)
    then = title_at(steps[: cut + 1], on, known_at)
    assert answer(title_at(steps, on, known_at)) == answer(then)
    assert answer(title_at(steps, on, known_at)) == answer(then)


@given(histories())
def test_what_is_lodged_never_moves_title_at_the_register_of_record(steps: list[Step]) -> None:
    def is_lodged(effect: object) -> bool:
        return getattr(effect, "register", None) is NOTIFIED

    # Corrections may put either in place of the other here, which no rule allows.
    steps = [s for s in steps if not isinstance(s.effect, Replace)]
    without = [s for s in steps if not is_lodged(s.effect)]
    on = START + timedelta(days=20)
    assert title_at(steps, on, LAST).record == title_at(without, on, LAST).record


@given(histories())
def test_the_chain_has_every_effect_in_force_once_with_before_and_after(
    steps: list[Step],
) -> None:
    title = title_at(steps, EVER, LAST)
    links = title.record.chain
    for earlier, later in pairwise(links):
        assert earlier.after == later.before
        assert earlier.step.effect.on <= later.step.effect.on
    assert not links or links[-1].after == title.record.holders


@given(ownership(), ownership(), ownership())
def test_correct_then_correct_equals_the_last(
    wrong: Root | Transfer, better: Root | Transfer, right: Root | Transfer
) -> None:
    first, second = step(1, root("2019-01-01")), step(2, wrong)
    twice = [
        first,
        second,
        step(3, Replace(better.on, "TX-2", better)),
        step(4, Replace(right.on, "TX-3", right)),
    ]
    once = [first, step(4, right)]
    assert title_at(twice, EVER, LAST).record == title_at(once, EVER, LAST).record
    assert title_at(twice, EVER, LAST).notified == title_at(once, EVER, LAST).notified


@given(ownership())
def test_an_effect_is_read_back_as_it_was_written(effect: Root | Transfer) -> None:
    for made in (effect, Replace(effect.on, "TX-1", effect), Replace(effect.on, "TX-1", None)):
        assert read_effect(write_effect(made)) == made


@pytest.mark.parametrize("effect", [Close(TODAY, "TX-1", "refused"), Stage(TODAY, "granted")])
def test_ends_and_stages_are_read_back_as_they_were_written(effect: Effect) -> None:
    assert read_effect(write_effect(effect)) == effect


# ---------------------------------------------------------------- two dates, late and out of order

SALE = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")])


def test_a_late_entry_takes_the_place_that_its_date_gives_it() -> None:
    onward = step(2, transfer("2026-03-01", [(BOB, "1")], [(CAROL, "1")]))
    late = step(3, SALE)
    steps = [step(1, root()), onward, late]
    title = title_at(steps, EVER, LAST)
    assert holders(title.record) == {CAROL: 1}
    assert title.record.open_findings == ()
    before = title_at(steps, EVER, onward.known_at)
    assert holders(before.record) == {CAROL: 1}
    assert codes(before.record) == [("transferor-not-holder", "gap")]


def test_title_on_a_day_is_that_of_the_entries_in_force_on_it() -> None:
    steps = [step(1, root()), step(2, SALE)]
    assert holders(title_at(steps, date(2026, 1, 31), LAST).record) == {ALICE: 1}
    assert holders(title_at(steps, date(2026, 2, 1), LAST).record) == {BOB: 1}
    assert holders(title_at(steps, date(2025, 12, 31), LAST).record) is None


def test_an_entry_counts_from_its_own_recording_instant_on() -> None:
    steps = [step(1, root()), step(2, SALE)]
    assert holders(title_at(steps, EVER, instant(2)).record) == {BOB: 1}
    assert holders(title_at(steps, EVER, instant(1)).record) == {ALICE: 1}


def test_entries_of_one_day_count_in_the_order_of_their_recording() -> None:
    onward = transfer("2026-02-01", [(BOB, "1")], [(CAROL, "1")])
    steps = [step(3, onward), step(2, SALE), step(1, root())]
    assert holders(title_at(steps, EVER, LAST).record) == {CAROL: 1}


def test_effects_of_one_entry_count_in_their_sequence() -> None:
    onward = replace(step(2, transfer("2026-02-01", [(BOB, "1")], [(CAROL, "1")])), seq=1)
    title = title_at([onward, step(2, SALE), step(1, root())], EVER, LAST)
    assert holders(title.record) == {CAROL: 1}
    assert title.record.open_findings == ()


def test_a_part_goes_and_the_rest_stays() -> None:
    part = transfer("2026-02-01", [(ALICE, "1/3")], [(BOB, "1/3")])
    again = transfer("2026-03-01", [(ALICE, "1/3")], [(BOB, "1/3")])
    steps = [step(1, root()), step(2, part), step(3, again)]
    assert holders(title_at(steps, EVER, LAST).record) == {
        ALICE: Fraction(1, 3),
        BOB: Fraction(2, 3),
    }


# ------------------------------------------------------------------------------ findings by name


def test_a_transfer_by_somebody_else_is_followed_and_the_gap_named() -> None:
    sale = transfer("2026-02-01", [(BOB, "1")], [(CAROL, "1")])
    title = title_at([step(1, root()), step(2, sale)], EVER, LAST)
    assert holders(title.record) == {CAROL: 1}
    assert codes(title.record) == [("transferor-not-holder", "gap")]
    assert title.record.open_findings[0].params == {"party": BOB}
    assert title.record.chain[-1].findings == title.record.open_findings


def test_a_part_from_somebody_else_is_a_conflict_and_not_applied() -> None:
    sale = transfer("2026-02-01", [(BOB, "1/2")], [(CAROL, "1/2")])
    title = title_at([step(1, root()), step(2, sale)], EVER, LAST)
    assert holders(title.record) == {ALICE: 1}
    assert codes(title.record) == [("transferor-not-holder", "conflict")]


def test_more_than_is_held_is_not_given() -> None:
    steps = [
        step(1, root("2026-01-01", (ALICE, "1/2"), (BOB, "1/2"))),
        step(2, transfer("2026-02-01", [(ALICE, "2/3")], [(CAROL, "2/3")])),
    ]
    title = title_at(steps, EVER, LAST)
    assert holders(title.record) == {ALICE: Fraction(1, 2), BOB: Fraction(1, 2)}
    assert codes(title.record) == [("transferor-not-holder", "conflict")]


def test_a_transfer_without_a_root_is_named_so() -> None:
    assert codes(title_at([step(1, SALE)], EVER, LAST).record) == [("no-root", "gap")]


def test_a_lodged_transfer_by_somebody_else_is_no_offices_word() -> None:
    sale = transfer("2026-02-01", [(BOB, "1")], [(CAROL, "1")], NOTIFIED)
    title = title_at([step(1, root()), step(2, sale)], EVER, LAST)
    assert holders(title.notified) == {ALICE: 1}
    assert codes(title.notified) == [("transferor-not-holder", "conflict")]


def test_a_weaker_root_that_differs_is_a_conflict() -> None:
    weaker = root("2026-02-01", (BOB, "1"), strength=Strength.PUBLICATION)
    title = title_at([step(1, root()), step(2, weaker)], EVER, LAST)
    assert holders(title.record) == {ALICE: 1}
    assert codes(title.record) == [("weaker-root-differs", "conflict")]
    assert title.record.root is not None
    assert title.record.root.strength is Strength.REGISTER_EXTRACT


def test_a_weaker_root_that_agrees_changes_nothing() -> None:
    weaker = root("2026-02-01", strength=Strength.PUBLICATION)
    title = title_at([step(1, root()), step(2, weaker)], EVER, LAST)
    assert title.record.root == root()
    assert title.record.open_findings == ()


def test_a_stronger_root_that_differs_is_followed_and_the_gap_named() -> None:
    published = root("2026-01-01", strength=Strength.PUBLICATION)
    granted = root("2026-02-01", (BOB, "1"), strength=Strength.GRANT)
    title = title_at([step(1, published), step(2, granted)], EVER, LAST)
    assert holders(title.record) == {BOB: 1}
    assert codes(title.record) == [("root-differs", "gap")]


def test_a_register_extract_settles_what_was_open_before_it() -> None:
    sale = transfer("2026-02-01", [(BOB, "1")], [(CAROL, "1")])
    settled = root("2026-03-01", (CAROL, "1"))
    title = title_at([step(1, root()), step(2, sale), step(3, settled)], EVER, LAST)
    assert title.record.open_findings == ()
    assert title.record.chain[1].findings != ()


def test_a_root_that_names_nobody_makes_the_right_known_and_moves_nothing() -> None:
    nobody = replace(root("2026-02-01", strength=Strength.PUBLICATION), holders=())
    alone = title_at([step(1, nobody)], EVER, LAST).record
    assert (alone.root, alone.holders) == (nobody, None)
    beside = title_at([step(1, root()), step(2, nobody)], EVER, LAST).record
    assert (beside.root, holders(beside)) == (root(), {ALICE: 1})


# ------------------------------------------------------------------------- lodged, and its end

LODGED = replace(SALE, register=NOTIFIED)


def test_what_is_lodged_is_shown_as_notified_only() -> None:
    title = title_at([step(1, root()), step(2, LODGED)], EVER, LAST)
    assert (holders(title.record), holders(title.notified)) == ({ALICE: 1}, {BOB: 1})
    assert [s.ord for s in title.lodged] == [2]


def test_the_end_of_what_is_lodged_takes_it_out_of_the_answer() -> None:
    steps = [step(1, root()), step(2, LODGED), step(3, Close(TODAY, "TX-2", "refused"))]
    title = title_at(steps, EVER, LAST)
    assert title.lodged == ()
    assert holders(title.notified) == {ALICE: 1}
    assert len(title_at(steps, EVER, instant(2)).lodged) == 1


def test_a_deed_older_than_the_offices_last_word_is_notified_all_the_same() -> None:
    later_extract = root("2026-03-01")
    title = title_at([step(1, later_extract), step(2, LODGED)], EVER, LAST)
    assert holders(title.notified) == {BOB: 1}
    assert title.notified.open_findings == ()


def test_the_end_of_what_is_lodged_ends_also_what_a_correction_made_of_it() -> None:
    to_carol = transfer("2026-02-01", [(ALICE, "1")], [(CAROL, "1")], NOTIFIED)
    steps = [
        step(1, root()),
        step(2, LODGED),
        step(3, Replace(TODAY, "TX-2", to_carol)),
        step(4, Close(TODAY, "TX-2", "withdrawn")),
    ]
    assert holders(title_at(steps, EVER, instant(3)).notified) == {CAROL: 1}
    assert title_at(steps, EVER, LAST).lodged == ()


def test_a_stage_that_is_only_told_is_not_the_registers() -> None:
    told = step(2, Stage(TODAY, "granted"), capacity="notice")
    title = title_at([step(1, root()), told], EVER, LAST)
    assert (title.record.stage, title.notified.stage) == (None, "granted")


# ------------------------------------------------------------------------------ corrections


def test_a_correction_takes_the_place_and_both_stay_readable() -> None:
    right = transfer("2026-02-01", [(ALICE, "1")], [(CAROL, "1")])
    steps = [step(1, root()), step(2, SALE), step(3, Replace(right.on, "TX-2", right))]
    title = title_at(steps, EVER, LAST)
    assert holders(title.record) == {CAROL: 1}
    (gone,) = title.superseded
    assert (gone.step.transaction, gone.superseded_by) == ("TX-2", "TX-3")
    assert holders(title_at(steps, EVER, instant(2)).record) == {BOB: 1}


def test_a_correction_to_nothing_takes_the_entry_away() -> None:
    steps = [step(1, root()), step(2, SALE), step(3, Replace(TODAY, "TX-2", None))]
    assert holders(title_at(steps, EVER, LAST).record) == {ALICE: 1}


def granted_and_corrected(by: Root | None) -> list[Step]:
    return [
        step(1, root()),
        replace(step(1, Stage(TODAY, "granted")), seq=1),
        step(2, Replace(TODAY, "TX-1", by)),
    ]


def test_correcting_the_holders_leaves_the_stage_that_the_entry_proved() -> None:
    state = title_at(granted_and_corrected(root("2026-01-01", (BOB, "1"))), EVER, LAST).record
    assert (holders(state), state.stage) == ({BOB: 1}, "granted")


def test_an_entry_put_to_nothing_proves_no_stage() -> None:
    assert title_at(granted_and_corrected(None), EVER, LAST).record.stage is None


def test_correcting_an_entry_does_not_open_again_what_it_ended() -> None:
    steps = [
        step(1, root()),
        step(2, LODGED),
        step(3, SALE),
        replace(step(3, Close(TODAY, "TX-2", "recorded")), seq=1),
        step(4, Replace(SALE.on, "TX-3", replace(SALE, takers=holds((CAROL, "1"))))),
    ]
    title = title_at(steps, EVER, LAST)
    assert title.lodged == ()
    assert holders(title.record) == {CAROL: 1}


# ------------------------------------------------------------------------------ as it is said


def said(right_steps: list[Step]) -> bytes:
    right = asset(*right_steps)
    title = right.title(TODAY, LAST)
    document = title_document(right, title, [], policies()[0], lambda _holding: {})
    return canonical(document | chain_document(right, title, lambda _holding: {}))


@given(histories())
def test_every_answer_has_one_canonical_form(steps: list[Step]) -> None:
    # Whatever the findings: an enum or a fraction among their params would stop the answer.
    assert said(steps) == said(steps)


def test_the_chain_shows_a_told_stage_beside_the_register() -> None:
    right = asset(step(1, root()), step(2, Stage(TODAY, "granted"), capacity="notice"))
    document = chain_document(right, right.title(TODAY, LAST), lambda _holding: {})
    assert [link["effect"]["effect"] for link in document["chain"]] == ["root"]
    assert [link["effect"]["effect"] for link in document["notifiedChain"]] == ["stage"]


def test_the_answer_changes_next_when_an_effect_a_term_or_a_root_reaches_its_day() -> None:
    right = asset(root("2026-01-01"))
    title = right.title(TODAY, LAST)
    assert next_change(right, title, 0, TODAY) is None
    assert next_change(right, title, 365, TODAY) == date(2027, 1, 2)
    ending = replace(right, term_ends=date(2026, 7, 1))
    assert next_change(ending, title, 365, TODAY) == date(2026, 7, 2)
    coming = asset(root("2026-01-01"), transfer("2026-06-10", [(ALICE, "1")], [(BOB, "1")]))
    assert next_change(coming, title, 365, TODAY) == date(2026, 6, 10)
