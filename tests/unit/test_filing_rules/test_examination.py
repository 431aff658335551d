"""The rules of the officer's desk, without a database: who may act, clocks, letters, division."""

import string
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipregistry.domain.facts import Context, FilingFacts, FilingStatus, RequisitionFacts
from ipregistry.domain.filings.examination import letters
from ipregistry.domain.filings.examination.accepting import EXAMINED, rules_say
from ipregistry.domain.filings.examination.clocks import (
    APPEAL,
    RECONSIDERATION,
    REPLY,
    clock_for,
)
from ipregistry.domain.filings.examination.deciding import needs_second
from ipregistry.domain.filings.examination.desk import (
    desk_of,
    may_examine,
    parties_named,
    unsettled,
)
from ipregistry.domain.filings.examination.difference import as_known, difference
from ipregistry.domain.filings.examination.division import digest_of
from ipregistry.domain.filings.examination.letters import CATEGORIES, LANGUAGES, letter
from ipregistry.domain.titles import Strength
from ipregistry.tlog.canonical import canonical
from ipregistry.tlog.leaves import sha256_text
from tests.unit.builders import (
    ALICE,
    BOB,
    HK_MARK,
    TODAY,
    accepted,
    asset,
    assignment,
    context,
    examiner,
    filing,
    instant,
    policies,
    record,
    refused,
    root,
    transfer,
)

HK = asset(root("2020-01-01", strength=Strength.GRANT), right=HK_MARK)
MACAO = asset(right={"office": "MO", "kind": "trademark", "number": "N/012345"})
ME = "AC-EXAMINER"


def waiting(**document: Any) -> FilingFacts:
    return filing("assignment", assignment(HK), assents=(ALICE,), document=document)


def desk(found: FilingFacts, **changes: Any) -> Context:
    return context(examiner(), HK, node="HK", filings=[found], **changes)


def asked(**changes: Any) -> RequisitionFacts:
    made = RequisitionFacts(
        "RQ-1", 1, ("FI-1",), "AC-FILER", None, "deed", "issued", date(2026, 7, 1), 0
    )
    return replace(made, **changes)


# ------------------------------------------------------------------------------ who may act


@pytest.mark.parametrize(
    ("document", "reasons"),
    [
        ({}, set()),
        ({"allocation": {"officer": ME}}, set()),
        ({"allocation": {"officer": "AC-OTHER", "standIn": ME}}, set()),
        ({"allocation": {}}, set()),
        ({"allocation": {"officer": "AC-OTHER"}}, {"not-allocated-to-you"}),
        ({"recusalBag": [{"officer": ME}]}, {"officer-recused"}),
        ({"recusalBag": [{"officer": "AC-OTHER"}]}, set()),
    ],
)
def test_who_has_a_filing_may_examine_it_unless_he_recused_himself(
    document: dict[str, Any], reasons: set[str]
) -> None:
    found = waiting(**document)
    assert {v.code for v in may_examine(desk(found), found)} == reasons


def test_the_second_yes_is_not_asked_of_the_officer_who_has_the_filing() -> None:
    found = replace(
        waiting(allocation={"officer": "AC-OTHER"}), status=FilingStatus.AWAITING_SECOND_OFFICER
    )
    assert may_examine(desk(found), found) == []


def test_a_party_is_found_wherever_a_body_names_it() -> None:
    body = {"a": [{"party": ALICE}], "b": {"c": [{"d": {"party": BOB}}]}, "party": 1}
    assert parties_named(body) == {ALICE, BOB}


def test_the_first_yes_is_known_only_while_it_waits() -> None:
    first = {"officer": "AC-1", "outcome": "accept", "stage": "first"}
    back = {"officer": "AC-2", "outcome": "return", "stage": "second"}
    assert desk_of(waiting(decisionBag=[first])).first == "AC-1"
    assert desk_of(waiting(decisionBag=[first, back])).first is None


# ------------------------------------------------------------------------------ requisitions


@pytest.mark.parametrize("status", ["issued", "extended", "replied", "lapsed"])
def test_whatever_was_asked_and_is_not_settled_stands_in_the_way(status: str) -> None:
    made = desk(waiting(), requisitions={"RQ-1": asked(status=status)})
    assert [v.code for v in unsettled(made, waiting())] == ["requisition-open"]
    assert refused("decision", {"filing": "FI-1", "outcome": "accept"}, made) == [
        ("requisition-open", "/filing")
    ]


def test_what_is_settled_or_about_another_filing_stands_in_no_way() -> None:
    others = {"RQ-1": asked(status="settled"), "RQ-2": asked(id="RQ-2", filings=("FI-9",))}
    assert unsettled(desk(waiting(), requisitions=others), waiting()) == []


