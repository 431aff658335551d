"""Publishing a policy: a readable text becomes the next version of its name."""

import pytest

from ipregistry.domain.facts import FilingStatus
from tests.unit.builders import (
    POLICY_FILES,
    accepted,
    context,
    policies,
    record,
    refused,
    registrar,
)

TYPE = "policy-publication"
TEXT = next(p for p in POLICY_FILES if p.stem == "HK").read_text()


def test_the_first_policy_of_a_name_is_a_new_record() -> None:
    outcome = accepted(TYPE, {"text": TEXT}, context(registrar(), policies=()))
    draft = record(outcome, "policy")
    assert (draft.id, draft.version) == ("policy-1", 1)
    assert outcome.status is FilingStatus.RECORDED
    assert draft.document == {
        "name": "HK",
        "officeCode": "HK",
        "rightKindBag": ["hk-short-term", "hk-standard-o", "hk-standard-r", "trademark"],
        "inForceFrom": "2000-01-01",
        "text": TEXT,
    }


def test_the_next_policy_of_a_name_is_its_next_version() -> None:
    draft = record(accepted(TYPE, {"text": TEXT}, context(registrar())), "policy")
    assert (draft.id, draft.version) == ("PO-HK", 2)
    assert {p.name for p in policies()} > {"HK"}


@pytest.mark.parametrize("text", ["", "not toml", 'name = "x"', TEXT.replace('"V"', '"Z"')])
def test_a_text_that_is_no_policy_is_refused_with_the_reason(text: str) -> None:
    assert refused(TYPE, {"text": text}, context(registrar())) == [("policy-unreadable", "/text")]


def test_a_policy_for_no_place_may_not_allow_dispositions_everywhere() -> None:
    text = TEXT.replace('office = "HK"\n', "")
    assert refused(TYPE, {"text": text}, context(registrar())) == [("policy-unreadable", "/text")]
