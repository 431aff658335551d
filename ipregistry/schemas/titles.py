"""Title as it is answered: the members of `domain.titles.document`, headed by its two dates."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.titles import InterestCategory, Strength
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Moment, Told, version
from ipregistry.schemas.base import Choice, Count, Day, Indicator, Office, One, RecordNumber
from ipregistry.schemas.effects import RecordedEffect, RecordedShare
from ipregistry.schemas.limits import CompanyCharge, RecordalDeadline
from ipregistry.schemas.records import PolicyPin
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
    factBag = Many(Told(PUBLIC, "A fact"), PUBLIC, "What stands beside the stage", required=True)
    holderBag = Many(
        TitleHolder, PUBLIC, "Who holds what; null if not known", required=True, allow_none=True
    )
    discrepancyBag = Many(TitleFinding, PUBLIC, "What is open in the chain", required=True)


class InterestParty(AnswerSchema):
    """A party to an interest, with its names as recorded."""

    party = RecordNumber("party", PUBLIC, "The party", required=True)
    partyVersion = version(PUBLIC, "The version of its record that was seen", required=True)
    nameBag = Many(Name, PERSONAL, "Its names, as recorded then", required=True)
    townText = Told(PERSONAL, "A person's town")


class Interest(AnswerSchema):
    """A licence or security interest that stands on the right, as recorded."""

    interest = RecordNumber("transaction", PUBLIC, "Its number: the grant", required=True)
    interestCategory = Choice(InterestCategory, PUBLIC, "Licence or security", required=True)
    interestKind = Told(PUBLIC, "Its kind: exclusive, pledge, …", required=True)
    grantorBag = Many(InterestParty, PUBLIC, "Who granted it", required=True)
    holderBag = Many(InterestParty, PUBLIC, "Who holds it", required=True)
    since = Day(PUBLIC, "From when it counts", required=True)
    recordalNumber = Told(PUBLIC, "The number under which an outside office entered it")
    until = Day(PUBLIC, "Its last day; of a security interest the end of the debt's term")
    territoryBag = Many(Told(PUBLIC, "A territory"), PUBLIC, "Where; everywhere if left out")
    fieldBag = Many(Told(PUBLIC, "A field of use"), PUBLIC, "For what; for all if left out")
    under = RecordNumber("transaction", PUBLIC, "The licence that a sublicence is under")
    barsDispositionsIndicator = Indicator(
        PUBLIC, "The deed forbids dispositions without the holder's consent"
    )
    share = Told(PUBLIC, "The share that it burdens; the whole if left out")
    atRegisterIndicator = Indicator(PUBLIC, "False while it is only notified here", required=True)
    recordalDeadline = One(RecordalDeadline, PUBLIC, "The last day for its recordal, as of today")
    companyCharge = One(CompanyCharge, PUBLIC, "Its one-month date, of a company's charge")


class LodgedDisposition(AnswerSchema):
    """A disposition lodged for another office's register: it blocks, and moves no title yet."""

    transaction = RecordNumber("transaction", PUBLIC, "The transaction", required=True)
    act = Told(PUBLIC, "The act", required=True)
    since = Moment(PUBLIC, "Since when it is lodged", required=True)
    awaitsPublicationIndicator = Indicator(
        PUBLIC, "True for what this office has recorded and its journal has not published yet"
    )
    transferorBag = Many(TitleHolder, PUBLIC, "Who gives")
    transfereeBag = Many(TitleHolder, PUBLIC, "Who takes")
    grantorBag = Many(InterestParty, PUBLIC, "Who grants an interest")
    holderBag = Many(InterestParty, PUBLIC, "Who is said to hold the right or the interest")


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


class EventSt27(AnswerSchema):
    """An event in the life of a right, as WIPO ST.27 codes it; the mapping is this project's."""

    stateCode = Told(PUBLIC, "The state behind it: A active, N not active, …", required=True)
    previousStageCode = Told(PUBLIC, "The stage before it", required=True)
    currentStageCode = Told(PUBLIC, "The stage behind it", required=True)
    keyEventCode = Told(PUBLIC, "The key event", required=True)
    detailedEventCode = Told(PUBLIC, "The detailed event", required=True)
    eventIndicatorCode = Told(PUBLIC, "The kind of procedure")
    nationalEventCode = Told(PUBLIC, "The office's own code for it")
    eventText = Told(PUBLIC, "All of it in one line", required=True)
    conventionIndicator = Indicator(
        PUBLIC, "True for kinds that ST.27 is not for: the letters are a convention of the project"
    )


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
    recordalNumber = Told(PUBLIC, "The number of the outside office's own entry")
    supersededBy = Told(PUBLIC, "The correction that it gave way to")
    st27 = One(EventSt27, PUBLIC, "The event that it is, where it is one")


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