def test_a_requisition_is_seen_by_those_concerned_only() -> None:
    made = desk(waiting())
    body = {
        "filing": "FI-1",
        "requisitionCategory": "paper-missing",
        "paper": "deed",
        "languageCode": "en",
    }
    draft = record(accepted("requisition", body, made), "requisition")
    assert not draft.published
    assert draft.document["dueDate"] == "2026-07-31"
    assert draft.document["clock"]["confidence"] == "D"


# ------------------------------------------------------------------------------ clocks


def test_a_clock_that_the_policy_does_not_set_is_node_practice() -> None:
    found = waiting()
    for name in (REPLY, RECONSIDERATION):
        assert clock_for(desk(found), found, name).confidence == "D"


def test_the_time_for_an_appeal_is_that_of_the_place() -> None:
    found = waiting()
    assert clock_for(desk(found), found, APPEAL).ends(TODAY) == date(2026, 6, 29)
    made = context(examiner(), MACAO, node="MO", filings=[found])
    macao = clock_for(made, found, APPEAL)
    assert (macao.ends(date(2026, 1, 31)), macao.confidence) == (date(2026, 2, 28), "M")


def test_the_policys_clock_goes_before_node_practice() -> None:
    found = waiting()
    table = {REPLY: {"from": "issue", "months": 2, "extensions": 1, "extensionDays": 7}}
    clock = clock_for(desk(found, policies=policies(clocks=table)), found, REPLY)
    assert (clock.ends(TODAY), clock.extensions) == (date(2026, 8, 1), 1)
    assert clock.citation == "Sample rule"


def test_a_second_officer_is_asked_for_by_the_policy_of_a_right() -> None:
    found = waiting()
    assert not needs_second(desk(found), found)
    assert needs_second(desk(found, policies=policies(second_officer=True)), found)


# ------------------------------------------------------------------------------ letters


def _templates(language: str) -> dict[str, Any]:
    path = Path(letters.__file__).parent / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def test_the_letters_say_the_same_in_every_language() -> None:
    english = _templates("en")
    assert set(english["category"]) == set(CATEGORIES)
    for language in LANGUAGES:
        here = _templates(language)
        for group in ("category", "paper"):
            assert here[group].keys() == english[group].keys(), (language, group)
        texts = {k: v for k, v in english.items() if isinstance(v, str)} | english["category"]
        theirs = {k: v for k, v in here.items() if isinstance(v, str)} | here["category"]
        for name, text in texts.items():
            assert _places(theirs[name]) == _places(text), (language, name)


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("extensions", [0, 2])
def test_a_letter_has_no_gap(language: str, extensions: int) -> None:
    for category in CATEGORIES:
        text = letter(
            language,
            category,
            requisition="RQ-1",
            filing="FI-1",
            received="2026-05-20T08:00:00.000000Z",
            right=None,
            paper="unheard-of-paper",
            due=TODAY,
            extensions=extensions,
            extension_days=30,
            remark="{sample} remark",
        )
        for said in ("RQ-1", "FI-1", "2026-05-20", "unheard-of-paper", "2026-06-01"):
            assert said in text
        assert "{sample} remark" in text


# ------------------------------------------------------------------------------ division


@pytest.mark.parametrize(
    "body",
    [
        {"b": [1, {"z": '示例\n\t"\\/\u2028\u007f', "a": None}], "a": True},
        {"consideration": {"amount": "1.00", "currencyCode": "HKD"}, "assetBag": []},
    ],
)
def test_the_digest_of_a_piece_is_that_of_its_canonical_body(body: dict[str, Any]) -> None:
    assert digest_of(body) == sha256_text(canonical(body))


# ------------------------------------------------------------------------------ then and now


def test_a_right_as_it_was_known_has_the_title_version_of_then() -> None:
    moved = asset(root("2020-01-01"), transfer("2026-05-01", [(ALICE, "1")], [(BOB, "1")]))
    then = as_known(moved, instant(1))
    assert (then.title_version, len(then.steps)) == (moved.title_version - 1, 1)


def test_the_rules_run_on_the_title_of_then_and_of_now() -> None:
    sold = asset(
        root("2020-01-01", strength=Strength.GRANT),
        transfer("2026-05-01", [(ALICE, "1")], [(BOB, "1")]),
        right=HK_MARK,
    )
    body = assignment(HK, executedDate="2026-04-30")
    found = replace(waiting(), body=body, received_at=instant(1))
    made = context(examiner(), sold, node="HK", filings=[found])
    changed = difference(made, found, date(2026, 5, 1))
    assert {v.code for v in changed.then} == set()
    assert {v.code for v in changed.new} == {"transferor-not-holder"}
    assert changed.moved[0].acts == ("grant",)


def test_a_type_that_never_waits_is_judged_by_no_rule() -> None:
    assert "party-registration" not in EXAMINED
    found = filing("party-registration", {})
    assert rules_say(context(examiner(), HK), found) == []
