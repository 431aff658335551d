"""The life of a right: renewal, lapse, restoration, surrender, invalidation, expiry, proceedings.

Each is an event under its ST.27 code; what it changes of stage, term and standing facts is
said by one row of a table. None is stopped by a hold, but the surrender: it gives the right up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.dispositions import term_of_right
from ipregistry.domain.filings.acts import Act, Deed, View, filing_type, read_deed
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.policies import Rule, weigh
from ipregistry.domain.rights import RightKind
from ipregistry.domain.titles import Effect, Event
from ipregistry.domain.violations import Violation

ENDED = "ended"
# Proceedings and circumstances that are noted: fact, ST.27 code of its start and of its end.
CIRCUMSTANCES: Mapping[str, tuple[str, str]] = {
    "invalidation-pending": ("L15", "L18"),
    "ownership-disputed": ("T14", "T16"),
    "annuity-unpaid": ("U13", "U11"),
    "same-day-invention": ("W10", "W10"),
}


@dataclass(frozen=True, slots=True)
class Life:
    """An event in the life of rights, on a day, with what its type says beside."""

    deed: Deed
    term_ends: date | None = None
    partial: bool = False
    circumstance: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What an event does: its code, the stage behind it, the facts that it sets or clears."""

    event: str
    stage: str | None = None
    facts: Mapping[str, bool] | None = None


class LifeAct(Act[Life]):
    """One sort of event. `living`: it happens only to a right that has not ended."""

    living = True

    def __init__(
        self, name: str, change: Callable[[Life, View], Change], citation: str, undone: str
    ) -> None:
        self.name = name  # type: ignore[misc]
        self.citation = citation  # type: ignore[misc]
        self.undone_by = (undone, "correction")  # type: ignore[misc]
        self.changes = "the stage, the term or what stands of the right"  # type: ignore[misc]
        self._change = change

    def read(self, body: Mapping[str, Any]) -> Life:
        return Life(
            read_deed(body),
            read_date(body.get("termEndDate")),
            body.get("partialIndicator", False),
            body.get("circumstance", ""),
            body.get("endedIndicator", False),
        )

    def deed(self, command: Life) -> Deed:
        return command.deed

    def parties(self, _command: Life) -> tuple[tuple[str, str], ...]:
        return ()

    def concerned(self, _command: Life, view: View) -> set[str]:
        return set(view.holders)

    def judge(self, _command: Life, view: View) -> list[Violation]:
        ended = view.title.record.stage == ENDED
        if self.living and ended:
            return [Violation("right-not-in-force", view.pointer, {"reason": ENDED})]
        return []

    def effects(self, command: Life, view: View, _transaction: str) -> tuple[Effect, ...]:
        change = self._change(command, view)
        made = Event(
            view.register,
            view.counts_from,
            change.event,
            change.stage,
            command.term_ends,
            dict(change.facts or {}),
        )
        return (made,)


class RestorationAct(LifeAct):
    """A right that had ended stands again."""

    living = False

    def judge(self, _command: Life, view: View) -> list[Violation]:
        if view.title.record.stage == ENDED:
            return []
        return [Violation("right-not-ended", view.pointer)]


class ExpiryAct(LifeAct):
    """The term of a right has run out."""

    def judge(self, command: Life, view: View) -> list[Violation]:
        violations = super().judge(command, view)
        ends, confidence = term_of_right(view.asset, view.title)
        if ends is not None and ends >= view.counts_from:
            rule = Rule(None, "term of the right", confidence)
            violation = Violation("term-still-runs", view.pointer, {"term": ends.isoformat()})
            violations.append(weigh(rule, violation))
        return violations


class SurrenderAct(LifeAct):
    """The holder gives the right up: it needs him, and whoever is secured by it."""

    disposes = True

    def assents(self, _command: Life, view: View) -> tuple[str, ...]:
        return view.holders


def _alive(view: View) -> str:
    return "registered" if view.asset.kind == RightKind.TRADEMARK else "granted"


def _noted(command: Life, _view: View) -> Change:
    start, end = CIRCUMSTANCES[command.circumstance]
    code = end if command.over else start
    return Change(code, facts={command.circumstance: not command.over})


def _invalidated(command: Life, _view: View) -> Change:
    cleared = {"invalidation-pending": False}
    return Change("M12", None, cleared) if command.partial else Change("H12", ENDED, cleared)


RENEWAL = LifeAct(
    "renewal",
    lambda _command, _view: Change("U11", facts={"annuity-unpaid": False}),
    "CN: Trademark Law art. 39-40, annuities of patents; HK: terms of Cap. 514 and 559; "
    "MO: marks run seven years, renewable",
    "correction",
)
LAPSE = LifeAct(
    "lapse",
    lambda _command, _view: Change("H13", ENDED),
    "CN: legal event CF01 (fee lapse); HK: legal event PC (ceased for non-renewal)",
    "restoration",
)
RESTORATION = RestorationAct(
    "restoration",
    lambda _command, view: Change("K13", _alive(view), {"annuity-unpaid": False}),
    "CN: legal event RR01 (reinstatement); HK: legal event ARG (restoration granted)",
    "correction",
)
SURRENDER = SurrenderAct(
    "surrender",
    lambda _command, _view: Change("H15", ENDED),
    "CN: legal event AV01 (active abandonment); HK: legal event PS (surrendered)",
    "correction",
)
INVALIDATION = LifeAct(
    "invalidation",
    _invalidated,
    "CN: legal events IW01, IP01 (full and partial invalidation); HK: REV, REVC, PR (revoked)",
    "restoration",
)
EXPIRY = ExpiryAct(
    "expiry",
    lambda _command, _view: Change("H14", ENDED),
    "CN: legal event CX01 (expiry); HK: legal events PE, PEU (expired)",
    "restoration",
)
PROCEEDING = LifeAct(
    "proceeding",
    _noted,
    "CN: CNIPA's refusal grounds for pledges (dispute, stay, invalidation started, annuity "
    "unpaid, same-day application); elsewhere node practice",
    "proceeding",
)
ACTS = (RENEWAL, LAPSE, RESTORATION, SURRENDER, INVALIDATION, EXPIRY, PROCEEDING)
TYPES = tuple(filing_type(act) for act in ACTS)
