"""Two journeys of a recordal officer, each through the API as she would make it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ipregistry import create_app
from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from tests.api.desk import Api, codes, problem_of
from tests.office import accept, deed, examining_by_hand, refuse
from tests.world import World, open_world, paper

EXPORT = {"category": "technology-export-certificate", "digest": "sha256:" + "e" * 64}


def done(answer: Any) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.text
    return dict(answer.json)


def filed(api: Api, actor: Actor, type_name: str, body: Any) -> dict[str, Any]:
    """The filing that was taken, its parts put together as its filer sees them."""
    answer = done(api.file(actor, type_name, body))
    parts = [part["body"] for part in answer["filing"]["partBag"]]
    members = {name: value for part in parts for name, value in part.items()}
    return {**members, "id": answer["filing"]["id"], "warnings": answer["warningBag"]}


def made(filing: dict[str, Any], prefix: str) -> list[str]:
    found = [m["record"] for m in filing["recordBag"]]
    return [record for record in found if record.startswith(prefix) and record != filing["id"]]


def owners(api: Api, right: str) -> set[str]:
    title = done(api.get(f"assets/{right}/title"))
    return {holding["party"] for holding in title["atRegister"]["holderBag"]}


def seen_by(api: Api, actor: Actor, path: str) -> dict[str, Any]:
    """The members of a record that this actor sees."""
    parts = done(api.get(path, actor))["partBag"]
    return {name: value for part in parts for name, value in part["body"].items()}


# ------------------------------------------------------------------------------ Hong Kong


class HongKong:
    """One deed, Shenzhen seller to Hong Kong buyer: 28 (R) patents, 9 marks, 3 CN patents."""

    def __init__(self, api: Api) -> None:
        self.api, self.world = api, api.world
        examining_by_hand(self.world)
        self.seller = self._company("Sample Shenzhen Ltd", "CN")
        self.buyer = self._company("Sample Hong Kong Ltd", "HK")
        self.bank = self._company("Sample Bank", "HK")
        self.officer = self.world.actor(Role.EXAMINER)
        self.patents = [
            self._right("hk-standard-r", f"HK10{number}") for number in range(10000, 10028)
        ]
        self.marks = [self._right("trademark", f"3030{number}") for number in range(10000, 10009)]
        self.mainland = [self.world.cn_right(self.seller, on="2026-05-20") for _ in range(3)]
        self.bad, self.pledged, self.renewed = self.patents[:3]
        self.good = [right for right in (*self.patents, *self.marks) if right != self.bad]

    def _company(self, name: str, place: str) -> Actor:
        return self.world.owner(name, jurisdictionCode=place)

    def _right(self, kind: str, number: str) -> str:
        return self.world.hk_right(self.seller, number=number, rightKind=kind)

    @property
    def rights(self) -> list[str]:
        return [*self.patents, *self.marks, *self.mainland]

    def sale(self, *papers: dict[str, str]) -> dict[str, Any]:
        body = deed(self.world, self.rights, self.seller, self.buyer)
        return {**body, "evidenceBag": [*paper("deed"), *papers]}

    def mortgage(self, right: str) -> dict[str, Any]:
        seen = self.world.title_version(right)
        return {
            "assetBag": [{"id": right, "titleVersion": seen}],
            "securityKind": "mortgage",
            "grantorBag": [{"party": self.seller.party}],
            "securedPartyBag": [{"party": self.bank.party}],
            "executedDate": str(self.world.today()),
        }

    def ask(self, filing: str, right: str, name: str) -> str:
        body = {
            "filing": filing,
            "asset": right,
            "requisitionCategory": "paper-missing",
            "paper": name,
            "languageCode": "zh-Hans",
        }
        (number,) = made(filed(self.api, self.officer, "requisition", body), "RQ-")
        return number


@pytest.fixture
def hong_kong(fresh_api: Api) -> HongKong:
    return HongKong(fresh_api)


def test_one_deed_of_forty_rights_across_the_boundary(hong_kong: HongKong) -> None:
    case = hong_kong
    missing_papers_are_named_beforehand(case)
    friday, sale = both_wait_in_their_order(case)
    the_owner_is_told(case, sale["id"], case.rights)
    power, translation = she_takes_it_and_asks(case, sale["id"])
    hers, lacking, theirs = she_divides_it(case, sale)
    renewal = a_renewal_fee_is_booked_meanwhile(case)
    what_moved_meanwhile_makes_nothing_stale(case, friday["id"], renewal, hers)
    thirty_nine_are_accepted(case, hers, theirs)
    the_journal_publishes_them(case, hers)
    cnipa_enters_the_three(case, theirs)
    the_fortieth_is_refused(case, lacking, power, translation)
    statuses = {n["status"] for n in done(case.api.get("notices?limit=1000", case.seller))["items"]}
    assert {"recorded", "lodged", "refused"} <= statuses


def missing_papers_are_named_beforehand(case: HongKong) -> None:
    """The export paper, for the three CN patents: said by the check, before anything is filed.

    That a buyer from Hong Kong needs it is not certain enough to refuse: an officer is asked.
    """
    told = done(case.api.check(case.seller, "assignment", case.sale()))["warningBag"]
    assert {(w["code"], w["pointer"]) for w in told if "paper" in w["params"]} == {
        ("needs-legal-review", f"/assetBag/{place}") for place in (37, 38, 39)
    }
    would = done(case.api.check(case.seller, "assignment", case.sale(EXPORT)))
    assert would["status"] == "under-examination"
    assert not [w for w in would.get("warningBag", []) if "paper" in w["params"]]


def both_wait_in_their_order(case: HongKong) -> tuple[dict[str, Any], dict[str, Any]]:
    """On Friday a mortgage comes in, on Monday the deed; the title shows both, in rank."""
    friday = filed(case.api, case.seller, "security", case.mortgage(case.pledged))
    case.world.clock.move(days=3)
    sale = filed(case.api, case.seller, "assignment", case.sale(EXPORT))
    assert (friday["status"], sale["status"]) == ("under-examination", "under-examination")
    waiting = done(case.api.get(f"assets/{case.pledged}/title"))["pending"]
    assert [(w["order"], w["act"]) for w in waiting] == [(1, "security"), (2, "assignment")]
    return friday, sale


def the_owner_is_told(case: HongKong, filing: str, rights: list[str]) -> None:
    notices = done(case.api.get("notices?limit=1000", case.seller))["items"]
    told = {r["asset"] for n in notices if n["filing"] == filing for r in n["rightBag"]}
    assert told == set(rights)


def she_takes_it_and_asks(case: HongKong, sale: str) -> tuple[str, str]:
    """It is in her queue with its age; for one right two papers are missing: she asks for each."""
    api, officer = case.api, case.officer
    filed(api, officer, "allocation", {"filing": sale, "officer": officer.account})
    (item,) = done(api.get("examination/queue?allocatedTo=me", officer))["items"]
    assert (item["filing"], item["ageDays"], len(item["assetBag"])) == (sale, 0, 40)
    power = case.ask(sale, case.bad, "power-of-attorney")
    translation = case.ask(sale, case.bad, "certified-translation")
    assert "委托书" in seen_by(api, case.seller, f"requisitions/{power}")["letterText"]
    problem_of(api.get(f"requisitions/{power}", case.buyer), 404)
    whole = problem_of(api.file(officer, "decision", accept(sale)), 422)
    assert codes(whole) == {"requisition-open"}
    return power, translation


def she_divides_it(case: HongKong, sale: dict[str, Any]) -> list[str]:
    """What is hers and whole; what lacks papers; what belongs to the Mainland's register."""
    api = case.api
    pieces = [{"assetBag": bag} for bag in (case.good, [case.bad], case.mainland)]
    body = {"filing": sale["id"], "pieceBag": pieces}
    found = made(filed(api, case.officer, "division", body), "FI-")[1:]
    assert seen_by(api, case.seller, f"filings/{sale['id']}")["status"] == "divided"
    for piece in found:
        read = seen_by(api, case.seller, f"filings/{piece}")
        assert (read["receivedAt"], read["dividedFrom"]) == (sale["receivedAt"], sale["id"])
    return found


