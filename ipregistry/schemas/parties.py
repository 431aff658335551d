"""The body of a party's registration."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.identifiers import CATEGORIES, MAX_LENGTH, SENSITIVE, check_identifier
from ipregistry.schemas.base import Choice, Country, Faults, ListOf, StrictSchema, Text
from ipregistry.schemas.faults import ShapeCode, fault
from ipregistry.schemas.values import (
    MAX_NAMES,
    PERSONAL,
    PUBLIC,
    Address,
    Name,
)
from ipregistry.schemas.values import SENSITIVE as SENSITIVE_CLASS

PARTY_CATEGORIES = ("organization", "person")


def _personal_number_has_its_form(value: Mapping[str, Any]) -> Faults:
    """The only look at an identity number: it is hashed before any rule sees the filing.

    Its last characters are kept readable, so that a number too short for its form would be
    kept whole.
    """
    category, number = value.get("category"), value.get("value")
    if not isinstance(number, str) or not isinstance(category, str) or category not in SENSITIVE:
        return {}
    _, wrong = check_identifier(category, number)
    params: dict[str, str | int] = {"category": category, "length": len(number)}
    return {"value": [fault(ShapeCode.IDENTIFIER_INVALID, **params)]} if wrong else {}


class Identifier(StrictSchema):
    """An identifier of a party. Identity numbers of persons are kept as keyed hashes only."""

    across = (_personal_number_has_its_form,)

    category = Choice(CATEGORIES, PUBLIC, "The kind of identifier", required=True)
    value = Text(
        SENSITIVE_CLASS, "The identifier, in any notation", max_length=MAX_LENGTH, required=True
    )


class PartyRegistrationFiling(StrictSchema):
    """A person or an organisation, as its filer describes it."""

    category = Choice(PARTY_CATEGORIES, PUBLIC, "Organisation or natural person", required=True)
    nameBag = ListOf(
        Name,
        PERSONAL,
        "Its names, each in its own language and script; public for organisations",
        max_items=MAX_NAMES,
        min_items=1,
        required=True,
    )
    jurisdictionCode = Country(PUBLIC, "Where an organisation is established")
    townText = Text(PERSONAL, "The town shown beside a person's name", max_length=100)
    identifierBag = ListOf(
        Identifier, SENSITIVE_CLASS, "Its identifiers", max_items=20, min_items=1, unique=True
    )
    addressBag = ListOf(Address, SENSITIVE_CLASS, "Its addresses", max_items=10, min_items=1)
    serviceAddressBag = ListOf(
        Address, SENSITIVE_CLASS, "Where papers reach it", max_items=10, min_items=1
    )
