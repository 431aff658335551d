"""What reading an official number gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ipregistry.domain.rights import RightKind
from ipregistry.domain.violations import Severity, Violation


class Scheme(StrEnum):
    """Which series of the office the number is from. `as-written`: no form of it is known."""

    APPLICATION = "application"
    PUBLICATION = "publication"
    PATENT = "patent"
    REGISTRATION = "registration"
    AS_WRITTEN = "as-written"


class Check(StrEnum):
    """What the check digit says: it is right; it is wrong (or doubtful, where the rule is
    not official); the number was written without it; or no rule for it is known.
    """

    RIGHT = "right"
    WRONG = "wrong"
    ABSENT = "absent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OfficialNumber:
    """One number of one office.

    `normalised` is the same string for every notation of the number and, together with
    `office`, its key. A Mainland patent (``ZL``) carries its application's `normalised`:
    it is the same right. `display` is how the office writes it; it reads back to the same
    `normalised`. `kind` is None where the number does not tell. `kind_code` is the letter
    behind a publication number, if written.
    """

    office: str
    kind: RightKind | None
    scheme: Scheme
    normalised: str
    display: str
    kind_code: str | None
    check: Check


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text may be. More than one number: it is ambiguous without office or kind.
    A refused reading may still carry the number, so that a page can show what was read.
    """

    numbers: tuple[OfficialNumber, ...]
    violations: tuple[Violation, ...]

    @property
    def refused(self) -> bool:
        return any(v.severity is not Severity.WARNING for v in self.violations)


@dataclass(frozen=True, slots=True)
class Written:
    """A text made ready for the forms.

    `shown` is the text as it may be said back; `body` has no label, prefix or separators;
    `prefix` is the office it was written with; `patent` says that it began with ``ZL``.
    `office` is the prefix or else what the caller said, `kind` what the caller said.
    """

    shown: str
    body: str
    prefix: str | None
    patent: bool
    office: str | None
    kind: RightKind | None


@dataclass(frozen=True, slots=True)
class Found:
    """One form's answer. `kinds` are those that the number may be of; `number` is None
    where the form fits but the number cannot exist.
    """

    number: OfficialNumber | None
    kinds: tuple[RightKind, ...]
    violations: tuple[Violation, ...] = ()

    @property
    def refused(self) -> bool:
        return any(v.severity is not Severity.WARNING for v in self.violations)


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which an office writes its numbers. `read` answers None if it is not it."""

    name: str
    office: str
    read: Callable[[Written], Found | None]
