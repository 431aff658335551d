"""The right of a case: registered at its office, with everything that the case says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from ipregistry.domain.numbers.checks import cn_check_digit
from ipregistry.domain.rights import RightKind, Term, term_of
from ipregistry.services.policy_checks.cases import Operation
from ipregistry.services.policy_checks.people import OK, Answer, People, of_kind
from ipregistry.services.policy_checks.vocabulary import APPLICATION, IN_FORCE

PAPER = {"category": "court-order", "digest": "sha256:" + "0" * 64}
FILED = date(2020, 1, 1)


class SetUpError(Exception):
    """The right of a case could not be made as the case says; the message says why."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of right that cases are about: how it is numbered here, and how it is published."""

    kind: RightKind
    number: Callable[[int], str]
    application: str | None = None
    granted: str | None = None


def _cn_patent(letter: str) -> Callable[[int], str]:
    def number(order: int) -> str:
        stem = f"2020{letter}{order:07d}"
        return f"{stem}.{cn_check_digit(stem)}"

    return number


def _hk_mark(order: int) -> str:
    stem = f"30{order:06d}"
    return f"{stem}{-sum(int(digit) for digit in stem) % 10}"


_CN_MARK = Kind(RightKind.TRADEMARK, lambda order: f"{20_000_000 + order}")
_HK_MARK = Kind(RightKind.TRADEMARK, _hk_mark)
_MO_MARK = Kind(RightKind.TRADEMARK, lambda order: f"N/{100_000 + order}")
_CN_PATENT = Kind(RightKind.INVENTION, _cn_patent("1"), "A", "C")
_HK_PATENT = Kind(RightKind.HK_SHORT_TERM, lambda order: f"HK300{order:05d}")
# By place and what a case calls the kind; the first of a place is meant where it says nothing.
KINDS: Mapping[str, Mapping[str, Kind]] = {
    "CN": {
        "invention": _CN_PATENT,
        "patent": _CN_PATENT,
        "utility-model": Kind(RightKind.UTILITY_MODEL, _cn_patent("2")),
        "design": Kind(RightKind.DESIGN, _cn_patent("3")),
        "trademark": _CN_MARK,
        "mark": _CN_MARK,
    },
    "HK": {
        "hk-short-term": _HK_PATENT,
        "patent": _HK_PATENT,
        "short-term-patent": _HK_PATENT,
        "trademark": _HK_MARK,
        "mark": _HK_MARK,
    },
    "MO": {"trademark": _MO_MARK, "mark": _MO_MARK},
}


def default_kind(office: str) -> RightKind:
    """The kind of right that a case of this place is about."""
    return next(iter(KINDS[office].values())).kind


def register_right(people: People, office: str, asset: Mapping[str, Any], order: int) -> None:
    """The right, its owners in equal parts, and what the case says of it.

    Raises SetUpError where the register does not take it so.
    """
    name = asset.get("kind", next(iter(KINDS[office])))
    kind = KINDS[office].get(name)
    if kind is None:
        raise SetUpError(f"kind {name} is not known in {office}")
    owners = asset.get("owners", ["O"])
    people.shares = dict.fromkeys(owners, Fraction(1, len(owners)))
    body = _registration(people, office, kind, asset, order)
    answer = people.drive(people.registrar, "asset-registration", body)
    _need(answer, "asset-registration")
    (people.right,) = of_kind("asset", answer.made)
    _circumstances(people, kind, asset)


def _registration(
    people: People, office: str, kind: Kind, asset: Mapping[str, Any], order: int
) -> dict[str, Any]:
    applied = asset.get("granted") is False or asset.get("status") == APPLICATION
    letter = kind.application if applied else kind.granted
    if applied and letter is None:
        raise SetUpError(f"no publication of an application is known for {kind.kind}")
    share = str(next(iter(people.shares.values())))
    filed = _filed(people, office, kind, asset)
    body: dict[str, Any] = {
        "officeCode": office,
        "rightKind": kind.kind.value,
        "number": kind.number(order),
        "filingDate": filed.isoformat(),
        "root": {
            "strength": "register-extract" if office != "HK" else "grant",
            "asOfDate": people.today(-60),
            "holderBag": [{**one, "share": share} for one in people.named(people.owners)],
        },
    }
    if letter is not None:
        body |= {"kindCode": letter, "publicationDate": max(filed, FILED).isoformat()}
    return body


def _filed(people: People, office: str, kind: Kind, asset: Mapping[str, Any]) -> date:
    """The day of filing from which the term of the right ends when the case says."""
    today = date.fromisoformat(people.today())
    expiry = asset.get("expiry")
    if expiry is None and asset.get("status") != "expiry":
        return FILED
    ends = today - timedelta(days=60) if expiry is None else date.fromisoformat(expiry)
    term = term_of(office, kind.kind, filing=FILED)
    if not isinstance(term, Term):
        return FILED
    first = ends + timedelta(days=1)
    try:
        filed = first.replace(year=first.year - term.years)
    except ValueError:
        filed = date(first.year - term.years, 3, 1)
    if filed > today - timedelta(days=61):
        raise SetUpError(f"a right of today ends before {ends.isoformat()}")
    return filed


def _circumstances(people: People, kind: Kind, asset: Mapping[str, Any]) -> None:
    if asset.get("expiry") is not None and kind.kind is RightKind.TRADEMARK:
        life(people, "renewal", {"termEndDate": asset["expiry"]})
    for circumstance, member in (
        ("invalidation-pending", "invalidation"),
        ("ownership-disputed", "dispute"),
        ("same-day-invention", "same_day_invention"),
    ):
        if asset.get(member):
            life(people, "proceeding", {"circumstance": circumstance})
    if asset.get("annuity_paid", True) is False:
        life(people, "annuity-default", {})
    if asset.get("hold"):
        _need(set_hold(people, Operation("hold", {}, "")), "restriction")
    ended = _ended(asset)
    if ended is not None:
        life(people, ended, {})


def _ended(asset: Mapping[str, Any]) -> str | None:
    """The filing by which the right has ended; None where it stands."""
    status = asset.get("status", IN_FORCE)
    if status not in {IN_FORCE, APPLICATION}:
        return str(status)
    return "lapse" if asset.get("ended") else None


def life(people: People, type_name: str, more: Mapping[str, Any]) -> None:
    """An event in the life of the right, filed by who may. Raises SetUpError if it is refused."""
    _need(play_life(people, type_name, more), type_name)


def play_life(people: People, type_name: str, more: Mapping[str, Any]) -> Answer:
    """An event in the life of the right; only its owners give it up."""
    filer = people.person(people.owners[0]) if type_name == "surrender" else people.registrar
    body = {"assetBag": people.seen(), **more}
    return people.drive(filer, type_name, body, people.owners)


def set_hold(people: People, op: Operation) -> Answer:
    """A stop on dispositions: a court's order, where the case names no other ground."""
    body = {
        "assetBag": people.seen(),
        "ground": op.members.get("ground", "court-order"),
        "authorityText": "Sample Court",
        "endDate": people.today(90),
        "evidenceBag": [PAPER],
    }
    answer = people.drive(people.registrar, "restriction", body)
    keep_hold(people, op, answer)
    return answer


def keep_hold(people: People, op: Operation, answer: Answer) -> None:
    """Remember under the case's own name what a filing set."""
    for hold in of_kind("hold", answer.made):
        people.holds[op.members.get("id", "")] = hold


def _need(answer: Answer, type_name: str) -> None:
    if answer.codes != (OK,):
        raise SetUpError(f"{type_name}: {answer.told()}")
