"""An address that comes in pieces, on one line."""

from __future__ import annotations

from collections.abc import Iterable


def one_line(
    lines: Iterable[str | None],
    *,
    city: str | None = None,
    region: str | None = None,
    postcode: str | None = None,
    country: str | None = None,
) -> str | None:
    """The pieces as an American envelope has them: lines, "CITY, REGION POSTCODE", country.

    The same address comes out the same whether an office gives it in lines or in fields:
    by it a party is found again. None where nothing is said.
    """
    region_and_code = " ".join(part for part in (region, postcode) if part)
    place = ", ".join(part for part in (city, region_and_code) if part)
    said = (part for line in (*lines, place, country) if line for part in line.splitlines())
    return ", ".join(clean for part in said if (clean := part.strip(" ,"))) or None
