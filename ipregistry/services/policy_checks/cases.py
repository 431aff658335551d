"""A file of registry cases, read; everything that is not of its format is named by place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ipregistry.domain.priority import RULES
from ipregistry.domain.shares import parse_share
from ipregistry.services.policy_checks.vocabulary import (
    ASSET_KEYS,
    GROUNDS,
    JURISDICTIONS,
    LICENCE_KINDS,
    OP_KEYS,
    OPS,
    SCHEMA,
    STATUSES,
    code_of,
)

LARGEST = 10_000_000  # bytes


class CaseFileError(ValueError):
    """The file is not of the format; the message says where."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, under the names of `vocabulary`, with the code that is expected of it."""

    name: str
    members: Mapping[str, Any]
    expected: str

    def names(self, member: str) -> list[str]:
        """A member that lists parties or words; none where it is left out."""
        value = self.members.get(member)
        return list(value) if isinstance(value, list) else []

    def all_of(self, member: str, everybody: list[str]) -> list[str]:
        """Those that a member lists; `true` is all of them."""
        return list(everybody) if self.members.get(member) is True else self.names(member)


@dataclass(frozen=True, slots=True)
class EncumbranceCase:
    """A right, and what is done with it."""

    id: str
    jurisdiction: str
    asset: Mapping[str, Any]
    operations: tuple[Operation, ...]
    why: str


@dataclass(frozen=True, slots=True)
class PriorityCase:
    """Interests in one right, and the order that is expected of them."""

    id: str
    rule: str
    interests: tuple[Mapping[str, Any], ...]
    tiers: list[list[str]] | None
    circular: bool
    why: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a file says: its cases, its own policies, and the sections that are not run here."""

    name: str
    encumbrance: tuple[EncumbranceCase, ...]
    priority: tuple[PriorityCase, ...]
    policies: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def read_cases(path: Path) -> CaseFile:
    """The file's content. Raises CaseFileError, naming file and place."""
    try:
        if path.stat().st_size > LARGEST:
            raise CaseFileError(f"{path}: larger than {LARGEST} bytes")
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CaseFileError(f"{path}: {error}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise CaseFileError(f"{path}: schema is not {SCHEMA}")
    policies = content.get("policies", {})
    _need(isinstance(policies, dict), str(path), "policies is not an object")
    known = {"schema", "policies", "encumbrance", "priority"}
    return CaseFile(
        path.name,
        _cases(content, "encumbrance", path, _read_encumbrance),
        _cases(content, "priority", path, _read_priority),
        policies,
        tuple(sorted(content.keys() - known)),
    )


def _cases(
    content: Mapping[str, Any], section: str, path: Path, read: Callable[[Any, str], Any]
) -> tuple[Any, ...]:
    found = []
    for index, case in enumerate(_list(content, section, str(path))):
        place = f"{path}: {section}[{index}]"
        _need(isinstance(case, dict), place, "is not an object")
        _need(isinstance(case.get("id"), str), place, "has no id")
        found.append(read(case, place))
    ids = [case.id for case in found]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    _need(not twice, f"{path}: {section}", f"has ids twice: {', '.join(twice)}")
    return tuple(found)


_CASE = frozenset({"id", "jurisdiction", "asset", "ops", "expected", "why", "source", "unverified"})


def _read_encumbrance(case: Mapping[str, Any], place: str) -> EncumbranceCase:
    _known(case, _CASE, place)
    _need(case.get("jurisdiction") in JURISDICTIONS, place, "names no jurisdiction that is known")
    ops, expected = _list(case, "ops", place), _list(case, "expected", place)
    _need(len(ops) == len(expected), place, "has another number of ops than of expected codes")
    _need(all(isinstance(code, str) for code in expected), place, "expected holds no texts")
    asset = _named(case.get("asset", {}), ASSET_KEYS, f"{place}.asset")
    _check_asset(asset, f"{place}.asset")
    return EncumbranceCase(
        case["id"],
        case["jurisdiction"],
        asset,
        tuple(
            _read_operation(op, code, f"{place}.ops[{index}]")
            for index, (op, code) in enumerate(zip(ops, expected, strict=True))
        ),
        str(case.get("why", "")),
    )


def _check_asset(asset: dict[str, Any], place: str) -> None:
    if "owners" in asset:
        asset["owners"] = _texts(asset["owners"], f"{place}.owners")
        _need(bool(asset["owners"]), place, "has no owner")
    if asset.get("expiry") is not None:
        _day(asset["expiry"], f"{place}.expiry")
    if "status" in asset:
        known = code_of(str(asset["status"])).replace("-", "_").upper()
        _need(known in STATUSES, place, f"has a status that is not known: {asset['status']}")
        asset["status"] = STATUSES[known]
    if "kind" in asset:
        _need(isinstance(asset["kind"], str), place, "kind is no text")
        asset["kind"] = code_of(asset["kind"])


def _read_operation(op: Any, expected: str, place: str) -> Operation:
    _need(isinstance(op, dict) and op.get("op") in OPS, place, "is no operation that is known")
    name = OPS[op["op"]]
    said = {key: value for key, value in op.items() if key not in {"op", "why"}}
    members = _named(said, OP_KEYS[name], place)
    for member, check in _CHECKS.items():
        if members.get(member) is not None:
            members[member] = check(members[member], f"{place}.{member}")
    for member in _NEEDED.get(name, ()):
        _need(bool(members.get(member)), place, f"has no {member}")
    if name == "license":
        kind = str(members["kind"]).upper().replace("-", "_")
        _need(kind in LICENCE_KINDS, place, "names no kind of licence that is known")
        members["kind"] = code_of(kind)
    return Operation(name, members, expected)


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "pledge": ("id",),
    "release": ("id",),
    "transfer": ("to",),
    "license": ("kind",),
    "end_license": ("id",),
}


