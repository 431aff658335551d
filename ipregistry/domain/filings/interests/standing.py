"""An interest that stands: its amendment and its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.access import Actor
from ipregistry.domain.dispositions import missing_assents, term_of_right
from ipregistry.domain.facts import Context
from ipregistry.domain.filings.acts import Act, Deed, View, filing_type
from ipregistry.domain.filings.interests.command import (
    COMPULSORY,
    LICENCE_KINDS,
    OF_RIGHT,
    OnInterest,
    read_on_interest,
    standing_interest,
)
from ipregistry.domain.filings.interests.conflicts import conflicts, stopped, widens
from ipregistry.domain.policies import weigh
from ipregistry.domain.titles import Effect, End, Interest, InterestCategory, Vary
from ipregistry.domain.violations import Violation

# What a party shows of a secured party that does not file itself.
DISCHARGE = "discharge"


class OnInterestAct(Act[OnInterest]):
    """What amendments and ends of interests share."""

    category: InterestCategory

    def read(self, body: Mapping[str, Any]) -> OnInterest:
        return read_on_interest(body)

    def deed(self, command: OnInterest) -> Deed:
        return command.deed

    def parties(self, _command: OnInterest) -> tuple[tuple[str, str], ...]:
        return ()

    def interest(self, command: OnInterest, view: View) -> Interest | None:
        """The interest that the filing is about, if it stands on this right."""
        found = standing_interest(command, self.category, view)
        return None if found is None else found.interest

    def concerned(self, command: OnInterest, view: View) -> set[str]:
        interest = self.interest(command, view)
        if interest is None:
            # Whoever asks about one that does not stand is told so.
            return {view.context.actor.party or ""}
        return {p.party for p in (*interest.givers, *interest.holders)} | set(view.holders)

    def judge(self, command: OnInterest, view: View) -> list[Violation]:
        if self.interest(command, view) is not None:
            return []
        return [Violation("not-active", "/interest", {"interest": command.interest})]

    def details(self, command: OnInterest) -> dict[str, Any]:
        return {"interest": command.interest, "securedAmount": command.amount}


class AmendmentAct(OnInterestAct):
    """Other terms for an interest that stands."""

    changes = "the terms of an interest"

    def __init__(self, name: str, category: InterestCategory, citation: str) -> None:
        self.name, self.category, self.citation = name, category, citation  # type: ignore[misc]

    def judge(self, command: OnInterest, view: View) -> list[Violation]:
        violations = super().judge(command, view)
        ends, _ = term_of_right(view.asset, view.title)
        rule = view.rules.within_term
        if rule.value and ends and command.until and command.until > ends:
            params = {"end": command.until.isoformat(), "term": ends.isoformat()}
            security = self.category is InterestCategory.SECURITY
            code = "debt-outlives-right" if security else "licence-outlives-right"
            violations.append(weigh(rule, Violation(code, "/endDate", params)))
        violations += self._wrong_kind(command, view) + self._beyond_head(command, view)
        return violations + self._as_new(command, view)

    def _beyond_head(self, command: OnInterest, view: View) -> list[Violation]:
        """A sublicence is made no longer than the licence that it is under."""
        interest = self.interest(command, view)
        under = None if interest is None else interest.under
        head = None if under is None else view.title.notified.interest(under)
        ends = None if head is None else head.interest.until
        if ends is None or command.until is None or command.until <= ends:
            return []
        params = {"term": ends.isoformat()}
        return [Violation("sublicence-outlives-licence", "/endDate", params)]

    def _wrong_kind(self, command: OnInterest, view: View) -> list[Violation]:
        """A licence stays offered to all, or an authority's, or neither: it is ended instead."""
        interest = self.interest(command, view)
        licence = self.category is InterestCategory.LICENCE
        if interest is None or not licence or command.kind in {None, interest.kind}:
            return []
        apart = {OF_RIGHT, COMPULSORY} & {command.kind, interest.kind}
        if command.kind in LICENCE_KINDS and not apart:
            return []
        params = {"kind": command.kind or "", "old": interest.kind}
        return [Violation("licence-kind-not-amended", "/interestKind", params)]

    def _as_new(self, command: OnInterest, view: View) -> list[Violation]:
        """What gives more of the right away is judged as the licence that it amounts to."""
        standing = standing_interest(command, self.category, view)
        if standing is None or self.category is not InterestCategory.LICENCE:
            return []
        terms = command.varied(standing.interest)
        rules = view.policy.acts.get("licence")
        if rules is None or not widens(standing.interest, terms):
            return []
        start = max(standing.step.effect.on, view.counts_from)
        found = [block.violation.under(view.pointer) for block in stopped(terms, view)]
        return found + conflicts(terms, start, view, rules.exclusive_conflicts)

    def assents(self, command: OnInterest, view: View) -> tuple[str, ...]:
        interest = self.interest(command, view)
        parties = () if interest is None else (*interest.givers, *interest.holders)
        return tuple(dict.fromkeys(p.party for p in parties))

    def effects(self, command: OnInterest, view: View, _transaction: str) -> tuple[Effect, ...]:
        interest = self.interest(command, view)
        assert interest is not None  # noqa: S101 - judged before
        return (Vary(view.register, view.counts_from, command.varied(interest)),)


