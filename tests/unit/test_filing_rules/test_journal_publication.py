"""One issue of a journal: what waited for it takes effect, what stood is noted as published."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.facts import AssetFacts, Capacity, FilingFacts, FilingStatus
from ipregistry.domain.filings.journals.recording import MOST_RIGHTS
from ipregistry.domain.outcomes import Outcome
from ipregistry.domain.titles import Close, Event, Register, Replace, Restrict, Transfer
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    HK_MARK,
    MARK,
    NOW,
    PATENT,
    TODAY,
    accepted,
    after,
    asset,
    assignment,
    context,
    effects,
    examiner,
    filing,
    held,
    party_actor,
    record,
    refused,
    registrar,
    root,
    step,
    transaction,
    transfer,
)

ISSUE = {
    "journalName": "Sample Journal (示例)",
    "issueNumber": "2026-23",
    "publicationDate": TODAY.isoformat(),
}


def issue(*items: dict[str, str], **more: Any) -> dict[str, Any]:
    return {**ISSUE, "publishedBag": list(items), **more}


def at_cn(actor: Actor, *rights: AssetFacts, **more: Any) -> Any:
    """At the Mainland's own office, whose entries do not age."""
    return context(actor, *rights, node="CN", **more)


@pytest.fixture
def sold() -> tuple[AssetFacts, FilingFacts]:
    """A mark whose assignment the office has recorded and not yet published."""
    right = asset(root("2026-05-01"), right=MARK)
    body = assignment(right)
    made = at_cn(party_actor(ALICE), right, new_id=lambda kind: f"{kind}-sold")
    made = accepted("assignment", body, made)
    assert made.status is FilingStatus.AWAITING_PUBLICATION
    waiting = filing(
        "assignment",
        body,
        status=FilingStatus.AWAITING_PUBLICATION,
        transaction=record(made, "transaction").id,
    )
    return after(right, made), waiting


def published(right: AssetFacts, waiting: FilingFacts, **more: Any) -> Outcome:
    made = at_cn(registrar(), right, filings=(waiting,))
    return accepted("journal-publication", issue({"filing": waiting.id}, **more), made)


def not_published(right: AssetFacts, waiting: FilingFacts, **more: Any) -> list[tuple[str, str]]:
    made = at_cn(registrar(), right, filings=(waiting,), **more)
    return refused("journal-publication", issue({"filing": waiting.id}), made)


def test_until_then_title_says_that_it_is_recorded_and_not_yet_published(sold: Any) -> None:
    right, _ = sold
    title = right.title(TODAY, NOW)
    assert held(right) == {ALICE: "1"}
    (waiting,) = title.lodged
    assert waiting.capacity == Capacity.OFFICE


def test_title_moves_from_the_day_of_the_issue_and_the_filing_is_recorded(sold: Any) -> None:
    right, waiting = sold
    made = published(right, waiting)
    later = after(right, made)
    assert held(later) == {BOB: "1"}
    assert later.title(TODAY, NOW).lodged == ()
    moved, closed, noted = effects(made)
    assert isinstance(moved, Transfer)
    assert (moved.register, moved.on) == (Register.RECORD, TODAY)
    assert closed == Close(TODAY, waiting.transaction, "recorded")
    assert isinstance(noted, Event)
    assert (noted.event, noted.source["issue"]) == ("Q11", "2026-23")
    (own,) = [r for r in made.records if r.kind == "filing" and r.id == waiting.id]
    assert own.document["status"] == "recorded"
    assert own.document["transaction"] == record(made, "transaction").id
    assert record(made, "transaction").document["act"] == "assignment"


def test_a_journal_of_an_earlier_day_did_not_publish_it(sold: Any) -> None:
    right, waiting = sold
    body = issue({"filing": waiting.id}, publicationDate="2026-05-31")
    made = at_cn(registrar(), right, filings=(waiting,))
    assert refused("journal-publication", body, made) == [
        ("published-before-recorded", "/publicationDate")
    ]


def test_a_day_to_come_is_no_day_of_publication(sold: Any) -> None:
    right, waiting = sold
    body = issue({"filing": waiting.id}, publicationDate="2026-06-02")
    made = at_cn(registrar(), right, filings=(waiting,))
    assert ("date-in-future", "/publicationDate") in refused("journal-publication", body, made)


def test_what_an_order_stopped_meanwhile_is_told_to_the_officer(sold: Any) -> None:
    right, waiting = sold
    stop = step(5, Restrict(date(2026, 5, 31), "HO-1"), transaction="TX-ORDER")
    assert not_published(replace(right, steps=(*right.steps, stop)), waiting) == [
        ("asset-restricted", "/publishedBag/0")
    ]


