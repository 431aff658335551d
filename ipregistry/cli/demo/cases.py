"""A mediation between Guangdong and Hong Kong, played through the API, with what goes wrong in such
a week: a returned notice, a filing that comes too late, counsel who is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from ipregistry.cli.demo.desks import Desk, kept_keys, made
from ipregistry.domain.access import Role
from ipregistry.services.accounts import link_party
from ipregistry.services.node import RunningNode

KEYS = "demonstration-case-keys.json"
ACCOUNTS: Mapping[str, Role] = {
    "case-registrar": Role.REGISTRAR,
    "case-manager": Role.CASE_MANAGER,
    "case-mediator": Role.NEUTRAL,
    "case-party-gd": Role.PARTY,
    "case-counsel": Role.AGENT,
    "case-second-counsel": Role.AGENT,
    "case-stranger": Role.AGENT,
}
PACK = "mediation-gba"


def play(node: RunningNode, folder: Path, url: str) -> None:
    """Play the story from the request to the register. Raises ApiError, ClickException."""
    keys = kept_keys(node, folder / KEYS, ACCOUNTS)
    desks = {name.removeprefix("case-"): Desk(url, key) for name, key in keys.items()}
    with node.engines.read.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, id FROM account").all()
    numbers = {str(name).removeprefix("case-"): str(number) for name, number in rows}
    story = Story(url, desks, numbers, node.today())
    _register(story, node)
    _request(story)
    _served(story)
    _enters(story)
    _mediator(story)
    _caucus(story)
    _replaced(story)
    _settled(story)
    _late(story, node)
    story.say("done: every step came out as the story says")


@dataclass(slots=True)
class Story:
    """Who is in it, and what has been made so far."""

    url: str
    desks: dict[str, Desk]
    numbers: Mapping[str, str]
    today: date
    made: dict[str, str] = field(default_factory=dict)

    @property
    def case(self) -> str:
        """The case's number."""
        return self.made["case"]

    def say(self, text: str) -> None:
        """One line of the story."""
        click.echo(f"- {text}")

    def file(self, who: str, filing_type: str, name: str, **body: Any) -> dict[str, Any]:
        """A filing in the case."""
        return self.desks[who].file(filing_type, name, {"case": self.case, **body})

    def event(self, who: str, event: str, *documents: str, **more: Any) -> None:
        """An event of the pack, with its papers."""
        body: dict[str, Any] = {"event": event, **more}
        if documents:
            body["documentBag"] = [self.paper(who, name) for name in documents]
        self.file(who, "case-event", f"{self.case}-{event}-{who}", **body)

    def paper(self, who: str, document: str) -> dict[str, Any]:
        """An uploaded paper."""
        text = f"Sample paper of the demonstration: {document} by {who}, {self.case_or_none()}"
        return {"document": document, "languageCode": "en", **self.desks[who].upload(text)}

    def case_or_none(self) -> str:
        """The case's number once there is one."""
        return self.made.get("case", "request")

    def state(self) -> str:
        """Where the case stands, as the institution reads it."""
        return str(self.desks["manager"].record(f"cases/{self.case}")["stateCode"])

    def expect(self, state: str) -> None:
        """Raises ClickException where the case stands elsewhere."""
        if (found := self.state()) != state:
            message = f"the case stands at {found}, not at {state}"
            raise click.ClickException(message)

    def proposal(self) -> int:
        """The number of the joint act that waits for the other side."""
        (one,) = self.desks["manager"].record(f"cases/{self.case}")["proposalBag"]
        return int(one["proposal"])


