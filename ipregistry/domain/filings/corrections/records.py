"""Correction of a record that describes: a right or a party. A new version says what is right,
and which version of it was wrong; nothing is edited.

A name that was misspelt was never the party's name: wherever title names the party at the
version that was wrong, it is shown as corrected. A name that changed is another act
(`particulars`), which each right shows from its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipregistry.domain.classes import SAID_ONCE
from ipregistry.domain.facts import (
    AssetFacts,
    AssetRef,
    Capacity,
    Context,
    FilingStatus,
    Needs,
    PartyFacts,
)
from ipregistry.domain.filings.assets import describe, read_description
from ipregistry.domain.filings.subjects import capacity_for, policy_for
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision, Outcome, RecordDraft, filing_draft
from ipregistry.domain.titles import Reveal
from ipregistry.domain.violations import Severity, Violation, refusing

NAME = "record-correction"
ASSET_MEMBERS = ("titleBag", "classBag", "filingDate", "registrationDate", "inventorBag")
PARTY_MEMBERS = ("nameBag", "townText", "jurisdictionCode", "addressBag", "serviceAddressBag")


@dataclass(frozen=True, slots=True)
class RecordCorrection:
    """Which record, the version that its filer saw, and the members as they ought to be."""

    asset: str | None
    party: str | None
    version: int
    error_of: str
    reveals: Reveal
    said: Mapping[str, Any]

    def corrects(self) -> dict[str, Any] | None:
        """What the new version says of the one that was wrong; nothing where nothing is shown."""
        if self.reveals is Reveal.NEITHER:
            return None
        return {
            "version": self.version,
            "errorCategory": self.error_of,
            "revealCategory": self.reveals.value,
        }


def read(body: Mapping[str, Any]) -> RecordCorrection:
    """The command in a body of the right shape."""
    return RecordCorrection(
        body.get("asset"),
        body.get("party"),
        body["version"],
        body["errorCategory"],
        Reveal(body["revealCategory"]),
        {name: body[name] for name in (*ASSET_MEMBERS, *PARTY_MEMBERS) if name in body},
    )


def needs(command: RecordCorrection) -> Needs:
    """The record with all that it says."""
    if command.asset is not None:
        return Needs(assets=(AssetRef(id=command.asset),), documents=True)
    return Needs(parties=(command.party or "",), changed_parties=(command.party or "",))


def decide(command: RecordCorrection, context: Context) -> Decision:
    """An officer who gains nothing from it puts a record right, on the version that stands."""
    if command.asset is not None:
        asset = context.assets.get(AssetRef(id=command.asset))
        if asset is None:
            return [Violation("asset-unknown", "/asset", {"asset": command.asset})]
        return _of_asset(command, context, asset)
    party = context.parties.get(command.party or "")
    if party is None:
        return [Violation("party-unknown", "/party", {"party": command.party or ""})]
    return _of_party(command, context, party)


def _of_asset(command: RecordCorrection, context: Context, asset: AssetFacts) -> Decision:
    before = {k: v for k, v in asset.document.items() if k not in SAID_ONCE}
    title = asset.title(date.max, context.now)
    holders = {h.party for state in (title.record, title.notified) for h in state.holders or ()}
    violations = _check(command, context, asset.version, holders)
    kept = {name: before.get(name) for name in (*ASSET_MEMBERS, "relatedRightBag")}
    identity = {name: before[name] for name in ("officeCode", "rightKind", "number")}
    described = {k: v for k, v in {**identity, **kept, **command.said}.items() if v is not None}
    members, wrong = describe(read_description(described), context, before)
    violations += wrong
    if members and _same(members, before):
        violations.append(Violation("correction-changes-nothing"))
    if refusing(violations):
        return violations
    capacity = capacity_for(context, asset.office)
    shown = [name for name in ASSET_MEMBERS if name != "inventorBag"]
    document = {**members, **_said(command, members, before, [*shown, "term"])}
    draft = RecordDraft(
        "asset", asset.id, "asset/1", asset.version + 1, document, capacity, asset.published
    )
    published = asset.published and command.reveals is not Reveal.NEITHER
    filing = filing_draft(
        context,
        NAME,
        FilingStatus.RECORDED,
        act=NAME,
        assets=(asset.id,),
        published=published,
        capacity=capacity,
    )
    policy = policy_for(context, asset.office, asset.kind)
    return Outcome(FilingStatus.RECORDED, (draft, filing), (), (policy,), tuple(violations))


def _of_party(command: RecordCorrection, context: Context, party: PartyFacts) -> Decision:
    violations = _check(command, context, party.version, {party.id})
    before = {k: v for k, v in party.document.items() if k not in SAID_ONCE}
    names = "organizationNameBag" if party.is_organization else "personNameBag"
    changed = {names if name == "nameBag" else name: v for name, v in command.said.items()}
    members = {**before, **changed}
    if _same(members, before):
        violations.append(Violation("correction-changes-nothing"))
    if refusing(violations):
        return violations
    document = {**members, **_said(command, members, before, ["organizationNameBag"])}
    # Titles that name the wrong version find the right one by it, whatever searches show.
    document["correctsVersion"] = command.version
    draft = RecordDraft("party", party.id, "party/1", party.version + 1, document, Capacity.OFFICE)
    filing = filing_draft(context, NAME, FilingStatus.RECORDED, act=NAME)
    return Outcome(FilingStatus.RECORDED, (draft, filing), warnings=tuple(violations))


def _check(
    command: RecordCorrection, context: Context, current: int, concerned: set[str]
) -> list[Violation]:
    violations = []
    if command.version != current:
        params: dict[str, str | int] = {
            "seen": command.version,
            "current": current,
            "changed": NAME,
        }
        violations.append(Violation("stale-version", "/version", params, severity=Severity.RACE))
    if context.actor.party in concerned:
        violations.append(Violation("own-interest", severity=Severity.FORBIDDEN))
    return violations


def _same(members: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return all(before.get(name) == value for name, value in members.items())


def _said(
    command: RecordCorrection,
    members: Mapping[str, Any],
    before: Mapping[str, Any],
    shown: list[str],
) -> dict[str, Any]:
    """What the new version says of the old one: where both are shown, what it said. Names of
    natural persons stand in the old version alone, which their erasure reaches.
    """
    changed = {
        name: before[name]
        for name in shown
        if before.get(name) is not None and before[name] != members.get(name)
    }
    both = command.reveals is Reveal.OLD_AND_NEW
    return {"corrects": command.corrects(), "recordedBefore": (changed or None) if both else None}


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: nothing is edited; a record is put right by its next version",
)
