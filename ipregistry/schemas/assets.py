"""The description of a right, and the body of its registration."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.rights import RelationCategory, RightKind
from ipregistry.domain.titles import Strength
from ipregistry.schemas.base import (
    Choice,
    Day,
    Formed,
    Indicator,
    ListOf,
    Office,
    One,
    StrictSchema,
    Text,
)
from ipregistry.schemas.faults import ShapeCode
from ipregistry.schemas.values import (
    MAX_PARTIES,
    NUMBER_LENGTH,
    PERSONAL,
    PUBLIC,
    Name,
    TitleText,
    evidence,
    shares,
)


class RelatedRight(StrictSchema):
    """Another right that this one belongs together with, by office and number."""

    relationCategory = Choice(RelationCategory, PUBLIC, "Why they belong together", required=True)
    officeCode = Office(PUBLIC, "The other right's office (ST.3)", required=True)
    number = Text(
        PUBLIC, "The other right's number, in any notation", max_length=NUMBER_LENGTH, required=True
    )
    rightKind = Choice(RightKind, PUBLIC, "The other right's kind")
    filingDate = Day(PUBLIC, "The other right's filing date")


class AssetDescription(StrictSchema):
    """What a right is: office, kind and number identify it."""

    officeCode = Office(
        PUBLIC,
        "The office that grants the right, or the place whose law makes it (ST.3); of a domain "
        "name the place of its ending, XX where that is of none",
        required=True,
    )
    rightKind = Choice(RightKind, PUBLIC, "The kind of right", required=True)
    number = Text(
        PUBLIC,
        "Its official number, in any notation; of a domain name the name; where no office has "
        "numbered it, the reference under which its holder keeps it",
        max_length=NUMBER_LENGTH,
        required=True,
    )
    kindCode = Formed(
        PUBLIC,
        "The letter behind its publication number",
        pattern="[A-Z][0-9]?",
        max_length=2,
        code=ShapeCode.KIND_CODE_MALFORMED,
    )
    filingDate = Day(PUBLIC, "When it was applied for")
    registrationDate = Day(PUBLIC, "When it was granted or registered")
    publicationDate = Day(PUBLIC, "When the publication with this kind code appeared")
    furtherNumberBag = ListOf(
        Text(PUBLIC, "A number of the same right", max_length=NUMBER_LENGTH),
        PUBLIC,
        "Its other official numbers",
        max_items=20,
        unique=True,
    )
    titleBag = ListOf(TitleText, PUBLIC, "Its title, in one or more languages", max_items=20)
    relatedRightBag = ListOf(
        RelatedRight, PUBLIC, "Priorities, designated patents, extensions", max_items=100
    )
    classBag = ListOf(
        Text(PUBLIC, "A class or classification symbol", max_length=40),
        PUBLIC,
        "Its classes, as the office writes them",
        max_items=200,
        unique=True,
    )
    inventorBag = ListOf(
        Name, PERSONAL, "Its inventors or designers, by name", max_items=MAX_PARTIES
    )


class RootOfTitle(StrictSchema):
    """What the chain of title starts from."""

    strength = Choice(Strength, PUBLIC, "What the root rests on", required=True)
    asOfDate = Day(PUBLIC, "The date at which it names the holders", required=True)
    holderBag = shares("Who held which share on that date; the shares add up to 1", required=True)
    evidenceBag = evidence()


class AssetRegistrationFiling(AssetDescription):
    """A right, with the root that its chain of title starts from."""

    publishedIndicator = Indicator(
        PUBLIC,
        "False keeps the right from everybody but its holders and the office; a trade secret "
        "is never recorded without it",
    )
    root = One(RootOfTitle, PUBLIC, "The root of title", required=True)
