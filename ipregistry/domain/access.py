"""Who may do what: the one table, for writes, reads, lists and pages alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from ipregistry.domain.classes import Label


class Role(StrEnum):
    """What an account is to this node."""

    REGISTRAR = "registrar"
    EXAMINER = "examiner"
    AGENT = "agent"
    PARTY = "party"
    VENUE = "venue"
    AUDITOR = "auditor"
    CASE_MANAGER = "case-manager"
    NEUTRAL = "neutral"
    SYSTEM = "system"
    PUBLIC = "public"


class Relation(StrEnum):
    """What an actor is to one record."""

    FILER = "filer"
    CONCERNED = "concerned"
    # To a record of a case, as long as the account stands in it: of some side; of the side that
    # the record is of; a neutral who decides; a neutral who mediates.
    CASE_PARTY = "case-party"
    CASE_OWN_SIDE = "case-own-side"
    CASE_TRIBUNAL = "case-tribunal"
    CASE_MEDIATOR = "case-mediator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `account` is None for the public; `party` is the party it acts for as itself."""

    account: str | None = None
    name: str = "public"
    roles: frozenset[Role] = field(default_factory=lambda: frozenset({Role.PUBLIC}))
    party: str | None = None

    @property
    def is_office(self) -> bool:
        """Whether this is an officer of the node."""
        return bool(self.roles & OFFICE)


OFFICE = frozenset({Role.REGISTRAR, Role.EXAMINER, Role.SYSTEM})
PUBLIC_ACTOR = Actor()

# Part label -> who reads it: roles that always may, relations to the record that may.
READ: Mapping[Label, tuple[frozenset[Role], frozenset[Relation]]] = {
    Label.PUBLIC: (frozenset(Role), frozenset(Relation)),
    Label.NAMES: (frozenset(Role), frozenset(Relation)),
    Label.PARTIES: (OFFICE | {Role.AUDITOR}, frozenset({Relation.CONCERNED, Relation.FILER})),
    Label.PRICE: (OFFICE | {Role.AUDITOR}, frozenset({Relation.CONCERNED, Relation.FILER})),
    Label.FILING: (OFFICE | {Role.AUDITOR}, frozenset({Relation.FILER})),
    Label.OFFICE: (OFFICE | {Role.AUDITOR}, frozenset()),
    Label.HEADER: (OFFICE | {Role.AUDITOR}, frozenset({Relation.FILER})),
    # Of a case the register's officers and its auditor see nothing. A caucus paper is its side's
    # and the mediator's, and not the institution's either.
    Label.CASE_ALL: (
        frozenset({Role.CASE_MANAGER}),
        frozenset({Relation.CASE_PARTY, Relation.CASE_TRIBUNAL}),
    ),
    Label.CASE_TRIBUNAL: (frozenset({Role.CASE_MANAGER}), frozenset({Relation.CASE_TRIBUNAL})),
    Label.CASE_CAUCUS: (frozenset(), frozenset({Relation.CASE_OWN_SIDE, Relation.CASE_MEDIATOR})),
    Label.CASE_OFFICE: (frozenset({Role.CASE_MANAGER}), frozenset()),
    Label.CASE_FILING: (frozenset({Role.CASE_MANAGER}), frozenset({Relation.CASE_OWN_SIDE})),
}

# Who may be in a case at all: whether one is, the case says.
_IN_CASES = frozenset({Role.CASE_MANAGER, Role.NEUTRAL, Role.AGENT, Role.PARTY})

# Names of natural persons go with a single read, never into a list, feed or export.
BULK_EXCLUDES = frozenset({Label.NAMES})

