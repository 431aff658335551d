"""Strict fields and schemas. A field cannot be made without its data class and description.

What a field lets through is the plain JSON value that was sent: dates, shares and amounts
stay strings, because the canonical body is stored and the domain reads it from there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, TypeAlias

from marshmallow import RAISE, Schema, ValidationError, fields, validates_schema

from ipregistry.domain.classes import DataClass
from ipregistry.domain.ids import ALPHABET, BODY_LENGTH, PREFIXES, kind_of
from ipregistry.schemas.faults import Fault, ShapeCode, fault

FIRST_YEAR, LAST_YEAR = 1800, 2200
WORD = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"

# Beside the control characters: what turns the direction of the text behind it, so that a
# name would read differently from what is stored; and line ends that are no line feed.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
_LAYOUT = frozenset("\n\r\t")

Faults: TypeAlias = dict[str, list[Fault]]
Rule: TypeAlias = Callable[[Mapping[str, Any]], Faults]


def options_of(
    data_class: DataClass, description: str, expected: str, options: Mapping[str, Any]
) -> dict[str, Any]:
    """What every field hands to marshmallow; `options` are marshmallow's own and OpenAPI's."""
    known = {"required": False, "allow_none": False, "data_key": None}
    described = {name: value for name, value in options.items() if name not in known}
    return {
        **{name: options.get(name, default) for name, default in known.items()},
        "metadata": {
            "data_class": data_class,
            "x-data-class": data_class.value,
            "description": description,
            **described,
        },
        "error_messages": {
            "required": [fault(ShapeCode.MEMBER_MISSING)],
            "null": [fault(ShapeCode.TYPE_WRONG, expected=expected)],
        },
    }


def reject(code: ShapeCode, **params: str | int) -> ValidationError:
    """The error to raise for one fault at the place where it is raised."""
    return ValidationError([fault(code, **params)])


class Text(fields.String):
    """Text of bounded length, never blank, without control characters.

    NFC-normalised unless `exact`; `lines` allows line ends and tabs.
    """

    def __init__(
        self,
        data_class: DataClass,
        description: str,
        *,
        max_length: int,
        exact: bool = False,
        lines: bool = False,
        **options: Any,
    ) -> None:
        limits = {"minLength": 1, "maxLength": max_length}
        super().__init__(**options_of(data_class, description, "string", {**limits, **options}))
        self.max_length, self.exact, self.lines = max_length, exact, lines

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if type(value) is not str:
            raise reject(ShapeCode.TYPE_WRONG, expected="string")
        text = value if self.exact else unicodedata.normalize("NFC", value)
        if len(text) > self.max_length:
            raise reject(ShapeCode.TEXT_TOO_LONG, max=self.max_length)
        if any(_is_control(c) for c in text if not (self.lines and c in _LAYOUT)):
            raise reject(ShapeCode.TEXT_HAS_CONTROL_CHARACTERS)
        if all(c.isspace() or unicodedata.category(c) == "Cf" for c in text):
            raise reject(ShapeCode.TEXT_EMPTY)
        return text


def _is_control(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in {"Cc", "Cs"}


class Formed(fields.String):
    """Text of one form, with the code for text of any other."""

    def __init__(
        self,
        data_class: DataClass,
        description: str,
        *,
        pattern: str,
        max_length: int,
        code: ShapeCode,
        **options: Any,
    ) -> None:
        limits = {"pattern": f"^{pattern}$", "maxLength": max_length}
        super().__init__(**options_of(data_class, description, "string", {**limits, **options}))
        self.form, self.max_length, self.code = re.compile(pattern, re.ASCII), max_length, code

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if type(value) is not str:
            raise reject(ShapeCode.TYPE_WRONG, expected="string")
        if len(value) > self.max_length or not self.form.fullmatch(value) or not self.fits(value):
            raise self.malformed()
        return value

    def fits(self, _value: str) -> bool:
        """What the form alone does not tell."""
        return True

    def malformed(self) -> ValidationError:
        """The error for a value that does not fit."""
        return reject(self.code)


class Word(Formed):
    """A kebab-case word: an act, a category that no list closes."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=WORD,
            max_length=60,
            code=ShapeCode.WORD_MALFORMED,
            **options,
        )


class Day(Formed):
    """A real ISO date between 1800 and 2200."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
            max_length=10,
            code=ShapeCode.DATE_IMPOSSIBLE,
            **{"format": "date", **options},
        )

    def fits(self, value: str) -> bool:
        try:
            return FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR
        except ValueError:
            return False


class Digest(Formed):
    """A SHA-256 digest, labelled, in lower case: one digest has one spelling."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=r"sha256:[0-9a-f]{64}",
            max_length=71,
            code=ShapeCode.DIGEST_MALFORMED,
            **options,
        )


class RecordNumber(Formed):
    """The number of a record of one kind, its check character right."""

    def __init__(self, kind: str, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=f"{PREFIXES[kind]}-[{ALPHABET}]{{{BODY_LENGTH + 1}}}",
            max_length=20,
            code=ShapeCode.ID_MALFORMED,
            **options,
        )
        self.kind = kind

    def fits(self, value: str) -> bool:
        return kind_of(value) == self.kind

    def malformed(self) -> ValidationError:
        return reject(self.code, kind=self.kind)


