"""Recorded effects on title, as they stand in the parts: ids, shares and dates, no names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from ipregistry.domain.shares import write_share


class Register(StrEnum):
    """Whose answer an effect belongs to: the register of record, or what was notified here."""

    RECORD = "record"
    NOTIFIED = "notified"


class Strength(StrEnum):
    """What a root of title rests on, weakest first."""

    STATEMENT = "statement"
    PUBLICATION = "publication"
    GRANT = "grant"
    MIGRATED_REGISTER = "migrated-register"
    REGISTER_EXTRACT = "register-extract"
    OFFICER_CONFIRMED = "officer-confirmed"

    @property
    def rank(self) -> int:
        """0 for the weakest."""
        return _RANKS[self]


_RANKS = {strength: rank for rank, strength in enumerate(Strength)}


@dataclass(frozen=True, slots=True)
class Holding:
    """A share of a party, named by id and by the version of its record that was seen."""

    party: str
    party_version: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Root:
    """What a chain starts from, or is confirmed by: the holders at a date, and who vouches.

    No holders: the source makes the right known, but names nobody who holds it.
    """

    register: Register
    on: date
    strength: Strength
    holders: tuple[Holding, ...]
    vouched_by: str
    source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Transfer:
    """Shares that go from some holders to others; both sides add up to the same."""

    register: Register
    on: date
    givers: tuple[Holding, ...]
    takers: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a lodged disposition: recorded at its office, refused there, or withdrawn."""

    on: date
    transaction: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Replace:
    """A correction: the effects of `transaction` give way to `by`, or to nothing."""

    on: date
    transaction: str
    by: Root | Transfer | Stage | None


@dataclass(frozen=True, slots=True)
class Stage:
    """The right entered a stage of its life (published, granted, registered, …)."""

    on: date
    stage: str


Effect: TypeAlias = Root | Transfer | Close | Replace | Stage


@dataclass(frozen=True, slots=True)
class Step:
    """One effect with the entry that recorded it. `known_at` is the recording instant."""

    ord: int
    seq: int
    known_at: str
    transaction: str
    version: int
    act: str
    capacity: str
    effect: Effect


def write_effect(effect: Effect) -> dict[str, Any]:
    """The effect as plain values for a part."""
    match effect:
        case Root():
            return {
                "effect": "root",
                "register": effect.register.value,
                "on": effect.on.isoformat(),
                "strength": effect.strength.value,
                "holders": _write_holdings(effect.holders),
                "vouchedBy": effect.vouched_by,
                "source": dict(effect.source),
            }
        case Transfer():
            return {
                "effect": "transfer",
                "register": effect.register.value,
                "on": effect.on.isoformat(),
                "from": _write_holdings(effect.givers),
                "to": _write_holdings(effect.takers),
            }
        case Close():
            return {
                "effect": "close",
                "on": effect.on.isoformat(),
                "transaction": effect.transaction,
                "outcome": effect.outcome,
            }
        case Replace():
            return {
                "effect": "replace",
                "on": effect.on.isoformat(),
                "transaction": effect.transaction,
                "by": None if effect.by is None else write_effect(effect.by),
            }
        case Stage():
            return {"effect": "stage", "on": effect.on.isoformat(), "stage": effect.stage}


def _read_root(value: Mapping[str, Any]) -> Root:
    return Root(
        Register(value["register"]),
        date.fromisoformat(value["on"]),
        Strength(value["strength"]),
        _read_holdings(value["holders"]),
        value["vouchedBy"],
        value["source"],
    )


def _read_transfer(value: Mapping[str, Any]) -> Transfer:
    return Transfer(
        Register(value["register"]),
        date.fromisoformat(value["on"]),
        _read_holdings(value["from"]),
        _read_holdings(value["to"]),
    )


def _read_replace(value: Mapping[str, Any]) -> Replace:
    by = None if value["by"] is None else read_effect(value["by"])
    assert by is None or isinstance(by, Root | Transfer | Stage)  # noqa: S101 - we wrote it
    return Replace(date.fromisoformat(value["on"]), value["transaction"], by)


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Effect]] = {
    "root": _read_root,
    "transfer": _read_transfer,
    "close": lambda v: Close(date.fromisoformat(v["on"]), v["transaction"], v["outcome"]),
    "replace": _read_replace,
    "stage": lambda v: Stage(date.fromisoformat(v["on"]), v["stage"]),
}


def read_effect(value: Mapping[str, Any]) -> Effect:
    """The effect behind the plain values of a part (the inverse of `write_effect`)."""
    return _READERS[value["effect"]](value)


def _write_holdings(holdings: tuple[Holding, ...]) -> list[dict[str, Any]]:
    return [
        {"party": h.party, "partyVersion": h.party_version, "share": write_share(h.share)}
        for h in holdings
    ]


def _read_holdings(values: list[Mapping[str, Any]]) -> tuple[Holding, ...]:
    return tuple(Holding(v["party"], v["partyVersion"], Fraction(v["share"])) for v in values)
