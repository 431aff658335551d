"""A newer extract of the official register, held against the chain that stands here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipregistry.domain.dispositions import blocks
from ipregistry.domain.titles import (
    End,
    Event,
    Grant,
    Interest,
    InterestCategory,
    Named,
    Register,
    Rename,
    Replace,
    Root,
    Step,
    Strength,
    Title,
    read_effect,
    title_at,
    write_effect,
)
from tests.unit.builders import ALICE, BOB, CAROL, NOW, TODAY, asset, policies, root, step, transfer

EVER, LAST = date.max, "9999-12-31T23:59:59.999999Z"
RECORD = Register.RECORD


def title(*steps: Step) -> Title:
    return title_at(steps, EVER, LAST)


def codes(found: Title) -> list[str]:
    return [finding.code for finding in found.record.open_findings]


def holders(found: Title) -> dict[str, str]:
    return {h.party: str(h.share) for h in found.record.holders or ()}


def extract(on: str, *held: tuple[str, str], **changes: Any) -> Root:
    """An extract of the register: Alice holds the whole, unless somebody else is named."""
    return replace(root(on, *held), **changes)


def pledge(on: str, number: str, *, holder: str = CAROL, giver: str = ALICE) -> Grant:
    interest = Interest(
        f"TX-{number}",
        InterestCategory.SECURITY,
        "pledge",
        (Named(giver, 1),),
        (Named(holder, 1),),
    )
    return Grant(RECORD, date.fromisoformat(on), interest)


def entered(ord_: int, effect: Any, number: str | None = None, act: str = "security") -> Step:
    return step(ord_, effect, number=number, act=act)


def release(on: str, *, interest: str = "", reference: str | None = None) -> End:
    return End(RECORD, date.fromisoformat(on), interest, "released", reference)


SALE = transfer("2026-02-01", [(ALICE, "1")], [(BOB, "1")])


# ---- holders -----------------------------------------------------------------------------------


def test_an_extract_that_agrees_opens_nothing() -> None:
    found = title(step(1, root()), step(2, SALE), step(3, extract("2026-03-01", (BOB, "1"))))
    assert codes(found) == []
    assert holders(found) == {BOB: "1"}


def test_an_extract_that_contradicts_the_chain_is_followed_and_opens_a_discrepancy() -> None:
    found = title(step(1, root()), step(2, SALE), step(3, extract("2026-03-01", (CAROL, "1"))))
    assert codes(found) == ["holders-differ"]
    assert holders(found) == {CAROL: "1"}


def test_other_shares_are_other_holders() -> None:
    said = extract("2026-03-01", (ALICE, "1/2"), (BOB, "1/2"))
    chain = [step(1, root("2026-01-01", (ALICE, "2/3"), (BOB, "1/3")))]
    assert codes(title(*chain, step(2, said))) == ["holders-differ"]


def test_shares_that_an_extract_does_not_state_contradict_none() -> None:
    said = extract("2026-03-01", (ALICE, "1/2"), (BOB, "1/2"))
    silent = replace(said, source={"shares": "presumed-equal"})
    chain = [step(1, root("2026-01-01", (ALICE, "2/3"), (BOB, "1/3")))]
    found = title(*chain, step(2, silent))
    assert codes(found) == []
    assert holders(found) == {ALICE: "2/3", BOB: "1/3"}


def test_a_publication_that_an_extract_outdates_is_no_contradiction() -> None:
    published = root("2026-01-01", strength=Strength.PUBLICATION)
    assert codes(title(step(1, published), step(2, extract("2026-03-01", (BOB, "1"))))) == []


def test_an_extract_that_meets_an_open_question_answers_it() -> None:
    stranger = transfer("2026-02-01", [(BOB, "1")], [(CAROL, "1")])
    before = [step(1, root()), step(2, stranger)]
    assert codes(title(*before)) == ["transferor-not-holder"]
    assert codes(title(*before, step(3, extract("2026-03-01")))) == []


CONTRADICTED = (step(1, root()), step(2, SALE), step(3, extract("2026-03-01", (CAROL, "1"))))


def test_a_later_extract_that_confirms_the_register_closes_the_discrepancy() -> None:
    assert codes(title(*CONTRADICTED, step(4, extract("2026-04-01", (CAROL, "1"))))) == []


def test_extracts_that_contradict_each_other_leave_it_open() -> None:
    found = title(*CONTRADICTED, step(4, extract("2026-04-01", (ALICE, "1"))))
    assert (codes(found), holders(found)) == (["holders-differ"], {ALICE: "1"})


def test_an_officer_s_word_closes_it() -> None:
    word = root("2026-04-01", (BOB, "1"), strength=Strength.OFFICER_CONFIRMED)
    found = title(*CONTRADICTED, step(4, word))
    assert (codes(found), holders(found)) == ([], {BOB: "1"})


def test_an_extract_after_an_officer_s_word_is_never_the_weaker() -> None:
    word = root("2026-02-15", (BOB, "1"), strength=Strength.OFFICER_CONFIRMED)
    found = title(step(1, root()), step(2, word), step(3, extract("2026-03-01", (CAROL, "1"))))
    assert (codes(found), holders(found)) == (["holders-differ"], {CAROL: "1"})


def test_a_correction_of_the_extract_closes_it() -> None:
    gone = Replace(date(2026, 3, 1), "TX-3", None)
    found = title(*CONTRADICTED, step(4, gone, act="correction"))
    assert (codes(found), holders(found)) == ([], {BOB: "1"})


def test_the_missing_recordal_that_comes_late_closes_it() -> None:
    late = transfer("2026-02-10", [(BOB, "1")], [(CAROL, "1")])
    assert codes(title(*CONTRADICTED, step(4, late))) == []


# ---- interests ---------------------------------------------------------------------------------

PLEDGED = (step(1, root()), entered(2, pledge("2026-02-01", "P-1"), "P-1"))


def test_an_extract_that_says_nothing_of_interests_contradicts_none() -> None:
    assert codes(title(*PLEDGED, step(3, extract("2026-03-01")))) == []


def test_an_interest_that_the_register_does_not_list_is_named() -> None:
    found = title(*PLEDGED, step(3, extract("2026-03-01", interests=())))
    assert codes(found) == ["interest-not-at-register"]
    (finding,) = found.record.open_findings
    assert finding.params == {"interest": "TX-P-1", "number": "P-1"}
    # It goes on burdening the right until its end is recorded.
    assert [s.interest.id for s in found.record.interests] == ["TX-P-1"]


def test_an_interest_that_is_not_here_is_named_by_the_office_s_number() -> None:
    found = title(*PLEDGED, step(3, extract("2026-03-01", interests=("P-1", "P-9"))))
    (finding,) = found.record.open_findings
    assert (finding.code, finding.params) == ("interest-not-recorded-here", {"number": "P-9"})


def test_an_extract_that_lists_what_stands_here_confirms_it() -> None:
    unknown = entered(3, release("2026-02-20", reference="P-7"), act="security-release")
    before = (*PLEDGED, unknown)
    assert codes(title(*before)) == ["interest-unknown"]
    assert codes(title(*before, step(4, extract("2026-03-01", interests=("P-1",))))) == []


def test_an_extract_without_interests_leaves_open_what_is_open_of_them() -> None:
    unknown = entered(3, release("2026-02-20", reference="P-7"), act="security-release")
    found = title(*PLEDGED, unknown, step(4, extract("2026-03-01")))
    assert codes(found) == ["interest-unknown"]


def test_a_later_extract_closes_a_discrepancy_about_interests() -> None:
    wrong = step(3, extract("2026-03-01", interests=()))
    right = step(4, extract("2026-04-01", interests=("P-1",)))
    assert codes(title(*PLEDGED, wrong, right)) == []


def test_a_licence_that_has_run_out_is_not_missed() -> None:
    licence = Interest(
        "TX-L-1", InterestCategory.LICENCE, "sole", (Named(ALICE, 1),), (Named(BOB, 1),),
        until=date(2026, 2, 20),
    )  # fmt: skip
    granted = entered(2, Grant(RECORD, date(2026, 2, 1), licence), "L-1", act="licence")
    found = title(step(1, root()), granted, step(3, extract("2026-03-01", interests=())))
    assert codes(found) == []


# ---- ends --------------------------------------------------------------------------------------


def test_a_release_by_the_office_s_number_ends_the_interest_entered_under_it() -> None:
    ended = entered(3, release("2026-03-01", reference="P-1"), "R-1", act="security-release")
    found = title(*PLEDGED, ended)
    assert (found.record.interests, codes(found)) == ((), [])


def test_a_release_that_was_heard_of_before_its_pledge_ends_it_all_the_same() -> None:
    ended = entered(2, release("2026-03-01", reference="P-1"), "R-1", act="security-release")
    assert codes(title(step(1, root()), ended)) == ["interest-unknown"]
    late = entered(3, pledge("2026-02-01", "P-1"), "P-1")
    found = title(step(1, root()), ended, late)
    assert (found.record.interests, codes(found)) == ((), [])


def test_a_release_of_an_unknown_recordal_is_a_gap_that_names_it() -> None:
    ended = entered(3, release("2026-03-01", reference="P-9"), "R-1", act="security-release")
    found = title(*PLEDGED, ended)
    (finding,) = found.record.open_findings
    assert (finding.code, finding.params) == ("interest-unknown", {"interest": "P-9"})
    assert len(found.record.interests) == 1


def test_a_corrected_pledge_is_still_the_office_s_entry_of_that_number() -> None:
    other = pledge("2026-02-01", "P-1", holder=BOB)
    corrected = step(3, Replace(other.on, "TX-2", other), act="correction")
    ended = entered(4, release("2026-03-01", reference="P-1"), act="security-release")
    found = title(*PLEDGED, corrected, ended)
    assert (found.record.interests, codes(found)) == ((), [])


# ---- names, and what is not read ---------------------------------------------------------------


def test_a_new_name_of_somebody_who_is_not_on_the_right_is_a_gap() -> None:
    renamed = step(2, Rename(RECORD, date(2026, 2, 1), BOB, 2), act="name-change")
    assert codes(title(step(1, root()), renamed)) == ["renamed-party-unknown"]
    own = step(2, Rename(RECORD, date(2026, 2, 1), ALICE, 2), act="name-change")
    assert codes(title(step(1, root()), own)) == []
    pledgee = step(3, Rename(RECORD, date(2026, 2, 2), CAROL, 2), act="name-change")
    assert codes(title(*PLEDGED, pledgee)) == []


def test_an_entry_of_which_only_the_words_are_known_stays_open_until_an_extract() -> None:
    words = Event(RECORD, date(2026, 2, 1), "W00", source={"unread": "words-alone"})
    before = (step(1, root()), step(2, words, act="other"))
    assert codes(title(*before)) == ["entry-unread"]
    assert codes(title(*before, step(3, extract("2026-03-01")))) == []


# ---- what it is for ----------------------------------------------------------------------------


def blocked(*steps: Step) -> list[str]:
    right = asset(*steps)
    (policy,) = [p for p in policies() if p.name == "CN-patent"]
    found = blocks(right, right.title(TODAY, NOW), policy.acts["assignment"], TODAY)
    return [block.violation.code for block in found]


@pytest.mark.parametrize(
    "steps",
    [
        CONTRADICTED,
        (*PLEDGED, step(3, extract("2026-05-01", interests=()))),
        (*PLEDGED, step(3, extract("2026-05-01", interests=("P-1", "P-9")))),
    ],
    ids=["holders", "interest-gone", "interest-new"],
)
def test_a_right_with_an_open_discrepancy_cannot_be_disposed_of(steps: tuple[Step, ...]) -> None:
    assert "discrepancy-open" in blocked(*steps)
    settled = step(9, extract("2026-05-20", *_holders_of(steps), interests=_numbers_of(steps)))
    assert "discrepancy-open" not in blocked(*steps, settled)


def _holders_of(steps: tuple[Step, ...]) -> list[tuple[str, str]]:
    return list(holders(title(*steps)).items())


def _numbers_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(s.step.number or "" for s in title(*steps).record.interests)


NUMBERS = st.lists(st.sampled_from(["P-1", "P-2", "P-3"]), unique=True)


@settings(max_examples=60, deadline=None, database=None)
@given(here=NUMBERS, there=NUMBERS)
def test_what_is_open_after_an_extract_is_exactly_what_differs(
    here: list[str], there: list[str]
) -> None:
    grants = [entered(n + 2, pledge("2026-02-01", number), number) for n, number in enumerate(here)]
    said = step(20, extract("2026-03-01", interests=tuple(there)))
    found = title(step(1, root()), *grants, said).record.open_findings
    named = {(f.code, f.params["number"]) for f in found}
    assert named == {("interest-not-at-register", n) for n in set(here) - set(there)} | {
        ("interest-not-recorded-here", n) for n in set(there) - set(here)
    }


@pytest.mark.parametrize("listed", [None, (), ("P-1", "P-2")])
def test_what_an_extract_lists_is_read_back_as_it_was_written(listed: Any) -> None:
    said = extract("2026-03-01", interests=listed)
    assert read_effect(write_effect(said)) == said