def a_renewal_fee_is_booked_meanwhile(case: HongKong) -> str:
    """Whoever files with what he saw before hears what moved; the deed that waits does not care."""
    api, world = case.api, case.world
    seen = world.title_version(case.renewed)
    body = {"assetBag": [{"id": case.renewed, "titleVersion": seen}]}
    fee = filed(api, world.registrar, "renewal", body)
    assert fee["status"] == "under-examination"
    filed(api, case.officer, "decision", accept(fee["id"]))
    late = {**case.mortgage(case.renewed), "assetBag": [{"id": case.renewed, "titleVersion": seen}]}
    stale = problem_of(api.file(case.seller, "security", late), 409)
    (told,) = [e for e in stale["errorBag"] if e["code"] == "stale-version"]
    assert told["params"]["changed"] == "renewal"
    return case.renewed


def what_moved_meanwhile_makes_nothing_stale(
    case: HongKong, friday: str, renewed: str, hers: str
) -> None:
    """Friday's mortgage is entered first. The deed saw an older title, and she sees what moved."""
    api, officer = case.api, case.officer
    filed(api, officer, "decision", accept(friday))
    found = done(api.get(f"examination/filings/{hers}", officer))
    changed = {r["asset"]: [c["act"] for c in r["changeBag"]] for r in found["rightBag"]}
    assert {asset: acts for asset, acts in changed.items() if acts} == {
        case.pledged: ["security"],
        renewed: ["renewal"],
    }
    assert [v["code"] for v in found["newBag"] if v["severity"] != "warning"] == []
    checked = done(api.check(officer, "decision", accept(hers)))
    assert "title-moved-since-reception" in {v["code"] for v in checked["warningBag"]}