def test_what_was_assigned_by_an_order_meanwhile_does_not_fit_any_more(sold: Any) -> None:
    right, waiting = sold
    order = step(5, transfer("2026-05-31", [(ALICE, "1")], [(CAROL, "1")]), transaction="TX-ORDER")
    found = not_published(replace(right, steps=(*right.steps, order)), waiting)
    assert ("transferor-not-holder", "/publishedBag/0") in found
    assert ("publication-does-not-fit", "/publishedBag/0") in found


def test_a_correction_made_while_it_waited_is_what_is_published(sold: Any) -> None:
    right, waiting = sold
    instead = transfer(TODAY.isoformat(), [(ALICE, "1")], [(CAROL, "1")], Register.NOTIFIED)
    fixed = step(
        5,
        Replace(TODAY, waiting.transaction, instead),
        transaction="TX-FIX",
        act="correction",
        capacity="office",
    )
    corrected = replace(right, steps=(*right.steps, fixed))
    assert held(after(corrected, published(corrected, waiting))) == {CAROL: "1"}


def test_a_correction_of_what_waits_is_published_by_the_deeds_own_filing(sold: Any) -> None:
    right, waiting = sold
    instead = transfer(TODAY.isoformat(), [(ALICE, "1")], [(CAROL, "1")], Register.NOTIFIED)
    fixed = step(
        5,
        Replace(TODAY, waiting.transaction, instead),
        transaction="TX-FIX",
        act="correction",
        capacity="office",
    )
    corrected = replace(right, steps=(*right.steps, fixed))
    fixing = replace(
        waiting, id="FI-9", type="correction", transaction="TX-FIX", status=FilingStatus.RECORDED
    )
    assert not_published(corrected, fixing) == [("publish-by-filing", "/publishedBag/0/filing")]


def test_what_was_corrected_to_nothing_is_not_published(sold: Any) -> None:
    right, waiting = sold
    gone = step(5, Replace(TODAY, waiting.transaction, None), transaction="TX-FIX")
    assert not_published(replace(right, steps=(*right.steps, gone)), waiting) == [
        ("nothing-to-publish", "/publishedBag/0")
    ]


def test_it_is_named_by_its_filing(sold: Any) -> None:
    right, waiting = sold
    told = transaction(waiting.transaction)
    made = at_cn(registrar(), right, filings=(waiting,), transactions=(told,))
    assert refused("journal-publication", issue({"transaction": told.id}), made) == [
        ("publish-by-filing", "/publishedBag/0/transaction")
    ]


def test_an_officer_who_gains_by_it_does_not_publish_it(sold: Any) -> None:
    right, waiting = sold
    made = at_cn(examiner(party_id=BOB), right, filings=(waiting,))
    assert refused("journal-publication", issue({"filing": waiting.id}), made) == [
        ("own-interest", "/publishedBag/0")
    ]


def test_one_right_s_title_moves_once_in_an_issue(sold: Any) -> None:
    right, waiting = sold
    again = replace(waiting, id="FI-2")
    made = at_cn(registrar(), right, filings=(waiting, again))
    body = issue({"filing": waiting.id}, {"filing": again.id})
    assert ("asset-named-twice", "/publishedBag/1") in refused("journal-publication", body, made)


def test_meanwhile_it_stops_another_disposition_for_its_own_reason(sold: Any) -> None:
    right, _ = sold
    made = at_cn(party_actor(ALICE), right)
    assert refused("assignment", assignment(right), made) == [
        ("publication-awaited", "/assetBag/0")
    ]


# ---------------------------------------------------------------- evidence only


def recorded(right: AssetFacts) -> tuple[AssetFacts, str]:
    """A right in Hong Kong with an assignment on its register."""
    made = context(party_actor(ALICE), right, node="HK", new_id=lambda kind: f"{kind}-sold")
    made = accepted("assignment", assignment(right), made)
    return after(right, made), record(made, "transaction").id


def test_elsewhere_the_journal_is_noted_and_title_stays() -> None:
    right, entry = recorded(asset(right=HK_MARK))
    made = context(registrar(), right, node="HK", transactions=(transaction(entry),))
    outcome = accepted("journal-publication", issue({"transaction": entry, "pageText": "7"}), made)
    (noted,) = effects(outcome)
    assert noted == Event(
        Register.RECORD,
        TODAY,
        "Q11",
        source={
            "journal": "Sample Journal (示例)",
            "issue": "2026-23",
            "page": "7",
            "transaction": entry,
        },
    )
    assert outcome.moves == ()
    (subject,) = record(outcome, "transaction").document["subjectBag"]
    assert "titleVersion" not in subject
    assert [e["movesTitleIndicator"] for e in subject["effectBag"]] == [False]
    later = after(right, outcome)
    assert (held(later), later.title_version) == (held(right), right.title_version)


