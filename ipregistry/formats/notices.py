"""What a file says, as filings: one recordal notice for each right that it is about.

The notice is what any filer could file; nothing is taken past the rules. What does not fit a
notice stands in its `keptText` as it was received, and what fits none at all is answered as
Unmapped, with the reason.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipregistry.domain.numbers import read_number
from ipregistry.domain.rights import RightKind, kinds_of
from ipregistry.formats.told import (
    Act,
    DecidedCase,
    LifeEvent,
    RecordedAct,
    RightDescription,
    Scheme,
    Told,
    ToldNumber,
    ToldParty,
    ToldRight,
    Unmapped,
)
from ipregistry.formats.udrp import bodies as udrp
from ipregistry.formats.untrusted import Position

TYPE = "recordal-notice"
# Bounds of the notice's members; what is longer stays in `keptText` only.
_NAME, _ADDRESS, _NUMBER, _CODE, _TITLE, _TEXT, _KEPT = 500, 500, 64, 40, 2000, 4000, 500_000
_PARTIES, _RELATIONS, _FURTHER, _REFERENCES = 200, 100, 20, 100
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_KIND_CODE = re.compile(r"[A-Z][0-9]?")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# An application for a patent in the United States: series, stroke, serial. Without the
# stroke its eight digits may be a patent's.
_US_APPLICATION = re.compile(r"(?P<series>[0-9]{2})(?P<serial>[0-9]{6})")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u2028\u2029\u0085]")
_SIGNS_BY = ("applicant",)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to file. `on` is the day of the office's entry, by which notices are put in
    order; `key` is the same for the same entry of the same office about the same right,
    whichever file tells it. `kept` says that something was kept that has no member. `type` is
    that of the filing.
    """

    body: dict[str, Any]
    key: str
    on: date
    position: Position
    kept: bool
    type: str = TYPE


def notices_of(told: Told) -> Iterator[Notice | Unmapped]:
    """The notices that a value makes, in the order of its rights; none of a Refused."""
    make = _MAKERS.get(type(told))
    if make is not None:
        yield from make(told)


def _of_case(told: DecidedCase) -> Iterator[Notice]:
    # In the order of their files: of two records of one case the later one is the newer.
    yield Notice(
        udrp.case_body(told), udrp.case_key(told), date.max, told.position, False, udrp.TYPE
    )


def _of_description(told: RightDescription) -> Iterator[Notice | Unmapped]:
    right = _right_body(told.right)
    if told.on is None or right is None:
        reason = "description-without-date" if right is not None else "right-not-readable"
        yield _unmapped(told, reason)
        return
    right |= _bibliography(told)
    body: dict[str, Any] = {
        "act": told.event,
        "description": right,
        "entryDate": told.on.isoformat(),
        "evidenceBag": [_paper(told)],
    }
    if told.event == "filing":
        # ST.27 A12: national or regional application filed.
        body |= {"act": "life-event", "eventCode": "filing", "detailedEventCode": "A12"}
    else:
        body["holderBag"] = [_party(one, with_share=True) for one in told.holders[:_PARTIES]]
        if told.event == "grant" and not _names_owners(told):
            body["act"] = "publication"
    if told.event == "publication" or body["act"] == "publication":
        body["publicationDate"] = told.on.isoformat()
    if body["act"] == "register-extract" and told.interests is not None:
        body["interestBag"] = [{"recordalNumber": number} for number in told.interests]
    more = {"status": told.status, "statusDate": _iso(told.status_date), "roles": _roles(told)}
    yield _notice(body, f"import-{told.digest}", told.on, told, more)


def _names_owners(told: RightDescription) -> bool:
    """Whether those named are named as owners: an applicant need not have become one."""
    return bool(told.holders) and all(one.role not in _SIGNS_BY for one in told.holders)


def _roles(told: RightDescription) -> list[str]:
    named = (*told.holders, *told.inventors)
    return sorted({one.role for one in named if one.role is not None})


def _of_act(told: RecordedAct) -> Iterator[Notice | Unmapped]:
    on = told.recorded or told.received or told.executed
    if not told.rights:
        yield _unmapped(told, "entry-without-right")
    elif on is None:
        yield _unmapped(told, "entry-without-date")
    else:
        for right in told.rights:
            yield _act_on(told, right, on)


