"""Assignment: shares of a right go from its holders to others, whole or in fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipregistry.domain.dispositions import blocks, missing_assents, standing
from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Capacity,
    Context,
    FilingStatus,
    Needs,
    PartyFacts,
)
from ipregistry.domain.filings.assets import subject_member
from ipregistry.domain.filings.reading import (
    Evidence,
    ShareOf,
    read_asset_ref,
    read_date,
    read_evidence,
    read_shares,
)
from ipregistry.domain.filings.subjects import (
    check_shares,
    find_asset,
    find_parties,
    holdings,
    party_members,
    policy_for,
    sum_of,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, TitleMove, filing_draft
from ipregistry.domain.policies import ActPolicy, Effect, Policy, weigh
from ipregistry.domain.titles import Register, State, Step, Title, Transfer, title_at
from ipregistry.domain.violations import Severity, Violation, refusing

ACT = "assignment"
# Where the register makes the act, a deed counts from the register's entry, not from its own day.
CONSTITUTIVE = frozenset({Effect.CONSTITUTIVE_ON_REGISTRATION, Effect.CONSTITUTIVE_ON_PUBLICATION})


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gives which share of which right to whom, on which title version."""

    asset: AssetRef
    title_version: int
    transferors: tuple[ShareOf, ...]
    transferees: tuple[ShareOf, ...]
    executed_on: date
    evidence: tuple[Evidence, ...]
    consideration: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules make of an assignment today."""

    violations: list[Violation]
    asset: AssetFacts | None = None
    policy: Policy | None = None
    rules: ActPolicy | None = None
    transferors: Mapping[str, PartyFacts] | None = None
    transferees: Mapping[str, PartyFacts] | None = None
    assents_needed: tuple[str, ...] = ()
    other_holders: tuple[str, ...] = ()


def read(body: Mapping[str, Any]) -> Assignment:
    """The command in a body of the right shape."""
    executed = read_date(body["executedDate"])
    assert executed is not None  # noqa: S101 - required by the shape
    return Assignment(
        read_asset_ref(body["asset"]),
        body["asset"]["titleVersion"],
        read_shares(body["transferorBag"], "/transferorBag"),
        read_shares(body["transfereeBag"], "/transfereeBag"),
        executed,
        read_evidence(body.get("evidenceBag", [])),
        body.get("consideration"),
    )


def needs(command: Assignment) -> Needs:
    """The right, and both sides."""
    sides = (*command.transferors, *command.transferees)
    return Needs(assets=(command.asset,), parties=tuple(share.party for share in sides))


def decide(command: Assignment, context: Context) -> Decision:
    """Refused with every reason, or waiting for assents, or lodged, or recorded."""
    assessment = assess(command, context, stale_counts=True)
    violations = list(assessment.violations)
    concerned = [s.party for s in (*command.transferors, *command.transferees)]
    violations += standing(context.actor, concerned) + co_owner_review(assessment)
    if refusing(violations) or assessment.asset is None:
        return violations
    waiting = awaited(assessment, context, given=())
    if waiting:
        return _reception(assessment, context, FilingStatus.AWAITING_ASSENT, waiting, violations)
    return proceed(command, assessment, context, violations)


def awaited(assessment: Assessment, context: Context, given: tuple[str, ...]) -> list[str]:
    """The parties whose assent this filing still lacks."""
    asset = assessment.asset
    assert asset is not None  # noqa: S101 - asked only of an assessment without violations
    return missing_assents(
        assessment.assents_needed,
        context.actor,
        context.mandates,
        given,
        ACT,
        asset.id,
        context.today,
    )


def proceed(
    command: Assignment, assessment: Assessment, context: Context, warnings: list[Violation]
) -> Outcome:
    """With every assent given: to an examiner where the policy says so, else into effect."""
    assert assessment.rules is not None  # noqa: S101
    if assessment.rules.examination.value == "by-hand":
        return _reception(assessment, context, FilingStatus.UNDER_EXAMINATION, [], warnings)
    transaction = context.new_id("transaction")
    status, drafts, move = enact(
        command, assessment, context, transaction, context.filing_id, context.now
    )
    asset = assessment.asset
    assert asset is not None  # noqa: S101
    filing = filing_draft(
        context,
        ACT,
        status,
        act=ACT,
        assets=(asset.id,),
        transaction=transaction,
        published=asset.published,
        capacity=drafts[0].capacity,
    )
    return Outcome(
        status,
        (*drafts, filing),
        (move,),
        () if assessment.policy is None else (assessment.policy,),
        tuple(warnings),
    )


def assess(command: Assignment, context: Context, *, stale_counts: bool) -> Assessment:
    """Every rule on the title of this moment, but standing and assents.

    An examined filing is judged on the title of the moment of decision: there the title
    version that its filer saw no longer counts (`stale_counts` false).
    """
    asset = find_asset(context, command.asset, "/asset")
    transferors, wrong = find_parties(context, command.transferors)
    transferees, wrong_to = find_parties(context, command.transferees)
    violations = wrong + wrong_to + _check_both_sides(command, context)
    if isinstance(asset, list):
        return Assessment(asset + violations)
    policy = policy_for(context, asset.office, asset.kind)
    rules = policy.acts.get(ACT)
    title = asset.title(context.today, context.now)
    if stale_counts and command.title_version != asset.title_version:
        violations.append(_stale(command, asset))
    if rules is None:
        violations.append(Violation("no-dispositions-here", "/asset", {"policy": policy.name}))
        return Assessment(violations, asset, policy)
    violations += [b.violation.under("/asset") for b in blocks(asset, title, rules, context.today)]
    violations += _check_holders(command, title)
    if not refusing(violations):
        violations += _check_place_in_chain(command, asset, rules, context)
    return Assessment(
        violations,
        asset,
        policy,
        rules,
        transferors,
        transferees,
        _assents_needed(command, title, rules),
        _other_holders(command, title),
    )


def enact(
    command: Assignment,
    assessment: Assessment,
    context: Context,
    transaction: str,
    filing_id: str,
    received_at: str,
) -> tuple[FilingStatus, tuple[RecordDraft, ...], TitleMove]:
    """The transaction and its effect: recorded in this register, or lodged for another's."""
    asset, rules, policy = assessment.asset, assessment.rules, assessment.policy
    assert asset is not None and rules is not None and policy is not None  # noqa: S101, PT018
    ours = rules.register_of_record.value == context.node.office
    status = FilingStatus.RECORDED if ours else FilingStatus.LODGED
    capacity = Capacity.OFFICE if ours else Capacity.NOTICE
    effect = _transfer(command, assessment, rules, context, ours=ours)
    from_parties = (assessment.transferors or {}).values()
    to_parties = (assessment.transferees or {}).values()
    party_bag, person_bag = party_members(
        [("transferor", from_parties), ("transferee", to_parties)]
    )
    document = {
        "act": ACT,
        "filing": filing_id,
        "subjectBag": [subject_member(asset.id, asset.version, asset.title_version, (effect,))],
        "executedDate": command.executed_on.isoformat(),
        "receivedAt": received_at,
        "effectiveDate": effect.on.isoformat() if ours else None,
        "registerOfRecord": {"officeCode": rules.register_of_record.value},
        "effectOfRecording": {
            "category": rules.effect.value,
            "citation": rules.effect.citation,
            "confidence": rules.effect.confidence,
        },
        "partyBag": party_bag,
        "personBag": person_bag or None,
        "evidenceBag": [e.document() for e in command.evidence] or None,
        "policy": policy.pin(),
        "consideration": command.consideration,
    }
    draft = RecordDraft(
        "transaction", transaction, "transaction/1", 1, document, capacity, asset.published
    )
    return status, (draft,), TitleMove(asset.id, asset.title_version)


