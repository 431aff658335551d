"""Why an act on one right does not go straight through: safeguards, and fees due before."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.filings.acts.act import Act, View
from ipregistry.domain.filings.fees import charged_right, due_before
from ipregistry.domain.safeguards import disposition, reasons_to_examine
from ipregistry.domain.violations import Severity, Violation


def not_straight(act: Act[Any], command: Any, view: View) -> list[Violation]:
    """Each reason as its filer reads it, with its source; none where nothing holds it up."""
    return [*_safeguards(act, command, view), *_fees_before(act, command, view)]


def _safeguards(act: Act[Any], command: Any, view: View) -> list[Violation]:
    rules, context = view.rules, view.context
    if not rules.never_straight.value and not rules.standstill_days.value:
        return []
    facts = disposition(
        act.effects(command, view, "tried"),
        view.asset.steps,
        context.today,
        received_at=context.now,
        agent=_agent(view),
        agent_known=view.asset.id in context.filed_before,
    )
    return [reason.warning(view.pointer) for reason in reasons_to_examine(rules, facts)]


def _agent(view: View) -> str | None:
    """The account that files for somebody else; an officer, or a holder himself, is no agent."""
    actor = view.context.actor
    if actor.is_office or actor.party in view.holders:
        return None
    return actor.account


def _fees_before(act: Act[Any], command: Any, view: View) -> list[Violation]:
    """A fee that is due before the filing takes effect is paid first."""
    if not view.policy.fees:
        return []
    return [
        Violation(
            "not-straight-through",
            view.pointer,
            {"reason": f"fee-due-before: {line.rule.name}"},
            line.rule.citation,
            Severity.WARNING,
        )
        for line in due_before([charged_right(view.asset)], view.context, act.act_of(command))
    ]
