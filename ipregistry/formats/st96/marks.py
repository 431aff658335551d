"""One ``tmk:Trademark`` of ST.96."""

from __future__ import annotations

from collections.abc import Iterator

from ipregistry.formats import marks
from ipregistry.formats.addresses import one_line
from ipregistry.formats.marks import MarkFacts
from ipregistry.formats.told import Told, ToldParty, ToldRight
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError


def read_mark(mark: Fragment, position: Position) -> Iterator[Told]:
    """The mark's description, then its recordals, then its history."""
    facts = _facts(mark)
    right = marks.right_of(facts)
    applicants = [(_sequence(one), _party(one, "applicant")) for one in _in_bag(mark, "Applicant")]
    acts = [
        marks.recordal(
            one,
            position,
            right,
            [_party(giver, "assignor") for giver in _in_bag(one, "Assignor")],
            [_party(taker, "assignee") for taker in _in_bag(one, "Assignee")],
        )
        for one in _in_bag(mark, "Assignment")
    ]
    events = [_event(one, position, right) for one in _in_bag(mark, "MarkEvent")]
    mark.handed_on("AssignmentBag", "MarkEventBag")
    yield marks.description(mark, position, facts, right, _as_of_registration(applicants))
    yield from acts
    yield from events


def _in_bag(record: Fragment, name: str) -> list[Fragment]:
    """The members of a bag; those that stand without one too."""
    return [*record.under(f"{name}Bag").each(name), *record.each(name)]


def _facts(mark: Fragment) -> MarkFacts:
    office = mark.number("RegistrationOfficeCode")
    number = mark.under("ApplicationNumber")
    office = office or number.number("IPOfficeCode")
    if office is None:
        raise UnreadableError("record-without-country")
    number.taken("IPOfficeCode")
    words = mark.under("MarkRepresentation", "MarkReproduction", "WordMarkSpecification")
    publications = [one.day("PublicationDate") for one in _in_bag(mark, "Publication")]
    return MarkFacts(
        office=office,
        application=number.number("ApplicationNumberText"),
        registration=mark.number("RegistrationNumber"),
        filed=mark.day("ApplicationDate"),
        registered=mark.day("RegistrationDate"),
        published=min((day for day in publications if day is not None), default=None),
        title=words.text("MarkVerbalElementText", "MarkSignificantVerbalElementText"),
        classes=_classes(mark),
        status=mark.text("MarkCurrentStatusCode"),
        status_date=mark.day("MarkCurrentStatusDate"),
    )


def _classes(mark: Fragment) -> tuple[str, ...]:
    """The Nice classes, from whichever form of the list the file has, without zeros ahead."""
    found: list[str] = []
    for goods in _in_bag(mark, "GoodsServices"):
        found += [
            number
            for one in _in_bag(goods, "GoodsServicesClassification")
            if one.text("ClassificationKindCode") in ("Nice", "Primary", None)
            and (number := one.number("ClassNumber"))
        ]
        found += [
            number
            for one in _in_bag(goods, "ClassDescription")
            if (number := one.number("ClassNumber"))
        ]
    return tuple(dict.fromkeys(str(int(n)) for n in found if n.isascii() and n.isdigit()))


def _sequence(party: Fragment) -> int:
    written = party.number("@sequenceNumber") or "0"
    return int(written) if written.isascii() and written.isdigit() else 0


def _as_of_registration(applicants: list[tuple[int, ToldParty]]) -> list[ToldParty]:
    """Who was named when the right was made: of the USPTO's sequences the tens say at which
    point (10 applicant, 20 at publication, 30 registrant), the ones who came after [V]. The
    later owners follow by recordals; where nobody numbers, all are named.
    """
    made = [(n, who) for n, who in applicants if n >= 10 and n % 10 == 0]  # noqa: PLR2004
    if not made:
        return [who for _, who in applicants]
    last = max(n for n, _ in made)
    return [who for n, who in made if n == last]


def _party(party: Fragment, role: str) -> ToldParty:
    contact = party.under("Contact") if "Contact" in party else party
    name = contact.under("Name")
    organization = name.under("OrganizationName").text("OrganizationStandardName")
    person = name.under("PersonName")
    entity = name.text("EntityName")
    structured = person.under("PersonStructuredName")
    parts = (structured.text("FirstName"), structured.text("LastName"))
    full = person.text("PersonFullName") or " ".join(part for part in parts if part) or None
    address, country = _address(contact)
    told = party.text("CommentText") or party.under("Version").text("CommentText")
    return marks.party(
        organization or entity or full,
        address=address,
        country=country,
        role=told or role,
        legal_entity=party.text("LegalEntityName") or ("INDIVIDUAL" if full else None),
        executed=party.day("AssignmentExecutionDate"),
        where=party.path,
    )


def _address(contact: Fragment) -> tuple[str | None, str | None]:
    for one in _in_bag(contact, "PostalAddress"):
        form = one.under("PostalStructuredAddress")
        country = form.number("CountryCode")
        line = one_line(
            (*form.texts("AddressLineText"), *one.texts("PostalAddressText")),
            city=form.text("CityName"),
            region=form.text("GeographicRegionName"),
            postcode=form.text("PostalCode"),
        )
        if line is not None or country is not None:
            return line, country
    return None, None


def _event(event: Fragment, position: Position, right: ToldRight) -> Told:
    national = event.under("NationalMarkEvent")
    return marks.life_event(
        event,
        position,
        right,
        code=national.number("MarkEventCode") or event.number("MarkEventCode"),
        on=event.day("MarkEventDate"),
        text=national.text("MarkEventDescriptionText") or event.text("MarkEventCategory"),
    )