def thirty_nine_are_accepted(case: HongKong, hers: str, theirs: str) -> None:
    """Thirty-six recorded, the three CN patents lodged: their title moves at their own office."""
    api = case.api
    filed(api, case.officer, "decision", accept(hers))
    filed(api, case.officer, "decision", accept(theirs))
    assert {frozenset(owners(api, right)) for right in case.good} == {frozenset({case.buyer.party})}
    assert seen_by(api, case.seller, f"filings/{theirs}")["status"] == "lodged"
    for right in case.mainland:
        assert owners(api, right) == {case.seller.party}


def the_journal_publishes_them(case: HongKong, hers: str) -> None:
    """One issue names the filing: every right of it says where, and no title moves by it."""
    api, world = case.api, case.world
    versions = {right: world.title_version(right) for right in case.good}
    world.clock.move(days=7)
    issue = {
        "journalName": "Sample Journal (示例)",
        "issueNumber": "2026-27",
        "publicationDate": str(world.today()),
        "publishedBag": [{"filing": hers, "pageText": "12"}],
        "evidenceBag": paper("journal"),
    }
    noted = filed(api, case.officer, "journal-publication", issue)
    assert len(noted["subjectBag"]) == 36
    for right in case.good:
        title = done(api.get(f"assets/{right}/title?expand=chain"))
        last = title["chain"][-1]
        assert (last["act"], last["effectiveDate"]) == ("journal-publication", str(world.today()))
        assert title["titleVersion"] == versions[right]
    again = problem_of(api.file(case.officer, "journal-publication", issue), 422)
    assert codes(again) == {"published-already"}


