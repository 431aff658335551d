"""Ask me first: a holder wants to confirm each disposition of his rights himself.

From then on a disposition waits for an `assent` of the holder's own actor, whoever filed it:
an agent with a mandate, or the holder himself, for whom it is the second step. Lifting it
takes some days, so that a thief of his key cannot lift and sell on one day; until then the
holder takes the lifting back by asking anew.

It is no restriction: title says nothing of it, and only its holder and the office know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ipregistry.domain.asking import asking, asking_holds
from ipregistry.domain.dispositions import ASK_FIRST
from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Capacity,
    Context,
    FilingStatus,
    HoldFacts,
    Needs,
)
from ipregistry.domain.filings.reading import read_asset_ref
from ipregistry.domain.filings.subjects import find_asset, policy_for
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.policies import Rule
from ipregistry.domain.titles import Holding
from ipregistry.domain.told import Told, ToldAs
from ipregistry.domain.violations import Severity, Violation, refusing

SETTING, LIFTING = "ask-first", "ask-first-lifting"
# Where a policy says nothing else under `acts.ask-first-lifting.standstillDays`.
DAYS_TO_LIFT = Rule(14, "Node practice: time to notice a lifting that was not one's own", "D")
CITATION = (
    "Node practice against title fraud: the owner otherwise learns last; land registries offer "
    "alerts and restrictions of this sort"
)


@dataclass(frozen=True, slots=True)
class OwnRights:
    """The rights of his own that a holder names, with the place of each."""

    refs: tuple[tuple[str, AssetRef], ...]


def read(body: Mapping[str, Any]) -> OwnRights:
    """The command in a body of the right shape."""
    return OwnRights(
        tuple(
            (f"/assetBag/{index}", read_asset_ref(asset))
            for index, asset in enumerate(body["assetBag"])
        )
    )


def needs(command: OwnRights) -> Needs:
    """The rights."""
    return Needs(assets=tuple(ref for _, ref in command.refs))


def decide_setting(command: OwnRights, context: Context) -> Decision:
    """The holder is asked first, on each of the rights."""
    rights, violations = _own(command, context)
    for pointer, right, _ in rights:
        standing = _standing(right, context)
        if standing is not None and standing.until is None:
            params = {"since": standing.start.isoformat()}
            violations.append(Violation("ask-first-set-already", pointer, params))
    if refusing(violations):
        return violations
    drafts = tuple(_set(right, context) for _, right, _ in rights)
    return _recorded(SETTING, context, rights, drafts)


def decide_lifting(command: OwnRights, context: Context) -> Decision:
    """The holder is no longer asked first, from some days on."""
    rights, violations = _own(command, context)
    drafts: list[RecordDraft] = []
    for pointer, right, _ in rights:
        standing = _standing(right, context)
        if standing is None or standing.until is not None:
            violations.append(Violation("ask-first-not-set", pointer))
            continue
        last = context.today + timedelta(days=days_to_lift(context, right).value)
        drafts.append(_next(standing, endDate=last.isoformat()))
    if refusing(violations):
        return violations
    return _recorded(LIFTING, context, rights, tuple(drafts))


def days_to_lift(context: Context, right: AssetFacts) -> Rule:
    """How many days it still holds once it is lifted."""
    rules = policy_for(context, right.office, right.kind).acts.get(LIFTING)
    return DAYS_TO_LIFT if rules is None else rules.standstill_days


_Own = tuple[str, AssetFacts, Holding]


def _own(command: OwnRights, context: Context) -> tuple[list[_Own], list[Violation]]:
    """The rights that the actor's party holds, each once, and what is wrong with the others."""
    found: list[_Own] = []
    violations: list[Violation] = []
    seen: set[AssetRef] = set()
    for pointer, ref in command.refs:
        if ref in seen:
            named = ref.id or ref.number or ""
            violations.append(Violation("asset-named-twice", pointer, {"asset": named}))
            continue
        seen.add(ref)
        right = find_asset(context, ref, pointer)
        if isinstance(right, list):
            violations += right
            continue
        if any(other.id == right.id for _, other, _ in found):
            violations.append(Violation("asset-named-twice", pointer, {"asset": right.id}))
            continue
        held = right.title(context.today, context.now).record.holders or ()
        own = next((h for h in held if h.party == context.actor.party), None)
        if own is None:
            violations.append(
                Violation("ask-first-not-holder", pointer, severity=Severity.FORBIDDEN)
            )
        else:
            found.append((pointer, right, own))
    return found, violations


def _standing(right: AssetFacts, context: Context) -> HoldFacts | None:
    """The actor's own wish that stands on a right, if there is one."""
    wishes = asking_holds(right, context.today)
    return next((hold for hold in wishes if context.actor.party in hold.parties), None)


def _set(right: AssetFacts, context: Context) -> RecordDraft:
    standing = _standing(right, context)
    if standing is not None:
        # It is being lifted: the holder takes that back.
        return _next(standing, endDate=None)
    document = {
        "asset": right.id,
        "category": ASK_FIRST,
        "status": "in-force",
        "startDate": context.today.isoformat(),
        "stopBag": [],
        "concernedBag": [context.actor.party],
        "account": context.actor.account or "node",
        "citation": CITATION,
        "confidence": "D",
    }
    number = context.new_id("hold")
    return RecordDraft("hold", number, "hold/1", 1, document, Capacity.NOTICE, published=False)


def _next(hold: HoldFacts, **changes: Any) -> RecordDraft:
    document = {**hold.document, **changes}
    return RecordDraft(
        "hold", hold.id, "hold/1", hold.version + 1, document, Capacity.NOTICE, published=False
    )


def _recorded(
    name: str, context: Context, rights: list[_Own], drafts: tuple[RecordDraft, ...]
) -> Outcome:
    """Nobody else is told, but the holder is: it may not be he who filed it."""
    told = [
        Told(own.party, own.party_version, right.id, ToldAs.HOLDER).document()
        for _, right, own in rights
    ]
    own_filing = filing_draft(
        context,
        name,
        FilingStatus.RECORDED,
        act=name,
        assets=tuple(right.id for _, right, _ in rights),
        published=False,
        toldBag=told,
    )
    return Outcome(FilingStatus.RECORDED, (*drafts, own_filing))


TYPE = FilingType(name=SETTING, read=read, needs=needs, decide=decide_setting, citation=CITATION)
LIFTING_TYPE = FilingType(
    name=LIFTING, read=read, needs=needs, decide=decide_lifting, citation=CITATION
)

__all__ = ["LIFTING_TYPE", "TYPE", "asking", "days_to_lift"]
