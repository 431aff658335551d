"""The events in the life of a right, coded as WIPO Standard ST.27 codes them.

Three tables in `st27/`: the standard's own codes, what the offices' national codes say in
them, and what each act on this register is. The last two are mappings of this project
(confidence I): the offices publish none.

ST.27 is a standard for patents. For marks, designs and every other kind the same letters
are a convention of this project, neither ST.61 nor ST.87, and an event says so
(`convention`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from ipregistry.domain.rights import RightKind, Stage

MAPPING_CONFIDENCE = "I"
FORM = re.compile(r"[ANTU]-[0-6]-[0-6]-[A-Y](00|10)-[A-Y]\d{2}(-[A-Za-z]{3})?(-\S+)?")

# The kinds that ST.27 is for: patents, and what an office grants in a patent's place.
PATENTS = frozenset(
    {
        RightKind.INVENTION,
        RightKind.UTILITY_MODEL,
        RightKind.HK_STANDARD_O,
        RightKind.HK_STANDARD_R,
        RightKind.HK_SHORT_TERM,
        RightKind.MO_EXTENSION,
    }
)


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of the standard: a key event (``R10``) or a detailed one (``R14``).

    ``X00`` of a category says that a national event could not be mapped any closer.
    """

    code: str
    category: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Event27:
    """An event as ST.27 codes it. `national` is the office's code, `name` what that says.

    `convention`: the right is of a kind that ST.27 is not for.
    """

    key: str
    detailed: str
    indicator: str | None
    national: str | None
    name: str
    confidence: str = MAPPING_CONFIDENCE
    convention: bool = False


