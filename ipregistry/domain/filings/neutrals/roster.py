"""The institution's roster: who may be proposed, by what accreditations, with which ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.classes import Label
from ipregistry.domain.facts import Capacity, Context, FilingStatus, Needs
from ipregistry.domain.filings.reading import read_date
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.neutrals.accreditations import Accreditation, faults
from ipregistry.domain.neutrals.lists import schemes
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.violations import Severity, Violation, refusing

_NAMED = ("party", "account")


@dataclass(frozen=True, slots=True)
class Entry:
    """A neutral as the institution enters him."""

    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What of an entry is otherwise from now on; what is not named stays."""

    neutral: str
    version: int
    said: Mapping[str, Any]


def read_amendment(body: Mapping[str, Any]) -> Amendment:
    """The command of a body whose shape was checked."""
    said = {k: v for k, v in body.items() if k not in {"neutral", "neutralVersion"}}
    return Amendment(body["neutral"], body["neutralVersion"], said)


def _parties(said: Mapping[str, Any]) -> tuple[str, ...]:
    own = (said["party"],) if "party" in said else ()
    return (*own, *(tie["party"] for tie in said.get("tieBag") or () if "party" in tie))


def _against(said: Mapping[str, Any], context: Context) -> list[Violation]:
    """Everything that is wrong with an entry as it would stand."""
    wrong = [
        Violation("party-unknown", f"/tieBag/{index}/party", {"party": tie["party"]})
        for index, tie in enumerate(said.get("tieBag") or ())
        if "party" in tie and tie["party"] not in context.parties
    ]
    if "party" in said and said["party"] not in context.parties:
        wrong.append(Violation("party-unknown", "/party", {"party": said["party"]}))
    for name in ("tieBag", "unavailableBag"):
        wrong += [
            Violation("period-ends-before-it-starts", f"/{name}/{index}/endDate")
            for index, one in enumerate(said.get(name) or ())
            if "endDate" in one and one["endDate"] < one["startDate"]
        ]
    given = tuple(_accreditation(one) for one in said.get("accreditationBag") or ())
    wrong += [fault.under("/accreditationBag") for fault in faults(given, schemes())]
    return wrong


def _accreditation(said: Mapping[str, Any]) -> Accreditation:
    start = read_date(said["startDate"])
    assert start is not None  # noqa: S101 - required by the shape
    return Accreditation(
        said["scheme"],
        said["jurisdictionCode"],
        said["evidenceDigest"],
        start,
        read_date(said.get("endDate")),
    )


def decide(command: Entry, context: Context) -> Decision:
    """A neutral is entered unless what is said of him cannot be."""
    if wrong := refusing(_against(command.said, context)):
        return wrong
    document = {"statusCategory": "listed", **command.said}
    return _outcome(context, "neutral-registration", context.new_id("neutral"), 1, document)


def decide_amendment(command: Amendment, context: Context) -> Decision:
    """The entry's next version; the one before stays on record."""
    neutral = context.neutrals.get(command.neutral)
    if neutral is None:
        return [Violation("neutral-unknown", "/neutral", {"neutral": command.neutral})]
    document = {**neutral.document, **command.said}
    wrong = _against(document, context)
    if command.version != neutral.version:
        params = {"version": neutral.version}
        race = Severity.RACE
        wrong.append(Violation("neutral-moved-on", "/neutralVersion", params, severity=race))
    if not command.said:
        wrong.append(Violation("neutral-unchanged", ""))
    if refusing(wrong):
        return wrong
    return _outcome(context, "neutral-amendment", neutral.id, neutral.version + 1, document)


def _outcome(
    context: Context, act: str, number: str, version: int, document: Mapping[str, Any]
) -> Outcome:
    draft = RecordDraft(
        "neutral",
        number,
        "neutral/1",
        version,
        document,
        Capacity.OFFICE,
        audience=Label.CASE_OFFICE,
    )
    filing = filing_draft(context, act, FilingStatus.RECORDED, act=act, published=False)
    return Outcome(FilingStatus.RECORDED, (draft, filing))


REGISTRATION = FilingType(
    name="neutral-registration",
    read=lambda body: Entry(dict(body)),
    needs=lambda command: Needs(parties=_parties(command.said)),
    decide=decide,
    citation="Node practice: an institution proposes whom it has on its roster",
)
AMENDMENT = FilingType(
    name="neutral-amendment",
    read=read_amendment,
    needs=lambda command: Needs(neutrals=(command.neutral,), parties=_parties(command.said)),
    decide=decide_amendment,
    citation="Node practice: an entry of the roster is kept by its next version",
)
