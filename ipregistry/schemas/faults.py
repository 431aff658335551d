"""Faults of shape: their codes, and the way from marshmallow's nested errors to JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from marshmallow.exceptions import SCHEMA

from ipregistry.domain.violations import Severity, Violation

# A body of the largest size could hold so many faults that telling them all would be an
# answer many times its size.
MAX_FAULTS = 500

Path: TypeAlias = tuple[str | int, ...]


class ShapeCode(StrEnum):
    """What can be wrong with the form of a body. Each has a message in every catalogue."""

    BODY_NOT_OBJECT = "body-not-object"
    MEMBER_UNKNOWN = "member-unknown"
    MEMBER_MISSING = "member-missing"
    MEMBER_NOT_WITH = "member-not-with"
    EXACTLY_ONE_OF = "exactly-one-of"
    AT_LEAST_ONE_OF = "at-least-one-of"
    TYPE_WRONG = "type-wrong"
    VALUE_NOT_ALLOWED = "value-not-allowed"
    TEXT_EMPTY = "text-empty"
    TEXT_TOO_LONG = "text-too-long"
    TEXT_HAS_CONTROL_CHARACTERS = "text-has-control-characters"
    LIST_EMPTY = "list-empty"
    LIST_TOO_LONG = "list-too-long"
    ITEM_REPEATED = "item-repeated"
    NUMBER_OUT_OF_RANGE = "number-out-of-range"
    DATE_IMPOSSIBLE = "date-impossible"
    COMMITMENT_MALFORMED = "commitment-malformed"
    DIGEST_MALFORMED = "digest-malformed"
    ID_MALFORMED = "id-malformed"
    TEXT_MALFORMED = "text-malformed"
    WORD_MALFORMED = "word-malformed"
    KIND_CODE_MALFORMED = "kind-code-malformed"
    EVENT_CODE_MALFORMED = "event-code-malformed"
    COUNTRY_MALFORMED = "country-malformed"
    OFFICE_MALFORMED = "office-malformed"
    LANGUAGE_MALFORMED = "language-malformed"
    CURRENCY_UNKNOWN = "currency-unknown"
    AMOUNT_MALFORMED = "amount-malformed"
    AMOUNT_TOO_FINE = "amount-too-fine"
    IDENTIFIER_INVALID = "identifier-invalid"
    FAULTS_LEFT_OUT = "faults-left-out"


# The parameters that fill each code's message; a code that is not here has none.
PARAMS: Mapping[ShapeCode, frozenset[str]] = {
    ShapeCode.MEMBER_NOT_WITH: frozenset({"other"}),
    ShapeCode.EXACTLY_ONE_OF: frozenset({"members"}),
    ShapeCode.AT_LEAST_ONE_OF: frozenset({"members"}),
    ShapeCode.TYPE_WRONG: frozenset({"expected"}),
    ShapeCode.VALUE_NOT_ALLOWED: frozenset({"allowed"}),
    ShapeCode.TEXT_TOO_LONG: frozenset({"max"}),
    ShapeCode.LIST_TOO_LONG: frozenset({"max"}),
    ShapeCode.NUMBER_OUT_OF_RANGE: frozenset({"min", "max"}),
    ShapeCode.ID_MALFORMED: frozenset({"kind"}),
    ShapeCode.CURRENCY_UNKNOWN: frozenset({"known"}),
    ShapeCode.AMOUNT_TOO_FINE: frozenset({"currency", "digits"}),
    ShapeCode.IDENTIFIER_INVALID: frozenset({"category", "length"}),
    ShapeCode.FAULTS_LEFT_OUT: frozenset({"count"}),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, as it travels through marshmallow in the place of a message."""

    code: ShapeCode
    params: Mapping[str, str | int] = field(default_factory=dict)


def fault(code: ShapeCode, **params: str | int) -> Fault:
    """A fault with exactly the parameters that its message names. Raises TypeError otherwise."""
    if params.keys() != PARAMS.get(code, frozenset()):
        raise TypeError(f"{code} takes {sorted(PARAMS.get(code, ()))}, not {sorted(params)}")
    return Fault(code, params)


def violations_of(messages: Any) -> list[Violation]:
    """The faults in marshmallow's nested messages as violations, each once, in order of place."""
    found: dict[tuple[Path, ShapeCode], Fault] = {}
    for path, one in _walk(messages, ()):
        found.setdefault((path, one.code), one)
    in_order = sorted(found.items(), key=lambda item: ([_rank(k) for k in item[0][0]], item[0][1]))
    told = [shape_violation(one, pointer(path)) for (path, _), one in in_order[:MAX_FAULTS]]
    if len(in_order) > MAX_FAULTS:
        rest = fault(ShapeCode.FAULTS_LEFT_OUT, count=len(in_order) - MAX_FAULTS)
        told.append(shape_violation(rest, ""))
    return told


def shape_violation(one: Fault, place: str) -> Violation:
    """The fault as a violation at a JSON pointer."""
    return Violation(one.code.value, place, one.params, severity=Severity.SHAPE)


def pointer(path: Sequence[str | int]) -> str:
    """The JSON pointer for a path (RFC 6901)."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


def _walk(messages: Any, path: Path) -> Iterator[tuple[Path, Fault]]:
    if isinstance(messages, Fault):
        yield path, messages
    elif isinstance(messages, list):
        for message in messages:
            yield from _walk(message, path)
    else:
        for key, value in messages.items():
            yield from _of_object(value, path) if key == SCHEMA else _walk(value, (*path, key))


def _of_object(messages: Any, path: Path) -> Iterator[tuple[Path, Fault]]:
    """Faults of an object as a whole, which marshmallow keeps under a name of its own.

    A member that really has this name is always unknown, and pointed at as one.
    """
    for place, one in _walk(messages, path):
        unknown = one.code is ShapeCode.MEMBER_UNKNOWN and place == path
        yield ((*path, SCHEMA) if unknown else place), one


def _rank(key: str | int) -> tuple[int, str]:
    return (key, "") if isinstance(key, int) else (-1, key)
