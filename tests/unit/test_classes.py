"""The data class of a member decides the part it stands in."""

from collections.abc import Callable
from typing import Any

import pytest

from ipregistry.domain.access import READ
from ipregistry.domain.classes import (
    LABEL_OF,
    MEMBERS,
    DataClass,
    Label,
    data_class,
    split,
)

PUBLIC_LABELS = {Label.PUBLIC, Label.NAMES}


def test_every_class_in_use_has_a_part_and_every_part_a_reader() -> None:
    used = {found for members in MEMBERS.values() for found in members.values()}
    assert used <= LABEL_OF.keys()
    assert {LABEL_OF[found] for found in used} | {Label.HEADER} <= READ.keys()


@pytest.mark.parametrize("lookup", [data_class, lambda s, m: split(s, {m: None})])
def test_a_member_without_a_class_cannot_be_stored(lookup: Callable[[str, str], Any]) -> None:
    with pytest.raises(KeyError):
        lookup("party/1", "nickname")


def test_members_go_to_the_part_of_their_class() -> None:
    parts = split("party/1", {"category": "person", "personNameBag": ["n"], "addressBag": ["a"]})
    assert parts == {
        Label.PUBLIC: {"category": "person"},
        Label.NAMES: {"personNameBag": ["n"]},
        Label.PARTIES: {"addressBag": ["a"]},
    }


def test_what_is_not_known_is_not_stored() -> None:
    assert split("party/1", {"category": "person", "townText": None}) == {
        Label.PUBLIC: {"category": "person"}
    }


def test_an_unpublished_right_has_no_public_part_and_no_names() -> None:
    document = {"number": "1", "inventorBag": ["i"]}
    assert split("asset/1", document, published=False) == {Label.PARTIES: document}


@pytest.mark.parametrize("schema", sorted(MEMBERS))
def test_no_member_of_an_unpublished_record_is_public(schema: str) -> None:
    document = dict.fromkeys(MEMBERS[schema], "x")
    assert not PUBLIC_LABELS & split(schema, document, published=False).keys()


@pytest.mark.parametrize(
    ("schema", "member"),
    [
        ("party/1", "personNameBag"),
        ("party/1", "townText"),
        ("party/1", "addressBag"),
        ("party/1", "serviceAddressBag"),
        ("party/1", "sensitiveIdentifierBag"),
        ("asset/1", "inventorBag"),
        ("transaction/1", "personBag"),
        ("transaction/1", "consideration"),
        ("filing/1", "filer"),
        ("filing/1", "body"),
        ("filing/1", "awaiting"),
        ("mandate/1", "principal"),
    ],
)
def test_what_tells_of_a_person_or_a_price_is_not_public(schema: str, member: str) -> None:
    assert data_class(schema, member) is not DataClass.PUBLIC


@pytest.mark.parametrize("member", ["addressBag", "serviceAddressBag", "sensitiveIdentifierBag"])
def test_addresses_and_identity_numbers_are_not_even_among_the_names(member: str) -> None:
    assert data_class("party/1", member) is DataClass.PERSONAL_SENSITIVE


def test_the_header_of_an_entry_has_its_own_audience() -> None:
    assert split("entry/1", {"act": "grant", "filer": "AC-1"}) == {
        Label.HEADER: {"act": "grant", "filer": "AC-1"}
    }