def _act_on(told: RecordedAct, right: ToldRight, on: date) -> Notice | Unmapped:
    described = _right_body(right)
    if described is None:
        return replace(_unmapped(told, "right-not-readable"), kept=_told_numbers(right))
    act = _act_of(told)
    body: dict[str, Any] = {
        "act": act,
        "description": described,
        "entryDate": on.isoformat(),
        "publicationDate": _iso(told.published),
        "executedDate": _iso(told.executed),
        "receivedDate": _iso(told.received),
        "recordalNumber": told.number,
        "evidenceBag": [_paper(told, number=told.number, on=on)],
        "text": _cut(told.text, _TEXT),
    }
    givers = [_party(one, with_share=act == Act.ASSIGNMENT) for one in told.givers[:_PARTIES]]
    takers = [_party(one, with_share=act == Act.ASSIGNMENT) for one in told.takers[:_PARTIES]]
    if act == Act.ASSIGNMENT:
        body |= {"transferorBag": givers, "transfereeBag": takers}
    else:
        body |= {"giverBag": givers, "takerBag": takers}
        body |= {"refersToBag": list(told.refers_to[:_REFERENCES]), **_terms(told, act)}
    identity = (told.office, told.number, act, _told_numbers(right), on.isoformat())
    key = f"import-{_hash(identity if told.number else (told.digest, *identity))}"
    more = {"rule": None if told.confidence == "V" else told.rule}
    return _notice(body, key, on, told, more)


def _act_of(told: RecordedAct) -> str:
    """The act of a notice. One that says too little for its act is told as its words alone."""
    sides = {
        Act.ASSIGNMENT: bool(told.givers and told.takers and told.number),
        Act.NAME_CHANGE: bool(told.givers and told.takers),
        Act.SECURITY: bool(told.takers),
        Act.LICENCE: bool(told.takers),
        Act.CORRECTION: False,
    }
    return told.act.value if sides.get(told.act, True) else Act.OTHER.value


def _terms(told: RecordedAct, act: str) -> dict[str, Any]:
    if act not in (Act.SECURITY, Act.LICENCE):
        return {}
    kind = told.terms.category
    known = kind if kind is not None and _WORD.fullmatch(kind) else None
    return {"interestKind": known, "untilDate": _iso(told.terms.until)}


def _of_event(told: LifeEvent) -> Iterator[Notice | Unmapped]:
    on = told.on or told.effective
    described = _right_body(told.right)
    if on is None or described is None or len(told.code) > _CODE:
        reason = "event-without-date" if on is None else "right-not-readable"
        yield _unmapped(told, reason)
        return
    body: dict[str, Any] = {
        "act": "life-event",
        "description": described,
        "entryDate": on.isoformat(),
        "evidenceBag": [_paper(told, on=on)],
        "eventCode": told.code,
        "detailedEventCode": None if told.mapped is None else told.mapped.detailed,
        "effectiveDate": _iso(told.effective),
        "text": _cut(told.text, _TEXT),
    }
    if told.territory is not None and _COUNTRY.fullmatch(told.territory):
        body["territoryCode"] = told.territory
    key = f"import-{_hash((told.digest, told.code, _told_numbers(told.right), on.isoformat()))}"
    mapped = told.mapped
    more = {
        "territoryCode": told.territory_code,
        "mappedBy": None if mapped is None else f"{mapped.basis} ({mapped.confidence})",
    }
    yield _notice(body, key, on, told, more)


_MAKERS: Mapping[type[Any], Callable[[Any], Iterator[Notice | Unmapped]]] = {
    RightDescription: _of_description,
    RecordedAct: _of_act,
    LifeEvent: _of_event,
    DecidedCase: _of_case,
    Unmapped: lambda told: iter((told,)),
}


def _notice(
    body: dict[str, Any],
    key: str,
    on: date,
    told: RightDescription | RecordedAct | LifeEvent,
    more: Mapping[str, Any],
) -> Notice:
    kept = {name: value for name, value in {**told.kept, **more}.items() if value}
    if kept:
        body["keptText"] = _as_text(kept)
    said = {name: value for name, value in body.items() if value not in (None, [])}
    if body["act"] in ("publication", "grant", "register-extract"):
        said.setdefault("holderBag", [])
        if "interestBag" in body:
            said["interestBag"] = body["interestBag"]
    return Notice(said, key, on, told.position, kept=bool(told.kept))


def _as_text(kept: Mapping[str, Any]) -> str:
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)
    # What turns the direction of text is written out: it must not turn that of a page.
    safe = _TURNING.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
    if len(safe) <= _KEPT:
        return safe
    digest = hashlib.sha256(safe.encode()).hexdigest()
    return json.dumps({"tooLong": len(safe), "sha256": digest, "begins": safe[:1000]})


def _unmapped(told: RightDescription | RecordedAct | LifeEvent, reason: str) -> Unmapped:
    return Unmapped(reason, told.position, told.digest, told.kept)


