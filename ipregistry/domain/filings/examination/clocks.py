"""The clocks of examination: until when a reply, a reconsideration, an appeal.

The policy of the right says how long (`clocks` of the act); where it says nothing, the table
here does. A clock is data with its source; whether it has run out is said by whoever looks
at it on a day, never by a part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ipregistry.domain.clocks import add_months
from ipregistry.domain.facts import AssetFacts, Context, FilingFacts
from ipregistry.domain.filings.subjects import policy_for
from ipregistry.domain.policies import ActPolicy, Rule

REPLY, RECONSIDERATION, APPEAL = "requisition-reply", "reconsideration", "appeal"


@dataclass(frozen=True, slots=True)
class Clock:
    """A span from a day, how often and by how many days it may be made longer, and its source."""

    name: str
    days: int | None
    months: int | None
    extensions: int
    extension_days: int
    citation: str
    confidence: str

    def ends(self, start: date) -> date:
        """The last day of the span that starts on this day."""
        if self.months is not None:
            return add_months(start, self.months)
        return start + timedelta(days=self.days or 0)

    @property
    def rule(self) -> Rule:
        """The clock as a rule, for weighing: one from memory refuses nothing."""
        return Rule(self.days or self.months, self.citation, self.confidence)

    def document(self) -> dict[str, Any]:
        """As it stands in a part: the span and its source."""
        values = {
            "name": self.name,
            "days": self.days,
            "months": self.months,
            "extensions": self.extensions,
            "extensionDays": self.extension_days,
            "citation": self.citation,
            "confidence": self.confidence,
        }
        return {name: value for name, value in values.items() if value is not None}


_PRACTICE = "Node practice, until the office sets its own time"

# Where a policy is silent. No source was found for the time in which an office answers to a
# requisition or reconsiders a recordal, so those two are node practice (D).
_EVERYWHERE: Mapping[str, Clock] = {
    REPLY: Clock(REPLY, 60, None, 2, 30, _PRACTICE, "D"),
    RECONSIDERATION: Clock(RECONSIDERATION, 30, None, 0, 0, _PRACTICE, "D"),
    APPEAL: Clock(APPEAL, 30, None, 0, 0, "No source known for this place", "M"),
}
_OF_OFFICE: Mapping[tuple[str, str], Clock] = {
    ("HK", APPEAL): Clock(
        APPEAL,
        28,
        None,
        0,
        0,
        "Cap. 559 s.84; Cap. 4A O.100: 28 days from the decision, as a practitioner states it",
        "S",
    ),
    ("CN", APPEAL): Clock(
        APPEAL,
        60,
        None,
        0,
        0,
        "Administrative Reconsideration Law (2023) art. 20: sixty days from knowing of the act",
        "S",
    ),
    ("MO", APPEAL): Clock(
        APPEAL, None, 1, 0, 0, "DL 97/99/M art. 277: one month from publication", "M"
    ),
}


def clock_for(context: Context, filing: FilingFacts, name: str, asset: str | None = None) -> Clock:
    """The clock of this name for a filing, or for one right of it."""
    rights = [a for a in subjects_of(context, filing) if asset in {None, a.id}]
    return _of_right(context, filing, rights[0], name) if rights else _EVERYWHERE[name]


def _of_right(context: Context, filing: FilingFacts, right: AssetFacts, name: str) -> Clock:
    rules = rules_of(context, filing, right)
    said = None if rules is None or not rules.clocks.value else rules.clocks.value.get(name)
    if rules is None or said is None:
        return _OF_OFFICE.get((right.office, name), _EVERYWHERE[name])
    return Clock(
        name,
        said.get("days"),
        said.get("months"),
        said.get("extensions", 0),
        said.get("extensionDays", 0),
        rules.clocks.citation,
        rules.clocks.confidence,
    )


def rules_of(context: Context, filing: FilingFacts, right: AssetFacts) -> ActPolicy | None:
    """The policy's rules for what a filing does to a right; None where it has none for it."""
    acts = policy_for(context, right.office, right.kind).acts
    return acts.get(filing.act) or acts.get(filing.type)


def subjects_of(context: Context, filing: FilingFacts) -> list[AssetFacts]:
    """The rights that a filing is on, each once, in the order of their numbers."""
    found = {a.id: a for a in context.assets.values() if a.id in filing.subjects}
    return [found[asset] for asset in sorted(found)]
