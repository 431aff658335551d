"""Fees through the one way in: quoted before, invoiced with the filing, paid, paid back."""

from typing import Any

import orjson
import pytest

from ipregistry.domain.access import Actor
from ipregistry.services.errors import NotFoundError
from ipregistry.services.fees import list_invoices, quote, show_invoice
from ipregistry.services.listing import PageRequest
from ipregistry.services.replay import compare, replay
from tests.services.policy_texts import FEE, hong_kong, priced, publish
from tests.world import World, codes

ENTRY = """
[[fees]]
act = "party-registration"
name = "sample-entry"
amount = "10"
currency = "HKD"
feeWhen = "after"
citation = "Sample"
confidence = "D"
"""


@pytest.fixture
def alice(world: World) -> Actor:
    return world.owner("Sample A")


@pytest.fixture
def bob(world: World) -> Actor:
    return world.owner("Sample B")


def money(invoice: str, amount: str, reference: str = "SAMPLE-1", **more: Any) -> dict[str, Any]:
    summed = {"amount": amount, "currencyCode": "HKD"}
    return {
        "invoice": invoice,
        "sum": summed,
        "date": "2026-06-01",
        "reference": reference,
        **more,
    }


def standing(world: World, actor: Actor, invoice: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(show_invoice(world.node, actor, invoice).body)["standing"]
    return found


def test_a_quote_names_each_fee_with_its_source_and_stores_nothing(
    world: World, alice: Actor, bob: Actor
) -> None:
    priced(world)
    body = world.sale(world.hk_right(alice), alice, bob)
    before = world.rows()
    found = quote(world.node, alice, "assignment", body)
    (line,) = found.fees.lines
    assert (line.rule.name, line.rule.citation) == (
        "sample-recordal",
        "Sample schedule of fees, line 1",
    )
    assert [total.document() for total in found.here] == [
        {"amount": "200.00", "currencyCode": "HKD"}
    ]
    assert world.rows() == before


def test_without_a_fee_in_the_policy_there_is_no_invoice_and_the_quote_says_so(
    world: World, alice: Actor, bob: Actor
) -> None:
    right = world.hk_right(alice)
    found = quote(world.node, alice, "assignment", world.sale(right, alice, bob))
    assert [finding.code for finding in found.fees.findings] == ["no-fee-set"]
    world.file(alice, "assignment", world.sale(right, alice, bob))
    assert world.rows()["invoice"] == 0


def test_an_office_sets_a_fee_for_filings_that_are_no_act_on_title(world: World) -> None:
    publish(world, more=ENTRY)
    body = {
        "category": "organization",
        "nameBag": [{"value": "Sample C", "languageCode": "en"}],
    }
    filed = world.file(world.agent(), "party-registration", body)
    assert standing(world, world.registrar, filed.made("invoice"))["total"]["amount"] == "10.00"


@pytest.mark.parametrize(
    "text",
    [
        ENTRY.replace('"10"', "10.5"),
        FEE.format(when="with", confidence="V").replace("citation", "source"),
    ],
    ids=["a float", "no source"],
)
def test_a_policy_with_a_fee_that_is_none_is_not_published(world: World, text: str) -> None:
    body = {"text": hong_kong(more=text)}
    refusal = world.refused(world.registrar, "policy-publication", body)
    assert codes(refusal) == {"policy-unreadable"}


def test_a_fee_by_class_counts_the_classes_on_record(
    world: World, alice: Actor, bob: Actor
) -> None:
    by_class = FEE.format(when="with", confidence="D").replace('"right"', '"class"')
    publish(world, more=by_class)
    right = world.hk_right(
        alice, rightKind="trademark", number="303123456", classBag=["9", "35", "42"]
    )
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    total = standing(world, alice, filed.made("invoice"))["total"]
    assert total == {"amount": "600.00", "currencyCode": "HKD"}


def test_the_invoice_is_the_filers_and_the_offices_and_nobody_elses(
    world: World, alice: Actor, bob: Actor
) -> None:
    priced(world)
    filed = world.file(alice, "assignment", world.sale(world.hk_right(alice), alice, bob))
    invoice = filed.made("invoice")
    for actor in (alice, world.registrar):
        assert standing(world, actor, invoice)["status"] == "due"
    for actor in (bob, world.agent(), world.public):
        with pytest.raises(NotFoundError):
            show_invoice(world.node, actor, invoice)
        assert list_invoices(world.node, actor, PageRequest()).items == ()


def test_payments_and_refunds_move_the_invoice(world: World, alice: Actor, bob: Actor) -> None:
    priced(world)
    filed = world.file(alice, "assignment", world.sale(world.hk_right(alice), alice, bob))
    invoice, registrar = filed.made("invoice"), world.registrar
    first = world.file(registrar, "payment", money(invoice, "150"))
    assert first.warnings == ["payment-under"]
    assert standing(world, alice, invoice)["outstanding"]["amount"] == "50.00"
    second = world.file(registrar, "payment", money(invoice, "80", "SAMPLE-2"))
    assert second.warnings == ["payment-over"]
    assert standing(world, alice, invoice)["overpaid"]["amount"] == "30.00"
    back = money(invoice, "30", "SAMPLE-3", reasonCategory="overpaid")
    world.file(registrar, "refund", back)
    assert standing(world, alice, invoice)["status"] == "paid"
    again = world.refused(registrar, "refund", {**back, "reference": "SAMPLE-4"})
    assert codes(again) == {"refund-not-overpaid"}
    assert compare(world.node, replay(world.node)) == []


def test_a_fee_due_before_is_paid_before_the_filing_is_accepted(
    world: World, alice: Actor, bob: Actor
) -> None:
    priced(world, "before")
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    assert (filed.status, filed.warnings) == ("under-examination", ["not-straight-through"])
    decision = {"filing": filed.id, "outcome": "accept"}
    refusal = world.refused(world.examiner, "decision", decision)
    assert codes(refusal) == {"fee-unpaid"}
    assert refusal.violations[0].params["amount"] == "200.00"
    world.file(world.registrar, "payment", money(filed.made("invoice"), "200"))
    world.file(world.examiner, "decision", decision)
    assert world.holders(right) == {bob.party: "1"}


def test_a_fee_due_with_the_filing_keeps_nothing_waiting(
    world: World, alice: Actor, bob: Actor
) -> None:
    priced(world)
    right = world.hk_right(alice)
    assert world.file(alice, "assignment", world.sale(right, alice, bob)).status == "recorded"


def test_a_refused_filing_gives_its_fee_back_and_an_unpaid_one_is_asked_of_nobody(
    world: World, alice: Actor, bob: Actor
) -> None:
    priced(world, "before")
    paid, unpaid = (
        world.file(alice, "assignment", world.sale(world.hk_right(alice), alice, bob))
        for _ in range(2)
    )
    invoice = paid.made("invoice")
    world.file(world.registrar, "payment", money(invoice, "200"))
    back = money(invoice, "200", "SAMPLE-2", reasonCategory="filing-refused")
    assert codes(world.refused(world.registrar, "refund", back)) == {"refund-reason-unfit"}
    for filed in (paid, unpaid):
        world.file(alice, "withdrawal", {"filing": filed.id})
    withdrawn = {**back, "reasonCategory": "filing-withdrawn"}
    world.file(world.registrar, "refund", withdrawn)
    assert standing(world, alice, invoice)["status"] == "refunded"
    assert standing(world, alice, unpaid.made("invoice"))["status"] == "cancelled"


def test_the_statement_lists_a_filers_invoices_oldest_first_page_by_page(
    world: World, alice: Actor, bob: Actor
) -> None:
    priced(world)
    made = [
        world.file(alice, "assignment", world.sale(world.hk_right(alice), alice, bob)).made(
            "invoice"
        )
        for _ in range(5)
    ]
    found: list[str] = []
    after: str | None = None
    while True:
        page = list_invoices(world.node, alice, PageRequest(2, after, count=True))
        found += [orjson.loads(item)["id"] for item in page.items]
        assert page.count == 5
        after = page.after
        if after is None:
            break
    assert found == made
    only = list_invoices(world.node, world.registrar, PageRequest(), filer=bob.account)
    assert only.items == ()
