"""The older examination data system's JSON: as its queries answered, and as its bulk files are.

The bulk files are ST.96 V4_0 rendered as JSON, with the choices of XML as names that join all
alternatives (`applicantBagOrInventorBagOrOwnerBag`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ipregistry.formats.addresses import one_line
from ipregistry.formats.coding import proposed
from ipregistry.formats.conveyance import reel_and_frame
from ipregistry.formats.told import (
    LifeEvent,
    RightDescription,
    Told,
    ToldParty,
    ToldRelation,
    ToldRight,
)
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError
from ipregistry.formats.uspto.parts import (
    OFFICE,
    Conveyance,
    party,
    recordal,
    resting_on,
    right_of,
)

_COPIES = ("Facet", "_txt")


def read_query_document(record: Fragment, position: Position) -> Iterator[Told]:
    """One document of a query's answer: the application, its recordals, its transactions."""
    record.taken("applIdStr", "appl_id_txt", "id")
    record.taken(*(name for name in record.received if name.endswith(_COPIES)))
    title = record.text("patentTitle")
    right = right_of(
        application=record.number("applId"),
        patent=record.number("patentNumber"),
        publication=record.number("appEarlyPubNumber"),
        titles=() if title is None else (("en", title),),
        filed=record.day("appFilingDate"),
        published=record.day("appEarlyPubDate"),
        granted=record.day("patentIssueDate"),
    )
    if right is None:
        raise UnreadableError("record-without-application-number")
    acts = [_query_recordal(one, right, position) for one in record.each("assignments")]
    events = [
        _event(one, right, position, ("code", "recordDate", "description"))
        for one in record.each("transactions")
    ]
    inventors = [
        party(name, role="inventor")
        for one in record.each("inventors")
        if (name := _family_name_first(one.text("nameLineOne"), one.text("nameLineTwo")))
    ]
    applicants = [
        party(name, role="applicant")
        for one in record.each("applicants")
        if (name := _family_name_first(one.text("nameLineOne"), one.text("nameLineTwo")))
    ]
    relations = [
        ToldRelation("parent", OFFICE, number, one.day("filingDate"))
        for one in record.each("parentContinuity")
        if (number := one.number("claimApplicationNumberText"))
    ]
    record.handed_on("assignments", "transactions")
    status = record.text("appStatus"), record.day("appStatusDate")
    yield _description(record, right, position, applicants, inventors, relations, status)
    yield from acts
    yield from events


def _family_name_first(family: str | None, given: str | None) -> str | None:
    return ", ".join(part for part in (family, given) if part) or None


def _description(
    record: Fragment,
    right: ToldRight,
    position: Position,
    applicants: list[ToldParty],
    inventors: list[ToldParty],
    relations: list[ToldRelation],
    status: tuple[str | None, date | None],
) -> RightDescription:
    event, on = resting_on(right)
    return RightDescription(
        right=right,
        event=event,
        on=on,
        holders=tuple(applicants),
        inventors=tuple(inventors),
        position=position,
        digest=record.digest(),
        relations=tuple(relations),
        status=status[0],
        status_date=status[1],
        kept=record.left(),
    )


def _query_recordal(fragment: Fragment, right: ToldRight, position: Position) -> Told:
    conveyance = Conveyance(
        number=reel_and_frame(fragment.number("reelNumber"), fragment.number("frameNumber")),
        # The name is misspelt in the files.
        text=fragment.text("converyanceName", "conveyanceName"),
        executed=None,
        received=fragment.day("receivedDate"),
        recorded=fragment.day("recordedDate"),
    )
    givers = [
        party(_name(one, "assignorName"), executed=one.day("execDate"))
        for one in fragment.each("assignors")
    ]
    takers = [
        party(
            _name(one, "assigneeName"),
            address=one_line(
                (one.text("streetLineOneText"), one.text("streetLineTwoText")),
                city=one.text("cityName"),
                # A state's name, in spite of the member's [V].
                region=one.text("countryCode"),
                postcode=one.text("postalCode"),
            ),
        )
        for one in fragment.each("assignee")
    ]
    return recordal(fragment, position, conveyance, givers, takers, (right,))


def _name(fragment: Fragment, member: str) -> str:
    name = fragment.text(member)
    if name is None:
        raise UnreadableError("party-without-name", role=member, sequence=fragment.path)
    return name


def _event(
    fragment: Fragment, right: ToldRight, position: Position, names: tuple[str, str, str]
) -> LifeEvent:
    code = fragment.number(names[0])
    if code is None:
        raise UnreadableError("event-without-code", field=fragment.path)
    return LifeEvent(
        office=OFFICE,
        right=right,
        code=code,
        on=fragment.day(names[1]),
        effective=None,
        text=fragment.text(names[2]),
        mapped=proposed(OFFICE, code),
        position=position,
        digest=fragment.digest(),
        kept=fragment.left(),
    )


