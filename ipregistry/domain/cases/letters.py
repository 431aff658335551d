"""The letters of a case: which may be written as it stands, and the facts that they say.

Nothing but what stands in the recorded version of the case goes into one, so that the same
version comes to the same letter whenever it is asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ipregistry.domain.cases.facts import CaseFacts, CaseRole
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.violations import Violation

# Written whatever the pack says: they tell a side of its own periods.
ALWAYS = frozenset({"reminder", "deadline-recomputed"})
# To one side; the others are to whom it may concern.
ADDRESSED = frozenset({"notice-of-request", *ALWAYS})
ATTESTATION, RECOMPUTED = "attestation-of-mediation", "deadline-recomputed"
REMINDER = "reminder"
CHANGED = "changeBag"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which letter of a case, in which language, to which side."""

    case: CaseFacts
    letter: str
    language: str
    side: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    institution: str = ""
    ended: str | None = None

    @property
    def pack(self) -> Pack:
        """The rules of the case."""
        return self.case.published.pack


def against_letter(asked: Asked) -> list[Violation]:
    """Why the letter is not written as the case stands."""
    pack, document = asked.pack, asked.case.document
    rule = pack.letters.get(asked.letter)
    if rule is None and asked.letter not in ALWAYS:
        params = {"letter": asked.letter, "allowed": ", ".join([*pack.letters, *sorted(ALWAYS)])}
        return [Violation("letter-not-of-this-pack", "/letter", params)]
    wrong = []
    state = document["stateCode"]
    states = rule.states if rule is not None else ()
    nothing_runs = document["finalIndicator"] and asked.letter == REMINDER
    elsewhere = state not in states if states else state == pack.initial
    if elsewhere or nothing_runs:
        params = {"letter": asked.letter, "state": state, "states": ", ".join(states) or "-"}
        wrong.append(Violation("letter-not-now", "/letter", params))
    if asked.letter in ADDRESSED and asked.case.side(asked.side or "") is None:
        wrong.append(Violation("letter-without-addressee", "/side", {"letter": asked.letter}))
    if asked.letter == ATTESTATION and not _neutrals(asked, CaseRole.MEDIATOR):
        wrong.append(Violation("letter-without-mediator", "/letter"))
    if asked.letter == RECOMPUTED and not _changes(asked):
        wrong.append(Violation("letter-nothing-recomputed", "/letter"))
    return wrong


def template_of(pack: Pack, letter: str, language: str) -> str:
    """The pack's own template of a letter, or the node's."""
    rule = pack.letters.get(letter)
    own = None if rule is None else rule.texts.get(language)
    return own or _seeded(letter, language)


@cache
def _seeded(letter: str, language: str) -> str:
    return (files("ipregistry.seed") / "letters" / f"{letter}.{language}.txt").read_text("utf-8")


@cache
def closure_words() -> Mapping[str, Mapping[str, str]]:
    """What days of closure are called, by language."""
    text = (files("ipregistry.seed") / "letters" / "words.toml").read_text("utf-8")
    return {language: group["closure"] for language, group in tomllib.loads(text).items()}


def facts_of(asked: Asked) -> dict[str, Any]:
    """What a template may name."""
    document, pack = asked.case.document, asked.pack
    return {
        "institution": {
            "name": asked.institution,
            "place": document.get("institutionPlaceCode", "-"),
        },
        "rules": {
            "title": pack.title[asked.language],
            "name": pack.id,
            "version": pack.version,
            "digest": asked.case.published.digest,
        },
        "case": {
            "number": asked.case.id,
            "version": asked.case.version,
            "opened": document.get("openedDate", "-"),
            "state": pack.said(document["stateCode"])[asked.language],
            "seat": document.get("seatCode"),
            "place": document.get("placeOfMediationCode"),
            "language": document.get("languageCode"),
        },
        "sides": [_side(asked, side) for side in asked.case.sides],
        "mediators": _neutrals(asked, CaseRole.MEDIATOR),
        "neutrals": _neutrals(asked, *CaseRole),
        "addressee": _addressee(asked),
        "deadlines": [_deadline(asked, one) for one in _running(asked)],
        "event": [one["event"] for one in document.get("eventBag") or ()],
        "ended": asked.ended,
        "changes": _changes(asked),
    }


def _side(asked: Asked, side: Mapping[str, Any]) -> dict[str, Any]:
    names = [_name(asked, party) for party in side["partyBag"]]
    return {
        "role": asked.pack.role_said(side["role"])[asked.language],
        "name": ", ".join(names),
        "place": side.get("placeCode") or "-",
    }


def _name(asked: Asked, who: Mapping[str, Any]) -> str:
    named = {name.get("languageCode"): name["value"] for name in who.get("nameBag") or ()}
    if named:
        return str(named.get(asked.language) or next(iter(named.values())))
    known = asked.names.get(who.get("party") or who.get("account") or "")
    return str(who.get("nameText") or known or who.get("party") or "-")


def _addressee(asked: Asked) -> dict[str, Any] | None:
    side = asked.case.side(asked.side or "")
    return None if side is None else _side(asked, side)


def _neutrals(asked: Asked, *roles: CaseRole) -> list[dict[str, Any]]:
    bag = asked.case.document.get("neutralBag") or ()
    return [{"name": _name(asked, one)} for one in bag if one.get("role") in roles]


def _concerns(asked: Asked, who: str) -> bool:
    side = asked.case.side(asked.side or "")
    return side is None or who in {side["side"], side["role"], "parties"}


def _running(asked: Asked) -> list[Mapping[str, Any]]:
    bag = asked.case.document.get("deadlineBag") or ()
    return [one for one in bag if _concerns(asked, one["who"])]


def _deadline(asked: Asked, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": asked.pack.said(one["deadline"])[asked.language],
        "who": asked.pack.role_said(one["who"])[asked.language],
        "due": one.get("dueDate"),
        "first": one.get("firstDate"),
        "place": one.get("placeCode") or "-",
        "citation": one.get("citation") or "-",
    }


def _changes(asked: Asked) -> list[dict[str, Any]]:
    """The deadlines that this version of the case computed anew."""
    return [
        _change(asked, change)
        for event in asked.case.document.get("eventBag") or ()
        for change in event.get(CHANGED) or ()
        if _concerns(asked, change["who"])
    ]


def _change(asked: Asked, change: Mapping[str, Any]) -> dict[str, Any]:
    words = closure_words()[asked.language]
    return {
        "name": asked.pack.said(change["deadline"])[asked.language],
        "before": change["dueBefore"],
        "after": change["dueDate"],
        "closures": [
            {
                "reason": words[closure["closureCategory"]],
                "day": closure["closureDate"],
                "place": closure["jurisdictionCode"],
            }
            for closure in change["closureBag"]
        ],
    }
