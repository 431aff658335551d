"""A neutral is appointed once nothing stands against it, and leaves again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ipregistry.domain.cases.facts import INSTITUTION, NEUTRAL
from ipregistry.domain.facts import Context
from ipregistry.domain.filings.neutrals.disclosures import key
from ipregistry.domain.filings.neutrals.nominating import (
    CANDIDATE,
    DECLARED,
    OBJECTIONS,
    Found,
    Said,
    at,
    check_draft,
    checked,
    day,
    found,
    needs,
    nomination_draft,
    objections_without,
    only,
    present,
    quiet,
    read,
    told,
)
from ipregistry.domain.filings.types import FilingType
from ipregistry.domain.outcomes import Decision
from ipregistry.domain.violations import Violation

_IDENTITY = ("party", "account", "nameBag")


def decide_appointment(command: Said, context: Context) -> Decision:
    """Appointed, or everything that is missing or against it."""
    one = found(command, context)
    if isinstance(one, list):
        return one
    one = _checked_again(one, context)
    wrong = [*only(one, INSTITUTION), *_against(command, one, context)]
    if wrong:
        return wrong
    document = one.nomination.document
    today = context.today.isoformat()
    made = {"record": document["check"]["record"], "version": document["check"]["version"] + 1}
    changed = {
        "statusCategory": "appointed",
        "check": made,
        "appointedDate": today,
        "appointingBag": _appointing(one),
        "appointmentDigest": command.body.get("appointmentDigest"),
    }
    member = {
        "role": document["role"],
        "nomination": one.nomination.id,
        "appointedBy": document["proposedBy"],
        "appointedDate": today,
        **{name: document[name] for name in _IDENTITY if name in document},
    }
    members = {
        "neutralBag": [*(one.case.document.get("neutralBag") or ()), member],
        OBJECTIONS: objections_without(one.case, one.nomination.id),
    }
    shown = {name: value for name, value in changed.items() if value is not None}
    number, case = one.nomination.id, one.case.id
    # What an officer found may speak of other cases: it stays with the report.
    found_by_officer = {"officerFindingBag": command.body.get("officerFindingBag")}
    report = {**one.nomination.check, **found_by_officer}
    report_draft = check_draft(made["record"], made["version"], case, number, report)
    return told(context, "neutral-appointment", one, shown, report_draft, **members)


def _checked_again(one: Found, context: Context) -> Found:
    """With the check as it comes out today: a party may have joined, the roster may know more."""
    nomination = one.nomination
    if nomination.status != "declared":
        return one
    document = nomination.document
    declared = {"tieBag": nomination.check.get(DECLARED) or []}
    relations = nomination.bag("relationBag")
    neutral = context.neutrals[document["neutral"]]
    report = checked(context, one.case, neutral, relations, declared)
    return replace(one, nomination=replace(nomination, check=report))


def _appointing(one: Found) -> list[dict[str, Any]]:
    """Whose appointment it is: the proposing side's parties and counsel; of nobody if the
    institution's.
    """
    side = one.case.side(one.nomination.document["proposedBy"])
    if side is None:
        return []
    who = (*side["partyBag"], *(side.get("representativeBag") or ()))
    return [{k: m[k] for k in ("party", "account", "nameText") if k in m} for m in who]


def _against(command: Said, one: Found, context: Context) -> Iterator[Violation]:
    nomination = one.nomination
    if nomination.status == "proposed":
        yield Violation("neutral-declaration-missing", "/nomination")
    else:
        yield from at(one, "declared")
    for finding in nomination.findings("refuse"):
        params = {"item": key(finding)}
        yield Violation("neutral-conflict", "/nomination", params, finding["citation"])
    if full := _full(one):
        yield full
    answered = {f["item"] for f in command.body.get("officerFindingBag") or ()}
    for finding in nomination.findings("ask-officer"):
        if key(finding) not in answered:
            params = {"item": key(finding)}
            pointer = "/officerFindingBag"
            yield Violation("neutral-finding-unanswered", pointer, params, finding["citation"])
    yield from _undisclosed(one)
    yield from _unwaived(one)
    yield from _still_open(command, one, context)


def _full(one: Found) -> Violation | None:
    """The pack says how many neutrals a case may have."""
    allowed = [int(number) for number in one.case.published.pack.neutrals.get("allowed") or ()]
    if not allowed or len(one.case.document.get("neutralBag") or ()) < max(allowed):
        return None
    return Violation("neutral-bench-full", "/nomination", {"most": max(allowed)})


def _undisclosed(one: Found) -> Iterator[Violation]:
    # To everybody: a side that joined later has heard of nothing yet.
    sides = set(present(one.case))
    shown = {
        item
        for disclosure in one.nomination.bag("disclosureBag")
        if sides <= {receipt["side"] for receipt in disclosure["receiptBag"]}
        for item in disclosure.get("itemBag", ())
    }
    for finding in one.nomination.findings("disclose", "waiver-by-all"):
        if key(finding) not in shown:
            params = {"item": key(finding)}
            cite = finding["citation"]
            yield Violation("neutral-disclosure-missing", "/nomination", params, cite)


def _unwaived(one: Found) -> Iterator[Violation]:
    given = {(w["side"], item) for w in one.nomination.bag("waiverBag") for item in w["itemBag"]}
    for finding in one.nomination.findings("waiver-by-all"):
        for side in present(one.case):
            if (side, key(finding)) not in given:
                params = {"item": key(finding), "side": side}
                cite = finding["citation"]
                yield Violation("neutral-waiver-missing", "/nomination", params, cite)


def _still_open(command: Said, one: Found, context: Context) -> Iterator[Violation]:
    """Periods to object that still run, or that nobody can say; challenges not decided."""
    sides = present(one.case)
    for period in one.case.document.get(OBJECTIONS) or ():
        mine = period["nomination"] == one.nomination.id and period["who"] in sides
        if mine and context.today <= day(period["dueDate"]):
            params = {"side": period["who"], "date": period["dueDate"]}
            cite = period["citation"] or None
            yield Violation("neutral-objection-running", "/nomination", params, cite)
    unsure = any(
        "dueDate" not in receipt["clock"]
        for disclosure in one.nomination.bag("disclosureBag")
        for receipt in disclosure["receiptBag"]
    )
    if unsure and not command.body.get("objectionsOverIndicator"):
        yield Violation("neutral-objection-unsure", "/objectionsOverIndicator")
    for challenge in one.nomination.bag("challengeBag"):
        if challenge["statusCategory"] == "open":
            params = {"challenge": challenge["challenge"]}
            yield Violation("neutral-challenge-open", "/nomination", params)


def leaving(one: Found, context: Context, cause: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changes in the nomination and in the case when somebody goes: access ends with it."""
    bag = one.case.document.get("neutralBag") or ()
    kept = [member for member in bag if member.get("nomination") != one.nomination.id]
    gone = {
        "statusCategory": "ended" if one.nomination.status == "appointed" else "refused",
        "endedDate": context.today.isoformat(),
        "endCategory": cause,
    }
    periods = objections_without(one.case, one.nomination.id)
    return gone, {"neutralBag": kept, OBJECTIONS: periods}


