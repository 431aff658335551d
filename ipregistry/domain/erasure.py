"""What of a part goes when it is erased, and what stays: the one list.

Names, addresses, papers and the text of filings go; ids, shares, dates, states and codes stay,
so that every effect is played as before. Public parts are never erased: effects stand in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.classes import Label

# Members that go, wherever in a part they stand. A country stays of an address: rules ask for
# the place of a party. A digest of erased text goes with it: it would confirm a guess.
GOES = frozenset(
    {
        "addressLineText",
        "authorityText",
        "body",
        "bodyDigest",
        "bodyText",
        "cityName",
        "claimText",
        "consideration",
        "contestText",
        "decisionNames",
        "emailText",
        "evidenceBag",
        "groundText",
        "grounds",
        "inventorBag",
        "letterText",
        "nameBag",
        "noteText",
        "personNameBag",
        "postalCode",
        "purposeText",
        "reasonText",
        "reasonsText",
        "recipientText",
        "recordDigest",
        "regionName",
        "reliefText",
        "replyText",
        "sensitiveIdentifierBag",
        "serviceAddressBag",
        "townText",
    }
)

# What goes besides, by the kind of record, at the head of the part: with a paper of a case its
# document goes too, which is found by its digest.
GOES_BESIDES: Mapping[str, frozenset[str]] = {
    "case-notice": frozenset({"addressText"}),
    "case-paper": frozenset({"digest", "labelText"}),
}

# What goes within one member at the head of the part: of the sides of a case, who is named there.
GOES_WITHIN: Mapping[str, Mapping[str, frozenset[str]]] = {
    "case": {"sideBag": frozenset({"addressText", "nameText"})},
}

NEVER_ERASED = frozenset({Label.PUBLIC, Label.HEADER})

# Why an erasure may be asked for; the citation names the law, the officers answer for it.
GROUNDS = (
    "request-of-the-person",
    "recorded-without-basis",
    "order",
    "retention-ended",
)

# Members whose values are a person's own words for himself: drafts that repeat one are emptied.
_NAMING = frozenset({"value", "townText", "addressLineText"})
_SHORTEST = 2


def what_stays(document: Mapping[str, Any], kind: str | None = None) -> dict[str, Any]:
    """The part (of a record of `kind`) without what goes. The same mapping where nothing does."""
    besides = GOES_BESIDES.get(kind or "", frozenset())
    within = GOES_WITHIN.get(kind or "", {})
    return {
        name: _kept(value, within.get(name, frozenset()))
        for name, value in document.items()
        if name not in GOES and name not in besides
    }


def _kept(value: Any, besides: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _kept(member, besides)
            for name, member in value.items()
            if name not in GOES and name not in besides
        }
    if isinstance(value, list | tuple):
        return [_kept(one, besides) for one in value]
    return value


def naming_texts(value: Any) -> set[str]:
    """The names and address lines in what goes, as they would stand in somebody's draft."""
    found: set[str] = set()
    if isinstance(value, Mapping):
        for name, member in value.items():
            if name in _NAMING and isinstance(member, str) and len(member) >= _SHORTEST:
                found.add(member)
            else:
                found |= naming_texts(member)
    elif isinstance(value, list | tuple):
        for one in value:
            found |= naming_texts(one)
    return found
