"""One case of encumbrances, played as filings: by owners, pledgees, a venue and officers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ipregistry.domain.access import Actor, Role
from ipregistry.services.errors import ForbiddenError, RefusedError
from ipregistry.services.filings import Accepted, Submission, submit
from ipregistry.services.node import RunningNode
from ipregistry.services.records import read_record
from ipregistry.services.titles import title_as_it_stands, title_at

OFFICES = {"CN": "invention", "HK": "hk-short-term", "MO": "trademark"}
ROOTS = {"CN": "register-extract", "HK": "grant", "MO": "register-extract"}
ACKNOWLEDGED = {"invalidation": "invalidation-pending", "same_day_invention": "same-day-invention"}
PAPER = {"category": "court-order", "digest": "sha256:" + "0" * 64}
LONG_AGO = "2020-01-01"


@dataclass
class Case:
    """The people and the right of one case, and what the case's own names stand for."""

    node: RunningNode
    office: str
    number: str
    people: dict[str, Actor] = field(default_factory=dict)
    interests: dict[str, str] = field(default_factory=dict)
    pledgees: dict[str, str] = field(default_factory=dict)
    holds: dict[str, str] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    right: str = ""
    _keys: int = 0

    def __post_init__(self) -> None:
        self.registrar = self._account(Role.REGISTRAR)
        self.examiners = (self._account(Role.EXAMINER), self._account(Role.EXAMINER))
        self.venue = self._account(Role.VENUE)

    def _account(self, role: Role, party: str | None = None) -> Actor:
        return Actor(self.node.new_id("account"), role.value, frozenset({role}), party)

    def person(self, name: str) -> Actor:
        """Who files as the party that the case calls by this name."""
        if name not in self.people:
            body = {
                "category": "organization",
                "nameBag": [{"value": f"Sample {name}", "languageCode": "en"}],
            }
            filed = self.send(self.registrar, "party-registration", body)
            made = self._document(filed)["recordBag"]
            party = next(r["record"] for r in made if r["record"].startswith("PA-"))
            self.people[name] = self._account(Role.PARTY, party)
        return self.people[name]

    def party(self, name: str) -> str:
        """The record number of a party."""
        return self.person(name).party or ""

    def send(self, actor: Actor, type_name: str, body: Mapping[str, Any]) -> Accepted:
        """File through the one way in."""
        self._keys += 1
        key = f"{self.number}-{self._keys}"
        return submit(self.node, actor, Submission(type_name, body, key))

    def _document(self, filed: Accepted) -> dict[str, Any]:
        answer = read_record(self.node, self.registrar, "filing", filed.filing_id)
        parts = json.loads(answer.body)["partBag"]
        return {name: value for part in parts for name, value in part["body"].items()}

    def seen(self) -> list[dict[str, Any]]:
        """The right as a deed names it: at its newest title version."""
        answer = title_as_it_stands(self.node, self.registrar, self.right)
        return [{"id": self.right, "titleVersion": json.loads(answer.body)["titleVersion"]}]

    def register(self, asset: Mapping[str, Any]) -> None:
        """The right, its owners in equal parts, and what the case says of it."""
        self.owners = list(asset.get("owners", ["O"]))
        share = "1" if len(self.owners) == 1 else f"1/{len(self.owners)}"
        body: dict[str, Any] = {
            "officeCode": self.office,
            "rightKind": OFFICES[self.office],
            "number": self.number,
            "filingDate": LONG_AGO,
            "root": {
                "strength": ROOTS[self.office],
                "asOfDate": self.today(-60),
                "holderBag": [{"party": self.party(n), "share": share} for n in self.owners],
            },
        }
        filed = self.send(self.registrar, "asset-registration", body)
        made = self._document(filed)["recordBag"]
        self.right = next(r["record"] for r in made if r["record"].startswith("AS-"))
        self._circumstances(asset)

    def _circumstances(self, asset: Mapping[str, Any]) -> None:
        noted = {
            "annuity-unpaid": not asset.get("annuity_paid", True),
            "invalidation-pending": bool(asset.get("invalidation")),
            "ownership-disputed": bool(asset.get("dispute")),
            "same-day-invention": bool(asset.get("same_day_invention")),
        }
        for circumstance, stands in noted.items():
            if stands:
                self._life("proceeding", {"circumstance": circumstance})
        if "expiry" in asset:
            self._life("renewal", {"termEndDate": asset["expiry"]})
        if asset.get("ended"):
            self._life("lapse", {})
        if asset.get("hold"):
            play_hold(self, {"id": "hold"})

    def _life(self, type_name: str, more: Mapping[str, Any]) -> None:
        self.send(self.registrar, type_name, {"assetBag": self.seen(), **more})

    def today(self, days: int = 0) -> str:
        """A day, counted from the node's."""
        return (self.node.today() + timedelta(days=days)).isoformat()

    def drive(
        self, actor: Actor, type_name: str, body: Mapping[str, Any], assenting: list[str]
    ) -> tuple[str, dict[str, Any]]:
        """File, let those who will assent do so, let officers accept; the code it comes to."""
        try:
            filed = self.send(actor, type_name, body)
            document = self._document(filed)
            for name in assenting:
                if self.party(name) in (document.get("awaiting") or ()):
                    self.send(self.person(name), "assent", {"filing": filed.filing_id})
                    document = self._document(filed)
            for officer in self.examiners:
                if document["status"] in {"under-examination", "awaiting-second-officer"}:
                    accept = {"filing": filed.filing_id, "outcome": "accept"}
                    self.send(officer, "decision", accept)
                    document = self._document(filed)
        except RefusedError as refused:
            return _first([v.code for v in refused.violations if v.severity != "warning"]), {}
        except ForbiddenError as forbidden:
            return forbidden.code, {}
        return _came_to(document["status"], [w.code for w in filed.warnings]), document

    def transaction(self, document: Mapping[str, Any]) -> str:
        """The transaction that a recorded filing made."""
        return str(document["transaction"])


