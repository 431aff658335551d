"""Canonical JSON (RFC 8785) for the values that this register stores.

orjson with sorted keys gives the RFC 8785 bytes as long as keys sort the same by code
point as by UTF-16 unit (true below U+10000), and numbers are integers within 2^53. We
therefore refuse everything else instead of writing bytes that another implementation
would write differently; the tests hold the output against the `rfc8785` package.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import orjson

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

MAX_SAFE_INTEGER = 2**53 - 1


class NotCanonicalError(ValueError):
    """No canonical JSON: a float, a huge integer, a key that is not ASCII, half a character."""


# orjson writes what it is given: bytes in which a float, a null (a NaN becomes one) or a key
# that is not ASCII may stand are looked at again, member by member.
# Text may trip it too; that costs time, never truth.
_SUSPICIOUS = re.compile(rb"""(?:^|":|[\[,])(?:-?[0-9]+[.eE]|null)|[\x80-\xff][^"]*":""")
_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of `value` (dicts with ASCII keys, lists, text, integers, booleans, null).

    Raises NotCanonicalError for floats, integers beyond 2^53-1, keys that are not ASCII
    and text with lone surrogates.
    """
    try:
        written = orjson.dumps(value, option=_OPTIONS)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise NotCanonicalError(str(error)) from error
    if _SUSPICIOUS.search(written):
        _check(value)
    return written


def written(value: Json) -> bytes:
    """JSON with sorted keys for a document that is stored but is no part: views, indexes.

    The same value gives the same bytes here; nobody else ever has to write them.
    """
    return orjson.dumps(value, option=_OPTIONS)


def parse(data: bytes) -> dict[str, Json]:
    """The object behind canonical bytes that this register wrote itself."""
    value = orjson.loads(data)
    if not isinstance(value, dict):
        message = "a stored document is always an object"
        raise TypeError(message)
    return value


def _check(value: Json) -> None:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        if not -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:  # type: ignore[operator]
            message = f"integer beyond 2^53-1: {value}"
            raise NotCanonicalError(message)
        return
    if kind is dict:
        for key, member in value.items():  # type: ignore[union-attr]
            if type(key) is not str or not key.isascii():
                message = f"not an ASCII key: {key!r}"
                raise NotCanonicalError(message)
            _check(member)
        return
    if kind is list or kind is tuple:
        for member in value:  # type: ignore[union-attr]
            _check(member)
        return
    message = f"no canonical form for {kind.__name__}"
    raise NotCanonicalError(message)
