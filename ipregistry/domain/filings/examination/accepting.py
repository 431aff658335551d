"""An officer's yes: for each type that waits for one, how it takes effect.

The rules run again on the title of the moment of decision; what refuses now refuses still.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from ipregistry.domain.facts import Capacity, Context, FilingFacts, FilingStatus
from ipregistry.domain.filings import acts, corrections, erasures, recordals
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, next_filing_draft
from ipregistry.domain.violations import Violation, refusing

Accept: TypeAlias = Callable[[Context, FilingFacts, RecordDraft], Decision]
Judge: TypeAlias = Callable[[Context, FilingFacts], list[Violation]]


@dataclass(frozen=True, slots=True)
class Examined:
    """How a type is judged again, and how it takes effect with an officer's yes."""

    judge: Judge
    accept: Accept


def rules_say(context: Context, filing: FilingFacts) -> list[Violation]:
    """Everything that the rules say of a waiting filing on the title of the context."""
    examined = EXAMINED.get(filing.type)
    return [] if examined is None else examined.judge(context, filing)


def _judge_act(act: Any, context: Context, filing: FilingFacts) -> list[Violation]:
    _, assessment = acts.judge_again(act, context, filing)
    return list(assessment.violations)


def _accept_act(act: Any, context: Context, filing: FilingFacts, own: RecordDraft) -> Decision:
    return acts.accept(act, context, filing, own)


def _judge_notice(context: Context, filing: FilingFacts) -> list[Violation]:
    reading = recordals.hold_against_register(recordals.read(filing.body), context)
    return [replace(v, pointer="/filing") for v in reading.violations]


def _accept_notice(context: Context, filing: FilingFacts, own: RecordDraft) -> Decision:
    command = recordals.read(filing.body)
    reading = recordals.hold_against_register(command, context)
    if refusing(reading.violations):
        return [replace(v, pointer="/filing") for v in reading.violations]
    transaction = context.new_id("transaction")
    drafts, moves = recordals.enact(
        reading, command, context, transaction, filing.id, filing.received_at
    )
    later = next_filing_draft(
        filing,
        FilingStatus.RECORDED,
        Capacity.MIRROR,
        published=drafts[-1].published and bool(filing.subjects),
        transaction=transaction,
    )
    return Outcome(FilingStatus.RECORDED, (*drafts, later, own), moves, reading.policies)


def _judge_correction(context: Context, filing: FilingFacts) -> list[Violation]:
    command = corrections.read(filing.body)
    assessed = corrections.assess(command, context, stale_counts=False)
    found = assessed if isinstance(assessed, list) else assessed.warnings
    return [replace(v, pointer="/filing") for v in found]


EXAMINED: Mapping[str, Examined] = {
    **{
        name: Examined(partial(_judge_act, act), partial(_accept_act, act))
        for name, act in ACTS.items()
    },
    recordals.NAME: Examined(_judge_notice, _accept_notice),
    corrections.NAME: Examined(_judge_correction, corrections.accept),
    erasures.NAME: Examined(erasures.judge, erasures.accept),
}