def decide_end(command: Said, context: Context) -> Decision:
    """The neutral withdraws, or the institution ends it; of a candidate nobody has heard of the
    sides hear nothing.
    """
    one = found(command, context)
    if isinstance(one, list):
        return one
    wrong = [
        *only(one, CANDIDATE, NEUTRAL, INSTITUTION),
        *at(one, "proposed", "declared", "appointed"),
    ]
    own = one.nomination.is_of(context.actor.account, context.actor.party)
    if one.standing.side == NEUTRAL and not own:
        wrong.append(Violation("nomination-not-yours", "", {"standing": NEUTRAL}))
    if wrong:
        return wrong
    gone, members = leaving(one, context, command.body["endCategory"])
    gone |= _said(command.body)
    if one.nomination.document.get("toldDate"):
        return told(context, "neutral-end", one, gone, **members)
    document = {**one.nomination.document, **gone}
    draft = nomination_draft(one.nomination.id, one.nomination.version + 1, document, told=False)
    return quiet(context, "neutral-end", one, [draft])


def _said(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("reasonsText", "statementDigest") if name in body}


APPOINTMENT = FilingType(
    name="neutral-appointment",
    read=read,
    needs=needs,
    decide=decide_appointment,
    citation="The pack's rule on appointments; IBA Guidelines (2024) GS 2(d), 4; node practice: "
    "nobody decides in a case of his own",
)
END = FilingType(
    name="neutral-end",
    read=read,
    needs=needs,
    decide=decide_end,
    citation="IBA Guidelines on Conflicts of Interest (2024) GS 2; the pack's rule on replacement",
)
