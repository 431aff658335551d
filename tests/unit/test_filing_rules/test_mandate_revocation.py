"""Revocation: the principal ends a mandate at any time; what was done under it stays."""

from typing import Any

import pytest

from ipregistry.domain.filings.mandates import REVOCATION
from tests.unit.builders import (
    ALICE,
    BOB,
    accepted,
    agent,
    context,
    mandate,
    party_actor,
    record,
    refused,
    registrar,
)

TYPE = "mandate-revocation"
BODY = {"mandate": "MA-1"}


def made(actor: Any, **changes: Any) -> Any:
    return context(actor, mandates=(mandate(**changes),))


@pytest.mark.parametrize("actor", [party_actor(ALICE), registrar()])
def test_the_principal_or_an_officer_for_it_ends_a_mandate(actor: Any) -> None:
    draft = record(accepted(TYPE, BODY, made(actor)), "mandate")
    assert (draft.id, draft.version, draft.document["status"]) == ("MA-1", 2, "revoked")
    assert draft.document["principal"] == ALICE


def test_the_agent_does_not_end_it() -> None:
    assert refused(TYPE, BODY, made(agent())) == [("not-the-principal", "/mandate")]


def test_a_stranger_does_not_learn_that_there_is_a_mandate() -> None:
    absent = {"mandate": "MA-9"}
    assert refused(TYPE, absent, made(party_actor(BOB))) == [("mandate-unknown", "/mandate")]
    assert refused(TYPE, BODY, made(party_actor(BOB))) == [("mandate-unknown", "/mandate")]


def test_a_mandate_is_ended_once() -> None:
    assert refused(TYPE, BODY, made(party_actor(ALICE), status="revoked")) == [
        ("mandate-not-in-force", "/mandate")
    ]


def test_both_faults_are_named_at_once() -> None:
    assert refused(TYPE, BODY, made(agent(), status="revoked")) == [
        ("not-the-principal", "/mandate"),
        ("mandate-not-in-force", "/mandate"),
    ]


def test_the_mandate_is_loaded() -> None:
    assert REVOCATION.needs(REVOCATION.read(BODY)).mandates == ("MA-1",)
