"""YAML that nobody vouches for: values with their lines, or what is wrong and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipregistry.domain.packs.marked_yaml import MAX_BYTES, YamlError, read_marked

GOOD = b"""\
name: sample
list:
  - one
  - {two: 2, three: "0.5"}
flag: true
nothing: null
"""


def test_every_value_has_its_line() -> None:
    marked = read_marked(GOOD)
    assert marked.value == {
        "name": "sample",
        "list": ["one", {"two": 2, "three": "0.5"}],
        "flag": True,
        "nothing": None,
    }
    assert marked.line(("list", 1, "three")) == 4
    assert marked.line(("flag",)) == 5


def test_what_is_not_there_stands_where_it_would() -> None:
    assert read_marked(GOOD).line(("list", 1, "four", "five")) == 4
    assert read_marked(GOOD).line(("never",)) == 1


BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
DEEP = b"[" * 40 + b"]" * 40


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (BOMB, 1, "anchors"),
        (b"a: [*b]\n", 1, "aliases"),
        (b"a: &self [*self]\n", 1, "anchors"),
        (DEEP, 1, "deep"),
        (b"[" * 100_000, 1, "deep"),
        (b"a: 1\na: 2\n", 2, "twice"),
        (b"a: 1\n---\nb: 2\n", 2, "one document"),
        (b"a: !!python/object:os.system x\n", 1, "tags"),
        (b"a: !!str x\n", 1, "tags"),
        (b"a: 0.5\n", 1, "in quotes"),
        (b"a: .inf\n", 1, "in quotes"),
        (b"a: 1e9\n", 1, None),
        (b"a: 2026-01-01\n", 1, "in quotes"),
        (b"a: 12:30:00\n", 1, "in quotes"),
        (b"a: yes\n", 1, "in quotes"),
        (b"on: 1\n", 1, "in quotes"),
        (b"1: x\n", 1, "name is text"),
        (b"{[a]: b}\n", 1, "name is text"),
        (b"? {a: b}\n: c\n", 1, "name is text"),
        (b"a: 1234567890123456789\n", 1, "digits"),
        (b"a: 007\n", 1, "digits"),
        (b"a: 0x10\n", 1, "in quotes"),
        (b"<<: {a: 1}\n", 1, "in quotes"),
        (b"a: [1, 2\n", 2, ""),
        (b"a: b: c\n", 1, ""),
        (b"a: '\x00'\n", 1, "characters"),
        (b"ok: 1\nbad: \xff\n", 2, "UTF-8"),
        (b"x" * (MAX_BYTES + 1), 1, "bytes"),
        (b"[" + b"1," * 60_000 + b"]", 1, "values"),
        (b"%YAML 9.9\n---\na: 1\n", 1, ""),
        (b"a: |\n  text\n b: 1\n", 3, ""),
    ],
)
def test_what_is_hostile_or_unclear_is_told_at_its_line(
    data: bytes, line: int, told: str | None
) -> None:
    if told is None:
        # YAML 1.1 takes this for text, and so it is text.
        assert read_marked(data).value == {"a": "1e9"}
        return
    with pytest.raises(YamlError) as caught:
        read_marked(data)
    assert caught.value.line == line
    assert told in caught.value.text


def test_an_empty_file_is_an_empty_document() -> None:
    assert read_marked(b"").value is None
    assert read_marked(b"# only a comment\n").value is None


def line_told(data: bytes) -> int | None:
    """The line of what is wrong; None where nothing is."""
    try:
        read_marked(data)
    except YamlError as error:
        return error.line
    return None


@given(st.text(alphabet="ab:-[]{}&*!|>%@`'\"#,? \n\t01.", max_size=60))
def test_any_text_is_read_or_told_and_never_raises_anything_else(text: str) -> None:
    assert line_told(text.encode()) in {None, *range(1, text.count("\n") + 2)}
