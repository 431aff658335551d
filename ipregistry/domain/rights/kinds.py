"""The kinds of right, which office has which, and what is particular to a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CN, HK, MO, US, EP = "CN", "HK", "MO", "US", "EP"
# ST.3 for no state or organisation that has a code: where a domain name ends in no country's code.
NO_PLACE = "XX"


class RightKind(StrEnum):
    """A kind of right. What it means in law depends on the office beside it."""

    INVENTION = "invention"
    UTILITY_MODEL = "utility-model"
    DESIGN = "design"
    TRADEMARK = "trademark"
    HK_STANDARD_O = "hk-standard-o"
    HK_STANDARD_R = "hk-standard-r"
    HK_SHORT_TERM = "hk-short-term"
    MO_EXTENSION = "mo-extension"
    COPYRIGHT = "copyright"
    LAYOUT_DESIGN = "layout-design"
    GEOGRAPHICAL_INDICATION = "geographical-indication"
    PLANT_VARIETY = "plant-variety"
    TRADE_SECRET = "trade-secret"  # noqa: S105 - a kind of right
    DOMAIN_NAME = "domain-name"
    DATA_RIGHT = "data-right"


class Stage(StrEnum):
    """How far a right has come, as its publication or its register says."""

    FILED = "filed"
    PUBLISHED = "published"
    GRANTED = "granted"
    REGISTERED = "registered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Right:
    """The identity of a right. `number` is a normalised official number."""

    office: str
    kind: RightKind
    number: str


# What publication would destroy. Such a right has no public part, ever.
NEVER_PUBLIC = frozenset({RightKind.TRADE_SECRET})

# Kinds that arise without an office's grant, or whose office is none of those that grant
# patents and marks. They can be described under any place.
_ANYWHERE = (
    RightKind.COPYRIGHT,
    RightKind.LAYOUT_DESIGN,
    RightKind.GEOGRAPHICAL_INDICATION,
    RightKind.PLANT_VARIETY,
    RightKind.TRADE_SECRET,
    RightKind.DOMAIN_NAME,
    RightKind.DATA_RIGHT,
)
_PATENTS_AND_MARKS = (
    RightKind.INVENTION,
    RightKind.UTILITY_MODEL,
    RightKind.DESIGN,
    RightKind.TRADEMARK,
)

# The three places whose rights this register is made for.
OFFICE_KINDS: dict[str, tuple[RightKind, ...]] = {
    CN: (*_PATENTS_AND_MARKS, *_ANYWHERE),
    HK: (
        RightKind.HK_STANDARD_O,
        RightKind.HK_STANDARD_R,
        RightKind.HK_SHORT_TERM,
        RightKind.DESIGN,
        RightKind.TRADEMARK,
        *_ANYWHERE,
    ),
    # Which kinds the Industrial Property Code (Decree-Law 97/99/M) has beside marks and
    # extensions is from memory: they can be described, and no rule is applied to them.
    MO: (RightKind.TRADEMARK, RightKind.MO_EXTENSION, *_PATENTS_AND_MARKS[:3], *_ANYWHERE),
}

# Kinds that only one place has; any other kind may be one of an office without rules here.
_OF_ONE_PLACE = frozenset(
    {
        RightKind.HK_STANDARD_O,
        RightKind.HK_STANDARD_R,
        RightKind.HK_SHORT_TERM,
        RightKind.MO_EXTENSION,
    }
)
GENERAL_KINDS = tuple(kind for kind in RightKind if kind not in _OF_ONE_PLACE)
# The EPO grants patents and nothing else.
_FOREIGN: Mapping[str, tuple[RightKind, ...]] = {EP: (RightKind.INVENTION,)}


def kinds_of(office: str) -> tuple[RightKind, ...]:
    """The kinds that a right of this office can be of.

    Of an office without rules here every kind can be described that is not particular to
    one place: such a right is kept for the record, and nothing disposes of it.
    """
    return OFFICE_KINDS.get(office) or _FOREIGN.get(office, GENERAL_KINDS)


# ST.96 V6_0, com:IPRightKindCategoryType, which is of patents only. That a short-term
# patent and an extension are patents for inventions is inferred.
_INVENTION_96 = "Patent for invention"
_ST96: Mapping[RightKind, str] = {
    RightKind.INVENTION: _INVENTION_96,
    RightKind.HK_STANDARD_O: _INVENTION_96,
    RightKind.HK_STANDARD_R: _INVENTION_96,
    RightKind.HK_SHORT_TERM: _INVENTION_96,
    RightKind.MO_EXTENSION: _INVENTION_96,
    RightKind.UTILITY_MODEL: "Utility model",
}
# Where a design is protected by a patent.
_DESIGN_PATENTS = frozenset({CN, US})


def st96_category(office: str, kind: RightKind) -> str | None:
    """ST.96's category of the right; None where the standard has none for it."""
    if kind is RightKind.DESIGN:
        return "Design patent" if office in _DESIGN_PATENTS else None
    return _ST96.get(kind)