# Filing type -> roles that may file it at all (standing in the matter is a rule of its own).
FILE: Mapping[str, frozenset[Role]] = {
    "party-registration": frozenset(
        {Role.REGISTRAR, Role.SYSTEM, Role.AGENT, Role.PARTY, Role.VENUE}
    ),
    "asset-registration": frozenset({Role.REGISTRAR, Role.SYSTEM, Role.AGENT, Role.PARTY}),
    "recordal-notice": frozenset({Role.REGISTRAR, Role.SYSTEM, Role.AGENT, Role.PARTY, Role.VENUE}),
    "assignment": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY, Role.VENUE}),
    "transmission": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "ownership-order": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "licence": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY, Role.VENUE}),
    "licence-amendment": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "licence-termination": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "security": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "security-amendment": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "security-release": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "consent": frozenset({Role.AGENT, Role.PARTY}),
    "restriction": frozenset({Role.REGISTRAR, Role.PARTY}),
    "restriction-renewal": frozenset({Role.REGISTRAR}),
    "restriction-lifting": frozenset({Role.REGISTRAR}),
    "lock": frozenset({Role.VENUE}),
    "unlock": frozenset({Role.VENUE, Role.REGISTRAR}),
    "ask-first": frozenset({Role.PARTY}),
    "ask-first-lifting": frozenset({Role.PARTY}),
    "payment": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "refund": frozenset({Role.REGISTRAR}),
    "renewal": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "annuity-default": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "lapse": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "restoration": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "surrender": frozenset({Role.AGENT, Role.PARTY}),
    "invalidation": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "expiry": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "proceeding": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "journal-publication": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "particulars-change": frozenset({Role.REGISTRAR, Role.AGENT, Role.PARTY}),
    "assent": frozenset({Role.AGENT, Role.PARTY}),
    "decision": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "requisition": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "requisition-extension": frozenset(
        {Role.AGENT, Role.PARTY, Role.VENUE, Role.REGISTRAR, Role.EXAMINER}
    ),
    "requisition-reply": frozenset({Role.AGENT, Role.PARTY, Role.VENUE, Role.REGISTRAR}),
    "requisition-settlement": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "allocation": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "recusal": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "division": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "reconsideration": frozenset({Role.AGENT, Role.PARTY, Role.VENUE, Role.REGISTRAR}),
    "appeal": frozenset({Role.AGENT, Role.PARTY, Role.VENUE, Role.REGISTRAR}),
    "appeal-outcome": frozenset({Role.REGISTRAR}),
    "withdrawal": frozenset({Role.AGENT, Role.PARTY, Role.VENUE, Role.REGISTRAR}),
    "correction": frozenset({Role.REGISTRAR}),
    "record-correction": frozenset({Role.REGISTRAR}),
    "erasure": frozenset({Role.REGISTRAR, Role.EXAMINER}),
    "mandate": frozenset({Role.PARTY, Role.REGISTRAR}),
    "mandate-revocation": frozenset({Role.PARTY, Role.REGISTRAR}),
    "policy-publication": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "pack-publication": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "calendar-publication": frozenset({Role.REGISTRAR, Role.SYSTEM}),
    "closure-entry": frozenset({Role.REGISTRAR, Role.CASE_MANAGER}),
    "case-request": frozenset({Role.CASE_MANAGER, Role.AGENT, Role.PARTY}),
    "case-event": _IN_CASES,
    "case-extension": _IN_CASES,
    "case-order": frozenset({Role.CASE_MANAGER, Role.NEUTRAL}),
    "case-amendment": _IN_CASES,
    "case-paper": _IN_CASES,
    "case-representation": frozenset({Role.CASE_MANAGER, Role.AGENT, Role.PARTY}),
    # What was charged, paid and paid back is for the institution to say.
    "case-invoice": frozenset({Role.CASE_MANAGER}),
    "case-payment": frozenset({Role.CASE_MANAGER}),
    "case-refund": frozenset({Role.CASE_MANAGER}),
    "case-set-off": frozenset({Role.CASE_MANAGER}),
    "neutral-registration": frozenset({Role.CASE_MANAGER, Role.REGISTRAR}),
    "neutral-amendment": frozenset({Role.CASE_MANAGER, Role.REGISTRAR}),
    "neutral-proposal": frozenset({Role.CASE_MANAGER}),
    "neutral-declaration": frozenset({Role.CASE_MANAGER, Role.NEUTRAL}),
    "neutral-disclosure": frozenset({Role.CASE_MANAGER, Role.NEUTRAL}),
    "neutral-waiver": frozenset({Role.CASE_MANAGER, Role.AGENT, Role.PARTY}),
    "neutral-challenge": frozenset({Role.CASE_MANAGER, Role.AGENT, Role.PARTY}),
    "neutral-challenge-decision": frozenset({Role.CASE_MANAGER}),
    "neutral-appointment": frozenset({Role.CASE_MANAGER}),
    "neutral-end": frozenset({Role.CASE_MANAGER, Role.NEUTRAL}),
    "case-expiry": frozenset({Role.CASE_MANAGER, Role.SYSTEM}),
    "case-disclosure": _IN_CASES,
    "case-statistics": frozenset({Role.CASE_MANAGER, Role.SYSTEM}),
    "case-consent": _IN_CASES,
    "case-disclosure-opening": frozenset({Role.SYSTEM}),
    "case-joining": frozenset({Role.CASE_MANAGER, Role.SYSTEM}),
    "case-status-key": frozenset({Role.CASE_MANAGER, Role.AGENT, Role.PARTY}),
    "case-outcome": frozenset({Role.CASE_MANAGER, Role.NEUTRAL}),
    "case-recovery": frozenset({Role.CASE_MANAGER, Role.AGENT, Role.PARTY}),
    "case-import": frozenset({Role.CASE_MANAGER, Role.SYSTEM}),
    "case-notice": frozenset({Role.CASE_MANAGER}),
    "case-notice-outcome": frozenset({Role.CASE_MANAGER}),
    "case-recomputing": frozenset({Role.CASE_MANAGER, Role.SYSTEM}),
}


def may_file(actor: Actor, filing_type: str) -> bool:
    """Whether one of the actor's roles may file this type."""
    return bool(actor.roles & FILE[filing_type])


def readable_labels(
    actor: Actor, relations: Iterable[Relation] = (), *, bulk: bool = False
) -> frozenset[Label]:
    """The part labels that the actor may read of a record to which it stands in `relations`."""
    return _labels(actor.roles, frozenset(relations), bulk)


@cache
def _labels(roles: frozenset[Role], related: frozenset[Relation], bulk: bool) -> frozenset[Label]:
    """The table's answer: a few roles and relations, asked for with every read."""
    labels = {
        label
        for label, (readers, of_relation) in READ.items()
        if roles & readers or related & of_relation
    }
    if bulk and not roles & OFFICE:
        labels -= BULK_EXCLUDES
    return frozenset(labels)


# Whose papers may stand in a case. Whether he stands in it himself, his filing is asked.
UPLOAD = _IN_CASES


def may_upload(actor: Actor) -> bool:
    """Whether the actor may upload papers, to be filed by himself."""
    return bool(actor.roles & UPLOAD)
