"""The rules that all acts share, on the title of one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.asking import asking, unconfirmed
from ipregistry.domain.dispositions import Block, blocks, missing_assents, restrictions
from ipregistry.domain.facts import AssetFacts, Context, FilingStatus
from ipregistry.domain.filings.acts.act import Act, View
from ipregistry.domain.filings.acts.deed import Deed, Subject
from ipregistry.domain.filings.acts.papers import missing_papers
from ipregistry.domain.filings.subjects import dates_to_come, find_asset, policy_for
from ipregistry.domain.policies import Policy, weigh
from ipregistry.domain.revealing import changed_since
from ipregistry.domain.titles import InterestCategory, Standing
from ipregistry.domain.violations import Severity, Violation, refusing


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules make of an act today. `views` are the rights that were found."""

    violations: list[Violation]
    views: tuple[View, ...] = ()

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The policies that an entry on this footing pins, each once."""
        pinned = {view.policy.name: view.policy for view in self.views}
        return tuple(pinned.values())

    @property
    def published(self) -> bool:
        """Whether all rights are public: else what is made of it is not public either."""
        return all(view.asset.published for view in self.views)


def assess(act: Act[Any], command: Any, context: Context, *, stale_counts: bool) -> Assessment:
    """Every rule on the title of this moment, but standing and assents.

    An examined filing is judged on the title of the moment of decision: there the title
    versions that its filer saw no longer count (`stale_counts` false).
    """
    deed = act.deed(command)
    violations = _unknown_parties(act, command, context) + act.judge_command(command, context)
    violations += dates_to_come(context, ("/executedDate", deed.executed_on))
    views: list[View] = []
    seen: set[str] = set()
    for subject in act.subjects(command, context):
        asset = find_asset(context, subject.ref, subject.pointer)
        if isinstance(asset, list):
            violations += asset
        elif asset.id in seen:
            violations.append(Violation("asset-named-twice", subject.pointer, {"asset": asset.id}))
        else:
            seen.add(asset.id)
            view, wrong = _view(act, command, context, deed, subject, asset)
            if stale_counts and subject.title_version != asset.title_version:
                wrong = [_stale(subject, asset, context), *wrong]
            violations += wrong
            views += [] if view is None else [view]
    for view in views:
        violations += _judge(act, command, view)
    if not refusing(violations):
        violations += [v for view in views for v in act.judge_fit(command, view)]
    return Assessment(violations, tuple(views))


def _unknown_parties(act: Act[Any], command: Any, context: Context) -> list[Violation]:
    return [
        Violation("party-unknown", f"{pointer}/party", {"party": party})
        for pointer, party in act.parties(command)
        if party not in context.parties
    ]


def _view(
    act: Act[Any],
    command: Any,
    context: Context,
    deed: Deed,
    subject: Subject,
    asset: AssetFacts,
) -> tuple[View | None, list[Violation]]:
    policy = policy_for(context, asset.office, asset.kind)
    rules = policy.acts.get(act.act_of(command))
    if rules is None:
        code = "act-not-registrable" if policy.dispositions_allowed else "no-dispositions-here"
        params = {"policy": policy.name}
        if policy.dispositions_allowed:
            params["act"] = act.act_of(command)
        return None, [Violation(code, subject.pointer, params)]
    title = asset.title(context.today, context.now)
    view = View(context, asset, title, policy, rules, deed, subject.pointer, act.local)
    return view, []


def _stale(subject: Subject, asset: AssetFacts, context: Context) -> Violation:
    params: dict[str, str | int] = {
        "seen": subject.title_version,
        "current": asset.title_version,
        "changed": changed_since(context.actor, asset, subject.title_version),
    }
    pointer = f"{subject.pointer}/titleVersion"
    return Violation("stale-version", pointer, params, severity=Severity.RACE)


def _judge(act: Act[Any], command: Any, view: View) -> list[Violation]:
    found = [block.violation.under(view.pointer) for block in _stops(act, command, view)]
    found += _check_lock(view)
    if act.disposes:
        found += _check_facts(view) + _check_consents(act, command, view)
    found += act.judge(command, view)
    found += missing_papers(view, act.sides(command, view.context), act.sort(command))
    return found


def _stops(act: Act[Any], command: Any, view: View) -> Iterable[Block]:
    actor, today, stops = view.context.actor, view.context.today, act.stops(command)
    under = act.under(command)
    if act.disposes:
        return blocks(
            view.asset, view.title, view.rules, today, actor=actor, stops=stops, under=under
        )
    return restrictions(view.asset, view.title, today, actor, stops, under) if stops else ()


def _check_lock(view: View) -> list[Violation]:
    """A deed is made under a lock only by whoever set it, or an officer."""
    lock = view.deed.lock
    if lock is None:
        return []
    hold, actor = view.asset.hold(lock), view.context.actor
    standing = any(r.hold == lock for r in view.title.record.restrictions)
    if hold is None or not standing or not hold.stands_on(view.context.today):
        return [Violation("lock-unknown", "/lock", {"lock": lock})]
    if not actor.is_office and view.filer != hold.account:
        return [Violation("lock-not-yours", "/lock", severity=Severity.FORBIDDEN)]
    return []


def _check_facts(view: View) -> list[Violation]:
    """What stands of the right: fees unpaid, a dispute, proceedings that must be known."""
    rules, record = view.rules, view.title.record
    found: list[Violation] = []
    if rules.maintenance_paid.value and "annuity-unpaid" in record.facts:
        found.append(weigh(rules.maintenance_paid, Violation("annuity-unpaid", view.pointer)))
    if rules.undisputed.value and "ownership-disputed" in record.facts:
        found.append(weigh(rules.undisputed, Violation("ownership-disputed", view.pointer)))
    if rules.granted_only.value and record.stage not in {"granted", "registered", None}:
        stage = record.stage or ""
        violation = Violation("right-not-granted", view.pointer, {"stage": stage})
        found.append(weigh(rules.granted_only, violation))
    for fact in rules.acknowledged.value:
        if fact in record.facts and fact not in view.deed.acknowledgements:
            violation = Violation("acknowledgement-required", view.pointer, {"fact": fact})
            found.append(weigh(rules.acknowledged, violation))
    return found


def securities(view: View) -> tuple[Standing, ...]:
    """The security interests on the right today, recorded or only notified here.

    One whose release lies at the office still stands there: the office may refuse it.
    """
    security, today = InterestCategory.SECURITY, view.context.today
    told = view.title.notified.active(security, today)
    known = {found.interest.id for found in told}
    recorded = view.title.record.active(security, today)
    return (*told, *(found for found in recorded if found.interest.id not in known))


def _check_consents(act: Act[Any], command: Any, view: View) -> list[Violation]:
    """Each secured party's recorded consent, dated before the act, for that act.

    CN: Civil Code art. 444; HK: only where the deed of the security says so.
    """
    rule = view.rules.secured_party_consent
    if rule.value == "never" or act.by_law(command):
        return []
    missing = [
        found.interest.id
        for found in securities(view)
        if (rule.value == "always" or found.interest.bars)
        and not _consented(act.act_of(command), view, found)
    ]
    return [
        weigh(rule, Violation("pledgee-consent-required", view.pointer, {"interest": interest}))
        for interest in missing
    ]


def _consented(act: str, view: View, security: Standing) -> bool:
    """Whether every holder of the security has consented to this act on this right."""
    given: set[str] = set()
    for filing_id in view.deed.consents:
        filing = view.context.filings.get(filing_id)
        if filing is None or filing.type != "consent" or filing.status != FilingStatus.RECORDED:
            continue
        body = filing.body
        fits = body["interest"] == security.interest.id and act in body["actBag"]
        executed = view.deed.executed_on
        in_time = executed is None or body["executedDate"] <= executed.isoformat()
        if fits and in_time and view.asset.id in filing.subjects:
            given |= set(filing.assents)
    return {holder.party for holder in security.interest.holders} <= given


def wishes(act: Act[Any], command: Any, view: View) -> tuple[str, ...]:
    """The holders who want to confirm each disposition of the right themselves."""
    if not act.disposes or act.by_law(command):
        return ()
    return asking(view.asset, view.holders, view.context.today)


def missing(
    act: Act[Any],
    command: Any,
    assessment: Assessment,
    context: Context,
    given: Iterable[str] = (),
    *,
    confirming: bool = False,
) -> tuple[str, ...]:
    """The parties whose assent is still missing on some right, in order.

    `confirming`: an assent is being filed, which is what a holder who is asked first waits for.
    """
    found: dict[str, None] = {}
    for view in assessment.views:
        wishing = wishes(act, command, view)
        found |= dict.fromkeys(unconfirmed(wishing, given, context.actor, confirming=confirming))
        found |= dict.fromkeys(
            missing_assents(
                (party for party in act.assents(command, view) if party not in wishing),
                context.actor,
                context.mandates,
                given,
                act.act_of(command),
                view.asset.id,
                context.today,
            )
        )
    return tuple(found)


def needed(act: Act[Any], command: Any, assessment: Assessment) -> tuple[str, ...]:
    """All whose assent the act needs, in order."""
    return tuple(
        dict.fromkeys(
            party
            for view in assessment.views
            for party in (*act.assents(command, view), *wishes(act, command, view))
        )
    )
