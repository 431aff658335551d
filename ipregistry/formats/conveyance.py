"""What the words of a conveyance make of a recordal, and which recordal they refer to.

An office that records assignments as it receives them (the USPTO: 37 CFR 3.11, 3.54: to
record is not to determine what the document does) keeps the filer's own words. This table
reads them. Every row is inferred (I): it rests on the words alone, nobody has read the
document. What no row knows is `other`: kept, listed, and without effect on title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ipregistry.formats.told import Act

CONFIDENCE = "I"
UNKNOWN = "unknown-text"


@dataclass(frozen=True, slots=True)
class Row:
    """The first row whose words are found decides. `why` where that is not plain."""

    name: str
    words: re.Pattern[str]
    act: Act
    why: str = ""


def _row(name: str, words: str, act: Act, why: str = "") -> Row:
    return Row(name, re.compile(words), act, why)


_SECURED = r"(?:SECURITY|SECURED|LIEN|MORTGAGE|COLLATERAL|PLEDGE|CHARGE)"
_ENDED = r"(?:RELEASE|TERMINAT|DISCHARG|SATISFACTION|REASSIGN|RE-ASSIGN)"

TABLE = (
    _row("correction", r"\bCORRECTIVE\b|\bTO CORRECT\b|\bCORRECTION\b", Act.CORRECTION),
    _row("release", rf"\b{_ENDED}\w*\b.*\b{_SECURED}", Act.SECURITY_RELEASE),
    _row("release-after", rf"\b{_SECURED}\w*\b.*\b{_ENDED}", Act.SECURITY_RELEASE),
    _row(
        "security-passed-on",
        r"\b(?:ASSIGNMENT|TRANSFER)(?: AND ASSUMPTION)? OF (?:\w+ ){0,4}(?:SECURITY|LIEN|MORTGAGE)"
        r"|\bSUCCESSION OF AGENCY\b|\bSUCCESSOR (?:COLLATERAL )?AGENT\b|\bSUBORDINATION\b",
        Act.OTHER,
        "a new secured party for an old interest: neither a new interest nor its end",
    ),
    _row(
        "licence-ended",
        r"\b(?:RELEASE|TERMINATION|CANCELLATION)\b.*\bLICEN[CS]E",
        Act.LICENCE_TERMINATION,
    ),
    _row(
        "release-unsaid",
        r"^(?:PARTIAL |PATENT |TRADE ?MARK )?RELEASE\b"
        r"|\bRELEASE OF PATENTS?\b|\bRELEASE OF TRADE ?MARKS?\b",
        Act.SECURITY_RELEASE,
        "what is released is not said; of what is recorded only security is released",
    ),
    _row(
        "security",
        r"\bSECURITY (?:INTEREST|AGREEMENT|SUPPLEMENT)|\bSECURITY\b.*\bAGREEMENT\b|\bLIEN\b"
        r"|\bMORTGAGE\b|\bCOLLATERAL (?:ASSIGNMENT|AGREEMENT)|\bPLEDGE\b|\bHYPOTHEC"
        r"|\bASSIGNMENT (?:FOR|AS) (?:COLLATERAL )?SECURITY|\bDEBENTURE\b",
        Act.SECURITY,
    ),
    _row(
        "conditional",
        r"\bCONDITIONAL\b|\bOPTION\b|\bCOURT\b|\bDECREE\b|\bLETTERS\b|\bBANKRUPTCY\b",
        Act.OTHER,
        "what it does depends on a document that nobody has read",
    ),
    _row("licence", r"\bLICEN[CS]E\b", Act.LICENCE),
    _row(
        "merger",
        r"\bMERGER\b",
        Act.ASSIGNMENT,
        "ownership passes to what the giver was merged into, whatever name that then takes",
    ),
    _row(
        "name-change",
        r"\bCHANGE OF NAME\b|\bNAME CHANGE\b|\b(?:ENTITY|CORPORATE) CONVERSION\b|^CONVERSION\b",
        Act.NAME_CHANGE,
        "after a conversion the same legal person goes on in another form",
    ),
    _row(
        "assignment",
        r"\bASSIGNMENT\b|\bASSIGNS\b|\bNUNC PRO TUNC\b|\bCONFIRMATORY ASSIGN|\bQUITCLAIM\b",
        Act.ASSIGNMENT,
    ),
)

# "REEL/FRAME: 045829/0888", "REEL 012345 FRAME 0123", "REEL NO. 4191, FRAME NO. 0383".
_PAIR = re.compile(
    r"\bREEL\W{0,3}(?:/\W{0,2}FRAME)?\W{0,3}(?:NOS?\.?|NUMBERS?|\(S\))?\W{0,4}"
    r"(?P<reel>[0-9]{1,6})\W{0,4}(?:AND\W)?\W{0,3}(?:FRAMES?)?\W{0,3}(?:NO\.?|NUMBER)?\W{0,4}"
    r"(?P<frame>[0-9]{1,4})(?![0-9])"
)
_SLASHED = re.compile(r"(?<![0-9/])(?P<reel>[0-9]{3,6})\s?/\s?(?P<frame>[0-9]{1,4})(?![0-9/])")
# "RF 033123-0123", as forms that are filled in at a desk write it.
_SHORT = re.compile(r"\bR/?F\W{0,3}(?P<reel>[0-9]{1,6})\s?[-/]\s?(?P<frame>[0-9]{1,4})(?![0-9])")


def act_of(text: str | None) -> tuple[Act, str]:
    """The act and the name of the row that tells it; ``other`` where no row does."""
    words = " ".join((text or "").upper().split())
    for row in TABLE:
        if row.words.search(words):
            return row.act, row.name
    return Act.OTHER, UNKNOWN


def reel_and_frame(reel: str | None, frame: str | None) -> str | None:
    """``018247/0405``: one form for every way of writing it; None unless both are digits."""
    if reel is None or frame is None:
        return None
    pair = reel.strip(), frame.strip()
    if not all(part.isascii() and part.isdigit() for part in pair):
        return None
    return f"{int(pair[0]):06d}/{int(pair[1]):04d}"


def recordals_named(text: str | None) -> tuple[str, ...]:
    """Every reel and frame that the words name, in their order, each once."""
    words = " ".join((text or "").upper().split())
    found = [*_PAIR.finditer(words), *_SHORT.finditer(words)]
    if "REEL" in words or found:
        found += _SLASHED.finditer(words)
    found.sort(key=lambda one: one.start("reel"))
    numbers = (reel_and_frame(one["reel"], one["frame"]) for one in found)
    return tuple(dict.fromkeys(number for number in numbers if number is not None))
