"""A policy read from its record's text (TOML), everything wrong with it named by place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from ipregistry.domain.fees import FeeError, FeeRule, read_fees
from ipregistry.domain.policies.disclosures import DisclosureFault, read_disclosures
from ipregistry.domain.policies.model import (
    ActPolicy,
    Effect,
    Ground,
    NeverStraight,
    Paper,
    Policy,
    Rule,
)
from ipregistry.domain.titles.effects import Strength


class PolicyError(ValueError):
    """The text is not a policy; the message says where."""


CONFIDENCES = frozenset("VSIMD")
_LONGEST_AGE = 36_525  # days in a century: beyond every right, and within what a date can count
_Check: TypeAlias = Callable[[Any], bool]


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _never_straight(value: Any) -> bool:
    return _text_list(value) and set(value) <= set(NeverStraight)


def _days(value: Any) -> bool:
    return type(value) is int and 0 <= value <= _LONGEST_AGE


def _clock(value: Any) -> bool:
    """A span: `from` what, and how long (`days` or `months`), with what may follow."""
    if not isinstance(value, dict) or not _text(value.get("from")):
        return False
    spans = [value[unit] for unit in ("days", "months") if unit in value]
    return len(spans) == 1 and _days(spans[0]) and set(value) <= _CLOCK_MEMBERS


def _clock_table(value: Any) -> bool:
    return isinstance(value, dict) and all(_clock(clock) for clock in value.values())


_CLOCK_MEMBERS = {"from", "days", "months", "consequence", "extensions", "extensionDays"}

# Member of the text -> attribute, and what its value may be: a decision never meets one
# that it cannot use. The first must stand in every act (in its own table or in `common`).
_NEEDED: Mapping[str, tuple[str, _Check]] = {
    "registerOfRecord": ("register_of_record", _text),
    "effectOfRecording": ("effect", lambda value: value in list(Effect)),
    "assents": ("assents", _text_list),
    "coOwnerAssent": ("co_owner_assent", _flag),
    "rootStrength": ("root_strength", lambda value: value in list(Strength)),
    "rootMaxAgeDays": ("root_max_age_days", _days),
    "examination": ("examination", lambda value: value in {"straight", "by-hand"}),
}
_OPTIONAL: Mapping[str, tuple[str, _Check]] = {
    "source": ("source", _text),
    "securedPartyConsent": (
        "secured_party_consent",
        lambda value: value in {"always", "if-covenanted", "never"},
    ),
    "mostActive": ("most_active", _days),
    "withinTerm": ("within_term", _flag),
    "maintenancePaid": ("maintenance_paid", _flag),
    "grantedOnly": ("granted_only", _flag),
    "undisputed": ("undisputed", _flag),
    "acknowledged": ("acknowledged", _text_list),
    "exclusiveConflicts": ("exclusive_conflicts", _flag),
    "presumedKind": ("presumed_kind", _text),
    "sublicenceConsent": ("sublicence_consent", _flag),
    "secondOfficer": ("second_officer", _flag),
    "standstillDays": ("standstill_days", _days),
    "addressChangeDays": ("address_change_days", _days),
    "neverStraight": ("never_straight", _never_straight),
    "recordalDeadline": ("recordal_deadline", _clock),
    "lateRecordalConsequence": ("late_recordal_consequence", _text),
    "priority": (
        "priority",
        lambda value: value in {"registration-time", "later-without-notice", "undetermined"},
    ),
    "clocks": ("clocks", _clock_table),
}


_TABLES = {"papers", "grounds", "accepts", "fees"}


def read_policy(text: str, *, record: str = "", version: int = 0, digest: str = "") -> Policy:
    """The policy behind its TOML text. Raises PolicyError, naming the place."""
    try:
        data = tomllib.loads(text)
        acts = _read_acts(data)
        return Policy(
            name=data["name"],
            office=data.get("office"),
            kinds=frozenset(_texts(data["kinds"], "kinds")),
            in_force_from=date.fromisoformat(data["inForceFrom"]),
            acts=acts,
            fees=(*(fee for act in acts.values() for fee in act.fees), *_read_other_fees(data)),
            disclosures=read_disclosures(data.get("disclosures"), CONFIDENCES),
            record=record,
            version=version,
            digest=digest,
        )
    except PolicyError:
        raise
    except (FeeError, DisclosureFault) as error:
        raise PolicyError(str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        message = f"not a policy: {error!r}"
        raise PolicyError(message) from error


def _read_acts(data: Mapping[str, Any]) -> dict[str, ActPolicy]:
    acts = data.get("acts", {})
    if acts and data.get("office") is None:
        # It would stand in for every place that has no policy of its own.
        raise PolicyError("a policy without office allows no acts")
    common = data.get("common", {})
    read = {act: _read_act(act, {**common, **rules}) for act, rules in acts.items()}
    # What names no source of law is switched off there, as is what is not named at all.
    return {act: rules for act, rules in read.items() if "source" in {**common, **acts[act]}}


def _read_other_fees(data: Mapping[str, Any]) -> tuple[FeeRule, ...]:
    """The fees of filings that are no act on title; each names its filing type."""
    office, rows = data.get("office"), data.get("fees", ())
    if rows and office is None:
        raise PolicyError("a policy without office sets no fees")
    return read_fees(rows, act=None, payable_to=str(office))


def _read_act(act: str, rules: Mapping[str, Any]) -> ActPolicy:
    read: dict[str, Any] = {}
    for member, (attribute, check) in {**_NEEDED, **_OPTIONAL}.items():
        if member in rules or member in _NEEDED:
            read[attribute] = _read_rule(f"acts.{act}.{member}", rules.get(member), check)
    read.setdefault("source", read["register_of_record"])
    unknown = rules.keys() - _NEEDED.keys() - _OPTIONAL.keys() - _TABLES
    if unknown:
        raise PolicyError(f"acts.{act}: not known: {', '.join(sorted(unknown))}")
    return ActPolicy(
        act=act,
        papers=tuple(_read_paper(act, paper) for paper in rules.get("papers", ())),
        grounds={
            name: _read_ground(act, name, ground)
            for name, ground in rules.get("grounds", {}).items()
        },
        accepts={
            name: _read_accepted(act, name, source)
            for name, source in rules.get("accepts", {}).items()
        },
        # What another office enters costs what that office asks for.
        fees=read_fees(rules.get("fees", ()), act=act, payable_to=read["register_of_record"].value),
        **read,
    )


def _read_rule(place: str, rule: Any, check: _Check) -> Rule:
    if not isinstance(rule, dict) or not {"value", "citation", "confidence"} <= rule.keys():
        raise PolicyError(f"{place} needs value, citation and confidence")
    _check_source(place, rule)
    if not check(rule["value"]):
        raise PolicyError(f"{place}: a value like {rule['value']!r} is not known")
    return Rule(rule["value"], rule["citation"], rule["confidence"])


def _check_source(place: str, rule: Mapping[str, Any]) -> None:
    if rule.get("confidence") not in CONFIDENCES:
        raise PolicyError(f"{place}: confidence is one of {sorted(CONFIDENCES)}")
    if not _text(rule.get("citation")):
        raise PolicyError(f"{place}: the citation is a text")


def _read_paper(act: str, paper: Any) -> Paper:
    place = f"acts.{act}.papers"
    if not isinstance(paper, dict) or not _text(paper.get("paper")):
        raise PolicyError(f"{place}: a paper is a table with the name of the paper")
    _check_source(f"{place}.{paper['paper']}", paper)
    if paper.get("need") not in {"required", "if-any", "declare"}:
        raise PolicyError(f"{place}.{paper['paper']}: need is required, if-any or declare")
    return Paper(
        paper["paper"],
        paper["need"],
        paper["citation"],
        paper["confidence"],
        **{
            attribute: None
            if member not in paper
            else frozenset(_texts(paper[member], f"{place}.{member}"))
            for member, attribute in _WHEN.items()
        },
    )


_WHEN = {
    "kinds": "kinds",
    "fromPlaces": "from_places",
    "toPlaces": "to_places",
    "partyCategories": "party_categories",
    "categories": "categories",
}


def _read_accepted(act: str, name: str, source: Any) -> Rule:
    place = f"acts.{act}.accepts.{name}"
    if not isinstance(source, dict) or source.keys() != {"citation", "confidence"}:
        raise PolicyError(f"{place} needs citation and confidence, and nothing else")
    _check_source(place, source)
    return Rule(name, source["citation"], source["confidence"])


def _read_ground(act: str, name: str, ground: Any) -> Ground:
    place = f"acts.{act}.grounds.{name}"
    if not isinstance(ground, dict):
        raise PolicyError(f"{place}: a ground is a table")
    _check_source(place, ground)
    months, renewable = ground.get("longestMonths", 0), ground.get("renewable", False)
    court_act = ground.get("courtAct", False)
    if not _days(months) or not _flag(renewable) or not _flag(court_act):
        raise PolicyError(
            f"{place}: longestMonths is a number of months, renewable and courtAct true or false"
        )
    return Ground(
        name,
        frozenset(_texts(ground.get("stops"), f"{place}.stops")),
        months,
        renewable,
        str(ground.get("contest", "")),
        ground["citation"],
        ground["confidence"],
        court_act,
    )


def _texts(value: Any, member: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise PolicyError(f"{member} is a list of texts")
    return value
