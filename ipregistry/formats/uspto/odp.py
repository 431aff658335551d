"""The Open Data Portal's files of applications: their recordals, events and bibliography.

A file may hold the recordals alone, and may even leave out the application's number [V]: then
nobody can say which right a recordal concerns, and it is told without one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipregistry.formats.addresses import one_line
from ipregistry.formats.coding import proposed
from ipregistry.formats.conveyance import reel_and_frame
from ipregistry.formats.told import LifeEvent, RightDescription, Told, ToldParty, ToldRight
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError
from ipregistry.formats.uspto.parts import (
    OFFICE,
    Conveyance,
    party,
    recordal,
    resting_on,
    right_of,
)


def read_file(record: Fragment, position: Position) -> Iterator[Told]:
    """One application's file: its description first, then what was recorded and happened."""
    application = record.number("applicationNumberText")
    about = record.under("applicationMetaData")
    right = _right(application, about)
    acts = [_recordal(one, right, position) for one in record.each("assignmentBag")]
    if right is not None:
        yield from (_event(one, right, position) for one in record.each("eventDataBag"))
        yield _description(record, about, right, position)
    yield from acts


def _right(application: str | None, about: Fragment) -> ToldRight | None:
    title = about.text("inventionTitle")
    return right_of(
        application=application,
        patent=about.number("patentNumber"),
        publication=about.number("earliestPublicationNumber"),
        titles=() if title is None else (("en", title),),
        filed=about.day("filingDate"),
        published=about.day("earliestPublicationDate"),
        granted=about.day("grantDate"),
    )


def _description(
    record: Fragment, about: Fragment, right: ToldRight, position: Position
) -> RightDescription:
    """The names of members beside the recordals are from the portal's documentation [S]."""
    applicants = [
        party(name, role="applicant")
        for one in about.each("applicantBag")
        if (name := one.text("applicantNameText"))
    ]
    inventors = [
        party(name, role="inventor")
        for one in about.each("inventorBag")
        if (name := one.text("inventorNameText"))
    ]
    event, on = resting_on(right)
    record.handed_on("assignmentBag", "eventDataBag")
    return RightDescription(
        right=right,
        event=event,
        on=on,
        holders=tuple(applicants),
        inventors=tuple(inventors),
        position=position,
        digest=record.digest(),
        publication_number=about.number("earliestPublicationNumber"),
        status=about.text("applicationStatusDescriptionText"),
        status_date=about.day("applicationStatusDate"),
        kept=record.left(),
    )


def _recordal(fragment: Fragment, right: ToldRight | None, position: Position) -> Told:
    number = reel_and_frame(fragment.number("reelNumber"), fragment.number("frameNumber"))
    # Reel and frame once more, in one text, under either name.
    fragment.taken("reelNumber/frameNumber", "reelAndFrameNumber")
    conveyance = Conveyance(
        number=number,
        text=fragment.text("conveyanceText"),
        executed=None,
        received=fragment.day("assignmentReceivedDate"),
        recorded=fragment.day("assignmentRecordedDate"),
    )
    givers = [_assignor(one) for one in fragment.each("assignorBag")]
    takers = [_assignee(one) for one in fragment.each("assigneeBag")]
    rights = () if right is None else (right,)
    return recordal(fragment, position, conveyance, givers, takers, rights)


def _assignor(fragment: Fragment) -> ToldParty:
    return party(_name(fragment, "assignorName"), executed=fragment.day("executionDate"))


def _assignee(fragment: Fragment) -> ToldParty:
    where = fragment.under("assigneeAddress")
    address = one_line(
        (
            where.text("addressLineOneText"),
            where.text("addressLineTwoText"),
            where.text("addressLineThreeText"),
            where.text("addressLineFourText"),
        ),
        city=where.text("cityName"),
        # "KRX" is no region, it is what this office writes for a country: told as it is.
        region=where.text("geographicRegionName", "geographicRegionCode"),
        postcode=where.text("postalCode"),
        country=where.text("countryName", "countryCode"),
    )
    return party(_name(fragment, "assigneeNameText"), address=address)


def _name(fragment: Fragment, member: str) -> str:
    name = fragment.text(member)
    if name is None:
        raise UnreadableError("party-without-name", role=member, sequence=fragment.path)
    return name


def _event(fragment: Fragment, right: ToldRight, position: Position) -> Told:
    code = fragment.number("eventCode")
    if code is None:
        raise UnreadableError("event-without-code", field=fragment.path)
    day = fragment.day("eventDate")
    return LifeEvent(
        office=OFFICE,
        right=right,
        code=code,
        on=day,
        effective=None,
        text=fragment.text("eventDescriptionText"),
        mapped=proposed(OFFICE, code),
        position=position,
        digest=fragment.digest(),
        kept=fragment.left(),
    )
