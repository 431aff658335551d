"""One record, read member by member, with an account of what nobody read.

XML and JSON records are both plain mappings here, so that what cannot be mapped can be kept
as it was received, whatever the format.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from lxml import etree

NUMBER_LENGTH = 64
TEXT_LENGTH = 4000
_QUOTED = 40
_DATES = (
    # What follows a day (an hour, an offset from UTC) is left off: the USPTO writes midnight
    # in Washington as 04:00 or 05:00 UTC, so the written day is the meant one.
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?:[T +-].{0,30})?"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    re.compile(r"(?P<m>[0-9]{2})-(?P<d>[0-9]{2})-(?P<y>[0-9]{4})"),
)
# What offices write where they have no date [V, USPTO and EPO files].
_NO_DATES = frozenset({"00000000", "0001-01-01", "00010101"})
_NO_DATA = frozenset({"NULL", "null"})


class UnreadableError(Exception):
    """One record cannot be read. Never leaves the package: it becomes a Refused."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Fragment:
    """A mapping whose members are taken by name; `left` is what nobody took.

    A member of another type than asked for refuses the record (`field-wrong-type`): half a
    record, with somebody left out of it, would look like the whole.
    """

    __slots__ = ("_taken", "_value", "path")

    def __init__(self, value: Mapping[str, Any], path: str = "") -> None:
        self._value = value
        self._taken: dict[str, list[Fragment] | None] = {}
        self.path = path

    def __contains__(self, name: str) -> bool:
        return name in self._value

    @property
    def received(self) -> Mapping[str, Any]:
        """The whole, as it came."""
        return self._value

    def text(self, *names: str, limit: int = TEXT_LENGTH) -> str | None:
        """The text (or number, as text) of the first of `names` that says something."""
        for name in names:
            text = self._text(name, limit) if name in self._value else None
            if text is not None:
                return text
        return None

    def number(self, *names: str) -> str | None:
        """Like `text`, for numbers and codes."""
        return self.text(*names, limit=NUMBER_LENGTH)

    def day(self, *names: str) -> date | None:
        """A date in one of the forms that offices use; None where there is none."""
        for name in names:
            text = self.text(name)
            if text is not None and text[:10] not in _NO_DATES:
                return read_day(text, self._at(name))
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of an array, or of the one text in its place, that say something."""
        self._taken[name] = None
        found = self._value.get(name)
        items = found if isinstance(found, list) else [found]
        texts = (self._plain(item, name, TEXT_LENGTH) for item in items)
        return tuple(text for text in texts if text is not None)

    def worded(self, name: str, attribute: str) -> tuple[tuple[str | None, str], ...]:
        """(attribute, text) of each text of that name that says something."""
        self._taken[name] = None
        found = self._value.get(name)
        pairs = []
        for item in found if isinstance(found, list) else [found]:
            text = self._plain(item, name, TEXT_LENGTH)
            said = item.get(attribute) if isinstance(item, Mapping) else None
            if text is not None:
                pairs.append((said if isinstance(said, str) else None, text))
        return tuple(pairs)

    def under(self, *names: str) -> Fragment:
        """The object at the end of the path; an empty one where there is none."""
        here = self
        for name in names:
            here = next(iter(here.each(name)), Fragment({}, here._at(name)))
        return here

    def each(self, name: str) -> list[Fragment]:
        """The objects of an array, or the one object in its place."""
        known = self._taken.get(name)
        if known is not None:
            return known
        found = self._value.get(name)
        items = found if isinstance(found, list) else [] if found is None else [found]
        made = []
        for at, item in enumerate(items):
            if item is None or item == "":
                continue  # an empty element of XML
            if not isinstance(item, Mapping):
                raise UnreadableError("field-wrong-type", field=self._at(name), expected="object")
            made.append(Fragment(item, f"{self._at(name)}[{at}]"))
        self._taken[name] = made
        return made

    def taken(self, *names: str) -> None:
        """These say nothing that is not said elsewhere in the record."""
        for name in names:
            self._taken.setdefault(name, None)

    def handed_on(self, *names: str) -> None:
        """These are told as values of their own, which keep what is left of them."""
        self._taken.update(dict.fromkeys(names))

    def left(self) -> dict[str, Any]:
        """The members that nobody took, as they came."""
        found: dict[str, Any] = {}
        for name, value in self._value.items():
            if name not in self._taken:
                if not _says_nothing(value):
                    found[name] = value
                continue
            below = [part for f in self._taken[name] or () if (part := f.left())]
            if below:
                found[name] = below if isinstance(value, list) else below[0]
        return found

    def digest(self) -> str:
        """``sha256:…`` of the whole, with sorted members."""
        return digest_of(self._value)

    def _text(self, name: str, limit: int) -> str | None:
        self._taken[name] = None
        return self._plain(self._value[name], name, limit)

    def _plain(self, value: Any, name: str, limit: int) -> str | None:
        if value is None:
            return None
        if isinstance(value, Mapping):
            # Text with attributes: "#text" of XML, "value" of the JSON of ST.96.
            inner = value.get("#text", value.get("value"))
            if isinstance(inner, str | int):
                return self._plain(inner, name, limit)
            if inner is None and all(one == "value" or one.startswith("@") for one in value):
                return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise UnreadableError("field-wrong-type", field=self._at(name), expected="text")
        return checked_text(str(value), self._at(name), limit)

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}"[-_QUOTED:] if self.path else name[:_QUOTED]


def checked_text(text: str, field: str, limit: int = TEXT_LENGTH) -> str | None:
    """`text` without outer white space; None where it says nothing."""
    text = text.strip()
    if len(text) > limit:
        raise UnreadableError("field-too-long", field=field, limit=str(limit))
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise UnreadableError("field-character-refused", field=field)
    return None if not text or text in _NO_DATA else text


def read_day(text: str, field: str) -> date:
    """The day in one of the forms that offices use; UnreadableError where it cannot be one."""
    for form in _DATES:
        found = form.fullmatch(text)
        if found is not None:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise UnreadableError("date-impossible", field=field, value=text[:_QUOTED])


def digest_of(value: Any) -> str:
    """``sha256:…`` of the value as JSON with sorted members.

    Equal for the same record alone or in a container, and however it was indented.
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def element_as_dict(element: Any) -> Any:
    """The element as JSON: its text where it is nothing but text, else its members.

    Local names; ``@name`` for attributes, ``#text`` for text beside them; a name that comes
    more than once is an array. Recursion is bounded by the depth that the stream allows.
    """
    text = "".join(_own_texts(element)).strip()
    members: dict[str, Any] = {}
    for name, value in element.attrib.items():
        members["@" + str(etree.QName(name).localname)] = str(value)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = str(etree.QName(child).localname)
        value = element_as_dict(child)
        if name not in members:
            members[name] = value
        elif isinstance(members[name], list):
            members[name].append(value)
        else:
            members[name] = [members[name], value]
    if not members:
        return text
    if text:
        members["#text"] = text
    return members


def _own_texts(element: Any) -> list[str]:
    return [element.text or "", *(child.tail or "" for child in element)]


def _says_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip() in ("", *_NO_DATA)
    if isinstance(value, list):
        return all(_says_nothing(item) for item in value)
    if isinstance(value, Mapping):
        return all(_says_nothing(item) for item in value.values())
    return value is None
