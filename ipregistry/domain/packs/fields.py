"""Members of a pack's document, read one by one; what is wrong is collected, never raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from ipregistry.domain.packs.faults import Fault, Path

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

# The longest text and list that a pack needs many times over.
MOST_TEXT = 2_000
MOST_ITEMS = 1_000
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", re.ASCII)
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Fields:
    """One mapping of the document. Every getter names a member; `done` tells of the others."""

    def __init__(self, value: Any, path: Path, faults: list[Fault], rule: str = "") -> None:
        self.path = path
        self.rule = rule
        self.faults = faults
        self._seen: set[str] = set()
        self._value: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        if not isinstance(value, Mapping):
            self.fault("members with names are expected here")

    def fault(self, text: str, *more: str | int) -> None:
        """Note an error at this mapping, or at a member of it."""
        self.faults.append(Fault((*self.path, *more), text, self.rule))

    def has(self, name: str) -> bool:
        """Whether the member is there and says something."""
        return self._value.get(name) is not None

    def raw(self, name: str) -> Any:
        """The member as it is; None where it is not there."""
        self._seen.add(name)
        return self._value.get(name)

    def names(self) -> Iterable[str]:
        """The names of the members that no getter has asked for yet."""
        return [name for name in self._value if name not in self._seen]

    def done(self) -> None:
        """No member may be left that nothing reads."""
        for name in self.names():
            self.fault(f"not known here: {name}", name)

    def _one(
        self, name: str, wanted: str, read: Callable[[Any], T | None], needed: bool
    ) -> T | None:
        value = self.raw(name)
        if value is None:
            if needed:
                self.fault(f"{name} is missing")
            return None
        found = read(value)
        if found is None:
            self.fault(f"{name}: {wanted} is expected", name)
        return found

    def text(self, name: str, *, needed: bool = True, most: int = MOST_TEXT) -> str:
        """Text of at most so many characters; empty where it is not there."""
        return self._one(name, "text", lambda v: _text(v, most), needed) or ""

    def id(self, name: str = "id") -> str:
        """A name by which other rules refer to this one."""
        found = self._one(name, "a name of letters, digits, _ . -", _id, needed=True)
        return found or ""

    def ids(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of such names."""
        return tuple(self._list(name, _id, "a name", needed=needed))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self._list(name, _text, "text", needed=False))

    def _list(
        self, name: str, read: Callable[[Any], T | None], wanted: str, *, needed: bool
    ) -> list[T]:
        found = []
        for position, value in self._items(name, needed=needed):
            one = read(value)
            if one is None:
                self.fault(f"{name}: {wanted} is expected", name, position)
            else:
                found.append(one)
        return found

    def _items(self, name: str, *, needed: bool = False) -> list[tuple[int, Any]]:
        listed = self._one(name, "a list", _as_list, needed)
        if listed is not None and len(listed) > MOST_ITEMS:
            self.fault(f"{name}: at most {MOST_ITEMS} of them", name)
            return []
        return list(enumerate(listed or ()))

    def items(self, name: str, *, needed: bool = False) -> Iterator[Fields]:
        """The mappings of a list."""
        for position, value in self._items(name, needed=needed):
            yield Fields(value, (*self.path, name, position), self.faults, self.rule)

    def inside(self, name: str) -> Fields:
        """The mapping that is this member; an empty one where it is not there."""
        value = self.raw(name)
        return Fields({} if value is None else value, (*self.path, name), self.faults, self.rule)

    def mapping(self, name: str) -> Mapping[str, Any]:
        """A member that is only shown: a mapping, not looked into."""
        return self._one(name, "members with names", _as_mapping, needed=False) or {}

    def enum(self, name: str, of: type[E], *, needed: bool = True) -> E | None:
        """One of a closed list of words."""
        words = ", ".join(of)
        return self._one(name, f"one of {words}", lambda v: _among(v, of), needed)

    def enums(self, name: str, of: type[E]) -> frozenset[E]:
        """Some of a closed list of words."""
        wanted = f"one of {', '.join(of)}"
        return frozenset(self._list(name, lambda v: _among(v, of), wanted, needed=False))

    def words(self, name: str, of: type[E]) -> tuple[E, ...]:
        """Some of a closed list of words, in the order in which they stand."""
        wanted = f"one of {', '.join(of)}"
        return tuple(self._list(name, lambda v: _among(v, of), wanted, needed=False))

    def whole(self, name: str, *, least: int = 0, needed: bool = True) -> int | None:
        """A whole number."""
        wanted = f"a whole number from {least} to 100000"
        return self._one(name, wanted, lambda v: _whole(v, least), needed)

    def flag(self, name: str) -> bool | None:
        """True or false; None where it is not there."""
        return self._one(name, "true or false", lambda v: v if isinstance(v, bool) else None, False)

    def day(self, name: str, *, needed: bool = True) -> date | None:
        """A date, written in quotes."""
        return self._one(name, 'a date ("2026-01-31")', read_day, needed)

    def decimal(self, name: str, *, needed: bool = True) -> Decimal | None:
        """A number without sign: whole, or a decimal in quotes."""
        return self._one(name, "a number, decimals in quotes", read_number, needed)

    def pair(self, name: str) -> tuple[Decimal, Decimal] | None:
        """A least and a most."""
        return self._one(name, "two numbers, the smaller first", _pair, needed=False)


def read_number(value: Any) -> Decimal | None:
    """A number as packs write it; None for anything else, a float before all."""
    if isinstance(value, bool):
        return None
    text = str(value) if isinstance(value, int | str) else ""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def read_day(value: Any) -> date | None:
    """A date as packs write it."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _text(value: Any, most: int = MOST_TEXT) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= most else None


def _id(value: Any) -> str | None:
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def _as_list(value: Any) -> list[Any] | None:
    return value if isinstance(value, list) else None


def _as_mapping(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None


def _among(value: Any, of: type[E]) -> E | None:
    return of(value) if isinstance(value, str) and value in set(of) else None


def _whole(value: Any, least: int) -> int | None:
    good = isinstance(value, int) and not isinstance(value, bool) and least <= value <= 100_000  # noqa: PLR2004
    return value if good else None


def _pair(value: Any) -> tuple[Decimal, Decimal] | None:
    numbers = [read_number(v) for v in value] if isinstance(value, list) else []
    if len(numbers) != 2 or None in numbers:  # noqa: PLR2004 - a least and a most
        return None
    least, most = numbers
    assert least is not None  # noqa: S101 - looked for above
    assert most is not None  # noqa: S101
    return (least, most) if least <= most else None