def _right_body(right: ToldRight) -> dict[str, Any] | None:
    """The right's description; None where its kind or number cannot be told."""
    kind = _kind(right)
    if kind is None:
        return None
    written = [_written(right.office, kind, number) for number in right.numbers]
    if not written or len(written[0]) > _NUMBER:
        return None
    # The first is told as it is: one that cannot be read is refused with the reason, rather
    # than that the right goes under another of its numbers.
    others = dict.fromkeys(text for text in written[1:] if text != written[0])
    readable = [text for text in others if _reads(text, right.office, kind)]
    body = {
        "officeCode": right.office,
        "rightKind": kind.value,
        "number": written[0],
        "furtherNumberBag": readable[:_FURTHER],
        "titleBag": [
            {"value": text[:_TITLE], "languageCode": _language(language)}
            for language, text in right.titles[:_FURTHER]
        ],
        "filingDate": _iso(right.filing_date),
        "registrationDate": _iso(right.registration_date),
    }
    return {name: value for name, value in body.items() if value not in (None, [])}


def _kind(right: ToldRight) -> RightKind | None:
    """The kind: as told where the office has it, else what its numbers tell."""
    if right.kind in [kind.value for kind in kinds_of(right.office)]:
        return RightKind(right.kind)
    for number in right.numbers:
        for found in read_number(number.text, office=right.office).numbers:
            if found.kind is not None:
                return found.kind
    return None


def _written(office: str, kind: RightKind, number: ToldNumber) -> str:
    """The number so written that it can be read one way only."""
    text = number.text
    if office == "US" and kind is not RightKind.TRADEMARK:
        found = _US_APPLICATION.fullmatch(text)
        if number.scheme is Scheme.APPLICATION and found:
            return f"{found['series']}/{found['serial']}"
        if number.scheme in (Scheme.PATENT, Scheme.PUBLICATION) and text[:1].isdigit():
            return f"US{text}"
    if office == "EP" and number.scheme is Scheme.PUBLICATION and text[:1].isdigit():
        return f"EP{text}"
    return text


def _reads(text: str, office: str, kind: RightKind) -> bool:
    reading = read_number(text, office=office, kind=kind)
    return bool(reading.numbers) and not reading.refused and len(reading.numbers) == 1


def _bibliography(told: RightDescription) -> dict[str, Any]:
    body: dict[str, Any] = {
        "classBag": list(dict.fromkeys(told.classes))[:_PARTIES],
        "inventorBag": [_name(one) for one in told.inventors[:_PARTIES]],
        "relatedRightBag": [
            {
                "relationCategory": "priority",
                "officeCode": one.office,
                "number": one.number,
                **({} if one.date is None else {"filingDate": one.date.isoformat()}),
            }
            for one in told.relations[:_RELATIONS]
            if one.relation == "priority" and one.office and _COUNTRY.fullmatch(one.office)
        ],
    }
    if told.kind_code is not None and _KIND_CODE.fullmatch(told.kind_code):
        body["kindCode"] = told.kind_code
    published = told.on if told.event != "filing" else None
    if told.event in ("publication", "grant") and published is not None:
        body["publicationDate"] = published.isoformat()
    return {name: value for name, value in body.items() if value not in (None, [])}


def _party(party: ToldParty, *, with_share: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"name": _name(party), "category": party.category}
    if party.address is not None and len(party.address) <= _ADDRESS:
        body["addressText"] = party.address
    if party.country is not None and _COUNTRY.fullmatch(party.country):
        body["countryCode"] = party.country
    if with_share and party.share is not None:
        body["share"] = party.share
    return body


def _name(party: ToldParty) -> dict[str, str]:
    return {"value": party.name[:_NAME], "languageCode": _language(party.language)}


def _language(code: str | None) -> str:
    return code if code is not None and _LANGUAGE.fullmatch(code) else "und"


def _paper(
    told: RightDescription | RecordedAct | LifeEvent,
    *,
    number: str | None = None,
    on: date | None = None,
) -> dict[str, Any]:
    """The record in the file, as the document that the notice stands on."""
    if isinstance(told, RightDescription):
        number, on = told.publication_number, told.on
        category = "publication" if told.event == "publication" else "office-record"
    else:
        category = "office-record"
    paper: dict[str, Any] = {"category": category, "digest": told.digest}
    if number is not None:
        paper["number"] = number
    return paper if on is None else {**paper, "date": on.isoformat()}


def _told_numbers(right: ToldRight) -> dict[str, Any]:
    return {"office": right.office, "numbers": [number.text for number in right.numbers]}


def _hash(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _cut(text: str | None, most: int) -> str | None:
    return None if text is None else text[:most]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