def test_many_entries_of_one_issue_are_one_transaction() -> None:
    first, entry = recorded(asset(right=HK_MARK))
    second, _ = recorded(asset(right={**HK_MARK, "number": "3"}, asset_id="AS-2"))
    second = replace(
        second,
        steps=tuple(
            replace(s, transaction="TX-TWO") if s.transaction == entry else s for s in second.steps
        ),
    )
    two = replace(transaction("TX-TWO"), assets=("AS-2",))
    made = context(registrar(), first, second, node="HK", transactions=(transaction(entry), two))
    body = issue({"transaction": entry}, {"transaction": "TX-TWO"})
    outcome = accepted("journal-publication", body, made)
    subjects = record(outcome, "transaction").document["subjectBag"]
    assert [s["asset"] for s in subjects] == ["AS-1", "AS-2"]


def test_an_issue_on_more_rights_than_one_entry_takes_is_a_clear_problem() -> None:
    right, entry = recorded(asset(right=HK_MARK))
    rights = [replace(right, id=f"AS-{number}") for number in range(MOST_RIGHTS + 1)]
    many = replace(transaction(entry), assets=tuple(one.id for one in rights))
    made = context(registrar(), *rights, node="HK", transactions=(many,))
    assert refused("journal-publication", issue({"transaction": entry}), made) == [
        ("publication-too-large", "/publishedBag")
    ]


def test_an_issue_publishes_an_entry_once_and_an_erratum_in_another_issue() -> None:
    right, entry = recorded(asset(right=HK_MARK))
    known = (transaction(entry),)
    made = context(registrar(), right, node="HK", transactions=known)
    later = after(right, accepted("journal-publication", issue({"transaction": entry}), made))
    made = context(registrar(), later, node="HK", transactions=known)
    assert refused("journal-publication", issue({"transaction": entry}), made) == [
        ("published-already", "/publishedBag/0")
    ]
    erratum = issue({"transaction": entry}, issueNumber="2026-24")
    assert accepted("journal-publication", erratum, made).status is FilingStatus.RECORDED


def test_another_office_s_journal_is_told_of_by_that_office_s_papers() -> None:
    right = asset(right=PATENT)
    made = context(registrar(), right, node="HK", transactions=(transaction("TX-1"),))
    assert refused("journal-publication", issue({"transaction": "TX-1"}), made) == [
        ("told-by-notice", "/publishedBag/0")
    ]


def test_what_is_not_decided_is_not_published() -> None:
    right = asset(right=HK_MARK)
    waiting = filing("assignment", assignment(right))
    made = context(registrar(), right, node="HK", filings=(waiting,))
    assert refused("journal-publication", issue({"filing": waiting.id}), made) == [
        ("filing-not-pending", "/publishedBag/0/filing")
    ]


def test_where_no_source_knows_of_a_journal_there_is_none() -> None:
    right = asset(right={"office": "CN", "kind": "layout-design", "number": "示例-1"})
    made = at_cn(registrar(), right, transactions=(transaction("TX-1"),))
    assert refused("journal-publication", issue({"transaction": "TX-1"}), made) == [
        ("act-not-registrable", "/publishedBag/0")
    ]


# ---------------------------------------------------------------- other ends


def test_the_filer_does_not_take_back_what_only_waits_for_the_journal(sold: Any) -> None:
    right, waiting = sold
    own = Actor(waiting.filer, "party", frozenset({Role.PARTY}), ALICE)
    made = at_cn(own, right, filings=(waiting,))
    assert refused("withdrawal", {"filing": waiting.id}, made) == [("decided-already", "/filing")]


def test_an_officer_takes_it_back_on_a_paper_and_it_blocks_no_more(sold: Any) -> None:
    right, waiting = sold
    paper = [{"category": "letter", "digest": "sha256:" + "f" * 64}]
    made = at_cn(registrar(), right, filings=(waiting,))
    assert refused("withdrawal", {"filing": waiting.id}, made) == [("decided-already", "/filing")]
    outcome = accepted("withdrawal", {"filing": waiting.id, "evidenceBag": paper}, made)
    later = after(right, outcome)
    assert later.title(TODAY, NOW).lodged == ()
    assert held(later) == {ALICE: "1"}
    assert accepted("assignment", assignment(later), at_cn(party_actor(ALICE), later))


def test_an_officer_refuses_what_no_longer_fits(sold: Any) -> None:
    right, waiting = sold
    made = at_cn(examiner(), right, filings=(waiting,))
    yes = {"filing": waiting.id, "outcome": "accept"}
    assert refused("decision", yes, made) == [("not-accepted-by-decision", "/outcome")]
    no = {**yes, "outcome": "refuse", "groundBag": [{"groundCategory": "restricted"}]}
    outcome = accepted("decision", no, made)
    (ended,) = [r for r in outcome.records if r.id == waiting.id]
    assert ended.document["status"] == "refused"
    assert {r["name"] for r in ended.document["remedyBag"]} == {"reconsideration", "appeal"}
    assert after(right, outcome).title(TODAY, NOW).lodged == ()
