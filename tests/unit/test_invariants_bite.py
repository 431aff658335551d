"""Each invariant's test is alive: with its rule taken out, the named test fails.

A rule that refuses is taken out by its code: whatever the assessment of an act says with that
code is dropped, at the door and when a waiting filing is judged again. A rule of the fold, of
priority or of a clock is taken out where it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ipregistry.domain.filings.acts import recording
from ipregistry.domain.filings.acts.assessment import Assessment
from ipregistry.domain.filings.interests.command import Granting
from ipregistry.domain.filings.interests.granting import SECURITY
from ipregistry.domain.filings.interests.standing import ACTS as ON_INTERESTS
from ipregistry.domain.priority import limits, ranking
from ipregistry.domain.priority.clocks import VoidRisk
from ipregistry.domain.priority.ranking import Ranking
from ipregistry.domain.titles import Grant, Holding, Transfer, playing
from tests.unit import test_invariants_encumbrances as encumbrances
from tests.unit import test_invariants_priority as priority
from tests.unit import test_invariants_title as title

pytestmark = pytest.mark.long

Take = Callable[[pytest.MonkeyPatch], None]
RELEASE = next(act for act in ON_INTERESTS if act.name == "security-release")


def without(*codes: str) -> Take:
    """No act is refused for one of these reasons any more."""

    def take(patch: pytest.MonkeyPatch) -> None:
        whole = recording.assess

        def assess(*asked: Any, **named: Any) -> Assessment:
            found = whole(*asked, **named)
            kept = [v for v in found.violations if v.code not in codes]
            return replace(found, violations=kept)

        patch.setattr(recording, "assess", assess)

    return take


def nobody_is_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recording, "missing", lambda *_, **__: ())
    patch.setattr(recording, "needed", lambda *_, **__: ())


def givers_keep_what_they_give(patch: pytest.MonkeyPatch) -> None:
    def moved(state: Any, transfer: Transfer) -> tuple[Holding, ...]:
        return (*(state.holders or ()), *transfer.takers)

    patch.setattr(playing, "_moved", moved)


def a_transfer_leaves_encumbrances_behind(patch: pytest.MonkeyPatch) -> None:
    whole = playing._PLAYERS[Transfer]
    clean = {
        **playing._PLAYERS,
        Transfer: lambda state, step, effect: replace(whole(state, step, effect), interests=()),
    }
    patch.setattr(playing, "_PLAYERS", clean)


def an_interest_is_a_share(patch: pytest.MonkeyPatch) -> None:
    whole = playing._PLAYERS[Grant]

    def grant(state: Any, step: Any, effect: Grant) -> Any:
        played = whole(state, step, effect)
        holders = tuple(
            Holding(one.party, one.party_version, held.share)
            for one, held in zip(effect.interest.holders, state.holders or (), strict=False)
        )
        return replace(played, holders=holders or played.holders)

    patch.setattr(playing, "_PLAYERS", {**playing._PLAYERS, Grant: grant})


def a_release_is_a_disposition(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(type(RELEASE), "disposes", True)


def our_receipt_counts_as_registration(patch: pytest.MonkeyPatch) -> None:
    whole = Granting.interest

    def interest(self: Granting, view: Any, transaction: str) -> Any:
        today = view.context.today
        return replace(whole(self, view, transaction), registered=today, applied=today)

    patch.setattr(Granting, "interest", interest)


def a_co_owner_is_not_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(type(SECURITY), "needs_co_owners", lambda *_: False)


def every_pair_makes_an_order(patch: pytest.MonkeyPatch) -> None:
    def rank(interests: Any, rules: Any) -> Ranking:
        found = ranking.rank(interests, rules)
        return replace(found, tiers=tuple((i.id,) for i in interests), circular=False)

    from ipregistry.domain.priority import answer

    patch.setattr(answer, "rank", rank)


def a_pair_names_no_fact(patch: pytest.MonkeyPatch) -> None:
    whole = ranking.compare
    patch.setattr(ranking, "compare", lambda *asked: replace(whole(*asked), facts=()))


def the_earlier_deed_goes_first(patch: pytest.MonkeyPatch) -> None:
    whole = ranking.compare

    def compare(one: Any, other: Any, rule: Any) -> Any:
        found = whole(one, other, rule)
        return replace(found, outcome=type(found.outcome).FIRST)

    patch.setattr(ranking, "compare", compare)


def no_charge_has_a_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(limits, "charge_member", lambda *_: None)


def no_charge_is_at_risk(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(VoidRisk, "flag", property(lambda _: False))


STOPS = ("asset-locked", "asset-on-hold", "asset-restricted", "right-not-in-force")

# Invariant of section 8 -> the rules, each taken out alone, and the named test that then fails.
BITES: tuple[tuple[str, Take, Callable[[], None]], ...] = (
    (
        "1",
        givers_keep_what_they_give,
        title.test_the_shares_of_one_right_sum_to_one_at_every_instant,
    ),
    ("2", without(*STOPS), title.test_at_most_one_lock_stands_on_a_right),
    ("3", without(*STOPS), title.test_while_a_lock_stands_nothing_is_given_away_but_under_it),
    ("7", without("stale-version"), title.test_an_act_on_an_older_title_is_refused_as_a_race),
    ("8", nobody_is_asked, title.test_transfers_name_registered_owners_who_have_assented),
    (
        "8",
        without("transferor-not-holder", "transferor-holds-less"),
        title.test_transfers_name_registered_owners_who_have_assented,
    ),
    ("9", without(*STOPS), title.test_nothing_is_disposed_of_when_it_has_ended_or_is_on_hold),
    (
        "9",
        a_release_is_a_disposition,
        title.test_a_release_is_possible_on_hold_under_a_lock_and_when_the_right_has_ended,
    ),
    (
        "10",
        without("already-pledged"),
        encumbrances.test_a_mainland_patent_has_at_most_one_registered_pledge,
    ),
    (
        "11",
        without("pledgee-consent-required"),
        encumbrances.test_a_pledged_mainland_right_moves_only_with_every_pledgees_earlier_consent,
    ),
    (
        "12",
        a_transfer_leaves_encumbrances_behind,
        encumbrances.test_an_encumbrance_stays_with_the_right_until_it_is_released,
    ),
    (
        "13",
        without("debt-outlives-right"),
        encumbrances.test_a_pledge_ends_with_the_right_at_the_latest_and_nothing_speaks_against_it,
    ),
    (
        "13",
        without("annuity-unpaid"),
        encumbrances.test_a_pledge_ends_with_the_right_at_the_latest_and_nothing_speaks_against_it,
    ),
    (
        "13",
        without("ownership-disputed"),
        encumbrances.test_a_pledge_ends_with_the_right_at_the_latest_and_nothing_speaks_against_it,
    ),
    (
        "13",
        a_co_owner_is_not_asked,
        encumbrances.test_a_pledge_ends_with_the_right_at_the_latest_and_nothing_speaks_against_it,
    ),
    (
        "14",
        without("conflicting-licence"),
        encumbrances.test_exclusive_and_sole_licences_exclude_each_other_and_licences_of_right,
    ),
    (
        "15",
        without("pledgee-evidence-required"),
        encumbrances.test_a_release_needs_the_pledgee_or_its_paper_before_an_officer,
    ),
    ("15", without("not-active"), encumbrances.test_a_second_release_of_what_is_released_fails),
    (
        "16",
        our_receipt_counts_as_registration,
        encumbrances.test_registered_is_the_offices_day_and_never_that_of_our_receipt,
    ),
    (
        "17",
        a_pair_names_no_fact,
        priority.test_a_priority_answer_names_for_each_pair_the_rule_its_law_and_the_facts,
    ),
    (
        "17",
        the_earlier_deed_goes_first,
        priority.test_a_pair_goes_as_the_law_says_from_the_days_on_record,
    ),
    (
        "17",
        every_pair_makes_an_order,
        priority.test_there_is_an_order_only_where_every_pair_is_determined_and_none_runs_in_a_circle,
    ),
    (
        "18",
        no_charge_has_a_day,
        priority.test_a_charge_of_a_hong_kong_company_shows_its_month_and_lateness_is_a_flag,
    ),
    (
        "18",
        no_charge_is_at_risk,
        priority.test_a_charge_of_a_hong_kong_company_shows_its_month_and_lateness_is_a_flag,
    ),
    ("19", an_interest_is_a_share, title.test_who_has_an_interest_holds_no_part_of_title),
)


def test_every_invariant_of_title_and_encumbrance_has_a_rule_that_is_taken_out() -> None:
    """Section 8: 1, and 7 to 19; 2 and 3 are played besides."""
    assert {number for number, _, _ in BITES} == {str(n) for n in (1, 2, 3, *range(7, 20))}


@pytest.mark.parametrize(
    ("take", "named"),
    [
        pytest.param(
            take, named, id=f"{number}-{getattr(take, '__name__', '')}-{named.__name__}-{n}"
        )
        for n, (number, take, named) in enumerate(BITES)
    ],
)
def test_the_named_test_fails_when_its_rule_is_taken_out(
    take: Take, named: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        take(patch)
        with pytest.raises((AssertionError, ExceptionGroup)):
            named()
