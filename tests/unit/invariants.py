"""The invariants of the register (reference on securitisation, section 8: 1 and 7 to 19), each as
a check of one entry: what the rules let through, held against the register as it was before.

The checks judge by the words of the invariant. They take the fold's word for who holds what
and what burdens it, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations

from ipregistry.domain.facts import AssetFacts, FilingFacts, FilingStatus, HoldFacts
from ipregistry.domain.titles import (
    Close,
    End,
    Grant,
    Interest,
    InterestCategory,
    Rename,
    Replace,
    Root,
    Standing,
    State,
    Step,
    Title,
    Transfer,
    Vary,
)
from tests.unit.register import Enacted, MemoryRegister, Taken

LICENCE, SECURITY = InterestCategory.LICENCE, InterestCategory.SECURITY
EXCLUSIVE = frozenset({"exclusive", "sole"})
MAINLAND_PATENTS = frozenset({"invention", "utility-model", "design"})
# What gives something of a right away. Notices of what an office did are none, and neither
# are corrections: both are entered whatever stands in the way.
BY_LAW = frozenset({"transmission", "ownership-order"})
DISPOSITIONS = frozenset({"assignment", "licence", "security", "surrender", *BY_LAW})

Check = Callable[[MemoryRegister, Taken], None]


# -------------------------------------------------------------------- what is looked at


def own_acts(taken: Taken) -> Iterator[Enacted]:
    """What was done by deeds filed here, not by an outside office's entry or a correction."""
    for enacted in taken.enacted():
        if enacted.filing.type not in {"recordal-notice", "correction"}:
            yield enacted


def dispositions(taken: Taken) -> Iterator[Enacted]:
    for enacted in own_acts(taken):
        if enacted.filing.type in DISPOSITIONS:
            yield enacted


def gives_away(enacted: Enacted) -> bool:
    """A transfer, a pledge, an exclusive licence, or one that comes to exclude others from more."""
    if enacted.filing.type in {"assignment", "security", "surrender", *BY_LAW}:
        return True
    return any(
        isinstance(effect, Grant | Vary)
        and effect.interest.kind in EXCLUSIVE
        and (isinstance(effect, Grant) or _reaches_further(enacted, effect.interest))
        for effect in enacted.effects
    )


def _reaches_further(enacted: Enacted, terms: Interest) -> bool:
    found = enacted.title.notified.interest(terms.id)
    assert found is not None
    old = found.interest
    within = old.kind in EXCLUSIVE and all(
        not before or (now and set(now) <= set(before))
        for now, before in ((terms.territories, old.territories), (terms.fields, old.fields))
    )
    return not within


def without_a_will(filing: FilingFacts) -> bool:
    """Passed by law or order, or licensed by an authority: nobody who holds it is asked."""
    return filing.type in BY_LAW or filing.body.get("licenceKind") == "compulsory"


def shares(state: State) -> dict[str, Fraction]:
    return {h.party: h.share for h in state.holders or ()}


def securities(title: Title) -> dict[str, Standing]:
    """Every security interest on the right, at its register or as notified here."""
    states = (title.record, title.notified)
    return {
        s.interest.id: s for t in states for s in t.interests if s.interest.category is SECURITY
    }


def standing_holds(right: AssetFacts, title: Title, on: date) -> list[HoldFacts]:
    """The holds and locks that restrict the right on a day, newest version of each."""
    found = [right.hold(restriction.hold) for restriction in title.record.restrictions]
    return [hold for hold in found if hold is not None and hold.stands_on(on)]


def is_mainland_patent(right: AssetFacts) -> bool:
    return right.office == "CN" and right.kind in MAINLAND_PATENTS


def present(register: MemoryRegister, enacted: Enacted) -> set[str]:
    """The parties that have agreed: by filing, by their agent, by an assent."""
    filing = enacted.filing
    # Who filed it agreed then, whoever's act lets it take effect now.
    acting = {enacted.taken.actor.account, filing.filer}
    mandates = [m.principal for m in register.mandates.values() if m.agent in acting]
    filed = filing.filer.removeprefix("AC-")
    return {*filing.assents, *mandates, filed, enacted.taken.actor.party or ""}


