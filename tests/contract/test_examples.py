"""Every example of the contract does what it says, through the API: it is taken, or refused so.

The record numbers in an example are made up; each is exchanged for one of a world that was
prepared for it, in the order in which the example names them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ipregistry import create_app
from ipregistry.api.spec import read_example
from ipregistry.domain.access import Actor, Role
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.services.accounts import actor_of
from ipregistry.services.opening import publish_seed_calendars, publish_seed_packs
from tests.api.desk import Api, codes, problem_of
from tests.benches import Bench, took
from tests.casework import (
    Case,
    arbitration,
    consultation,
    made,
    mediation,
    paid_too_much,
    settled,
    with_packs,
)
from tests.office import asked, examined, examining_by_hand, officer, refuse, replied
from tests.services.policy_texts import priced
from tests.world import Filed, World, open_world

NUMBER = re.compile(r"[A-Z]{2}-[2-9A-HJ-NP-Z]{14}")
STATUS_OF = {"shape": 400, "rule": 422, "forbidden": 403, "race": 409}


@dataclass(frozen=True)
class Ready:
    """Who files the example, and the numbers that stand for those in it."""

    actor: Actor
    numbers: tuple[str, ...] = ()


def people(world: World) -> tuple[Actor, Actor, Actor]:
    return tuple(world.owner(f"Sample {letter}") for letter in "ABC")  # type: ignore[return-value]


def co_owned(world: World, first: Actor, second: Actor) -> Filed:
    """The registration of a right of two, granted before the dates of the examples."""
    body = {
        "officeCode": "HK",
        "rightKind": "hk-short-term",
        "number": "HK30099999",
        "filingDate": "2023-01-01",
        "root": {
            "strength": "grant",
            "asOfDate": "2024-01-01",
            "holderBag": world.shares((first, "2/3"), (second, "1/3")),
        },
    }
    return world.file(world.registrar, "asset-registration", body)


def waiting(world: World) -> tuple[Actor, Actor, str]:
    """Who filed something without its holder's assent, the holder, and that filing."""
    holder, taker, filer = world.owner("Sample A"), world.owner("Sample B"), world.agent()
    filed = world.file(filer, "assignment", world.sale(world.hk_right(holder), holder, taker))
    assert filed.status == "awaiting-assent"
    return filer, holder, filed.id


def party_registration(world: World) -> Ready:
    return Ready(world.registrar)


def asset_registration(world: World) -> Ready:
    first, second, _ = people(world)
    return Ready(world.registrar, (str(first.party), str(second.party)))


def recordal_notice(world: World) -> Ready:
    return Ready(world.registrar)


def assignment(world: World) -> Ready:
    first, second, third = people(world)
    right = co_owned(world, first, second).made("asset")
    return Ready(first, (right, str(first.party), str(second.party), str(third.party)))


def transmission(world: World) -> Ready:
    first, second, third = people(world)
    right = co_owned(world, first, second).made("asset")
    named = (right, str(first.party), str(second.party), str(third.party))
    return Ready(world.registrar, named)


def ownership_order(world: World) -> Ready:
    first, second, _ = people(world)
    right = co_owned(world, first, second).made("asset")
    return Ready(world.registrar, (right, str(first.party), str(second.party)))


def assent(world: World) -> Ready:
    _, holder, filing = waiting(world)
    return Ready(holder, (filing,))


def decision(world: World) -> Ready:
    holder = world.owner("Sample A")
    notice = world.extract(world.cn_number(), holder)
    filed = world.file(world.agent(), "recordal-notice", notice)
    assert filed.status == "under-examination"
    return Ready(world.examiner, (filed.id,))


def withdrawal(world: World) -> Ready:
    filer, _, filing = waiting(world)
    return Ready(filer, (filing,))


def correction(world: World) -> Ready:
    first, second, _ = people(world)
    root = co_owned(world, first, second)
    return Ready(world.registrar, (root.transaction, str(first.party), str(second.party)))


def record_correction(world: World) -> Ready:
    party = world.party("Sample Holdngs", "organization")
    return Ready(world.registrar, (party,))


def mandate(world: World) -> Ready:
    holder = world.owner("Sample A")
    agent = world.agent()
    return Ready(holder, (str(holder.party), str(agent.account), world.hk_right(holder)))


def erasure(world: World) -> Ready:
    address = [{"addressLineText": "1 Sample Street", "countryCode": "HK"}]
    return Ready(world.registrar, (world.party("Sample Person", "person", addressBag=address),))


