"""The assignment search's documents: one recordal each, about any number of rights."""

from __future__ import annotations

from collections.abc import Iterator

from ipregistry.formats.addresses import one_line
from ipregistry.formats.conveyance import reel_and_frame
from ipregistry.formats.told import Told, ToldParty, ToldRight
from ipregistry.formats.untrusted import Fragment, Position, UnreadableError
from ipregistry.formats.uspto.parts import Conveyance, party, recordal, right_of

# Copies of members for the search's own index: the first of an array, its size, its facets.
_COPIES = ("First", "Facet", "Size", "String")


def read_document(record: Fragment, position: Position) -> Iterator[Told]:
    """The recordal in one document."""
    # All three are one number, with and without zeros.
    record.taken("id", "displayId")
    record.taken(*(name for name in record.received if name.endswith(_COPIES)))
    conveyance = Conveyance(
        number=reel_and_frame(record.number("reelNo"), record.number("frameNo")),
        text=record.text("conveyanceText"),
        executed=record.day("patAssignorEarliestExDate"),
        received=None,
        recorded=record.day("recordedDate"),
    )
    givers = [_assignor(one) for one in record.each("assignors")]
    takers = [_assignee(one) for one in record.each("assignees")]
    rights = [right for one in record.each("properties") if (right := _property(one))]
    yield recordal(record, position, conveyance, givers, takers, rights)


def _assignor(fragment: Fragment) -> ToldParty:
    executed = fragment.day("patAssignorExDate", "patAssignorDateAck")
    return party(_name(fragment, "patAssignorName"), executed=executed)


def _assignee(fragment: Fragment) -> ToldParty:
    address = one_line(
        (
            fragment.text("patAssigneeAddress"),
            fragment.text("patAssigneeAddress1"),
            fragment.text("patAssigneeAddress2"),
        ),
        city=fragment.text("patAssigneeCity"),
        region=fragment.text("patAssigneeState"),
        postcode=fragment.text("patAssigneePostcode"),
        country=fragment.text("patAssigneeCountryName"),
    )
    return party(_name(fragment, "patAssigneeName"), address=address)


def _name(fragment: Fragment, member: str) -> str:
    name = fragment.text(member)
    if name is None:
        # Left out, it would make the others look like all of them.
        raise UnreadableError("party-without-name", role=member, sequence=fragment.path)
    return name


def _property(fragment: Fragment) -> ToldRight | None:
    title = fragment.text("inventionTitle")
    language = fragment.text("inventionTitleLang") or "und"
    return right_of(
        application=fragment.number("applNum"),
        patent=fragment.number("patNum"),
        publication=fragment.number("publNum"),
        pct=fragment.number("pctNum"),
        international=fragment.number("intlRegNum"),
        titles=() if title is None else ((language, title),),
        filed=fragment.day("filingDate"),
        published=fragment.day("publDate", "intlPublDate"),
        granted=fragment.day("issueDate"),
    )