# -------------------------------------------------------------------- title


def shares_of_a_right_sum_to_one_at_every_instant(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 1."""
    for right in moved(taken):
        for day in days_of(right, taken.today):
            title = right.title(day, taken.now)
            for state in (title.record, title.notified):
                held = shares(state)
                assert state.holders is None or sum(held.values()) == 1
                assert all(share > 0 for share in held.values())


def moved(taken: Taken) -> Iterable[AssetFacts]:
    """The rights on which this entry left effects, as they stand after it."""
    return [right for id_, right in taken.after.items() if taken.new_steps(id_)]


def days_of(right: AssetFacts, *more: date) -> list[date]:
    return sorted({step.effect.on for step in right.steps} | set(more))


def at_most_one_lock_stands_on_a_right(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 2."""
    for right in register.rights.values():
        holds = standing_holds(right, right.title(taken.today, taken.now), taken.today)
        assert sum(hold.category == "lock" for hold in holds) <= 1


def while_a_lock_stands_nothing_is_given_away_but_under_it(
    register: MemoryRegister, taken: Taken
) -> None:
    """Invariant 3."""
    for enacted in own_acts(taken):
        if not gives_away(enacted):
            continue
        for hold in standing_holds(enacted.before, enacted.title, taken.today):
            if hold.category != "lock":
                continue
            assert enacted.filing.body.get("lock") == hold.id
            by = {enacted.filing.filer, taken.actor.account}
            assert hold.account in by or by & register.officers


def a_filing_carries_the_title_version_that_stood(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 7."""
    for named in taken.body.get("assetBag", ()):
        if isinstance(named, Mapping) and "titleVersion" in named:
            right = taken.before[named["id"]]
            if taken.type != "restriction-renewal":  # Moves no title.
                assert named["titleVersion"] == right.title_version


def transferors_are_the_registered_owners(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 8."""
    for enacted in dispositions(taken):
        held = shares(enacted.title.record)
        for effect in enacted.effects:
            if isinstance(effect, Transfer):
                for giver in effect.givers:
                    assert held.get(giver.party, Fraction(0)) >= giver.share
                    # What a journal publishes had its giver's assent when it was recorded.
                    by_law = enacted.filing.type in BY_LAW
                    before = by_law or taken.type == "journal-publication"
                    assert before or giver.party in present(register, enacted)


def what_passes_without_the_holders_will_is_decided_by_officers(
    register: MemoryRegister, taken: Taken
) -> None:
    """Nobody's assent stands for it, so an officer who did not file it does; two for an order."""
    for enacted in own_acts(taken):
        if enacted.filing.type not in BY_LAW or taken.type == "journal-publication":
            continue  # What the journal publishes was decided before.
        filer = enacted.filing.filer
        # What an issue of the journal brings to its effect was decided before.
        if taken.type != "journal-publication":
            assert taken.type == "decision"
            assert taken.actor.account != filer
        officers = {d["officer"] for d in taken.filings[enacted.filing.id].document["decisionBag"]}
        officers |= {filer} & register.officers
        assert len(officers) >= (2 if enacted.filing.type == "ownership-order" else 1)
        if enacted.filing.type == "transmission" and filer not in register.officers:
            takers = {one["party"] for one in enacted.filing.body["successorBag"]}
            assert takers <= set(enacted.filing.assents) | _represented(register, filer)


def _represented(register: MemoryRegister, account: str) -> set[str]:
    """Whom somebody files for: himself, and who gave him a mandate."""
    mandates = {m.principal for m in register.mandates.values() if m.agent == account}
    return mandates | {account.removeprefix("AC-")}


def nothing_is_disposed_of_when_ended_or_on_hold(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 9."""
    for enacted in dispositions(taken):
        right, title = enacted.before, enacted.title
        assert title.record.stage != "ended"
        if title.record.term_ends is not None:
            assert title.record.term_ends >= taken.today
        for hold in standing_holds(right, title, taken.today):
            executed = hold.id in enacted.filing.body.get("holdBag", ())
            served = executed and hold.category in {
                "court-order",
                "preservation",
                "tribunal-measure",
            }
            served |= enacted.filing.body.get("licenceKind") == "compulsory"
            assert hold.category == "lock" or enacted.filing.type not in hold.stops or served


def an_entry_is_of_a_strictly_later_instant(register: MemoryRegister, taken: Taken) -> None:
    for right in moved(taken):
        known = [step.known_at for step in right.steps]
        assert known == sorted(known)
        assert all(s.known_at == taken.now for s in right.steps if s.ord == taken.ord)


def what_is_lodged_in_title_is_a_filing_that_waits(register: MemoryRegister, taken: Taken) -> None:
    """A lodged effect blocks: one whose filing has ended would block for ever."""
    waiting = (FilingStatus.LODGED, FilingStatus.AWAITING_PUBLICATION)
    for right in register.rights.values():
        expected = {
            f.id: f.transaction
            for f in register.filings.values()
            # Of a filing on all rights of somebody one may have gone before it took effect.
            if f.status in waiting and any(s.transaction == f.transaction for s in right.steps)
        }
        title = right.title(date.max, taken.now)
        found = {filing_of(register, step.transaction) for step in title.lodged}
        undone = {link.step.transaction for link in title.superseded}
        # Of a deed on several rights each comes to its own end.
        undone |= {s.effect.transaction for s in right.steps if isinstance(s.effect, Close)}
        # An entry that never was did not end what lay at the office: that lies there again.
        closed = [s.step.effect for s in title.superseded if isinstance(s.step.effect, Close)]
        again = {filing_of(register, close.transaction) for close in closed}
        assert found <= set(expected) | again, "blocks for ever"
        assert {f for f, made in expected.items() if made not in undone} <= found


def filing_of(register: MemoryRegister, transaction: str) -> str:
    """The filing behind an entry, through the corrections of it."""
    document = register.transactions[transaction].document
    if "corrects" in document:
        return filing_of(register, document["corrects"]["transaction"])
    return str(document["filing"])


# -------------------------------------------------------------------- encumbrances


def a_mainland_patent_has_at_most_one_registered_pledge(
    register: MemoryRegister, taken: Taken
) -> None:
    """Invariant 10."""
    for right in register.rights.values():
        if is_mainland_patent(right):
            record = right.title(taken.today, taken.now).record
            assert sum(s.interest.category is SECURITY for s in record.interests) <= 1


def a_pledged_mainland_right_moves_with_every_pledgees_earlier_consent(
    register: MemoryRegister, taken: Taken
) -> None:
    """Invariant 11: recorded, for that act on that right, dated before it. What passes by law
    or by order is nobody's disposition: the pledge stays on it, and its holder is not asked.
    """
    for enacted in dispositions(taken):
        exempt = enacted.filing.type == "security" or without_a_will(enacted.filing)
        if exempt or not is_mainland_patent(enacted.before):
            continue
        for standing in securities(enacted.title).values():
            for holder in standing.interest.holders:
                assert any(
                    _consents(consent, holder.party, standing.interest.id, enacted)
                    for consent in register.filings.values()
                )


def _consents(consent: FilingFacts, pledgee: str, interest: str, enacted: Enacted) -> bool:
    if consent.type != "consent" or consent.status is not FilingStatus.RECORDED:
        return False
    body, deed = consent.body, enacted.filing.body
    return (
        pledgee in consent.assents
        and body["interest"] == interest
        and body["asset"]["id"] == enacted.before.id
        and enacted.filing.type in body["actBag"]
        and body["executedDate"] <= deed.get("executedDate", "9999")
        and consent.received_at < enacted.taken.now
        and consent.id in deed.get("consentBag", ())
    )


def an_encumbrance_stays_until_it_is_released(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 12: a transfer takes nothing of it away, and neither does anything else but a
    correction of its own grant or end.
    """
    for id_, after in taken.after.items():
        before = taken.before[id_]
        if before.steps == after.steps:
            continue
        ended = {s.effect.interest for s in taken.new_steps(id_) if isinstance(s.effect, End)}
        ended |= corrected_interests(after, taken.new_steps(id_))
        closed = any(isinstance(s.effect, Close) for s in taken.new_steps(id_))
        was, now = before.title(taken.today, taken.now), after.title(taken.today, taken.now)
        for old, new in ((was.record, now.record), (was.notified, now.notified)):
            lost = {s.interest.id: s for s in old.interests}
            for standing in new.interests:
                lost.pop(standing.interest.id, None)
            for standing in lost.values():
                under = standing.interest.under
                # The end of what was only lodged takes it out of what was notified.
                assert {standing.interest.id, under} & ended or (closed and old is was.notified)


def corrected_interests(right: AssetFacts, new: Iterable[Step]) -> set[str]:
    """The interests of which these steps correct the grant or the end."""
    found: set[str] = set()
    for step in new:
        if isinstance(step.effect, Replace):
            named = [s for s in right.steps if s.transaction == step.effect.transaction]
            found |= corrected_interests(right, named)
        elif isinstance(step.effect, Grant):
            found.add(step.effect.interest.id)
        elif isinstance(step.effect, End):
            found.add(step.effect.interest)
    return found


def a_pledge_ends_with_the_right_and_nobody_objects_to_it(
    register: MemoryRegister, taken: Taken
) -> None:
    """Invariant 13: the debt's term, annuities, the grant, disputes, all co-owners."""
    for enacted in own_acts(taken):
        right, record = enacted.before, enacted.title.record
        if not is_mainland_patent(right):
            continue
        for effect in enacted.effects:
            if not isinstance(effect, Grant | Vary) or effect.interest.category is not SECURITY:
                continue
            ends = record.term_ends or right.term_ends
            until = effect.interest.until
            if "endDate" in enacted.filing.body or isinstance(effect, Grant):
                assert ends is None or until is None or until <= ends
            if isinstance(effect, Grant):
                assert not {"annuity-unpaid", "ownership-disputed"} & record.facts
                assert record.stage in {None, "granted", "registered"}
                papers = {e["category"] for e in enacted.filing.body.get("evidenceBag", ())}
                cited = "co-owner-agreement" in papers
                assert cited or set(shares(record)) <= present(register, enacted)


def exclusive_and_sole_licences_exclude_each_other_and_those_of_right(
    register: MemoryRegister, taken: Taken
) -> None:
    """Invariant 14: of one territory and field, on every day to come."""
    for right in moved(taken):
        for day in days_of(right, taken.today):
            if day < taken.today:
                continue
            standing = right.title(day, taken.now).notified.active(LICENCE, day)
            for one, other in combinations([s.interest for s in standing], 2):
                exclusive = bool({one.kind, other.kind} & EXCLUSIVE)
                apart = not {one.kind, other.kind} <= {*EXCLUSIVE, "of-right"}
                assert (
                    not exclusive
                    or apart
                    or one.under != other.under
                    or _disjoint(one.territories, other.territories)
                    or _disjoint(one.fields, other.fields)
                ), (one, other)


def _disjoint(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return bool(one) and bool(other) and not set(one) & set(other)


def a_release_needs_the_pledgee_and_is_made_once(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 15."""
    for enacted in own_acts(taken):
        for effect in enacted.effects:
            if not isinstance(effect, End):
                continue
            standing = enacted.title.notified.interest(effect.interest)
            assert standing is not None, "released twice"
            holders = {holder.party for holder in standing.interest.holders}
            # What is offered to everybody is the right's holders' to take back.
            holders = holders or set(shares(enacted.title.record))
            papers = {e["category"] for e in enacted.filing.body.get("evidenceBag", ())}
            by_paper = "discharge" in papers and taken.actor.is_office
            assert by_paper or holders <= present(register, enacted)
            after = enacted.after.title(taken.today, taken.now).notified
            assert after.interest(effect.interest) is None


def registered_at_is_the_offices_day_and_never_that_of_our_receipt(
    register: MemoryRegister, taken: Taken
) -> None:
    """Invariant 16: what is only told here is neither registered nor applied for."""
    for enacted in taken.enacted():
        for step in taken.new_steps(enacted.before.id):
            if not isinstance(step.effect, Grant):
                continue
            interest, filing = step.effect.interest, enacted.filing
            if filing.type == "recordal-notice":
                assert interest.registered == date.fromisoformat(filing.body["entryDate"])
                assert step.capacity == "mirror"
                if "receivedDate" in filing.body:
                    assert interest.applied == date.fromisoformat(filing.body["receivedDate"])
                else:
                    assert interest.applied is None
            elif enacted.before.office == register.node.office:
                assert interest.registered == taken.today
                assert interest.applied == register.day_of(filing.received_at)
            else:
                assert (interest.registered, interest.applied) == (None, None)


def interests_are_never_shares_of_title(register: MemoryRegister, taken: Taken) -> None:
    """Invariant 19: who has a beneficial interest, a licence or a pledge holds no part of it."""
    for right in moved(taken):
        title = right.title(taken.today, taken.now)
        owning = [s for s in right.steps if isinstance(s.effect, Root | Transfer | Replace | Close)]
        alone = AssetFacts(
            **{
                name: getattr(right, name)
                for name in AssetFacts.__dataclass_fields__
                if name not in {"steps", "_titles"}
            },
            steps=tuple(owning),
        ).title(taken.today, taken.now)
        assert shares(alone.record) == shares(title.record)
        assert shares(alone.notified) == shares(title.notified)


def a_name_or_a_journal_moves_no_share_and_no_title_version(
    register: MemoryRegister, taken: Taken
) -> None:
    """Title changes hands by a journal only where what waited for it takes effect."""
    for id_, after in taken.after.items():
        new, before = taken.new_steps(id_), taken.before[id_]
        quiet = bool(new) and not any(step.moves for step in new)
        assert (after.title_version > before.title_version) is (bool(new) and not quiet)
        if quiet:
            was, now = before.title(taken.today, taken.now), after.title(taken.today, taken.now)
            assert shares(was.record) == shares(now.record)
            assert len(was.record.interests) == len(now.record.interests)
            assert was.record.open_findings == now.record.open_findings


def a_new_name_is_that_of_the_party_s_newest_record(register: MemoryRegister, taken: Taken) -> None:
    for id_ in taken.after:
        for step in taken.new_steps(id_):
            if isinstance(step.effect, Rename):
                party = register.parties[step.effect.party]
                assert step.effect.party_version == party.version


CHECKS: tuple[Check, ...] = (
    a_name_or_a_journal_moves_no_share_and_no_title_version,
    a_new_name_is_that_of_the_party_s_newest_record,
    shares_of_a_right_sum_to_one_at_every_instant,
    at_most_one_lock_stands_on_a_right,
    while_a_lock_stands_nothing_is_given_away_but_under_it,
    a_filing_carries_the_title_version_that_stood,
    transferors_are_the_registered_owners,
    what_passes_without_the_holders_will_is_decided_by_officers,
    nothing_is_disposed_of_when_ended_or_on_hold,
    an_entry_is_of_a_strictly_later_instant,
    what_is_lodged_in_title_is_a_filing_that_waits,
    a_mainland_patent_has_at_most_one_registered_pledge,
    a_pledged_mainland_right_moves_with_every_pledgees_earlier_consent,
    an_encumbrance_stays_until_it_is_released,
    a_pledge_ends_with_the_right_and_nobody_objects_to_it,
    exclusive_and_sole_licences_exclude_each_other_and_those_of_right,
    a_release_needs_the_pledgee_and_is_made_once,
    registered_at_is_the_offices_day_and_never_that_of_our_receipt,
    interests_are_never_shares_of_title,
)
