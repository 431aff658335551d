"""The acts of a right's life: what they share, and the rules that some have of their own.

No hold stops one of them but the surrender, which gives the right away as a disposition does.
Pending filings on the right stay in their rank: each is judged again when it is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ipregistry.domain.dispositions import EXCLUSIVE, term_of_right
from ipregistry.domain.filings.acts import Act, Deed, View
from ipregistry.domain.filings.lifecycle.command import Life, read_life
from ipregistry.domain.filings.lifecycle.table import ROWS, Row, code_of, stage_in_force
from ipregistry.domain.filings.lifecycle.terms import check_renewal, new_end
from ipregistry.domain.filings.subjects import title_if_recorded
from ipregistry.domain.policies import Rule, weigh
from ipregistry.domain.rights import Stage
from ipregistry.domain.titles import Effect, Event, InterestCategory, Register, Standing
from ipregistry.domain.violations import Severity, Violation

# The endings that a restoration undoes; the others were meant, or are the law's.
_REVIVED = frozenset({code_of("lapse"), code_of("invalidation")})


class LifeAct(Act[Life]):
    """One sort of event, by its row."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.name = row.name  # type: ignore[misc]
        self.citation = row.citation  # type: ignore[misc]
        self.undone_by = row.undone_by  # type: ignore[misc]
        self.changes = row.changes  # type: ignore[misc]

    def read(self, body: Mapping[str, Any]) -> Life:
        return read_life(body)

    def deed(self, command: Life) -> Deed:
        return command.deed

    def parties(self, _command: Life) -> tuple[tuple[str, str], ...]:
        return ()

    def concerned(self, _command: Life, view: View) -> set[str]:
        return set(view.holders)

    def judge(self, command: Life, view: View) -> list[Violation]:
        violations = []
        if self.row.by_office and not view.ours:
            # What another office does comes from its papers, never from somebody's word here.
            params = {"office": view.rules.register_of_record.value}
            violations.append(Violation("told-by-notice", view.pointer, params))
        return [*violations, *self.judge_stage(command, view)]

    def judge_stage(self, _command: Life, view: View) -> list[Violation]:
        """What has ended has no more events, but its restoration."""
        if view.title.record.stage != Stage.ENDED:
            return []
        return [Violation("right-not-in-force", view.pointer, {"reason": Stage.ENDED.value})]

    def judge_fit(self, command: Life, view: View) -> list[Violation]:
        """An event of an earlier day must not be undone by what is recorded after that day."""
        made = self.event(command, view)
        today = view.context.today
        tried = title_if_recorded(view.context, view.asset, self.name, made, today)
        state = tried.record if made.register is Register.RECORD else tried.notified
        as_said = all((name in state.facts) is stands for name, stands in made.facts.items())
        if as_said and made.stage in {None, state.stage}:
            return []
        params = {"date": made.on.isoformat()}
        return [Violation("contradicts-recorded-entry", "/executedDate", params)]

    def effects(self, command: Life, view: View, _transaction: str) -> tuple[Effect, ...]:
        return (self.event(command, view),)

    def event(self, command: Life, view: View) -> Event:
        """What it does to title."""
        return Event(
            view.register,
            view.counts_from,
            self.code(command),
            stage=self.stage(command, view),
            term_ends=self.term_ends(command, view),
            facts=self.facts(command),
        )

    def code(self, _command: Life) -> str:
        """The ST.27 detailed code."""
        return code_of(self.name)

    def stage(self, _command: Life, _view: View) -> str | None:
        """The stage behind it; None where it stays."""
        return Stage.ENDED.value if self.row.ends else None

    def term_ends(self, _command: Life, _view: View) -> date | None:
        """The end of the term behind it; None where it stays."""
        return None

    def facts(self, _command: Life) -> Mapping[str, bool]:
        """What stands, or no longer stands, behind it."""
        return dict(self.row.sets)


class RenewalAct(LifeAct):
    """A fee is paid, or a mark is renewed. Whether it was paid only the office knows."""

    def judge_stage(self, command: Life, view: View) -> list[Violation]:
        violations = super().judge_stage(command, view)
        record, today = view.title.record, view.context.today
        return violations + check_renewal(command, view.asset, record, view.counts_from, today)

    def reasons_to_examine(self, _command: Life, view: View) -> list[str]:
        # Lodged at another office, that office looks at it.
        by_party = view.ours and not view.context.actor.is_office
        return ["payment-to-be-confirmed"] if by_party else []

    def asks(self, command: Life, view: View, _missing: tuple[str, ...]) -> list[Violation]:
        return [
            Violation(
                "not-straight-through",
                view.pointer,
                {"reason": reason},
                "Node practice: the office confirms that the fee was paid",
                Severity.WARNING,
            )
            for reason in self.reasons_to_examine(command, view)
        ]

    def term_ends(self, command: Life, view: View) -> date | None:
        return new_end(command, view.asset, view.title.record, view.context.today)


