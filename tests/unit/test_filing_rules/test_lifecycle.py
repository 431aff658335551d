"""The life of a right: what keeps it in force, what ends it, what is noted of it meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ipregistry.domain.access import Actor, Role, may_file
from ipregistry.domain.facts import AssetFacts, Context, FilingStatus, HoldFacts, Node
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.filings.lifecycle.table import ROWS, code_of
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.titles import (
    Event,
    Grant,
    Interest,
    InterestCategory,
    Named,
    Register,
    Restrict,
    Stage,
)
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    HK_MARK,
    MARK,
    PATENT,
    TODAY,
    accepted,
    after,
    agent,
    asset,
    assignment,
    context,
    decide,
    effects,
    examiner,
    party_actor,
    policies,
    refused,
    registrar,
    root,
    step,
)

HK_PATENT = {"office": "HK", "kind": "hk-short-term", "number": "HK30012345"}
CN, HK = Node("CN", "CN"), Node("HK", "HK")
BY_OFFICE = [name for name, row in ROWS.items() if row.by_office]


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(node: Node, actor: Actor, right: AssetFacts, **changes: Any) -> Context:
    return replace(context(actor, right, **changes), node=node)


def body(right: AssetFacts, **members: Any) -> dict[str, Any]:
    return {"assetBag": [{"id": right.id, "titleVersion": right.title_version}], **members}


def filed(
    name: str, right: AssetFacts, actor: Actor | None = None, node: Node = CN, **members: Any
) -> Outcome:
    """What the filing comes to at the office of the right, filed by its registrar."""
    return accepted(name, body(right, **members), at(node, actor or registrar(), right))


def codes(
    name: str, right: AssetFacts, actor: Actor | None = None, node: Node = CN, **members: Any
) -> set[str]:
    made = at(node, actor or registrar(), right)
    return {code for code, _ in refused(name, body(right, **members), made)}


def event(outcome: Outcome) -> Event:
    (found,) = effects(outcome)
    assert isinstance(found, Event)
    return found


def ended(right: AssetFacts | None = None, by: str = "lapse") -> AssetFacts:
    right = right or asset()
    return after(right, filed(by, right))


def licence(kind: str, holder: str = BOB) -> Grant:
    interest = Interest(
        "TX-2", InterestCategory.LICENCE, kind, (Named(ALICE, 1),), (Named(holder, 1),)
    )
    return Grant(Register.RECORD, day("2026-02-01"), interest)


def pledge(holder: str = BOB, *, bars: bool = False) -> Grant:
    interest = Interest(
        "TX-2",
        InterestCategory.SECURITY,
        "pledge",
        (Named(ALICE, 1),),
        (Named(holder, 1),),
        bars=bars,
    )
    return Grant(Register.RECORD, day("2026-02-01"), interest)


def warned(outcome: Outcome) -> list[str]:
    return [warning.code for warning in outcome.warnings]


# ------------------------------------------------------------------ what each event does


@pytest.mark.parametrize(
    ("name", "members", "code", "stage", "facts"),
    [
        ("renewal", {}, "U11", None, {"annuity-unpaid": False}),
        ("annuity-default", {}, "U13", None, {"annuity-unpaid": True}),
        ("lapse", {}, "H13", "ended", {}),
        ("invalidation", {}, "H12", "ended", {"invalidation-pending": False}),
        (
            "invalidation",
            {"partialIndicator": True},
            "M12",
            None,
            {"invalidation-pending": False},
        ),
        ("expiry", {}, "H14", "ended", {}),
        (
            "proceeding",
            {"circumstance": "invalidation-pending"},
            "L15",
            None,
            {"invalidation-pending": True},
        ),
        (
            "proceeding",
            {"circumstance": "ownership-disputed"},
            "T14",
            None,
            {"ownership-disputed": True},
        ),
        (
            "proceeding",
            {"circumstance": "same-day-invention"},
            "W00",
            None,
            {"same-day-invention": True},
        ),
    ],
)
def test_each_event_has_its_code_its_stage_and_its_facts(
    name: str, members: Mapping[str, Any], code: str, stage: str | None, facts: dict[str, bool]
) -> None:
    outcome = filed(name, asset(), **members)
    assert outcome.status is FilingStatus.RECORDED
    made = event(outcome)
    assert (made.event, made.stage, dict(made.facts)) == (code, stage, facts)
    assert (made.register, made.on) == (Register.RECORD, TODAY)


@pytest.mark.parametrize(
    ("circumstance", "code"),
    [
        ("invalidation-pending", "L18"),
        ("ownership-disputed", "T16"),
        ("same-day-invention", "W00"),
    ],
)
def test_a_circumstance_that_is_over_no_longer_stands(circumstance: str, code: str) -> None:
    noted = after(asset(), filed("proceeding", asset(), circumstance=circumstance))
    outcome = filed("proceeding", noted, circumstance=circumstance, endedIndicator=True)
    assert event(outcome).event == code
    assert after(noted, outcome).title(TODAY, "9").record.facts == frozenset()


def test_an_invalidation_ends_the_proceedings_that_were_noted() -> None:
    noted = after(asset(), filed("proceeding", asset(), circumstance="invalidation-pending"))
    state = after(noted, filed("invalidation", noted)).title(TODAY, "9").record
    assert (state.stage, state.facts) == ("ended", frozenset())


def test_an_event_counts_from_the_day_that_the_office_says() -> None:
    assert event(filed("lapse", asset(), executedDate="2026-03-01")).on == day("2026-03-01")


def test_no_event_is_of_a_day_to_come() -> None:
    assert codes("lapse", asset(), executedDate="2026-06-02") == {"date-in-future"}


# ------------------------------------------------------------------ the stage of the right


@pytest.mark.parametrize("name", sorted(ROWS.keys() - {"restoration", "proceeding"}))
def test_a_right_that_has_ended_has_no_events_but_its_restoration(name: str) -> None:
    actor = party_actor(ALICE) if name == "surrender" else registrar()
    assert codes(name, ended(), actor) == {"right-not-in-force"}


def test_a_right_that_has_ended_takes_no_disposition_and_restored_takes_one() -> None:
    sale = assignment(asset())
    gone = ended()
    sale["assetBag"][0]["titleVersion"] = gone.title_version
    found = refused("assignment", sale, at(CN, party_actor(ALICE), gone))
    assert found == [("right-not-in-force", "/assetBag/0")]
    back = after(gone, filed("restoration", gone))
    sale["assetBag"][0]["titleVersion"] = back.title_version
    assert accepted("assignment", sale, at(CN, party_actor(ALICE), back)).status == "recorded"


def test_only_what_has_ended_is_restored() -> None:
    assert codes("restoration", asset()) == {"right-not-ended"}


@pytest.mark.parametrize("by", ["lapse", "invalidation"])
def test_a_lapse_or_an_invalidation_is_undone_by_restoration(by: str) -> None:
    made = event(filed("restoration", ended(by=by)))
    assert (made.event, made.stage) == ("K13", "granted")


def test_a_surrender_is_undone_by_correction_alone() -> None:
    right = asset()
    gone = after(right, filed("surrender", right, party_actor(ALICE)))
    assert codes("restoration", gone) == {"right-not-restorable"}


def test_an_expiry_is_undone_by_correction_alone() -> None:
    right = asset(term_ends=day("2026-05-31"), term_confidence="V")
    assert "right-not-restorable" in codes("restoration", ended(right, by="expiry"))


def test_a_right_of_which_only_an_end_is_told_may_be_restored() -> None:
    told = asset(root(), step(2, Stage(day("2026-03-01"), "ended")))
    assert event(filed("restoration", told)).event == "K13"


def test_what_is_restored_behind_the_end_of_its_term_would_not_be_in_force() -> None:
    right = asset(term_ends=day("2026-05-31"), term_confidence="V")
    assert codes("restoration", ended(right)) == {"right-not-in-force"}
    last_day = replace(right, term_ends=TODAY)
    assert filed("restoration", ended(last_day)).status is FilingStatus.RECORDED


def test_a_mark_that_is_restored_is_registered_again() -> None:
    right = asset(root(), right=HK_MARK)
    gone = after(right, filed("lapse", right, node=HK))
    assert event(filed("restoration", gone, node=HK)).stage == "registered"


def test_a_restoration_clears_the_unpaid_fee() -> None:
    unpaid = after(asset(), filed("annuity-default", asset()))
    gone = ended(unpaid)
    assert gone.title(TODAY, "9").record.facts == {"annuity-unpaid"}
    back = after(gone, filed("restoration", gone))
    assert back.title(TODAY, "9").record.facts == frozenset()


def test_a_restoration_of_an_earlier_day_than_the_lapse_undoes_nothing() -> None:
    right = asset()
    gone = after(right, filed("lapse", right, executedDate="2026-05-01"))
    assert codes("restoration", gone, executedDate="2026-04-30") == {"contradicts-recorded-entry"}


def test_a_lapse_of_a_day_before_a_restoration_ends_nothing() -> None:
    gone = ended()
    back = after(gone, filed("restoration", gone))
    assert codes("lapse", back, executedDate="2026-05-01") == {"contradicts-recorded-entry"}


def test_a_default_of_a_day_before_the_payment_no_longer_stands() -> None:
    right = asset()
    paid = after(right, filed("renewal", right))
    assert codes("annuity-default", paid, executedDate="2026-05-01") == {
        "contradicts-recorded-entry"
    }


def test_a_right_expires_behind_its_last_day_and_not_on_it() -> None:
    right = asset(term_ends=day("2026-05-31"), term_confidence="V")
    assert codes("expiry", right, executedDate="2026-05-31") == {"term-still-runs"}
    assert filed("expiry", right).status is FilingStatus.RECORDED


def test_a_term_that_rests_on_memory_refuses_no_expiry() -> None:
    right = asset(term_ends=day("2030-01-01"), term_confidence="M")
    outcome = filed("expiry", right)
    assert outcome.status is FilingStatus.RECORDED
    assert warned(outcome) == ["needs-legal-review"]


# ------------------------------------------------------------------ circumstances


def test_what_stands_already_is_not_noted_again() -> None:
    noted = after(asset(), filed("proceeding", asset(), circumstance="same-day-invention"))
    assert codes("proceeding", noted, circumstance="same-day-invention") == {
        "circumstance-noted-already"
    }


def test_only_what_stands_can_be_over() -> None:
    members = {"circumstance": "ownership-disputed", "endedIndicator": True}
    assert codes("proceeding", asset(), **members) == {"circumstance-not-noted"}


# ------------------------------------------------------------------ renewals


def test_an_annuity_moves_no_term_and_a_patent_cannot_be_given_another() -> None:
    right = asset(term_ends=day("2038-02-28"), term_confidence="V")
    assert event(filed("renewal", right)).term_ends is None
    assert codes("renewal", right, termEndDate="2048-02-28") == {"term-not-renewable"}


def test_a_renewed_mark_runs_one_period_longer() -> None:
    right = asset(root(), right=HK_MARK, term_ends=day("2026-08-01"), term_confidence="M")
    once = after(right, filed("renewal", right, node=HK))
    assert once.title(TODAY, "9").record.term_ends == day("2036-08-01")
    again = after(once, filed("renewal", once, node=HK))
    assert again.title(TODAY, "9").record.term_ends == day("2046-08-01")


def test_a_mark_of_macao_runs_seven_years_longer() -> None:
    mark = {"office": "MO", "kind": "trademark", "number": "N/123456"}
    right = asset(root(), right=mark, term_ends=day("2026-08-01"), term_confidence="M")
    made = event(filed("renewal", right, node=Node("MO", "MO")))
    assert made.term_ends == day("2033-08-01")


@pytest.mark.parametrize("known", [None, day("2009-08-01"), day("2026-05-31")])
def test_the_end_of_a_marks_term_is_asked_for_where_it_does_not_follow(known: date | None) -> None:
    right = asset(root(), right=HK_MARK, term_ends=known, term_confidence="M")
    assert codes("renewal", right, node=HK) == {"term-end-missing"}
    made = event(filed("renewal", right, node=HK, termEndDate="2035-08-01"))
    assert made.term_ends == day("2035-08-01")


def test_a_renewal_moves_the_end_to_a_later_day() -> None:
    right = asset(root(), _renewed("2026-08-01"), right=HK_MARK)
    assert codes("renewal", right, node=HK, termEndDate="2026-08-01") == {"term-not-later"}
    assert filed("renewal", right, node=HK, termEndDate="2026-08-02").status == "recorded"


def _renewed(until: str) -> Event:
    return Event(Register.RECORD, day("2026-02-01"), "U11", term_ends=day(until))


@pytest.mark.parametrize(
    ("until", "refusal"),
    [
        ("2027-06-02", {"renewal-too-early"}),
        ("2027-06-01", None),
        ("2025-12-01", None),
        ("2025-11-30", {"renewal-too-late"}),
    ],
)
def test_a_mainland_mark_is_renewed_from_a_year_before_its_end_to_six_months_behind(
    until: str, refusal: set[str] | None
) -> None:
    right = asset(root(), _renewed(until), right=MARK)
    if refusal is None:
        assert filed("renewal", right).status is FilingStatus.RECORDED
    else:
        assert codes("renewal", right) == refusal


def test_who_says_that_he_has_paid_waits_for_an_officer() -> None:
    right = asset()
    outcome = filed("renewal", right, party_actor(ALICE))
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    assert warned(outcome) == ["not-straight-through"]
    assert outcome.moves == ()


def test_a_stranger_renews_nothing() -> None:
    assert codes("renewal", asset(), party_actor(BOB)) == {"filer-without-standing"}


# ------------------------------------------------------------------ who may, and where


@pytest.mark.parametrize("name", BY_OFFICE)
def test_an_act_of_the_register_is_filed_by_its_officers_alone(name: str) -> None:
    assert may_file(registrar(), name)
    others = (examiner(), party_actor(ALICE), agent(), Actor("AC-V", "v", frozenset({Role.VENUE})))
    assert not any(may_file(actor, name) for actor in others)


@pytest.mark.parametrize("name", BY_OFFICE)
def test_what_another_office_did_comes_by_notice(name: str) -> None:
    right = ended() if name == "restoration" else asset()
    members = {"circumstance": "ownership-disputed"} if name == "proceeding" else {}
    assert "told-by-notice" in codes(name, right, node=Node("GD", None), **members)


def test_at_another_offices_register_a_renewal_is_lodged() -> None:
    outcome = filed("renewal", asset(), party_actor(ALICE), Node("GD", None))
    assert outcome.status is FilingStatus.LODGED
    assert event(outcome).register is Register.NOTIFIED


def test_where_no_source_makes_an_act_registrable_it_is_off() -> None:
    right = asset(root(), right=MARK)
    assert codes("surrender", right, party_actor(ALICE)) == {"act-not-registrable"}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_place_that_has_the_act_names_its_source_and_what_undoes_it(name: str) -> None:
    rules = [policy.acts[name] for policy in policies() if name in policy.acts]
    assert rules
    assert all(rule.source.citation and rule.source.confidence in "VSID" for rule in rules)
    undoing = ACTS[name].undone_by
    assert undoing
    assert set(undoing) <= FILING_TYPES.keys()
    assert ACTS[name].changes
    assert ACTS[name].on_pending


# ------------------------------------------------------------------ holds


def held(right: AssetFacts) -> AssetFacts:
    """The right under a court's order that stops every disposition."""
    hold = HoldFacts(
        "HO-1",
        1,
        right.id,
        "court-order",
        "in-force",
        "2026-05-01T00:00:00.000000Z",
        day("2026-05-01"),
        None,
        frozenset({"assignment", "licence", "security", "surrender"}),
        "AC-REGISTRAR",
        frozenset({ALICE}),
    )
    ord_ = max(s.ord for s in right.steps) + 1
    restricted = step(ord_, Restrict(day("2026-05-01"), "HO-1"))
    steps = (*right.steps, restricted)
    return replace(right, steps=steps, title_version=right.title_version + 1, holds=(hold,))


