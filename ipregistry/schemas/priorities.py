"""Priority as it is answered: the members of `domain.priority.answer`."""

# ruff: noqa: N815 - members are named as they stand in the JSON

from __future__ import annotations

from ipregistry.domain.priority.pairs import Outcome, Reason
from ipregistry.domain.titles import InterestCategory
from ipregistry.schemas.answering import AnswerSchema, Many, Told
from ipregistry.schemas.base import Choice, Day, Indicator, One, RecordNumber
from ipregistry.schemas.limits import CompanyCharge, RecordalDeadline
from ipregistry.schemas.records import PolicyPin
from ipregistry.schemas.titles import TitleAsOf
from ipregistry.schemas.values import PUBLIC


class RuleUsed(AnswerSchema):
    """A rule with its source. A rule of confidence M orders nothing."""

    rule = Told(PUBLIC, "Its name", required=True)
    citation = Told(PUBLIC, "The law", required=True)
    confidence = Told(
        PUBLIC, "V read in the source, S secondary, I inferred, M memory", required=True
    )


class PriorityRuleMember(RuleUsed):
    """The rule that the policy names for a kind of interest."""

    interestCategory = Told(PUBLIC, "The kind of interest", required=True)


class RankedInterest(AnswerSchema):
    """An interest, with the days that priority rests on. The day of receipt here is none."""

    interest = RecordNumber("transaction", PUBLIC, "Its number: the grant", required=True)
    interestCategory = Choice(InterestCategory, PUBLIC, "Licence or security", required=True)
    interestKind = Told(PUBLIC, "Its kind", required=True)
    atRegisterIndicator = Indicator(PUBLIC, "False while it is only notified here", required=True)
    executedDate = Day(PUBLIC, "The day of the deed")
    recordFilingDate = Day(PUBLIC, "The day of the application at the register of record")
    recordEffectiveDate = Day(PUBLIC, "The day of that register's entry")
    recordalDeadline = One(RecordalDeadline, PUBLIC, "The last day for its recordal")
    companyCharge = One(CompanyCharge, PUBLIC, "Its one-month date, of a company's charge")


class PriorityFact(AnswerSchema):
    """A fact that was used, or that would have to be known."""

    interest = RecordNumber("transaction", PUBLIC, "The interest whose fact it is", required=True)
    fact = Told(PUBLIC, "created, applied, registered or knew", required=True)
    missingIndicator = Indicator(PUBLIC, "True where the record does not say it", required=True)
    of = RecordNumber("transaction", PUBLIC, "Of which interest the holder knew, or did not")
    date = Day(PUBLIC, "The day; null where there was no such step", allow_none=True)
    knewIndicator = Indicator(PUBLIC, "Whether the holder knew, as stated")


class PriorityPair(RuleUsed):
    """Two interests, and what the rule makes of them."""

    first = RecordNumber("transaction", PUBLIC, "One interest", required=True)
    second = RecordNumber("transaction", PUBLIC, "The other", required=True)
    outcome = Choice(Outcome, PUBLIC, "Which goes first, by what is recorded", required=True)
    prevails = RecordNumber(
        "transaction",
        PUBLIC,
        "The one that goes first; null where they are equal or nothing is determined",
        required=True,
        allow_none=True,
    )
    reason = Choice(Reason, PUBLIC, "Why", required=True)
    factBag = Many(PriorityFact, PUBLIC, "The facts that were used", required=True)


class PriorityAnswer(AnswerSchema):
    """The interests on a right, pair by pair: what is recorded, not what a court would say."""

    asOf = One(TitleAsOf, PUBLIC, "The dates that the answer is for", required=True)
    asset = RecordNumber("asset", PUBLIC, "The right", required=True)
    interestBag = Many(RankedInterest, PUBLIC, "What stands on the right", required=True)
    pairBag = Many(PriorityPair, PUBLIC, "Every pair", required=True)
    tierBag = Many(
        Many(Told(PUBLIC, "An interest"), PUBLIC, "Interests that are equal"),
        PUBLIC,
        "The interests in order; null where the pairs make none",
        required=True,
        allow_none=True,
    )
    circularIndicator = Indicator(PUBLIC, "True where the pairs run in a circle", required=True)
    unrankedBag = Many(
        Told(PUBLIC, "An interest"), PUBLIC, "Interests without a known rule", required=True
    )
    ruleBag = Many(
        PriorityRuleMember, PUBLIC, "The policy's rule for each kind of interest", required=True
    )
    policy = One(PolicyPin, PUBLIC, "The policy that was applied", required=True)
    notice = Told(PUBLIC, "What a priority answer is not", required=True)
