"""The query parameters of a request, read as strictly as bodies: every fault of them at once."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date, datetime

from flask import request

from ipregistry.api.problems import ShapeError, shape
from ipregistry.domain.ids import kind_of
from ipregistry.domain.violations import Violation
from ipregistry.schemas.base import FIRST_YEAR, LAST_YEAR
from ipregistry.schemas.faults import MAX_FAULTS, pointer
from ipregistry.services.listing import PageRequest

MAX_PAGE = 1000
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,6}))?Z"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFICE = re.compile(r"[A-Z]{2}")
_CURSOR = re.compile(r"[A-Z0-9-]{1,60}")


class Query:
    """The query parameters of a request; `done` raises what was wrong with them."""

    def __init__(self, *allowed: str) -> None:
        self.faults: list[Violation] = []
        for name in request.args:
            if name not in allowed:
                self.fault(name, "member-unknown")
            elif len(request.args.getlist(name)) > 1:
                self.fault(name, "json-duplicate-member")

    def fault(self, name: str, code: str, **params: str | int) -> None:
        """Note that parameter `name` is wrong."""
        self.faults.append(shape(code, pointer([name]), **params))

    def text(self, name: str, *, most: int, required: bool = False) -> str | None:
        """Text of bounded length, without control characters."""
        value = self._given(name, required=required)
        if value is None:
            return None
        if len(value) > most:
            self.fault(name, "text-too-long", max=most)
            return None
        if any(character < " " or character == "\x7f" for character in value):
            self.fault(name, "text-has-control-characters")
            return None
        return value

    def choice(self, name: str, allowed: tuple[str, ...], *, required: bool = False) -> str | None:
        """One of a few values."""
        value = self._given(name, required=required)
        if value is not None and value not in allowed:
            self.fault(name, "value-not-allowed", allowed=", ".join(allowed))
            return None
        return value

    def record(self, name: str, kind: str, *, required: bool = False) -> str | None:
        """The number of a record of this kind, its check character right."""
        value = self._given(name, required=required)
        if value is not None and kind_of(value) != kind:
            self.fault(name, "id-malformed", kind=kind)
            return None
        return value

    def office(self, name: str) -> str | None:
        """The ST.3 code of an office."""
        value = self._given(name)
        if value is not None and not _OFFICE.fullmatch(value):
            self.fault(name, "office-malformed")
            return None
        return value

    def flag(self, name: str) -> bool:
        """``true`` or ``false``."""
        return self.choice(name, ("true", "false")) == "true"

    def day(self, name: str) -> date | None:
        """An ISO date, of the years that bodies may name."""
        value = self._given(name)
        if value is None:
            return None
        found = _day(value) if _DAY.fullmatch(value) else None
        if found is None:
            self.fault(name, "date-impossible")
        return found

    def instant(self, name: str) -> str | None:
        """A UTC instant, as stored: ``2026-11-22T06:44:57Z`` with up to six decimals."""
        value = self._given(name)
        if value is None:
            return None
        match = _INSTANT.fullmatch(value)
        if match is None or not _is_moment(match[1]):
            self.fault(name, "instant-malformed")
            return None
        return f"{match[1]}.{(match[2] or '').ljust(6, '0')}Z"

    def page(self) -> PageRequest:
        """`limit`, `after` and `count`."""
        limit = self._given("limit") or "50"
        if not re.fullmatch(r"[0-9]{1,4}", limit) or not 1 <= int(limit) <= MAX_PAGE:
            self.fault("limit", "number-out-of-range", min=1, max=MAX_PAGE)
            limit = "50"
        after = self._given("after")
        key = None if after is None else _read_cursor(after)
        if after is not None and key is None:
            self.fault("after", "page-token-malformed")
        return PageRequest(int(limit), key, self.flag("count"))

    def number(self, name: str, *, least: int, most: int, required: bool = False) -> int | None:
        """A whole number in decimal digits."""
        value = self._given(name, required=required)
        if value is None:
            return None
        if not re.fullmatch(r"[0-9]{1,16}", value) or not least <= int(value) <= most:
            self.fault(name, "number-out-of-range", min=least, max=most)
            return None
        return int(value)

    def done(self) -> None:
        """Raises ShapeError with every fault noted, as far as anybody would read them."""
        if self.faults:
            raise ShapeError(self.faults[:MAX_FAULTS])

    def _given(self, name: str, *, required: bool = False) -> str | None:
        value = request.args.get(name)
        if value is None and required:
            self.fault(name, "member-missing")
        return value


def write_cursor(key: str) -> str:
    """The cursor of the page behind the record with this number."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read_cursor(text: str) -> str | None:
    try:
        padded = text + "=" * (-len(text) % 4)
        key = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return key if _CURSOR.fullmatch(key) else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _is_moment(text: str) -> bool:
    try:
        return FIRST_YEAR <= datetime.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False
