"""The priority answer: made from what stands on the title, under the policy's rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ipregistry.domain.policies import read_policy
from ipregistry.domain.priority.answer import priority_document, standing_interests
from ipregistry.domain.titles import (
    Effect,
    End,
    Grant,
    Holding,
    Interest,
    InterestCategory,
    Named,
    Register,
    Root,
    Step,
    Strength,
    Title,
    title_at,
)

TODAY = date(2026, 6, 1)
SECURITY, LICENCE = InterestCategory.SECURITY, InterestCategory.LICENCE
OWNER = "PA-OWNER"

_COMMON = """
source = { value = "a law", citation = "a law", confidence = "V" }
registerOfRecord = { value = "ZZ", citation = "a law", confidence = "V" }
effectOfRecording = { value = "priority", citation = "a law", confidence = "V" }
assents = { value = [], citation = "a law", confidence = "V" }
coOwnerAssent = { value = false, citation = "a law", confidence = "V" }
rootStrength = { value = "grant", citation = "a law", confidence = "V" }
rootMaxAgeDays = { value = 0, citation = "a law", confidence = "V" }
examination = { value = "straight", citation = "a law", confidence = "V" }
"""


def _policy(**rules: str):
    acts = "".join(f"[acts.{act}]\n{text}\n" for act, text in rules.items())
    return read_policy(
        f'name = "sample"\noffice = "ZZ"\nkinds = ["invention"]\ninForceFrom = "2000-01-01"\n'
        f"[common]\n{_COMMON}\n{acts}"
    )


def _rule(name: str, confidence: str = "V") -> str:
    return (
        f'priority = {{ value = "{name}", citation = "Sample Law 1", confidence = "{confidence}" }}'
    )


BY_NOTICE = _policy(security=_rule("later-without-notice"), licence=_rule("later-without-notice"))
BY_REGISTRATION = _policy(security=_rule("registration-time"), licence="")


def _interest(name: str, category: InterestCategory = SECURITY, **changes) -> Interest:
    made = Interest(
        id=f"TR-{name}",
        category=category,
        kind="pledge" if category is SECURITY else "exclusive",
        givers=(Named(OWNER, 1),),
        holders=(Named(f"PA-{name}", 1),),
        executed=date(2026, 1, 10),
    )
    return replace(made, **changes)


def _grant(interest: Interest, register: Register = Register.RECORD) -> Grant:
    return Grant(register, date(2026, 2, 1), interest)


def _title(*effects: Effect, known: tuple[str, ...] = ()) -> Title:
    root = Root(
        Register.RECORD,
        date(2026, 1, 1),
        Strength.REGISTER_EXTRACT,
        (Holding(OWNER, 1, Fraction(1)),),
        "office",
        {},
    )
    instants = known or tuple(f"2026-03-0{n}T00:00:00.000000Z" for n in range(1, 10))
    steps = [
        Step(
            n,
            0,
            instants[n],
            getattr(getattr(effect, "interest", None), "id", f"TR-{n}"),
            1,
            "sample",
            "mirror",
            effect,
        )
        for n, effect in enumerate((root, *effects))
    ]
    return title_at(steps, TODAY, "2026-06-01T00:00:00.000000Z")


def _prevails(document: dict) -> list:
    return [(p["first"], p["second"], p["prevails"]) for p in document["pairBag"]]


def test_security_is_ordered_by_the_offices_registration_day():
    title = _title(
        _grant(_interest("A", registered=date(2026, 3, 2))),
        _grant(_interest("B", registered=date(2026, 3, 1))),
    )
    document = priority_document("AS-1", title, BY_REGISTRATION)
    assert document["tierBag"] == [["TR-B"], ["TR-A"]]
    assert document["pairBag"][0]["citation"] == "Sample Law 1"
    assert document["pairBag"][0]["rule"] == "registration-time"


def test_the_time_at_which_this_register_heard_of_an_interest_is_never_its_priority():
    effects = (
        _grant(_interest("A", registered=date(2026, 3, 2))),
        _grant(_interest("B", registered=date(2026, 3, 1))),
    )
    early_late = _title(*effects, known=("2026-03-01T", "2026-03-02T", "2026-05-09T"))
    late_early = _title(*reversed(effects), known=("2026-03-01T", "2026-03-02T", "2026-05-09T"))
    tiers = [
        priority_document("AS-1", t, BY_REGISTRATION)["tierBag"] for t in (early_late, late_early)
    ]
    assert tiers[0] == tiers[1] == [["TR-B"], ["TR-A"]]


def test_what_is_on_the_register_goes_before_what_is_only_notified_here():
    title = _title(
        _grant(_interest("A"), Register.NOTIFIED),
        _grant(_interest("B", registered=date(2026, 5, 1))),
    )
    assert priority_document("AS-1", title, BY_REGISTRATION)["tierBag"] == [["TR-B"], ["TR-A"]]


def test_an_interest_on_the_register_whose_day_is_not_on_record_is_undetermined():
    title = _title(_grant(_interest("A")), _grant(_interest("B", registered=date(2026, 5, 1))))
    document = priority_document("AS-1", title, BY_REGISTRATION)
    (pair,) = document["pairBag"]
    assert (pair["outcome"], pair["reason"]) == ("undetermined", "fact-missing")
    assert [f["interest"] for f in pair["factBag"] if f["missingIndicator"]] == ["TR-A"]
    assert document["tierBag"] is None
    assert document["circularIndicator"] is False


def test_interests_of_a_kind_that_the_policy_has_no_rule_for_are_not_ranked():
    title = _title(
        _grant(_interest("A", registered=date(2026, 3, 2))), _grant(_interest("L", LICENCE))
    )
    document = priority_document("AS-1", title, BY_REGISTRATION)
    assert document["unrankedBag"] == ["TR-L"]
    assert document["pairBag"] == []
    assert [r["interestCategory"] for r in document["ruleBag"]] == ["security"]


def test_knowledge_that_is_not_stated_leaves_a_pair_undetermined():
    later = _interest("B", executed=date(2026, 4, 1))
    title = _title(_grant(_interest("A", applied=date(2026, 5, 1))), _grant(later))
    (pair,) = priority_document("AS-1", title, BY_NOTICE)["pairBag"]
    assert pair["outcome"] == "undetermined"
    assert {(f["fact"], f.get("of")) for f in pair["factBag"] if f["missingIndicator"]} == {
        ("knew", "TR-A")
    }


def test_a_licence_without_notice_goes_before_an_earlier_charge_that_was_applied_for_later():
    later = _interest("B", LICENCE, executed=date(2026, 4, 1), knew=())
    title = _title(_grant(_interest("A", applied=date(2026, 5, 1))), _grant(later))
    document = priority_document("AS-1", title, BY_NOTICE)
    assert _prevails(document) == [("TR-A", "TR-B", "TR-B")]
    facts = {(f["interest"], f["fact"]): f for f in document["pairBag"][0]["factBag"]}
    assert facts["TR-A", "applied"]["date"] == "2026-05-01"
    assert facts["TR-B", "knew"]["knewIndicator"] is False


def test_a_rule_from_memory_orders_nothing():
    remembered = _policy(security=_rule("registration-time", "M"))
    title = _title(
        _grant(_interest("A", registered=date(2026, 3, 2))),
        _grant(_interest("B", registered=date(2026, 3, 1))),
    )
    document = priority_document("AS-1", title, remembered)
    assert document["tierBag"] is None
    assert document["pairBag"][0]["reason"] == "rule-not-verified"


def test_an_interest_that_ended_is_in_no_pair():
    title = _title(
        _grant(_interest("A", registered=date(2026, 3, 2))),
        _grant(_interest("B", registered=date(2026, 3, 1))),
        End(Register.RECORD, date(2026, 4, 1), "TR-B", "released"),
    )
    document = priority_document("AS-1", title, BY_REGISTRATION)
    assert document["tierBag"] == [["TR-A"]]


def test_a_licence_that_ran_out_is_in_no_pair():
    title = _title(_grant(_interest("L", LICENCE, until=date(2026, 5, 31))))
    assert standing_interests(title) == ()


@pytest.mark.parametrize(
    ("applied", "late"),
    [(date(2026, 4, 10), False), (date(2026, 4, 11), True), (None, True)],
)
def test_a_licence_shows_the_last_day_for_its_recordal(applied, late):
    limit = (
        'recordalDeadline = { value = { from = "executed", months = 3, consequence = "late" }, '
        'citation = "Sample Law 2", confidence = "V" }'
    )
    interest = _interest("L", LICENCE, applied=applied)
    title = _title(_grant(interest, Register.NOTIFIED))
    (said,) = priority_document("AS-1", title, _policy(licence=limit))["interestBag"]
    assert said["recordalDeadline"] == {
        "date": "2026-04-10",
        "runsFrom": "executed",
        "lateIndicator": late,
        "consequenceCode": "late",
        "citation": "Sample Law 2",
        "confidence": "V",
    }


@pytest.mark.parametrize(("confidence", "told"), [("V", "right-lost"), ("M", None)])
def test_what_follows_from_lateness_is_told_only_where_its_source_was_read(confidence, told):
    rules = (
        'recordalDeadline = { value = { from = "executed", months = 3 }, '
        'citation = "Sample Law 2", confidence = "V" }\n'
        'lateRecordalConsequence = { value = "right-lost", '
        f'citation = "Sample Law 3", confidence = "{confidence}" }}'
    )
    title = _title(_grant(_interest("L", LICENCE), Register.NOTIFIED))
    (said,) = priority_document("AS-1", title, _policy(licence=rules))["interestBag"]
    assert said["recordalDeadline"].get("consequenceCode") == told


def test_a_companys_charge_shows_its_one_month_date_and_a_persons_does_not():
    title = _title(_grant(_interest("A")), _grant(_interest("L", LICENCE)))
    with_company = priority_document("AS-1", title, BY_NOTICE, frozenset({OWNER}))
    charge, licence = with_company["interestBag"]
    assert charge["companyCharge"]["date"] == "2026-02-10"
    assert charge["companyCharge"]["voidRiskIndicator"] is True
    assert "companyCharge" not in licence
    alone = priority_document("AS-1", title, BY_NOTICE)
    assert all("companyCharge" not in said for said in alone["interestBag"])


def test_a_flag_removes_nothing():
    title = _title(_grant(_interest("A")))
    document = priority_document("AS-1", title, BY_NOTICE, frozenset({OWNER}))
    assert document["tierBag"] == [["TR-A"]]
    assert document["notice"] == "recorded-not-adjudicated"
