"""Disclosure of papers of a case to an outsider: asked for, agreed to, opened once.

Whatever comes of a request is recorded in the case, a refusal with its reasons too: those whose
case it is learn who asked, on which ground, and what was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.cases.drafts import case_outcome, child_draft
from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL, CaseFacts, CaseRole
from ipregistry.domain.cases.sides import Standing, known_case, on_behalf
from ipregistry.domain.classes import Label
from ipregistry.domain.confidentiality.applying import AppliedLaw, law_of
from ipregistry.domain.confidentiality.judging import (
    MEDIATOR,
    Asked,
    DisclosureStatus,
    PaperFacts,
    Verdict,
    judge,
)
from ipregistry.domain.confidentiality.records import (
    DisclosureFacts,
    law_document,
    verdict_members,
)
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome
from ipregistry.domain.policies.disclosures import Recipient
from ipregistry.domain.violations import Severity, Violation


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A request: to whom, on which ground, which papers."""

    case: str
    name: str
    place: str | None
    asked: Asked
    purpose: str | None
    by: str | None
    received_paper: str | None


def read(body: Mapping[str, Any]) -> Disclosure:
    """The command of a body whose shape was checked."""
    papers = body.get("paperBag")
    return Disclosure(
        body["case"],
        body["recipientText"],
        body.get("recipientPlaceCode"),
        Asked(
            Recipient(body["recipientCategory"]),
            body.get("basis"),
            body.get("basisDocumentDigest"),
            None if papers is None else tuple(papers),
        ),
        body.get("purposeText"),
        body.get("by"),
        body.get("receivedPaperDigest"),
    )


def decide(command: Disclosure, context: Context) -> Decision:
    """The decision by the law of the case. A refusal is recorded, not only answered."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, own = found
    law, verdict = _judged(command.asked, case, context, {})
    document = {
        "case": case.id,
        "recipientCategory": command.asked.recipient.value,
        "recipientText": command.name,
        "recipientPlaceCode": command.place,
        "basis": command.asked.basis,
        "basisDocumentDigest": command.asked.document,
        "askedBag": None if command.asked.papers is None else list(command.asked.papers),
        "purposeText": command.purpose,
        "receivedPaperDigest": command.received_paper,
        "law": law_document(law),
        "enteredBy": own.side,
        "requestedAt": context.now,
        **verdict_members(verdict, _papers(case, context), context.now, context.today),
    }
    record = context.new_id("case-disclosure")
    return _outcome(context, "case-disclosure", case, own.side, record, 1, document, law)


def _judged(
    asked: Asked, case: CaseFacts, context: Context, consents: Mapping[str, bool]
) -> tuple[AppliedLaw, Verdict]:
    """By the law of the case; where papers of the mediation are asked for, by that law."""
    known = _papers(case, context)
    named = [known[one].document for one in asked.papers or () if one in known]
    laws = [_law(case, context, paper) for paper in dict.fromkeys(named)] or [
        _law(case, context, None)
    ]
    law = laws[0]
    # Papers of two laws in one request: each is shown only under its own.
    mine = [
        paper
        for paper in known.values()
        if _law(case, context, paper.document).procedure is law.procedure
    ]
    sides = [side["side"] for side in case.sides]
    return law, judge(asked, law, mine, sides, consents)


def _law(case: CaseFacts, context: Context, paper: str | None) -> AppliedLaw:
    opened = date.fromisoformat(case.document["openedDate"])
    return law_of(case.published.pack, case.document, context.policies, opened, paper=paper)


def _papers(case: CaseFacts, context: Context) -> dict[str, PaperFacts]:
    return {paper.id: paper for paper in context.case_papers.get(case.id, ())}


def _outcome(
    context: Context,
    type_name: str,
    case: CaseFacts,
    side: str,
    record: str,
    version: int,
    document: Mapping[str, Any],
    law: AppliedLaw | None = None,
) -> Outcome:
    draft = child_draft("case-disclosure", record, document, Label.CASE_ALL, version=version)
    outcome = case_outcome(context, type_name, case.id, side, case.published, [draft])
    return outcome if law is None else replace(outcome, policies=law.policies)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a side, or the mediator, says to a disclosure; a yes is taken back by a no."""

    case: str
    disclosure: str
    agreed: bool
    by: str | None
    received_paper: str | None


def read_consent(body: Mapping[str, Any]) -> Consent:
    """The command of a body whose shape was checked."""
    return Consent(
        body["case"],
        body["disclosure"],
        body["agreedIndicator"],
        body.get("by"),
        body.get("receivedPaperDigest"),
    )


