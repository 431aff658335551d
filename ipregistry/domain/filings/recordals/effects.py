"""What an office's entry does to title."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias

from ipregistry.domain.facts import PartyFacts
from ipregistry.domain.filings.assets import stage_effects
from ipregistry.domain.filings.reading import ShareOf
from ipregistry.domain.filings.recordals.command import STRENGTH_OF_ACT, RecordalNotice
from ipregistry.domain.filings.shares import holdings
from ipregistry.domain.policies import Effect as RecordingEffect
from ipregistry.domain.policies import Policy
from ipregistry.domain.titles import Effect, Register, Root, Transfer
from ipregistry.domain.violations import Violation

_Maker: TypeAlias = Callable[
    [RecordalNotice, Mapping[str, PartyFacts], Policy, str],
    tuple[Effect | None, list[Violation]],
]


def effects_of(
    command: RecordalNotice,
    parties: Mapping[str, PartyFacts],
    members: Mapping[str, Any] | None,
    policy: Policy,
    office: str,
) -> tuple[tuple[Effect, ...], list[Violation]]:
    """The root or the transfer that the entry is, and the stages of the right of that day."""
    make: _Maker = _transfer_effect if command.act == "assignment" else _root_effect
    first, violations = make(command, parties, policy, office)
    if first is None:
        return (), violations
    stages = (s for s in stage_effects(members or {}) if s.on == command.entry_date)
    return (first, *stages), violations


def _root_effect(
    command: RecordalNotice, parties: Mapping[str, PartyFacts], _policy: Policy, office: str
) -> tuple[Effect | None, list[Violation]]:
    shares, stated = _shares_of_root(command, parties)
    if any(s.party not in parties or s.share is None for s in shares):
        return None, []
    source = {"office": office, "act": command.act, "shares": stated}
    if command.office_number is not None:
        source["number"] = command.office_number
    source["digest"] = command.evidence[0].digest
    root = Root(
        Register.RECORD,
        command.entry_date,
        STRENGTH_OF_ACT[command.act],
        holdings(shares, parties),
        "office",
        source,
    )
    return root, []


def _shares_of_root(
    command: RecordalNotice, parties: Mapping[str, PartyFacts]
) -> tuple[tuple[ShareOf, ...], str]:
    """The holders' shares, and whether the office stated them.

    A publication names its applicants without shares; equal parts are shown as presumed,
    never as what the office said.
    """
    if not command.named_holders:
        return command.holders, "stated"
    equal = Fraction(1, len(parties))
    shares = tuple(ShareOf(party, equal, "/holderBag") for party in parties)
    return shares, "stated" if len(parties) == 1 else "presumed-equal"


def _transfer_effect(
    command: RecordalNotice, parties: Mapping[str, PartyFacts], policy: Policy, _office: str
) -> tuple[Effect | None, list[Violation]]:
    on = command.entry_date
    rules = policy.acts.get("assignment")
    if rules is not None and rules.effect.value == RecordingEffect.CONSTITUTIVE_ON_PUBLICATION:
        if command.publication_date is None:
            missing = Violation("publication-date-missing", "/publicationDate", {})
            return None, [replace(missing, citation=rules.effect.citation)]
        on = command.publication_date
    sides = (*command.givers, *command.takers)
    if any(s.party not in parties or s.share is None for s in sides):
        return None, []
    transfer = Transfer(
        Register.RECORD,
        on,
        holdings(command.givers, parties),
        holdings(command.takers, parties),
    )
    return transfer, []
