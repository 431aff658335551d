"""Rules between the members of one object, as values that a schema lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow.exceptions import SCHEMA

from ipregistry.schemas.base import Faults, Rule
from ipregistry.schemas.faults import ShapeCode, fault


def exactly_one(*members: str) -> Rule:
    """One of these members, and not another of them with it."""

    def rule(value: Mapping[str, Any]) -> Faults:
        if sum(member in value for member in members) == 1:
            return {}
        return {SCHEMA: [fault(ShapeCode.EXACTLY_ONE_OF, members=", ".join(members))]}

    return rule


def at_least_one(*members: str) -> Rule:
    """One of these members or more."""

    def rule(value: Mapping[str, Any]) -> Faults:
        if any(member in value for member in members):
            return {}
        return {SCHEMA: [fault(ShapeCode.AT_LEAST_ONE_OF, members=", ".join(members))]}

    return rule


def only_true(member: str) -> Rule:
    """Where `member` stands it is true: leaving it out says the contrary."""

    def rule(value: Mapping[str, Any]) -> Faults:
        if value.get(member) is not False:
            return {}
        return {member: [fault(ShapeCode.VALUE_NOT_ALLOWED, allowed="true")]}

    return rule


def needs(member: str, *others: str) -> Rule:
    """Where `member` stands, the others stand too."""

    def rule(value: Mapping[str, Any]) -> Faults:
        missing = [other for other in others if member in value and other not in value]
        return {other: [fault(ShapeCode.MEMBER_MISSING)] for other in missing}

    return rule


def excludes(member: str, *others: str) -> Rule:
    """Where `member` stands, none of the others does."""

    def rule(value: Mapping[str, Any]) -> Faults:
        wrong = [other for other in others if member in value and other in value]
        return {other: [fault(ShapeCode.MEMBER_NOT_WITH, other=member)] for other in wrong}

    return rule


def when(member: str, values: tuple[str, ...], *then: Rule) -> Rule:
    """The rules that hold only where `member` has one of these values."""

    def rule(value: Mapping[str, Any]) -> Faults:
        if value.get(member) not in values:
            return {}
        return {name: found for one in then for name, found in one(value).items()}

    return rule


def requires(*members: str) -> Rule:
    """These members must be there."""

    def rule(value: Mapping[str, Any]) -> Faults:
        return {m: [fault(ShapeCode.MEMBER_MISSING)] for m in members if m not in value}

    return rule


def filled(*members: str) -> Rule:
    """These lists, where they are there, have items."""

    def rule(value: Mapping[str, Any]) -> Faults:
        return {m: [fault(ShapeCode.LIST_EMPTY)] for m in members if value.get(m) == []}

    return rule


def forbids(because: str, *members: str) -> Rule:
    """These members must not be there; `because` names what they do not go with."""

    def rule(value: Mapping[str, Any]) -> Faults:
        wrong = [member for member in members if member in value]
        return {m: [fault(ShapeCode.MEMBER_NOT_WITH, other=because)] for m in wrong}

    return rule
