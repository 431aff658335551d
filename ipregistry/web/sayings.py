"""Saying things in HTML: sentences of the catalogues with marked-up names in them, all escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup, escape

from ipregistry.web.messages import FALLBACK, message, texts, word

_SHOWN_NAMES = 4


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words of one language, for templates: `say` gives markup, `word` plain text."""

    language: str

    def say(self, name: str, **params: Any) -> Markup:
        """A sentence of the pages; parameters are escaped unless they are markup already."""
        found = texts(self.language).get("page", {}).get(name) or texts(FALLBACK)["page"][name]
        return Markup(escape(found)).format(**params)  # noqa: S704 - escaped one call before

    def word(self, group: str, value: str | None) -> str:
        """A word of ours; the value itself where it is none."""
        return "" if value is None else word(group, value, self.language)

    def message(self, code: str, params: Mapping[str, Any]) -> str:
        """What a rule says."""
        return message(code, params, self.language)

    def joined(self, items: Iterable[Any], how: str = "list") -> Markup:
        """The items as one list in a sentence."""
        separator = escape(word("join", how, self.language))
        return separator.join(escape(item) for item in items)

    def bracketed(self, item: Any) -> Markup:
        """The item in brackets, as this language writes them behind a word."""
        pattern = escape(word("join", "bracket", self.language))
        return Markup(pattern).format(text=item)  # noqa: S704 - escaped one line before

    def names(self, name_bag: Sequence[Mapping[str, str]]) -> Markup:
        """Names as recorded, each marked with its own language, the reader's own first."""
        mine = sorted(name_bag, key=lambda name: name.get("languageCode") != self.language)
        marked = [in_language(name["value"], name.get("languageCode")) for name in mine]
        return self.joined(marked[:_SHOWN_NAMES], "names")

    def holder(self, holding: Mapping[str, Any], *, share: bool = True) -> Markup:
        """A holder by name, town and share; by record number where no name may be said."""
        said = self.names(holding.get("nameBag", ())) or escape(holding["party"])
        if holding.get("townText"):
            said += self.bracketed(holding["townText"])
        if share and Fraction(holding["share"]) != 1:
            said += self.bracketed(holding["share"])
        return said

    def holders(self, holdings: Sequence[Mapping[str, Any]], *, share: bool = True) -> Markup:
        """Several holders in one sentence."""
        return self.joined(self.holder(holding, share=share) for holding in holdings)


def in_language(text: str, language: str | None) -> Markup:
    """The text, marked with its language, so that it is read aloud and set in its own way."""
    if language is None:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(language, text)


def day(value: str) -> Markup:
    """A date, for people and for machines."""
    return Markup('<time datetime="{0}">{0}</time>').format(value)


def instant(value: str) -> Markup:
    """An instant as stored, to the second for people, whole for machines."""
    shown = f"{value[:10]} {value[11:19]} UTC"
    return Markup('<time datetime="{}">{}</time>').format(value, shown)
