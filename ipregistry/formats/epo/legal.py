"""A family member's legal events, as OPS gives them.

The schema names every field by a number (L001EP country … L525EP effective date); what the
numbers mean stands beside them in the files [V].
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ipregistry.formats.epo.biblio import read_document
from ipregistry.formats.epo.categories import coded
from ipregistry.formats.epo.names import Document, documents_in, numbers_of
from ipregistry.formats.told import (
    LifeEvent,
    RightDescription,
    Scheme,
    Told,
    ToldNumber,
    ToldRelation,
    ToldRight,
)
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError

_KIND_OF_TYPE = {"PI": "invention", "UM": "utility-model", "DP": "design"}
# Of publications, the letters of the kind code that mean a granted patent, by office [I].
_GRANTED = {"EP": ("B", "C"), "US": ("B", "E", "S"), "CN": ("B", "C", "U", "Y", "S")}


def read_member(member: Fragment, position: Position) -> Iterator[Told]:
    """The right that a family member is, then each of its events in the file's order."""
    applications = _documents(member, "application-reference")
    publications = _documents(member, "publication-reference")
    events = member.each("legal")
    kind = _kind(events)
    right = _right(applications, publications, kind)
    documents = member.each("exchange-document")
    described = [told for one in documents for told in read_document(one, position)]
    found = [_event(one, right, kind, position) for one in events]
    member.handed_on("legal", "exchange-document")
    yield from described
    if right is not None and not described:
        yield _description(member, right, publications, position)
    yield from found


def _documents(member: Fragment, name: str) -> list[Document]:
    return [document for one in member.each(name) for document in documents_in(one)]


def _kind(events: list[Fragment]) -> str | None:
    types = (one.text("L005EP") for one in events)
    return next((_KIND_OF_TYPE[t] for t in types if t in _KIND_OF_TYPE), None)


def _right(
    applications: list[Document], publications: list[Document], kind: str | None
) -> ToldRight | None:
    known = [*applications, *publications]
    if not known:
        return None
    country = known[0].country
    filed = next((d.date for d in applications if d.country == country and d.date), None)
    return ToldRight(
        office=country,
        kind=kind or "invention",
        numbers=numbers_of(country, applications, publications),
        filing_date=filed,
        publication_date=_earliest(publications, country, granted=False),
        registration_date=_earliest(publications, country, granted=True),
    )


def _earliest(publications: list[Document], country: str, *, granted: bool) -> date | None:
    letters = _GRANTED.get(country, ())
    days = [
        d.date
        for d in publications
        if d.country == country and d.date and ((d.kind or "")[:1] in letters) is granted
    ]
    return min(days, default=None)


def _description(
    member: Fragment, right: ToldRight, publications: list[Document], position: Position
) -> RightDescription:
    claims = [
        (claim.text("@kind"), document)
        for claim in member.each("priority-claim")
        for document in documents_in(claim)
    ]
    relations = tuple(
        ToldRelation("priority", document.country, document.number, document.date)
        for _, document in claims
    )
    granted = right.registration_date is not None
    last = publications[-1] if publications else None
    return RightDescription(
        right=right,
        event="grant" if granted else "publication",
        on=right.registration_date or right.publication_date,
        holders=(),
        inventors=(),
        position=position,
        digest=member.digest(),
        kind_code=None if last is None else last.kind,
        publication_number=None if last is None else last.number,
        relations=relations,
        kept=member.left(),
    )


def _event(
    legal: Fragment, member_right: ToldRight | None, kind: str | None, position: Position
) -> LifeEvent:
    office, code = legal.number("L001EP"), legal.number("L008EP", "@code")
    if office is None or code is None:
        raise UnreadableError("event-without-code", field=legal.path)
    # The lines for printing, and dates of the exchange between offices, say nothing more.
    legal.taken("pre", "@code", "@dateMigr", "@infl", "L005EP", "L018EP", "L019EP")
    right = _right_of_event(legal, office, member_right, kind)
    details = legal.under("L500EP")
    territory, own_code = details.number("L501EP"), details.number("L502EP")
    mapped = coded(office, code, right.kind)
    if mapped is None and territory and own_code:
        mapped = coded(territory, own_code)
    said = legal.text("@desc")
    more = details.text("L510EP")
    return LifeEvent(
        office=office,
        right=right,
        code=code,
        on=legal.day("L007EP"),
        effective=details.day("L525EP"),
        text="; ".join(part for part in (said, more) if part) or None,
        mapped=mapped,
        position=position,
        digest=legal.digest(),
        territory=territory,
        territory_code=own_code,
        kept=_kept(legal, details),
    )


def _right_of_event(
    legal: Fragment, office: str, member_right: ToldRight | None, kind: str | None
) -> ToldRight:
    """The member's right, or the right that the event itself names where that is another."""
    number, letter = legal.number("L003EP"), legal.number("L004EP")
    published = legal.number("L002EP") == "P"
    if member_right is not None and member_right.office == office:
        return member_right
    if number is None:
        raise UnreadableError("event-without-right", field=legal.path)
    scheme = Scheme.PUBLICATION if published else Scheme.APPLICATION
    document = Document(office, number, letter, None)
    numbers = numbers_of(office, () if published else (document,), (document,) if published else ())
    return ToldRight(office, kind, numbers or (ToldNumber(scheme, number),))


def _kept(legal: Fragment, details: Fragment) -> dict[str, object]:
    """What is left of an event, each field with the EPO's own word for it."""
    kept: dict[str, object] = {}
    for fragment in (legal, details):
        for name, value in fragment.left().items():
            if name == "L500EP":
                continue
            word = value.get("@desc") if isinstance(value, dict) else None
            text = value.get("#text") if isinstance(value, dict) else value
            if text:
                kept[f"{name} {word}" if word else name] = text
    return kept