def _first(codes: list[str]) -> str:
    return ",".join(dict.fromkeys(codes))


def _came_to(status: str, warnings: list[str]) -> str:
    if status == "recorded":
        subject = "subject-to-encumbrance" in warnings
        return "ok-subject-to-encumbrance" if subject else "ok"
    told = [code for code in warnings if code not in {"paper-if-any", "not-straight-through"}]
    return _first(told) or status


def play_pledge(case: Case, op: Mapping[str, Any]) -> str:
    """A security interest by the case's grantors; its pledgee assents."""
    pledgee = f"P-{op['id']}"
    body: dict[str, Any] = {
        "assetBag": case.seen(),
        "securityKind": "pledge" if case.office != "HK" else "mortgage",
        "grantorBag": [{"party": case.party(name)} for name in op["by"]],
        "securedPartyBag": [{"party": case.party(pledgee)}],
        "executedDate": case.today(),
        "acknowledgementBag": [ACKNOWLEDGED.get(name, name) for name in op.get("ack", ())],
        "barsDispositionsIndicator": bool(op.get("covenant", False)),
    }
    if "debt_end" in op:
        body["debtEndDate"] = op["debt_end"]
    assenting = [*op["by"], pledgee, *op.get("co_owner_consents", ())]
    code, document = case.drive(case.person(op["by"][0]), "security", body, assenting)
    if code.startswith("ok"):
        case.interests[op["id"]] = case.transaction(document)
        case.pledgees[op["id"]] = pledgee
    return code


def play_release(case: Case, op: Mapping[str, Any]) -> str:
    """A release: by the pledgee, or by the owner without anything of the pledgee's."""
    interest = case.interests.get(op["id"]) or case.node.new_id("transaction")
    by_pledgee = op.get("by_pledgee", True) and op["id"] in case.pledgees
    filer = case.pledgees[op["id"]] if by_pledgee else case.owners[0]
    body = {"assetBag": case.seen(), "interest": interest, "outcome": "released"}
    code, _ = case.drive(case.person(filer), "security-release", body, [])
    return code


def _consents(case: Case, op: Mapping[str, Any], act: str) -> list[str]:
    filings = []
    for name in op.get("pledgee_consents", ()):
        if name in case.interests:
            body = {
                "asset": {"id": case.right},
                "interest": case.interests[name],
                "actBag": [act],
                "executedDate": case.today(),
            }
            filings.append(case.send(case.person(case.pledgees[name]), "consent", body).filing_id)
    return filings


