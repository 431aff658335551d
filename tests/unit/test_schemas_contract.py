"""The schemas as a contract: data classes, members of the stored schemas, examples."""

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.classes import LABEL_OF, MEMBERS, DataClass
from ipregistry.domain.facts import AssetRef, Context, Node
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.subjects import number_readings
from ipregistry.domain.ids import make_id
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.policies import read_policy
from ipregistry.domain.violations import Severity
from ipregistry.schemas import answers
from ipregistry.schemas.answering import AnswerSchema
from ipregistry.schemas.base import (
    Choice,
    Count,
    Formed,
    Indicator,
    ListOf,
    One,
    StrictSchema,
    Text,
)
from ipregistry.schemas.filings import FILING_SCHEMAS, read_body
from ipregistry.schemas.part_bodies import PART_BODIES
from ipregistry.schemas.queries import ResolveQuery
from ipregistry.schemas.records import PartHead

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "api_spec" / "examples"
ANSWERS = [getattr(answers, name) for name in answers.__all__]
REQUESTS = [*FILING_SCHEMAS.values(), ResolveQuery]
# Of a case that is not there nothing is said: their refusals are judged in worlds prepared for
# them, in `contract/test_examples.py`.
IN_CASES = ("case-", "neutral-")
HEADER_ONLY = {"entry/1"}  # of no record that is read by itself


def reached(*roots: type[Schema]) -> Iterator[type[Schema]]:
    """Every schema that the roots lead to, each once."""
    seen: set[type[Schema]] = set()
    waiting = list(roots)
    while waiting:
        schema = waiting.pop()
        if schema in seen:
            continue
        seen.add(schema)
        yield schema
        for found in schema().fields.values():
            inner = found.inner if isinstance(found, fields.List) else found
            if isinstance(inner, fields.Nested):
                waiting.append(type(inner.schema))


def example(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return read


def empty_register(body: dict[str, Any]) -> Context:
    policy = read_policy('name = "record-only"\nkinds = []\ninForceFrom = "2000-01-01"\n')
    return Context(
        actor=Actor("sample", "sample", frozenset({Role.REGISTRAR, Role.SYSTEM})),
        now="2026-01-02T03:04:05.000000Z",
        today=date(2026, 1, 2),
        node=Node("HK", "HK"),
        filing_id=make_id("filing", b"n" * 16),
        new_id=lambda kind: make_id(kind, b"n" * 16),
        body=body,
        policies=(policy,),
    )


def refusals(name: str, body: dict[str, Any]) -> set[str]:
    decision = FILING_TYPES[name].decide(FILING_TYPES[name].read(body), empty_register(body))
    found = () if isinstance(decision, Outcome) else decision
    return {v.code for v in found if v.severity is not Severity.WARNING}


@pytest.mark.parametrize("schema", sorted(reached(*REQUESTS, *ANSWERS), key=lambda s: s.__name__))
def test_every_member_has_a_data_class_and_a_description(schema):
    for name, found in schema().fields.items():
        assert isinstance(found.metadata.get("data_class"), DataClass), name
        assert found.metadata["x-data-class"] in LABEL_OF, name
        assert found.metadata["description"], name
    assert not issubclass(schema, AnswerSchema) or schema.Meta.description


def test_a_field_cannot_be_made_without_a_data_class():
    for make in (Text, Count, Indicator, Choice, ListOf, One, Formed):
        with pytest.raises(TypeError):
            make()


@pytest.mark.parametrize("schema", sorted(reached(*REQUESTS), key=lambda s: s.__name__))
def test_everything_that_is_read_is_strict_and_bounded(schema):
    assert issubclass(schema, StrictSchema)
    for name, found in schema().fields.items():
        inner = found.inner if isinstance(found, fields.List) else found
        assert isinstance(found, ListOf | One | Text | Formed | Choice | Count | Indicator), name
        assert isinstance(inner, fields.Nested | Text | Formed | Choice | Count | Indicator), name
        if isinstance(found, ListOf):
            assert 0 < found.max_items <= 1000, name
        if isinstance(inner, Text | Formed):
            assert 0 < inner.max_length <= 500_000, name


def test_every_filing_type_has_a_schema_and_every_schema_a_type():
    assert FILING_SCHEMAS.keys() == FILING_TYPES.keys()


@pytest.mark.parametrize("stored", sorted(MEMBERS.keys() - HEADER_ONLY))
def test_part_bodies_have_the_members_and_classes_of_the_stored_schema(stored):
    head = PartHead().fields.keys()
    described = {
        name: found.metadata["data_class"]
        for name, found in PART_BODIES[stored]().fields.items()
        if name not in head
    }
    assert described == MEMBERS[stored]


def test_component_names_are_unique_and_the_contract_can_be_made_of_them():
    names = [schema.__name__ for schema in reached(*REQUESTS, *ANSWERS)]
    assert len(names) == len(set(names))
    spec = APISpec("sample", "1", "3.1.0", plugins=[MarshmallowPlugin()])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for schema in (*REQUESTS, *ANSWERS):
            if schema.__name__ not in spec.components.schemas:
                spec.components.schema(schema.__name__, schema=schema)
    made = spec.to_dict()["components"]["schemas"]
    assert made.keys() == set(names)
    assert made["AssignmentFiling"]["additionalProperties"] is False
    assert "additionalProperties" not in made["TitleHolder"]
    assert None in made["NumberReading"]["properties"]["rightKind"]["enum"]


def test_answers_are_open_to_new_members():
    strict = [s for s in reached(*ANSWERS) if not issubclass(s, AnswerSchema)]
    # What filings send is answered in the same shape.
    assert {s.__name__ for s in strict} == {
        *("EvidenceItem", "Identifier", "Money", "Name", "RelatedRight", "TitleText")
    }


def test_there_is_an_example_for_each_filing_type_and_for_nothing_else():
    assert {path.stem for path in EXAMPLES.glob("*.json")} == FILING_TYPES.keys()


@pytest.mark.parametrize("name", sorted(FILING_TYPES))
def test_an_example_has_the_right_shape_and_is_refused_only_for_what_is_not_on_record(name):
    body = example(name)["body"]
    value, faults = read_body(name, body)
    assert faults == []
    assert value == body
    assert all(code.endswith("-unknown") for code in refusals(name, value))


@pytest.mark.parametrize("name", sorted(FILING_TYPES))
def test_an_example_of_a_refusal_is_refused_for_the_reason_it_gives(name):
    refusal = example(name)["refusal"]
    value, faults = read_body(name, refusal["body"])
    if refusal["kind"] == "shape":
        assert sorted({v.code for v in faults}) == refusal["codes"]
    else:
        assert refusal["kind"] in {"rule", "race", "forbidden"}
        assert faults == []
        found = refusals(name, value)
        if name.startswith(IN_CASES) and any(code.endswith("-unknown") for code in found):
            return
        assert set(refusal["codes"]) <= found
        own = set(refusal["codes"]) - {f"{name.split('-')[0]}-unknown", "filing-unknown"}
        assert not own & refusals(name, example(name)["body"])


@pytest.mark.parametrize("name", ["asset-registration", "recordal-notice"])
def test_numbers_of_examples_are_read_without_a_doubt(name):
    body = example(name)["body"]
    described = body.get("description", body)
    ref = AssetRef(None, described["number"], described["officeCode"], described["rightKind"])
    numbers, doubts = number_readings(ref)
    assert len(numbers) == 1
    assert doubts == ()
    wrong, _ = number_readings(replace(ref, number=described["number"] + "99"))
    assert wrong != numbers
