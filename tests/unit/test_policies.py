"""Policies: data with a source on every rule, and what rests on memory refuses nothing."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ipregistry.domain.policies import (
    CONFIDENCES,
    Policy,
    PolicyError,
    Rule,
    read_policy,
    select,
    weigh,
)
from ipregistry.domain.rights import RightKind, kinds_of
from ipregistry.domain.violations import Severity, Violation, refusing
from tests.unit.builders import POLICY_FILES, policies

RULES = (
    "registerOfRecord",
    "effectOfRecording",
    "assents",
    "coOwnerAssent",
    "rootStrength",
    "rootMaxAgeDays",
    "examination",
)
TEXT = next(p for p in POLICY_FILES if p.stem == "CN-patent").read_text()
TODAY = date(2026, 6, 1)


def test_the_seed_holds_a_policy_for_every_place_and_one_for_all_others() -> None:
    assert {p.name for p in policies()} == {path.stem for path in POLICY_FILES}
    assert {"CN-patent", "CN-trademark", "HK", "MO", "record-only"} <= {p.name for p in policies()}


@pytest.mark.parametrize("path", POLICY_FILES, ids=lambda p: p.stem)
def test_every_rule_of_a_seed_policy_has_value_citation_and_confidence(path: Path) -> None:
    policy = read_policy(path.read_text())
    assert policy.name == path.stem
    for act in policy.acts.values():
        members = [getattr(act, name) for name in act.__slots__]
        rules = [member for member in members if isinstance(member, Rule)]
        rules += [paper.rule for paper in act.papers]
        rules += [ground.rule for ground in act.grounds.values()]
        assert len(rules) > len(RULES)
        assert all(isinstance(rule, Rule) and rule.citation.strip() for rule in rules)
        assert {rule.confidence for rule in rules} <= CONFIDENCES


@pytest.mark.parametrize("path", POLICY_FILES, ids=lambda p: p.stem)
def test_a_seed_policy_covers_kinds_that_its_office_grants(path: Path) -> None:
    policy = read_policy(path.read_text())
    assert policy.office is not None or not policy.kinds
    assert {RightKind(k) for k in policy.kinds} <= set(kinds_of(policy.office or ""))


@pytest.mark.parametrize("confidence", sorted(CONFIDENCES))
def test_only_what_rests_on_memory_never_refuses(confidence: str) -> None:
    violation = Violation("sample-code", "/place", {"name": "value"})
    weighed = weigh(Rule(None, "Sample Law art. 1", confidence), violation)
    assert bool(refusing([weighed])) == (confidence != "M")
    assert weighed.citation == "Sample Law art. 1"
    assert weighed.pointer == "/place"


def test_a_question_for_an_officer_names_what_would_have_refused() -> None:
    weighed = weigh(Rule(None, "c", "M"), Violation("sample-code", params={"n": 1}))
    assert (weighed.code, weighed.severity) == ("needs-legal-review", Severity.WARNING)
    assert weighed.params == {"code": "sample-code", "n": 1}


@pytest.mark.parametrize("member", RULES)
@pytest.mark.parametrize("missing", ["value", "citation", "confidence"])
def test_a_rule_without_value_source_or_confidence_is_no_rule(member: str, missing: str) -> None:
    line = next(line for line in TEXT.splitlines() if line.startswith(member + " "))
    with pytest.raises(PolicyError, match=member):
        read_policy(TEXT.replace(line, re.sub(rf"\b{missing} =", "other =", line)))


@pytest.mark.parametrize("member", RULES)
def test_an_act_without_one_of_the_rules_is_refused(member: str) -> None:
    line = next(line for line in TEXT.splitlines() if line.startswith(member + " "))
    with pytest.raises(PolicyError, match=member):
        read_policy(TEXT.replace(line, ""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('value = "constitutive-on-registration"', 'value = "magic"'),
        ('value = "register-extract"', 'value = "hearsay"'),
        ('value = "straight"', 'value = "by-dice"'),
        ('value = "CN"', "value = 1"),
        ("value = 365", 'value = "365"'),
        ("value = 365", "value = -1"),
        ("value = 365", "value = true"),
        ("value = 365", "value = 99999999999"),
        ("value = true", 'value = "yes"'),
        ('value = ["transferor"]', 'value = "transferor"'),
        ('confidence = "V"', 'confidence = "X"'),
        ('citation = "Patent Law art. 10: written contract of the parties"', "citation = 10"),
        ('citation = "Patent Law art. 10: written contract of the parties"', 'citation = " "'),
        ('inForceFrom = "2000-01-01"', 'inForceFrom = "soon"'),
        ('name = "CN-patent"', ""),
        ('kinds = ["invention", "utility-model", "design"]', 'kinds = "invention"'),
        ('office = "CN"\n', ""),
        ("[acts.assignment]", "[acts"),
        ("[acts.assignment]", 'acts = "none"\n[other]'),
    ],
)
def test_what_no_decision_could_use_is_no_policy(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyError):
        read_policy(TEXT.replace(old, new, 1))


def test_a_text_nested_without_end_is_no_policy() -> None:
    with pytest.raises(PolicyError):
        read_policy("a = " + "[" * 100_000)


def named(name: str) -> Policy:
    return next(p for p in policies() if p.name == name)


def test_the_policy_of_the_place_and_kind_is_selected() -> None:
    found = list(policies())
    assert select(found, "CN", "invention", TODAY).name == "CN-patent"
    assert select(found, "CN", "trademark", TODAY).name == "CN-trademark"
    assert select(found, "HK", "trademark", TODAY).name == "HK"


def test_a_place_without_a_policy_has_notices_and_no_dispositions() -> None:
    found = select(list(policies()), "US", "invention", TODAY)
    assert found.name == "record-only"
    assert not found.dispositions_allowed
    assert named("HK").dispositions_allowed


def test_the_latest_version_in_force_counts_whatever_the_order_of_loading() -> None:
    first = replace(named("HK"), version=1, in_force_from=date(2020, 1, 1))
    second = replace(first, version=2)
    later = replace(first, version=3, in_force_from=date(2027, 1, 1))
    for order in ([first, second, later], [later, second, first]):
        assert select(order, "HK", "trademark", TODAY) is second
        assert select(order, "HK", "trademark", date(2027, 1, 1)) is later


def test_two_policies_of_one_day_are_chosen_between_by_name_and_not_by_chance() -> None:
    one = named("HK")
    other = replace(one, name="HK-other")
    assert select([one, other], "HK", "trademark", TODAY) == select(
        [other, one], "HK", "trademark", TODAY
    )


def test_a_node_without_any_policy_is_not_ready() -> None:
    with pytest.raises(LookupError):
        select([], "HK", "trademark", TODAY)


def test_a_policy_is_pinned_by_record_version_and_digest() -> None:
    policy = read_policy(TEXT, record="PO-1", version=3, digest="sha256:00")
    assert policy.pin() == {
        "name": "CN-patent",
        "record": "PO-1",
        "version": 3,
        "digest": "sha256:00",
    }