def _deed(case: Case, op: Mapping[str, Any], act: str) -> dict[str, Any]:
    consents = _consents(case, op, act)
    lock = {"lock": case.holds.get(op["lock"], case.node.new_id("hold"))} if "lock" in op else {}
    return {
        "assetBag": case.seen(),
        "executedDate": case.today(),
        "consentBag": consents,
        "declarationBag": ["similar-marks"],
        **lock,
    }


def play_transfer(case: Case, op: Mapping[str, Any]) -> str:
    """The whole of the right goes from its owners to somebody; under a lock the venue files."""
    givers = list(op.get("by", case.owners))
    share = "1" if len(givers) == 1 else f"1/{len(givers)}"
    body = {
        **_deed(case, op, "assignment"),
        "transferorBag": [{"party": case.party(name), "share": share} for name in givers],
        "transfereeBag": [{"party": case.party(op["to"]), "share": "1"}],
    }
    filer = case.venue if "lock" in op else case.person(givers[0])
    assenting = [*givers, *op.get("co_owner_consents", ())]
    code, _ = case.drive(filer, "assignment", body, assenting)
    if code.startswith("ok"):
        case.owners = [op["to"]]
    return code


def play_license(case: Case, op: Mapping[str, Any]) -> str:
    """A licence by the owners; of right, it is open to everybody."""
    kind = op["kind"].lower().replace("_", "-")
    licensors = list(op.get("by", case.owners))
    body = {
        **_deed(case, op, "licence"),
        "licenceKind": kind,
        "licensorBag": [{"party": case.party(name)} for name in licensors],
    }
    if kind != "of-right":
        body["licenseeBag"] = [{"party": case.party("L")}]
    for member, key in (("territoryBag", "territory"), ("fieldBag", "field")):
        if key in op:
            body[member] = [op[key]]
    filer = case.venue if "lock" in op else case.person(licensors[0])
    assenting = [*licensors, *op.get("co_owner_consents", ())]
    code, _ = case.drive(filer, "licence", body, assenting)
    return code


def play_lock(case: Case, op: Mapping[str, Any]) -> str:
    """A venue locks the right; its owners assent."""
    body = {"assetBag": case.seen(), "endDate": case.today(60)}
    code, _ = case.drive(case.venue, "lock", body, case.owners)
    return _keep_hold(case, op, code)


def play_unlock(case: Case, op: Mapping[str, Any]) -> str:
    """The venue ends its lock."""
    hold = case.holds.get(op["id"], case.node.new_id("hold"))
    code, _ = case.drive(case.venue, "unlock", {"assetBag": case.seen(), "hold": hold}, [])
    return code


def play_hold(case: Case, op: Mapping[str, Any]) -> str:
    """A court's order stops dispositions."""
    body = {
        "assetBag": case.seen(),
        "ground": "court-order",
        "authorityText": "Sample Court",
        "evidenceBag": [PAPER],
    }
    code, _ = case.drive(case.registrar, "restriction", body, [])
    return _keep_hold(case, op, code)


def play_unhold(case: Case, op: Mapping[str, Any]) -> str:
    """The court's order is lifted."""
    hold = case.holds.get(op["id"], case.node.new_id("hold"))
    body = {
        "assetBag": case.seen(),
        "hold": hold,
        "ground": "order",
        "evidenceBag": [PAPER],
    }
    code, _ = case.drive(case.registrar, "restriction-lifting", body, [])
    return code


def _keep_hold(case: Case, op: Mapping[str, Any], code: str) -> str:
    if code == "ok":
        chain = _chain(case)
        effects = [link["effect"] for link in chain]
        case.holds[op["id"]] = [e["hold"] for e in effects if e["effect"] == "restrict"][-1]
    return code


def _chain(case: Case) -> list[dict[str, Any]]:
    answer = title_at(case.node, case.registrar, case.right, None, None, expand=True)
    found: list[dict[str, Any]] = json.loads(answer.body)["chain"]
    return found


PLAYERS: Mapping[str, Callable[[Case, Mapping[str, Any]], str]] = {
    "pledge": play_pledge,
    "release": play_release,
    "transfer": play_transfer,
    "license": play_license,
    "lock": play_lock,
    "unlock": play_unlock,
    "hold": play_hold,
    "unhold": play_unhold,
}
