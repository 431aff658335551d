"""What changed between the reception of a filing and its decision.

Nothing of it was stored: title as it was known at reception is the same fold, and the rules
run on it as they run on the title of today.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ipregistry.domain.facts import AssetFacts, Context, FilingFacts
from ipregistry.domain.filings.examination.accepting import rules_say
from ipregistry.domain.filings.examination.clocks import subjects_of
from ipregistry.domain.titles import Step
from ipregistry.domain.violations import Severity, Violation, refusing


@dataclass(frozen=True, slots=True)
class Moved:
    """One right then and now, with the entries in between."""

    then: AssetFacts
    now: AssetFacts
    since: tuple[Step, ...]

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts recorded since, each once, in their order."""
        return tuple(dict.fromkeys(step.act for step in self.since))


@dataclass(frozen=True, slots=True)
class Difference:
    """What the rules said at reception and say now, and what moved on each right."""

    moved: tuple[Moved, ...]
    then: tuple[Violation, ...]
    now: tuple[Violation, ...]

    @property
    def new(self) -> tuple[Violation, ...]:
        """What refuses or warns now and did not at reception."""
        before = {(v.code, tuple(sorted(v.params.items()))) for v in self.then}
        return tuple(v for v in self.now if (v.code, tuple(sorted(v.params.items()))) not in before)


def difference(context: Context, filing: FilingFacts, received_on: date) -> Difference:
    """Then and now. `received_on` is the day of reception at the node's place."""
    assets = {ref: as_known(asset, filing.received_at) for ref, asset in context.assets.items()}
    then = replace(context, assets=assets, now=filing.received_at, today=received_on)
    return Difference(
        tuple(moved_since(context, filing)),
        tuple(rules_say(then, filing)),
        tuple(rules_say(context, filing)),
    )


def moved_since(context: Context, filing: FilingFacts) -> list[Moved]:
    """Every right of the filing then and now."""
    return [
        Moved(
            as_known(asset, filing.received_at),
            asset,
            tuple(step for step in asset.steps if step.known_at > filing.received_at),
        )
        for asset in subjects_of(context, filing)
    ]


def as_known(asset: AssetFacts, instant: str) -> AssetFacts:
    """The right as it was known at an instant, with the title version of then."""
    steps = tuple(step for step in asset.steps if step.known_at <= instant)
    later = len({s.ord for s in asset.steps if s.moves} - {step.ord for step in steps})
    return replace(
        asset,
        steps=steps,
        title_version=asset.title_version - later,
        holds=tuple(hold for hold in asset.holds if hold.known_at <= instant),
        pending=tuple(waiting for waiting in asset.pending if waiting.received_at < instant),
    )


def since_reception(context: Context, filing: FilingFacts) -> tuple[Violation, ...]:
    """The difference as warnings, for whoever decides: what moved, and what stands before it."""
    found: list[Violation] = []
    for moved in moved_since(context, filing):
        if moved.since:
            params: dict[str, str | int] = {
                "asset": moved.now.id,
                "seen": moved.then.title_version,
                "current": moved.now.title_version,
                "changed": ", ".join(moved.acts),
            }
            found.append(_warning("title-moved-since-reception", params))
        found += [
            _warning(
                "earlier-filing-pending", {"act": waiting.act, "received": waiting.received_at}
            )
            for waiting in moved.now.pending
            if waiting.received_at < filing.received_at
        ]
    return tuple(found)


def new_refusals(found: Difference) -> list[Violation]:
    """What would refuse the filing now and would not have at reception."""
    return refusing(list(found.new))


def _warning(code: str, params: dict[str, str | int]) -> Violation:
    return Violation(code, "/filing", params, severity=Severity.WARNING)