def _transfer(
    command: Assignment,
    assessment: Assessment,
    rules: ActPolicy,
    context: Context,
    *,
    ours: bool,
) -> Transfer:
    on = context.today if ours and rules.effect.value in CONSTITUTIVE else command.executed_on
    return Transfer(
        Register.RECORD if ours else Register.NOTIFIED,
        on,
        holdings(command.transferors, assessment.transferors or {}),
        holdings(command.transferees, assessment.transferees or {}),
    )


def _check_both_sides(command: Assignment, context: Context) -> list[Violation]:
    violations = check_shares(command.transferors) + check_shares(command.transferees)
    given, taken = sum_of(command.transferors), sum_of(command.transferees)
    if not violations and given != taken:
        violations.append(
            Violation(
                "shares-do-not-add-up",
                "/transfereeBag",
                {"sum": str(taken), "expected": str(given)},
            )
        )
    if not violations and given > 1:
        violations.append(
            Violation(
                "shares-do-not-add-up", "/transferorBag", {"sum": str(given), "expected": "1"}
            )
        )
    both = {s.party for s in command.transferors} & {s.party for s in command.transferees}
    violations += [
        Violation("party-on-both-sides", s.pointer, {"party": s.party})
        for s in command.transferees
        if s.party in both
    ]
    if command.executed_on > context.today:
        violations.append(Violation("date-in-future", "/executedDate"))
    return violations