def _register(story: Story, node: RunningNode) -> None:
    office = story.desks["registrar"]
    for name, place, company in (
        ("gd", "CN", "Sample Technology Co., Ltd."),
        ("hk", "HK", "Sample IP Limited"),
    ):
        body = {
            "category": "organization",
            "nameBag": [{"value": company, "languageCode": "en"}],
            "jurisdictionCode": place,
        }
        story.made[name] = made(office.file("party-registration", f"case-{name}", body), "PA")
    link_party(node, "case-party-gd", story.made["gd"])
    right = {
        "officeCode": "HK",
        "rightKind": "trademark",
        "number": "300000015",
        "titleBag": [{"value": "SAMPLE", "languageCode": "en"}],
        "filingDate": "2019-03-01",
        "registrationDate": "2019-09-02",
        "root": {
            "strength": "grant",
            "asOfDate": "2019-09-02",
            "holderBag": [{"party": story.made["hk"], "share": "1"}],
        },
    }
    story.made["asset"] = made(office.file("asset-registration", "case-mark", right), "AS")
    story.say("a Hong Kong mark stands in the name of the Hong Kong company")


def _sides(story: Story, other: Mapping[str, str]) -> list[dict[str, Any]]:
    """The Guangdong company, and somebody in Hong Kong."""
    return [
        {"side": role, "role": role, "placeCode": place, "partyBag": [party]}
        for role, place, party in (
            ("party", "CN", {"party": story.made["gd"]}),
            ("other_party", "HK", other),
        )
    ]


def _request(story: Story) -> None:
    counsel = story.desks["counsel"]
    body = {
        "pack": PACK,
        "side": "party",
        "sideBag": _sides(story, {"party": story.made["hk"]}),
        "powerOfAttorneyDigest": counsel.upload("Sample power of attorney")["digest"],
        "placeOfMediationCode": "HK",
        "languageCode": "en",
        "assetBag": [{"asset": story.made["asset"]}],
        "claimBag": [{"side": "party", "claimText": "The mark was applied for in bad faith."}],
    }
    counsel.refused("case-request", body, "case-document-missing")
    story.say("a request without its paper is refused, and nothing is recorded")
    body["documentBag"] = [story.paper("counsel", "request")]
    filing = counsel.file("case-request", "case-request", body)
    story.made["case"] = made(filing, "CA")
    story.say(f"counsel for the Guangdong company asks for a mediation: {story.case}")
    story.desks["stranger"].hidden(f"cases/{story.case}")
    story.desks["registrar"].hidden(f"cases/{story.case}")
    story.say("neither a stranger nor the register's own officer learns that there is a case")


def _served(story: Story) -> None:
    """The first notice comes back; the next channel of the pack delivers it."""
    manager = story.desks["manager"]
    sent = {
        "side": "other_party",
        "addressText": "1 Sample Street, Hong Kong",
        "placeCode": "HK",
        "languageCode": "en",
        "sentDate": story.today.isoformat(),
        "event": "request_received",
    }
    first = story.file("manager", "case-notice", "case-notice-1", **sent, channelCode="courier")
    returned = made(first, "CN")
    story.file(
        "manager",
        "case-notice-outcome",
        "case-notice-1-returned",
        notice=returned,
        noticeVersion=1,
        outcomeCode="returned",
        outcomeDate=story.today.isoformat(),
        proofDigest=manager.upload("Sample slip: returned to sender")["digest"],
    )
    waiting = [one for one in manager.get("case-work-items")["items"] if returned in str(one)]
    if not waiting:
        message = "a returned notice is no work item"
        raise click.ClickException(message)
    story.say("the courier brings the notice back: that waits for the case manager now")
    body = {**sent, "channelCode": "in_person", "follows": returned}
    second = story.file("manager", "case-notice", "case-notice-2", **body)
    story.file(
        "manager",
        "case-notice-outcome",
        "case-notice-2-delivered",
        notice=made(second, "CN"),
        noticeVersion=1,
        outcomeCode="delivered",
        outcomeDate=story.today.isoformat(),
        proofDigest=manager.upload("Sample slip: handed over")["digest"],
    )
    story.expect("requested")
    (due,) = manager.record(f"cases/{story.case}")["deadlineBag"]
    story.say(f"handed over in person: the answer is due on {due['dueDate']} ({due['citation']})")