def decide_consent(command: Consent, context: Context) -> Decision:
    """The last yes grants; a no refuses, also after a yes, until something was shown."""
    found = known_case(command.case, context)
    if isinstance(found, list):
        return found
    case, own = found
    standing = on_behalf(case, own, command.by)
    if isinstance(standing, list):
        return standing
    disclosure = _known(command.disclosure, case, context)
    if isinstance(disclosure, list):
        return disclosure
    who = _consenter(case, standing, context)
    if wrong := _against(command, disclosure, own, who):
        return wrong
    said = {**_consents(disclosure), who: command.agreed}
    law, verdict = _judged(_asked(disclosure), case, context, said)
    document = {
        **disclosure.document,
        **verdict_members(verdict, _papers(case, context), context.now, context.today),
        "consentBag": [
            *(c for c in disclosure.document.get("consentBag") or () if c["by"] != who),
            _consent_document(command, who, context.now),
        ],
    }
    return _outcome(
        context,
        "case-consent",
        case,
        standing.side,
        disclosure.id,
        disclosure.version + 1,
        document,
        law,
    )


def _consent_document(command: Consent, who: str, now: str) -> dict[str, Any]:
    said = {"by": who, "agreedIndicator": command.agreed, "at": now}
    entered = command.received_paper
    return said if entered is None else {**said, "receivedPaperDigest": entered}


def _known(
    disclosure_id: str, case: CaseFacts, context: Context
) -> DisclosureFacts | list[Violation]:
    found = context.disclosures.get(disclosure_id)
    if found is None or found.document["case"] != case.id:
        return [
            Violation("case-disclosure-unknown", "/disclosure", {"case-disclosure": disclosure_id})
        ]
    return found


def _consenter(case: CaseFacts, standing: Standing, context: Context) -> str:
    who = (context.actor.account, context.actor.party)
    mediates = any(m.member in who and m.role is CaseRole.MEDIATOR for m in case.members)
    if standing.side == NEUTRAL and (mediates or standing.entered):
        return MEDIATOR
    return standing.side


def _against(
    command: Consent,
    disclosure: DisclosureFacts,
    own: Standing,
    who: str,
) -> list[Violation]:
    wrong = []
    if own.side == INSTITUTION and command.received_paper is None:
        params = {"by": command.by or who}
        wrong.append(Violation("case-entered-without-paper", "/receivedPaperDigest", params))
    waits = disclosure.status is DisclosureStatus.AWAITING_CONSENT
    granted = disclosure.status is DisclosureStatus.GRANTED
    takes_back = granted and not command.agreed and who in _consents(disclosure)
    if not waits and not takes_back:
        params = {"status": disclosure.status.value}
        wrong.append(Violation("case-disclosure-decided", "/disclosure", params))
    asked = {*disclosure.document.get("awaitedBag", ()), *_consents(disclosure)}
    if who not in asked:
        params = {"by": who}
        wrong.append(
            Violation("case-consent-not-asked", "/by", params, severity=Severity.FORBIDDEN)
        )
    return wrong


def _consents(disclosure: DisclosureFacts) -> dict[str, bool]:
    return {c["by"]: c["agreedIndicator"] for c in disclosure.document.get("consentBag") or ()}


def _asked(disclosure: DisclosureFacts) -> Asked:
    """The request as it was made."""
    document = disclosure.document
    papers = document.get("askedBag")
    return Asked(
        Recipient(document["recipientCategory"]),
        document.get("basis"),
        document.get("basisDocumentDigest"),
        None if papers is None else tuple(papers),
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """The outsider opens what he was granted. Who he is, the node has checked by his token."""

    case: str
    disclosure: str


def decide_opening(command: Opening, context: Context) -> Decision:
    """Once, and not after the last day; from then on the disclosure is used."""
    case = context.cases.get(command.case)
    if case is None:
        return [Violation("case-unknown", "/case", {"case": command.case})]
    disclosure = _known(command.disclosure, case, context)
    if isinstance(disclosure, list):
        return disclosure
    if disclosure.status is not DisclosureStatus.GRANTED:
        params = {"status": disclosure.status.value}
        return [Violation("case-disclosure-decided", "/disclosure", params)]
    if disclosure.last_day is None or disclosure.last_day < context.today:
        params = {"date": str(disclosure.last_day)}
        return [Violation("case-disclosure-over", "/disclosure", params)]
    document = {
        **disclosure.document,
        "status": DisclosureStatus.USED.value,
        "usedAt": context.now,
    }
    return _outcome(
        context,
        "case-disclosure-opening",
        case,
        INSTITUTION,
        disclosure.id,
        disclosure.version + 1,
        document,
    )


def _needs(case: str, *disclosures: str) -> Needs:
    return Needs(cases=(case,), packs=True, case_papers=True, disclosures=disclosures)


TYPES = (
    FilingType(
        name="case-disclosure",
        read=read,
        needs=lambda command: _needs(command.case),
        decide=decide,
        citation="The law of the seat or of the place of mediation, as its policy lists what may "
        "be told; every request is recorded (node practice)",
    ),
    FilingType(
        name="case-consent",
        read=read_consent,
        needs=lambda command: _needs(command.case, command.disclosure),
        decide=decide_consent,
        citation="What may be told by consent is agreed to by each side for itself, and taken "
        "back while nothing was shown (node practice)",
    ),
    FilingType(
        name="case-disclosure-opening",
        read=lambda body: Opening(body["case"], body["disclosure"]),
        needs=lambda command: _needs(command.case, command.disclosure),
        decide=decide_opening,
        citation="What was granted is opened once, and the case says when (node practice)",
    ),
)
