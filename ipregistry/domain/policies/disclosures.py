"""What a place's law lets be told of a confidential case: its closed list, code by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T", bound=StrEnum)

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")


class Procedure(StrEnum):
    """What sort of procedure a law of disclosure is about."""

    CONSULTATION = "consultation"
    MEDIATION = "mediation"
    ARBITRATION = "arbitration"


class Recipient(StrEnum):
    """What an outsider is to whom something of a case is told. `sides`: no outsider at all."""

    COURT = "court"
    AUTHORITY = "authority"
    ADVISER = "adviser"
    INSTITUTION = "institution"
    RESEARCHER = "researcher"
    OTHER = "other"
    SIDES = "sides"


class Consenter(StrEnum):
    """Who has to agree: every side, the mediator."""

    SIDES = "sides"
    MEDIATOR = "mediator"


class DisclosureFault(ValueError):  # noqa: N818 - a fault of a text, told to its author
    """The text is not a list of disclosures; the message says where."""


@dataclass(frozen=True, slots=True)
class DisclosureCode:
    """One ground on which something may be told.

    `recipients`: to whom. `document`: the paper that shows the basis; empty where none is asked
    for. `consents`: who agrees to it first. `papers`: the only documents (ids of packs) that it
    opens; None for those that are asked for one by one. `labels`: by language.
    """

    id: str
    citation: str
    confidence: str
    recipients: frozenset[Recipient]
    labels: Mapping[str, str]
    document: str = ""
    consents: frozenset[Consenter] = frozenset()
    papers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class DisclosureLaw:
    """The closed list of one law, with its source."""

    procedure: Procedure
    citation: str
    confidence: str
    codes: Mapping[str, DisclosureCode]

    @property
    def verified(self) -> bool:
        """Whether the list was read in its source: no other one opens a case."""
        return self.confidence == "V"


def read_disclosures(data: Any, confidences: frozenset[str]) -> DisclosureLaw | None:
    """The list in the table `disclosures` of a policy's text; None where it has none. Raises
    DisclosureFault, naming the place.
    """
    if data is None:
        return None
    place = "disclosures"
    table = _table(data, place, {"procedure", "citation", "confidence"}, {"codes"})
    return DisclosureLaw(
        _one(Procedure, table["procedure"], f"{place}.procedure"),
        _text(table["citation"], f"{place}.citation"),
        _one_of(confidences, table["confidence"], f"{place}.confidence"),
        {
            name: _code(name, code, confidences)
            for name, code in _mapping(table.get("codes", {}), f"{place}.codes").items()
        },
    )


_CODE_NEEDS = {"citation", "confidence", "recipients", "label"}
_CODE_MAY = {"document", "consents", "papers"}


def _code(name: str, data: Any, confidences: frozenset[str]) -> DisclosureCode:
    place = f"disclosures.codes.{name}"
    table = _table(data, place, _CODE_NEEDS, _CODE_MAY)
    labels = _mapping(table["label"], f"{place}.label")
    if set(labels) != set(LANGUAGES):
        raise DisclosureFault(f"{place}.label has {', '.join(LANGUAGES)}")
    return DisclosureCode(
        name,
        _text(table["citation"], f"{place}.citation"),
        _one_of(confidences, table["confidence"], f"{place}.confidence"),
        frozenset(_each(Recipient, table["recipients"], f"{place}.recipients")),
        {language: _text(labels[language], f"{place}.label") for language in LANGUAGES},
        _text(table["document"], f"{place}.document") if "document" in table else "",
        frozenset(_each(Consenter, table.get("consents", []), f"{place}.consents")),
        frozenset(_texts(table["papers"], f"{place}.papers")) if "papers" in table else None,
    )


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise DisclosureFault(f"{place} is a table")
    return value


def _table(value: Any, place: str, needs: set[str], may: set[str]) -> Mapping[str, Any]:
    table = _mapping(value, place)
    if missing := sorted(needs - table.keys()):
        raise DisclosureFault(f"{place} needs {', '.join(missing)}")
    if unknown := sorted(table.keys() - needs - may):
        raise DisclosureFault(f"{place}: not known: {', '.join(unknown)}")
    return table


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DisclosureFault(f"{place} is a text")
    return value


def _texts(value: Any, place: str) -> list[str]:
    if not isinstance(value, list):
        raise DisclosureFault(f"{place} is a list of texts")
    return [_text(item, place) for item in value]


def _one_of(values: frozenset[str], value: Any, place: str) -> str:
    if not isinstance(value, str) or value not in values:
        raise DisclosureFault(f"{place} is one of {', '.join(sorted(values))}")
    return value


def _one(kind: Callable[[str], T], value: Any, place: str) -> T:
    text = _text(value, place)
    try:
        return kind(text)
    except ValueError as error:
        raise DisclosureFault(f"{place}: {text!r} is not known") from error


def _each(kind: Callable[[str], T], value: Any, place: str) -> list[T]:
    return [_one(kind, item, place) for item in _texts(value, place)]
