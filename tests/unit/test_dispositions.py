"""What stops a disposition, and whose assent it needs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.dispositions import Block, blocks, missing_assents, standing
from ipregistry.domain.facts import AssetFacts
from ipregistry.domain.policies import Policy, select
from ipregistry.domain.titles import Register, Replace, Stage, Strength
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    HK_MARK,
    MARK,
    NOW,
    PATENT,
    TODAY,
    agent,
    asset,
    examiner,
    mandate,
    party_actor,
    policies,
    registrar,
    root,
    step,
    transfer,
)


def found(right: AssetFacts, *known: Policy) -> list[Block]:
    policy = select(list(known or policies()), right.office, right.kind, TODAY)
    return blocks(right, right.title(TODAY, NOW), policy.acts["assignment"], TODAY)


def codes(right: AssetFacts, *known: Policy) -> list[str]:
    return [b.violation.code for b in found(right, *known)]


def remembered(rule: str) -> tuple[Policy, ...]:
    """The seed policies, one of their rules resting on memory."""
    return tuple(
        replace(
            policy,
            acts={
                name: replace(act, **{rule: replace(getattr(act, rule), confidence="M")})
                for name, act in policy.acts.items()
            },
        )
        for policy in policies()
    )


def test_nothing_stops_the_holder_of_a_right_with_a_fresh_extract() -> None:
    assert found(asset()) == []


@pytest.mark.parametrize("strength", [s for s in Strength if s.rank < 4])
def test_a_mainland_disposition_needs_a_register_extract(strength: Strength) -> None:
    (block,) = found(asset(root(strength=strength)))
    assert block.violation.code == "root-too-weak"
    assert block.violation.params == {"found": strength.value, "needed": "register-extract"}
    assert block.violation.citation is not None


def test_a_right_without_root_or_holder_cannot_be_disposed_of() -> None:
    nobody = replace(root(), holders=())
    sale = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")])
    assert codes(asset(nobody)) == ["root-too-weak"]
    assert codes(asset(sale)) == ["root-too-weak", "discrepancy-open"]


@pytest.mark.parametrize(("on", "expected"), [("2025-06-01", []), ("2025-05-31", ["root-too-old"])])
def test_an_extract_ages(on: str, expected: list[str]) -> None:
    assert codes(asset(root(on))) == expected


def test_the_own_register_does_not_age() -> None:
    assert codes(asset(root("1990-01-01", strength=Strength.GRANT), right=HK_MARK)) == []


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        ("root_strength", asset(root(strength=Strength.STATEMENT))),
        ("root_max_age_days", asset(root("2001-01-01"))),
    ],
)
def test_a_rule_that_rests_on_memory_asks_and_does_not_refuse(rule: str, right: AssetFacts) -> None:
    assert codes(right, *remembered(rule)) == ["needs-legal-review"]


def test_an_open_discrepancy_stops_every_disposition() -> None:
    sale = transfer("2026-02-01", [(BOB, "1")], [(CAROL, "1")])
    (block,) = found(asset(root(), sale))
    assert block.violation.code == "discrepancy-open"
    assert block.violation.params["name"] == "transferor-not-holder"


def test_what_is_lodged_stops_the_next_disposition() -> None:
    sale = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED)
    (block,) = found(asset(root(), sale))
    assert block.violation.code == "disposition-lodged"
    assert block.since == "2026-05-01T00:00:02.000000Z"


def test_a_statement_of_holders_is_no_lodged_disposition_even_when_corrected() -> None:
    statement = root(strength=Strength.STATEMENT, register=Register.NOTIFIED)
    correction = step(3, Replace(statement.on, "TX-2", statement), act="correction")
    assert codes(asset(root(), statement)) == []
    assert codes(asset(root(), statement, correction)) == []


def test_a_right_that_ended_cannot_be_disposed_of() -> None:
    assert codes(asset(root(), Stage(date(2026, 5, 1), "ended"))) == ["right-not-in-force"]


@pytest.mark.parametrize(
    ("right", "confidence", "ends", "expected"),
    [
        (PATENT, "V", date(2026, 6, 1), []),
        (PATENT, "V", date(2026, 5, 31), ["right-not-in-force"]),
        (PATENT, "M", date(2026, 5, 31), ["needs-legal-review"]),
        # What is known is the end of the first period; a renewal may stand elsewhere.
        (MARK, "V", date(2026, 5, 31), ["needs-legal-review"]),
    ],
)
def test_a_term_that_is_over_refuses_as_far_as_it_is_known(
    right: Any, confidence: str, ends: date, expected: list[str]
) -> None:
    made = asset(right=right, term_ends=ends, term_confidence=confidence)
    assert codes(made) == expected


def test_every_block_is_named_at_once() -> None:
    made = asset(
        root("2001-01-01"),
        transfer("2026-02-01", [(BOB, "1/2")], [(CAROL, "1/2")]),
        transfer("2026-03-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED),
        term_ends=date(2020, 1, 1),
        term_confidence="V",
    )
    assert codes(made) == [
        "root-too-old",
        "discrepancy-open",
        "disposition-lodged",
        "right-not-in-force",
    ]


# ------------------------------------------------------------------------------ assents


def missing(actor: Any, *mandates: Any, given: tuple[str, ...] = ()) -> list[str]:
    return missing_assents((ALICE, BOB), actor, mandates, given, "assignment", "AS-1", TODAY)


def test_a_party_assents_by_filing_itself_and_for_itself_only() -> None:
    assert missing(party_actor(ALICE)) == [BOB]
    assert missing(party_actor(CAROL)) == [ALICE, BOB]


def test_an_assent_that_was_filed_counts() -> None:
    assert missing(party_actor(ALICE), given=(BOB,)) == []


def test_no_officer_assents_for_anybody() -> None:
    assert missing(registrar()) == [ALICE, BOB]
    assert missing(examiner()) == [ALICE, BOB]


def test_an_agent_assents_within_a_mandate_and_not_without() -> None:
    assert missing(agent()) == [ALICE, BOB]
    assert missing(agent(), mandate()) == [BOB]
    assert missing(agent(), mandate(), mandate(BOB)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"agent": "AC-OTHER"},
        {"acts": frozenset({"licence"})},
        {"assets": frozenset({"AS-2"})},
        {"assets": frozenset()},
        {"start": date(2026, 6, 2)},
        {"end": date(2026, 5, 31)},
        {"status": "revoked"},
    ],
    ids="".join,
)
def test_a_mandate_for_something_else_gives_no_assent(changes: dict[str, Any]) -> None:
    assert missing(agent(), mandate(**changes)) == [ALICE, BOB]


def test_a_mandate_counts_on_its_first_and_last_day() -> None:
    assert missing(agent(), mandate(start=TODAY, end=TODAY)) == [BOB]


def test_somebody_without_account_has_no_mandate() -> None:
    nobody = replace(agent(), account=None)
    assert missing(nobody, mandate()) == [ALICE, BOB]


def test_a_party_files_about_its_own_rights_only() -> None:
    assert standing(party_actor(ALICE), [ALICE, BOB]) == []
    (violation,) = standing(party_actor(CAROL), [ALICE, BOB])
    assert (violation.code, violation.severity) == ("filer-without-standing", "forbidden")
    assert standing(party_actor(None), [ALICE]) != []
    assert standing(examiner(), [ALICE]) != []


def test_agents_and_registrars_file_for_others() -> None:
    assert standing(agent(), [ALICE]) == standing(registrar(), [ALICE]) == []
