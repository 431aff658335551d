"""Reads an official number in any common notation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ipregistry.domain.numbers import foreign, hongkong, macao, mainland
from ipregistry.domain.numbers.aswritten import is_office, read_as_written
from ipregistry.domain.numbers.clean import MAX_LENGTH, prepare, shown
from ipregistry.domain.numbers.domains import read_domain
from ipregistry.domain.numbers.model import Found, OfficialNumber, Reading, Scheme, Written
from ipregistry.domain.rights import CN, EP, HK, MO, US, RightKind
from ipregistry.domain.violations import Severity, Violation

FORMS = (*mainland.FORMS, *hongkong.FORMS, *macao.FORMS, *foreign.FORMS)

# The kinds whose numbers the forms of an office are of. A number of any other kind is kept
# as it was written: no form of it has a source.
READ_KINDS: Mapping[str, frozenset[RightKind]] = {
    CN: frozenset(
        {
            RightKind.INVENTION,
            RightKind.UTILITY_MODEL,
            RightKind.DESIGN,
            RightKind.TRADEMARK,
        }
    ),
    HK: frozenset(
        {
            RightKind.HK_STANDARD_O,
            RightKind.HK_STANDARD_R,
            RightKind.HK_SHORT_TERM,
            RightKind.TRADEMARK,
        }
    ),
    MO: frozenset(
        {
            RightKind.TRADEMARK,
            RightKind.MO_EXTENSION,
            RightKind.INVENTION,
            RightKind.UTILITY_MODEL,
            RightKind.DESIGN,
        }
    ),
    US: frozenset({RightKind.INVENTION, RightKind.DESIGN, RightKind.TRADEMARK}),
    EP: frozenset({RightKind.INVENTION}),
}
# Kinds whose numbers are of these offices' forms, or of another office.
_WITH_FORMS = frozenset(kind for kinds in READ_KINDS.values() for kind in kinds)
# Macao's forms other than that of marks are from memory: they refuse no other.
_REMEMBERED = {(MO, kind) for kind in READ_KINDS[MO] - {RightKind.TRADEMARK}}


def read_number(
    text: str, *, office: str | None = None, kind: RightKind | str | None = None
) -> Reading:
    """Every number that `text` may be; `office` (ST.3) and `kind` narrow it down.

    Never raises. A reading whose check digit is wrong is dropped where another one is
    sound, and otherwise returned with what is wrong. A number of an office or of a kind
    whose forms are not known here is kept as it was written, with a warning.
    """
    if len(text) > MAX_LENGTH:
        params: dict[str, str | int] = {"length": len(text), "max": MAX_LENGTH}
        return _refusal("number-too-long", params)
    if kind is not None and kind not in list(RightKind):
        return _refusal(
            "number-other-kind", {"number": shown(text), "expected": shown(kind), "found": "-"}
        )
    return _read_of(text, office, None if kind is None else RightKind(kind))


def read_in_series(
    text: str, *, office: str, kind: RightKind | str, scheme: Scheme
) -> OfficialNumber | None:
    """The number that `text` is in one series of the office; None where it is none of it.

    For files that say apart from the digits which number they are: eight plain digits of
    the United States are an application or a patent. The `display` of what is returned
    can be read by itself.
    """
    reading = read_number(text, office=office, kind=kind)
    if reading.refused:
        return None
    return next((number for number in reading.numbers if number.scheme is scheme), None)


def _read_of(text: str, office: str | None, kind: RightKind | None) -> Reading:
    """The reading by what reads numbers of that office and kind."""
    if kind is RightKind.DOMAIN_NAME:
        return _domain(text, office)
    if office is not None and office not in READ_KINDS:
        params = {"number": shown(text), "office": shown(office)}
        unread = Violation("number-office-unread", "", params, None, Severity.WARNING)
        kept = _kept(text, office, kind, unread)
        names = _unasked_domain(text, office) if kind is None else ()
        return Reading((*kept.numbers, *names), kept.violations)
    if kind is not None and office is not None and kind not in READ_KINDS[office]:
        return _kept(text, office, kind, _form_unknown(text, office))
    if kind is not None and office is None and kind not in _WITH_FORMS:
        return _refusal("number-office-needed", {"number": shown(text), "kind": kind.value})
    return _by_forms(text, office, kind)


def _by_forms(text: str, office: str | None, kind: RightKind | None) -> Reading:
    written = prepare(text, office, kind)
    fits = office is None or written.prefix in (None, office)
    reading = _read(written) if fits else None
    names = _unasked_domain(text, office) if reading is None and kind is None else ()
    if reading is not None or names:
        return reading or Reading(names, ())
    if not fits:
        return _refusal(
            "number-other-office",
            {"number": written.shown, "expected": office or "", "found": written.prefix or ""},
        )
    if office is not None and (office, kind) in _REMEMBERED:
        return _kept(text, office, kind, _form_unknown(text, office))
    tried = ", ".join(form.name for form in FORMS if written.office in (None, form.office))
    return _refusal("number-not-recognised", {"text": written.shown, "tried": tried})


def _domain(text: str, office: str | None) -> Reading:
    """The domain name that the text is said to be."""
    found = read_domain(text)
    if found.violation is not None:
        return Reading((), (found.violation,))
    if found.number is None:
        return _refusal("number-not-recognised", {"text": shown(text), "tried": "domain-name"})
    place = found.number.office
    if office not in (None, place):
        return _refusal(
            "number-other-office",
            {"number": shown(text), "expected": shown(office or ""), "found": place},
        )
    return Reading((found.number,), ())


def _unasked_domain(text: str, office: str | None) -> tuple[OfficialNumber, ...]:
    """The domain name that a text is which nobody said to be one."""
    number = read_domain(text).number
    return () if number is None or office not in (None, number.office) else (number,)


def _form_unknown(text: str, office: str) -> Violation:
    params = {"number": shown(text), "office": office}
    return Violation("number-form-unknown", "", params, None, Severity.WARNING)


def _kept(text: str, office: str, kind: RightKind | None, warning: Violation) -> Reading:
    """The number as it was written, with the warning that says why it was not read."""
    if not is_office(office):
        return Reading((), (warning,))
    number = read_as_written(text, office, kind)
    if number is None:
        return _refusal("number-not-recognised", {"text": shown(text), "tried": "as-written"})
    return Reading((number,), (warning,))


def _read(written: Written) -> Reading | None:
    """What the forms make of it; None where none of them fits."""
    forms = [f for f in FORMS if written.office in (None, f.office)]
    found = [answer for form in forms if (answer := form.read(written)) is not None]
    if not found:
        return None
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


def _refusal(code: str, params: Mapping[str, str | int]) -> Reading:
    return Reading((), (Violation(code, "", params),))