def mandate_revocation(world: World) -> Ready:
    ready = mandate(world)
    body = exchanged(read_example("mandate")["body"], ready.numbers)
    return Ready(ready.actor, (world.file(ready.actor, "mandate", body).made("mandate"),))


def policy_publication(world: World) -> Ready:
    return Ready(world.registrar)


def ask_first(world: World) -> Ready:
    holder = world.owner("Sample A")
    return Ready(holder, (world.hk_right(holder),))


def ask_first_lifting(world: World) -> Ready:
    ready = ask_first(world)
    world.file(ready.actor, "ask-first", {"assetBag": [{"id": ready.numbers[0]}]})
    return ready


def payment(world: World) -> Ready:
    priced(world)
    holder, taker, _ = people(world)
    filed = world.file(holder, "assignment", world.sale(world.hk_right(holder), holder, taker))
    return Ready(world.registrar, (filed.made("invoice"),))


def refund(world: World) -> Ready:
    ready = payment(world)
    body = exchanged(read_example("payment")["body"], ready.numbers)
    world.file(ready.actor, "payment", body)
    return ready


def sold_by_hand(world: World, rights: int = 1) -> tuple[Filed, list[str]]:
    """An assignment under examination, with its rights."""
    examining_by_hand(world)
    holder, taker, _ = people(world)
    found = [world.hk_right(holder) for _ in range(rights)]
    return examined(world, *found, giver=holder, taker=taker), found


def filer_of(world: World, filed: Filed) -> Actor:
    account = world.read(world.registrar, "filing", filed.id)["filer"]
    found = actor_of(world.node, world.keys[account])
    assert found is not None
    return found


def requisition(world: World) -> Ready:
    filed, (right,) = sold_by_hand(world)
    return Ready(world.examiner, (filed.id, right))


def requisition_reply(world: World) -> Ready:
    filed, _ = sold_by_hand(world)
    return Ready(filer_of(world, filed), (asked(world, world.examiner, filed.id),))


def requisition_settlement(world: World) -> Ready:
    ready = requisition_reply(world)
    replied(world, ready.actor, *ready.numbers)
    return Ready(world.examiner, ready.numbers)


def allocation(world: World) -> Ready:
    filed, _ = sold_by_hand(world)
    others = (str(officer(world).account), str(officer(world).account))
    return Ready(world.examiner, (filed.id, *others))


def recusal(world: World) -> Ready:
    filed, _ = sold_by_hand(world)
    return Ready(world.examiner, (filed.id,))


def division(world: World) -> Ready:
    filed, rights = sold_by_hand(world, 2)
    return Ready(world.examiner, (filed.id, *rights))


def reconsideration(world: World) -> Ready:
    filed, _ = sold_by_hand(world)
    world.send(world.examiner, "decision", refuse(filed.id))
    return Ready(filer_of(world, filed), (filed.id,))


def appeal_outcome(world: World) -> Ready:
    ready = reconsideration(world)
    body = exchanged(read_example("appeal")["body"], ready.numbers)
    world.file(ready.actor, "appeal", body)
    return Ready(world.registrar, ready.numbers)


def licence(world: World) -> Ready:
    holder, taker, _ = people(world)
    return Ready(holder, (world.hk_right(holder), str(holder.party), str(taker.party)))


def granted(world: World, act: str) -> tuple[Ready, Actor]:
    """A right with the interest of the example, its grantor, and who holds the interest."""
    holder, taker, _ = people(world)
    right = world.hk_right(holder)
    named = (right, str(holder.party), str(taker.party))
    made = world.file(holder, act, exchanged(read_example(act)["body"], named))
    assert made.status == "recorded"
    return Ready(holder, (right, made.transaction)), taker


def licence_amendment(world: World) -> Ready:
    return granted(world, "licence")[0]


def licence_termination(world: World) -> Ready:
    ready, licensee = granted(world, "licence")
    return Ready(licensee, ready.numbers)


def security_amendment(world: World) -> Ready:
    return granted(world, "security")[0]


def security_release(world: World) -> Ready:
    ready, secured = granted(world, "security")
    return Ready(secured, ready.numbers)


def restriction(world: World) -> Ready:
    return Ready(world.registrar, (world.hk_right(world.owner("Sample A")),))


def held(world: World) -> Ready:
    ready = restriction(world)
    body = exchanged(read_example("restriction")["body"], ready.numbers)
    hold = world.file(world.registrar, "restriction", body).made("hold")
    return Ready(world.registrar, (*ready.numbers, hold))


