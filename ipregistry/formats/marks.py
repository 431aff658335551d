"""What the two XML generations of trade mark data have in common: ST.66 and ST.96."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ipregistry.formats.coding import proposed
from ipregistry.formats.conveyance import CONFIDENCE, act_of, recordals_named, reel_and_frame
from ipregistry.formats.names import category_of
from ipregistry.formats.told import (
    LifeEvent,
    RecordedAct,
    RightDescription,
    Scheme,
    ToldNumber,
    ToldParty,
    ToldRight,
)
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError

KIND = "trademark"
_REEL_AND_FRAME = re.compile(r"(?P<reel>[0-9]{1,6})(?P<frame>[0-9]{4})")


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What both generations tell of a mark."""

    office: str
    application: str | None
    registration: str | None
    filed: date | None
    registered: date | None
    published: date | None
    title: str | None
    classes: tuple[str, ...]
    status: str | None
    status_date: date | None


def right_of(facts: MarkFacts) -> ToldRight:
    """The mark; UnreadableError where it has no number at all."""
    told = (
        (Scheme.APPLICATION, facts.application),
        (Scheme.REGISTRATION, facts.registration),
    )
    numbers = tuple(ToldNumber(scheme, text) for scheme, text in told if text is not None)
    if not numbers:
        raise UnreadableError("record-without-application-number")
    titles = () if facts.title is None else (("und", facts.title),)
    return ToldRight(
        facts.office, KIND, numbers, titles, facts.filed, facts.published, facts.registered
    )


def description(
    record: Fragment,
    position: Position,
    facts: MarkFacts,
    right: ToldRight,
    holders: Sequence[ToldParty],
) -> RightDescription:
    """The mark as the office's data describe it; asked for when all else has been taken."""
    event: str
    on: date | None
    if facts.registered is not None:
        event, on = "grant", facts.registered
    elif facts.published is not None:
        event, on = "publication", facts.published
    else:
        event, on = "filing", facts.filed
    return RightDescription(
        right=right,
        event=event,
        on=on,
        holders=tuple(holders),
        inventors=(),
        position=position,
        digest=record.digest(),
        classes=facts.classes,
        status=facts.status,
        status_date=facts.status_date,
        kept=record.left(),
    )


def recordal(
    assignment: Fragment,
    position: Position,
    right: ToldRight,
    givers: Sequence[ToldParty],
    takers: Sequence[ToldParty],
) -> RecordedAct:
    """One entry of the office's assignment records on the mark.

    The identifier of the USPTO's is reel and frame run together: the address of its document
    in the same file shows where the one ends [V].
    """
    written = assignment.number("AssignmentIdentifier")
    text = assignment.text("AssignmentConveyanceCategory")
    act, rule = act_of(text)
    executed = assignment.day("AssignmentExecutedDate")
    received = assignment.day("AssignmentReceivedDate")
    recorded = assignment.day("AssignmentRecordedDate")
    signed = [one.executed for one in givers if one.executed is not None]
    number = recordal_number(right.office, written)
    return RecordedAct(
        office=right.office,
        number=number,
        act=act,
        rule=rule,
        confidence=CONFIDENCE,
        text=text,
        executed=executed or min(signed, default=None),
        received=received,
        recorded=recorded,
        published=None,
        givers=tuple(givers),
        takers=tuple(takers),
        rights=(right,),
        refers_to=tuple(named for named in recordals_named(text) if named != number),
        position=position,
        digest=assignment.digest(),
        kept=assignment.left(),
    )


def recordal_number(office: str, written: str | None) -> str | None:
    """The office's number for a recordal in one form."""
    found = _REEL_AND_FRAME.fullmatch(written or "")
    if office != "US" or found is None:
        return written
    return reel_and_frame(found["reel"], found["frame"])


def life_event(
    fragment: Fragment, position: Position, right: ToldRight, *, code: str | None,
    on: date | None, text: str | None,
) -> LifeEvent:  # fmt: skip
    """One entry of the mark's history. ST.27 is a standard of patents: where the domain has a
    code for a mark's event, that is by this project's convention.
    """
    if code is None:
        raise UnreadableError("event-without-code", field=fragment.path)
    return LifeEvent(
        office=right.office,
        right=right,
        code=code,
        on=on,
        effective=None,
        text=text,
        mapped=proposed(right.office, code, KIND),
        position=position,
        digest=fragment.digest(),
        kept=fragment.left(),
    )


def party(
    name: str | None,
    *,
    address: str | None,
    country: str | None,
    role: str | None = None,
    legal_entity: str | None = None,
    executed: date | None = None,
    where: str = "",
) -> ToldParty:
    """A party; UnreadableError where it has no name: the others would look like all."""
    if name is None:
        raise UnreadableError("party-without-name", role=role or "party", sequence=where)
    told = (legal_entity or "").upper()
    category = "person" if told == "INDIVIDUAL" else "organization" if told else category_of(name)
    return ToldParty(name, category, address=address, country=country, role=role, executed=executed)
