"""What the register says to people, in four languages: messages by code, and words of the pages.

`messages/` holds what rules, requests and files are answered with, `texts/` the words of the
pages. A code without a message is a fault of ours, which a test finds; a reader still gets
English, or the bare code, never an error.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh-Hant", "zh-Hans", "pt")
FALLBACK = "en"

# An Accept-Language longer than this, or with more members, is nobody's list of preferences.
_MAX_HEADER, _MAX_MEMBERS = 1000, 32
_MISSING = "…"

# Parameters whose values are words of this register, and the groups of words they are from.
_WORD_GROUPS: Mapping[str, tuple[str, ...]] = {
    "act": ("act",),
    "category": ("relation",),
    "changed": ("act",),
    "expected": ("kind",),
    "found": ("strength", "kind"),
    "kind": ("kind",),
    "needed": ("strength",),
    "reason": ("stage",),
    "related": ("kind",),
    "status": ("status",),
    "strength": ("strength",),
}


def message(code: str, params: Mapping[str, Any], language: str) -> str:
    """The message for a code, its parameters filled in. Never raises.

    Kinds of right, acts and the like are said in the reader's language; everything else
    stands as it was given. Without a message: the English one, then the code itself.
    """
    template = messages(language).get(code) or messages(FALLBACK).get(code)
    if template is None:
        return code
    filled = {name: _said(name, value, language) for name, value in params.items()}
    if "code" in params:
        # A rule that only asks for review names the rule that it would be.
        others = {name: value for name, value in params.items() if name != "code"}
        filled["code"] = message(str(params["code"]), others, language)
    return string.Formatter().vformat(template, (), _Params(filled))


def word(group: str, value: str, language: str) -> str:
    """A word of the pages; English where the language has none, then the value itself."""
    found = texts(language).get(group, {}).get(value)
    return found or texts(FALLBACK).get(group, {}).get(value) or value


def sentence(group: str, english: str, language: str) -> str:
    """A sentence that the rules say in English, in the reader's language; else as it is."""
    names = [name for name, text in texts(FALLBACK).get(group, {}).items() if text == english]
    return texts(language).get(group, {}).get(names[0], english) if names else english


def negotiate(accept_language: str | None) -> str:
    """The language of `LANGUAGES` that the reader likes best; English where none is liked.

    The map is ours: stock matching answers English to a Hong Kong browser and Traditional
    Chinese to a Mainland one. Never raises; what cannot be read is left out.
    """
    best, best_quality = FALLBACK, 0.0
    members = (accept_language or "")[:_MAX_HEADER].split(",")[:_MAX_MEMBERS]
    for member in members:
        tag, _, parameters = member.partition(";")
        language, quality = _supported(tag.strip()), _quality(parameters)
        if language is not None and quality > best_quality:
            best, best_quality = language, quality
    return best


@cache
def messages(language: str) -> Mapping[str, str]:
    """The message templates of a language, by code; none for a language that we do not have."""
    return _read("messages", language)


@cache
def texts(language: str) -> Mapping[str, Mapping[str, str]]:
    """The words of the pages in a language, by group and name."""
    return _read("texts", language)


def _read(folder: str, language: str) -> Mapping[str, Any]:
    if language not in LANGUAGES:
        return {}
    path = files("ipregistry.web") / folder / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def _supported(tag: str) -> str | None:
    """Our language for a BCP 47 tag: the script decides, else the place (RFC 5646)."""
    primary, *rest = tag.lower().replace("_", "-").split("-")
    if primary in {"en", "pt"}:
        return primary
    if primary not in {"zh", "yue", "cmn"}:
        return None
    if "hans" in rest:
        return "zh-Hans"
    traditional = primary == "yue" or {"hant", "hk", "mo", "tw"} & set(rest)
    return "zh-Hant" if traditional else "zh-Hans"


def _quality(parameters: str) -> float:
    """The weight of a member (RFC 9110 §12.4.2); 0 for one that is no weight."""
    text = parameters.strip()
    if not text:
        return 1.0
    name, equals, value = text.partition("=")
    value = value.strip()
    if name.strip().lower() != "q" or not equals or not value.isascii():
        return 0.0
    digits = value.replace(".", "", 1)
    if len(value) > 5 or not digits.isdigit():  # noqa: PLR2004 - "0.123"
        return 0.0
    quality = float(value)
    return quality if quality <= 1 else 0.0


def _said(name: str, value: Any, language: str) -> str:
    """The value of a parameter as it is said: words of ours in the reader's language."""
    text = str(value)
    groups = _WORD_GROUPS.get(name)
    if groups is None:
        return text
    words = [_word_of(groups, one, language) for one in text.split(", ")]
    known = [one for one in words if one is not None]
    return word("join", "list", language).join(known) if len(known) == len(words) else text


def _word_of(groups: tuple[str, ...], value: str, language: str) -> str | None:
    found = (texts(language).get(group, {}).get(value) for group in groups)
    return next((one for one in found if one), None)


class _Params(dict[str, str]):
    """What a message asks for and was not given reads as an ellipsis."""

    def __missing__(self, _name: str) -> str:
        return _MISSING
