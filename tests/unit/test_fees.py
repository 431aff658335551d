"""Fees: policy data with a source, exact, and silent about nothing."""

import tomllib
from decimal import Decimal
from typing import Any

import pytest

from ipregistry.domain.fees import (
    FeeError,
    FeeFacts,
    FeeRule,
    FeeWhen,
    Quote,
    RightFacts,
    Standing,
    quote,
    read_fees,
)
from ipregistry.domain.money import Money
from ipregistry.domain.policies import PolicyError, read_policy
from tests.unit.builders import POLICY_FILES

FEE = {
    "name": "sample-recordal",
    "amount": "200.00",
    "currency": "HKD",
    "feeWhen": "with",
    "citation": "Sample schedule of fees, line 1",
    "confidence": "D",
}
MARK = RightFacts("trademark", 1)


def fees(*rows: dict[str, Any], act: str = "assignment") -> tuple[FeeRule, ...]:
    return read_fees(rows, act=act, payable_to="HK")


def asked(facts: FeeFacts, *rows: dict[str, Any], act: str = "assignment") -> Quote:
    return quote(fees(*rows), facts, act=act, policy="Sample")


def totals(found: Quote) -> list[str]:
    return [f"{money.text} {money.currency}" for money in found.totals]


def codes(found: Quote) -> list[str]:
    return [finding.code for finding in found.findings]


def test_a_fee_of_a_filing_is_due_once_however_many_rights_there_are() -> None:
    assert totals(asked(FeeFacts((MARK,) * 3), {**FEE, "per": "filing"})) == ["200.00 HKD"]


def test_a_fee_of_a_right_is_due_for_each() -> None:
    assert totals(asked(FeeFacts((MARK,) * 3), {**FEE, "per": "right"})) == ["600.00 HKD"]


def test_a_fee_of_a_class_counts_the_classes_of_each_right() -> None:
    rights = (RightFacts("trademark", 3), RightFacts("trademark", 1))
    assert totals(asked(FeeFacts(rights), {**FEE, "per": "class"})) == ["800.00 HKD"]


def test_classes_that_nobody_counted_leave_the_fee_undetermined_and_out_of_the_total() -> None:
    rights = (RightFacts("trademark", 3), RightFacts("trademark", None))
    found = asked(FeeFacts(rights), {**FEE, "per": "class"})
    assert totals(found) == []
    assert [line.standing for line in found.lines] == [Standing.UNDETERMINED]
    assert codes(found) == ["fee-undetermined"]


def test_the_first_class_of_each_right_may_cost_more_than_the_others() -> None:
    tiers = [{"from": 1, "amount": "2000"}, {"from": 2, "amount": "1000"}]
    row = {k: v for k, v in FEE.items() if k != "amount"} | {"per": "class", "tiers": tiers}
    rights = (RightFacts("trademark", 3), RightFacts("trademark", 1))
    assert totals(asked(FeeFacts(rights), row)) == ["6000.00 HKD"]


def test_a_year_costs_what_its_place_in_the_life_of_the_right_costs() -> None:
    tiers = [{"from": 1, "amount": "90"}, {"from": 4, "amount": "120"}]
    row = {k: v for k, v in FEE.items() if k != "amount"} | {"per": "year", "tiers": tiers}
    assert totals(asked(FeeFacts((MARK,), years=(3, 4, 5)), row)) == ["330.00 HKD"]
    assert codes(asked(FeeFacts((MARK,)), row)) == ["fee-undetermined"]


def test_a_fee_for_one_kind_of_right_is_not_due_for_another() -> None:
    patent = {**FEE, "name": "sample-patent", "per": "right", "kinds": ["hk-short-term"]}
    mark = {**FEE, "name": "sample-mark", "amount": "50", "per": "right", "kinds": ["trademark"]}
    found = asked(FeeFacts((MARK,)), patent, mark)
    assert [line.rule.name for line in found.lines] == ["sample-mark"]
    assert totals(found) == ["50.00 HKD"]


PERCENT = {k: v for k, v in FEE.items() if k != "amount"} | {"percent": "0.05"}


def test_a_percentage_is_of_the_consideration_within_its_bounds() -> None:
    bounded = {**PERCENT, "least": "10", "most": "500"}
    for amount, expected in (("1000000", "500.00"), ("30010", "15.01"), ("100", "10.00")):
        facts = FeeFacts((MARK,), consideration=Money(Decimal(amount), "HKD"))
        assert totals(asked(facts, bounded)) == [f"{expected} HKD"]


