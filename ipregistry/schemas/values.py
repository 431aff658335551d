"""Objects that many filings share: names, shares, evidence, money, addresses, rights by name."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from ipregistry.domain.classes import DataClass
from ipregistry.domain.money import CURRENCIES
from ipregistry.domain.rights import RightKind
from ipregistry.schemas.across import exactly_one, excludes
from ipregistry.schemas.base import (
    Choice,
    Count,
    Country,
    Day,
    Digest,
    Faults,
    Formed,
    ListOf,
    Office,
    RecordNumber,
    StrictSchema,
    Text,
    Word,
    reject,
)
from ipregistry.schemas.faults import ShapeCode, fault

PUBLIC, PERSONAL = DataClass.PUBLIC, DataClass.PERSONAL
SENSITIVE, COMMERCIAL = DataClass.PERSONAL_SENSITIVE, DataClass.COMMERCIAL

MAX_PARTIES, MAX_EVIDENCE, MAX_NAMES = 200, 100, 20
# As long as an official number is read at all (`domain.numbers`).
NUMBER_LENGTH, NAME_LENGTH = 64, 500
# BCP 47, as far as names of this field use it: language, script, region.
_LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"

_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.([0-9]{1,3}))?", re.ASCII)


class Language(Formed):
    """The language of a text, with its script where it has several."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=_LANGUAGE,
            max_length=12,
            code=ShapeCode.LANGUAGE_MALFORMED,
            **{"examples": ["zh-Hant", "zh-Hans", "pt", "en"], **options},
        )


class Currency(Formed):
    """An ISO 4217 code whose minor digits are known here."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern="[A-Z]{3}",
            max_length=3,
            code=ShapeCode.CURRENCY_UNKNOWN,
            **{"enum": sorted(CURRENCIES), **options},
        )

    def fits(self, value: str) -> bool:
        return value in CURRENCIES

    def malformed(self) -> ValidationError:
        return reject(self.code, known=", ".join(sorted(CURRENCIES)))


class Name(StrictSchema):
    """A name exactly as submitted, with its language and script."""

    value = Text(
        PERSONAL,
        "The name, kept exactly as submitted",
        max_length=NAME_LENGTH,
        exact=True,
        required=True,
    )
    languageCode = Language(PERSONAL, "Language and script (BCP 47)", required=True)


class TitleText(StrictSchema):
    """The title of a right, or the words of a mark, in one language."""

    value = Text(PUBLIC, "The title, NFC-normalised", max_length=2000, required=True)
    languageCode = Language(PUBLIC, "Language and script (BCP 47)", required=True)


class PartyShare(StrictSchema):
    """A party on record, and its share."""

    party = RecordNumber("party", PUBLIC, "The party's record number", required=True)
    share = Text(
        PUBLIC,
        "The share of the whole right, as an exact fraction",
        max_length=24,
        required=True,
        examples=["1", "1/3"],
    )


class EvidenceItem(StrictSchema):
    """A document, named by its digest; the document itself is not part of the filing."""

    category = Word(
        PUBLIC, "What the document is", required=True, examples=["deed", "register-extract"]
    )
    digest = Digest(PUBLIC, "SHA-256 of the document's bytes", required=True)
    number = Text(PUBLIC, "The document's own number", max_length=100)
    date = Day(PUBLIC, "The date that the document bears")


def _digits_fit(value: Mapping[str, Any]) -> Faults:
    """No more decimals than the currency has (ISO 4217)."""
    amount, currency = value.get("amount"), value.get("currencyCode")
    if not isinstance(amount, str) or not isinstance(currency, str):
        return {}
    digits = CURRENCIES.get(currency)
    match = _AMOUNT.fullmatch(amount)
    if digits is None or match is None or len(match[1] or "") <= digits:
        return {}
    return {"amount": [fault(ShapeCode.AMOUNT_TOO_FINE, currency=currency, digits=digits)]}


class Amount(Formed):
    """A decimal number without sign, as a string."""

    def __init__(self, data_class: DataClass, description: str, **options: Any) -> None:
        super().__init__(
            data_class,
            description,
            pattern=_AMOUNT.pattern,
            max_length=22,
            code=ShapeCode.AMOUNT_MALFORMED,
            **options,
        )


class Money(StrictSchema):
    """An amount in a currency, with no more decimals than the currency has."""

    across = (_digits_fit,)

    amount = Amount(COMMERCIAL, "The amount", required=True, examples=["1250000.00"])
    currencyCode = Currency(COMMERCIAL, "The currency (ISO 4217)", required=True)


class Address(StrictSchema):
    """A postal address, its lines in one text."""

    addressLineText = Text(SENSITIVE, "Street, house, district", max_length=500, required=True)
    cityName = Text(SENSITIVE, "The town", max_length=100)
    regionName = Text(SENSITIVE, "Province or state", max_length=100)
    postalCode = Text(SENSITIVE, "The postal code", max_length=20)
    countryCode = Country(SENSITIVE, "Country or territory")
    languageCode = Language(SENSITIVE, "Language and script of the address (BCP 47)")


_NUMBERED = ("officeCode", "rightKind")


class AssetReference(StrictSchema):
    """A right by record number, or by official number in any notation."""

    across = (exactly_one("id", "number"), excludes("id", *_NUMBERED))

    id = RecordNumber("asset", PUBLIC, "The right's record number")
    number = Text(PUBLIC, "An official number, in any notation", max_length=NUMBER_LENGTH)
    officeCode = Office(PUBLIC, "The office whose number it is (ST.3)")
    rightKind = Choice(RightKind, PUBLIC, "The kind of right that the number is of")


class DisposedAsset(AssetReference):
    """The right that a disposition is about, at the title version that its filer saw."""

    titleVersion = Count(
        PUBLIC, "The title version that the filer saw; a newer one is a conflict", required=True
    )


def shares(description: str, **options: Any) -> ListOf:
    """A list of parties with their shares."""
    bounds = {"max_items": MAX_PARTIES, "min_items": 1}
    return ListOf(PartyShare, PUBLIC, description, **{**bounds, **options})


def evidence(**options: Any) -> ListOf:
    """The documents that a filing stands on."""
    described = "The documents that the filing stands on, by digest"
    return ListOf(EvidenceItem, PUBLIC, described, max_items=MAX_EVIDENCE, **options)
