"""The body with which an outsider opens what he was granted."""

from __future__ import annotations

from ipregistry.domain.violations import Violation
from ipregistry.schemas.base import RecordNumber, StrictSchema, Text
from ipregistry.schemas.cases import CASE
from ipregistry.schemas.filings import read_with


class DisclosureOpeningRequest(StrictSchema):
    """The outsider opens what he was granted."""

    disclosure = RecordNumber("case-disclosure", CASE, "The disclosure", required=True)
    token = Text(CASE, "What he was given to open it with", max_length=80, required=True)


_OPENING = DisclosureOpeningRequest()


def read_opening(value: object) -> tuple[tuple[str, str], list[Violation]]:
    """The disclosure and the token, or every fault of the body's shape. Never raises."""
    body, faults = read_with(_OPENING, value)
    return (body.get("disclosure", ""), body.get("token", "")), faults