@pytest.mark.parametrize("name", sorted(ROWS.keys() - {"surrender"}))
def test_no_hold_stops_the_life_of_a_right(name: str) -> None:
    right = held(ended() if name == "restoration" else asset())
    members = {"circumstance": "ownership-disputed"} if name == "proceeding" else {}
    assert filed(name, right, **members).status is FilingStatus.RECORDED


def test_a_hold_stops_a_surrender() -> None:
    assert codes("surrender", held(asset()), party_actor(ALICE)) == {"asset-on-hold"}


# ------------------------------------------------------------------ surrender


def test_a_holder_gives_up_his_own_right() -> None:
    outcome = filed("surrender", asset(), party_actor(ALICE))
    assert outcome.status is FilingStatus.RECORDED
    made = event(outcome)
    assert (made.event, made.stage) == ("H15", "ended")


def test_a_stranger_gives_up_nothing() -> None:
    assert codes("surrender", asset(), party_actor(BOB)) == {"filer-without-standing"}


def test_all_who_hold_the_right_give_it_up_together() -> None:
    right = asset(root("2026-01-01", (ALICE, "1/2"), (BOB, "1/2")))
    outcome = filed("surrender", right, party_actor(ALICE))
    assert outcome.status is FilingStatus.AWAITING_ASSENT
    (draft,) = outcome.records
    assert draft.document["awaiting"] == [BOB]


