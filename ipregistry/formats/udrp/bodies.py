"""What a line says, as the body of a `case-import`."""

from __future__ import annotations

from typing import Any

from ipregistry.formats.names import category_of
from ipregistry.formats.told import DecidedCase

TYPE = "case-import"
# The rules under which all cases of this format were decided; the index says so of itself.
PACK = "domain-name-udrp"
_DAYS = {
    "submitted": "submittedDate",
    "commenced": "commencedDate",
    "panel_appointed": "panelAppointedDate",
    "registrar_request_date": "registrarRequestDate",
    "registrar_response_date": "registrarResponseDate",
    "published": "publishedDate",
}


def case_key(told: DecidedCase) -> str:
    """The idempotency key: the same line, from whichever file, is one filing."""
    return f"import-{told.digest}"


def case_body(told: DecidedCase) -> dict[str, Any]:
    """The filing's body; what the line does not tell has no member."""
    body: dict[str, Any] = {
        "packName": PACK,
        "sourceCode": told.source,
        "caseNumberText": told.number,
        "statusText": told.status,
        "decisionAddressText": told.address,
        "recordDigest": told.digest,
        "representedByText": told.represented_by,
        "defaultIndicator": told.defaulted,
        "complainantBag": _parties(told.complainants),
        "respondentBag": _parties(told.respondents),
        "panelistBag": list(told.panelists),
        "registrarBag": list(told.registrars),
        "complainantPlaceBag": list(told.complainants_countries),
        "respondentPlaceBag": list(told.respondents_countries),
        "domainNameBag": list(told.domains),
        "markBag": list(told.trademarks),
    }
    body |= {_DAYS[name]: day.isoformat() for name, day in told.days.items()}
    return {name: value for name, value in body.items() if value not in (None, [])}


def _parties(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"nameText": name, "category": category_of(name)} for name in names]
