"""Where instruments are enforceable, until when, and that no more is recovered than is owed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.enforcement import (
    PLACES,
    ArrangementError,
    Due,
    Instrument,
    Kind,
    Matter,
    Recovery,
    Relief,
    check_recovery,
    read_law,
    routes,
    seat_clocks,
    statement,
    total,
)
from ipregistry.domain.enforcement.recoveries import Shortfall
from ipregistry.domain.money import Money
from ipregistry.services.enforcement import known_law
from ipregistry.services.packs import seed_calendars
from ipregistry.web.messages import LANGUAGES, texts

LAW, CALENDARS = known_law(), seed_calendars()


def place(kind: Kind, seat: str | None, at: str, **more: Any) -> dict[str, Any]:
    """What one place makes of an instrument; keyword arguments are members or dates."""
    names = {"matter", "reliefs", "language", "under_seal", "accepted"}
    dates = {
        name.replace("_", "-"): date.fromisoformat(value)
        for name, value in more.items()
        if name not in names
    }
    given_ = {name: value for name, value in more.items() if name in names}
    instrument = Instrument(kind, seat, dates, **given_)
    (answer,) = routes(LAW, instrument, CALENDARS, [at])
    return answer


def codes(answer: dict[str, Any], bag: str) -> list[str]:
    return [item["category"] for item in answer.get(bag, [])]


def deadline(answer: dict[str, Any]) -> dict[str, Any]:
    (found,) = answer["deadlineBag"]
    return found


def clock(kind: Kind, seat: str, received: str) -> list[dict[str, Any]]:
    return seat_clocks(
        LAW, Instrument(kind, seat, {"received": date.fromisoformat(received)}), CALENDARS
    )


def test_a_hong_kong_award_goes_to_one_intermediate_court_of_the_mainland() -> None:
    answer = place(Kind.AWARD, "HK", "CN", language="en")
    assert (answer["standing"], answer["arrangement"]["name"]) == ("route-found", "cn-hk-awards")
    assert codes(answer, "courtBag") == ["cn-intermediate-court-respondent"]
    assert answer["parallel"]["category"] == "both-places-total-capped"
    assert answer["parallel"]["sinceDate"] == "2021-05-19"
    assert "outside-scope" in codes(answer, "refusalGroundBag")


def test_papers_in_another_language_are_flagged_for_translation() -> None:
    english = place(Kind.AWARD, "HK", "CN", language="en")["documentBag"]
    chinese = place(Kind.AWARD, "HK", "CN", language="zh-Hant")["documentBag"]
    flag = {d["category"]: d.get("translationIndicator") for d in english}
    assert flag["award"] is True
    assert flag["arbitration-agreement"] is True
    assert flag["company-registration-copy"] is None
    assert {d.get("translationIndicator") for d in chinese} == {False, None}


def test_macao_recognises_at_second_instance_and_enforces_at_first() -> None:
    answer = place(Kind.AWARD, "CN", "MO")
    assert codes(answer, "courtBag") == [
        "mo-second-instance-recognises",
        "mo-first-instance-enforces",
    ]
    assert answer["parallel"]["category"] == "seat-pays-first"
    assert deadline(answer)["standing"] == "needs-legal-review"
    assert deadline(answer)["reason"] == "not-known"


def test_hong_kong_and_macao_go_by_their_own_arrangement() -> None:
    assert place(Kind.AWARD, "MO", "HK")["arrangement"]["name"] == "hk-mo-awards"
    assert place(Kind.AWARD, "HK", "MO")["arrangement"]["inForceDate"] == "2013-12-16"


def test_what_rests_on_memory_asks_an_officer() -> None:
    answer = place(Kind.AWARD, "HK", "HK")
    assert (answer["standing"], answer["reason"]) == ("needs-legal-review", "rests-on-memory")
    assert place(Kind.MEDIATION_STATEMENT, "CN", "HK", effective="2026-03-02")["standing"] == (
        "needs-legal-review"
    )


@pytest.mark.parametrize(
    ("kind", "seat", "at"),
    [
        (Kind.AWARD, "SG", "HK"),
        (Kind.AWARD, None, "CN"),
        (Kind.MEDIATED_SETTLEMENT, "HK", "CN"),
        (Kind.JUDGMENT, "HK", "MO"),
    ],
)
def test_where_nothing_is_known_an_officer_is_asked_and_nothing_guessed(
    kind: Kind, seat: str | None, at: str
) -> None:
    answer = place(kind, seat, at)
    assert (answer["standing"], answer["reason"]) == ("needs-legal-review", "no-route-known")
    assert "courtBag" not in answer


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        (Matter.INVENTION_INFRINGEMENT, "patent-infringement-left-out"),
        (Matter.UTILITY_MODEL_INFRINGEMENT, "patent-infringement-left-out"),
        (Matter.SEP_RATE, "sep-rate-left-out"),
        (Matter.VALIDITY, "validity-not-recognised"),
        (Matter.OTHER_IP, "other-ip-left-out"),
    ],
)
def test_the_judgments_arrangement_leaves_ip_disputes_out(matter: Matter, reason: str) -> None:
    answer = place(Kind.JUDGMENT, "CN", "HK", made="2024-02-01", matter=matter)
    assert (answer["standing"], answer["reason"]) == ("excluded", reason)
    assert "documentBag" not in answer


def test_infringement_judgments_carry_money_only_but_trade_secrets_more() -> None:
    both, only_other = frozenset(Relief), frozenset({Relief.NON_MONEY})
    marks = {"made": "2024-02-01", "matter": Matter.TRADE_MARK_INFRINGEMENT}
    found = place(Kind.JUDGMENT, "CN", "HK", reliefs=both, **marks)
    assert found["standing"] == "route-found"
    assert codes(found, "limitBag") == ["money-only-for-acts-there"]
    assert place(Kind.JUDGMENT, "CN", "HK", reliefs=only_other, **marks)["standing"] == "excluded"
    assert place(Kind.JUDGMENT, "CN", "HK", **marks)["standing"] == "needs-legal-review"
    secret = {**marks, "matter": Matter.TRADE_SECRET}
    found = place(Kind.JUDGMENT, "CN", "HK", reliefs=only_other, **secret)
    assert found["standing"] == "route-found"


def test_a_judgment_of_before_the_arrangement_does_not_go_by_it() -> None:
    contract = Matter.CONTRACT
    before = place(Kind.JUDGMENT, "HK", "CN", made="2024-01-28", matter=contract)
    assert (before["standing"], before["reason"]) == ("excluded", "made-before-it-applies")
    on = place(Kind.JUDGMENT, "HK", "CN", made="2024-01-29", matter=contract)
    assert on["standing"] == "route-found"
    unsaid = place(Kind.JUDGMENT, "HK", "CN", matter=contract)
    assert (unsaid["standing"], unsaid["reason"]) == ("needs-legal-review", "date-not-stated")


def test_a_measure_of_before_the_arbitration_lapses_without_the_letter_in_30_days() -> None:
    answer = place(Kind.INTERIM_MEASURE, "HK", "CN", measure="2026-09-12")
    assert answer["routeCategory"] == "court-measure-in-aid"
    assert deadline(answer)["dueDate"] == "2026-10-12"
    assert "acceptance-letter" not in codes(answer, "documentBag")
    accepted = place(Kind.INTERIM_MEASURE, "HK", "CN", accepted=True)
    assert "acceptance-letter" in codes(accepted, "documentBag")
    assert "deadlineBag" not in accepted
    macao = place(Kind.INTERIM_MEASURE, "CN", "MO", measure="2026-09-12")
    assert deadline(macao)["standing"] == "needs-legal-review"


def test_a_domain_name_decision_is_for_the_registrar_everywhere() -> None:
    decision = Instrument(Kind.DOMAIN_NAME_DECISION, None)
    found = routes(LAW, decision, CALENDARS)
    assert [a["placeCode"] for a in found] == list(PLACES)
    assert {a["routeCategory"] for a in found} == {"registrar-implements"}


def test_a_statement_of_mediation_that_one_signed_has_no_route() -> None:
    unsigned = place(Kind.MEDIATION_STATEMENT, "CN", "CN")
    assert unsigned["reason"] == "effective-date-not-stated"
    signed = place(Kind.MEDIATION_STATEMENT, "CN", "MO", effective="2026-03-02")
    assert signed["standing"] == "route-found"


def test_a_mainland_award_is_set_aside_within_three_months_or_six_under_the_old_law() -> None:
    """Acceptance case 18."""
    (new,) = clock(Kind.AWARD, "CN", "2026-03-05")
    assert (new["deadline"], new["dueDate"]) == ("cn-set-aside-2025", "2026-06-05")
    (old,) = clock(Kind.AWARD, "CN", "2025-08-31")
    assert (old["deadline"], old["dueDate"]) == ("cn-set-aside-2017", "2026-02-28")
    (between,) = clock(Kind.AWARD, "CN", "2026-02-10")
    assert between["standing"] == "needs-legal-review"
    assert between["reason"] == "law-changed-meanwhile"


def test_hong_kong_has_three_months_and_macao_is_not_known() -> None:
    (hong_kong,) = clock(Kind.AWARD, "HK", "2026-03-05")
    assert hong_kong["dueDate"] == "2026-06-05"
    (macao,) = clock(Kind.AWARD, "MO", "2026-03-05")
    assert macao["reason"] == "not-known"


def test_enforcement_has_two_years_in_the_mainland_and_six_in_hong_kong() -> None:
    """Acceptance case 19."""
    mainland = place(Kind.AWARD, "HK", "CN", performance_due="2024-11-20")
    assert deadline(mainland)["dueDate"] == "2026-11-20"
    hong_kong = deadline(place(Kind.AWARD, "CN", "HK", performance_due="2020-05-11"))
    assert hong_kong["dueDate"] == "2026-05-11"
    assert codes(hong_kong, "noteBag") == ["not-suspended-by-enforcement-elsewhere"]
    sealed = place(Kind.AWARD, "CN", "HK", performance_due="2020-05-11", under_seal=True)
    assert deadline(sealed)["dueDate"] == "2032-05-11"


def test_a_year_without_a_calendar_is_not_guessed_but_its_earliest_end_is_told() -> None:
    answer = deadline(place(Kind.AWARD, "HK", "CN", performance_due="2026-11-20"))
    assert (answer["standing"], answer["year"]) == ("calendar-not-published", 2028)
    assert answer["rawDate"] == "2028-11-20"
    assert "dueDate" not in answer


def test_a_settlement_is_confirmed_within_thirty_days() -> None:
    """Acceptance case 13."""
    answer = place(Kind.MEDIATED_SETTLEMENT, "CN", "CN", effective="2026-09-01")
    assert answer["routeCategory"] == "judicial-confirmation"
    assert deadline(answer)["dueDate"] == "2026-10-08"


def test_every_fact_has_a_source_and_every_code_four_languages() -> None:
    said = [
        answer
        for kind in Kind
        for seat in (*PLACES, "SG", None)
        for matter in (None, *Matter)
        for accepted in (False, True)
        for answer in routes(LAW, Instrument(kind, seat, {}, matter, accepted=accepted), CALENDARS)
    ]
    found = {code for answer in said for code in _codes_in(answer)}
    for language in LANGUAGES:
        assert found <= set(texts(language)["enforcement"]), language


def _codes_in(value: Any) -> set[str]:
    if isinstance(value, list):
        return {code for item in value for code in _codes_in(item)}
    if not isinstance(value, dict):
        return set()
    own = {
        value[name]
        for name in ("category", "deadlineCategory", "need", "reason", "routeCategory", "standing")
        if name in value
    }
    return own | {code for inner in value.values() for code in _codes_in(inner)}


def test_a_fact_without_source_is_no_arrangement() -> None:
    text = """
