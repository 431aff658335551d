"""Title as it is answered: the members of `domain.titles.document`, headed by its two dates."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.titles import Strength
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told, version
from ipregistry.schemas.base import Choice, Count, Day, Indicator, Office, One, RecordNumber
from ipregistry.schemas.records import PolicyPin, RecordedEffect, RecordedShare
from ipregistry.schemas.values import PERSONAL, PUBLIC, Name


class TitleAsOf(AnswerSchema):
    """The pair of dates that a title answer is for."""

    effectiveAt = Day(PUBLIC, "As of this day", required=True)
    knownAt = Moment(PUBLIC, "As this register knew it at this instant", required=True)
    provisional = Indicator(
        PUBLIC, "True while work begun before may still be recorded", required=True
    )


class TitleHolder(RecordedShare):
    """A holder with its share and its names as recorded."""

    nameBag = Many(Name, PERSONAL, "Its names, as recorded then", required=True)
    townText = Told(PERSONAL, "A person's town")


class TitleRoot(AnswerSchema):
    """What the chain starts from, or was last confirmed by."""

    strength = Choice(Strength, PUBLIC, "What it rests on", required=True)
    date = Day(PUBLIC, "The date at which it names the holders", required=True)
    vouchedBy = Told(PUBLIC, "Who vouches for it", required=True)
    source = Members(PUBLIC, "Where it comes from", required=True)


class TitleFinding(AnswerSchema):
    """A gap or a conflict in the chain, by name."""

    code = Told(PUBLIC, "Its name", required=True)
    category = Told(PUBLIC, "Gap or discrepancy", required=True)
    transaction = Told(PUBLIC, "The transaction where it opens", required=True)
    params = Members(PUBLIC, "What fills its message", required=True)


class TitleAtRegister(AnswerSchema):
    """Title at the register of record."""

    officeCode = Office(PUBLIC, "The office whose right it is (ST.3)", required=True)
    asOf = Day(PUBLIC, "The newest entry that is known", required=True, allow_none=True)
    root = One(TitleRoot, PUBLIC, "The root; null if none is known", required=True, allow_none=True)
    stage = Told(PUBLIC, "The right's stage", required=True, allow_none=True)
    holderBag = Many(
        TitleHolder, PUBLIC, "Who holds what; null if not known", required=True, allow_none=True
    )
    discrepancyBag = Many(TitleFinding, PUBLIC, "What is open in the chain", required=True)


class LodgedDisposition(AnswerSchema):
    """A disposition lodged for another office's register: it blocks, and moves no title yet."""

    transaction = RecordNumber("transaction", PUBLIC, "The transaction", required=True)
    act = Told(PUBLIC, "The act", required=True)
    since = Moment(PUBLIC, "Since when it is lodged", required=True)
    transferorBag = Many(TitleHolder, PUBLIC, "Who gives")
    transfereeBag = Many(TitleHolder, PUBLIC, "Who takes")
    holderBag = Many(TitleHolder, PUBLIC, "Of a statement: who is said to hold")


class TitleNotified(TitleAtRegister):
    """What was notified here, and is not, or not yet, known to be recorded there."""

    lodged = Many(LodgedDisposition, PUBLIC, "Lodged dispositions", required=True)


class PendingEntry(AnswerSchema):
    """A filing on the right that is not ended, by kind, time and order."""

    order = version(PUBLIC, "Its rank among the pending", required=True)
    act = Told(PUBLIC, "The act", required=True)
    status = Choice(FilingStatus, PUBLIC, "Where it stands", required=True)
    receivedAt = Moment(PUBLIC, "When it was received", required=True)


class TitleBlock(AnswerSchema):
    """One thing that stands in the way of a disposition."""

    code = Told(PUBLIC, "Its name", required=True)
    params = Members(PUBLIC, "What fills its message", required=True)
    citation = Told(PUBLIC, "The rule's source", required=True, allow_none=True)
    since = Moment(PUBLIC, "Since when", required=True, allow_none=True)
    refuses = Indicator(PUBLIC, "False where it only asks for an officer's look", required=True)


class ChainLink(AnswerSchema):
    """One step of the chain, with its entry."""

    transaction = RecordNumber("transaction", PUBLIC, "The entry's transaction", required=True)
    version = version(PUBLIC, "Its version", required=True)
    act = Told(PUBLIC, "The act", required=True)
    capacity = Choice(Capacity, PUBLIC, "What the entry is", required=True)
    effectiveDate = Day(PUBLIC, "From when it counts", required=True)
    knownAt = Moment(PUBLIC, "When it was recorded", required=True)
    effect = One(RecordedEffect, PUBLIC, "What it does", required=True)
    before = Many(TitleHolder, PUBLIC, "The holders before", required=True, allow_none=True)
    after = Many(TitleHolder, PUBLIC, "The holders after", required=True, allow_none=True)
    findingBag = Many(TitleFinding, PUBLIC, "What does not fit", required=True)
    supersededBy = Told(PUBLIC, "The correction that it gave way to")


class Interest(AnswerSchema):
    """A licence or security interest. This version of the register records none yet."""


class TitleAnswer(AnswerSchema):
    """Title at a pair of dates: two answers, never mixed, with all that burdens the right."""

    asOf = One(TitleAsOf, PUBLIC, "The dates that the answer is for", required=True)
    asset = RecordNumber("asset", PUBLIC, "The right", required=True)
    titleVersion = Count(PUBLIC, "What a disposition names as seen", required=True)
    atRegister = One(TitleAtRegister, PUBLIC, "At the register of record", required=True)
    notified = One(TitleNotified, PUBLIC, "As notified here", required=True)
    licences = Many(Interest, PUBLIC, "Licences", required=True)
    securityInterests = Many(Interest, PUBLIC, "Security interests", required=True)
    restricted = Day(
        PUBLIC, "Since when dispositions are stopped; null if not", required=True, allow_none=True
    )
    pending = Many(PendingEntry, PUBLIC, "Filings that are not ended")
    blocks = Many(TitleBlock, PUBLIC, "What stops a disposition now")
    policy = One(PolicyPin, PUBLIC, "The policy that was applied")
    notice = Told(PUBLIC, "What a title answer is not", required=True)
    chain = Many(ChainLink, PUBLIC, "With `expand=chain`: every step of the register of record")
    notifiedChain = Many(ChainLink, PUBLIC, "With `expand=chain`: the lodged steps")
    superseded = Many(ChainLink, PUBLIC, "With `expand=chain`: steps that a correction replaced")