def lock(world: World) -> Ready:
    return Ready(world.actor(Role.VENUE), (world.hk_right(world.owner("Sample A")),))


def unlock(world: World) -> Ready:
    holder, venue = world.owner("Sample A"), world.actor(Role.VENUE)
    right = world.hk_right(holder)
    body = exchanged(read_example("lock")["body"], (right,))
    waits = world.file(venue, "lock", body)
    assert waits.status == "awaiting-assent"
    given = world.file(holder, "assent", {"filing": waits.id})
    return Ready(venue, (right, given.made("hold")))


def lapsed(world: World) -> Ready:
    ready = restriction(world)
    world.file(world.registrar, "lapse", exchanged(read_example("lapse")["body"], ready.numbers))
    return ready


def surrender(world: World) -> Ready:
    holder = world.owner("Sample A")
    return Ready(holder, (world.hk_right(holder),))


def run_out(world: World) -> Ready:
    """A short-term patent of long ago: its eight years are over."""
    holder = world.owner("Sample A")
    body = {
        "officeCode": "HK",
        "rightKind": "hk-short-term",
        "number": "HK30099998",
        "filingDate": "2010-01-01",
        "root": {"strength": "grant", "asOfDate": "2011-01-01", "holderBag": world.shares(holder)},
    }
    right = world.file(world.registrar, "asset-registration", body).made("asset")
    return Ready(world.registrar, (right,))


def particulars_change(world: World) -> Ready:
    holder = world.owner("Sample A")
    return Ready(holder, (str(holder.party), world.hk_right(holder)))


def journal_publication(world: World) -> Ready:
    first, second, _ = people(world)
    return Ready(world.registrar, (co_owned(world, first, second).id,))


def closure_entry(world: World) -> Ready:
    publish_seed_calendars(world.node)
    return Ready(world.registrar)


def beside(world: World) -> Api:
    """Somebody else's client: its keys are not those of the example's."""
    return Api(world, create_app(node=world.node), count(1000))


def case_request(world: World) -> Ready:
    cases = with_packs(beside(world))
    first = cases.world.owner("Sample First")
    return Ready(first, (str(first.party),))


def in_case(who: str, *, invited: bool = True) -> Callable[[World], Ready]:
    """A consultation of today, and who files in it."""

    def prepare(world: World) -> Ready:
        case = consultation(with_packs(beside(world)))
        if invited:
            case.event(case.manager, "invitation_received", ["proof_of_receipt"])
        return Ready(getattr(case, who), (case.id,))

    return prepare


def settled_case(world: World) -> Ready:
    case = settled(with_packs(beside(world)))
    return Ready(case.manager, (case.id,))


def recovering_case(world: World) -> Ready:
    case = settled(with_packs(beside(world)))
    body = read_example("case-outcome")["body"]
    answer = case.file(case.manager, "case-outcome", **{**body, "case": case.id})
    assert answer.status_code == 201, answer.text
    return Ready(case.first, (case.id,))


def case_representation(world: World) -> Ready:
    ready = in_case("first")(world)
    return Ready(ready.actor, (*ready.numbers, str(world.agent().account)))


def case_joining(world: World) -> Ready:
    ready = in_case("manager")(world)
    return Ready(ready.actor, (*ready.numbers, str(world.agent().account)))


def case_consent(world: World) -> Ready:
    case = consultation(with_packs(beside(world)))
    return Ready(case.first, (case.id, asked_of(case)))


def asked_of(case: Case) -> str:
    """A disclosure that waits for both sides."""
    (paper,) = case.api.get(f"cases/{case.id}/papers", case.manager).json["items"]
    body = {"recipientCategory": "adviser", "recipientText": "Sample Adviser"}
    body |= {"basis": "agreed_by_parties", "paperBag": [paper["id"]]}
    answer = case.file(case.first, "case-disclosure", **body)
    return made(answer, "CD")


def case_disclosure_opening(world: World) -> Ready:
    case = consultation(with_packs(beside(world)))
    disclosure = asked_of(case)
    for side in (case.first, case.second):
        said = case.file(side, "case-consent", disclosure=disclosure, agreedIndicator=True)
        assert said.status_code == 201, said.text
    return Ready(world.actor(Role.SYSTEM), (case.id, disclosure))


