"""Cases in tests, through the API: who is in one, and short words for what they file.

case = consultation(api)                     # a fresh one, invitation submitted
case.event(case.manager, "invitation_received", ["proof_of_receipt"])
assert case.state == "invited"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from werkzeug.test import TestResponse

from ipregistry.domain.access import Actor, Role
from ipregistry.services.opening import publish_seed_calendars, publish_seed_packs
from tests.api.desk import Api


def digest(name: str) -> str:
    return "sha256:" + sha256(name.encode()).hexdigest()


def papers(*documents: str) -> list[dict[str, Any]]:
    """Documents whose bytes are kept elsewhere, by the pack's names for them."""
    return [
        {"document": name, "digest": digest(name), "heldElsewhereIndicator": True}
        for name in documents
    ]


def with_packs(api: Api) -> Api:
    """The same node with the product's packs and calendars on record."""
    publish_seed_calendars(api.world.node)
    publish_seed_packs(api.world.node)
    return api


@dataclass
class Case:
    """One case, and who is in it."""

    api: Api
    id: str
    manager: Actor
    first: Actor
    second: Actor

    def file(self, actor: Actor, type_name: str, **body: Any) -> TestResponse:
        return self.api.file(actor, type_name, {"case": self.id, **body})

    def event(
        self, actor: Actor, event: str, documents: Sequence[str] = (), **more: Any
    ) -> TestResponse:
        """An event that is taken."""
        body = {
            "event": event,
            **({"documentBag": papers(*documents)} if documents else {}),
            **more,
        }
        answer = self.file(actor, "case-event", **body)
        assert answer.status_code == 201, answer.text
        return answer

    @property
    def document(self) -> Mapping[str, Any]:
        return self.read(self.manager)

    def read(self, actor: Actor) -> Mapping[str, Any]:
        answer = self.api.get(f"cases/{self.id}", actor)
        assert answer.status_code == 200, answer.text
        (part,) = answer.json["partBag"]
        return {**part["body"], "version": part["version"]}

    @property
    def state(self) -> str:
        return str(self.document["stateCode"])

    @property
    def due(self) -> dict[str, str | None]:
        """The open deadlines and their last days."""
        bag = self.document["deadlineBag"]
        return {member["deadline"]: member.get("dueDate") for member in bag}


def request_body(pack: str, first: Actor, second: Actor, **more: Any) -> dict[str, Any]:
    """A request between two parties on record, of the Mainland and of Hong Kong."""
    roles = more.pop("roles", ("party", "other_party"))
    places = more.pop("places", ("CN", "HK"))
    sides = [
        {"side": role, "role": role, "placeCode": place, "partyBag": [{"party": who.party}]}
        for role, place, who in zip(roles, places, (first, second), strict=True)
    ]
    return {
        "pack": pack,
        "side": roles[0],
        "sideBag": sides,
        "placeOfMediationCode": "HK",
        "languageCode": "en",
        **more,
    }


def opened(api: Api, pack: str, *documents: str, **more: Any) -> Case:
    """A case that the first party asks for."""
    first, second = api.world.owner("Sample First"), api.world.owner("Sample Second")
    manager = api.world.actor(Role.CASE_MANAGER)
    body = request_body(pack, first, second, documentBag=papers(*documents), **more)
    answer = api.file(first, "case-request", body)
    assert answer.status_code == 201, answer.text
    return Case(api, case_of(answer), manager, first, second)


def case_of(answer: TestResponse) -> str:
    """The number of the case that a request opened."""
    (part,) = answer.json["filing"]["partBag"]
    return next(str(r["record"]) for r in part["body"]["recordBag"] if r["record"][:2] == "CA")


def made(answer: TestResponse, prefix: str) -> str:
    """The number of the record of a kind that a filing made."""
    assert answer.status_code == 201, answer.text
    bodies = [part["body"] for part in answer.json["filing"]["partBag"]]
    found = [str(r["record"]) for body in bodies for r in body.get("recordBag") or ()]
    return next(one for one in found if one.startswith(prefix + "-"))


def consultation(api: Api) -> Case:
    return opened(api, "consultation-plain", "invitation")


def settled(api: Api) -> Case:
    """A consultation that ended with a settlement."""
    case = consultation(api)
    case.event(case.manager, "invitation_received", ["proof_of_receipt"])
    case.event(case.second, "invitation_accepted")
    case.event(case.first, "limits_agreed", ["terms_of_consultation"])
    (proposal,) = case.document["proposalBag"]
    case.event(case.second, "limits_agreed", proposal=proposal["proposal"])
    case.event(case.first, "offer_by_party", ["offer"])
    case.event(case.second, "offer_accepted", ["settlement_agreement"])
    assert case.state == "settled"
    return case


def mediation(api: Api) -> Case:
    return opened(api, "mediation-gba", "request")


# What an arbitration needs when it is opened.
_NOTICE = ("notice_of_arbitration", "arbitration_agreement", "proof_of_service")


def money(amount: str, currency: str = "HKD") -> dict[str, str]:
    return {"amount": amount, "currencyCode": currency}


def advance(api: Api, pack: str, fee: str, amount: dict[str, str], payer: Actor) -> dict[str, str]:
    """A fee that the institution received before the case is opened, as a request names it."""
    manager = api.world.actor(Role.CASE_MANAGER)
    body = {"pack": pack, "fee": fee, "party": payer.party, "sum": amount, "date": "2024-01-05"}
    answer = api.file(
        manager, "case-payment", {**body, "referenceDigest": digest(f"{payer.party} {fee}")}
    )
    assert answer.status_code == 201, answer.text
    (part,) = answer.json["filing"]["partBag"]
    charge = next(r["record"] for r in part["body"]["recordBag"] if r["record"][:2] == "CH")
    return {"fee": fee, "charge": str(charge)}


def arbitration(api: Api, in_dispute: dict[str, str] | None = None) -> Case:
    """An administered arbitration, its registration fee paid in advance."""
    first, second = api.world.owner("Sample First"), api.world.owner("Sample Second")
    pack = "arbitration-administered-hk"
    fee = advance(api, pack, "registration", money("8000.00"), first)
    body = request_body(
        pack,
        first,
        second,
        roles=("claimant", "respondent"),
        seatCode="HK",
        amountInDispute=in_dispute or money("5000000.00"),
        documentBag=papers(*_NOTICE),
        feeBag=[fee],
    )
    answer = api.file(first, "case-request", body)
    assert answer.status_code == 201, answer.text
    return Case(api, case_of(answer), api.world.actor(Role.CASE_MANAGER), first, second)


def paid_too_much(api: Api) -> Case:
    """An arbitration whose claimant paid 775 dollars more than its half of the administration."""
    case = arbitration(api)
    body = {"fee": "administration", "side": "claimant", "date": "2024-01-05"}
    answer = case.file(
        case.manager,
        "case-payment",
        **body,
        sum=money("32000.00"),
        referenceDigest=digest("too much"),
    )
    assert answer.status_code == 201, answer.text
    return case
