"""Fees of a filing: quoted under the policy of each right, invoiced in the same entry, paid,
paid back."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ipregistry.domain.facts import Context, FilingStatus
from ipregistry.domain.fees import read_fees
from ipregistry.domain.filings.completing import completed
from ipregistry.domain.filings.fees import charged_right, due_before, fee_unpaid, quote_of
from ipregistry.domain.invoices import Entry, InvoiceFacts
from ipregistry.domain.money import Money
from ipregistry.domain.outcomes import Outcome, RecordDraft, filing_draft
from tests.unit.builders import (
    ALICE,
    HK_MARK,
    PATENT,
    accepted,
    asset,
    context,
    filing,
    party_actor,
    policies,
    refused,
    registrar,
    root,
)

FEE = {
    "name": "sample-recordal",
    "amount": "200",
    "currency": "HKD",
    "per": "right",
    "feeWhen": "with",
    "citation": "Sample schedule",
    "confidence": "D",
}


def priced(policy_name: str = "HK", **changes: Any) -> Any:
    """The seed policies, this fee in one of them."""
    rules = read_fees([{**FEE, **changes}], act="assignment", payable_to=policy_name[:2])
    return tuple(
        replace(p, fees=(*p.fees, *rules)) if p.name == policy_name else p for p in policies()
    )


def hk(*rights: Any, **changes: Any) -> Context:
    found = rights or (asset(root(), right=HK_MARK),)
    return context(party_actor(ALICE), *found, **{"node": "HK", "policies": priced(), **changes})


def received(made: Context, *assets: str) -> Outcome:
    draft = filing_draft(
        made, "assignment", FilingStatus.LODGED, act="assignment", assets=assets or ("AS-1",)
    )
    return Outcome(FilingStatus.LODGED, (draft,))


def invoices(made: Context, *assets: str) -> list[RecordDraft]:
    outcome = completed(received(made, *assets), made, "assignment", None)
    return [draft for draft in outcome.records if draft.kind == "invoice"]


def test_a_filing_makes_its_invoice_in_the_same_entry() -> None:
    made = hk()
    outcome = completed(received(made), made, "assignment", None)
    own, invoice = outcome.records
    assert invoice.document["total"] == {"amount": "200.00", "currencyCode": "HKD"}
    assert invoice.document["filing"] == made.filing_id
    assert invoice.document["filer"] == made.actor.account
    assert own.document["recordBag"] == [{"record": invoice.id, "version": 1}]


def test_an_invoice_has_no_public_part() -> None:
    (invoice,) = invoices(hk())
    assert not invoice.published


def test_a_deed_on_rights_of_two_places_is_quoted_under_each_and_invoiced_for_one() -> None:
    made = hk(
        asset(root(), right=HK_MARK),
        asset(root(), right=PATENT, asset_id="AS-2"),
        policies=tuple(
            replace(
                p, fees=read_fees([{**FEE, "currency": currency}], act="assignment", payable_to=o)
            )
            if (o := p.office) and (currency := {"HK": "HKD", "CN": "CNY"}.get(o))
            else p
            for p in policies()
        ),
    )
    quoted = quote_of(received(made, "AS-1", "AS-2"), made, "assignment")
    assert [total.document() for total in quoted.totals] == [
        {"amount": "200.00", "currencyCode": "CNY"},
        {"amount": "200.00", "currencyCode": "HKD"},
    ]
    (invoice,) = invoices(made, "AS-1", "AS-2")
    assert invoice.document["total"]["currencyCode"] == "HKD"


def test_a_price_for_rights_of_two_policies_is_the_price_of_neither() -> None:
    changes = {"percent": "1", "per": "filing"}
    rule = {**{k: v for k, v in FEE.items() if k != "amount"}, **changes}
    made = hk(
        asset(root(), right=HK_MARK),
        asset(root(), right=PATENT, asset_id="AS-2"),
        body={"consideration": {"amount": "1000", "currencyCode": "HKD"}},
        policies=tuple(
            replace(p, fees=read_fees([rule], act="assignment", payable_to="HK"))
            if p.name == "HK"
            else p
            for p in policies()
        ),
    )
    alone = quote_of(received(made, "AS-1"), made, "assignment")
    assert [total.text for total in alone.totals] == ["10.00"]
    assert quote_of(received(made, "AS-1", "AS-2"), made, "assignment").totals == ()


def test_classes_are_counted_where_the_right_says_them() -> None:
    counted = asset(root(), right=HK_MARK)
    counted = replace(counted, document={**counted.document, "classBag": ["9", "35", "42"]})
    made = hk(counted, policies=priced(per="class"))
    assert [t.text for t in quote_of(received(made), made, "assignment").totals] == ["600.00"]


def test_a_right_that_comes_with_the_filing_is_charged_too() -> None:
    rules = read_fees([{**FEE, "per": "class"}], act="asset-registration", payable_to="HK")
    made = hk(policies=tuple(replace(p, fees=rules) if p.name == "HK" else p for p in policies()))
    document = {"officeCode": "HK", "rightKind": "trademark", "classBag": ["9", "35"]}
    outcome = received(made, "AS-NEW")
    capacity = outcome.records[0].capacity
    brought = RecordDraft("asset", "AS-NEW", "asset/1", 1, document, capacity)
    outcome = replace(outcome, records=(brought, *outcome.records))
    found = quote_of(outcome, made, "asset-registration")
    assert [total.text for total in found.totals] == ["400.00"]


def test_no_fee_set_is_said_and_makes_no_invoice() -> None:
    made = hk(policies=policies())
    found = quote_of(received(made), made, "mandate")
    assert [f.code for f in found.findings] == ["no-fee-set"]
    assert invoices(hk(policies=priced(amount="0"))) == []


def test_a_filing_on_no_right_is_charged_under_the_offices_own_policy() -> None:
    rules = read_fees([{**FEE, "per": "filing"}], act="mandate", payable_to="HK")
    made = hk(policies=tuple(replace(p, fees=rules) if p.name == "HK" else p for p in policies()))
    outcome = replace(
        received(made),
        records=(filing_draft(made, "mandate", FilingStatus.RECORDED, act="mandate"),),
    )
    assert [t.text for t in quote_of(outcome, made, "mandate").totals] == ["200.00"]


def test_where_no_policy_is_the_offices_own_a_filing_on_no_right_has_no_fee_set() -> None:
    made = hk(node="GD")
    draft = filing_draft(made, "mandate", FilingStatus.RECORDED, act="mandate")
    found = quote_of(Outcome(FilingStatus.RECORDED, (draft,)), made, "mandate")
    assert [f.code for f in found.findings] == ["no-fee-set"]


def test_a_fee_from_memory_makes_no_invoice() -> None:
    made = hk(policies=priced(confidence="M"))
    assert invoices(made) == []
    found = quote_of(received(made), made, "assignment")
    assert [f.code for f in found.findings] == ["needs-legal-review"]


def test_a_correction_of_the_offices_own_error_carries_no_fee() -> None:
    rules = read_fees([FEE], act="correction", payable_to="HK")
    priced_correction = tuple(replace(p, fees=rules) if p.name == "HK" else p for p in policies())
    for error, expected in (("office", []), ("filer", ["200.00"])):
        made = hk(policies=priced_correction, body={"errorCategory": error})
        found = quote_of(received(made), made, "correction")
        assert [total.text for total in found.totals] == expected


def test_only_what_is_due_before_keeps_a_filing_from_going_straight_through() -> None:
    rights = [charged_right(asset(root(), right=HK_MARK))]
    assert due_before(rights, hk(), "assignment") == ()
    before = due_before(rights, hk(policies=priced(feeWhen="before")), "assignment")
    assert [line.rule.name for line in before] == ["sample-recordal"]
    elsewhere = priced(feeWhen="before", payableTo="CN")
    assert due_before(rights, hk(policies=elsewhere), "assignment") == ()


# ------------------------------------------------------------------ paying


def invoice(*paid: str, before: str = "0", **changes: Any) -> InvoiceFacts:
    payments = tuple(
        Entry("FI-PAY", Money(Decimal(amount), "HKD"), "2026-05-20", f"SAMPLE-{number}")
        for number, amount in enumerate(paid)
    )
    made = InvoiceFacts(
        "IV-1",
        1 + len(paid),
        "FI-1",
        "under-examination",
        "AC-FILER",
        Money(Decimal(200), "HKD"),
        Money(Decimal(before), "HKD"),
        payments,
    )
    return replace(made, **changes)


def desk(found: InvoiceFacts, actor: Any = None) -> Context:
    return context(actor or registrar(), node="HK", invoices={found.id: found})


def money(amount: str, **members: Any) -> dict[str, Any]:
    return {
        "invoice": "IV-1",
        "sum": {"amount": amount, "currencyCode": "HKD"},
        "date": "2026-05-31",
        "reference": "SAMPLE-NEW",
        **members,
    }


def back(amount: str, reason: str = "office-error", **members: Any) -> dict[str, Any]:
    return money(amount, reasonCategory=reason, **members)


@pytest.mark.parametrize(
    ("amount", "said"),
    [("200", []), ("150", ["payment-under"]), ("250", ["payment-over"])],
)
def test_a_payment_is_recorded_as_it_came_and_says_what_is_amiss(
    amount: str, said: list[str]
) -> None:
    outcome = accepted("payment", money(amount), desk(invoice()))
    assert [w.code for w in outcome.warnings] == said
    draft = next(d for d in outcome.records if d.kind == "invoice")
    assert draft.version == 2
    assert [entry["reference"] for entry in draft.document["paymentBag"]] == ["SAMPLE-NEW"]


def test_several_payments_add_up() -> None:
    outcome = accepted("payment", money("50"), desk(invoice("100", "50")))
    assert outcome.warnings == ()
    draft = next(d for d in outcome.records if d.kind == "invoice")
    assert len(draft.document["paymentBag"]) == 3


def test_how_much_is_missing_is_said_to_the_cent() -> None:
    outcome = accepted("payment", money("0.01"), desk(invoice("100")))
    assert outcome.warnings[0].params == {"amount": "99.99", "currency": "HKD"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (money("1", invoice="IV-2"), ("invoice-unknown", "/invoice")),
        (money("0"), ("amount-is-nothing", "/sum/amount")),
        (money("1", date="2026-06-02"), ("date-in-future", "/date")),
        (
            money("1", sum={"amount": "1", "currencyCode": "MOP"}),
            ("currency-of-invoice-differs", "/sum/currencyCode"),
        ),
        (money("1", reference="SAMPLE-0"), ("payment-already-recorded", "/reference")),
    ],
)
def test_what_is_no_payment_of_this_invoice_is_refused(
    body: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refused("payment", body, desk(invoice("10"))) == [expected]


@pytest.mark.parametrize("type_name", ["payment", "refund"])
def test_nobody_books_money_on_an_invoice_of_his_own(type_name: str) -> None:
    made = desk(invoice("200"), registrar("AC-FILER"))
    assert refused(type_name, back("1"), made) == [("own-filing", "/invoice")]


# ------------------------------------------------------------------ paying back


def test_no_more_goes_back_than_was_paid_and_is_left() -> None:
    given = invoice("200", refunds=invoice("150").payments)
    made = desk(replace(given, refunds=tuple(replace(e, reference="R") for e in given.refunds)))
    assert refused("refund", back("50.01"), made) == [("refund-above-paid", "/sum/amount")]
    outcome = accepted("refund", back("50"), made)
    draft = next(d for d in outcome.records if d.kind == "invoice")
    assert len(draft.document["refundBag"]) == 2
    assert len(draft.document["paymentBag"]) == 1


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("filing-refused", "refused"),
        ("filing-withdrawn", "withdrawn"),
        ("filing-divided", "divided"),
    ],
)
def test_a_fee_goes_back_for_a_filing_that_ended_so(reason: str, status: str) -> None:
    ended = invoice("200", filing_status=status)
    accepted("refund", back("200", reason), desk(ended))
    found = refused("refund", back("200", reason), desk(invoice("200")))
    assert found == [("refund-reason-unfit", "/reasonCategory")]


def test_only_what_was_paid_too_much_goes_back_as_overpaid() -> None:
    accepted("refund", back("50", "overpaid"), desk(invoice("250")))
    found = refused("refund", back("50.01", "overpaid"), desk(invoice("250")))
    assert found == [("refund-not-overpaid", "/reasonCategory")]


def test_the_same_money_goes_back_once() -> None:
    paid = invoice("200")
    again = replace(paid, refunds=(replace(paid.payments[0], reference="SAMPLE-NEW"),))
    again = replace(again, payments=(*paid.payments, *invoice("200").payments))
    assert ("refund-already-recorded", "/reference") in refused("refund", back("1"), desk(again))


# ------------------------------------------------------------------ before the decision


def test_a_fee_due_before_is_named_with_its_amount() -> None:
    due = invoice("50", before="200")
    made = desk(due)
    (found,) = fee_unpaid(made, filing("assignment", {}))
    assert (found.code, found.pointer) == ("fee-unpaid", "/filing")
    assert found.params == {"invoice": "IV-1", "amount": "150.00", "currency": "HKD"}


def test_a_piece_waits_for_what_the_whole_was_charged() -> None:
    piece = filing("assignment", {}, id="FI-PIECE", origins=("FI-1",))
    assert [v.code for v in fee_unpaid(desk(invoice(before="200")), piece)] == ["fee-unpaid"]


@pytest.mark.parametrize(
    "given", [invoice("200", before="200"), invoice(before="0"), invoice(filing="FI-2", before="9")]
)
def test_a_fee_paid_due_later_or_of_another_filing_keeps_nothing_waiting(
    given: InvoiceFacts,
) -> None:
    assert fee_unpaid(desk(given), filing("assignment", {})) == []
