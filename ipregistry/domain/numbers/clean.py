"""From what a person wrote to what the forms read."""

from __future__ import annotations

import re
import unicodedata

from ipregistry.domain.numbers.model import Written
from ipregistry.domain.rights import RightKind

MAX_LENGTH = 64

# Only full-width forms and ASCII letters are folded. Full compatibility folding would
# also turn a circled or superscript digit into a plain one, which nobody writes as such.
_FOLD = {0xFF01 + i: 0x21 + i for i in range(0x5E)} | {0x3000: 0x20, 0x3002: ord(".")}
_UPPER = {ord(c): ord(c) - 32 for c in "abcdefghijklmnopqrstuvwxyz"}

_HAN_WORDS = (
    "中国|中國|国家|香港|澳门|澳門|发明|發明|实用新型|外观设计|外觀設計|专利|專利|商标|商標"
    "|申请|申請|公开|公開|公布|公佈|公告|授权|授權|注册|註冊|登记|登記|文献|编号|編號"
    "|号码|號碼|号|號|第"
)
_LATIN_WORDS = (
    "APPLICATION|PATENT|PUBLICATION|REGISTRATION|TRADE ?MARK|MARK|NUMBER|APPL|PUB|REG|NO"
    "|PEDIDO|PATENTE|REGISTO|MARCA|N[Úú]MERO|DE"
)
# A Latin word must end where its letters end, or "NO" would eat into a longer word.
_LABEL = re.compile(rf"(?:(?:{_HAN_WORDS}|N\.?[º°]|(?:{_LATIN_WORDS})(?![A-Z/]))[\s.:#()/]*)+")
_TAIL = re.compile(r"[\s.,;]*[号號]?[\s.,;]*\Z")
_PREFIX = re.compile(r"(?:(CN|HK|MO|US|EP)[/.]?)?(ZL)?(?=[0-9A-Z])")
# An office before the word that says what is written: "U.S. Patent No. 7,130,913".
_OFFICE = re.compile(r"(CN|HK|MO|US|EP|U\.S\.)\s+")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def shown(text: str) -> str:
    """The text as it may be said back: of bounded length, one line, and encodable."""
    visible = (c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:MAX_LENGTH])
    return "".join(visible).strip()


def fold(text: str) -> str:
    """Full-width forms and small ASCII letters as they are on a form, without outer space."""
    return text.translate(_FOLD).translate(_UPPER).strip()


def is_iso_date(folded: str) -> bool:
    """Whether the text is a date, which is no number."""
    return _ISO_DATE.fullmatch(folded) is not None


def prepare(text: str, office: str | None, kind: RightKind | None) -> Written:
    """Fold, drop labels and separators, take the prefix off. Does not raise."""
    folded = fold(text)
    body = "" if is_iso_date(folded) else compact(_unlabelled(folded))
    match = _PREFIX.match(body)
    prefix, patent = (match[1], bool(match[2])) if match else (None, False)
    if patent:
        prefix = "CN"
    rest = body[match.end() :] if match else body
    return Written(shown(text), rest, prefix, patent, prefix or office, kind)


def _unlabelled(text: str) -> str:
    label = _LABEL.match(text)
    bare = text[label.end() :] if label else text
    named = _OFFICE.match(bare)
    after = _LABEL.match(bare, named.end()) if named else None
    if named is not None and after is not None:
        bare = named[1].replace(".", "") + bare[after.end() :]
    return _TAIL.sub("", bare)


def compact(text: str) -> str:
    """The text without what separates its characters."""
    return "".join(c for c in text if not _separates(c))


def _separates(char: str) -> bool:
    """Spaces, dashes of every length, brackets, and characters that are not seen."""
    return char.isspace() or char in "()" or unicodedata.category(char) in {"Pd", "Cf"}