@pytest.mark.parametrize(
    ("consideration", "reason"),
    [
        (None, "consideration-not-stated"),
        (Money(Decimal(100), "CNY"), "consideration-in-other-currency"),
    ],
)
def test_a_percentage_of_an_unknown_price_is_undetermined_never_guessed(
    consideration: Money | None, reason: str
) -> None:
    found = asked(FeeFacts((MARK,), consideration=consideration), PERCENT)
    assert (found.lines[0].standing, found.lines[0].reason) == (Standing.UNDETERMINED, reason)
    assert totals(found) == []


def test_a_fee_that_rests_on_memory_charges_nobody_and_asks_an_officer() -> None:
    found = asked(FeeFacts((MARK,)), {**FEE, "confidence": "M"})
    assert totals(found) == []
    assert codes(found) == ["needs-legal-review"]
    assert found.findings[0].citation == FEE["citation"]


@pytest.mark.parametrize("confidence", ["V", "S", "I", "D"])
def test_a_fee_with_a_source_is_charged(confidence: str) -> None:
    assert totals(asked(FeeFacts((MARK,)), {**FEE, "confidence": confidence})) == ["200.00 HKD"]


def test_where_no_fee_is_set_the_quote_says_so() -> None:
    assert codes(asked(FeeFacts((MARK,)))) == ["no-fee-set"]
    assert codes(asked(FeeFacts((MARK,)), FEE, act="licence")) == ["no-fee-set"]


def test_free_of_charge_is_a_fee_that_was_set() -> None:
    found = asked(FeeFacts((MARK,)), {**FEE, "amount": "0"})
    assert (totals(found), codes(found)) == (["0.00 HKD"], [])


def test_what_is_waived_has_no_lines() -> None:
    found = asked(FeeFacts((MARK,), waived="office-error"), FEE)
    assert (found.lines, codes(found)) == ((), ["fee-waived"])


def test_totals_are_per_currency() -> None:
    other = {**FEE, "name": "sample-stamp", "amount": "7", "currency": "JPY"}
    assert totals(asked(FeeFacts((MARK,)), FEE, other, FEE)) == ["400.00 HKD", "7 JPY"]


def test_what_another_office_is_paid_is_quoted_but_not_this_offices() -> None:
    other = {**FEE, "name": "sample-outside", "payableTo": "CN"}
    found = asked(FeeFacts((MARK,)), FEE, other)
    assert totals(found) == ["400.00 HKD"]
    assert [line.rule.name for line in found.payable_to("HK").lines] == ["sample-recordal"]


def test_a_line_tells_its_source_and_when_it_is_due() -> None:
    line = asked(FeeFacts((MARK,)), FEE).lines[0].document()
    assert line == {
        "name": "sample-recordal",
        "act": "assignment",
        "per": "filing",
        "units": 1,
        "amount": "200.00",
        "currencyCode": "HKD",
        "feeWhen": "with",
        "payableTo": "HK",
        "citation": FEE["citation"],
        "confidence": "D",
        "standing": "due",
    }