def _stale(command: Assignment, asset: AssetFacts) -> Violation:
    # One entry moves title once, so the entries in order are the versions in order.
    acts = list({s.ord: s.act for s in sorted(asset.steps, key=lambda s: s.ord)}.values())
    since = dict.fromkeys(acts[command.title_version :])
    return Violation(
        "stale-version",
        "/asset/titleVersion",
        {
            "seen": command.title_version,
            "current": asset.title_version,
            "changed": ", ".join(since),
        },
        severity=Severity.RACE,
    )


def _check_holders(command: Assignment, title: Title) -> list[Violation]:
    held = {h.party: h.share for h in title.record.holders or ()}
    return [
        Violation(
            "transferor-not-holder",
            share.pointer,
            {"party": share.party, "held": str(held.get(share.party, Fraction(0)))},
        )
        for share in command.transferors
        if share.share is not None and held.get(share.party, Fraction(0)) < share.share
    ]


def _check_place_in_chain(
    command: Assignment,
    asset: AssetFacts,
    rules: ActPolicy,
    context: Context,
) -> list[Violation]:
    """A deed of an earlier day must not break what is recorded after that day, nor be
    undone by it: then its giver would still stand in title, and could give once more.
    """
    ours = rules.register_of_record.value == context.node.office
    if not ours or rules.effect.value in CONSTITUTIVE:
        return []
    if all(step.effect.on <= command.executed_on for step in asset.steps):
        return []  # It comes last; that its giver holds what it gives was seen already.
    effect = Transfer(
        Register.RECORD,
        command.executed_on,
        holdings(command.transferors, context.parties),
        holdings(command.transferees, context.parties),
    )
    last = max((s.ord for s in asset.steps), default=0)
    tried = Step(last + 1, 0, context.now, "tried", 1, ACT, "office", effect)
    before = asset.title(context.today, context.now).record
    after = title_at((*asset.steps, tried), context.today, context.now).record
    fits = len(after.open_findings) <= len(before.open_findings)
    if fits and _held(after) == _moved(_held(before), effect):
        return []
    params = {"date": command.executed_on.isoformat()}
    return [Violation("contradicts-recorded-entry", "/executedDate", params)]


def _held(state: State) -> dict[str, Fraction]:
    return {h.party: h.share for h in state.holders or ()}


def _moved(held: Mapping[str, Fraction], effect: Transfer) -> dict[str, Fraction]:
    moved = dict(held)
    for giver in effect.givers:
        moved[giver.party] = moved.get(giver.party, Fraction(0)) - giver.share
    for taker in effect.takers:
        moved[taker.party] = moved.get(taker.party, Fraction(0)) + taker.share
    return {party: share for party, share in moved.items() if share}


def _assents_needed(command: Assignment, title: Title, rules: ActPolicy) -> tuple[str, ...]:
    needed = [s.party for s in command.transferors]
    if rules.co_owner_assent.value and rules.co_owner_assent.refuses:
        needed += _other_holders(command, title)
    return tuple(dict.fromkeys(needed))


def _other_holders(command: Assignment, title: Title) -> tuple[str, ...]:
    """The co-owners who give nothing themselves."""
    givers = {s.party for s in command.transferors}
    return tuple(h.party for h in title.record.holders or () if h.party not in givers)


def _reception(
    assessment: Assessment,
    context: Context,
    status: FilingStatus,
    waiting: list[str],
    warnings: list[Violation],
) -> Outcome:
    """An entry of its own, with receipt and rank; title does not move."""
    asset = assessment.asset
    assert asset is not None  # noqa: S101
    draft = filing_draft(
        context,
        ACT,
        status,
        act=ACT,
        assets=(asset.id,),
        awaiting=tuple(waiting),
        published=asset.published,
        # What the filer assented to by filing needs no filing of its own.
        assents=[p for p in assessment.assents_needed if p not in waiting] or None,
    )
    policies = () if assessment.policy is None else (assessment.policy,)
    return Outcome(status, (draft,), (), policies, tuple(warnings))


def co_owner_review(assessment: Assessment) -> list[Violation]:
    """The question for an officer where co-owners' consent rests on memory only."""
    rules = assessment.rules
    if rules is None or not rules.co_owner_assent.value or rules.co_owner_assent.refuses:
        return []
    if not assessment.other_holders:
        return []
    return [weigh(rules.co_owner_assent, Violation("co-owner-assent-missing", "/transferorBag"))]


TYPE = FilingType(
    name=ACT,
    read=read,
    needs=needs,
    decide=decide,
    citation=(
        "CN: Patent Law art. 10, Trademark Law art. 42; HK: Cap. 514 s.51-52, "
        "Cap. 559 s.29(2)(a); MO: annotation of assignment, form ECO-052"
    ),
)
