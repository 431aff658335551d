"""Invariants of title and disposition on random histories (reference, section 8: 1, 2, 3, 7, 8, 9
and 19): whatever people file, what the rules let through keeps them."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.facts import FilingStatus
from ipregistry.domain.titles import InterestCategory
from ipregistry.domain.violations import Severity, Violation
from tests.moves import MOVES, Table
from tests.unit import invariants
from tests.unit.answers import Past, folds_piece_by_piece, in_words, is_what_its_log_says
from tests.unit.builders import ALICE, BOB, CAROL, DORA, party_actor, registrar, shares
from tests.unit.games import (
    AT_CNIPA,
    IN_GUANGDONG,
    IN_HONG_KONG,
    IN_MACAO,
    PLACES,
    Place,
    chances,
    end_it,
    examples,
    license_it,
    lock_it,
    playing,
    pledge_it,
)
from tests.unit.register import MemoryRegister, Taken

places = st.sampled_from(PLACES)
SALES = ("sell", "assent", "decide", "correct")
TRADES = (*SALES, "pledge", "license_out", "amend_licence")
ENTRIES = ("enter_sale", "enter_lodged", "enter_extract", "enter_event")
HOLDS = ("restrict", "lift", "renew_restriction", "wait")
LIVES = (
    "end_by_office",
    "restore",
    "renew",
    "surrender",
    "note_unpaid_fee",
    "note_proceeding",
)
RESTRICTED = {"asset-locked", "asset-on-hold", "asset-restricted", "right-not-in-force"}


def keeps(check: invariants.Check, table: Table, turns: int, *names: str) -> None:
    """Play, and check after everything that was taken."""
    for register, taken in playing(table, turns, names):
        check(register, taken)


@examples(27)
@given(chances, places)
def test_the_shares_of_one_right_sum_to_one_at_every_instant(
    chance: random.Random, place: Place
) -> None:
    """Invariant 1."""
    check = invariants.shares_of_a_right_sum_to_one_at_every_instant
    keeps(check, place.table(chance), 30, *SALES, *ENTRIES, "wait")


@examples(45)
@given(chances, places)
def test_at_most_one_lock_stands_on_a_right(chance: random.Random, place: Place) -> None:
    """Invariant 2."""
    check = invariants.at_most_one_lock_stands_on_a_right
    table = place.only("AS-1", "AS-2").table(chance)
    keeps(check, table, 25, "lock", "lock", "unlock", "assent", "assent", "assent", "wait")


@examples(54)
@given(chances, places)
def test_while_a_lock_stands_nothing_is_given_away_but_under_it(
    chance: random.Random, place: Place
) -> None:
    """Invariant 3."""
    check = invariants.while_a_lock_stands_nothing_is_given_away_but_under_it
    table = place.only("AS-1").table(chance)
    license_it(table)
    lock_it(table)
    keeps(check, table, 12, "amend_licence", "amend_licence", "assent")
    keeps(check, table, 20, *TRADES, *TRADES, "surrender", "lock")


@examples(27)
@given(chances, places)
def test_an_act_carries_the_title_version_that_stood(chance: random.Random, place: Place) -> None:
    """Invariant 7."""
    check = invariants.a_filing_carries_the_title_version_that_stood
    keeps(check, place.table(chance), 30)


class Late(Table):
    """Somebody who saw each right as it was one entry ago."""

    def seen(self, right: str) -> dict[str, Any]:
        return {"id": right, "titleVersion": self.board.rights[right].title_version - 1}


@examples(14)
@given(chances, places)
def test_an_act_on_an_older_title_is_refused_as_a_race(chance: random.Random, place: Place) -> None:
    """Invariant 7: every act on title, by whoever might else do it."""
    table = place.table(chance)
    for _ in playing(table, 12):
        pass
    late = Late(table.board, table.cast, table.chance, table.office)
    for move in MOVES:
        if move.types and move.name in ACTS_ON_TITLE:
            answer = move.play(late)
            assert not isinstance(answer, Taken), move.name
            for code, severity in _at_the_door(answer):
                assert (code, severity) == ("stale-version", Severity.RACE)


ACTS_ON_TITLE = frozenset(
    {"sell", "license_out", "amend_licence", "terminate", "pledge", "amend_security", "release"}
    | {"lock", "unlock", "restrict", "lift", *LIVES}
)


def _at_the_door(answer: list[Violation] | None) -> set[tuple[str, str]]:
    """What is said of the version; nothing where the filer may not file such a thing at all."""
    found = {(v.code, v.severity) for v in answer or ()}
    if {code for code, _ in found} & {"role-may-not-file", "asset-unknown"} or not found:
        return set()
    return {pair for pair in found if pair[0] == "stale-version"} or found


@examples(36)
@given(chances, places)
def test_transfers_name_registered_owners_who_have_assented(
    chance: random.Random, place: Place
) -> None:
    """Invariant 8."""
    check = invariants.transferors_are_the_registered_owners
    keeps(check, place.table(chance), 35, *SALES, *ENTRIES)


@examples(54)
@given(chances, places)
def test_nothing_is_disposed_of_when_it_has_ended_or_is_on_hold(
    chance: random.Random, place: Place
) -> None:
    """Invariant 9."""
    check = invariants.nothing_is_disposed_of_when_ended_or_on_hold
    table = place.only("AS-1").table(chance)
    if place is not IN_MACAO and not table.one_in(3):
        end_it(table)
    keeps(check, table, 30, *TRADES, *TRADES, *HOLDS, *LIVES, "enter_event")


@examples(36)
@given(chances, st.sampled_from([AT_CNIPA, IN_HONG_KONG, IN_GUANGDONG]))
def test_a_release_is_possible_on_hold_under_a_lock_and_when_the_right_has_ended(
    chance: random.Random, place: Place
) -> None:
    """Invariant 9, its second half."""
    table = place.table(chance)
    pledge_it(table)
    for _ in playing(table, 15, ("pledge", "assent", "lock", *HOLDS, *LIVES)):
        pass
    for right in table.board.rights:
        for standing in table.interests(right, InterestCategory.SECURITY):
            register = table.board.fork()  # type: ignore[attr-defined]
            (holder,) = standing.interest.holders
            seen = register.rights[right].title_version
            body = {
                "assetBag": [{"id": right, "titleVersion": seen}],
                "interest": standing.interest.id,
            }
            answer = register.file(party_actor(holder.party), "security-release", body)
            assert isinstance(answer, Taken), answer


@examples(36)
@given(chances, places)
def test_who_has_an_interest_holds_no_part_of_title(chance: random.Random, place: Place) -> None:
    """Invariant 19: no licence, pledge or beneficial interest is ever a share."""
    keeps(invariants.interests_are_never_shares_of_title, place.table(chance), 35)


# ------------------------------------------------------------------------------ answers


@examples(27)
@given(chances, places)
def test_what_is_lodged_in_title_is_a_filing_that_waits(
    chance: random.Random, place: Place
) -> None:
    check = invariants.what_is_lodged_in_title_is_a_filing_that_waits
    moves = (*SALES, *SALES, "enter_lodged", *ENTRIES, "divide", "withdraw", "pledge", "release")
    keeps(check, place.only("AS-1", "AS-3").table(chance), 40, *moves)


@examples(21)
@given(chances, places)
def test_answers_about_a_past_instant_never_change(chance: random.Random, place: Place) -> None:
    table, past = place.table(chance), Past()
    register = table.board
    for register, taken in playing(table, 30):
        invariants.an_entry_is_of_a_strictly_later_instant(register, taken)
        past.listen(register)
    past.check(register)


@examples(21)
@given(chances, places)
def test_the_fold_of_all_is_the_fold_of_its_pieces_and_of_the_log(
    chance: random.Random, place: Place
) -> None:
    table = place.table(chance)
    for register, _ in playing(table, 30):
        folds_piece_by_piece(register)
    is_what_its_log_says(table.board)  # type: ignore[arg-type]


@examples(27)
@given(chances, places, st.permutations([BOB, CAROL, DORA]))
def test_a_correction_that_is_corrected_leaves_what_the_last_one_says(
    chance: random.Random, place: Place, takers: list[str]
) -> None:
    """The first correction leaves no trace in title, whatever it said."""
    table = place.table(chance)
    for _ in playing(table, 10, ("pledge", "license_out", "wait", "assent")):
        pass
    register: MemoryRegister = table.board  # type: ignore[assignment]
    right = "AS-1"
    once, twice = register.fork(), register.fork()
    root = register.rights[right].steps[0].transaction
    first = _corrected(twice, root, {takers[0]: "1/2", ALICE: "1/2"})
    last = {ALICE: "1/3", takers[1]: "2/3"}
    again = _corrected(twice, first.transaction or "", last)
    alone = _corrected(once, root, last)
    for day in invariants.days_of(register.rights[right], register.today):
        left = again.after[right].title(day, again.now)
        assert in_words(left) == in_words(alone.after[right].title(day, alone.now))


def _corrected(register: MemoryRegister, transaction: str, holders: dict[str, str]) -> Taken:
    body = {
        "transaction": transaction,
        "errorCategory": "office",
        "revealCategory": "old-and-new",
        "reasonText": "sample",
        "replacement": {"holderBag": shares(*holders.items())},
    }
    waiting = register.file(registrar(), "correction", body)
    assert isinstance(waiting, Taken), waiting
    taken = waiting
    if waiting.status is FilingStatus.UNDER_EXAMINATION:
        yes = {"filing": waiting.filing, "outcome": "accept"}
        taken = register.file(registrar("AC-SECOND"), "decision", yes)  # type: ignore[assignment]
        assert isinstance(taken, Taken), taken
    return taken
