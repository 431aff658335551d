"""Identifiers of parties: their form, and their check character where there is one.

No look-up is made anywhere: a well-formed identifier need not exist.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import lei
from stdnum.cn import uscc

from ipregistry.domain.violations import Severity, Violation

MAX_LENGTH = 64

# Full-width digits and letters, as input methods write them.
_FOLD = {0xFF01 + i: 0x21 + i for i in range(0x5E)} | {0x3000: 0x20}
_UPPER = {ord(c): ord(c) - 32 for c in "abcdefghijklmnopqrstuvwxyz"}


@dataclass(frozen=True, slots=True)
class IdentifierRule:
    """One category. `valid` judges the normalised value; `severity` is that of a value
    which fails it: a warning where the form is only remembered. `personal` values belong
    to natural persons: they are kept as keyed hashes only and never said back.
    """

    category: str
    valid: Callable[[str], bool]
    citation: str | None
    severity: Severity = Severity.RULE
    personal: bool = False


def _form(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _lei(value: str) -> bool:
    # The library would strip separators of its own; the form here is already bare.
    return re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", value) is not None and bool(lei.is_valid(value))


def _uscc(value: str) -> bool:
    return re.fullmatch(r"[0-9A-Z]{18}", value) is not None and bool(uscc.is_valid(value))


RULES: dict[str, IdentifierRule] = {
    rule.category: rule
    for rule in (
        IdentifierRule("lei", _lei, "ISO 17442"),
        IdentifierRule("uscc", _uscc, "GB 32100-2015"),
        # The branch and year that the certificate prints behind it are not of the number.
        IdentifierRule("hk-br", _form(r"[0-9]{8}"), None),
        # Digits; F before those of companies from elsewhere. From memory, as Macao's.
        IdentifierRule("hk-cr", _form(r"F?[0-9]{1,8}"), None, Severity.WARNING),
        IdentifierRule("mo-business", _form(r"[0-9]{1,8}"), None, Severity.WARNING),
        IdentifierRule("national-id", _form(r".{4,40}"), None, personal=True),
        IdentifierRule("passport", _form(r".{4,40}"), None, personal=True),
    )
}

CATEGORIES = tuple(RULES)
SENSITIVE = frozenset(rule.category for rule in RULES.values() if rule.personal)


def check_identifier(category: str, value: str) -> tuple[str, tuple[Violation, ...]]:
    """The value in its one form, and what is wrong with it. Never raises.

    Params of a personal identifier hold its category and length, never its value.
    """
    rule = RULES.get(category)
    if rule is None:
        params = {"category": _shown(category), "known": ", ".join(CATEGORIES)}
        return value, (Violation("identifier-category-unknown", "", params),)
    normalised = _compact(value)
    if not normalised or len(value) > MAX_LENGTH:
        # Nothing, or far too much, is no identifier at all, whatever the category.
        return normalised[:MAX_LENGTH], (_invalid(rule, value, Severity.RULE),)
    if rule.valid(normalised):
        return normalised, ()
    return normalised, (_invalid(rule, value, rule.severity),)


def _invalid(rule: IdentifierRule, value: str, severity: Severity) -> Violation:
    params: dict[str, str | int] = {"category": rule.category, "length": len(value)}
    if not rule.personal:
        params["value"] = _shown(value)
    return Violation("identifier-invalid", "", params, rule.citation, severity)


def _compact(value: str) -> str:
    folded = value.translate(_FOLD).translate(_UPPER)
    return "".join(c for c in folded if not _separates(c))


def _separates(char: str) -> bool:
    """Spaces, dashes, unseen characters, and the brackets around a check character."""
    return char.isspace() or char in "()" or unicodedata.category(char) in {"Pd", "Cf"}


def _shown(text: str) -> str:
    """Of bounded length, on one line, and encodable."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:MAX_LENGTH])
