"""The data of one ST.66 transaction."""

from __future__ import annotations

from collections.abc import Iterator

from ipregistry.formats import marks
from ipregistry.formats.addresses import one_line
from ipregistry.formats.marks import MarkFacts
from ipregistry.formats.told import Told, ToldParty, ToldRight, Unmapped
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError

_LINES = ("AddressRoom", "AddressFloor", "AddressBuilding", "AddressStreet", "AddressPostOfficeBox")


def read_transaction(data: Fragment, position: Position) -> Iterator[Told]:
    """The marks of the transaction, each with its recordals and history."""
    found = [one for details in data.each("TradeMarkDetails") for one in details.each("TradeMark")]
    if not found:
        yield Unmapped("transaction-without-mark", position, data.digest(), dict(data.received))
        return
    alone = len(found) == 1
    applicants = (
        [_applicant(one) for bag in data.each("ApplicantDetails") for one in bag.each("Applicant")]
        if alone
        else []
    )
    for mark in found:
        yield from _mark(mark, position, applicants)
    data.handed_on("TradeMarkDetails")
    if left := data.left():
        yield Unmapped("beside-the-mark", position, data.digest(), left)


def _mark(
    mark: Fragment, position: Position, applicants: list[tuple[int, ToldParty]]
) -> Iterator[Told]:
    facts = _facts(mark)
    right = marks.right_of(facts)
    acts = [
        marks.recordal(
            one,
            position,
            right,
            [_assignment_party(giver, "assignor") for giver in one.each("Assignor")],
            [_assignment_party(taker, "assignee") for taker in one.each("Assignee")],
        )
        for bag in mark.each("AssignmentBagExt")
        for one in bag.each("Assignment")
    ]
    events = [
        _event(one, position, right)
        for bag in mark.each("MarkEventDetails")
        for one in bag.each("MarkEvent")
    ]
    mark.handed_on("AssignmentBagExt", "MarkEventDetails")
    last = max((n for n, _ in applicants if n % 10 == 0), default=None)
    holders = [who for n, who in applicants if last is None or n == last]
    yield marks.description(mark, position, facts, right, holders)
    yield from acts
    yield from events


def _facts(mark: Fragment) -> MarkFacts:
    office = mark.number("RegistrationOfficeCode", "FilingPlace")
    if office is None:
        raise UnreadableError("record-without-country")
    published = [
        one.day("PublicationDate")
        for bag in mark.each("PublicationDetails")
        for one in bag.each("Publication")
    ]
    classes = [
        number
        for details in mark.each("GoodsServicesDetails")
        for goods in details.each("GoodsServices")
        for described in goods.each("ClassDescriptionDetails")
        for one in described.each("ClassDescription")
        if (number := one.number("ClassNumber")) and number.isascii() and number.isdigit()
    ]
    return MarkFacts(
        office=office,
        application=mark.number("ApplicationNumber"),
        registration=mark.number("RegistrationNumber"),
        filed=mark.day("ApplicationDate"),
        registered=mark.day("RegistrationDate"),
        published=min((day for day in published if day is not None), default=None),
        title=mark.under("WordMarkSpecification").text("MarkVerbalElementText"),
        classes=tuple(dict.fromkeys(str(int(number)) for number in classes)),
        status=mark.text("MarkCurrentStatusCode"),
        status_date=mark.day("MarkCurrentStatusDate"),
    )


def _applicant(applicant: Fragment) -> tuple[int, ToldParty]:
    """(point in the mark's life, party): 10 applicant, 20 at publication, 30 registrant, the
    ones beside the tens who came after [V].
    """
    book = applicant.under("ApplicantAddressBook", "FormattedNameAddress")
    names = book.under("Name", "FreeFormatName", "FreeFormatNameDetails")
    form = book.under("Address", "FormattedAddress")
    more = applicant.under("ApplicantExt")
    address = one_line(
        [form.text(name) for name in _LINES],
        city=form.text("AddressCity"),
        region=form.text("AddressState"),
        postcode=form.text("AddressPostcode"),
    )
    point = more.number("PartyTypeCode") or "0"
    told = marks.party(
        " ".join(names.texts("FreeFormatNameLine")) or None,
        address=address,
        country=form.number("FormattedAddressCountryCode"),
        role=more.text("PartyTypeDescriptionText") or "applicant",
        legal_entity=applicant.text("ApplicantLegalEntity"),
        where=applicant.path,
    )
    return int(point) if point.isascii() and point.isdigit() else 0, told


def _assignment_party(party: Fragment, role: str) -> ToldParty:
    contact = party.under("Contact")
    address = contact.under("PostalAddressBag", "PostalAddress")
    return marks.party(
        contact.under("Name").text("EntityName"),
        address=one_line(address.texts("PostalAddressText")),
        country=None,
        role=role,
        legal_entity=party.under("LegalEntity").text("LegalEntityCategory"),
        executed=party.day("AssignmentExecutionDate"),
        where=party.path,
    )


def _event(event: Fragment, position: Position, right: ToldRight) -> Told:
    more = event.under("MarkEventExt")
    return marks.life_event(
        event,
        position,
        right,
        code=event.number("MarkEventCode"),
        on=event.day("MarkEventDate"),
        text=more.text("MarkEventInternalDescriptionText") or event.text("Comment"),
    )
