"""Safeguards against title fraud: what never goes straight through, and from when it may."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from ipregistry.domain.policies import ActPolicy, NeverStraight, PolicyError, Rule, read_policy
from ipregistry.domain.safeguards import (
    Disposition,
    asks_who_filed,
    check_standstill,
    disposition,
    reasons_to_examine,
    standstill_ends,
)
from ipregistry.domain.titles import End, Holding, Register, Rename
from ipregistry.domain.violations import Severity
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    NOW,
    POLICY_FILES,
    TODAY,
    policies,
    step,
    transfer,
)

TEN_DAYS_ON = "2026-06-11T08:00:00.000000Z"
EVERY = [reason.value for reason in NeverStraight]


def rules(confidence: str = "D", **values: Any) -> ActPolicy:
    """The assignment rules of Hong Kong with these values."""
    policy = next(p for p in policies() if p.name == "HK")
    changes = {name: Rule(value, "Sample rule", confidence) for name, value in values.items()}
    return replace(policy.acts["assignment"], **changes)


def names(given: ActPolicy, facts: Disposition) -> list[str]:
    return [reason.name for reason in reasons_to_examine(given, facts)]


NEW_AGENT = Disposition(TODAY, whole=True, transfers=True, agent="AC-AGENT")


def test_a_policy_that_asks_for_nothing_lets_everything_through() -> None:
    everything = replace(NEW_AGENT, releases=True, address_changed=TODAY)
    assert names(rules(), everything) == []


def test_a_whole_transfer_by_an_agent_new_to_the_right_is_looked_at() -> None:
    assert names(rules(never_straight=EVERY), NEW_AGENT) == ["whole-transfer-by-new-agent"]


@pytest.mark.parametrize(
    "facts",
    [
        replace(NEW_AGENT, agent_known=True),
        replace(NEW_AGENT, whole=False),
        replace(NEW_AGENT, agent=None),
    ],
    ids=["an agent known on the right", "a part of the right", "the holder himself"],
)
def test_no_other_transfer_is_looked_at_for_its_agent(facts: Disposition) -> None:
    assert names(rules(never_straight=EVERY), facts) == []


def test_a_release_is_looked_at() -> None:
    facts = Disposition(TODAY, releases=True)
    assert names(rules(never_straight=["release"]), facts) == ["release"]


@pytest.mark.parametrize(("days_ago", "looked_at"), [(0, True), (30, True), (31, False)])
def test_a_transfer_soon_after_a_change_of_address_is_looked_at(
    days_ago: int, looked_at: bool
) -> None:
    changed = TODAY - timedelta(days=days_ago)
    facts = Disposition(TODAY, transfers=True, address_changed=changed)
    given = rules(never_straight=EVERY, address_change_days=30)
    found = reasons_to_examine(given, facts)
    assert [r.params for r in found] == ([{"date": changed.isoformat()}] if looked_at else [])


def test_a_change_of_address_matters_to_a_transfer_only() -> None:
    facts = Disposition(TODAY, address_changed=TODAY)
    assert names(rules(never_straight=EVERY, address_change_days=30), facts) == []


def test_a_standstill_keeps_a_filing_waiting_until_its_day() -> None:
    (reason,) = reasons_to_examine(rules(standstill_days=10), Disposition(TODAY, NOW))
    assert (reason.name, reason.params) == ("standstill", {"until": TEN_DAYS_ON})


def test_a_reason_tells_its_source_and_refuses_nothing() -> None:
    (reason,) = reasons_to_examine(rules(never_straight=EVERY), NEW_AGENT)
    warning = reason.warning("/assetBag/0")
    assert (warning.code, warning.pointer) == ("not-straight-through", "/assetBag/0")
    assert (warning.citation, warning.severity) == ("Sample rule", Severity.WARNING)


def test_a_filing_is_not_accepted_while_its_standstill_runs() -> None:
    given = rules(standstill_days=10)
    assert standstill_ends(given, NOW) == TEN_DAYS_ON
    (found,) = check_standstill(given, NOW, "2026-06-11T07:59:59.999999Z")
    assert (found.code, found.params) == ("standstill-running", {"until": TEN_DAYS_ON})
    assert found.severity is Severity.RULE
    assert check_standstill(given, NOW, TEN_DAYS_ON) == []


def test_a_standstill_that_rests_on_memory_refuses_nothing() -> None:
    (found,) = check_standstill(rules("M", standstill_days=10), NOW, NOW)
    assert (found.code, found.severity) == ("needs-legal-review", Severity.WARNING)


# ------------------------------------------------------------------ the facts


def test_a_transfer_of_all_shares_is_whole_and_one_of_a_part_is_not() -> None:
    whole = transfer("2026-06-01", [(ALICE, "1/3"), (BOB, "2/3")], [(CAROL, "1")])
    part = transfer("2026-06-01", [(ALICE, "1/3")], [(CAROL, "1/3")])
    assert disposition([whole], [], TODAY).whole
    assert not disposition([part], [], TODAY).whole
    assert disposition([part], [], TODAY).transfers


def test_an_end_of_an_interest_is_a_release() -> None:
    end = End(Register.RECORD, TODAY, "TX-1", "released")
    assert disposition([end], [], TODAY).releases


def test_only_a_change_of_a_givers_own_address_counts_by_the_day_it_was_recorded() -> None:
    sale = transfer("2026-06-01", [(ALICE, "1")], [(BOB, "1")])
    renamed = [
        # What the paper says of its own day is the fraudster's to write.
        step(1, Rename(Register.RECORD, date(2020, 1, 1), ALICE, 2)),
        step(2, Rename(Register.RECORD, date(2026, 5, 30), CAROL, 2), known_at="2026-05-30T00Z"),
    ]
    assert disposition([sale], renamed, TODAY).address_changed == date(2026, 5, 1)
    assert disposition([sale], renamed[1:], TODAY).address_changed is None


def test_shares_are_added_up_exactly() -> None:
    thirds = tuple(Holding(party, 1, Fraction(1, 3)) for party in (ALICE, BOB, CAROL))
    sale = replace(transfer("2026-06-01", [(ALICE, "1")], [(BOB, "1")]), givers=thirds)
    assert disposition([sale], [], TODAY).whole


# ------------------------------------------------------------------ as policy data


def text_with(rule: str) -> str:
    text = next(p for p in POLICY_FILES if p.stem == "HK").read_text()
    return text.replace("[acts.assignment]\n", f"[acts.assignment]\n{rule}\n")


SOURCE = 'citation = "Sample rule", confidence = "D"'


def test_a_policy_names_its_safeguards() -> None:
    given = (
        f'neverStraight = {{ value = ["release"], {SOURCE} }}\n'
        f"standstillDays = {{ value = 5, {SOURCE} }}\n"
        f"addressChangeDays = {{ value = 30, {SOURCE} }}"
    )
    act = read_policy(text_with(given)).acts["assignment"]
    assert (act.never_straight.value, act.standstill_days.value) == (["release"], 5)
    assert act.address_change_days.value == 30


@pytest.mark.parametrize(
    "rule",
    [
        f'neverStraight = {{ value = ["sometimes"], {SOURCE} }}',
        f"addressChangeDays = {{ value = -1, {SOURCE} }}",
        f'standstillDays = {{ value = "5", {SOURCE} }}',
    ],
)
def test_a_safeguard_that_nobody_knows_is_no_policy(rule: str) -> None:
    with pytest.raises(PolicyError, match="not known"):
        read_policy(text_with(rule))


def test_who_filed_before_is_looked_up_only_where_a_policy_asks() -> None:
    asking = replace(next(p for p in policies() if p.name == "HK"), acts={"a": rules()})
    assert not asks_who_filed([asking])
    assert asks_who_filed([replace(asking, acts={"a": rules(never_straight=EVERY)})])