def read_bulk_record(record: Fragment, position: Position) -> Iterator[Told]:
    """One record of a bulk file."""
    about = record.under("patentCaseMetadata")
    published = about.under("patentPublicationIdentification")
    granted = about.under("patentGrantIdentification")
    title = " ".join(about.under("inventionTitle").texts("content"))
    application = about.number("applicationNumberText")
    right = right_of(
        application=application,
        patent=granted.number("patentNumber"),
        publication=published.number("publicationNumber"),
        titles=(("en", title),) if title else (),
        filed=about.day("filingDate"),
        published=published.day("publicationDate"),
        granted=granted.day("grantDate"),
    )
    if right is None:
        raise UnreadableError("record-without-application-number")
    acts = [
        _bulk_recordal(one, right, position)
        for one in record.under("assignmentDataBag").each("assignmentData")
    ]
    events = [
        _event(one, right, position, ("eventCode", "eventDate", "eventDescriptionText"))
        for one in record.under("prosecutionHistoryDataBag").each("prosecutionHistoryData")
    ]
    record.handed_on("assignmentDataBag", "prosecutionHistoryDataBag")
    bags = about.under("partyBag").each("applicantBagOrInventorBagOrOwnerBag")
    applicants = _named(bags, "applicant", "applicant")
    inventors = _named(bags, "inventorOrDeceasedInventor", "inventor")
    status = about.text("applicationStatusCategory"), about.day("applicationStatusDate")
    relations = list(_relations(about))
    yield _description(record, right, position, applicants, inventors, relations, status)
    yield from acts
    yield from events


def _relations(about: Fragment) -> Iterator[ToldRelation]:
    for claim in about.under("priorityClaimBag").each("priorityClaim"):
        number = claim.under("applicationNumber").number("applicationNumberText")
        country = claim.text("ipOfficeName")
        if number is not None:
            # An office's name in words: which ST.3 code it is, is not said.
            office = country if country is not None and len(country) == 2 else None  # noqa: PLR2004
            yield ToldRelation("priority", office, number, claim.day("filingDate"))
    related = about.under("relatedDocumentData").each("parentDocumentDataOrChildDocumentData")
    for one in related:
        role = "child" if "childDocumentStatusCode" in one else "parent"
        number = one.number("applicationNumberText")
        if number is not None:
            yield ToldRelation(role, OFFICE, number, one.day("filingDate"))


def _named(bags: list[Fragment], member: str, role: str) -> list[ToldParty]:
    found = []
    for one in (one for bag in bags for one in bag.each(member)):
        for contact in one.each("contactOrPublicationContact"):
            names = contact.under("name").each("personNameOrOrganizationNameOrEntityName")
            address = one_line(
                (),
                city=contact.text("cityName"),
                region=contact.text("geographicRegionName"),
                country=None,
            )
            country = contact.number("countryCode")
            for name in names:
                said = _person_or_organization(name)
                if said is not None:
                    found.append(_with_place(said, role, address, country))
    return found


def _with_place(
    said: tuple[str, str], role: str, address: str | None, country: str | None
) -> ToldParty:
    return ToldParty(said[0], said[1], address=address, country=country, role=role)


def _person_or_organization(name: Fragment) -> tuple[str, str] | None:
    """The name, and its category, which this form tells."""
    organization = " ".join(name.under("organizationStandardName").texts("content"))
    if organization:
        return organization, "organization"
    person = name.under("personStructuredName")
    parts = (person.text("firstName"), person.text("middleName"), person.text("lastName"))
    full = " ".join(part for part in parts if part) or name.text("personFullName")
    return None if full is None else (full, "person")


def _bulk_recordal(fragment: Fragment, right: ToldRight, position: Position) -> Told:
    """Assignors and assignees are named in some files only [S]; without them the recordal
    says that something was recorded, not from whom to whom.
    """
    conveyance = Conveyance(
        number=reel_and_frame(fragment.number("reelNumber"), fragment.number("frameNumber")),
        text=fragment.text("conveyanceText"),
        executed=None,
        received=fragment.day("documentReceivedDate"),
        recorded=fragment.day("recordedDate"),
    )
    givers = _named([fragment.under("assignorBag")], "assignor", "assignor")
    takers = _named([fragment.under("assigneeBag")], "assignee", "assignee")
    return recordal(fragment, position, conveyance, givers, takers, (right,))
