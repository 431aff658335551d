"""The registry of filing types as others read it: what each type is, who may file it, and what
the law of each place makes of it. For whoever builds on the register; decisions never ask here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.access import FILE
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.acts import Act
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.policies import ActPolicy, Paper, Policy, Rule, select


@dataclass(frozen=True, slots=True)
class Described:
    """One filing type; `act` is None for what is no act on title.

    `changes` and `on_pending` are sentences, which a reader gets in his language.
    """

    name: str
    citation: str
    roles: tuple[str, ...]
    act: Act[Any] | None
    places: tuple[dict[str, Any], ...] = ()
    off: tuple[dict[str, Any], ...] = ()


def in_force(policies: Iterable[Policy], today: date) -> list[Policy]:
    """The policies that govern some right today, each once, by name; `record-only` is none."""
    known = list(policies)
    pairs = {(p.office, kind) for p in known if p.office is not None for kind in p.kinds}
    found = [select(known, str(office), kind, today) for office, kind in sorted(pairs)]
    governing = {p.name: p for p in found if p.dispositions_allowed}
    return [governing[name] for name in sorted(governing)]


def describe(policies: Iterable[Policy], today: date) -> list[Described]:
    """Every filing type, in the registry's order, under the policies in force today."""
    governing = in_force(policies, today)
    return [_described(name, governing) for name in FILING_TYPES]


def _described(name: str, governing: list[Policy]) -> Described:
    act = ACTS.get(name)
    roles = tuple(sorted(role.value for role in FILE[name]))
    row = FILING_TYPES[name]
    if act is None:
        return Described(name, row.citation, roles, None)
    places = [
        _place(policy, policy.acts[known])
        for policy in governing
        for known in act.known_as()
        if known in policy.acts
    ]
    off = [_where(p) for p in governing if not set(act.known_as()) & p.acts.keys()]
    return Described(name, row.citation, roles, act, tuple(places), tuple(off))


def _where(policy: Policy) -> dict[str, Any]:
    return {
        "policy": policy.pin(),
        "officeCode": policy.office,
        "rightKindBag": sorted(policy.kinds),
    }


def _place(policy: Policy, rules: ActPolicy) -> dict[str, Any]:
    """What one policy makes of an act."""
    said = {
        **_where(policy),
        "act": rules.act,
        "source": _rule(rules.source),
        "registerOfRecord": _rule(rules.register_of_record),
        "effectOfRecording": _rule(rules.effect),
        "assentBag": list(rules.assents.value),
        "examination": rules.examination.value,
        "paperBag": [_paper(paper) for paper in rules.papers],
        "recordalDeadline": _deadline(rules.recordal_deadline),
    }
    return {name: value for name, value in said.items() if value is not None}


def _rule(rule: Rule) -> dict[str, str]:
    return {"value": rule.value, "citation": rule.citation, "confidence": rule.confidence}


def _paper(paper: Paper) -> dict[str, Any]:
    when = {
        "rightKindBag": paper.kinds,
        "fromPlaceBag": paper.from_places,
        "toPlaceBag": paper.to_places,
        "partyCategoryBag": paper.party_categories,
    }
    return {
        "paper": paper.paper,
        "need": paper.need,
        "citation": paper.citation,
        "confidence": paper.confidence,
        **{name: sorted(values) for name, values in when.items() if values is not None},
    }


def _deadline(rule: Rule) -> dict[str, Any] | None:
    if not isinstance(rule.value, Mapping):
        return None
    spans = {unit: rule.value[unit] for unit in ("months", "days") if unit in rule.value}
    return {
        "runsFrom": rule.value["from"],
        **spans,
        "citation": rule.citation,
        "confidence": rule.confidence,
    }
