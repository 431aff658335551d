"""What all of the USPTO's shapes have in common: numbers, kinds of right, recordals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ipregistry.formats.conveyance import CONFIDENCE, act_of, recordals_named
from ipregistry.formats.names import category_of
from ipregistry.formats.told import (
    RecordedAct,
    Scheme,
    ToldNumber,
    ToldParty,
    ToldRight,
)
from ipregistry.formats.untrusted import Fragment, Position

OFFICE = "US"

# Designs: patent numbers begin with D; applications are of series 29, or 35 for those under
# the Hague Agreement [I]. Plants (PP) are no kind of right of this register.
_DESIGN = re.compile(r"D[0-9]+")
_DESIGN_SERIES = ("29", "35")
_PLANT = re.compile(r"PP[0-9]+")
_SEPARATORS = re.compile(r"[\s,/]")
# "US20100235004A1" is publication 20100235004, kind A1.
_PUBLICATION = re.compile(r"(?:US)?(?P<number>(?:19|20)[0-9]{9})(?P<kind>[A-Z][0-9]?)?")


@dataclass(frozen=True, slots=True)
class Conveyance:
    """What a recordal says beside its parties and rights."""

    number: str | None
    text: str | None
    executed: date | None
    received: date | None
    recorded: date | None


def bare_number(text: str | None) -> str | None:
    """``10/628,795`` and ``10628795`` are one number."""
    return None if text is None else _SEPARATORS.sub("", text) or None


def publication_number(text: str | None) -> str | None:
    """``20100235004``, however it was written; as written where it has another form."""
    bare = bare_number(text)
    found = None if bare is None else _PUBLICATION.fullmatch(bare)
    return bare if found is None else found["number"]


def kind_of(application: str | None, patent: str | None) -> str | None:
    """The kind of right that the numbers tell; None for what is no kind of ours."""
    if patent is not None and _PLANT.fullmatch(patent):
        return None
    design = patent is not None and _DESIGN.fullmatch(patent)
    series = application is not None and application.startswith(_DESIGN_SERIES)
    return "design" if design or series else "invention"


def right_of(
    *,
    application: str | None,
    patent: str | None = None,
    publication: str | None = None,
    pct: str | None = None,
    international: str | None = None,
    titles: tuple[tuple[str, str], ...] = (),
    filed: date | None = None,
    published: date | None = None,
    granted: date | None = None,
) -> ToldRight | None:
    """The right with these numbers; None where no number is told."""
    application, patent = bare_number(application), bare_number(patent)
    told = (
        (Scheme.APPLICATION, application),
        (Scheme.PATENT, patent),
        (Scheme.PUBLICATION, publication_number(publication)),
        (Scheme.INTERNATIONAL_APPLICATION, pct),
        (Scheme.INTERNATIONAL_REGISTRATION, international),
    )
    numbers = tuple(ToldNumber(scheme, text) for scheme, text in told if text is not None)
    if not numbers:
        return None
    kind = kind_of(application, patent)
    return ToldRight(OFFICE, kind, numbers, titles, filed, published, granted)


def resting_on(right: ToldRight) -> tuple[str, date | None]:
    """What a description of the right rests on, the latest first, and its day."""
    if right.registration_date is not None:
        return "grant", right.registration_date
    if right.publication_date is not None:
        return "publication", right.publication_date
    return "filing", right.filing_date


def party(
    name: str, *, address: str | None = None, executed: date | None = None, role: str | None = None
) -> ToldParty:
    """A party by its name, with what else is told of it."""
    return ToldParty(name, category_of(name), address=address, executed=executed, role=role)


def recordal(
    record: Fragment,
    position: Position,
    conveyance: Conveyance,
    givers: Sequence[ToldParty],
    takers: Sequence[ToldParty],
    rights: Sequence[ToldRight],
) -> RecordedAct:
    """The recordal; asked for last, because it keeps what nobody has taken till then."""
    act, rule = act_of(conveyance.text)
    signed = [one.executed for one in givers if one.executed is not None]
    named = recordals_named(conveyance.text)
    return RecordedAct(
        office=OFFICE,
        number=conveyance.number,
        act=act,
        rule=rule,
        confidence=CONFIDENCE,
        text=conveyance.text,
        executed=conveyance.executed or min(signed, default=None),
        received=conveyance.received,
        recorded=conveyance.recorded,
        published=None,
        givers=tuple(givers),
        takers=tuple(takers),
        rights=tuple(rights),
        refers_to=tuple(number for number in named if number != conveyance.number),
        position=position,
        digest=record.digest(),
        kept=record.left(),
    )
