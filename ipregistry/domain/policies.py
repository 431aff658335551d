"""What one jurisdiction's law makes of an act: a policy, read from its record's text.

A policy is data with a citation and a confidence on every rule. The confidence says how
the rule is known: V read in the source, S secondary, I inferred, M memory, D a decision
of this project that claims no law. A rule that rests on memory never refuses anything.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ipregistry.domain.titles.effects import Strength
from ipregistry.domain.violations import Severity, Violation


class Effect(StrEnum):
    """What recording an act does, and so from which date the act counts."""

    CONSTITUTIVE_ON_REGISTRATION = "constitutive-on-registration"
    CONSTITUTIVE_ON_PUBLICATION = "constitutive-on-publication"
    PRIORITY = "priority"
    OPPOSABILITY = "opposability"
    EVIDENTIAL = "evidential"


@dataclass(frozen=True, slots=True)
class Rule:
    """One value of a policy with its source."""

    value: Any
    citation: str
    confidence: str

    @property
    def refuses(self) -> bool:
        """Whether the rule may refuse: what rests on memory asks for review instead."""
        return self.confidence != "M"


@dataclass(frozen=True, slots=True)
class ActPolicy:
    """The rules of one act under one policy."""

    act: str
    register_of_record: Rule
    effect: Rule
    assents: Rule
    co_owner_assent: Rule
    root_strength: Rule
    root_max_age_days: Rule
    examination: Rule


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy in force: what it covers, since when, and its record and digest for pinning."""

    name: str
    office: str | None
    kinds: frozenset[str]
    in_force_from: date
    acts: Mapping[str, ActPolicy]
    record: str = ""
    version: int = 0
    digest: str = ""

    @property
    def dispositions_allowed(self) -> bool:
        """False for `record-only`: notices of what an office did, no dispositions."""
        return bool(self.acts)

    def pin(self) -> dict[str, Any]:
        """How an entry names the policy that it was decided under."""
        return {
            "name": self.name,
            "record": self.record,
            "version": self.version,
            "digest": self.digest,
        }


class PolicyError(ValueError):
    """The text is not a policy; the message says where."""


_RULES = {
    "register_of_record": "registerOfRecord",
    "effect": "effectOfRecording",
    "assents": "assents",
    "co_owner_assent": "coOwnerAssent",
    "root_strength": "rootStrength",
    "root_max_age_days": "rootMaxAgeDays",
    "examination": "examination",
}
CONFIDENCES = frozenset("VSIMD")
_LONGEST_AGE = 36_525  # days in a century: beyond every right, and within what a date can count

# What a rule's value may be, so that a decision never meets one that it cannot use.
_VALUES: Mapping[str, Callable[[Any], bool]] = {
    "register_of_record": lambda value: isinstance(value, str) and value != "",
    "effect": lambda value: value in list(Effect),
    "assents": lambda value: isinstance(value, list),
    "co_owner_assent": lambda value: isinstance(value, bool),
    "root_strength": lambda value: value in list(Strength),
    "root_max_age_days": lambda value: type(value) is int and 0 <= value <= _LONGEST_AGE,
    "examination": lambda value: value in {"straight", "by-hand"},
}


def read_policy(text: str, *, record: str = "", version: int = 0, digest: str = "") -> Policy:
    """The policy behind its TOML text. Raises PolicyError, naming the place."""
    try:
        data = tomllib.loads(text)
        return Policy(
            name=data["name"],
            office=data.get("office"),
            kinds=frozenset(_texts(data["kinds"], "kinds")),
            in_force_from=date.fromisoformat(data["inForceFrom"]),
            acts=_read_acts(data),
            record=record,
            version=version,
            digest=digest,
        )
    except PolicyError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        message = f"not a policy: {error!r}"
        raise PolicyError(message) from error


def _read_acts(data: Mapping[str, Any]) -> dict[str, ActPolicy]:
    acts = data.get("acts", {})
    if acts and data.get("office") is None:
        # It would stand in for every place that has no policy of its own.
        raise PolicyError("a policy without office allows no acts")
    return {act: _read_act(act, rules) for act, rules in acts.items()}


def _read_act(act: str, rules: Mapping[str, Any]) -> ActPolicy:
    read: dict[str, Rule] = {}
    for attribute, member in _RULES.items():
        rule = rules.get(member)
        if not isinstance(rule, dict) or not {"value", "citation", "confidence"} <= rule.keys():
            message = f"acts.{act}.{member} needs value, citation and confidence"
            raise PolicyError(message)
        if rule["confidence"] not in CONFIDENCES:
            message = f"acts.{act}.{member}: confidence is one of {sorted(CONFIDENCES)}"
            raise PolicyError(message)
        if not _VALUES[attribute](rule["value"]):
            raise PolicyError(f"acts.{act}.{member}: a value like {rule['value']!r} is not known")
        if not isinstance(rule["citation"], str) or not rule["citation"].strip():
            raise PolicyError(f"acts.{act}.{member}: the citation is a text")
        read[attribute] = Rule(rule["value"], rule["citation"], rule["confidence"])
    return ActPolicy(act=act, **read)


def _texts(value: Any, member: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise PolicyError(f"{member} is a list of texts")
    return value


def select(policies: list[Policy], office: str, kind: str, on: date) -> Policy:
    """The policy in force for a right on a date; `record-only` where no place has one.

    Of several versions the latest one in force counts. Raises LookupError where not even
    `record-only` is published: a node that has no policies is not ready.
    """
    in_force = [p for p in policies if p.in_force_from <= on]
    covering = [p for p in in_force if p.office == office and kind in p.kinds]
    fallback = [p for p in in_force if p.office is None]
    chosen = covering or fallback
    if not chosen:
        message = "no policy is published, not even record-only"
        raise LookupError(message)
    return max(chosen, key=lambda p: (p.in_force_from, p.version, p.name))


def weigh(rule: Rule, violation: Violation) -> Violation:
    """The violation with the rule's citation; a question for an officer if it rests on memory."""
    if rule.refuses:
        return Violation(
            violation.code,
            violation.pointer,
            violation.params,
            rule.citation,
            violation.severity,
        )
    params = {"code": violation.code, **violation.params}
    return Violation(
        "needs-legal-review", violation.pointer, params, rule.citation, Severity.WARNING
    )