def test_a_fee_without_an_act_around_it_names_its_own() -> None:
    (rule,) = read_fees([{**FEE, "act": "mandate"}], act=None, payable_to="MO")
    assert (rule.act, rule.payable_to, rule.when) == ("mandate", "MO", FeeWhen.WITH)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": 200.0}, "amount is text"),
        ({"amount": 200}, "amount is text"),
        ({"amount": "200.005"}, "at most 2 decimals"),
        ({"currency": "JPY", "amount": "0.5"}, "at most 0 decimals"),
        ({"currency": "XXX"}, "currency is one of"),
        ({"currency": ["HKD"]}, "currency is one of"),
        ({"confidence": "N"}, "confidence is one of"),
        ({"citation": " "}, "citation is a text"),
        ({"per": "page"}, "per is one of"),
        ({"feeWhen": "never"}, "feeWhen is one of"),
        ({"feeWhen": None}, "feeWhen is one of"),
        ({"act": "licence"}, "its act is assignment by its place"),
        ({"kinds": "trademark"}, "kinds is a list"),
        ({"percent": "5"}, "exactly one of"),
        ({"least": "5"}, "goes with percent"),
        ({"payableTo": ""}, "payableTo is a text"),
        ({"surcharge": "5"}, "not known: surcharge"),
        ({"name": None}, "name is a text"),
    ],
)
def test_a_table_that_is_no_fee_is_refused_with_its_place(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(FeeError, match=said):
        fees({**FEE, **change})


@pytest.mark.parametrize(
    "tiers",
    [
        [],
        [{"from": 2, "amount": "1"}],
        [{"from": 1, "amount": "1"}, {"from": 1, "amount": "2"}],
        [{"from": 1, "amount": "1"}, {"from": 5, "amount": "2"}, {"from": 3, "amount": "3"}],
        [{"from": "1", "amount": "1"}],
        [{"from": 1, "amount": "1", "to": 3}],
        [{"from": True, "amount": "1"}],
        "1",
    ],
)
def test_tiers_start_from_one_and_go_upwards(tiers: Any) -> None:
    row = {k: v for k, v in FEE.items() if k != "amount"} | {"tiers": tiers}
    with pytest.raises(FeeError, match="tier"):
        fees(row)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"percent": 0.05}, "percent is a decimal"),
        ({"per": "right"}, "percentage is of the filing"),
        ({"least": "5", "most": "1"}, "least is more than most"),
        ({"most": 5.0}, "amount is text"),
    ],
)
def test_a_percentage_is_text_with_bounds_that_fit(change: dict[str, Any], said: str) -> None:
    with pytest.raises(FeeError, match=said):
        fees({**PERCENT, **change})


def test_a_float_in_a_policy_text_is_never_an_amount() -> None:
    table = tomllib.loads(
        '[[fees]]\nname = "sample"\namount = 200.10\ncurrency = "HKD"\n'
        'feeWhen = "with"\ncitation = "Sample"\nconfidence = "D"\n'
    )
    with pytest.raises(FeeError, match="amount is text"):
        read_fees(table["fees"], act="assignment", payable_to="HK")


HK_TEXT = next(path for path in POLICY_FILES if path.stem == "HK").read_text()
ROW = (
    'name = "sample"\namount = "200"\ncurrency = "HKD"\nfeeWhen = "with"\n'
    'citation = "Sample"\nconfidence = "D"\n'
)


def test_a_policy_has_the_fees_of_its_acts_and_those_of_other_filings() -> None:
    more = f'[[acts.assignment.fees]]\n{ROW}\n[[fees]]\nact = "mandate"\n{ROW}'
    policy = read_policy(f"{HK_TEXT}\n{more}")
    assert [(fee.act, fee.payable_to) for fee in policy.fees] == [
        ("assignment", "HK"),
        ("mandate", "HK"),
    ]


def test_what_is_entered_at_another_office_is_paid_there_unless_the_policy_says_otherwise() -> None:
    text = next(path for path in POLICY_FILES if path.stem == "CN-patent").read_text()
    more = f'[[acts.assignment.fees]]\n{ROW}[[acts.assignment.fees]]\n{ROW}payableTo = "GD"\n'
    fees_there = read_policy(f"{text}\n{more}").fees
    assert [fee.payable_to for fee in fees_there] == ["CN", "GD"]


@pytest.mark.parametrize(
    "more",
    [
        f"[[fees]]\n{ROW}",
        f'[[fees]]\nact = "mandate"\n{ROW.replace("200", "-1")}',
        'fees = "free"',
    ],
)
def test_a_policy_whose_fees_cannot_be_read_is_none(more: str) -> None:
    text = HK_TEXT.replace('name = "HK"', f'name = "HK"\n{more}') if "[[" not in more else HK_TEXT
    with pytest.raises(PolicyError, match="fee"):
        read_policy(text if "[[" not in more else f"{text}\n{more}")


def test_a_policy_without_office_sets_no_fees() -> None:
    text = next(path for path in POLICY_FILES if path.stem == "record-only").read_text()
    with pytest.raises(PolicyError, match="without office sets no fees"):
        read_policy(f'{text}\n[[fees]]\nact = "mandate"\n{ROW}')


def test_no_fee_of_the_seed_rests_on_memory() -> None:
    found = [fee for path in POLICY_FILES for fee in read_policy(path.read_text()).fees]
    assert [fee.name for fee in found if not fee.charges] == []
