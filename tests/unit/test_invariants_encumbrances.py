"""Invariants of encumbrances on random histories (reference, section 8: 10 to 16)."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.titles import InterestCategory
from tests.unit import invariants
from tests.unit.builders import party_actor
from tests.unit.games import (
    AT_CNIPA,
    IN_GUANGDONG,
    IN_HONG_KONG,
    PLACES,
    Place,
    chances,
    examples,
    pledge_it,
)
from tests.unit.register import Taken
from tests.unit.test_invariants_title import keeps

places = st.sampled_from(PLACES)
mainland = st.sampled_from([AT_CNIPA, IN_GUANGDONG])
PLEDGES = ("pledge", "assent", "release", "enter_lodged", "decide")
LICENCES = ("license_out", "amend_licence", "terminate", "assent", "wait")


@examples(27)
@given(chances, mainland)
def test_a_mainland_patent_has_at_most_one_registered_pledge(
    chance: random.Random, place: Place
) -> None:
    """Invariant 10."""
    check = invariants.a_mainland_patent_has_at_most_one_registered_pledge
    keeps(check, place.only("AS-1", "AS-2").table(chance), 40, *PLEDGES, "enter_pledge")


@examples(45)
@given(chances, mainland)
def test_a_pledged_mainland_right_moves_only_with_every_pledgees_earlier_consent(
    chance: random.Random, place: Place
) -> None:
    """Invariant 11."""
    check = invariants.a_pledged_mainland_right_moves_with_every_pledgees_earlier_consent
    table = place.only("AS-1").table(chance)
    pledge_it(table)
    if table.one_in(3):
        keeps(check, table, 3, "release")
    keeps(check, table, 25, "consent", "consent", "sell", "sell", "license_out", *PLEDGES)


@examples(36)
@given(chances, places)
def test_an_encumbrance_stays_with_the_right_until_it_is_released(
    chance: random.Random, place: Place
) -> None:
    """Invariant 12."""
    check = invariants.an_encumbrance_stays_until_it_is_released
    moves = (*PLEDGES, *LICENCES, "sell", "consent", "enter_sale", "enter_extract", "correct")
    keeps(check, place.table(chance), 40, *moves)


@examples(45)
@given(chances, mainland)
def test_a_pledge_ends_with_the_right_at_the_latest_and_nothing_speaks_against_it(
    chance: random.Random, place: Place
) -> None:
    """Invariant 13."""
    check = invariants.a_pledge_ends_with_the_right_and_nobody_objects_to_it
    table = place.only("AS-1", "AS-2").table(chance)
    if table.one_in(2):
        pledge_it(table)
        keeps(check, table, 12, "amend_security", "amend_security", "assent", "release")
    keeps(check, table, 6, "note_proceeding")
    moves = ("pledge", "pledge", "assent", "assent", "release", "note_proceeding", "decide")
    lives = ("note_unpaid_fee", "enter_event", "renew", "restore")
    keeps(check, table, 25, *moves, *lives)


@examples(45)
@given(chances, places)
def test_exclusive_and_sole_licences_exclude_each_other_and_licences_of_right(
    chance: random.Random, place: Place
) -> None:
    """Invariant 14."""
    check = invariants.exclusive_and_sole_licences_exclude_each_other_and_those_of_right
    keeps(check, place.table(chance), 40, *LICENCES)


@examples(36)
@given(chances, places)
def test_a_release_needs_the_pledgee_or_its_paper_before_an_officer(
    chance: random.Random, place: Place
) -> None:
    """Invariant 15."""
    check = invariants.a_release_needs_the_pledgee_and_is_made_once
    table = place.only("AS-1").table(chance)
    pledge_it(table)
    keeps(check, table, 15, "release", "release", "assent", "decide", "license_out", "terminate")


@examples(27)
@given(chances, st.sampled_from([AT_CNIPA, IN_HONG_KONG, IN_GUANGDONG]))
def test_a_second_release_of_what_is_released_fails(chance: random.Random, place: Place) -> None:
    """Invariant 15, its second half."""
    table = place.table(chance)
    pledge_it(table)
    keeps(lambda *_: None, table, 10, "pledge", "assent", "enter_pledge", "wait")
    for right in table.board.rights:
        for standing in table.interests(right, InterestCategory.SECURITY):
            register = table.board.fork()  # type: ignore[attr-defined]
            (holder,) = standing.interest.holders
            answers = []
            for _ in range(2):
                seen = register.rights[right].title_version
                body = {
                    "assetBag": [{"id": right, "titleVersion": seen}],
                    "interest": standing.interest.id,
                }
                answers.append(register.file(party_actor(holder.party), "security-release", body))
            assert isinstance(answers[0], Taken), answers[0]
            assert isinstance(answers[1], list), "released twice"
            assert [v.code for v in answers[1]] == ["not-active"]


@examples(36)
@given(chances, places)
def test_registered_is_the_offices_day_and_never_that_of_our_receipt(
    chance: random.Random, place: Place
) -> None:
    """Invariant 16."""
    check = invariants.registered_at_is_the_offices_day_and_never_that_of_our_receipt
    moves = ("pledge", "license_out", "assent", "enter_lodged", "enter_pledge", "decide")
    keeps(check, place.table(chance), 40, *moves, *moves, "wait", "wait", "wait")