def cnipa_enters_the_three(case: HongKong, theirs: str) -> None:
    """The Mainland's office enters right by right; with the last of them the piece is recorded."""
    api, world = case.api, case.world
    for count, right in enumerate(case.mainland, start=1):
        entry = {
            "act": "assignment",
            "asset": {"id": right},
            "entryDate": str(world.today()),
            "publicationDate": str(world.today()),
            "recordalNumber": f"sample-{count}",
            "evidenceBag": paper(f"entry {count}"),
            "transferorBag": world.shares(case.seller),
            "transfereeBag": world.shares(case.buyer),
            "lodgedFiling": theirs,
        }
        filed(api, world.registrar, "recordal-notice", entry)
        status = "recorded" if count == len(case.mainland) else "lodged"
        assert seen_by(api, case.seller, f"filings/{theirs}")["status"] == status
        assert owners(api, right) == {case.buyer.party}


def the_fortieth_is_refused(case: HongKong, lacking: str, power: str, translation: str) -> None:
    """One paper came, the other did not; the refusal names right, ground and remedies."""
    api, officer = case.api, case.officer
    reply = {"requisition": translation, "evidenceBag": paper("translation")}
    filed(api, case.seller, "requisition-reply", reply)
    settled = {"requisition": translation, "outcome": "sufficient"}
    filed(api, officer, "requisition-settlement", settled)
    case.world.clock.move(days=61)
    (late,) = done(api.get("examination/queue?overdue=true", officer))["items"]
    assert late["filing"] == lacking
    filed(api, officer, "requisition-settlement", {"requisition": power, "outcome": "lapsed"})
    ground = refuse(lacking, "requisition-unanswered", asset=case.bad)
    filed(api, officer, "decision", ground)
    refused = seen_by(api, case.seller, f"filings/{lacking}")
    assert refused["status"] == "refused"
    assert [g["asset"] for g in refused["groundBag"]] == [case.bad]
    assert {r["name"] for r in refused["remedyBag"]} == {"reconsideration", "appeal"}
    assert owners(api, case.bad) == {case.seller.party}
    assert "groundBag" not in seen_by(api, PUBLIC_ACTOR, f"filings/{lacking}")


# ------------------------------------------------------------------------------ Guangdong


@pytest.fixture
def guangdong(fresh_database_url: str, data_dir: Path) -> Iterator[Api]:
    """The Guangdong node: no office, it mirrors what CNIPA and the courts did."""
    with open_world(fresh_database_url, data_dir, node="GD", office=None) as world:
        yield Api(world, create_app(node=world.node))


def assistance(world: World, right: str, start: date, end: date) -> dict[str, Any]:
    """A court's notice of assistance: preservation of a patent, for a term."""
    return {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "ground": "preservation",
        "authorityText": "Sample Intermediate Court, notice of assistance (示例)",
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "evidenceBag": paper("assistance notice"),
    }


def an_old_publication_is_no_root_to_sell_on(api: Api, holder: Actor, stranger: Actor) -> None:
    """What stood here first was the publication of 2014: who applied then need not hold now."""
    world = api.world
    extract = world.extract(world.cn_number(), holder, on="2014-03-05")
    published = filed(api, world.registrar, "recordal-notice", {**extract, "act": "publication"})
    (aged,) = made(published, "AS-")
    sale = world.sale(aged, holder, stranger)
    assert "root-too-weak" in codes(problem_of(api.file(holder, "assignment", sale), 422))


