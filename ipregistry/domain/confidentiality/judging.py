"""A request for disclosure to an outsider: granted for which papers, waiting for whom, or refused.

A refusal is a decision with its reasons, and recorded like a grant: those whose case it is learn
who asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ipregistry.domain.confidentiality.applying import AppliedLaw
from ipregistry.domain.policies.disclosures import Consenter, DisclosureCode, Recipient


class DisclosureStatus(StrEnum):
    """Where a request for disclosure stands."""

    AWAITING_CONSENT = "awaiting-consent"
    GRANTED = "granted"
    REFUSED = "refused"
    USED = "used"


@dataclass(frozen=True, slots=True)
class NotShown:
    """Why something is not told: a code that has a text in every catalogue, and its particulars."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper of the case: the pack's id of it, and whether every side reads it."""

    id: str
    document: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: by whom, on which ground, shown by which paper.

    `papers` None: all that the ground opens.
    """

    recipient: Recipient
    basis: str | None
    document: str | None
    papers: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a request. `awaited`: the sides (and `mediator`) that have not agreed yet;
    `withheld`: why a paper that was asked for is not among `papers`.
    """

    status: DisclosureStatus
    code: DisclosureCode | None = None
    papers: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    reasons: tuple[NotShown, ...] = ()
    withheld: Mapping[str, NotShown] = field(default_factory=dict)


MEDIATOR = "mediator"


def judge(
    asked: Asked,
    law: AppliedLaw,
    papers: Sequence[PaperFacts],
    sides: Sequence[str],
    consents: Mapping[str, bool],
) -> Verdict:
    """The decision on a request, by the law of the case.

    `papers` are those of the case that fall under this law; `consents` what each side (or
    `mediator`) has said so far. Pure: the same request on the same case is answered alike.
    """
    code = law.codes.get(asked.basis or "")
    reasons = _against(asked, law, code)
    if code is None or reasons:
        return Verdict(DisclosureStatus.REFUSED, code, reasons=reasons)
    chosen, withheld = _papers(asked, code, papers)
    if not chosen:
        none = NotShown("disclosure-no-paper", {"basis": code.id}, code.citation)
        return Verdict(DisclosureStatus.REFUSED, code, reasons=(none,), withheld=withheld)
    needed = _needed(code, sides)
    if refused := [who for who in needed if consents.get(who) is False]:
        reasons = tuple(
            NotShown("disclosure-consent-refused", {"side": who}, code.citation) for who in refused
        )
        return Verdict(DisclosureStatus.REFUSED, code, reasons=reasons, withheld=withheld)
    awaited = tuple(who for who in needed if who not in consents)
    status = DisclosureStatus.AWAITING_CONSENT if awaited else DisclosureStatus.GRANTED
    return Verdict(status, code, chosen, awaited, withheld=withheld)


def _needed(code: DisclosureCode, sides: Sequence[str]) -> tuple[str, ...]:
    of_sides = tuple(sides) if Consenter.SIDES in code.consents else ()
    return (*of_sides, MEDIATOR) if Consenter.MEDIATOR in code.consents else of_sides


def _against(asked: Asked, law: AppliedLaw, code: DisclosureCode | None) -> tuple[NotShown, ...]:
    """Everything that speaks against a request, whatever the papers."""
    if asked.basis is None:
        return (NotShown("disclosure-basis-missing", {}, law.citation),)
    if code is None:
        name = "disclosure-consent-only" if law.consent_only else "disclosure-basis-not-listed"
        return (NotShown(name, {"basis": asked.basis, "place": law.place or "-"}, law.citation),)
    reasons = []
    if asked.recipient not in code.recipients:
        params = {"basis": code.id, "recipient": asked.recipient.value}
        reasons.append(NotShown("disclosure-recipient-not-covered", params, code.citation))
    if code.document and asked.document is None:
        params = {"basis": code.id, "document": code.document}
        reasons.append(NotShown("disclosure-document-missing", params, code.citation))
    if code.papers is None and not asked.papers:
        reasons.append(NotShown("disclosure-papers-not-named", {"basis": code.id}, code.citation))
    return tuple(reasons)


def _papers(
    asked: Asked, code: DisclosureCode, papers: Sequence[PaperFacts]
) -> tuple[tuple[str, ...], dict[str, NotShown]]:
    known = {paper.id: paper for paper in papers}
    wanted = known if asked.papers is None else dict.fromkeys(asked.papers)
    chosen, withheld = [], {}
    for paper_id in wanted:
        reason = _closed(known.get(paper_id), code)
        if reason is None:
            chosen.append(paper_id)
        elif asked.papers is not None:
            withheld[paper_id] = reason
    return tuple(chosen), withheld


def _closed(paper: PaperFacts | None, code: DisclosureCode) -> NotShown | None:
    """Why a paper is not opened. What one side alone or the tribunal may read is no paper of this
    kind: it is not told apart from one that does not exist.
    """
    if paper is None or not paper.shared:
        return NotShown("disclosure-paper-unknown")
    if code.papers is not None and paper.document not in code.papers:
        params = {"basis": code.id, "document": paper.document}
        return NotShown("disclosure-paper-not-covered", params, code.citation)
    return None
