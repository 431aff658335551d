"""An act without a source of law in a place is switched off there, whichever act it is."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ipregistry.api.spec import read_example
from ipregistry.domain.facts import AssetRef
from ipregistry.domain.filings.acts.assessment import assess
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.policies import Policy, read_policy
from tests.unit.builders import POLICY_FILES, asset, context, policies, registrar, root

BARE = context(registrar())
PLACES = [policy for policy in policies() if policy.office is not None and policy.kinds]


def without_sources(text: str, act: str) -> str:
    """The policy's text with the act's source left out."""
    head, mark, rest = text.partition(f"[acts.{act}]\n")
    assert mark, act
    lines = rest.split("\n")
    assert lines[0].startswith("source = "), f"{act}: its source stands first"
    return head + mark + "\n".join(lines[1:])


@pytest.mark.parametrize("path", POLICY_FILES, ids=lambda path: path.stem)
def test_an_act_without_a_source_is_off(path: Path) -> None:
    text = path.read_text()
    for act in read_policy(text).acts:
        assert act not in read_policy(without_sources(text, act)).acts


@pytest.mark.parametrize("path", POLICY_FILES, ids=lambda path: path.stem)
def test_every_act_of_a_seed_policy_has_a_source(path: Path) -> None:
    """None is off by an oversight: what a policy names, it means."""
    text = path.read_text()
    named = {line[6:-1] for line in text.splitlines() if line.startswith("[acts.")}
    assert {act for act in named if "." not in act} == set(read_policy(text).acts)


def judged(name: str, office: str, kind: str, *known: Policy) -> set[str]:
    """What the rules say of the act's example on a right of this place."""
    act = ACTS[name]
    body: dict[str, Any] = read_example(name)["body"]
    command = act.read(body)
    right = {"office": office, "kind": kind, "number": "1"}
    subjects = act.deed(command).subjects
    found = [
        asset(root("2020-01-01"), right=right, asset_id=str(subject.ref.id)) for subject in subjects
    ]
    by_ref = {AssetRef(id=one.id): one for one in found}
    made = replace(BARE, policies=known, assets=by_ref)
    assert found, f"{name}: its example names a right"
    return {v.code for v in assess(act, command, made, stale_counts=False).violations}


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_that_is_off_in_a_place_is_refused_there(name: str) -> None:
    for place in PLACES:
        kind, office = min(place.kinds), str(place.office)
        left = {act: rules for act, rules in place.acts.items() if act not in ACTS[name].known_as()}
        assert "act-not-registrable" in judged(name, office, kind, replace(place, acts=left))
        if set(ACTS[name].known_as()) <= place.acts.keys():
            assert "act-not-registrable" not in judged(name, office, kind, place)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_where_only_notices_are_taken_every_act_is_refused(name: str) -> None:
    nowhere = next(policy for policy in policies() if policy.office is None)
    assert "no-dispositions-here" in judged(name, "US", "invention", nowhere)