def test_an_agent_gives_up_a_right_only_with_its_holders_assent() -> None:
    outcome = filed("surrender", asset(), agent())
    assert outcome.status is FilingStatus.AWAITING_ASSENT


def test_a_pledged_right_is_given_up_only_with_the_pledgees_consent() -> None:
    right = asset(root(), step(2, pledge()))
    assert codes("surrender", right, party_actor(ALICE)) == {"pledgee-consent-required"}


def test_in_hong_kong_only_a_covenant_keeps_a_mortgaged_right_from_being_given_up() -> None:
    free = asset(root(), step(2, pledge()), right=HK_PATENT)
    barred = asset(root(), step(2, pledge(bars=True)), right=HK_PATENT)
    assert filed("surrender", free, party_actor(ALICE), HK).status is FilingStatus.RECORDED
    assert codes("surrender", barred, party_actor(ALICE), HK) == {"pledgee-consent-required"}


@pytest.mark.parametrize("kind", ["exclusive", "sole"])
def test_an_exclusive_licensee_is_asked_before_a_right_is_given_up(kind: str) -> None:
    right = asset(root(), step(2, licence(kind)))
    outcome = filed("surrender", right, party_actor(ALICE))
    assert outcome.status is FilingStatus.AWAITING_ASSENT
    assert outcome.records[0].document["awaiting"] == [BOB]
    assert warned(outcome) == ["licensee-consent-missing"]


