"""Everybody with an interest in a right is told of every filing on it, by the title before it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ipregistry.domain.facts import Context, FilingStatus
from ipregistry.domain.notices import UNDECIDED, telling
from ipregistry.domain.outcomes import (
    Outcome,
    RecordDraft,
    filing_draft,
    next_filing_draft,
)
from ipregistry.domain.titles import (
    Effect,
    Grant,
    Interest,
    InterestCategory,
    Named,
    Register,
    Rename,
)
from ipregistry.domain.told import Told, ToldAs
from tests.unit.builders import (
    ALICE,
    BOB,
    CAROL,
    DORA,
    HK_MARK,
    asset,
    context,
    filing,
    party_actor,
    root,
    transfer,
)


def interest(category: InterestCategory, kind: str, holder: str, **more: Any) -> Interest:
    givers = (Named(ALICE, 1),)
    return Interest(f"TX-{kind}", category, kind, givers, (Named(holder, 3),), **more)


def granted(found: Interest, register: Register = Register.RECORD) -> Grant:
    return Grant(register, date(2026, 2, 1), found)


PLEDGE = granted(interest(InterestCategory.SECURITY, "pledge", BOB))
EXCLUSIVE = granted(interest(InterestCategory.LICENCE, "exclusive", CAROL))
ORDINARY = granted(interest(InterestCategory.LICENCE, "non-exclusive", DORA))


def on(*effects: Effect, **changes: Any) -> Context:
    return context(party_actor(ALICE), asset(root(), *effects, right=HK_MARK), **changes)


def received(made: Context, *assets: str, status: str = "under-examination") -> Outcome:
    draft = filing_draft(
        made, "assignment", FilingStatus(status), act="assignment", assets=assets or ("AS-1",)
    )
    return Outcome(FilingStatus(status), (draft,))


def told(outcome: Outcome, made: Context) -> list[tuple[str, int, str, str]]:
    (draft,) = telling(outcome, made).records
    bag = draft.document.get("toldBag") or ()
    return [(m["party"], m["partyVersion"], m["asset"], m["role"]) for m in bag]


def test_holders_secured_parties_and_exclusive_licensees_are_told() -> None:
    made = on(PLEDGE, EXCLUSIVE, ORDINARY)
    assert told(received(made), made) == [
        (ALICE, 1, "AS-1", "holder"),
        (BOB, 3, "AS-1", "secured-party"),
        (CAROL, 3, "AS-1", "exclusive-licensee"),
    ]


def test_the_filer_is_told_too_for_it_may_not_be_he_who_filed() -> None:
    made = on()
    assert [party for party, *_ in told(received(made), made)] == [ALICE]


def test_what_is_only_notified_here_makes_somebody_told() -> None:
    lodged = transfer("2026-05-01", [(ALICE, "1")], [(BOB, "1")], Register.NOTIFIED)
    pledge = granted(interest(InterestCategory.SECURITY, "pledge", CAROL), Register.NOTIFIED)
    made = on(pledge, lodged)
    assert {(party, role) for party, _, _, role in told(received(made), made)} == {
        (ALICE, "holder"),
        (BOB, "holder"),
        (CAROL, "secured-party"),
    }


def test_a_licence_that_has_run_out_tells_nobody() -> None:
    until = replace(EXCLUSIVE, interest=replace(EXCLUSIVE.interest, until=date(2026, 5, 31)))
    made = on(until)
    assert [party for party, *_ in told(received(made), made)] == [ALICE]


def test_each_right_of_a_filing_tells_its_own_people() -> None:
    other = asset(root("2026-01-01", (BOB, "1")), asset_id="AS-2", right=HK_MARK)
    first = asset(root())
    made = context(party_actor(ALICE), first, other)
    assert told(received(made, "AS-1", "AS-2"), made) == [
        (ALICE, 1, "AS-1", "holder"),
        (BOB, 1, "AS-2", "holder"),
    ]


def test_a_right_that_the_filing_brings_here_has_nobody_to_tell() -> None:
    made = context(party_actor(ALICE))
    assert told(received(made, "AS-NEW"), made) == []


def decided(made: Context, status: FilingStatus) -> Outcome:
    (pending,) = made.filings.values()
    draft = next_filing_draft(pending, status, on_capacity(made), published=True)
    return Outcome(FilingStatus.RECORDED, (draft,))


def on_capacity(made: Context) -> Any:
    return received(made).records[0].capacity


def test_they_are_told_again_of_what_became_of_it() -> None:
    made = on(PLEDGE, filings=[filing("assignment", {})])
    assert [p for p, *_ in told(decided(made, FilingStatus.REFUSED), made)] == [ALICE, BOB]


@pytest.mark.parametrize("status", sorted(UNDECIDED))
def test_on_its_way_to_a_decision_a_filing_tells_nobody_anew(status: FilingStatus) -> None:
    made = on(filings=[filing("assignment", {}, status=FilingStatus.AWAITING_ASSENT)])
    assert told(decided(made, status), made) == []


def test_a_refused_filing_that_is_looked_at_again_is_told() -> None:
    made = on(filings=[filing("assignment", {}, status=FilingStatus.REFUSED)])
    assert [p for p, *_ in told(decided(made, FilingStatus.UNDER_EXAMINATION), made)] == [ALICE]


def test_a_piece_of_a_divided_filing_tells_those_whom_the_whole_had_told() -> None:
    whole = filing(
        "assignment",
        {},
        told=(Told(CAROL, 4, "AS-1", ToldAs.HOLDER), Told(DORA, 2, "AS-2", ToldAs.HOLDER)),
    )
    made = on(filings=[whole])
    piece = received(made).records[0]
    piece = replace(piece, document={**piece.document, "dividedFrom": whole.id})
    outcome = Outcome(FilingStatus.RECORDED, (piece,))
    assert told(outcome, made) == [(ALICE, 1, "AS-1", "holder"), (CAROL, 4, "AS-1", "holder")]


def test_the_decision_is_told_at_the_address_that_stood_before_the_filing() -> None:
    before = Told(ALICE, 1, "AS-1", ToldAs.HOLDER)
    renamed = Rename(Register.RECORD, date(2026, 5, 25), ALICE, 2)
    made = on(renamed, filings=[filing("assignment", {}, told=(before,))])
    assert told(decided(made, FilingStatus.RECORDED), made) == [(ALICE, 1, "AS-1", "holder")]


def test_whoever_was_told_of_the_filing_is_told_of_its_end() -> None:
    before = Told(CAROL, 4, "AS-1", ToldAs.SECURED_PARTY)
    made = on(filings=[filing("assignment", {}, told=(before,))])
    assert told(decided(made, FilingStatus.RECORDED), made) == [
        (ALICE, 1, "AS-1", "holder"),
        (CAROL, 4, "AS-1", "secured-party"),
    ]


def test_a_secret_filing_tells_only_those_whom_the_hold_names() -> None:
    made = on(PLEDGE)
    draft = filing_draft(
        made,
        "restriction-renewal",
        FilingStatus.RECORDED,
        act="restriction-renewal",
        assets=("AS-1",),
        published=False,
    )
    hold = RecordDraft("hold", "HO-1", "hold/1", 2, {"concernedBag": [ALICE]}, draft.capacity)
    alone, with_hold = (
        telling(Outcome(FilingStatus.RECORDED, records), made).records[-1].document.get("toldBag")
        for records in ((draft,), (hold, draft))
    )
    assert alone is None
    assert [told["party"] for told in with_hold or ()] == [ALICE]


def test_a_filing_on_a_right_that_is_not_public_tells_its_people() -> None:
    hidden = asset(root(), PLEDGE, right=HK_MARK, published=False)
    made = context(party_actor(ALICE), hidden)
    outcome = received(made)
    draft = replace(outcome.records[0], published=False)
    found = told(replace(outcome, records=(draft,)), made)
    assert [party for party, *_ in found] == [ALICE, BOB]


def test_a_secret_filing_may_name_whom_it_tells_itself() -> None:
    made = on(PLEDGE)
    draft = filing_draft(
        made,
        "ask-first",
        FilingStatus.RECORDED,
        act="ask-first",
        assets=("AS-1",),
        toldBag=[Told(ALICE, 1, "AS-1", ToldAs.HOLDER).document()],
    )
    outcome = Outcome(FilingStatus.RECORDED, (draft,))
    assert told(outcome, made) == [(ALICE, 1, "AS-1", "holder")]
