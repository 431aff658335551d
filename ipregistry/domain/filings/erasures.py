"""Erasure: what a part says of a person goes, with its salt; effects, item and tree stay.

One officer files it, another decides. The entry makes one record for each part, labelled like
the part, which names the commitment that was erased and what stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ipregistry.domain.erasure import NEVER_ERASED, what_stays
from ipregistry.domain.facts import (
    PENDING,
    Capacity,
    Context,
    FilingFacts,
    FilingStatus,
    Needs,
    PartFacts,
    PartRef,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.ids import kind_of
from ipregistry.domain.outcomes import (
    Decision,
    Outcome,
    RecordDraft,
    filing_draft,
    next_filing_draft,
)
from ipregistry.domain.violations import Violation

NAME = "erasure"


@dataclass(frozen=True, slots=True)
class Erasure:
    """Which parts, on which ground, under which law."""

    parts: tuple[PartRef, ...]
    ground: str
    citation: str


def read(body: Mapping[str, Any]) -> Erasure:
    """The command in a body of the right shape."""
    return Erasure(
        tuple(PartRef(p["record"], p["part"], p.get("version")) for p in body["partBag"]),
        body["groundCategory"],
        body["citation"],
    )


def needs(command: Erasure) -> Needs:
    """The parts; the filings among their records, for a pending one is still needed."""
    filings = tuple(p.record for p in command.parts if kind_of(p.record) == "filing")
    return Needs(parts=command.parts, filings=filings)


def decide(command: Erasure, context: Context) -> Decision:
    """What could be erased waits for a second officer's yes."""
    _, violations = assess(command, context)
    if violations:
        return violations
    filing = filing_draft(context, NAME, FilingStatus.UNDER_EXAMINATION, act=NAME)
    return Outcome(FilingStatus.UNDER_EXAMINATION, (filing,))


def assess(command: Erasure, context: Context) -> tuple[list[PartFacts], list[Violation]]:
    """The parts that go, or all that stands in the way."""
    found: dict[tuple[str, int, str], PartFacts] = {}
    violations: list[Violation] = []
    for index, ref in enumerate(command.parts):
        pointer = f"/partBag/{index}"
        named = [p for p in context.parts if ref.names(p)]
        wrong = _judge(ref, named, context)
        violations += [v.under(pointer) for v in wrong]
        if not wrong:
            found |= {(p.record, p.version, p.label): p for p in named if _says_something(p)}
    return list(found.values()), violations


def _judge(ref: PartRef, named: list[PartFacts], context: Context) -> list[Violation]:
    params = {"record": ref.record, "part": ref.label}
    if ref.label in NEVER_ERASED:
        return [Violation("part-not-erasable", "/part", params)]
    if not named:
        return [Violation("part-unknown", "/record", params)]
    filing = context.filings.get(ref.record)
    if filing is not None and filing.status in PENDING:
        return [Violation("part-still-needed", "/record", {"filing": filing.id})]
    if all(p.erased for p in named):
        return [Violation("part-erased-already", "", {**params, "erasure": named[0].erased or ""})]
    if not any(_says_something(p) for p in named):
        return [Violation("nothing-to-erase", "", params)]
    return []


def _says_something(part: PartFacts) -> bool:
    return not part.erased and what_stays(part.document, kind_of(part.record)) != dict(
        part.document
    )


def judge(context: Context, filing: FilingFacts) -> list[Violation]:
    """What the rules say of a waiting erasure now."""
    _, violations = assess(read(filing.body), context)
    return [replace(v, pointer="/filing") for v in violations]


def accept(context: Context, filing: FilingFacts, own: RecordDraft) -> Decision:
    """The second officer's yes: one record of erasure for each part."""
    command = read(filing.body)
    found, violations = assess(command, context)
    if violations:
        return [replace(v, pointer="/filing") for v in violations]
    drafts = tuple(_draft(command, context, filing, part) for part in found)
    later = next_filing_draft(filing, FilingStatus.RECORDED, Capacity.OFFICE, published=False)
    return Outcome(FilingStatus.RECORDED, (*drafts, later, own))


def _draft(command: Erasure, context: Context, filing: FilingFacts, part: PartFacts) -> RecordDraft:
    document = {
        "erasedRecord": part.record,
        "erasedVersion": part.version,
        "erasedPart": part.label,
        "erasedCommitment": part.commitment,
        "remainder": what_stays(part.document, kind_of(part.record)),
        "groundCategory": command.ground,
        "citation": command.citation,
        "filing": filing.id,
    }
    return RecordDraft(
        "erasure", context.new_id("erasure"), "erasure/1", 1, document, Capacity.OFFICE
    )


TYPE = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: what is erased is a person's data, by two officers, under a law "
    "that the filing names; effects on title stay",
)
