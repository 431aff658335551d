"""What a candidate discloses to the parties, their time to object, and their waivers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL
from ipregistry.domain.facts import Context
from ipregistry.domain.filings.neutrals.nominating import (
    CANDIDATE,
    OBJECTIONS,
    Found,
    Said,
    at,
    day,
    found,
    needs,
    objections_without,
    only,
    present,
    read,
    told,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.neutrals.clocks import objection_clock
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Violation


def decide_disclosure(command: Said, context: Context) -> Decision:
    """The parties read it from now on; each side's period to object runs from its receipt."""
    one = found(command, context)
    if isinstance(one, list):
        return one
    wrong = [
        *only(one, CANDIDATE, NEUTRAL, INSTITUTION),
        *at(one, "declared", "appointed"),
        *_receipts_wrong(command.body, one, context),
    ]
    if wrong:
        return wrong
    before = one.nomination.bag("disclosureBag")
    number = len(before) + 1
    received = _receipts(command.body, one, context)
    disclosure = {
        "disclosure": number,
        "itemBag": command.body.get("itemBag"),
        "disclosureText": command.body["disclosureText"],
        "statementDigest": command.body.get("statementDigest"),
        "onDate": context.today.isoformat(),
        "receiptBag": received,
    }
    shown = {name: value for name, value in disclosure.items() if value is not None}
    open_periods = [
        *(one.case.document.get(OBJECTIONS) or ()),
        *(_deadline(one, number, receipt) for receipt in received if "dueDate" in receipt["clock"]),
    ]
    changed = {"disclosureBag": [*before, shown]}
    return told(context, "neutral-disclosure", one, changed, **{OBJECTIONS: open_periods})


def _receipts_wrong(body: Mapping[str, Any], one: Found, context: Context) -> list[Violation]:
    sides = present(one.case)
    wrong = []
    for index, receipt in enumerate(body.get("receiptBag") or ()):
        if receipt["side"] not in sides:
            params = {"side": receipt["side"]}
            wrong.append(Violation("case-side-unknown", f"/receiptBag/{index}/side", params))
        if day(receipt["receivedDate"]) > context.today:
            params = {"date": receipt["receivedDate"]}
            pointer = f"/receiptBag/{index}/receivedDate"
            wrong.append(Violation("case-day-to-come", pointer, params))
    entered = one.standing.entered or one.standing.side == INSTITUTION
    if body.get("receiptBag") and not entered:
        wrong.append(Violation("case-day-not-yours", "/receiptBag"))
    return wrong


def _receipts(body: Mapping[str, Any], one: Found, context: Context) -> list[dict[str, Any]]:
    """Each side's receipt: as the institution proved it, else the day on which it stands here."""
    said = {r["side"]: r["receivedDate"] for r in body.get("receiptBag") or ()}
    conflict = one.case.published.pack.conflict
    bag = []
    for side in present(one.case):
        received = said.get(side, context.today.isoformat())
        clock = objection_clock(conflict, day(received))
        bag.append({"side": side, "receivedDate": received, "clock": clock.document()})
    return bag


def _deadline(one: Found, number: int, receipt: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "deadline": f"objection:{one.nomination.id}:{number}:{receipt['side']}",
        "nomination": one.nomination.id,
        "disclosure": number,
        "who": receipt["side"],
        **receipt["clock"],
    }


def decide_waiver(command: Said, context: Context) -> Decision:
    """A side accepts, expressly and knowing of it, what may be accepted."""
    one = found(command, context)
    if isinstance(one, list):
        return one
    side, items = one.standing.side, command.body["itemBag"]
    wrong = [*only(one, ""), *at(one, "declared", "appointed")]
    disclosed = {item for d in one.nomination.bag("disclosureBag") for item in d.get("itemBag", ())}
    hard = {key(f) for f in one.nomination.findings("refuse")}
    for index, item in enumerate(items):
        pointer, params = f"/itemBag/{index}", {"item": item}
        if item in hard:
            cite = "IBA Guidelines (2024) GS 2(d), 4"
            wrong.append(Violation("neutral-item-not-waivable", pointer, params, cite))
        elif item not in disclosed:
            cite = "IBA Guidelines (2024) GS 4(c)"
            wrong.append(Violation("neutral-waiver-uninformed", pointer, params, cite))
    if wrong:
        return wrong
    waiver = {"side": side, "itemBag": items, "onDate": context.today.isoformat()}
    changed = {"waiverBag": [*one.nomination.bag("waiverBag"), waiver]}
    return told(context, "neutral-waiver", one, changed, **_periods_after(one, side, items))


def _periods_after(one: Found, side: str, items: list[str]) -> dict[str, Any]:
    """The side's period is over for a disclosure of which it has accepted every item."""
    own = [waiver for waiver in one.nomination.bag("waiverBag") if waiver["side"] == side]
    accepted = {*items, *(item for waiver in own for item in waiver["itemBag"])}
    done = {
        d["disclosure"]
        for d in one.nomination.bag("disclosureBag")
        if d.get("itemBag") and set(d["itemBag"]) <= accepted
    }
    others = objections_without(one.case, one.nomination.id)
    mine = [o for o in one.case.document.get(OBJECTIONS) or () if o not in others]
    kept = [o for o in mine if o["who"] != side or o["disclosure"] not in done]
    return {OBJECTIONS: [*others, *kept]}


def key(finding: Mapping[str, Any]) -> str:
    """An item as a disclosure and a waiver name it."""
    return f"{finding['list']}:{finding['item']}"


DISCLOSURE = FilingType(
    name="neutral-disclosure",
    read=read,
    needs=needs,
    decide=decide_disclosure,
    citation="IBA Guidelines on Conflicts of Interest (2024) GS 3, 4(a): 30 days after receipt",
)
WAIVER = FilingType(
    name="neutral-waiver",
    read=read,
    needs=needs,
    decide=decide_waiver,
    citation="IBA Guidelines on Conflicts of Interest (2024) GS 4(c): express and informed",
)
