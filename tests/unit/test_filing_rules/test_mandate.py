"""Mandates: from the principal, or from an officer who gains nothing by it."""

from typing import Any

import pytest

from ipregistry.domain.classes import Label, split
from ipregistry.domain.facts import FilingStatus
from ipregistry.domain.filings.mandates import TYPE as ROW
from ipregistry.domain.violations import Severity
from tests.unit.builders import (
    ALICE,
    BOB,
    accepted,
    agent,
    context,
    decide,
    party_actor,
    record,
    refused,
    registrar,
)

TYPE = "mandate"


def body(**members: Any) -> dict[str, Any]:
    return {
        "principal": ALICE,
        "agent": "AC-AGENT",
        "actBag": ["assignment"],
        "startDate": "2026-06-01",
        **members,
    }


def test_the_principal_gives_a_mandate() -> None:
    made = body(assetBag=["AS-1"], endDate="2026-12-31")
    outcome = accepted(TYPE, made, context(party_actor(ALICE)))
    assert outcome.status is FilingStatus.RECORDED
    assert record(outcome, "mandate").document == {
        "principal": ALICE,
        "agent": "AC-AGENT",
        "actBag": ["assignment"],
        "assetBag": ["AS-1"],
        "period": {"startDate": "2026-06-01", "endDate": "2026-12-31"},
        "status": "in-force",
    }


def test_without_rights_it_is_for_all_and_without_an_end_until_revoked() -> None:
    document = record(accepted(TYPE, body(), context(party_actor(ALICE))), "mandate").document
    assert document["assetBag"] is None
    assert document["period"] == {"startDate": "2026-06-01"}


def test_a_mandate_for_no_right_is_not_one_for_all() -> None:
    made = body(assetBag=[])
    document = record(accepted(TYPE, made, context(party_actor(ALICE))), "mandate").document
    assert document["assetBag"] == []


@pytest.mark.parametrize("actor", [party_actor(BOB), agent(), party_actor(None)])
def test_nobody_else_gives_a_mandate_for_the_principal(actor: Any) -> None:
    decision = decide(TYPE, body(), context(actor))
    assert isinstance(decision, list)
    assert ("not-the-principal", Severity.FORBIDDEN) in [(v.code, v.severity) for v in decision]


def test_an_officer_records_a_mandate_on_paper() -> None:
    accepted(TYPE, body(), context(registrar()))


def test_no_officer_records_a_mandate_to_himself() -> None:
    # With it he could dispose of the principal's right alone.
    made = body(agent="AC-REGISTRAR")
    assert refused(TYPE, made, context(registrar())) == [("mandate-to-oneself", "/agent")]
    accepted(TYPE, made, context(registrar(party_id=ALICE)))


def test_every_violation_is_named_at_once() -> None:
    made = body(principal="PA-NOBODY", endDate="2026-05-31", agent="AC-PA-BOB")
    assert set(refused(TYPE, made, context(party_actor(BOB)))) == {
        ("not-the-principal", "/principal"),
        ("party-unknown", "/principal"),
        ("period-ends-before-it-starts", "/endDate"),
        ("mandate-to-oneself", "/agent"),
    }


def test_a_mandate_may_last_one_day() -> None:
    accepted(TYPE, body(endDate="2026-06-01"), context(party_actor(ALICE)))


def test_a_mandate_is_for_those_concerned_only() -> None:
    for draft in accepted(TYPE, body(), context(party_actor(ALICE))).records:
        assert Label.PUBLIC not in split(draft.schema, draft.document, published=draft.published)


def test_the_principal_is_loaded() -> None:
    assert ROW.needs(ROW.read(body())).parties == (ALICE,)