def the_trade_that_was_lodged_comes_to_its_end(api: Api, seller: Actor, buyer: Actor) -> None:
    """Locked, lodged, then preserved: CNIPA refuses it, the lock's day passes, all is as before."""
    world, officer = api.world, api.world.registrar
    venue, right = world.actor(Role.VENUE), world.cn_right(seller, on="2026-05-20")
    today = world.today()
    locking = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "endDate": (today + timedelta(days=30)).isoformat(),
    }
    lock = filed(api, venue, "lock", locking)
    filed(api, seller, "assent", {"filing": lock["id"]})
    chain = done(api.get(f"assets/{right}/title?expand=chain"))["chain"]
    hold = chain[-1]["effect"]["hold"]
    sale = {**world.sale(right, seller, buyer), "lock": hold}
    lodged = filed(api, venue, "assignment", sale)
    filed(api, seller, "assent", {"filing": lodged["id"]})
    assert seen_by(api, seller, f"filings/{lodged['id']}")["status"] == "lodged"
    order = assistance(world, right, today, today + timedelta(days=180))
    filed(api, officer, "restriction", order)
    ended = {**refuse(lodged["id"], "refused-by-office-of-record"), "evidenceBag": paper("refusal")}
    filed(api, officer, "decision", ended)
    assert seen_by(api, seller, f"filings/{lodged['id']}")["status"] == "refused"
    title = done(api.get(f"assets/{right}/title"))
    assert title["notified"]["lodged"] == []
    assert owners(api, right) == {seller.party}
    world.clock.move(days=40)
    assert done(api.get(f"assets/{right}/title"))["restricted"] == today.isoformat()
    world.clock.move(days=-40)


def test_an_extract_that_contradicts_the_chain_and_a_courts_preservation(guangdong: Api) -> None:
    api, world = guangdong, guangdong.world
    holder, stranger, rival = (world.owner(f"Sample {letter}") for letter in "ABC")
    officer = world.registrar
    number = world.cn_number()
    right = world.cn_right(holder, number=number)

    an_old_publication_is_no_root_to_sell_on(api, holder, stranger)

    # CNIPA's newer extract names somebody else: a discrepancy by name, and no silent change.
    extract = world.extract(number, rival, on="2026-05-20")
    filed(api, officer, "recordal-notice", extract)
    title = done(api.get(f"assets/{right}/title"))
    (found,) = title["atRegister"]["discrepancyBag"]
    assert found["code"] == "holders-differ"
    buys = world.sale(right, rival, stranger)
    refusal = problem_of(api.file(rival, "assignment", buys), 422)
    assert "discrepancy-open" in codes(refusal)

    # A court preserves another patent for six months; longer is not what the law allows.
    other = world.cn_right(holder)
    today = world.today()
    too_long = assistance(world, other, today, today + timedelta(days=300))
    refusal = problem_of(api.file(officer, "restriction", too_long), 422)
    assert codes(refusal) == {"hold-too-long"}
    order = assistance(world, other, today, today + timedelta(days=180))
    (hold,) = made(filed(api, officer, "restriction", order), "HO-")

    # It stops a sale. Outsiders learn that there is a restriction, and since when: no more.
    sale = world.sale(other, holder, stranger)
    assert codes(problem_of(api.file(holder, "assignment", sale), 422)) == {"asset-on-hold"}
    outside = problem_of(api.check(world.agent(), "assignment", sale), 422)
    assert codes(outside) == {"asset-restricted"}
    shown = done(api.get(f"assets/{other}/title"))
    assert shown["restricted"] == today.isoformat()
    assert "preservation" not in api.get(f"assets/{other}/title?expand=chain").text
    assert "Sample Intermediate Court" not in api.get(f"/en/assets/{other}").text
    assert "preservation" not in api.get(f"assets/{other}/certified-copy").text
    problem_of(api.get(f"holds/{hold}"), 404)

    # A trade that was lodged under its lock before the order is told nothing of the court.
    the_trade_that_was_lodged_comes_to_its_end(api, holder, stranger)

    # Renewed before its end it goes on; what is not renewed lapses by itself.
    world.clock.move(days=170)
    renewal = {
        "hold": hold,
        "assetBag": [{"id": other, "titleVersion": world.title_version(other)}],
        "endDate": (today + timedelta(days=180 + 150)).isoformat(),
        "evidenceBag": paper("renewal notice"),
    }
    filed(api, officer, "restriction-renewal", renewal)
    world.clock.move(days=100)
    assert done(api.get(f"assets/{other}/title"))["restricted"] is not None
    world.clock.move(days=100)
    assert done(api.get(f"assets/{other}/title", PUBLIC_ACTOR))["restricted"] is None
