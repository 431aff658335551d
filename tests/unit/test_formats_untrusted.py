"""JSON, lines and members of files that nobody vouches for."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipregistry.formats.untrusted import (
    Fragment,
    Limits,
    Position,
    Refused,
    UnreadableError,
    element_as_dict,
    read_lines,
    read_objects,
)
from ipregistry.formats.untrusted.objects import Found

PATHS = frozenset({("docs", "[]"), ("a", "b", "[]"), ("alone",)})
BRIEF = settings(max_examples=120, deadline=5000, database=None)


def objects(content: str | bytes, limits: Limits | None = None) -> list[Found | Refused]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(read_objects(stream, file="s.json", paths=PATHS, limits=limits or Limits()))


def values(content: str | bytes, limits: Limits | None = None) -> list[Any]:
    return [f.code if isinstance(f, Refused) else f.value for f in objects(content, limits)]


# ---- JSON ------------------------------------------------------------------------------------


def test_records_are_found_on_every_path_and_nowhere_else() -> None:
    text = '{"x":[{"n":0}],"docs":[{"n":1},7,{"n":2}],"a":{"b":[{"n":3}]},"alone":{"n":4}}'
    assert values(text) == [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 4}]


def test_a_record_inside_a_record_is_part_of_it() -> None:
    assert values('{"docs":[{"docs":[{"n":1}]}]}') == [{"docs": [{"n": 1}]}]


def test_a_record_knows_its_line_and_its_place() -> None:
    found = objects('{"docs":[\n{"n":1},\n\n{"n":2}]}')
    assert [one.position for one in found] == [
        Position("s.json", 2, 1),
        Position("s.json", 4, 2),
    ]


def test_an_answer_with_no_records_holds_none_and_is_no_fault() -> None:
    assert values('{"docs": []}') == []


def test_a_file_without_the_paths_is_told_so() -> None:
    assert values('{"other": [{"n": 1}]}') == ["file-without-records"]
    assert values('{"docs": "text"}') == ["file-without-records"]


@pytest.mark.parametrize(
    "content",
    ["{", '{"docs":[', '{"docs":[{"n":1}]', '{"docs":[{"n":"\\', '"', '{"docs":[{"n":"\\u00'],
)
def test_a_file_that_ends_inside_is_truncated(content: str) -> None:
    assert values(content)[-1] == "file-json-truncated"


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert values(content) == ["file-empty"]


@pytest.mark.parametrize(
    "wrong",
    [
        '{"docs":[{"n":1},]}',
        '{"docs":[{"n":1}]}}',
        '{"docs":[{"n":1}]} 1',
        '{"docs":[{"n":01}]}',
        '{"docs":[{"n":NaN}]}',
        '{"docs":[{n:1}]}',
        '{"docs":[{"n" 1}]}',
        '{"docs":[{"n":1]}',
        '{"docs":[{"n":1}{"n":2}]}',
        '{"docs":["a\nb"]}',
        '{"docs":["\\x"]}',
        "%PDF-1.7",
        "<docs/>",
        '{"docs":[tru]}',
        "[1,]",
        "{,}",
        '{"a":}',
    ],
)
def test_what_is_not_the_grammar_ends_the_file(wrong: str) -> None:
    assert values(wrong)[-1] == "file-json-malformed"


def test_a_member_given_twice_refuses_the_record_and_the_next_is_read() -> None:
    assert values('{"docs":[{"n":1,"n":2},{"n":3}]}') == ["file-json-member-twice", {"n": 3}]


def test_a_number_of_a_million_digits_refuses_the_record_in_no_time() -> None:
    found = values('{"docs":[{"n":' + "9" * 1_000_000 + '},{"n":1.' + "5" * 40 + '},{"n":3}]}')
    assert found == ["file-json-number-too-long", "file-json-number-too-long", {"n": 3}]


def test_a_number_with_a_fraction_stays_as_it_was_written() -> None:
    assert values('{"docs":[{"n":0.10}]}') == [{"n": "0.10"}]


def test_a_record_that_is_too_large_is_refused_and_the_next_is_read() -> None:
    limits = Limits(chunk_bytes=64, record_bytes=300)
    text = '{"docs":[{"n":"' + "x" * 400 + '"},{"n":1}]}'
    assert values(text, limits) == ["record-too-large", {"n": 1}]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_ends_the_file(opening: str) -> None:
    assert values('{"docs":[{"n":' + opening * 100_000) == ["file-json-too-deep"]
    assert values(opening * 300) == ["file-json-too-deep"]


def test_a_text_without_end_is_given_up() -> None:
    found = values('{"docs":[{"n":"' + "x" * 6_000_000)
    assert found == ["file-json-text-too-long"]


def test_a_file_beyond_the_limit_is_not_read_on() -> None:
    stream = io.BytesIO(b'{"docs":[' + b'{"n":1},' * 10_000)
    limits = Limits(chunk_bytes=100, file_bytes=1000)
    found = list(read_objects(stream, file="s.json", paths=PATHS, limits=limits))
    assert isinstance(found[-1], Refused)
    assert found[-1].code == "file-too-large"
    assert stream.tell() <= 1100


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"docs":[{"n":"示例"}]}'.encode("gb18030"), "file-encoding-invalid"),
        ('{"docs":[]}'.encode("utf-16"), "file-encoding-refused"),
        (b'{"docs":[\0]}', "file-character-refused"),
    ],
)
def test_what_is_no_utf_8_is_refused(content: bytes, code: str) -> None:
    assert values(content)[-1] == code


class Endless(io.RawIOBase):
    """A file that is made as it is read."""

    def __init__(self, records: int) -> None:
        self.given = 0
        self._pieces = self._content(records)

    @staticmethod
    def _content(records: int) -> Iterator[bytes]:
        one = json.dumps({"text": "示例" * 2000}).encode()
        yield b'{"docs":['
        for at in range(records):
            yield (b"," if at else b"") + one
        yield b"]}"

    def read(self, size: int = -1) -> bytes:
        piece = next(self._pieces, b"")
        self.given += len(piece)
        return piece


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_many_records_need_the_memory_of_one() -> None:
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    stream = Endless(1500)
    found = read_objects(stream, file="s.json", paths=PATHS, limits=Limits())  # type: ignore[arg-type]
    next(found)
    assert stream.given < 100_000
    before = resident()
    highest = max(resident() for one in found if isinstance(one, Found))
    assert stream.given > 30_000_000
    assert highest - before < 10_000_000


WHOLE = json.dumps(
    {
        "x": [1, {"y": "z"}],
        "docs": [{"n": "示例", "m": [1, None, True]}, {"n": -0.5}],
        "a": {"b": []},
    },
    ensure_ascii=False,
    indent=1,
).encode()


@BRIEF
@given(chunk=st.integers(1, len(WHOLE)))
def test_how_the_stream_is_cut_changes_nothing(chunk: int) -> None:
    assert objects(WHOLE, Limits(chunk_bytes=chunk)) == objects(WHOLE)


@BRIEF
@given(end=st.integers(0, len(WHOLE) - 1), chunk=st.integers(1, 200))
def test_a_truncated_file_gives_what_is_whole_and_one_refusal(end: int, chunk: int) -> None:
    *before, last = objects(WHOLE[:end], Limits(chunk_bytes=chunk))
    assert before == objects(WHOLE)[: len(before)]
    assert isinstance(last, Refused)
    assert last.code in {"file-empty", "file-json-truncated", "file-encoding-invalid"}


@BRIEF
@given(
    flips=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(1, 255)), max_size=6),
    chunk=st.integers(1, 300),
)
def test_flipped_bytes_never_raise(flips: list[tuple[int, int]], chunk: int) -> None:
    content = bytearray(WHOLE)
    for at, bits in flips:
        content[at] ^= bits
    assert all(
        isinstance(f, Found | Refused) for f in objects(bytes(content), Limits(chunk_bytes=chunk))
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)


@BRIEF
@given(records=st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=4), max_size=4))
def test_every_json_is_read_as_the_standard_library_reads_it(records: list[dict[str, Any]]) -> None:
    for ascii_only in (True, False):
        text = json.dumps({"docs": records}, ensure_ascii=ascii_only)
        assert values(text.encode("utf-8", "surrogatepass")) == json.loads(text)["docs"]


# ---- lines -----------------------------------------------------------------------------------


def lines(content: bytes, **limits: int) -> list[Any]:
    found = read_lines(io.BytesIO(content), file="s", limits=Limits(**limits))
    return [one.code if isinstance(one, Refused) else one for one in found]


def test_lines_are_numbered_and_lose_their_ends_and_the_mark_of_byte_order() -> None:
    assert lines(b"\xef\xbb\xbfa\r\n\nb") == [(1, "a"), (2, ""), (3, "b")]


def test_a_line_that_never_ends_is_given_up() -> None:
    assert lines(b"a\n" + b"x" * 1000, chunk_bytes=100, record_bytes=300) == [
        (1, "a"),
        "record-too-large",
    ]


def test_an_empty_file_has_no_lines() -> None:
    assert lines(b"") == ["file-empty"]


# ---- members ---------------------------------------------------------------------------------


def test_what_nobody_took_is_left_as_it_came() -> None:
    record = Fragment(
        {"a": "1", "b": {"c": "2", "d": ["3"]}, "e": [{"f": "4"}, {"g": "5"}], "h": "NULL"}
    )
    assert record.text("a") == "1"
    assert record.under("b").text("c") == "2"
    assert [one.text("f") for one in record.each("e")] == ["4", None]
    assert record.left() == {"b": {"d": ["3"]}, "e": [{"g": "5"}]}


def test_a_second_name_is_left_where_the_first_says_it() -> None:
    record = Fragment({"a": "1", "b": "2"})
    assert record.text("a", "b") == "1"
    assert record.left() == {"b": "2"}


@pytest.mark.parametrize("value", [["x"], True, {"a": "b", "value": ["x"]}])
def test_a_member_of_another_type_refuses_the_record(value: Any) -> None:
    with pytest.raises(UnreadableError) as caught:
        Fragment({"name": value}).text("name")
    assert caught.value.code == "field-wrong-type"
    assert caught.value.params["field"] == "name"
    with pytest.raises(UnreadableError):
        Fragment({"names": ["text"]}).each("names")


def test_text_with_attributes_is_its_text() -> None:
    assert Fragment({"a": {"value": " x ", "languageCode": "en"}}).text("a") == "x"
    assert Fragment({"a": {"@lang": "en", "#text": "x"}}).worded("a", "@lang") == (("en", "x"),)


@pytest.mark.parametrize("text", ["x\0y", "\ud800"])
def test_what_no_database_holds_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        Fragment({"name": text}).text("name")
    assert caught.value.code == "field-character-refused"


def test_a_text_longer_than_any_field_is_refused() -> None:
    with pytest.raises(UnreadableError) as caught:
        Fragment({"name": "x" * 65}).number("name")
    assert dict(caught.value.params) == {"field": "name", "limit": "64"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2006-09-14T04:00:00Z", date(2006, 9, 14)),
        ("1995-02-07-05:00", date(1995, 2, 7)),
        ("06-26-2019", date(2019, 6, 26)),
        ("20111228", date(2011, 12, 28)),
        ("2020-10-28 00:00:00", date(2020, 10, 28)),
        ("0001-01-01T00:00:00Z", None),
        ("00000000", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_every_form_that_offices_use(written: str, day: date | None) -> None:
    assert Fragment({"d": written}).day("d") == day


@pytest.mark.parametrize("written", ["2023-02-30", "13-13-2019", "yesterday", "2023", "20231301"])
def test_an_impossible_day_refuses_the_record(written: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        Fragment({"d": written}).day("d")
    assert (caught.value.code, caught.value.params["value"]) == ("date-impossible", written)


def test_a_digest_is_of_what_is_said_and_not_of_how_it_is_written() -> None:
    one, other = Fragment({"a": "1", "b": "2"}), Fragment({"b": "2", "a": "1"})
    assert one.digest() == other.digest()
    assert one.digest() != Fragment({"a": "1", "b": "3"}).digest()


def test_an_element_is_its_text_or_its_members() -> None:
    from lxml import etree

    element = etree.fromstring("<r xmlns='urn:x' k='v'><a>1</a><b>2</b><b c='d'>3</b><e/>t</r>")
    assert element_as_dict(element) == {
        "@k": "v",
        "a": "1",
        "b": ["2", {"@c": "d", "#text": "3"}],
        "e": "",
        "#text": "t",
    }
