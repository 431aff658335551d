"""What holds do when the restriction that they are behind is corrected.

The hold says the rest of a restriction to those entitled, so it must stand when the chain
says that dispositions are restricted, and only then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ipregistry.domain.facts import AssetFacts, Capacity, Context
from ipregistry.domain.filings.holds.ending import next_hold
from ipregistry.domain.outcomes import RecordDraft
from ipregistry.domain.titles import Lift, Restrict, Step, title_at

IN_FORCE, LIFTED = "in-force", "lifted"


def holds_after(
    asset: AssetFacts, after: tuple[Step, ...], context: Context, capacity: Capacity
) -> list[RecordDraft]:
    """The next version of each hold on the right that a correction sets, frees or moves."""
    title = title_at(after, date.max, context.now)
    since = {found.hold: found.since for found in title.record.restrictions}
    drafts = []
    for hold_id in sorted(_behind(asset.steps)):
        hold = asset.hold(hold_id)
        if hold is None:
            continue
        status = IN_FORCE if hold_id in since else LIFTED
        start = since.get(hold_id, hold.start)
        moved = _moved(asset, hold_id, start)
        if status == hold.status and not moved:
            continue
        changes = {"status": status, **({"startDate": start.isoformat()} if moved else {})}
        if status == IN_FORCE:
            changes["liftedOnGround"] = None  # type: ignore[assignment]
        drafts.append(next_hold(hold, capacity, **changes))
    return drafts


def _behind(steps: Iterable[Step]) -> set[str]:
    effects = (getattr(step.effect, "by", None) or step.effect for step in steps)
    return {effect.hold for effect in effects if isinstance(effect, Restrict | Lift)}


def _moved(asset: AssetFacts, hold_id: str, start: date) -> bool:
    """Whether the restriction begins on another day than it did on record."""
    was = asset.title(date.max, max(step.known_at for step in asset.steps)).record
    before = {found.hold: found.since for found in was.restrictions}
    return hold_id in before and before[hold_id] != start
