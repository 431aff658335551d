"""Reads an official number in any common notation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipregistry.domain.numbers import hongkong, macao, mainland
from ipregistry.domain.numbers.clean import MAX_LENGTH, prepare, shown
from ipregistry.domain.numbers.model import Found, OfficialNumber, Reading, Written
from ipregistry.domain.rights import RightKind
from ipregistry.domain.violations import Severity, Violation

FORMS = (*mainland.FORMS, *hongkong.FORMS, *macao.FORMS)
OFFICES = frozenset(form.office for form in FORMS)


def read_number(text: str, *, office: str | None = None, kind: RightKind | None = None) -> Reading:
    """Every number that `text` may be; `office` (ST.3) and `kind` narrow it down.

    Never raises. A reading whose check digit is wrong is dropped where another one is
    sound, and otherwise returned with what is wrong. For an office whose numbers are not
    known here: no number and one warning, so that the caller keeps the text as it is.
    """
    if len(text) > MAX_LENGTH:
        params: dict[str, str | int] = {"length": len(text), "max": MAX_LENGTH}
        return _refusal("number-too-long", params)
    if office is not None and office not in OFFICES:
        params = {"number": shown(text), "office": shown(office)}
        warning = Violation("number-office-unread", "", params, None, Severity.WARNING)
        return Reading((), (warning,))
    written = prepare(text, office, kind)
    if office is not None and written.prefix not in (None, office):
        params = {"number": written.shown, "expected": office, "found": written.prefix or ""}
        return _refusal("number-other-office", params)
    return _read(written)


def _read(written: Written) -> Reading:
    forms = [f for f in FORMS if written.office in (None, f.office)]
    found = [answer for form in forms if (answer := form.read(written)) is not None]
    if not found:
        tried = ", ".join(form.name for form in forms)
        return _refusal("number-not-recognised", {"text": written.shown, "tried": tried})
    fitting = [f for f in found if written.kind is None or written.kind in f.kinds]
    if not fitting:
        return _other_kind(written, found)
    sound = [f for f in fitting if not f.refused] or fitting
    numbers = tuple(_of_kind(f.number, written.kind) for f in sound if f.number is not None)
    return Reading(numbers, tuple(v for f in sound for v in f.violations))


def _of_kind(number: OfficialNumber, kind: RightKind | None) -> OfficialNumber:
    """The caller, whose kind fits, knows better than a number that hardly tells."""
    return number if kind is None else replace(number, kind=kind)


def _other_kind(written: Written, found: Sequence[Found]) -> Reading:
    kinds = dict.fromkeys(kind.value for f in found for kind in f.kinds)
    return _refusal(
        "number-other-kind",
        {
            "number": written.shown,
            "expected": written.kind.value if written.kind else "",
            "found": ", ".join(kinds),
        },
    )


def _refusal(code: str, params: dict[str, str | int]) -> Reading:
    return Reading((), (Violation(code, "", params),))
