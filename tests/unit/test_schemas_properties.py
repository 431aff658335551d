"""Whatever JSON is sent: reading never raises, and what it lets through the domain can read."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.violations import Severity
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.filings import FILING_SCHEMAS, read_body
from ipregistry.tlog.canonical import canonical

EXAMPLES = Path(__file__).resolve().parents[2] / "api_spec" / "examples"
CODES = {code.value for code in ShapeCode}

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(), max_size=30)
    | st.sampled_from(["1/3", "2024-02-29", "CN", "person", "assignment", "grant", "_schema"])
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def body_of(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))["body"]
    return read


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path] * bool(path) + [p for key, one in inner for p in places(one, (*path, key))]


def changed(draw: st.DrawFn, body: dict[str, Any]) -> dict[str, Any]:
    """The example with some of its members taken away, replaced, or written otherwise."""
    body = copy.deepcopy(body)
    for _ in range(draw(st.integers(0, 2))):
        found = places(body)
        if not found:
            break
        *way, last = draw(st.sampled_from(found))
        holder: Any = body
        for key in way:
            holder = holder[key]
        if draw(st.booleans()):
            del holder[last]
        elif isinstance(holder[last], str) and draw(st.booleans()):
            holder[last] = draw(st.text(st.characters(), max_size=30))
        else:
            holder[last] = draw(values)
    return body


def must_hold(name: str, body: object) -> bool:
    value, faults = read_body(name, body)
    assert all(v.code in CODES and v.severity is Severity.SHAPE for v in faults)
    if faults:
        assert value == {}
        return False
    canonical(value)
    FILING_TYPES[name].needs(FILING_TYPES[name].read(value))
    assert read_body(name, value) == (value, [])
    return True


@pytest.mark.parametrize("name", sorted(FILING_TYPES))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_arbitrary_json_is_read_or_told_and_never_raises(name, data):
    members = st.sampled_from(sorted(FILING_SCHEMAS[name]().fields)) | st.text(max_size=5)
    must_hold(name, data.draw(values | st.dictionaries(members, values, max_size=6)))


@pytest.mark.parametrize("name", sorted(FILING_TYPES))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_read_of_a_changed_example_the_domain_reads_too(name, data):
    must_hold(name, data.draw(st.composite(changed)(body_of(name))))


@pytest.mark.parametrize("name", sorted(FILING_TYPES))
def test_the_changes_start_from_bodies_that_are_read(name):
    assert must_hold(name, body_of(name))