def _read_priority(case: Mapping[str, Any], place: str) -> PriorityCase:
    rule = case.get("rule")
    _need(isinstance(rule, str), place, "names no rule")
    _need(code_of(str(rule)) in RULES, place, f"names a rule that is not known: {rule}")
    expected = case.get("expected")
    if not isinstance(expected, dict):
        raise CaseFileError(f"{place} says nothing that is expected")
    _known(expected, frozenset({"tiers", "circular"}), f"{place}.expected")
    interests = _list(case, "interests", place)
    for index, one in enumerate(interests):
        _check_interest(one, f"{place}.interests[{index}]")
    tiers = expected.get("tiers")
    _need(tiers is None or isinstance(tiers, list), place, "tiers is no list")
    return PriorityCase(
        case["id"],
        code_of(str(rule)),
        tuple(interests),
        None if tiers is None else [sorted(_texts(tier, f"{place}.tiers")) for tier in tiers],
        bool(expected.get("circular", False)),
        str(case.get("why", "")),
    )


def _check_interest(one: Any, place: str) -> None:
    _need(isinstance(one, dict) and isinstance(one.get("id"), str), place, "has no id")
    _known(one, frozenset({"id", "t", "applied", "knows"}), place)
    _need(type(one.get("t")) is int, place, "t is no whole number")
    applied = one.get("applied")
    _need(applied is None or type(applied) is int, place, "applied is no whole number")
    if one.get("knows") is not None:
        _texts(one["knows"], f"{place}.knows")


def _named(value: Any, keys: Mapping[str, tuple[str, ...]], place: str) -> dict[str, Any]:
    """The members under the names of `vocabulary`."""
    if not isinstance(value, dict):
        raise CaseFileError(f"{place} is not an object")
    of = {other: name for name, others in keys.items() for other in (name, *others)}
    _known(value, frozenset(of), place)
    found: dict[str, Any] = {}
    for key, member in value.items():
        _need(of[key] not in found, place, f"says {of[key]} twice")
        found[of[key]] = member
    return found


def _list(content: Mapping[str, Any], member: str, place: str) -> list[Any]:
    found = content.get(member, [])
    if not isinstance(found, list):
        raise CaseFileError(f"{place}: {member} is not a list")
    return found


def _texts(value: Any, place: str) -> list[str]:
    """A list of texts; one text is a list of one."""
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(text, str) and text for text in found):
        raise CaseFileError(f"{place} is not a list of texts")
    return list(found)


def _texts_or_all(value: Any, place: str) -> list[str] | bool:
    return value if isinstance(value, bool) else _texts(value, place)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise CaseFileError(f"{place} is no text")
    return value


def _day(value: Any, place: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise CaseFileError(f"{place} is no date") from error


def _flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise CaseFileError(f"{place} is neither true nor false")
    return value


def _ground(value: Any, place: str) -> str:
    """A ground that policies know; in any other words it is a court's order."""
    found = code_of(_text(value, place)).replace(" ", "-")
    return found if found in GROUNDS else GROUNDS[0]


def _share(value: Any, place: str) -> str:
    _need(isinstance(value, str) and parse_share(value) is not None, place, "is no fraction")
    return str(value)


_CHECKS: Mapping[str, Callable[[Any, str], Any]] = {
    "id": _text,
    "to": _text,
    "lock": _text,
    "by": _texts,
    "ack": _texts,
    "territory": _texts,
    "field": _texts,
    "pledgee_consents": _texts_or_all,
    "co_owner_consents": _texts_or_all,
    "debt_end": _day,
    "until": _day,
    "share": _share,
    "ground": _ground,
    "by_pledgee": _flag,
    "covenant": _flag,
    "agreement": _flag,
    "partial": _flag,
    "over": _flag,
}


def _known(value: Mapping[str, Any], keys: frozenset[str], place: str) -> None:
    unknown = sorted(value.keys() - keys)
    _need(not unknown, place, f"has members that are not known: {', '.join(unknown)}")


def _need(holds: bool, place: str, otherwise: str) -> None:
    if not holds:
        raise CaseFileError(f"{place} {otherwise}")
