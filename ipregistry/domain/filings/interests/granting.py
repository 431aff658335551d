"""Granting an interest: a licence, or a pledge, mortgage or charge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ipregistry.domain.dispositions import EXCLUSIVE, term_of_right
from ipregistry.domain.facts import Context, PartyFacts
from ipregistry.domain.filings.acts import (
    Act,
    Deed,
    View,
    check_sort,
    filing_type,
    securities,
)
from ipregistry.domain.filings.interests.command import (
    COMPULSORY,
    OF_RIGHT,
    Granting,
    PartyAt,
    on_record,
    read_licence,
    read_security,
    twice_named,
)
from ipregistry.domain.filings.interests.conflicts import conflicts
from ipregistry.domain.filings.subjects import title_if_recorded
from ipregistry.domain.policies import Rule, weigh
from ipregistry.domain.titles import Effect, Grant, Interest, InterestCategory
from ipregistry.domain.violations import Severity, Violation

SUBLICENCE = "sublicence"


class GrantingAct(Act[Granting]):
    """What licences and security interests share."""

    disposes = True
    giver_role = ""
    holder_role = ""

    def deed(self, command: Granting) -> Deed:
        return command.deed

    def parties(self, command: Granting) -> tuple[tuple[str, str], ...]:
        return tuple((p.pointer, p.party) for p in (*command.grantors, *command.holders))

    def judge_command(self, command: Granting, context: Context) -> list[Violation]:
        violations = twice_named(command.grantors, command.holders)
        if command.until is not None and command.until < (command.start or context.today):
            violations.append(Violation("end-before-start", self.until_pointer))
        if command.share is None:
            violations.append(Violation("share-not-a-fraction", "/share"))
        return violations

    until_pointer = "/endDate"

    def assents(self, command: Granting, view: View) -> tuple[str, ...]:
        roles = view.rules.assents.value
        asked = [p.party for p in command.grantors] if self.giver_role in roles else []
        if self.holder_role in roles:
            asked += [p.party for p in command.holders]
        rule = view.rules.co_owner_assent
        if rule.value and rule.refuses and self.needs_co_owners(command):
            asked += self.co_owners(command, view)
        return tuple(dict.fromkeys(asked))

    def needs_co_owners(self, _command: Granting) -> bool:
        """Whether those who hold the right with the grantors are asked."""
        return True

    def co_owners(self, command: Granting, view: View) -> list[str]:
        """Who holds the right beside the grantors, unless their agreement is cited."""
        if view.deed.carries("co-owner-agreement"):
            return []
        giving = {p.party for p in command.grantors}
        return [party for party in view.holders if party not in giving]

    def asks(self, command: Granting, view: View, missing: tuple[str, ...]) -> list[Violation]:
        rule, owners = view.rules.co_owner_assent, self.co_owners(command, view)
        if not rule.value or not self.needs_co_owners(command):
            return []
        if rule.refuses:
            owners = [party for party in owners if party in missing]
        found = [
            weigh(rule, Violation("co-owner-consent-missing", view.pointer, {"party": party}))
            for party in owners
        ]
        # The filing waits for them: it is told, not refused.
        return [_told(violation) for violation in found]

    def judge_fit(self, command: Granting, view: View) -> list[Violation]:
        """An interest older than who granted it would leave a gap in the chain."""
        (effect,) = self.effects(command, view, "tried")
        tried = title_if_recorded(view.context, view.asset, self.name, effect, view.context.today)
        if len(tried.notified.open_findings) <= len(view.title.notified.open_findings):
            return []
        params = {"date": effect.on.isoformat()}
        return [Violation("contradicts-recorded-entry", "/executedDate", params)]

    def effects(self, command: Granting, view: View, transaction: str) -> tuple[Effect, ...]:
        interest = command.interest(view, transaction)
        return (Grant(view.register, self.starts(command, view), interest),)

    def starts(self, command: Granting, view: View) -> date:
        """From when it burdens the right."""
        return max(view.counts_from, command.start) if command.start else view.counts_from

    def sides(self, command: Granting, context: Context) -> list[tuple[str, list[PartyFacts]]]:
        return [
            (self.giver_role, on_record(command.grantors, context)),
            (self.holder_role, on_record(command.holders, context)),
        ]

    def outlives(self, command: Granting, view: View, code: str) -> list[Violation]:
        """The interest's term ends after the right's."""
        ends, confidence = term_of_right(view.asset, view.title)
        if not view.rules.within_term.value or ends is None or command.until is None:
            return []
        if command.until <= ends:
            return []
        params = {"end": command.until.isoformat(), "term": ends.isoformat()}
        rule = view.rules.within_term
        # The rule is no surer than the term that it is held against.
        weaker = rule if confidence != "M" else Rule(rule.value, rule.citation, "M")
        return [weigh(weaker, Violation(code, self.until_pointer, params))]


def _told(violation: Violation) -> Violation:
    return Violation(
        violation.code,
        violation.pointer,
        violation.params,
        violation.citation,
        Severity.WARNING,
    )


# What shows that an authority has granted a licence against the holder's will, and that a
# licensee may let others in.
COMPULSORY_DECISION, PERMISSION = "compulsory-licence-decision", "sublicence-permission"


class LicenceAct(GrantingAct):
    """A licence: exclusive, sole, non-exclusive, of right, or under another licence.

    A compulsory one is an authority's: its holder assents to nothing, and the paper is its proof.
    """

    name = "licence"
    citation = (
        "CN: Patent Law art. 12, 50-52, Trademark Law art. 43; HK: Cap. 514 s.52(3), "
        "Cap. 559 s.29(2)(b); MO: Industrial Property Code art. 12-13, form ECO-052"
    )
    giver_role = "licensor"
    holder_role = "licensee"
    changes = "a licence comes to burden the right"
    undone_by = ("licence-termination", "correction")

    def read(self, body: Mapping[str, Any]) -> Granting:
        return read_licence(body)

    def stops(self, command: Granting) -> frozenset[str]:
        if command.kind == COMPULSORY:
            return frozenset()  # An authority grants it: it is no disposition of the holder's.
        # A non-exclusive licence leaves the right where it is: a lock does not stop it.
        return frozenset({"licence", "exclusive-licence"} if _exclusive(command) else {"licence"})

    def by_law(self, command: Granting) -> bool:
        return command.kind == COMPULSORY

    def sort(self, command: Granting) -> str | None:
        return command.kind

    def assents(self, command: Granting, view: View) -> tuple[str, ...]:
        if self.by_law(command):
            return ()
        return tuple(dict.fromkeys((*super().assents(command, view), *_permitting(command, view))))

    def asks(self, command: Granting, view: View, missing: tuple[str, ...]) -> list[Violation]:
        rule = view.rules.sublicence_consent
        unasked = [party for party in _permitting(command, view) if party in missing]
        return [
            *super().asks(command, view, missing),
            *(
                _told(weigh(rule, Violation("sublicence-consent-missing", view.pointer, params)))
                for params in ({"party": party} for party in unasked)
            ),
            *_examined(self, command, view),
        ]

    def reasons_to_examine(self, command: Granting, view: View) -> list[str]:
        return [COMPULSORY] if self.by_law(command) and not view.by_officer else []

    def needs_co_owners(self, command: Granting) -> bool:
        # CN Patent Law art. 14: a co-owner may grant ordinary licences alone.
        return command.kind in {*EXCLUSIVE, OF_RIGHT} and command.under is None

    def judge(self, command: Granting, view: View) -> list[Violation]:
        kind = command.kind or view.rules.presumed_kind.value
        violations = self.outlives(command, view, "licence-outlives-right")
        if not kind:
            violations.append(Violation("licence-kind-missing", "/licenceKind"))
        if command.kind != OF_RIGHT and not command.holders:
            violations.append(Violation("licensee-missing", "/licenseeBag"))
        if command.kind == COMPULSORY and not view.deed.carries(COMPULSORY_DECISION):
            violations.append(Violation("instrument-missing", "/evidenceBag"))
        violations += _wrong_licensors(command, view)
        violations += check_sort(kind, view, "/licenceKind") if kind else []
        return violations + conflicts(
            _terms(command, kind or ""),
            self.starts(command, view),
            view,
            view.rules.exclusive_conflicts,
        )


def _permitting(command: Granting, view: View) -> tuple[str, ...]:
    """The holders who must agree that a licensee lets others in, where the law says so.

    CN: Patent Law art. 12; MO: Industrial Property Code art. 13(4).
    """
    rule = view.rules.sublicence_consent
    if command.under is None or not rule.value or not rule.refuses:
        return ()
    return () if view.deed.carries(PERMISSION) else view.holders


def _examined(act: LicenceAct, command: Granting, view: View) -> list[Violation]:
    """What its filer is told where an officer looks at it first."""
    return [
        Violation(
            "not-straight-through",
            view.pointer,
            {"reason": reason},
            "Node practice: an officer looks at what is granted without the holder's will",
            Severity.WARNING,
        )
        for reason in act.reasons_to_examine(command, view)
    ]


def _terms(command: Granting, kind: str) -> Interest:
    """What the licence would be, as far as others can conflict with it."""
    return Interest(
        "",
        InterestCategory.LICENCE,
        kind,
        (),
        (),
        command.until,
        command.territories,
        command.fields,
        command.under,
    )


def _exclusive(command: Granting) -> bool:
    return command.kind in EXCLUSIVE


def _wrong_licensors(command: Granting, view: View) -> list[Violation]:
    if command.under is None:
        return [
            Violation("licensor-not-holder", p.pointer, {"party": p.party})
            for p in _strangers(command.grantors, set(view.holders))
        ]
    head = view.title.notified.interest(command.under)
    day = view.context.today
    licence = head is not None and head.interest.category is InterestCategory.LICENCE
    if head is None or not licence or not head.interest.runs_on(day):
        return [Violation("licence-unknown", "/under", {"interest": command.under})]
    licensees = {holder.party for holder in head.interest.holders}
    wrong = [
        Violation("licensor-not-licensee", p.pointer, {"party": p.party})
        for p in _strangers(command.grantors, licensees)
    ]
    ends = head.interest.until
    if ends is not None and (command.until is None or command.until > ends):
        wrong.append(
            Violation("sublicence-outlives-licence", "/endDate", {"term": ends.isoformat()})
        )
    return wrong


def _strangers(parties: tuple[PartyAt, ...], known: set[str]) -> list[PartyAt]:
    return [p for p in parties if p.party not in known]


class SecurityAct(GrantingAct):
    """A pledge, mortgage or charge of a right."""

    name = "security"
    citation = (
        "CN: Civil Code art. 444, CNIPA Announcement 461 art. 3-4; HK: Cap. 514 s.52(3)(b), "
        "Cap. 559 s.29(2)(c); MO: Industrial Property Code art. 14, form ECO-052"
    )
    giver_role = "grantor"
    holder_role = "secured-party"
    until_pointer = "/debtEndDate"
    changes = "a security interest comes to burden the right"
    undone_by = ("security-release", "correction")

    def read(self, body: Mapping[str, Any]) -> Granting:
        return read_security(body)

    def judge(self, command: Granting, view: View) -> list[Violation]:
        violations = [
            Violation("pledgor-not-registered-owner", p.pointer, {"party": p.party})
            for p in _strangers(command.grantors, set(view.holders))
        ]
        violations += self.outlives(command, view, "debt-outlives-right")
        most, standing = view.rules.most_active, securities(view)
        if most.value and len(standing) >= most.value:
            params = {"interest": standing[0].interest.id}
            violations.append(weigh(most, Violation("already-pledged", view.pointer, params)))
        return violations

    def chargors(self, command: Granting) -> tuple[str, ...]:
        return tuple(grantor.party for grantor in command.grantors)

    def details(self, command: Granting) -> dict[str, Any]:
        return {"securedAmount": command.amount}


LICENCE = LicenceAct()
SECURITY = SecurityAct()
TYPES = (filing_type(LICENCE), filing_type(SECURITY))
