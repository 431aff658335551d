"""A policy is a record: published by a filing, chosen by date, and titles say which one holds."""

from datetime import timedelta

import pytest

from ipregistry.services.background import refresh_titles
from ipregistry.services.opening import publish_seed_policies, seed_policies
from ipregistry.services.replay import compare, replay
from tests.world import World, codes


def _hong_kong(in_force: str, root: str = "grant") -> str:
    text = next(text for text in seed_policies() if 'name = "HK"' in text)
    changed = text.replace('"2000-01-01"', f'"{in_force}"').replace('"grant"', f'"{root}"')
    assert changed != text
    return changed


def _publish(world: World, text: str) -> None:
    world.file(world.registrar, "policy-publication", {"text": text})


def test_seed_policies_are_published_once(world: World) -> None:
    before = world.rows()
    assert publish_seed_policies(world.node) == []
    assert world.rows() == before


@pytest.mark.parametrize("refreshed", [False, True])
def test_stored_titles_follow_a_policy_published_since(world: World, refreshed: bool) -> None:
    alice = world.owner("Sample A")
    right = world.hk_right(alice)
    assert world.title(right)["blocks"] == []
    _publish(world, _hong_kong("2026-06-01", root="officer-confirmed"))
    if refreshed:
        assert refresh_titles(world.node) == 1
    title = world.title(right)
    assert title["policy"]["version"] == 2
    assert [block["code"] for block in title["blocks"]] == ["root-too-weak"]
    assert compare(world.node, replay(world.node)) == []


def test_a_policy_counts_from_its_day(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    before = world.hk_right(alice)
    _publish(world, _hong_kong("2026-07-01", root="officer-confirmed"))
    after = world.hk_right(alice)
    for right in (before, after):
        assert world.title(right)["policy"]["version"] == 1
    world.clock.now += timedelta(days=40)
    for right in (before, after):
        assert world.title(right)["policy"]["version"] == 2
        refusal = world.refused(alice, "assignment", world.sale(right, alice, bob))
        assert codes(refusal) == {"root-too-weak"}
    assert refresh_titles(world.node) == 2
    assert compare(world.node, replay(world.node)) == []


def test_a_policy_of_another_office_leaves_titles_as_they_are(world: World) -> None:
    right = world.cn_right(world.owner("Sample A"))
    before = world.title(right)["policy"]
    _publish(world, _hong_kong("2026-06-01"))
    assert world.title(right)["policy"] == before
    assert refresh_titles(world.node) == 0


def test_an_entry_stays_pinned_to_the_policy_that_it_was_decided_under(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    filed = world.file(alice, "assignment", world.sale(right, alice, bob))
    before = world.read(world.public, "transaction", filed.transaction)["policy"]
    _publish(world, _hong_kong("2026-06-01"))
    assert world.read(world.public, "transaction", filed.transaction)["policy"] == before
    assert before["version"] == 1


def test_an_unreadable_policy_is_refused(world: World) -> None:
    body = {"text": "name = 1"}
    refusal = world.refused(world.registrar, "policy-publication", body)
    assert codes(refusal) == {"policy-unreadable"}
