"""What stands in an invoice: fees with their sources, and what was paid and paid back."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.fees import CONFIDENCES, FeeWhen, Per, Standing
from ipregistry.domain.filings.fees.settling import REASONS
from ipregistry.schemas.answering import AnswerSchema, Told
from ipregistry.schemas.base import Choice, Count, Day, RecordNumber
from ipregistry.schemas.values import COMMERCIAL, PUBLIC, SENSITIVE, Currency


class FeeLine(AnswerSchema):
    """One fee of a filing, with its source."""

    name = Told(PUBLIC, "The fee's name in the policy", required=True)
    act = Told(PUBLIC, "The filing type that it is for", required=True)
    per = Choice(Per, PUBLIC, "What it is counted by", required=True)
    units = Count(SENSITIVE, "How many of them there are", required=True)
    amount = Told(SENSITIVE, "The amount for all units; missing where it cannot be computed")
    currencyCode = Currency(PUBLIC, "The currency (ISO 4217)", required=True)
    feeWhen = Choice(
        FeeWhen,
        PUBLIC,
        "When it is due: before the filing is accepted, with it, or after it",
        required=True,
    )
    payableTo = Told(PUBLIC, "The office that it is paid to", required=True)
    citation = Told(PUBLIC, "Its source", required=True)
    confidence = Choice(sorted(CONFIDENCES), PUBLIC, "How surely it is known", required=True)
    standing = Choice(
        Standing,
        PUBLIC,
        "Whether it is due, or rests on memory and is for an officer to look at, or cannot be "
        "computed",
        required=True,
    )
    reason = Told(PUBLIC, "Why it cannot be computed")


class SettledSum(AnswerSchema):
    """One payment or refund."""

    filing = RecordNumber("filing", SENSITIVE, "The filing that recorded it", required=True)
    amount = Told(COMMERCIAL, "The amount", required=True)
    currencyCode = Currency(COMMERCIAL, "The currency (ISO 4217)", required=True)
    date = Day(COMMERCIAL, "When it came in or went back", required=True)
    reference = Told(COMMERCIAL, "The bank's or provider's reference", required=True)
    reasonCategory = Choice(REASONS, SENSITIVE, "Of a refund: why")
