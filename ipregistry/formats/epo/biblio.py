"""An exchange document: the bibliography of one publication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipregistry.formats.epo.names import documents_in, numbers_of
from ipregistry.formats.names import category_of
from ipregistry.formats.told import RightDescription, Told, ToldParty, ToldRelation, ToldRight
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError

_GRANT_LETTERS = ("B", "C")
# "SAMPLE OY [FI]": the country stands behind the name.
_WITH_COUNTRY = re.compile(r"(?P<name>.+?)\s*\[(?P<country>[A-Z]{2})\]")


def read_document(document: Fragment, position: Position) -> Iterator[Told]:
    """The description that the document is; parties in the EPO's own form are told once."""
    country, kind = document.number("@country"), document.number("@kind")
    block = document.under("bibliographic-data")
    publications = [d for one in block.each("publication-reference") for d in documents_in(one)]
    applications = [d for one in block.each("application-reference") for d in documents_in(one)]
    if country is None or not (publications or applications):
        raise UnreadableError("record-without-publication-number")
    published = next((d.date for d in publications if d.date), None)
    granted = (kind or "").startswith(_GRANT_LETTERS)
    right = ToldRight(
        office=country,
        kind="invention",
        numbers=numbers_of(country, applications, publications),
        titles=tuple(
            (language or "und", title)
            for language, title in block.worded("invention-title", "@lang")
        ),
        filing_date=next((d.date for d in applications if d.date), None),
        publication_date=None if granted else published,
        registration_date=published if granted else None,
    )
    yield RightDescription(
        right=right,
        event="grant" if granted else "publication",
        on=published,
        holders=_parties(block, "applicant"),
        inventors=_parties(block, "inventor"),
        position=position,
        digest=document.digest(),
        kind_code=kind,
        publication_number=publications[0].number if publications else None,
        relations=tuple(
            ToldRelation("priority", d.country, d.number, d.date)
            for claim in block.each("priority-claims")
            for one in claim.each("priority-claim")
            for d in documents_in(one)
        ),
        kept=document.left(),
    )


def _parties(block: Fragment, role: str) -> tuple[ToldParty, ...]:
    """Each once, in the EPO's own form: the publication's form names one party as often as
    it is written differently on the publication's pages [V].
    """
    forms: dict[str, list[ToldParty]] = {}
    for one in block.under("parties", f"{role}s").each(role):
        name = one.under(f"{role}-name").text("name")
        form = one.text("@data-format") or "original"
        one.taken("@sequence")
        if name is not None:
            forms.setdefault(form, []).append(_party(name, role))
    return tuple(forms.get("epodoc") or next(iter(forms.values()), []))


def _party(written: str, role: str) -> ToldParty:
    found = _WITH_COUNTRY.fullmatch(written)
    name = (found["name"] if found else written).strip(" ,")
    country = found["country"] if found else None
    return ToldParty(name, category_of(name), country=country, role=role)
