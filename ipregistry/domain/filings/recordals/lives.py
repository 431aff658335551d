"""Entries that move no share and no interest by themselves: events, names, what is not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ipregistry.domain.events import event, st27_of
from ipregistry.domain.filings.recordals.entries import Entry, Made, make_transfer
from ipregistry.domain.filings.recordals.people import Member, said_the_same
from ipregistry.domain.rights import RightKind, Stage
from ipregistry.domain.titles import Effect, Event, Named, Register, Rename, Transfer, Vary
from ipregistry.domain.violations import Violation

# ST.27: "no mapped event" of the category of other events.
UNMAPPED = "W00"

# How far a right has come by events of a category (ST.27, names of the categories), and those
# of them that only ask, refuse or remark. An event that is mapped to its category alone
# ("X00") moves nothing: nobody says what happened.
_STAGE_OF: Mapping[str, Stage] = {
    "B": Stage.ENDED,
    "F": Stage.GRANTED,
    "H": Stage.ENDED,
    "N": Stage.ENDED,
}
_STAGE_BY_CODE: Mapping[str, Stage] = {
    "C13": Stage.PUBLISHED,
    "K13": Stage.GRANTED,
    "K14": Stage.GRANTED,
    "Q12": Stage.PUBLISHED,
}
_REGISTERED = frozenset({RightKind.TRADEMARK.value, RightKind.GEOGRAPHICAL_INDICATION.value})


def make_event(entry: Entry) -> Made:
    """Something that happened to the right, in ST.27 as far as that is mapped."""
    command = entry.command
    told = command.event
    if told is None:
        return (), []
    proposed = st27_of(entry.office, told.code, entry.kind)
    detailed = proposed.detailed if proposed else told.detailed or UNMAPPED
    try:
        event(detailed)
    except KeyError:
        return (), [Violation("event-code-unknown", "/detailedEventCode", {"code": detailed})]
    source = {"office": entry.office, "code": told.code, "digest": command.evidence[0].digest}
    if told.territory is not None:
        source["territory"] = told.territory
    if proposed is None and told.detailed is None:
        source["mapped"] = "no"
    stage = None if told.territory is not None else _stage(detailed, entry.kind)
    made = Event(
        Register.RECORD,
        told.effective or command.entry_date,
        detailed,
        stage=None if stage is None else stage.value,
        source=source,
    )
    return (made,), []


def _stage(detailed: str, kind: str) -> Stage | None:
    if detailed.endswith("00"):
        return None
    stage = _STAGE_BY_CODE.get(detailed) or _STAGE_OF.get(detailed[0])
    if stage is Stage.GRANTED and kind in _REGISTERED:
        return Stage.REGISTERED
    return stage


def make_unread(entry: Entry) -> Made:
    """An entry of which only the words are known: kept, and an open question of the chain."""
    command = entry.command
    source = {
        "office": entry.office,
        "act": command.act,
        "digest": command.evidence[0].digest,
        "unread": "refers-to-earlier" if command.refers_to else "words-alone",
    }
    return (Event(Register.RECORD, command.entry_date, UNMAPPED, source=source),), []


def make_name_change(entry: Entry) -> Made:
    """The same person under a new name.

    Where its record already bears the new name, title names that version from now on. Else
    the new name is a record of its own, and all goes over to it: one person, two records.
    """
    on = entry.command.entry_date
    if len(entry.people.givers) != 1 or len(entry.people.takers) != 1:
        # Who of several took which name is not told: read as shares passing on.
        return make_transfer(entry)
    old, new = entry.people.givers[0], entry.people.takers[0]
    if old.party.id == new.party.id or _bears(old, new):
        return (Rename(Register.RECORD, on, old.party.id, old.party.version, ("name",)),), []
    state = entry.before(on)
    made: list[Effect] = []
    interested = False
    for standing in state.interests:
        parties = (*standing.interest.givers, *standing.interest.holders)
        if old.party.id in {p.party for p in parties}:
            interested = True
            varied = replace(
                standing.interest,
                givers=_renamed(standing.interest.givers, old, new),
                holders=_renamed(standing.interest.holders, old, new),
            )
            made.append(Vary(Register.RECORD, on, varied))
    holds = old.party.id in {h.party for h in state.holders or ()}
    if holds or not interested:
        passing, _ = make_transfer(entry)
        made = [e for e in passing if isinstance(e, Transfer)] + made
    return tuple(made), []


def make_address_change(entry: Entry) -> Made:
    """The address of somebody on the right: title names the newest version of its record."""
    on = entry.command.entry_date
    return tuple(
        Rename(Register.RECORD, on, one.party.id, one.party.version, ("address",))
        for one in entry.people.takers
    ), []


def _bears(old: Member, new: Member) -> bool:
    """Whether the record of the one already bears the other's name."""
    names = {said_the_same(name["value"]) for name in new.party.names}
    return old.party.version > 1 and any(
        said_the_same(name["value"]) in names for name in old.party.names
    )


def _renamed(parties: tuple[Named, ...], old: Member, new: Member) -> tuple[Named, ...]:
    return tuple(new.named if p.party == old.party.id else p for p in parties)
