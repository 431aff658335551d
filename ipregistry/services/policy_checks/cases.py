"""A file of registry cases, read; everything that is not of its format is named by place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

SCHEMA = "ipregistry-registry-cases/1"
ASSET_KEYS = frozenset(
    {
        *("owners", "annuity_paid", "expiry", "invalidation"),
        *("granted", "ended", "dispute", "hold", "same_day_invention"),
    }
)
OP_KEYS: Mapping[str, frozenset[str]] = {
    "pledge": frozenset({"id", "by", "debt_end", "covenant", "ack", "co_owner_consents"}),
    "release": frozenset({"id", "by_pledgee"}),
    "transfer": frozenset({"to", "by", "lock", "pledgee_consents", "co_owner_consents"}),
    "license": frozenset(
        {"kind", "by", "pledgee_consents", "territory", "field", "lock", "co_owner_consents"}
    ),
    "lock": frozenset({"id"}),
    "unlock": frozenset({"id"}),
    "hold": frozenset({"id"}),
    "unhold": frozenset({"id"}),
}
JURISDICTIONS = ("CN", "HK", "MO")
LICENCE_KINDS = ("EXCLUSIVE", "SOLE", "NON_EXCLUSIVE", "OF_RIGHT")
LARGEST = 10_000_000  # bytes


class CaseFileError(ValueError):
    """The file is not of the format; the message says where."""


def read_cases(path: Path) -> dict[str, Any]:
    """The file's content. Raises CaseFileError, naming file and place."""
    try:
        if path.stat().st_size > LARGEST:
            raise CaseFileError(f"{path}: larger than {LARGEST} bytes")
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CaseFileError(f"{path}: {error}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise CaseFileError(f"{path}: schema is not {SCHEMA}")
    for index, case in enumerate(_list(content, "encumbrance", str(path))):
        _check_encumbrance(case, f"{path}: encumbrance[{index}]")
    for index, case in enumerate(_list(content, "priority", str(path))):
        _check_priority(case, f"{path}: priority[{index}]")
    return content


def _list(content: Mapping[str, Any], member: str, place: str) -> list[Any]:
    found = content.get(member, [])
    if not isinstance(found, list):
        raise CaseFileError(f"{place}: {member} is not a list")
    return found


def _check_encumbrance(case: Any, place: str) -> None:
    _need(isinstance(case, dict), place, "is not an object")
    _need(isinstance(case.get("id"), str), place, "has no id")
    _need(case.get("jurisdiction") in JURISDICTIONS, place, "names no jurisdiction that is known")
    asset = case.get("asset", {})
    _need(isinstance(asset, dict), place, "asset is not an object")
    _known(asset, ASSET_KEYS, f"{place}.asset")
    ops = _list(case, "ops", place)
    expected = _list(case, "expected", place)
    _need(len(ops) == len(expected), place, "has another number of ops than of expected codes")
    _need(all(isinstance(code, str) for code in expected), place, "expected holds no texts")
    if "expiry" in asset:
        _day(asset["expiry"], f"{place}.asset.expiry")
    for index, op in enumerate(ops):
        _check_op(op, f"{place}.ops[{index}]")


def _check_op(op: Any, place: str) -> None:
    _need(isinstance(op, dict) and op.get("op") in OP_KEYS, place, "is no operation that is known")
    keys = OP_KEYS[op["op"]]
    _known(op, keys | {"op"}, place)
    if "id" in keys:
        _need(isinstance(op.get("id"), str), place, "has no id")
    if "kind" in keys:
        _need(op.get("kind") in LICENCE_KINDS, place, "names no kind of licence that is known")
    if op["op"] == "transfer":
        _need(isinstance(op.get("to"), str), place, "does not say to whom")
    for member in ("by", "ack", "pledgee_consents", "co_owner_consents"):
        texts = op.get(member, [])
        fits = isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        _need(fits, place, f"{member} is not a list of texts")
    if op["op"] == "pledge":
        _need(bool(op.get("by")), place, "does not say by whom")
    if "debt_end" in op:
        _day(op["debt_end"], f"{place}.debt_end")


def _check_priority(case: Any, place: str) -> None:
    _need(isinstance(case, dict) and isinstance(case.get("id"), str), place, "has no id")
    _need(isinstance(case.get("rule"), str), place, "names no rule")
    expected = case.get("expected")
    _need(isinstance(expected, dict), place, "says nothing that is expected")
    for index, one in enumerate(_list(case, "interests", place)):
        at = f"{place}.interests[{index}]"
        _need(isinstance(one, dict) and isinstance(one.get("id"), str), at, "has no id")
        _need(type(one.get("t")) is int, at, "t is no whole number")
        applied, knows = one.get("applied"), one.get("knows", [])
        _need(applied is None or type(applied) is int, at, "applied is no whole number")
        _need(knows is None or isinstance(knows, list), at, "knows is no list")


def _known(value: Mapping[str, Any], keys: frozenset[str], place: str) -> None:
    unknown = sorted(value.keys() - keys)
    _need(not unknown, place, f"has members that are not known: {', '.join(unknown)}")


def _day(value: Any, place: str) -> None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise CaseFileError(f"{place} is no date") from error


def _need(holds: bool, place: str, otherwise: str) -> None:
    if not holds:
        raise CaseFileError(f"{place} {otherwise}")
