"""Rules packs and calendars as records: published once, made anew from their parts."""

from __future__ import annotations

import pytest

from ipregistry.services.errors import RefusedError
from ipregistry.services.opening import publish_seed_calendars, publish_seed_packs
from ipregistry.services.packs import published_calendars, published_packs, seed_packs
from ipregistry.services.replay import compare, replay
from tests.world import World


@pytest.fixture
def seeded(world: World) -> World:
    publish_seed_calendars(world.node)
    publish_seed_packs(world.node)
    return world


def test_what_is_published_is_found_again_after_a_rebuild(seeded: World) -> None:
    with seeded.node.engines.read.connect() as connection:
        packs, calendars = published_packs(connection), published_calendars(connection)
        assert {c.calendar.place for c in calendars} == {"CN", "HK", "MO"}
        assert len(packs) == len(seed_packs())
        assert all(pack.opens_cases for pack in packs)
    assert compare(seeded.node, replay(seeded.node)) == []


def test_a_version_on_record_is_never_published_again(seeded: World) -> None:
    with pytest.raises(RefusedError) as refused:
        seeded.file(seeded.registrar, "pack-publication", {"text": seed_packs()[0]})
    assert [v.code for v in refused.value.violations] == ["pack-version-overlaps"]