class Country(Formed):
    """Two capital letters: a country or territory (ISO 3166-1), or a place (ST.3)."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        options.setdefault("code", ShapeCode.COUNTRY_MALFORMED)
        super().__init__(data_class, description, pattern="[A-Z]{2}", max_length=2, **options)


class Office(Country):
    """The ST.3 code of an office."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(data_class, description, code=ShapeCode.OFFICE_MALFORMED, **options)


class Choice(fields.String):
    """One of a closed list."""

    def __init__(
        self, allowed: Iterable[str], data_class: DataClass, description: str, **options: Any
    ) -> None:
        self.allowed = tuple(str(value) for value in allowed)
        # Beside a list of values, JSON Schema lets null through only where it is listed too.
        values = [*self.allowed, None] if options.get("allow_none") else list(self.allowed)
        listed = {"enum": values, **options}
        super().__init__(**options_of(data_class, description, "string", listed))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if type(value) is not str:
            raise reject(ShapeCode.TYPE_WRONG, expected="string")
        if value not in self.allowed:
            raise reject(ShapeCode.VALUE_NOT_ALLOWED, allowed=", ".join(self.allowed))
        return value


class Count(fields.Integer):
    """A whole number; a boolean is none."""

    def __init__(
        self,
        data_class: DataClass,
        description: str,
        *,
        least: int = 0,
        most: int = 2**31 - 1,
        **options: Any,
    ) -> None:
        limits = {"minimum": least, "maximum": most}
        super().__init__(**options_of(data_class, description, "integer", {**limits, **options}))
        self.least, self.most = least, most

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is not int:
            raise reject(ShapeCode.TYPE_WRONG, expected="integer")
        if not self.least <= value <= self.most:
            raise reject(ShapeCode.NUMBER_OUT_OF_RANGE, min=self.least, max=self.most)
        return value


class Indicator(fields.Boolean):
    """True or false; neither 1 nor "true" is."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(**options_of(data_class, description, "boolean", options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if type(value) is not bool:
            raise reject(ShapeCode.TYPE_WRONG, expected="boolean")
        return value


class One(fields.Nested):
    """An object of another schema."""

    def __init__(
        self,
        schema: type[Schema] | Callable[[], Schema],
        data_class: DataClass,
        description: str,
        **options: Any,
    ) -> None:
        super().__init__(schema, **options_of(data_class, description, "object", options))


class ListOf(fields.List):
    """A list of bounded length, of objects of one schema or of values of one field.

    `unique` refuses an item that stands there already.
    """

    def __init__(
        self,
        inner: type[Schema] | fields.Field[Any],
        data_class: DataClass,
        description: str,
        *,
        max_items: int,
        min_items: int = 0,
        unique: bool = False,
        **options: Any,
    ) -> None:
        limits: dict[str, Any] = {"maxItems": max_items}
        limits |= {"minItems": min_items} if min_items else {}
        limits |= {"uniqueItems": True} if unique else {}
        item = inner if isinstance(inner, fields.Field) else _nested(inner)
        super().__init__(
            item, **options_of(data_class, description, "array", {**limits, **options})
        )
        self.max_items, self.min_items, self.unique = max_items, min_items, unique

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[Any]:
        if type(value) is not list:
            raise reject(ShapeCode.TYPE_WRONG, expected="array")
        if len(value) < self.min_items:
            raise reject(ShapeCode.LIST_EMPTY)
        if len(value) > self.max_items:
            # Its items are not looked at: a list without end costs one fault.
            raise reject(ShapeCode.LIST_TOO_LONG, max=self.max_items)
        items = super()._deserialize(value, attr, data, **kwargs)
        if self.unique:
            again = {i: [_REPEATED] for i, item in enumerate(items) if item in items[:i]}
            if again:
                raise ValidationError(again)
        return items


_REPEATED = fault(ShapeCode.ITEM_REPEATED)


def _nested(schema: type[Schema]) -> fields.Nested:
    wrong: dict[str, Any] = {"null": [fault(ShapeCode.TYPE_WRONG, expected="object")]}
    return fields.Nested(schema, error_messages=wrong)


class StrictSchema(Schema):
    """An object whose members are all known; `across` holds the rules between members.

    The rules see the object as it was sent, also where members are wrong, so that all
    faults come at once; they look only at which members there are, or at plain strings.
    """

    class Meta:
        unknown = RAISE

    error_messages: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "unknown": fault(ShapeCode.MEMBER_UNKNOWN),
        "type": fault(ShapeCode.TYPE_WRONG, expected="object"),
    }
    across: ClassVar[tuple[Rule, ...]] = ()

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def _check_across(self, _data: Any, original: Any, **_: Any) -> None:
        if not isinstance(original, Mapping):
            return
        faults: Faults = {}
        for rule in self.across:
            for member, found in rule(original).items():
                faults.setdefault(member, []).extend(found)
        if faults:
            raise ValidationError(faults)
