"""What the letters behind a publication number say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipregistry.domain.rights.kinds import CN, EP, HK, US, RightKind, Stage


@dataclass(frozen=True, slots=True)
class KindCode:
    """What one letter behind a publication number says. Dates are of the publication;
    `until` is exclusive, None on either side is open.
    """

    office: str
    kind: RightKind
    code: str
    stage: Stage
    meaning: str
    source: str
    confidence: str
    since: date | None = None
    until: date | None = None


_EPO_CN = "EPO, numbering system of China"
_CN_1993 = date(1993, 1, 1)
# The day on which the Mainland letters C, Y and D gave way to B, U and S is from memory.
_CN_2010 = date(2010, 4, 7)
_IN, _UM, _DE = RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN
_O, _R, _ST = RightKind.HK_STANDARD_O, RightKind.HK_STANDARD_R, RightKind.HK_SHORT_TERM
_PUB, _GR = Stage.PUBLISHED, Stage.GRANTED
_SEEN = "publication numbers US20230265666A1, US10465445B2, EP2400812A1 as seen in records"
_ST16 = "letters of foreign publications"
_GOOGLE = "publication numbers HK1058849B, HK1083555A1, HK40061483A as seen in patent links"

KIND_CODES: tuple[KindCode, ...] = (
    KindCode(CN, _IN, "A", _PUB, "application published", _EPO_CN, "V"),
    KindCode(CN, _IN, "B", _PUB, "examined, not yet granted", _EPO_CN, "V", until=_CN_1993),
    KindCode(CN, _IN, "B", _GR, "granted", "granted inventions since 2010", "M", since=_CN_2010),
    KindCode(CN, _IN, "C", _GR, "granted", _EPO_CN, "V", since=_CN_1993),
    KindCode(CN, _UM, "U", _PUB, "published before grant", _EPO_CN, "V", until=_CN_1993),
    KindCode(CN, _UM, "U", _GR, "granted", "granted models since 2010", "M", since=_CN_2010),
    KindCode(CN, _UM, "Y", _GR, "granted", _EPO_CN, "V", since=_CN_1993),
    KindCode(CN, _DE, "S", _PUB, "published before grant", _EPO_CN, "V", until=_CN_1993),
    KindCode(CN, _DE, "S", _GR, "granted", "granted designs since 2010", "M", since=_CN_2010),
    KindCode(CN, _DE, "D", _GR, "granted", _EPO_CN, "V", since=_CN_1993),
    KindCode(HK, _R, "A", _PUB, "request to record published", _GOOGLE, "I"),
    KindCode(HK, _R, "A1", _PUB, "request to record published", _GOOGLE, "I"),
    KindCode(HK, _R, "B", _GR, "registered and granted", _GOOGLE, "I"),
    KindCode(HK, _O, "A", _PUB, "application published", "by analogy with (R)", "M"),
    KindCode(HK, _O, "B", _GR, "granted", "by analogy with (R)", "M"),
    # A short-term patent is not published before it is granted (Cap. 514C r. 43(1)).
    KindCode(HK, _ST, "A", _GR, "granted", "letters of short-term patents", "M"),
    KindCode(HK, _ST, "A2", _GR, "granted", "letters of short-term patents", "M"),
    KindCode(US, _IN, "A1", _PUB, "application published", _SEEN, "I"),
    KindCode(US, _IN, "B1", _GR, "granted", _ST16, "M"),
    KindCode(US, _IN, "B2", _GR, "granted", _SEEN, "I"),
    KindCode(US, _DE, "S", _GR, "granted", _ST16, "M"),
    KindCode(US, _DE, "S1", _GR, "granted", _ST16, "M"),
    KindCode(EP, _IN, "A1", _PUB, "application published with its search report", _SEEN, "I"),
    KindCode(EP, _IN, "A2", _PUB, "application published", _ST16, "M"),
    KindCode(EP, _IN, "B1", _GR, "granted", _ST16, "M"),
)


def kind_code(
    office: str, kind: RightKind, code: str, *, published: date | None = None
) -> KindCode | None:
    """The row for this code, or None where none is known.

    Mainland B, U and S changed their meaning; without a publication date the newest
    meaning is taken, because the older one ended in 1992.
    """
    rows = [r for r in KIND_CODES if (r.office, r.kind, r.code) == (office, kind, code)]
    if published is not None:
        rows = [
            r
            for r in rows
            if (r.since is None or r.since <= published)
            and (r.until is None or published < r.until)
        ]
    return rows[-1] if rows else None


def stage_of(
    office: str, kind: RightKind, code: str, *, published: date | None = None
) -> Stage | None:
    """The stage that a publication with this kind code proves, None where not known."""
    row = kind_code(office, kind, code, published=published)
    return row.stage if row else None