class EndAct(OnInterestAct):
    """The release of a security interest, the termination of a licence.

    It needs the holder of the interest: its own filing, its agent's, or its signed paper,
    which an officer then looks at. What is offered to everybody has no holder: whoever holds
    the right takes the offer back (CN: Patent Law art. 50).
    """

    changes = "an interest ends"

    def lacking(self, interest: Interest, citation: str) -> Violation:
        """What is wrong where nothing of the interest's holder is there."""
        raise NotImplementedError

    def judge(self, command: OnInterest, view: View) -> list[Violation]:
        violations = super().judge(command, view)
        interest = self.interest(command, view)
        if interest is None or self._by_holder(interest, view) or view.deed.carries(DISCHARGE):
            return violations
        return [*violations, self.lacking(interest, view.rules.source.citation)]

    def _by_holder(self, interest: Interest, view: View) -> bool:
        """Whether the holder files, or one of several: the others are then asked."""
        holders = _ending(interest, view)
        missing = _missing(holders, view.context, self.name, view.asset.id)
        return len(missing) < len(holders)

    def assents(self, command: OnInterest, view: View) -> tuple[str, ...]:
        interest = self.interest(command, view)
        if interest is None or not self._by_holder(interest, view):
            return ()
        return tuple(_ending(interest, view))

    def reasons_to_examine(self, command: OnInterest, view: View) -> list[str]:
        interest = self.interest(command, view)
        if interest is None or self._by_holder(interest, view):
            return []
        return ["discharge-by-paper"]

    def effects(self, command: OnInterest, view: View, _transaction: str) -> tuple[Effect, ...]:
        return (End(view.register, view.counts_from, command.interest, command.outcome),)


def _ending(interest: Interest, view: View) -> list[str]:
    """Whose the end of an interest is."""
    return [holder.party for holder in interest.holders] or list(view.holders)


def _missing(parties: list[str], context: Context, act: str, asset: str) -> list[str]:
    actor: Actor = context.actor
    return missing_assents(
        parties, actor, context.mandates, context.given, act, asset, context.today
    )


class LicenceTerminationAct(EndAct):
    """A licence ends before its time."""

    name = "licence-termination"
    category = InterestCategory.LICENCE
    citation = (
        "CN: cancellation of a licence recordal (CNIPA code EC01); HK: form T11, r.64; "
        "MO: annotation"
    )

    def lacking(self, interest: Interest, citation: str) -> Violation:
        params = {"interest": interest.id}
        return Violation("licensee-evidence-required", "/evidenceBag", params, citation)


class SecurityReleaseAct(EndAct):
    """A security interest is released."""

    name = "security-release"
    category = InterestCategory.SECURITY
    citation = (
        "CN: cancellation of a pledge registration on proof that the pledge ended (CNIPA code "
        "PC01); HK: form T10; MO: annotation"
    )

    def lacking(self, interest: Interest, citation: str) -> Violation:
        params = {"interest": interest.id}
        return Violation("pledgee-evidence-required", "/evidenceBag", params, citation)


_LICENCE, _SECURITY = InterestCategory.LICENCE, InterestCategory.SECURITY
LICENCE_AMENDMENT = AmendmentAct(
    "licence-amendment",
    _LICENCE,
    "CN: recordal of the change of a licence contract (CNIPA code EM01); "
    "HK: form T11; MO: annotation",
)
LICENCE_TERMINATION = LicenceTerminationAct()
SECURITY_AMENDMENT = AmendmentAct(
    "security-amendment",
    _SECURITY,
    "CN: change of a pledge registration (CNIPA code PM01); HK: form T10; MO: annotation",
)
SECURITY_RELEASE = SecurityReleaseAct()
ACTS = (LICENCE_AMENDMENT, LICENCE_TERMINATION, SECURITY_AMENDMENT, SECURITY_RELEASE)
TYPES = tuple(filing_type(act) for act in ACTS)

__all__ = ["ACTS", "TYPES"]