def test_an_ordinary_licensee_is_not_asked() -> None:
    right = asset(root(), step(2, licence("non-exclusive")))
    assert filed("surrender", right, party_actor(ALICE)).status is FilingStatus.RECORDED


def test_a_licence_that_has_run_out_asks_nobody() -> None:
    grant = licence("exclusive")
    over = replace(grant, interest=replace(grant.interest, until=day("2026-05-31")))
    right = asset(root(), step(2, over))
    assert filed("surrender", right, party_actor(ALICE)).status is FilingStatus.RECORDED


# ------------------------------------------------------------------ what it stops


@pytest.mark.parametrize(
    ("events", "acknowledged", "code"),
    [
        ([("annuity-default", {})], [], "annuity-unpaid"),
        (
            [("proceeding", {"circumstance": "ownership-disputed"})],
            [],
            "ownership-disputed",
        ),
        (
            [("proceeding", {"circumstance": "invalidation-pending"})],
            ["same-day-invention"],
            "acknowledgement-required",
        ),
        (
            [("proceeding", {"circumstance": "same-day-invention"})],
            ["invalidation-pending"],
            "acknowledgement-required",
        ),
    ],
)
def test_what_is_noted_of_a_mainland_patent_stands_in_the_way_of_its_pledge(
    events: list[tuple[str, dict[str, Any]]], acknowledged: list[str], code: str
) -> None:
    right = asset()
    for name, members in events:
        right = after(right, filed(name, right, **members))
    found = decide(
        "security",
        body(
            right,
            securityKind="pledge",
            grantorBag=[{"party": ALICE}],
            securedPartyBag=[{"party": CAROL}],
            executedDate="2026-05-30",
            acknowledgementBag=acknowledged,
        ),
        at(CN, party_actor(ALICE), right),
    )
    assert isinstance(found, list)
    assert [v.code for v in found if v.severity != "warning"] == [code]


def test_several_rights_lapse_by_one_filing() -> None:
    first = asset()
    second = asset(right={**PATENT, "number": "201810123457.X"}, asset_id="AS-2")
    made = replace(context(registrar(), first, second), node=CN)
    both = [{"id": right.id, "titleVersion": 1} for right in (first, second)]
    outcome = accepted("lapse", {"assetBag": both}, made)
    assert {move.asset for move in outcome.moves} == {"AS-1", "AS-2"}
    assert [e.event for e in effects(outcome)] == ["H13", "H13"]  # type: ignore[union-attr]


def test_an_act_that_is_no_event_of_a_right_has_no_code() -> None:
    with pytest.raises(LookupError):
        code_of("mandate")


def test_shares_are_whole_behind_every_event() -> None:
    right = asset()
    for name in ("annuity-default", "renewal", "lapse", "restoration"):
        right = after(right, filed(name, right))
        holders = right.title(TODAY, "9").record.holders or ()
        assert sum((h.share for h in holders), Fraction(0)) == 1
