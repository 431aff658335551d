"""The parser for bodies: what it takes is what JSON says; what two readers could read
differently it refuses; and it does so in time that grows with the body, whatever is in it."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.api.strict_json import MAX_BYTES, MAX_DEPTH, MAX_INTEGER, parse_body
from ipregistry.schemas.faults import MAX_FAULTS

# Far more than any of these bodies needs here, far less than a quadratic walk through one takes.
SECONDS = 10.0

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_what_is_well_formed_is_read_as_json_reads_it(
    value: Any, ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert parse_body(text.encode()) == (json.loads(text), [])


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    value, faults = parse_body(data)
    assert faults or json.loads(data.decode("utf-8")) == value


# Pieces of JSON in any order: mostly broken, now and then not.
PIECES = st.lists(
    st.sampled_from(
        [
            *'{}[]:,"-+.eE01 \n\\',
            '"a"',
            '"\\ud800"',
            '"\\udc00\\ud800"',
            '"\\u0000"',
            "NaN",
            "-Infinity",
            "true",
            "null",
            "1e400",
            "-0",
            "9" * 30,
            '{"a":1,"a":2}',
        ]
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_no_text_makes_it_raise_and_what_it_takes_can_be_written_down(text: str) -> None:
    value, faults = parse_body(text.encode())
    if not faults:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")
        assert value == json.loads(text)


@given(PIECES)
def test_a_fault_is_at_a_place_in_the_body(text: str) -> None:
    _, faults = parse_body(b'{"member":[' + text.encode() + b"]}")
    assert all(f.pointer == "" or f.pointer.startswith("/member") for f in faults)


def reasons(text: str | bytes) -> list[tuple[str, str]]:
    _, faults = parse_body(text.encode() if isinstance(text, str) else text)
    return [(fault.pointer, fault.code) for fault in faults]


def test_a_member_given_twice_is_refused_at_its_place() -> None:
    assert reasons('{"a":{"b/c":1,"b/c":1}}') == [("/a/b~1c", "json-duplicate-member")]
    assert reasons('{"a":1,"\\u0061":1}') == [("/a", "json-duplicate-member")]


@pytest.mark.parametrize("number", ["1.0", "1e2", "1E-2", "NaN", "Infinity", "-Infinity", "-1.5"])
def test_only_integers_are_numbers(number: str) -> None:
    assert reasons(f"[0,{number}]") == [("/1", "json-number-not-integer")]


@pytest.mark.parametrize("number", [MAX_INTEGER, -MAX_INTEGER, 0])
def test_an_integer_that_every_reader_holds_exactly_is_read(number: int) -> None:
    assert parse_body(str(number).encode()) == (number, [])


@pytest.mark.parametrize("number", [MAX_INTEGER + 1, -MAX_INTEGER - 1, 10**17, 10**40])
def test_an_integer_that_a_reader_could_round_is_refused(number: int) -> None:
    assert reasons(f"[{number}]") == [("/0", "json-number-not-integer")]


def test_half_a_surrogate_pair_is_refused_in_values_and_in_names() -> None:
    assert reasons('["\\ud83d"]') == [("/0", "json-lone-surrogate")]
    assert reasons('{"\\ud83d":1}') == [("", "json-lone-surrogate")]
    assert parse_body(b'["\\ud83d\\ude00"]') == (["😀"], [])


def test_depth_ends_at_its_limit() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert reasons(deepest) == []
    assert reasons(f"[{deepest}]") == [("/0" * MAX_DEPTH, "json-too-deep")]


def test_every_fault_is_told_at_once() -> None:
    found = reasons('{"a":1.5,"b":["\\ud800",{"c":1,"c":NaN}]}')
    assert found == [
        ("/a", "json-number-not-integer"),
        ("/b/0", "json-lone-surrogate"),
        ("/b/1/c", "json-duplicate-member"),
        ("/b/1/c", "json-number-not-integer"),
    ]


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not() -> None:
    padding = b" " * (MAX_BYTES - 2)
    assert parse_body(b"{}" + padding) == ({}, [])
    assert reasons(b"{}" + padding + b" ") == [("", "body-too-large")]


def test_faults_are_listed_up_to_a_number_and_the_rest_is_counted() -> None:
    _, faults = parse_body(b"[" + b",".join([b"1.5"] * 2000) + b"]")
    assert len(faults) == MAX_FAULTS + 1
    assert (faults[-1].code, faults[-1].params) == ("faults-left-out", {"count": 2000 - MAX_FAULTS})


FULL = MAX_BYTES - 2_000
HOSTILE: dict[str, bytes] = {
    "a million digits": b"[" + b"9" * FULL + b"]",
    "a million digits behind a point": b"[0." + b"9" * FULL + b"]",
    "a long exponent": b"[1e" + b"9" * FULL + b"]",
    "brackets": b"[" * FULL,
    "braces": b'{"":' * (FULL // 4),
    "brackets side by side": b"[" + b"[]," * (FULL // 3) + b"0]",
    "escapes": b'["' + b"\\u0041" * (FULL // 6) + b'"]',
    "halves of pairs": b'["' + b"\\ud800" * (FULL // 6) + b'"]',
    "backslashes": b'["' + b"\\\\" * (FULL // 2) + b'"]',
    "an open string": b'["' + b"x" * FULL,
    "numbers that are none": b"[" + b"1.5," * (FULL // 4) + b"0]",
    "one member over and over": b"{" + b'"a":1,' * (FULL // 6) + b'"a":1}',
    "a long name above many faults": b'{"%s":[%s0]}' % (b"x" * (FULL // 2), b"1.5," * (FULL // 8)),
    "a long name above many values": b'{"%s":[%s0]}' % (b"x" * (FULL // 2), b"1," * (FULL // 4)),
    "blanks": b" " * FULL,
    "Chinese": b'["' + "示例".encode() * (FULL // 6) + b'"]',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_body_takes_no_more_time_than_its_size(case: str) -> None:
    started = time.process_time()
    _, faults = parse_body(HOSTILE[case])
    assert time.process_time() - started < SECONDS
    assert sum(len(fault.pointer) for fault in faults) < 2 * MAX_BYTES
