"""What packs tell people: of each state, event, deadline and role, in four languages."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ipregistry.domain.packs.checking import check_pack
from ipregistry.domain.packs.faults import Level
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.reading import LANGUAGES, read_pack
from tests.unit.test_packs import small

SEEDED = sorted(
    (p for p in (files("ipregistry.seed") / "packs").iterdir() if p.name.endswith(".yaml")),
    key=lambda p: p.name,
)
ALL = dict.fromkeys(LANGUAGES, "said")


def words_of(*names: str) -> dict[str, dict[str, str]]:
    return dict.fromkeys(names, ALL)


@pytest.mark.parametrize("path", SEEDED, ids=lambda path: path.name)
def test_each_pack_of_the_product_says_all_of_its_rules_in_four_languages(path) -> None:
    pack = read_pack(read_marked(path.read_bytes()).value).pack
    assert pack is not None
    assert pack.words
    assert pack.roles
    assert check_pack(pack) == []
    assert all(set(said) == set(LANGUAGES) for said in (*pack.words.values(), *pack.roles.values()))


def test_a_word_of_a_rule_that_is_not_there_refuses_the_pack() -> None:
    pack = read_pack(small(words=words_of("drafft"))).pack
    assert pack is not None
    faults = [f for f in check_pack(pack) if f.level is Level.ERROR]
    assert [f.path for f in faults] == [("words", "drafft")]


def test_where_words_are_said_a_state_without_one_is_noted() -> None:
    pack = read_pack(small(words=words_of("draft"), roles=words_of("claimant"))).pack
    assert pack is not None
    noted = {(f.path, f.id) for f in check_pack(pack) if f.level is Level.NOTE}
    assert (("words",), "requested") in noted
    assert (("words",), "draft") not in noted


def test_a_word_in_three_languages_is_refused() -> None:
    said = {language: "said" for language in LANGUAGES if language != "pt"}
    read = read_pack(small(words={"draft": said}))
    assert [(f.path, f.text) for f in read.faults] == [(("words", "draft"), "pt is missing")]


def test_a_pack_without_words_is_read_by_its_ids() -> None:
    pack = read_pack(small()).pack
    assert pack is not None
    assert pack.said("request_received")["pt"] == "request received"
    assert not [f for f in check_pack(pack) if f.path[0] in {"words", "roles"}]
