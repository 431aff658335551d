"""Division: a filing on many rights becomes several, each with the receipt and rank of the whole.

So that one defective right in a deed does not hold up the others, and rights of different
registers go their own ways.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipregistry.domain.facts import Capacity, Context, FilingFacts, FilingStatus, Needs
from ipregistry.domain.filings.examination.clocks import subjects_of
from ipregistry.domain.filings.examination.desk import (
    found_in,
    is_published,
    may_examine,
    office_members,
    requisitions_on,
)
from ipregistry.domain.filings.examination.requisitions import moved_to
from ipregistry.domain.filings.reading import read_asset_ref
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import (
    Decision,
    Outcome,
    RecordDraft,
    filing_draft,
    next_filing_draft,
)
from ipregistry.domain.violations import Violation

NAME = "division"
DIVISIBLE = frozenset({FilingStatus.AWAITING_ASSENT, FilingStatus.UNDER_EXAMINATION})


# How a filing says that it is on all rights of a party, instead of naming them.
_ON_ALL_RIGHTS = frozenset({"allRightsIndicator", "officeCode"})


@dataclass(frozen=True, slots=True)
class Division:
    """The rights of each piece."""

    filing: str
    pieces: tuple[tuple[str, ...], ...]


def read(body: Mapping[str, Any]) -> Division:
    """The command in a body of the right shape."""
    return Division(body["filing"], tuple(tuple(p["assetBag"]) for p in body["pieceBag"]))


def needs(command: Division) -> Needs:
    """The filing, and its rights as it names them."""
    return Needs(filings=(command.filing,), follow=True)


def decide(command: Division, context: Context) -> Decision:
    """Every right of the filing goes to one piece; the filing itself ends as divided."""
    filing, violations = found_in(context, command.filing, DIVISIBLE)
    violations += _named_twice(command)
    if filing is None:
        return violations
    violations += may_examine(context, filing) + _check(command, filing)
    if violations:
        return violations
    ids = [context.new_id("filing") for _ in command.pieces]
    pieces = [
        _piece(context, filing, piece_id, rights)
        for piece_id, rights in zip(ids, command.pieces, strict=True)
    ]
    later = next_filing_draft(
        filing,
        FilingStatus.DIVIDED,
        Capacity.NOTICE,
        published=is_published(context, filing),
        pieceBag=ids,
    )
    moved = _requisitions(context, filing, dict(zip(ids, command.pieces, strict=True)))
    own = filing_draft(context, NAME, FilingStatus.RECORDED, act=NAME)
    return Outcome(FilingStatus.RECORDED, (later, *pieces, *moved, own))


def _check(command: Division, filing: FilingFacts) -> list[Violation]:
    named_there = "assetBag" in filing.body or filing.body.get("allRightsIndicator")
    if not named_there or len(filing.subjects) < 2:  # noqa: PLR2004 - no one right
        params: dict[str, str | int] = {"type": filing.type, "count": len(filing.subjects)}
        return [Violation("not-divisible", "/filing", params)]
    named = {right for _, right in _places(command)}
    return [
        Violation("right-not-in-filing", pointer, {"asset": right})
        for pointer, right in _places(command)
        if right not in filing.subjects
    ] + [
        Violation("division-incomplete", "/pieceBag", {"asset": right})
        for right in filing.subjects
        if right not in named
    ]


def _named_twice(command: Division) -> list[Violation]:
    violations: list[Violation] = []
    seen: set[str] = set()
    for pointer, right in _places(command):
        if right in seen:
            violations.append(Violation("asset-named-twice", pointer, {"asset": right}))
        seen.add(right)
    return violations


def _places(command: Division) -> list[tuple[str, str]]:
    """Every right of every piece, with its place in the body."""
    return [
        (f"/pieceBag/{index}/assetBag/{place}", right)
        for index, piece in enumerate(command.pieces)
        for place, right in enumerate(piece)
    ]


def _piece(
    context: Context, filing: FilingFacts, piece_id: str, rights: tuple[str, ...]
) -> RecordDraft:
    """A filing of its own on these rights: received when the whole was, by whom it was."""
    body = body_of(context, filing, rights)
    assets = [asset for asset in subjects_of(context, filing) if asset.id in rights]
    document = {
        "act": filing.act,
        "status": filing.status.value,
        "subjectBag": [{"asset": asset.id} for asset in assets],
        "receivedAt": filing.received_at,
        "type": filing.type,
        "filer": filing.filer,
        "body": body,
        "bodyDigest": digest_of(body),
        "awaiting": list(filing.document.get("awaiting") or ()) or None,
        "assents": list(filing.assents) or None,
        "dividedFrom": filing.id,
        "review": filing.document.get("review"),
        **office_members(filing),
    }
    published = all(asset.published for asset in assets)
    return RecordDraft("filing", piece_id, "filing/1", 1, document, Capacity.NOTICE, published)


def body_of(context: Context, filing: FilingFacts, rights: tuple[str, ...]) -> dict[str, Any]:
    """The body with these rights alone; everything else of the deed holds for each piece."""
    if "assetBag" not in filing.body:
        kept = {k: v for k, v in filing.body.items() if k not in _ON_ALL_RIGHTS}
        seen = [a for a in subjects_of(context, filing) if a.id in rights]
        named = [{"id": right.id, "titleVersion": right.title_version} for right in seen]
        return {**kept, "assetBag": named}
    named = [
        member
        for member in filing.body["assetBag"]
        if (asset := context.assets.get(read_asset_ref(member))) is not None and asset.id in rights
    ]
    return {**filing.body, "assetBag": named}


def digest_of(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical body (RFC 8785): members have ASCII names, numbers are integers."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _requisitions(
    context: Context, filing: FilingFacts, pieces: Mapping[str, tuple[str, ...]]
) -> list[RecordDraft]:
    """What was asked about one right goes with its piece; about the deed, with every piece."""
    moved = []
    for asked in requisitions_on(context, filing):
        others = tuple(other for other in asked.filings if other != filing.id)
        now = tuple(p for p, rights in pieces.items() if asked.asset in {None, *rights})
        moved.append(moved_to(asked, (*others, *now)))
    return moved


DIVISION = FilingType(
    name=NAME,
    read=read,
    needs=needs,
    decide=decide,
    citation="Node practice: one right's defect does not hold up the others of its deed",
)
