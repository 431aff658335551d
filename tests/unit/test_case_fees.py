"""Fees of a case: cut among the sides to the cent, paid in parts, paid back by the pack's rule, set
off, and stated so that every balance is right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.cases.fees import (
    Basis,
    Books,
    Charge,
    Entry,
    Moved,
    Share,
    basis_of,
    equal_shares,
    fees_missing,
    paid_fees,
    payable,
    refund_due,
    set_off_due,
    statement_document,
)
from ipregistry.domain.cases.fees.charges import read_charge
from ipregistry.domain.money import Money
from ipregistry.domain.packs.fees import Amount, Manual, Range
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import Confidence, Pack, Refund, SetOff
from ipregistry.domain.packs.reading import read_pack

DAY = date(2026, 3, 2)
A, B, B2 = "claimant", "respondent", "respondent-2"
SIDES = [{"side": A, "role": A}, {"side": B, "role": B}]
THREE = [*SIDES, {"side": B2, "role": B}]
DIGEST = "sha256:" + "ab" * 32


def seeded(name: str) -> Pack:
    text = (files("ipregistry.seed") / "packs" / f"{name}.yaml").read_bytes()
    pack = read_pack(read_marked(text).value).pack
    assert pack is not None
    return pack


HK, UDRP, MED_ARB = (
    seeded(name) for name in ("arbitration-administered-hk", "domain-name-udrp", "med-arb-hk")
)
USD_1500 = UDRP.fees["fee_one"]


def hkd(amount: str) -> Money:
    return Money(Decimal(amount), "HKD")


def charge(*shares: tuple[str, str], fee: str = "administration", **more: Any) -> Charge:
    made = tuple(Share(side, hkd(amount)) for side, amount in shares)
    return Charge("CH-1", 1, fee, HK.id, DAY, made, case="CA-1", **more)


def entry(kind: Moved, side: str, amount: str, day: int = 0, other: str | None = None) -> Entry:
    return Entry(kind, side, hkd(amount), DAY + timedelta(day), "FI-1", DIGEST, other)


def paid(found: Charge, side: str, amount: str, day: int = 1) -> Charge:
    return found.with_entry(entry(Moved.PAYMENT, side, amount, day))


def refunded(found: Charge, side: str, amount: str, day: int = 2) -> Charge:
    return found.with_entry(entry(Moved.REFUND, side, amount, day))


# -------------------------------------------------------------------------------- charging


def test_a_fee_of_all_sides_is_shared_equally_to_the_cent() -> None:
    found = payable(HK.fees["administration"], Basis(hkd("5000000")), SIDES)
    assert found.shares == (Share(A, hkd("31225.00")), Share(B, hkd("31225.00")))


def test_a_second_respondent_halves_the_respondents_part_and_not_the_claimants() -> None:
    found = payable(HK.fees["administration"], Basis(hkd("5000000")), THREE)
    assert [share.amount.text for share in found.shares] == ["31225.00", "15612.50", "15612.50"]


def test_what_does_not_divide_falls_on_those_who_came_in_first() -> None:
    assert [part.text for part in equal_shares(hkd("100.01"), 3)] == ["33.34", "33.34", "33.33"]


def test_claimants_share_the_registration_fee_and_the_respondent_owes_none_of_it() -> None:
    sides = [*SIDES, {"side": "claimant-2", "role": "claimant"}]
    found = payable(HK.fees["registration"], Basis(), sides)
    assert found.payers == (A, "claimant-2")
    assert [share.amount.text for share in found.shares] == ["4000.00", "4000.00"]


def test_names_in_dispute_are_counted_from_the_case() -> None:
    sides = [{"side": "complainant", "role": "complainant"}]
    six = {"assetBag": [{"nameText": f"example-{n}.example"} for n in range(6)]}
    found = payable(USD_1500, basis_of(six), sides)
    assert isinstance(found.answer, Amount)
    assert found.answer.amount == 2000
    eleven = payable(USD_1500, Basis(items=11), sides)
    assert eleven.answer == Manual("by-agreement")
    assert eleven.shares == ()


def test_an_amount_in_another_currency_is_not_converted() -> None:
    usd = Basis(Money(Decimal(5_000_000), "USD"))
    assert payable(HK.fees["administration"], usd, SIDES).answer == Manual("currency-differs")
    assert isinstance(payable(HK.fees["registration"], usd, SIDES).answer, Amount)


def test_without_an_amount_in_dispute_the_institution_fixes_the_fee() -> None:
    found = payable(HK.fees["administration"], Basis(), SIDES)
    assert found.answer == Manual("amount-not-said")


@given(st.integers(0, 10**17), st.integers(1, 40), st.sampled_from(["HKD", "JPY", "KWD"]))
def test_shares_add_up_to_the_whole_and_differ_by_one_unit_at_most(
    units: int, count: int, currency: str
) -> None:
    unit = Decimal(1).scaleb(-{"HKD": 2, "JPY": 0, "KWD": 3}[currency])
    total = Money(units * unit, currency)
    parts = [part.amount for part in equal_shares(total, count)]
    assert sum(parts) == total.amount
    assert max(parts) - min(parts) <= unit
    assert parts == sorted(parts, reverse=True)


# --------------------------------------------------------------------------------- settling


def test_part_payments_settle_a_fee_with_the_last_of_them() -> None:
    half = paid(charge((A, "8000"), fee="registration"), A, "3000")
    assert paid_fees(HK, [half], A) == frozenset()
    assert half.outstanding(A) == hkd("5000")
    assert paid_fees(HK, [paid(half, A, "5000")], A) == {"registration"}


def test_who_shares_a_fee_files_once_its_own_share_is_paid() -> None:
    found = paid(charge((A, "31225"), (B, "31225")), A, "31225")
    assert paid_fees(HK, [found], A) == {"administration"}
    assert paid_fees(HK, [found], B) == frozenset()
    assert paid_fees(HK, [found]) == frozenset()


def test_a_fee_of_the_other_side_must_be_paid_whole() -> None:
    found = charge((A, "4000"), ("claimant-2", "4000"), fee="registration")
    assert paid_fees(HK, [paid(found, A, "4000")], B) == frozenset()


def test_what_one_side_pays_too_much_pays_nothing_for_the_other() -> None:
    found = paid(charge((A, "31225"), (B, "31225")), A, "62450")
    assert found.overpaid(A) == hkd("31225")
    assert paid_fees(HK, [found], B) == frozenset()


def test_a_fee_that_was_never_charged_is_not_settled() -> None:
    assert paid_fees(HK, [], A) == frozenset()


def test_what_went_back_by_the_rule_is_no_debt_again() -> None:
    found = refunded(paid(charge((A, "1500"), fee="registration"), A, "1500"), A, "1000")
    assert found.owed(A) == hkd("500")
    assert paid_fees(HK, [found], A) == {"registration"}


def books(*charges: Charge) -> Books:
    return Books(HK, tuple(SIDES), Basis(), charges, "CA-1")


def test_a_missing_fee_is_told_with_amount_currency_payer_and_source() -> None:
    wrong = fees_missing(books(), ["registration"], A)
    assert [(v.code, v.pointer) for v in wrong] == [("case-fee-missing", "/feeBag")]
    assert wrong[0].params == {
        "fee": "registration",
        "amount": "8000.00",
        "currency": "HKD",
        "payer": A,
        "reference": "CA-1/registration",
    }
    assert wrong[0].citation == HK.fees["registration"].cite


def test_of_a_fee_that_is_charged_the_outstanding_part_is_told() -> None:
    part = paid(charge((A, "8000"), fee="registration"), A, "3000")
    (wrong,) = fees_missing(books(part), ["registration"], A)
    assert wrong.params["amount"] == "5000.00"


def test_a_missing_fee_that_the_institution_fixes_is_told_as_such() -> None:
    (wrong,) = fees_missing(books(), ["administration"], A)
    assert wrong.params["amount"] == "amount-not-said"


# -------------------------------------------------------------------------------- refunding


PIECES = {"panelist": Decimal(1000), "centre": Decimal(500)}


def udrp_charge(*entries: Entry) -> Charge:
    usd = Money(Decimal(1500), "USD")
    shares = (Share("complainant", usd),)
    return Charge("CH-1", 1, "fee_one", UDRP.id, DAY, shares, "CA-1", entries, pieces=PIECES)


def usd_entry(kind: Moved, amount: str) -> Entry:
    return Entry(kind, "complainant", Money(Decimal(amount), "USD"), DAY, "FI-1", DIGEST)


FILED = ("draft", "filed", "compliant", "commenced")


def test_before_the_panel_1000_of_1500_go_back_and_the_center_keeps_its_share() -> None:
    found = udrp_charge(usd_entry(Moved.PAYMENT, "1500"))
    due = refund_due(found, USD_1500, FILED)
    assert due == {"complainant": Money(Decimal(1000), "USD")}
    late = refund_due(found, USD_1500, (*FILED, "panel_appointed"))
    assert late == {"complainant": Money(Decimal(0), "USD")}


def test_a_refund_by_the_rule_is_given_once() -> None:
    found = udrp_charge(usd_entry(Moved.PAYMENT, "1500"), usd_entry(Moved.REFUND, "1000"))
    due = refund_due(found, USD_1500, FILED)
    assert due == {"complainant": Money(Decimal(0), "USD")}


def test_of_half_a_fee_only_what_is_above_the_kept_piece_goes_back() -> None:
    found = udrp_charge(usd_entry(Moved.PAYMENT, "700"))
    due = refund_due(found, USD_1500, FILED)
    assert due == {"complainant": Money(Decimal(200), "USD")}


def test_a_refund_in_an_amount_is_never_more_than_was_paid() -> None:
    rule = replace(USD_1500, refunds=(Refund("panel_appointed", amount=Decimal(1000)),))
    found = udrp_charge(usd_entry(Moved.PAYMENT, "400"))
    assert refund_due(found, rule, FILED) == {"complainant": Money(Decimal(400), "USD")}


def test_a_refund_that_rests_on_memory_is_the_institutions_to_decide() -> None:
    remembered = replace(USD_1500.refunds[0], confidence=Confidence.MEMORY)
    rule = replace(USD_1500, refunds=(remembered,))
    found = udrp_charge(usd_entry(Moved.PAYMENT, "1500"))
    assert refund_due(found, rule, FILED) == Manual("rests-on-memory")


def test_a_fee_of_all_sides_goes_back_to_each_as_it_paid() -> None:
    rule = MED_ARB.fees["administration"]
    rule = replace(rule, currency="HKD", refunds=(replace(rule.refunds[0], percent=Decimal(50)),))
    found = paid(charge((A, "500"), (B, "500")), A, "500")
    assert refund_due(found, rule, ("draft",)) == {A: hkd("250"), B: hkd("0")}


@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=4),
    st.integers(0, 100),
    st.integers(0, 30_000),
)
def test_what_goes_back_by_a_rule_is_never_more_than_was_paid(
    payments: list[int], percent: int, most: int
) -> None:
    names = [f"side-{n}" for n in range(len(payments))]
    found = charge(*((name, "5000") for name in names))
    for name, amount in zip(names, payments, strict=True):
        found = paid(found, name, str(Decimal(amount) / 100))
    base = replace(USD_1500, currency="HKD")
    for rule in (Refund("x", percent=Decimal(percent)), Refund("x", amount=Decimal(most))):
        due = refund_due(found, replace(base, refunds=(rule,)), ())
        assert not isinstance(due, Manual)
        for name in names:
            assert Decimal(0) <= due[name].amount <= found.kept(name).amount
            found_after = refunded(found, name, due[name].text)
            assert found_after.kept(name).amount >= 0


# ----------------------------------------------------------------------------------- set-off


def test_what_was_paid_too_much_is_set_off_against_any_fee_of_the_side() -> None:
    found = paid(charge((A, "100")), A, "130")
    later = HK.fees["registration"]
    assert set_off_due(found, A, later, HK.id, same_pack=True) == hkd("30")


def test_a_mediation_fee_counts_towards_a_later_arbitrations_fee_where_its_rule_says_so() -> None:
    earlier = replace(paid(charge((A, "100"), fee="mediation_admin"), A, "100"), pack="mediation")
    rule = SetOff("mediation_admin", Decimal(50), "WIPO schedule of fees", pack="mediation")
    later = replace(HK.fees["administration"], set_offs=(rule,))
    assert set_off_due(earlier, A, later, "mediation", same_pack=False) == hkd("50")
    assert set_off_due(earlier, A, later, "another", same_pack=False) == hkd("0")
    once = earlier.with_entry(entry(Moved.SET_OFF_TO, A, "50", other="CH-2"))
    assert set_off_due(once, A, later, "mediation", same_pack=False) == hkd("0")


# --------------------------------------------------------------------------------- statement


def test_a_statement_says_what_was_paid_owed_and_given_back_with_a_running_balance() -> None:
    found = refunded(paid(paid(charge((A, "1500")), A, "1000", 1), A, "700", 2), A, "1200", 3)
    (account,) = statement_document([found], [A])
    lines = [(line["lineCategory"], line["amount"], line["balance"]) for line in account["lineBag"]]
    assert lines == [
        ("charge", "1500.00", "1500.00"),
        ("payment", "-1000.00", "500.00"),
        ("payment", "-700.00", "-200.00"),
        ("refund", "1200.00", "1000.00"),
        ("charge-lowered", "-1000.00", "0.00"),
    ]
    assert (account["charged"], account["paid"], account["refunded"]) == (
        "1500.00",
        "1700.00",
        "1200.00",
    )
    assert (account["outstanding"], account["overpaid"]) == ("0.00", "0.00")


def test_each_side_and_each_currency_has_an_account_of_its_own() -> None:
    found = statement_document([charge((A, "10"), (B, "10")), udrp_charge()], [A, B])
    assert [(one["side"], one["currencyCode"]) for one in found] == [
        (A, "HKD"),
        (A, "USD"),
        (B, "HKD"),
        (B, "USD"),
    ]


moves = st.tuples(
    st.sampled_from(list(Moved)), st.sampled_from([A, B]), st.integers(1, 5_000), st.integers(0, 9)
)


@given(st.lists(moves, max_size=12), st.integers(0, 5_000), st.integers(0, 5_000))
def test_statements_balance_whatever_moved(
    listed: list[tuple[Moved, str, int, int]], first: int, second: int
) -> None:
    found = charge((A, str(Decimal(first) / 100)), (B, str(Decimal(second) / 100)))
    for kind, side, units, day in listed:
        amount = Decimal(units) / 100
        if not kind.comes:
            amount = min(amount, found.kept(side).amount)
        found = found.with_entry(entry(kind, side, str(amount), day))
    for account in statement_document([found], [A, B]):
        side = account["side"]
        lines = account["lineBag"]
        balance = Decimal(lines[-1]["balance"]) if lines else Decimal(0)
        assert balance == sum((Decimal(line["amount"]) for line in lines), Decimal(0))
        assert balance == Decimal(account["outstanding"]) - Decimal(account["overpaid"])
        assert Decimal(account["refunded"]) + Decimal(account["setOffTo"]) <= Decimal(
            account["paid"]
        ) + Decimal(account["setOffFrom"])
        assert Decimal(0) <= found.owed(side).amount <= found.share_of(side).amount
    assert read_charge(found.id, found.version, found.document()) == replace(found, rest={})


def test_a_range_is_fixed_by_the_institution_and_shares_nothing_before() -> None:
    cumulative = replace(
        HK.fees["administration"],
        method=HK.fees["administration"].method.MARGINAL_RANGE,
        bands=(replace(HK.fees["administration"].bands[0], up_to=None, base=None,
                       percents=(Decimal(1), Decimal(2))),),
    )  # fmt: skip
    found = payable(cumulative, Basis(hkd("1000")), SIDES)
    assert found.answer == Range(Decimal(10), Decimal(20), "HKD")
    assert found.shares == ()


@pytest.mark.parametrize("pack", [HK, UDRP, MED_ARB], ids=lambda pack: pack.id)
def test_a_shipped_pack_charges_sides_that_it_knows(pack: Pack) -> None:
    roles = {role for t in pack.transitions for role in t.by}
    assert {fee.payer for fee in pack.fees.values()} <= roles | {"parties"}
