"""Domain names: one name in every spelling, and the place that its ending belongs to.

By RFC 3490 (IDNA 2003, what the standard library has): capital and full-width letters and
the two ways to write a name of other letters make no difference. Four characters mean
different names under RFC 5891; a name with one of them is refused until it is given in its
``xn--`` form, which is the same under both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipregistry.domain.numbers.clean import shown
from ipregistry.domain.numbers.model import Check, OfficialNumber, Scheme
from ipregistry.domain.rights import NO_PLACE, RightKind
from ipregistry.domain.violations import Violation

_DEVIATING = frozenset("\u00df\u03c2\u200c\u200d")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP = re.compile(r"(?:xn--[a-z0-9-]+|[a-z]{2,63})")
_LONGEST = 80  # as a register's key holds it; RFC 1035 allows 253

# Endings in Chinese of the three places, and codes that are not those of ST.3.
_PLACES = {
    **{name.encode("idna").decode(): "CN" for name in ("中国", "中國")},
    **{name.encode("idna").decode(): "HK" for name in ("香港",)},
    **{name.encode("idna").decode(): "MO" for name in ("澳门", "澳門")},
    "uk": "GB",
}
_COUNTRY_CODE = 2


@dataclass(frozen=True, slots=True)
class DomainRead:
    """A name, or why there is none. Both None: the text is no domain name."""

    number: OfficialNumber | None
    violation: Violation | None = None


def read_domain(text: str) -> DomainRead:
    """The domain name in a text. Never raises."""
    name = text.strip().rstrip(".")
    if _DEVIATING & set(name):
        params = {"number": shown(text)}
        return DomainRead(None, Violation("domain-name-deviates", "", params, "RFC 5891 §4.2"))
    try:
        ascii_name = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return DomainRead(None)
    labels = ascii_name.split(".")
    well_formed = all(_LABEL.fullmatch(label) for label in labels)
    if len(labels) <= 1 or not well_formed or _TOP.fullmatch(labels[-1]) is None:
        return DomainRead(None)
    if len(ascii_name) > _LONGEST:
        too_long: dict[str, str | int] = {"length": len(ascii_name), "max": _LONGEST}
        return DomainRead(None, Violation("number-too-long", "", too_long))
    return DomainRead(
        OfficialNumber(
            place_of(labels[-1]),
            RightKind.DOMAIN_NAME,
            Scheme.REGISTRATION,
            ascii_name,
            _shown_name(ascii_name),
            None,
            Check.NONE,
        )
    )


def place_of(ending: str) -> str:
    """The ST.3 code of the place whose ending it is; ``XX`` for an ending of no place.

    Practice of this register: one name is one right, under one code, wherever its holder is.
    """
    return _PLACES.get(ending) or (ending.upper() if len(ending) == _COUNTRY_CODE else NO_PLACE)


def _shown_name(ascii_name: str) -> str:
    """The name in its own letters, where that leads back to the same name."""
    try:
        name = ascii_name.encode("ascii").decode("idna")
        same = name.encode("idna").decode("ascii").lower() == ascii_name
    except UnicodeError:
        return ascii_name
    return name if same and not _DEVIATING & set(name) else ascii_name