@cache
def _table(name: str) -> dict[str, Any]:
    text = (files("ipregistry.domain") / "st27" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def states() -> Mapping[str, str]:
    """The states of a right, by letter."""
    return dict(_table("codes")["states"])


def stages() -> Mapping[str, str]:
    """The stages of a right's life, by digit."""
    return dict(_table("codes")["stages"])


def indicators() -> Mapping[str, str]:
    """The kinds of procedure that an event can belong to, by three letters."""
    return dict(_table("codes")["indicators"])


def effect_starts() -> Mapping[str, str]:
    """From when a legal effect counts: from the outset, or from now."""
    return dict(_table("codes")["effectStarts"])


def categories() -> Mapping[str, str]:
    """The categories of events, by letter."""
    return {letter: row["name"] for letter, row in _table("codes")["categories"].items()}


@cache
def _events() -> dict[str, EventRow]:
    rows: dict[str, EventRow] = {}
    for letter, category in _table("codes")["categories"].items():
        key = f"{letter}10"
        rows[key] = EventRow(key, letter, key, category["key"])
        unmapped = f"No mapped event: {category['name']}"
        rows[f"{letter}00"] = EventRow(f"{letter}00", letter, key, unmapped)
        for code, name in category.get("events", {}).items():
            rows[code] = EventRow(code, letter, key, name)
    return rows


def events() -> Mapping[str, EventRow]:
    """Every event of the standard, key and detailed, by its code."""
    return dict(_events())


def event(code: str) -> EventRow:
    """The standard's row for a code. Raises KeyError: codes come from tables, not from people."""
    return _events()[code]


def st27_of(office: str, national_code: str, kind: str | None = None) -> Event27 | None:
    """What an office's own code says in ST.27; None where no mapping is known.

    `kind`, of right or of licence, says it more closely where the code alone does not
    (a grant with or without examination; an exclusive licence).
    """
    row = _table("national").get(office, {}).get(national_code)
    if row is None:
        return None
    detailed = row.get("when", {}).get(kind, row["event"])
    found = _coded(detailed, row.get("indicator"), national_code, row["name"])
    return replace(found, convention=_by_convention(kind))


def of_act(
    act: str,
    variant: str | None = None,
    *,
    office: str | None = None,
    right_kind: RightKind | None = None,
) -> Event27 | None:
    """What an act on this register is in ST.27; None for an act that is no event of a right.

    `variant` is the kind of licence, cause or proceedings. `office` is that of the right:
    it gives the code under which that office would publish the act, which it has for
    patents only.
    """
    table = _table("acts")
    row = table.get(f"{act}:{variant}") or table.get(act)
    if row is None:
        return None
    national = row.get(office) if office else None
    if _by_convention(right_kind) and national and not national.startswith(f"{office}-"):
        national = None
    found = _coded(row["event"], row.get("indicator"), national, event(row["event"]).name)
    return replace(found, convention=_by_convention(right_kind))


def of_event(act: str, detailed: str, *, office: str, right_kind: RightKind) -> Event27:
    """An event that an act recorded under this code, with the office's own code where there is
    one. Of several rows of an act the one for this kind of right counts first.

    Raises KeyError for a code that the standard does not have.
    """
    table = _table("acts")
    rows = [f"{act}:{right_kind}", act, *(n for n in table if n.startswith(f"{act}:"))]
    fits = (n for n in rows if n in table and table[n]["event"] == detailed)
    for name in fits:
        found = of_act(act, name.partition(":")[2] or None, office=office, right_kind=right_kind)
        if found is not None:
            return found
    found = _coded(detailed, None, None, event(detailed).name)
    return replace(found, convention=_by_convention(right_kind))


def _coded(detailed: str, indicator: str | None, national: str | None, name: str) -> Event27:
    return Event27(event(detailed).key, detailed, indicator, national, name)


def _by_convention(kind: str | None) -> bool:
    return kind in list(RightKind) and kind not in PATENTS


# Into which stage and state the events of a category bring a right, as ST.27 describes its
# categories. One that is not here changes neither: a register transaction leaves a right as
# active, and where, it was.
_STAGE_AFTER: Mapping[str, str] = {
    "A": "1", "B": "6", "C": "1", "D": "2", "E": "3", "F": "4", "H": "6", "K": "4", "L": "5",
    "M": "4", "N": "6",
}  # fmt: skip
_STATE_AFTER: Mapping[str, str] = {
    "A": "A", "B": "N", "C": "A", "F": "A", "H": "N", "K": "A", "N": "T",
}  # fmt: skip
# Requests, refusals and remarks of those categories, which move nothing yet (I).
_UNMOVED = frozenset(
    "A17 A18 A20 C11 C12 C14 D12 E14 E15 K11 K12 L14 L16 L17 L18 L19".split()  # noqa: SIM905
)


def after(found: Event27, state: str, stage: str) -> tuple[str, str]:
    """State and stage behind an event, from those before it."""
    if found.detailed in _UNMOVED:
        return state, stage
    letter = found.detailed[0]
    return _STATE_AFTER.get(letter, state), _STAGE_AFTER.get(letter, stage)


_STAGES: Mapping[Stage, tuple[str, str]] = {
    Stage.FILED: ("A", "1"),
    Stage.PUBLISHED: ("A", "1"),
    Stage.GRANTED: ("A", "4"),
    Stage.REGISTERED: ("A", "4"),
    Stage.ENDED: ("N", "6"),
}


def state_and_stage(stage: Stage | None) -> tuple[str, str]:
    """ST.27's state and stage of a right, from how far this register knows it to have come."""
    return ("U", "0") if stage is None else _STAGES[stage]


def serialise(state: str, previous_stage: str, current_stage: str, found: Event27) -> str:
    """The event in one line, as offices write it: ``A-4-4-R10-R14-ASN-TR01``.

    Raises ValueError for a state or stage that ST.27 does not have.
    """
    parts = [state, previous_stage, current_stage, found.key, found.detailed]
    # Without an indicator a national code of three letters would be read as one.
    indicator = found.indicator or ("UNS" if found.national else None)
    text = "-".join([*parts, *(part for part in (indicator, found.national) if part)])
    if FORM.fullmatch(text) is None:
        raise ValueError(f"not a form of ST.27: {text}")
    return text


def event_document(
    found: Event27, state: str, previous_stage: str, current_stage: str
) -> dict[str, Any]:
    """The event as members of a record, with its one-line form.

    `conventionIndicator` stands only where it is true.
    """
    members = {
        "stateCode": state,
        "previousStageCode": previous_stage,
        "currentStageCode": current_stage,
        "keyEventCode": found.key,
        "detailedEventCode": found.detailed,
        "eventIndicatorCode": found.indicator,
        "nationalEventCode": found.national,
        "eventText": serialise(state, previous_stage, current_stage, found),
        "conventionIndicator": found.convention or None,
    }
    return {name: value for name, value in members.items() if value is not None}