class RestorationAct(LifeAct):
    """A right that had lapsed, or whose invalidation was set aside, stands again."""

    def judge_stage(self, _command: Life, view: View) -> list[Violation]:
        record = view.title.record
        if record.stage != Stage.ENDED:
            return [Violation("right-not-ended", view.pointer)]
        violations = []
        code = _ended_by(link.step.effect for link in record.chain)
        if code is not None and code not in _REVIVED:
            # ST.27 knows revival after a cessation; that a surrender or an expiry is undone
            # by correction alone is inferred.
            rule = Rule(None, "WIPO ST.27, category K: revival", "I")
            params = {"event": code}
            violations.append(weigh(rule, Violation("right-not-restorable", view.pointer, params)))
        ends, confidence = term_of_right(view.asset, view.title)
        if ends is not None and ends < view.context.today:
            rule = Rule(None, "term of the right", confidence)
            params = {"reason": ends.isoformat()}
            violations.append(weigh(rule, Violation("right-not-in-force", view.pointer, params)))
        return violations

    def stage(self, _command: Life, view: View) -> str | None:
        return stage_in_force(view.asset.kind)


def _ended_by(effects: Iterable[Effect]) -> str | None:
    """The event by which the right has ended; None where only a stage was told."""
    endings = [e for e in effects if getattr(e, "stage", None) == Stage.ENDED]
    last = endings[-1] if endings else None
    return last.event if isinstance(last, Event) else None


class SurrenderAct(LifeAct):
    """The holders give the right up. Whoever is secured by it consents before (`consentBag`),
    whoever holds it as exclusive licensee assents.
    """

    disposes = True

    def judge_stage(self, _command: Life, _view: View) -> list[Violation]:
        return []  # That it is in force is asked of every disposition.

    def assents(self, _command: Life, view: View) -> tuple[str, ...]:
        licensees = (
            holder.party for found in _exclusive(view) for holder in found.interest.holders
        )
        return tuple(dict.fromkeys((*view.holders, *licensees)))

    def concerned(self, _command: Life, view: View) -> set[str]:
        return set(view.holders)

    def asks(self, _command: Life, view: View, missing: tuple[str, ...]) -> list[Violation]:
        return [
            Violation(
                "licensee-consent-missing",
                view.pointer,
                {"interest": found.interest.id},
                "Node practice: who alone may use the right is asked before it is given up",
                Severity.WARNING,
            )
            for found in _exclusive(view)
            if {holder.party for holder in found.interest.holders} & set(missing)
        ]


def _exclusive(view: View) -> list[Standing]:
    """The exclusive and sole licences that run today, recorded or only notified here."""
    running = view.title.notified.active(InterestCategory.LICENCE, view.context.today)
    return [found for found in running if found.interest.kind in EXCLUSIVE]


class InvalidationAct(LifeAct):
    """The right is invalidated or revoked, whole or in part."""

    def code(self, command: Life) -> str:
        return code_of(self.name, "partial" if command.partial else None)

    def stage(self, command: Life, view: View) -> str | None:
        return None if command.partial else super().stage(command, view)


class ExpiryAct(LifeAct):
    """The term of a right has run out."""

    def judge_stage(self, command: Life, view: View) -> list[Violation]:
        violations = super().judge_stage(command, view)
        ends, confidence = term_of_right(view.asset, view.title)
        if ends is not None and ends >= view.counts_from:
            rule = Rule(None, "term of the right", confidence)
            violation = Violation("term-still-runs", view.pointer, {"term": ends.isoformat()})
            violations.append(weigh(rule, violation))
        return violations


class ProceedingAct(LifeAct):
    """Proceedings or a circumstance, noted when they begin and when they are over."""

    def judge_stage(self, command: Life, view: View) -> list[Violation]:
        violations = super().judge_stage(command, view)
        stands = command.circumstance in view.title.record.facts
        if stands is not command.over:
            code = "circumstance-not-noted" if command.over else "circumstance-noted-already"
            params = {"circumstance": command.circumstance}
            violations.append(Violation(code, "/circumstance", params))
        return violations

    def code(self, command: Life) -> str:
        over = "-over" if command.over else ""
        return code_of(self.name, command.circumstance + over)

    def facts(self, command: Life) -> Mapping[str, bool]:
        return {command.circumstance: not command.over}


ACTS = (
    RenewalAct(ROWS["renewal"]),
    LifeAct(ROWS["annuity-default"]),
    LifeAct(ROWS["lapse"]),
    RestorationAct(ROWS["restoration"]),
    SurrenderAct(ROWS["surrender"]),
    InvalidationAct(ROWS["invalidation"]),
    ExpiryAct(ROWS["expiry"]),
    ProceedingAct(ROWS["proceeding"]),
)