def books(opened: Callable[[Api], Case]) -> Callable[[World], Ready]:
    """An arbitration, and who keeps its books."""

    def prepare(world: World) -> Ready:
        case = opened(with_packs(beside(world)))
        return Ready(case.manager, (case.id,))

    return prepare


def case_expiry(world: World) -> Ready:
    ready = in_case("manager")(world)
    world.clock.move(days=30)
    return ready


def case_import(world: World) -> Ready:
    publish_seed_calendars(world.node)
    publish_seed_packs(world.node)
    return Ready(world.actor(Role.CASE_MANAGER))


def case_notice_outcome(world: World) -> Ready:
    api = with_packs(beside(world))
    case = consultation(api)
    body = read_example("case-notice")["body"]
    sent = case.file(case.manager, "case-notice", **{k: v for k, v in body.items() if k != "case"})
    assert sent.status_code == 201, sent.text
    (notice,) = api.get("case-notices", case.manager).json["items"]
    return Ready(case.manager, (case.id, notice["id"]))


def case_recomputing(world: World) -> Ready:
    """A storm on the last day of the answer, entered on that day."""
    ready = in_case("manager")(world)
    world.clock.now = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
    body = {**read_example("closure-entry")["body"], "closureDate": "2026-06-15"}
    world.file(world.registrar, "closure-entry", body)
    return ready


def on_roster(world: World) -> Bench:
    """A mediation of today, and somebody on the roster who is not in it."""
    bench = Bench(mediation(with_packs(beside(world))), world.actor(Role.NEUTRAL))
    bench.enter()
    return bench


def candidate(world: World, *, declared: bool = True) -> Bench:
    """The same, proposed as its mediator."""
    bench = on_roster(world)
    took(bench.propose(proposedBy="party", role="mediator"))
    if declared:
        took(bench.declare())
    return bench


def of_nomination(
    who: Callable[[Bench], Actor], *steps: Callable[[Bench], Any]
) -> Callable[[World], Ready]:
    """A candidate who has declared, what follows, and who files then."""

    def prepare(world: World) -> Ready:
        bench = candidate(world)
        for step in steps:
            step(bench)
        return Ready(who(bench), (bench.case.id, bench.nomination))

    return prepare


def neutral_registration(world: World) -> Ready:
    return Ready(world.actor(Role.CASE_MANAGER))


def neutral_amendment(world: World) -> Ready:
    bench = on_roster(world)
    return Ready(bench.case.manager, (bench.neutral,))


def neutral_proposal(world: World) -> Ready:
    bench = on_roster(world)
    return Ready(bench.case.manager, (bench.case.id, bench.neutral))


def neutral_declaration(world: World) -> Ready:
    bench = candidate(world, declared=False)
    return Ready(bench.candidate, (bench.case.id, bench.nomination))


def disclosed(bench: Bench) -> None:
    took(bench.disclose("iba-2024:3.1.7"))


def appointed(bench: Bench) -> None:
    took(bench.appoint())


def challenged(bench: Bench) -> None:
    said = {"groundText": "Sample ground", "knownSinceDate": "2026-01-02"}
    took(bench.file(bench.case.first, "challenge", **said))


def manager(bench: Bench) -> Actor:
    return bench.case.manager


def first_side(bench: Bench) -> Actor:
    return bench.case.first