def _enters(story: Story) -> None:
    """The other side has no account: a code opens its door, once."""
    manager = story.desks["manager"]
    code = manager.post(f"cases/{story.case}/doors", {"side": "other_party"})["code"]
    entered = Desk(story.url, "").post("case-doors", {"code": code})
    story.desks["other"] = Desk(story.url, entered["apiKey"])
    told = story.desks["other"].get(f"cases/{story.case}/status")
    next_deadline = told["nextDeadline"]
    if not next_deadline["yoursIndicator"]:
        message = "the answer is not shown as the other side's to give"
        raise click.ClickException(message)
    story.say("the Hong Kong company enters by its one-time code; the answer is its own to give")
    story.event("other", "request_accepted", "mediation_agreement")
    story.expect("consented")
    story.say("it accepts the mediation")


def _mediator(story: Story) -> None:
    """The check for conflicts comes before the invitation."""
    entered = story.desks["manager"].file(
        "neutral-registration",
        "case-neutral",
        {
            "account": story.numbers["mediator"],
            "nameBag": [{"value": "Sample Mediator", "languageCode": "en"}],
            "languageBag": ["en", "zh-Hant"],
            "placeBag": ["HK"],
        },
    )
    proposed = story.file(
        "manager",
        "neutral-proposal",
        "case-proposal",
        neutral=made(entered, "NE"),
        role="mediator",
        proposedBy="party",
    )
    nomination = made(proposed, "NM")
    story.say("a mediator is checked for conflicts before being asked")
    statement = story.desks["mediator"].upload("Sample declaration of impartiality")["digest"]
    story.file(
        "mediator",
        "neutral-declaration",
        "case-declaration",
        nomination=nomination,
        independentIndicator=True,
        availableIndicator=True,
        nothingToDiscloseIndicator=True,
        statementDigest=statement,
    )
    story.event("counsel", "mediator_chosen")
    story.expect("consented")
    story.event("other", "mediator_chosen", proposal=story.proposal())
    story.expect("mediator_proposed")
    story.say("one side's choice waits for the other's; then the mediator is chosen")
    story.file("manager", "neutral-appointment", "case-appointment", nomination=nomination)
    story.event("mediator", "mediator_accepted", "accreditation", "declaration_of_impartiality")
    story.expect("mediating")
    story.say("the mediator accepts; the time of the mediation runs")


def _caucus(story: Story) -> None:
    before = story.desks["other"].get(f"cases/{story.case}")
    paper = story.file(
        "counsel",
        "case-paper",
        "case-caucus",
        documentBag=[story.paper("counsel", "caucus_paper")],
    )
    number = made(paper, "CP")
    story.made["caucus"] = number
    for who in ("party-gd", "mediator"):
        story.desks[who].get(f"case-papers/{number}")
    for who in ("other", "manager", "registrar"):
        story.desks[who].hidden(f"case-papers/{number}")
    if story.desks["other"].get(f"cases/{story.case}") != before:
        message = "the other side can tell that a paper was given in confidence"
        raise click.ClickException(message)
    story.say(
        "its side and the mediator read a caucus paper; nobody else can tell that it is there"
    )


def _replaced(story: Story) -> None:
    old = story.desks["counsel"]
    key = old.get(f"cases/{story.case}/status-key")["statusKey"]
    anybody = Desk(story.url, "")
    anybody.get(f"cases/{story.case}/status", **{"Case-Status-Key": key})
    appointed = [
        {
            "account": story.numbers["second-counsel"],
            "powerDigest": story.desks["party-gd"].upload("Sample second power")["digest"],
        }
    ]
    story.file(
        "party-gd",
        "case-representation",
        "case-second-counsel",
        side="party",
        appointedBag=appointed,
        endedBag=[story.numbers["counsel"]],
    )
    old.hidden(f"cases/{story.case}")
    old.hidden(f"case-papers/{story.made['caucus']}")
    _key_is_dead(story, anybody, key)
    story.desks["second-counsel"].get(f"case-papers/{story.made['caucus']}")
    story.say("counsel is replaced: the former sees nothing any more, and the key he knew is dead")


