"""Taking a decided case as its provider published it: kept as told, closed from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.cases.drafts import case_outcome, pin
from ipregistry.domain.cases.facts import INSTITUTION
from ipregistry.domain.cases.playing import institution_place
from ipregistry.domain.decided_cases import (
    DAYS,
    ENDINGS,
    DecidedFacts,
    case_members,
    days_out_of_order,
    ending_of,
    pack_for,
)
from ipregistry.domain.facts import Capacity, Context, Needs
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.numbers.domains import read_domain
from ipregistry.domain.outcomes import Decision, RecordDraft
from ipregistry.domain.packs.model import PackKind
from ipregistry.domain.violations import Severity, Violation

NAME = "case-import"
CITATION = "UDRP, Policy 4(j): decisions are published in full"


@dataclass(frozen=True, slots=True)
class CaseImport:
    """A decided case as it is told; a member that is not told is not there."""

    told: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """What the case is known by: its provider, and the provider's number."""
        return self.told["sourceCode"], self.told["caseNumberText"]


def decide(command: CaseImport, context: Context) -> Decision:
    """The case, or its next version where something else is told of it than before."""
    told = command.told
    before = context.decided.get(command.key)
    published = pack_for(told, context.packs)
    if published is None:
        return [Violation("pack-unknown", "/packName", {"pack": told["packName"]})]
    if published.pack.kind is not PackKind.DOMAIN_NAME:
        return [Violation("case-import-other-kind", "/packName", {"pack": told["packName"]})]
    ending = ending_of(told["statusText"], published.pack)
    wrong = [*_wrong_days(told, context), *_wrong_domains(told), *_known(told, before)]
    if ending is None:
        params = {"status": told["statusText"], "known": ", ".join(ENDINGS)}
        wrong.insert(0, Violation("case-ending-unknown", "/statusText", params))
    if wrong or ending is None:
        return wrong
    case = context.new_id("case") if before is None else before.id
    document = {
        "pack": pin(published),
        "institutionPlaceCode": institution_place(context),
        "openedDate": told.get("submittedDate"),
        "stateVersion": 1,
        **case_members(told, published, ending, before),
    }
    if before is not None and before.document["stateCode"] == ending.state:
        document["stateVersion"] = before.document["stateVersion"]
    elif before is not None:
        document["stateVersion"] = before.version + 1
    version = 1 if before is None else before.version + 1
    said = {name: value for name, value in document.items() if value is not None}
    draft = RecordDraft("case", case, "case/1", version, said, Capacity.NOTICE)
    made = case_outcome(context, NAME, case, INSTITUTION, published, [draft])
    return replace(made, warnings=_warnings(told))


def _wrong_days(told: Mapping[str, Any], context: Context) -> list[Violation]:
    """Nothing was done on a day that is still to come."""
    today = context.today.isoformat()
    return [
        Violation("case-import-day-to-come", f"/{name}", {"date": told[name], "today": today})
        for name in DAYS
        if told.get(name, "") > today
    ]


def _wrong_domains(told: Mapping[str, Any]) -> list[Violation]:
    wrong = []
    for index, name in enumerate(told.get("domainNameBag", ())):
        found = read_domain(name)
        pointer = f"/domainNameBag/{index}"
        if found.violation is not None:
            wrong.append(found.violation.under(pointer))
        elif found.number is None:
            wrong.append(Violation("domain-name-malformed", pointer, {"value": name[:40]}))
    return wrong


def _known(told: Mapping[str, Any], before: DecidedFacts | None) -> list[Violation]:
    if before is None or told["recordDigest"] not in before.digests:
        return []
    params = {"number": told["caseNumberText"], "case": before.id}
    return [Violation("case-import-unchanged", "/recordDigest", params, severity=Severity.RACE)]


def _warnings(told: Mapping[str, Any]) -> tuple[Violation, ...]:
    return tuple(
        Violation(
            "case-days-out-of-order",
            f"/{then}",
            {"first": told[first], "then": told[then]},
            severity=Severity.WARNING,
        )
        for first, then in days_out_of_order(told)
    )


TYPE = FilingType(
    name=NAME,
    read=CaseImport,
    needs=lambda command: Needs(packs=True, decided=(command.key,)),
    decide=decide,
    citation=CITATION + "; node practice: told as published, and conducted by nobody here",
)