PREPARE: Mapping[str, Callable[[World], Ready]] = {
    "requisition": requisition,
    "requisition-extension": requisition_reply,
    "requisition-reply": requisition_reply,
    "requisition-settlement": requisition_settlement,
    "allocation": allocation,
    "recusal": recusal,
    "division": division,
    "reconsideration": reconsideration,
    "appeal": reconsideration,
    "appeal-outcome": appeal_outcome,
    "licence": licence,
    "licence-amendment": licence_amendment,
    "licence-termination": licence_termination,
    "security": licence,
    "security-amendment": security_amendment,
    "security-release": security_release,
    "consent": security_release,
    "restriction": restriction,
    "restriction-renewal": held,
    "restriction-lifting": held,
    "lock": lock,
    "unlock": unlock,
    "renewal": restriction,
    "annuity-default": restriction,
    "lapse": restriction,
    "restoration": lapsed,
    "surrender": surrender,
    "invalidation": restriction,
    "expiry": run_out,
    "proceeding": restriction,
    "ask-first": ask_first,
    "ask-first-lifting": ask_first_lifting,
    "journal-publication": journal_publication,
    "particulars-change": particulars_change,
    "payment": payment,
    "refund": refund,
    "party-registration": party_registration,
    "asset-registration": asset_registration,
    "recordal-notice": recordal_notice,
    "assignment": assignment,
    "transmission": transmission,
    "ownership-order": ownership_order,
    "assent": assent,
    "decision": decision,
    "withdrawal": withdrawal,
    "correction": correction,
    "record-correction": record_correction,
    "mandate": mandate,
    "erasure": erasure,
    "mandate-revocation": mandate_revocation,
    "policy-publication": policy_publication,
    "pack-publication": policy_publication,
    "calendar-publication": policy_publication,
    "closure-entry": closure_entry,
    "case-request": case_request,
    "case-event": in_case("manager", invited=False),
    "case-extension": in_case("first"),
    "case-order": in_case("manager"),
    "case-amendment": in_case("manager"),
    "case-paper": in_case("first"),
    "case-representation": case_representation,
    "case-invoice": books(arbitration),
    "case-payment": books(arbitration),
    "case-refund": books(paid_too_much),
    "case-set-off": books(paid_too_much),
    "case-expiry": case_expiry,
    "neutral-registration": neutral_registration,
    "neutral-amendment": neutral_amendment,
    "neutral-proposal": neutral_proposal,
    "neutral-declaration": neutral_declaration,
    "neutral-disclosure": of_nomination(manager),
    "neutral-waiver": of_nomination(first_side, disclosed),
    "neutral-challenge": of_nomination(first_side, appointed),
    "neutral-challenge-decision": of_nomination(manager, appointed, challenged),
    "neutral-appointment": of_nomination(manager),
    "neutral-end": of_nomination(manager, appointed),
    "case-joining": case_joining,
    "case-status-key": in_case("first"),
    "case-outcome": settled_case,
    "case-recovery": recovering_case,
    "case-import": case_import,
    "case-disclosure": in_case("manager"),
    "case-statistics": lambda world: Ready(world.actor(Role.CASE_MANAGER)),
    "case-consent": case_consent,
    "case-disclosure-opening": case_disclosure_opening,
    "case-notice": in_case("manager", invited=False),
    "case-notice-outcome": case_notice_outcome,
    "case-recomputing": case_recomputing,
}


def numbers_in(value: Any) -> Iterator[str]:
    """The record numbers in a body, each once, in their order."""
    if isinstance(value, str) and NUMBER.fullmatch(value):
        yield value
    elif isinstance(value, Mapping | list):
        inner = value.values() if isinstance(value, Mapping) else value
        yield from dict.fromkeys(number for one in inner for number in numbers_in(one))


def exchanged(value: Any, numbers: tuple[str, ...], like: Any = None) -> Any:
    """The value with `numbers` in the place of those in it, or of those in `like`."""
    found = tuple(numbers_in(value if like is None else like))
    assert len(found) == len(numbers), f"the example names {found}"
    return _with(value, dict(zip(found, numbers, strict=True)))


def _with(value: Any, names: Mapping[str, str]) -> Any:
    match value:
        case dict():
            return {name: _with(member, names) for name, member in value.items()}
        case list():
            return [_with(member, names) for member in value]
        case str():
            return names.get(value, value)
    return value


@pytest.fixture
def api(fresh_database_url: str, data_dir: Path) -> Iterator[Api]:
    with open_world(fresh_database_url, data_dir) as world:
        yield Api(world, create_app(node=world.node))


@pytest.mark.parametrize("filing_type", FILING_TYPES)
def test_the_example_is_taken(api: Api, filing_type: str) -> None:
    ready = PREPARE[filing_type](api.world)
    body = exchanged(read_example(filing_type)["body"], ready.numbers)
    checked = api.check(ready.actor, filing_type, body)
    assert checked.status_code == 200, checked.text
    answer = api.file(ready.actor, filing_type, body)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("filing_type", FILING_TYPES)
def test_the_refusal_is_refused_for_the_reasons_it_states(api: Api, filing_type: str) -> None:
    ready = PREPARE[filing_type](api.world)
    example = read_example(filing_type)
    refusal = example["refusal"]
    body = exchanged(refusal["body"], ready.numbers, like=example["body"])
    before = api.world.rows()
    answer = api.file(ready.actor, filing_type, body)
    problem = problem_of(answer, STATUS_OF[refusal["kind"]])
    assert codes(problem) == set(refusal["codes"])
    assert {**api.world.rows(), "audit": 0} == {**before, "audit": 0}
