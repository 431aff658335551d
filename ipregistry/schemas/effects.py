"""Effects on title as parts and chains show them."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.titles import InterestCategory, Register, Reveal, Strength
from ipregistry.schemas.answering import AnswerSchema, Many, Members, Told, version
from ipregistry.schemas.base import Choice, Count, Day, Indicator, One, RecordNumber
from ipregistry.schemas.values import PUBLIC

EFFECTS = (
    "root",
    "transfer",
    "close",
    "replace",
    "stage",
    "grant",
    "vary",
    "end",
    "rename",
    "event",
    "restrict",
    "lift",
)


class RecordedShare(AnswerSchema):
    """A share of a party, at the version of its record that was seen."""

    party = RecordNumber("party", PUBLIC, "The party", required=True)
    share = Told(PUBLIC, "Its share of the whole right, as an exact fraction", required=True)
    partyVersion = version(PUBLIC, "The version of the party's record", required=True)


class RecordedParty(AnswerSchema):
    """A party to an interest, at the version of its record that was seen."""

    party = RecordNumber("party", PUBLIC, "The party", required=True)
    partyVersion = version(PUBLIC, "The version of the party's record", required=True)


class RecordedInterest(AnswerSchema):
    """The terms of a licence or a security interest."""

    id = RecordNumber("transaction", PUBLIC, "Its number: the grant", required=True)
    category = Choice(InterestCategory, PUBLIC, "Licence or security", required=True)
    interestKind = Told(PUBLIC, "Its kind", required=True)
    givers = Many(RecordedParty, PUBLIC, "Who granted it", required=True)
    holders = Many(RecordedParty, PUBLIC, "Who holds it", required=True)
    until = Day(PUBLIC, "Its last day, or that of the debt's term")
    territories = Many(Told(PUBLIC, "A territory"), PUBLIC, "Where")
    fields_ = Many(Told(PUBLIC, "A field of use"), PUBLIC, "For what", data_key="fields")
    under = RecordNumber("transaction", PUBLIC, "The licence that it is under")
    bars = Indicator(PUBLIC, "The deed forbids dispositions without consent")
    executed = Day(PUBLIC, "The day of the deed")
    applied = Day(PUBLIC, "The day of the application at the register")
    registered = Day(PUBLIC, "The day of the office's entry")
    knew = Many(
        RecordNumber("transaction", PUBLIC, "An interest"), PUBLIC, "What the holder knew of"
    )
    share = Told(PUBLIC, "The share that it burdens")


class RecordedEffect(AnswerSchema):
    """What an entry does to title. Which members there are depends on the effect."""

    effect = Choice(EFFECTS, PUBLIC, "The effect", required=True)
    on = Day(PUBLIC, "From when it counts", required=True)
    register = Choice(Register, PUBLIC, "Whether it belongs to the register of record")
    strength = Choice(Strength, PUBLIC, "Of a root: what it rests on")
    holders = Many(RecordedShare, PUBLIC, "Of a root: the holders")
    vouchedBy = Told(PUBLIC, "Of a root: who vouches for it")
    source = Members(PUBLIC, "Of a root or an event: where it comes from")
    from_ = Many(RecordedShare, PUBLIC, "Of a transfer: who gives", data_key="from")
    to = Many(RecordedShare, PUBLIC, "Of a transfer: who takes")
    transaction = RecordNumber("transaction", PUBLIC, "Of a close or replace: of which entry")
    seq = Count(PUBLIC, "Of a replace: which effect of the entry; else the first, or all")
    reveals = Choice(Reveal, PUBLIC, "Of a replace: what searches show; else old and new")
    outcome = Told(PUBLIC, "Of a close or an end: how it ended")
    stage = Told(PUBLIC, "Of a stage or an event: which")
    terms = One(RecordedInterest, PUBLIC, "Of a grant or vary: the terms")
    interest = Told(PUBLIC, "Of an end: the interest")
    reference = Told(PUBLIC, "Of an end: how the paper names the interest")
    party = RecordNumber("party", PUBLIC, "Of a rename: the party")
    partyVersion = Count(PUBLIC, "Of a rename: the version of its record")
    changes = Many(Told(PUBLIC, "name or address"), PUBLIC, "Of a rename: what changed")
    event = Told(PUBLIC, "Of an event: its ST.27 detailed code")
    termEnds = Day(PUBLIC, "Of an event: the end of the term from then on")
    facts = Members(PUBLIC, "Of an event: what now stands, or no longer stands")
    hold = RecordNumber("hold", PUBLIC, "Of a restrict or lift: a number that tells nothing")
    movesTitleIndicator = Indicator(PUBLIC, "False where the title version stays")
    entryNumber = Told(PUBLIC, "The number of the outside office's own entry")
    interests = Many(
        Told(PUBLIC, "A number"), PUBLIC, "Of a root: the interests that its source lists"
    )
    by = One(
        lambda: RecordedEffect(),  # noqa: PLW0108 - the class has no name yet
        PUBLIC,
        "Of a replace: what stands instead",
        allow_none=True,
    )