def _key_is_dead(story: Story, anybody: Desk, key: str) -> None:
    answer: Any = None
    try:
        answer = anybody.get(f"cases/{story.case}/status", **{"Case-Status-Key": key})
    except Exception as error:
        if "404" not in str(error):
            raise
    if answer is not None:
        message = "a replaced counsel's key still opens the status"
        raise click.ClickException(message)


def _settled(story: Story) -> None:
    story.event("second-counsel", "settlement_signed", "settlement_agreement")
    story.event("other", "settlement_signed", proposal=story.proposal())
    story.expect("settlement_signed")
    story.event("manager", "attestation_issued", "attestation_of_mediation")
    story.expect("settled")
    story.say("both have signed, the institution attests: the case is settled")
    title = story.desks["registrar"].get(f"assets/{story.made['asset']}/title")
    if story.made["hk"] not in str(title):
        message = "a settlement moved title by itself"
        raise click.ClickException(message)
    story.say("the mark still stands as it stood: a settlement records nothing by itself")
    _at_the_register(story)


def _at_the_register(story: Story) -> None:
    """Only the clause comes to the register, with the court's act; an officer examines it."""
    clause = "Sample IP Limited assigns the mark to Sample Technology Co., Ltd."
    settlement = story.desks["manager"].upload("Sample settlement agreement")["digest"]
    today = story.today.isoformat()
    story.file(
        "manager",
        "case-outcome",
        "case-outcome",
        instrumentCategory="mediated-settlement",
        digest=settlement,
        madeDate=today,
        operativeText=clause,
        boundBag=["party", "other_party"],
    )
    order = {
        "assetBag": [{"id": story.made["asset"], "titleVersion": 1}],
        "instrument": {
            "category": "court-order",
            "authorityText": "Sample Court",
            "number": "Sample 1",
            "date": today,
            "digest": settlement,
            "operativeText": clause,
            "seatCode": "HK",
        },
        "boundBag": [{"party": story.made["hk"], "share": "1"}],
        "beneficiaryBag": [{"party": story.made["gd"], "share": "1"}],
        "executedDate": today,
        "evidenceBag": [
            {
                "category": "court-act",
                "digest": story.desks["party-gd"].upload("Sample order of a court")["digest"],
            }
        ],
    }
    filing = story.desks["party-gd"].file("ownership-order", "case-order", order)
    if "under-examination" not in str(filing) or story.case in str(filing):
        message = "the outcome of a case went straight through, or names its case"
        raise click.ClickException(message)
    story.say(
        "a court made it an order by consent; the clause is filed, and an officer examines it"
    )


def _late(story: Story, node: RunningNode) -> None:
    """A second request, received three weeks ago: its answer comes too late."""
    counsel = story.desks["counsel"]
    body = {
        "pack": PACK,
        "side": "party",
        "sideBag": _sides(story, {"nameText": "Sample Respondent"}),
        "powerOfAttorneyDigest": counsel.upload("Sample power of attorney")["digest"],
        "placeOfMediationCode": "HK",
        "documentBag": [story.paper("counsel", "request")],
    }
    story.made["case"] = made(counsel.file("case-request", "case-request-2", body), "CA")
    received = (node.today() - timedelta(days=21)).isoformat()
    story.event("manager", "request_received", "proof_of_receipt", onDate=received)
    agreement = story.desks["manager"].upload("Sample agreement, late")
    late = {
        "case": story.case,
        "event": "request_accepted",
        "by": "other_party",
        "receivedPaperDigest": agreement["digest"],
        "documentBag": [{"document": "mediation_agreement", **agreement}],
    }
    story.desks["manager"].refused("case-event", late, "case-event-not-now")
    story.say("an answer after the fourteen days is refused: silence was a refusal when they ended")
