"""Conflict lists, challenge clocks and accreditation schemes read from data."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ipregistry.domain.neutrals.model import (
    Action,
    ConflictList,
    Item,
    Level,
    Matter,
    Standing,
    Tie,
    When,
)

LANGUAGES = frozenset({"en", "pt", "zh-Hans", "zh-Hant"})
CONFIDENCES = frozenset("VSIMD")
_ITEM_MEMBERS = frozenset(
    [
        "id",
        "level",
        "label",
        "when",
        "action",
        "citation",
        "confidence",
        "years",
        "least",
        "declared",
        "ever",
    ]
)
_LIST_MEMBERS = frozenset(["list", "title", "places", "always", "inForceFrom", "inForceTo", "item"])


class ListError(ValueError):
    """The text is not a list; the message says where."""


def read_list(text: str) -> ConflictList:
    """A conflict list behind its TOML text. Raises ListError, naming the item."""
    try:
        data = tomllib.loads(text)
        _only(data, _LIST_MEMBERS, "list")
        items = tuple(_item(raw) for raw in data["item"])
        _four(data["title"], data["list"])
    except tomllib.TOMLDecodeError as error:
        raise ListError(str(error)) from error
    except KeyError as error:
        message = f"missing: {error.args[0]}"
        raise ListError(message) from error
    ids = [item.id for item in items]
    if len(set(ids)) != len(ids):
        message = f"{data['list']}: an item stands twice"
        raise ListError(message)
    return ConflictList(
        data["list"],
        data["title"],
        "sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        items,
        frozenset(data.get("places", ())),
        data.get("always", False),
        data.get("inForceFrom", date.min),
        data.get("inForceTo", date.max),
    )


def _item(raw: Mapping[str, Any]) -> Item:
    name = raw["id"]
    _only(raw, _ITEM_MEMBERS, name)
    _four(raw["label"], name)
    if raw["confidence"] not in CONFIDENCES or not raw["citation"].strip():
        message = f"{name}: without citation or confidence"
        raise ListError(message)
    try:
        return Item(
            name,
            Level(raw["level"]),
            raw["label"],
            tuple(_when(when) for when in raw["when"]),
            Action(raw["action"]),
            raw["citation"],
            raw["confidence"],
            raw.get("years"),
            raw.get("least", 1),
            raw.get("declared", False),
            raw.get("ever", False),
        )
    except ValueError as error:
        message = f"{name}: {error}"
        raise ListError(message) from error


def _when(raw: Mapping[str, Any]) -> When:
    return When(
        frozenset(Tie(tie) for tie in raw["ties"]),
        frozenset(Standing(standing) for standing in raw["of"]),
        frozenset(Matter(matter) for matter in raw.get("matters", list(Matter))),
    )


def _only(raw: Mapping[str, Any], members: frozenset[str], name: str) -> None:
    unknown = sorted(set(raw) - members)
    if unknown:
        message = f"{name}: unknown {', '.join(unknown)}"
        raise ListError(message)


def _four(texts: Mapping[str, str], name: str) -> None:
    if set(texts) != LANGUAGES or not all(text.strip() for text in texts.values()):
        message = f"{name}: not in all four languages"
        raise ListError(message)


@dataclass(frozen=True, slots=True)
class ChallengeLaw:
    """How long the law of a place lets a party challenge, where the pack says nothing.

    `days` after the later of notice and knowledge, or `until` a moment of the procedure.
    """

    place: str
    days: int | None
    until: str | None
    citation: str
    confidence: str
    start: date = date.min
    end: date = date.max


@dataclass(frozen=True, slots=True)
class Scheme:
    """An accreditation scheme; `one_place`: one applies through one jurisdiction only."""

    id: str
    places: frozenset[str]
    one_place: bool
    citation: str
    confidence: str


def _data(name: str) -> str:
    return (files("ipregistry.seed") / "conflicts" / name).read_text("utf-8")


@cache
def known_lists() -> tuple[ConflictList, ...]:
    """Every conflict list that the product ships."""
    folder = files("ipregistry.seed") / "conflicts" / "lists"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(read_list(_data(f"lists/{name}")) for name in names)


@cache
def challenge_laws() -> tuple[ChallengeLaw, ...]:
    """The law of challenges, place by place."""
    return tuple(
        ChallengeLaw(
            raw["place"],
            raw.get("days"),
            raw.get("until"),
            raw["citation"],
            raw["confidence"],
            raw.get("inForceFrom", date.min),
            raw.get("inForceTo", date.max),
        )
        for raw in tomllib.loads(_data("challenges.toml"))["law"]
    )


@cache
def schemes() -> Mapping[str, Scheme]:
    """The accreditation schemes with rules of their own."""
    return {
        raw["id"]: Scheme(
            raw["id"],
            frozenset(raw["places"]),
            raw["onePlace"],
            raw["citation"],
            raw["confidence"],
        )
        for raw in tomllib.loads(_data("schemes.toml"))["scheme"]
    }
