"""A CNIPA publication as a filing: the notice of what that office published.

It says who applied, or to whom it was granted, on the day of publication. It never says
who holds the right today.
"""

from __future__ import annotations

from typing import Any

from ipregistry.domain.numbers import read_number
from ipregistry.domain.rights import RightKind, Stage, stage_of
from ipregistry.formats.cnipa.values import NamedParty, Publication

OFFICE = "CN"

# By which endings a name is taken for an organisation's. What is not is treated as a
# natural person's: its name then stays out of public parts.
_ORGANIZATION_ENDINGS = (
    "公司",
    "会社",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "研究中心",
    "集团",
    "医院",
    "工厂",
    "合伙)",
    "合伙）",
    "中心",
    "学校",
    "厂",
    "局",
)
_ORGANIZATION_WORDS = (
    "ltd",
    "limited",
    "inc",
    "corp",
    "corporation",
    "company",
    "gmbh",
    "ag",
    "s.a.",
    "llc",
    "university",
    "institute",
    "b.v.",
    "lda",
)

_KIND_OF_LETTER = {"U": RightKind.UTILITY_MODEL, "Y": RightKind.UTILITY_MODEL}
_KIND_OF_LETTER |= {"S": RightKind.DESIGN, "D": RightKind.DESIGN}


def recordal_body(publication: Publication) -> dict[str, Any]:
    """The body of a `recordal-notice` for this publication."""
    kind = _kind(publication)
    stage = stage_of(OFFICE, kind, publication.kind_code, published=publication.publication_date)
    published = publication.publication_date.isoformat()
    named = publication.patentees or publication.applicants
    return {
        "act": "grant" if stage is Stage.GRANTED else "publication",
        "description": _description(publication, kind),
        "entryDate": published,
        "publicationDate": published,
        "holderBag": [_holder(party) for party in named],
        "evidenceBag": [
            {
                "category": "publication",
                "digest": publication.source_digest,
                "number": f"CN{publication.publication_number}{publication.kind_code}",
                "date": published,
            }
        ],
    }


def _description(publication: Publication, kind: RightKind) -> dict[str, Any]:
    description: dict[str, Any] = {
        "officeCode": OFFICE,
        "rightKind": kind.value,
        "number": publication.application_number,
        "kindCode": publication.kind_code,
        "publicationDate": publication.publication_date.isoformat(),
        "furtherNumberBag": [f"CN{publication.publication_number}{publication.kind_code}"],
        "titleBag": [
            {"value": text, "languageCode": language} for language, text in publication.titles
        ],
        "relatedRightBag": [
            {
                "relationCategory": "priority",
                "officeCode": priority.country,
                "number": priority.number,
                **({} if priority.date is None else {"filingDate": priority.date.isoformat()}),
            }
            for priority in publication.priorities
            if priority.country is not None
        ],
        "inventorBag": [_name(inventor) for inventor in publication.inventors],
    }
    if publication.filing_date is not None:
        description["filingDate"] = publication.filing_date.isoformat()
    return {member: value for member, value in description.items() if value != []}


def _kind(publication: Publication) -> RightKind:
    for number in read_number(publication.application_number, office=OFFICE).numbers:
        if number.kind is not None:
            return number.kind
    return _KIND_OF_LETTER.get(publication.kind_code[:1], RightKind.INVENTION)


def _holder(party: NamedParty) -> dict[str, Any]:
    holder: dict[str, Any] = {"name": _name(party), "category": _category(party.name)}
    if party.address is not None:
        holder["addressText"] = party.address
    if party.country is not None:
        holder["countryCode"] = party.country
    return holder


def _name(party: NamedParty) -> dict[str, str]:
    return {"value": party.name, "languageCode": party.language or "und"}


def _category(name: str) -> str:
    words = name.lower().replace(",", " ").split()
    latin = any(word.rstrip(".") in {w.rstrip(".") for w in _ORGANIZATION_WORDS} for word in words)
    return "organization" if latin or name.endswith(_ORGANIZATION_ENDINGS) else "person"
