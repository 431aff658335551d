"""A CNIPA publication as the neutral description of a right.

It says who applied, or to whom it was granted, on the day of publication. It never says who
holds the right today.
"""

from __future__ import annotations

from typing import Any

from ipregistry.domain.numbers import read_number
from ipregistry.domain.rights import RightKind, Stage, stage_of
from ipregistry.formats.cnipa.values import NamedParty, Publication
from ipregistry.formats.names import category_of
from ipregistry.formats.told import (
    RightDescription,
    Scheme,
    ToldNumber,
    ToldParty,
    ToldRelation,
    ToldRight,
)

OFFICE = "CN"

_KIND_OF_LETTER = {"U": RightKind.UTILITY_MODEL, "Y": RightKind.UTILITY_MODEL}
_KIND_OF_LETTER |= {"S": RightKind.DESIGN, "D": RightKind.DESIGN}


def description_of(publication: Publication) -> RightDescription:
    """The right, as this publication describes it."""
    kind = _kind(publication)
    stage = stage_of(OFFICE, kind, publication.kind_code, published=publication.publication_date)
    number = f"{OFFICE}{publication.publication_number}{publication.kind_code}"
    granted = stage is Stage.GRANTED
    named = publication.patentees or publication.applicants
    role = "patentee" if granted else "applicant"
    right = ToldRight(
        office=OFFICE,
        kind=kind.value,
        numbers=(
            ToldNumber(Scheme.APPLICATION, publication.application_number),
            ToldNumber(Scheme.PUBLICATION, number),
        ),
        titles=publication.titles,
        filing_date=publication.filing_date,
        publication_date=publication.publication_date,
    )
    return RightDescription(
        right=right,
        event="grant" if granted else "publication",
        on=publication.publication_date,
        holders=tuple(_party(party, role) for party in named),
        inventors=tuple(_party(party, "inventor") for party in publication.inventors),
        position=publication.position,
        digest=publication.source_digest,
        kind_code=publication.kind_code,
        publication_number=number,
        relations=_relations(publication),
        kept=_kept(publication),
    )


def _kind(publication: Publication) -> RightKind:
    for number in read_number(publication.application_number, office=OFFICE).numbers:
        if number.kind is not None:
            return number.kind
    return _KIND_OF_LETTER.get(publication.kind_code[:1], RightKind.INVENTION)


def _party(party: NamedParty, role: str) -> ToldParty:
    return ToldParty(
        name=party.name,
        category=category_of(party.name),
        address=party.address,
        country=party.country,
        language=party.language,
        role=role,
    )


def _relations(publication: Publication) -> tuple[ToldRelation, ...]:
    priorities = (
        ToldRelation("priority", p.country, p.number, p.date) for p in publication.priorities
    )
    related = (
        ToldRelation(f"{r.relation}-{r.role}", r.country, r.number, r.date)
        for r in publication.related
    )
    return (*priorities, *related)


def _kept(publication: Publication) -> dict[str, Any]:
    """What a description has no place for: agents, classification, the gazette, the PCT."""
    pct = publication.pct
    found: dict[str, Any] = {
        "agents": [f"{one.name} {one.agency or ''}".strip() for one in publication.agents],
        "ipc": list(publication.ipc),
        "gazette": publication.gazette_number,
        "pct": None if pct is None else [pct.filing_number, pct.publication_number],
    }
    return {name: value for name, value in found.items() if value}
