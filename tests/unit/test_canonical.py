"""Canonical JSON: the bytes of RFC 8785, or a refusal; never other bytes."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.tlog.canonical import MAX_SAFE_INTEGER, NotCanonicalError, canonical, parse

text = st.text(st.characters(exclude_categories=("Cs",)))
keys = st.text(st.characters(max_codepoint=127))
leaves = st.none() | st.booleans() | text | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
values = st.recursive(leaves, lambda v: st.lists(v) | st.dictionaries(keys, v), max_leaves=30)


@given(values)
def test_the_bytes_are_those_of_an_independent_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(keys, values))
def test_what_was_written_is_read_back(value: dict[str, Any]) -> None:
    assert parse(canonical(value)) == value


@given(st.dictionaries(keys, leaves, min_size=2))
def test_the_order_of_members_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        MAX_SAFE_INTEGER + 1,
        -MAX_SAFE_INTEGER - 1,
        {"ключ": 1},
        {1: "a"},
        "\ud800",
        b"bytes",
        {"a", "b"},
        [{"deep": [0.5]}],
    ],
    ids=repr,
)
def test_what_others_might_write_otherwise_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        canonical(value)


def test_a_tuple_is_written_as_a_list() -> None:
    assert canonical({"a": (1, 2)}) == b'{"a":[1,2]}'


def test_a_stored_document_is_an_object() -> None:
    with pytest.raises(TypeError):
        parse(b"[]")
