"""What one jurisdiction's law makes of an act: a policy.

A policy is data with a citation and a confidence on every rule. The confidence says how
the rule is known: V read in the source, S secondary, I inferred, M memory, D a decision
of this project that claims no law. A rule that rests on memory never refuses anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ipregistry.domain.fees import FeeRule
from ipregistry.domain.policies.disclosures import DisclosureLaw
from ipregistry.domain.violations import Severity, Violation


class Effect(StrEnum):
    """What recording an act does, and so from which date the act counts."""

    CONSTITUTIVE_ON_REGISTRATION = "constitutive-on-registration"
    CONSTITUTIVE_ON_PUBLICATION = "constitutive-on-publication"
    PRIORITY = "priority"
    OPPOSABILITY = "opposability"
    EVIDENTIAL = "evidential"


class NeverStraight(StrEnum):
    """What a policy may say never goes straight through, by the name that it uses.

    `whole-transfer-by-new-agent`: everything is given away, and the agent who files it has
    never before had a filing on this right recorded. `release`: a security interest ends.
    `transfer-after-address-change`: a giver's particulars on this right were changed less
    than `addressChangeDays` before.
    """

    NEW_AGENT = "whole-transfer-by-new-agent"
    RELEASE = "release"
    ADDRESS_CHANGE = "transfer-after-address-change"


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


# What holds where a policy is silent: values that refuse nothing.
_SILENT = "no rule in this policy"
_NEVER = Rule("never", _SILENT, "D")
_OFF = Rule(False, _SILENT, "D")
_NONE = Rule(None, _SILENT, "D")
_ZERO = Rule(0, _SILENT, "D")
_EMPTY = Rule((), _SILENT, "D")
_UNDETERMINED = Rule("undetermined", _SILENT, "D")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that an act asks for.

    `need` is `required`, `if-any` or `declare`. `kinds` of right, the places of the parties
    (`from_places`, `to_places`; "*" any, "!CN" any known other) and the act's own `categories`
    (causes, instruments) say when it is asked for, and `party_categories` of which parties
    (organisations, persons).
    """

    paper: str
    need: str
    citation: str
    confidence: str
    kinds: frozenset[str] | None = None
    from_places: frozenset[str] | None = None
    to_places: frozenset[str] | None = None
    party_categories: frozenset[str] | None = None
    categories: frozenset[str] | None = None

    @property
    def rule(self) -> Rule:
        """The paper as a rule, for weighing."""
        return Rule(self.need, self.citation, self.confidence)


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which dispositions may be restricted (DESIGN: the closed list).

    `stops` are the acts that it stops; `longest_months` its longest term (0: open-ended),
    `renewable` whether it may be renewed before its end, `contest` how it is contested,
    `court_act` whether the place asks for the court's act beside it.
    """

    ground: str
    stops: frozenset[str]
    longest_months: int
    renewable: bool
    contest: str
    citation: str
    confidence: str
    court_act: bool = False

    @property
    def rule(self) -> Rule:
        """The ground as a rule, for weighing."""
        return Rule(self.longest_months, self.citation, self.confidence)


@dataclass(frozen=True, slots=True)
class ActPolicy:
    """The rules of one act under one policy. What a policy leaves unsaid refuses nothing.

    `source` is the law that makes the act registrable there; an act without one is off.
    `accepts` are the causes or instruments on which the place records the act, each with its
    source; none: the policy does not say.
    """

    act: str
    source: Rule
    register_of_record: Rule
    effect: Rule
    assents: Rule
    co_owner_assent: Rule
    root_strength: Rule
    root_max_age_days: Rule
    examination: Rule
    secured_party_consent: Rule = _NEVER
    most_active: Rule = _ZERO
    within_term: Rule = _OFF
    maintenance_paid: Rule = _OFF
    granted_only: Rule = _OFF
    undisputed: Rule = _OFF
    acknowledged: Rule = _EMPTY
    exclusive_conflicts: Rule = _OFF
    presumed_kind: Rule = _NONE
    sublicence_consent: Rule = _OFF
    second_officer: Rule = _OFF
    standstill_days: Rule = _ZERO
    address_change_days: Rule = _ZERO
    never_straight: Rule = _EMPTY
    recordal_deadline: Rule = _NONE
    late_recordal_consequence: Rule = _NONE
    priority: Rule = _UNDETERMINED
    clocks: Rule = _NONE
    papers: tuple[Paper, ...] = ()
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    accepts: Mapping[str, Rule] = field(default_factory=dict)
    fees: tuple[FeeRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy in force: what it covers, since when, and its record and digest for pinning.

    `fees` are all that it sets: those of its acts, and those of filings that are no act.
    `disclosures` is what the place's law lets be told of confidential cases; the policy that
    holds such a list covers no kinds of right.
    """

    name: str
    office: str | None
    kinds: frozenset[str]
    in_force_from: date
    acts: Mapping[str, ActPolicy]
    fees: tuple[FeeRule, ...] = ()
    disclosures: DisclosureLaw | None = None
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