name = "x"
title = "x"
route = "recognition-and-enforcement"
between = ["CN"]
inForce = { value = "2020-01-01", confidence = "V" }
"""
    with pytest.raises(ArrangementError, match="citation"):
        read_law([(text + "covers = []\n[places]\n", "sha256:0")])


def hkd(amount: str | int) -> Money:
    return Money(Decimal(amount), "HKD")


DAY = date(2026, 3, 2)


def recovery(at: str, amount: str | int, **more: Any) -> Recovery:
    return Recovery(at, hkd(amount), DAY, **more)


def refused(due: Due, earlier: tuple[Recovery, ...], new: Recovery) -> list[str]:
    return [v.code for v in check_recovery(due, earlier, new)]


def test_no_more_is_recovered_in_both_places_than_was_awarded() -> None:
    due = Due("HK", hkd(1000))
    first = recovery("CN", 600)
    second = recovery("HK", "400.00", applied_on=DAY)
    assert refused(due, (first,), second) == []
    assert refused(due, (first,), recovery("HK", "400.01", applied_on=DAY)) == [
        "recovered-more-than-owed"
    ]


def test_the_mainland_and_hong_kong_pay_side_by_side_only_since_2021_05_19() -> None:
    due, first = Due("HK", hkd(1000)), recovery("CN", 600)
    early = recovery("HK", 100, applied_on=date(2021, 5, 18))
    assert refused(due, (first,), early) == ["shortfall-not-certified"]
    late = recovery("HK", 100, applied_on=date(2021, 5, 19))
    assert refused(due, (first,), late) == []
    assert refused(due, (first,), recovery("HK", 100)) == ["application-date-missing"]
    certified = Shortfall("CN", hkd(400), DAY, "sha256:" + "0" * 64)
    early = recovery("HK", 100, applied_on=date(2021, 5, 18), shortfall=certified)
    assert refused(due, (first,), early) == []


def test_macao_pays_the_certified_shortfall_of_a_mainland_award_and_no_more() -> None:
    due = Due("CN", hkd(1000))
    assert refused(due, (), recovery("MO", 1)) == ["shortfall-not-certified"]
    certified = Shortfall("CN", hkd(300), DAY, "sha256:" + "0" * 64)
    paid = recovery("MO", 200, shortfall=certified)
    assert refused(due, (recovery("CN", 700),), paid) == []
    earlier = (recovery("CN", 700), paid)
    assert refused(due, earlier, recovery("MO", 101)) == [
        "recovered-more-than-owed",
        "recovered-more-than-certified",
    ]
    assert refused(due, earlier, recovery("MO", 100)) == []
    by_wrong_court = Shortfall("MO", hkd(300), DAY, "sha256:" + "0" * 64)
    assert refused(due, (), recovery("MO", 1, shortfall=by_wrong_court)) == [
        "shortfall-not-certified"
    ]


def test_of_a_judgment_one_of_the_mainland_and_macao_executes_and_the_other_pays_the_rest() -> None:
    judgment = Due("CN", hkd(1000), "judgment")
    first = (recovery("MO", 600),)
    assert refused(judgment, (), first[0]) == []
    assert refused(judgment, first, recovery("CN", 1)) == ["shortfall-not-certified"]
    certified = Shortfall("MO", hkd(400), DAY, "sha256:" + "0" * 64)
    assert refused(judgment, first, recovery("CN", 400, shortfall=certified)) == []
    settlement = Due(None, hkd(1000), "other")
    assert refused(settlement, first, recovery("CN", 400)) == []


def test_another_currency_needs_its_rate_and_is_rounded_once() -> None:
    due = Due("HK", hkd(1000))
    yuan = Recovery("CN", Money(Decimal("100.01"), "CNY"), DAY)
    assert refused(due, (), yuan) == ["rate-missing"]
    rated = Recovery("CN", yuan.amount, DAY, rate=Decimal("1.085"))
    assert refused(due, (), rated) == []
    assert total(due, (rated,)) == hkd("108.51")
    needless = recovery("CN", 1, rate=Decimal(1))
    assert refused(due, (), needless) == ["rate-not-needed"]


def test_what_goes_back_can_be_recovered_again_and_never_more_than_came() -> None:
    due, paid = Due("HK", hkd(100)), recovery("CN", 100)
    assert refused(due, (paid,), recovery("CN", 101, returned=True)) == [
        "returned-more-than-recovered"
    ]
    back = recovery("CN", 40, returned=True)
    assert refused(due, (paid,), back) == []
    assert refused(due, (paid, back), recovery("CN", 40)) == []
    said = statement(due, (paid, back))
    assert said["outstanding"] == {"amount": "40.00", "currencyCode": "HKD"}


AMOUNTS = st.integers(0, 2000).map(lambda n: Decimal(n).scaleb(-2) * 100)
MADE = st.builds(
    Recovery,
    st.sampled_from(PLACES),
    AMOUNTS.map(lambda a: Money(a, "HKD")),
    st.just(DAY),
    st.sampled_from([None, date(2020, 1, 1), date(2024, 1, 1)]),
    st.none(),
    st.booleans(),
    st.none()
    | st.builds(
        Shortfall,
        st.sampled_from(PLACES),
        AMOUNTS.map(lambda a: Money(a, "HKD")),
        st.sampled_from([DAY, date(2026, 3, 3)]),
        st.just("sha256:" + "0" * 64),
    ),
)


@given(
    st.sampled_from([*PLACES, None]),
    st.sampled_from(["award", "judgment", "other"]),
    st.integers(1, 3000),
    st.lists(MADE, max_size=12),
)
def test_whatever_is_tried_the_sum_recovered_stays_within_what_is_owed(
    seat: str | None, sort: str, owed: int, tried: list[Recovery]
) -> None:
    due, kept = Due(seat, hkd(owed), sort), ()
    for new in tried:
        if not check_recovery(due, kept, new):
            kept = (*kept, new)
        assert 0 <= total(due, kept).amount <= due.amount.amount
        assert all(total(due, kept, at).amount >= 0 for at in PLACES)
        if sort == "award" and seat in {"CN", "MO"}:
            other = {"CN": "MO", "MO": "CN"}[seat]
            certified = [
                r.shortfall.amount.amount
                for r in kept
                if r.shortfall and r.shortfall.place == seat and r.shortfall.on <= DAY
            ]
            paid = max(
                [total(due, kept[: n + 1], other).amount for n in range(len(kept))], default=0
            )
            assert paid <= max(certified, default=Decimal(0))
