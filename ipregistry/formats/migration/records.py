"""One record of the migration format as neutral values, whichever of its two forms it had."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ipregistry.domain.rights import RightKind
from ipregistry.domain.shares import parse_share
from ipregistry.formats.coding import proposed
from ipregistry.formats.conveyance import recordals_named
from ipregistry.formats.told import (
    Act,
    LifeEvent,
    RecordedAct,
    RightDescription,
    Scheme,
    Terms,
    Told,
    ToldNumber,
    ToldParty,
    ToldRight,
    Unmapped,
)
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError
from ipregistry.formats.untrusted.fragment import digest_of

_TOLD = "told"
_ENDS = {Act.SECURITY: Act.SECURITY_RELEASE, Act.LICENCE: Act.LICENCE_TERMINATION}
_CATEGORIES = ("organization", "person")


@dataclass(frozen=True, slots=True)
class Source:
    """What the file says for all its records."""

    office: str | None
    as_of: date | None


def read_record(record: Fragment, source: Source, position: Position) -> Iterator[Told]:
    """What one record says; raises UnreadableError with the reason where it cannot be read."""
    kind = record.text("record") or ""
    read = _READERS.get(kind)
    if read is None:
        yield Unmapped("migration-record-unknown", position, record.digest(), dict(record.received))
        return
    yield from read(record, _source_of(record, source), position)


def _source_of(record: Fragment, source: Source) -> Source:
    office = record.number("officeCode") or source.office
    if office is None:
        raise UnreadableError("record-without-country")
    return Source(office, record.day("asOfDate") or source.as_of)


def _right(fragment: Fragment, source: Source) -> ToldRight:
    number = fragment.number("number")
    if number is None:
        raise UnreadableError("record-without-application-number")
    kind = fragment.number("rightKind")
    if kind not in list(RightKind):
        known = ", ".join(RightKind)
        raise UnreadableError("right-kind-not-known", value=kind or "", known=known)
    others = fragment.texts("furtherNumberBag")
    return ToldRight(
        office=source.office or "",
        kind=kind,
        numbers=tuple(ToldNumber(Scheme.APPLICATION, text) for text in (number, *others)),
        titles=tuple(
            (one.text("languageCode") or "und", text)
            for one in fragment.each("titleBag")
            if (text := one.text("value"))
        ),
        filing_date=fragment.day("filingDate"),
        publication_date=fragment.day("publicationDate"),
        registration_date=fragment.day("registrationDate"),
    )


def _parties(fragment: Fragment, bag: str) -> tuple[ToldParty, ...]:
    found = tuple(_party(one) for one in fragment.each(bag))
    shares = [one.share for one in found]
    if any(shares) and not all(shares):
        raise UnreadableError("shares-incomplete", field=bag)
    return found


def _party(fragment: Fragment) -> ToldParty:
    name, category = fragment.text("name"), fragment.text("category")
    if name is None:
        raise UnreadableError("party-without-name", role="party", sequence=fragment.path)
    if category not in _CATEGORIES:
        known = ", ".join(_CATEGORIES)
        raise UnreadableError("party-category-not-known", value=category or "", known=known)
    share = fragment.number("share")
    if share is not None and parse_share(share) is None:
        raise UnreadableError("share-not-readable", value=share)
    return ToldParty(
        name,
        category,
        address=fragment.text("addressText"),
        country=fragment.number("countryCode"),
        language=fragment.number("languageCode"),
        share=share,
    )


def _read_right(record: Fragment, source: Source, position: Position) -> Iterator[Told]:
    right = _right(record, source)
    holders = _parties(record, "holderBag")
    event, on = "filing", right.filing_date
    if holders:
        event, on = "register-extract", source.as_of
        if on is None:
            raise UnreadableError("extract-without-date")
    elif right.registration_date is not None:
        event, on = "grant", right.registration_date
    elif right.publication_date is not None:
        event, on = "publication", right.publication_date
    yield RightDescription(
        right=right,
        event=event,
        on=on,
        holders=holders,
        inventors=(),
        position=position,
        # Read again on another day the same record is another extract.
        digest=digest_of([dict(record.received), source.office, str(source.as_of)]),
        classes=record.texts("classBag"),
        status=record.text("statusText"),
        term_ends=record.day("expiryDate"),
        interests=record.texts("interestBag") if "interestBag" in record else None,
        kept=record.left(),
    )


def _read_transaction(record: Fragment, source: Source, position: Position) -> Iterator[Told]:
    told = record.text("act") or ""
    if told not in list(Act):
        raise UnreadableError("act-not-known", value=told[:40], known=", ".join(Act))
    yield _act(record, source, position, Act(told))


def _read_interest(record: Fragment, source: Source, position: Position) -> Iterator[Told]:
    told = record.text("act") or ""
    if told not in _ENDS:
        raise UnreadableError("act-not-known", value=told[:40], known=", ".join(_ENDS))
    ended, number = record.day("endedDate"), record.number("endedNumber")
    text = record.text("endedText")
    begun = _act(record, source, position, Act(told))
    yield begun
    if ended is not None:
        yield replace(
            begun,
            act=_ENDS[begun.act],
            number=number,
            text=text,
            executed=None,
            received=None,
            published=None,
            recorded=ended,
            # Who gives an interest up is who took it.
            givers=begun.takers,
            takers=begun.givers,
            refers_to=() if begun.number is None else (begun.number,),
            terms=Terms(),
            kept={},
        )


def _act(record: Fragment, source: Source, position: Position, act: Act) -> RecordedAct:
    number, text = record.number("recordalNumber"), record.text("text")
    recorded = record.day("recordedDate")
    if recorded is None:
        raise UnreadableError("recordal-without-date")
    rights = tuple(_right(one, source) for one in record.each("rightBag"))
    givers, takers = _parties(record, "giverBag"), _parties(record, "takerBag")
    named = (*record.texts("refersToBag"), *recordals_named(text))
    terms = Terms(
        record.text("category"),
        record.day("untilDate"),
        record.number("amount"),
        record.number("currencyCode"),
    )
    return RecordedAct(
        office=source.office or "",
        number=number,
        act=act,
        rule=_TOLD,
        confidence="V",
        text=text,
        executed=record.day("executedDate"),
        received=record.day("receivedDate"),
        recorded=recorded,
        published=record.day("publicationDate"),
        givers=givers,
        takers=takers,
        rights=rights,
        refers_to=tuple(dict.fromkeys(named)),
        position=position,
        digest=record.digest(),
        terms=terms,
        kept=record.left(),
    )


def _read_event(record: Fragment, source: Source, position: Position) -> Iterator[Told]:
    code = record.number("code")
    if code is None:
        raise UnreadableError("event-without-code", field="code")
    right = _right(record, source)
    yield LifeEvent(
        office=right.office,
        right=right,
        code=code,
        on=record.day("date"),
        effective=record.day("effectiveDate"),
        text=record.text("text"),
        mapped=proposed(right.office, code, right.kind),
        position=position,
        digest=record.digest(),
        kept=record.left(),
    )


_READERS: Mapping[str, Callable[[Fragment, Source, Position], Iterator[Told]]] = {
    "right": _read_right,
    "transaction": _read_transaction,
    "interest": _read_interest,
    "event": _read_event,
}
