"""A number looked up: what it was read as, what is here, and what it means that nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from ipregistry.domain.access import PUBLIC_ACTOR
from ipregistry.domain.facts import AssetRef
from ipregistry.domain.ids import kind_of
from ipregistry.domain.policies import Policy, select
from ipregistry.domain.rights import OFFICE_KINDS, kinds_of
from ipregistry.domain.violations import Violation
from ipregistry.services.listing import resolve_numbers
from ipregistry.services.node import RunningNode
from ipregistry.services.policies import load_policies
from ipregistry.services.records import read_record
from ipregistry.web.sayings import Speaker

OFFICES = tuple(OFFICE_KINDS)
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Read:
    """One way to read the number, and what this register says of such rights.

    `cover` is ``own`` where this is the register of record, ``other`` where it keeps what
    was filed about rights of another register, ``none`` where it has no rules for them.
    """

    number: Mapping[str, Any]
    cover: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """The answer. `hits` are rights that the public may know of."""

    asked: str
    hits: tuple[str, ...]
    readings: tuple[Read, ...]
    faults: tuple[Violation, ...]
    offices: tuple[str, ...]
    instant: str


def look_up(node: RunningNode, text: str, office: str) -> Lookup:
    """What the public finds under a number in any notation, or under a record number.

    `office` narrows it down where it is a code that is known here. Never raises.
    """
    if kind_of(text) == "asset":
        return Lookup(text, (text,), (), (), OFFICES, node.now())
    ref = AssetRef(None, text, office if office in OFFICES else None)
    (answer,) = resolve_numbers(node, PUBLIC_ACTOR, [ref])
    with node.engines.read.connect() as connection:
        policies = load_policies(connection)
    readings = tuple(Read(number, _cover(node, policies, number)) for number in answer["readAs"])
    offices = tuple(dict.fromkeys(read.number["officeCode"] for read in readings))
    return Lookup(
        text,
        tuple(answer["assetBag"]),
        readings,
        tuple(answer["faults"]),
        offices or ((ref.office,) if ref.office else OFFICES),
        node.now(),
    )


def _cover(node: RunningNode, policies: Sequence[Policy], number: Mapping[str, Any]) -> str:
    office, kind = number["officeCode"], number["rightKind"]
    kinds = [kind] if kind is not None else [k.value for k in kinds_of(office)]
    acts = [
        act
        for one in kinds
        for act in select(list(policies), office, one, node.today()).acts.values()
    ]
    if not acts:
        return "none"
    return "own" if acts[0].register_of_record.value == node.identity.office else "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several rights that a number may name."""

    id: str
    office: str
    kind: str
    number: str


def choices(node: RunningNode, ids: Sequence[str]) -> list[Choice]:
    """The rights as a reader tells them apart."""
    return [_choice(asset_id, public_part(node, asset_id)) for asset_id in ids]


def _choice(asset_id: str, members: Mapping[str, Any]) -> Choice:
    return Choice(asset_id, members["officeCode"], members["rightKind"], members["number"])


def public_part(node: RunningNode, asset_id: str) -> dict[str, Any]:
    """The members of a right's public part. Raises NotFoundError."""
    record = orjson.loads(read_record(node, PUBLIC_ACTOR, "asset", asset_id).body)
    bodies = {part["part"]: part.get("body", {}) for part in record["partBag"]}
    found: dict[str, Any] = bodies["public"]
    return found


def read_number_line(speaker: Speaker, read: Read) -> str:
    """One reading in one line: number, kind, office, check digit."""
    number, kind = read.number, read.number["rightKind"]
    return speaker.joined(
        [
            number["number"],
            speaker.word("kind", kind) if kind else speaker.say("kind_untold"),
            speaker.word("scheme", number["scheme"]),
            speaker.word("office", number["officeCode"]),
            speaker.word("check", number["check"]),
        ]
    )
