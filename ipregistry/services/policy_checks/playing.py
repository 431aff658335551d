"""The operations of a case, each played as the filing of those who would file it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ipregistry.domain.access import Actor
from ipregistry.domain.shares import parse_share
from ipregistry.services.policy_checks.cases import Operation
from ipregistry.services.policy_checks.circumstances import (
    PAPER,
    keep_hold,
    play_life,
    set_hold,
)
from ipregistry.services.policy_checks.people import OK, SUBJECT, Answer, People
from ipregistry.services.policy_checks.vocabulary import ACKNOWLEDGED, code_of

AGREEMENT = {"category": "co-owner-agreement", "digest": "sha256:" + "1" * 64}
# Declared with each deed, since cases say nothing of papers.
DECLARED = ["similar-marks"]


def _pledge(people: People, op: Operation) -> Answer:
    """A security interest by the case's grantors; its pledgee assents."""
    givers, pledgee = _givers(people, op), op.members.get("to") or f"pledgee of {op.members['id']}"
    body = {
        **_deed(people, op, "security"),
        "securityKind": "mortgage" if people.node.identity.office == "HK" else "pledge",
        "grantorBag": people.named(givers),
        "securedPartyBag": people.named([pledgee]),
        "barsDispositionsIndicator": bool(op.members.get("covenant", False)),
        **_said(op, debtEndDate="debt_end", share="share"),
    }
    assenting = [*_assenting(people, op, givers), pledgee]
    answer = people.drive(_filer(people, op, givers), "security", body, assenting)
    return _keep_interest(people, op, answer, pledgee)


def _release(people: People, op: Operation) -> Answer:
    """A release: by the pledgee, or by the owner without anything of the pledgee's."""
    name = op.members["id"]
    by_pledgee = op.members.get("by_pledgee") is not False and name in people.holders
    filer = (op.names("by") or [people.holders[name] if by_pledgee else people.owners[0]])[0]
    body = {"assetBag": people.seen(), "interest": _interest(people, name), "outcome": "released"}
    return people.drive(people.person(filer), "security-release", body)


def _transfer(people: People, op: Operation) -> Answer:
    """What the givers hold goes to somebody; under a lock the venue files."""
    givers, taker = _givers(people, op), op.members["to"]
    given = {name: people.shares.get(name, Fraction(1)) for name in givers}
    if op.members.get("share") is not None:
        each = (parse_share(op.members["share"]) or Fraction(1)) / len(givers)
        given = dict.fromkeys(givers, each)
    body = {
        **_deed(people, op, "assignment"),
        "transferorBag": [_share(people, name, share) for name, share in given.items()],
        "transfereeBag": [_share(people, taker, sum(given.values(), Fraction(0)))],
    }
    filer = _filer(people, op, givers)
    answer = people.drive(filer, "assignment", body, _assenting(people, op, givers))
    if answer.recorded:
        for name, share in given.items():
            people.shares[name] -= share
        people.shares[taker] = people.shares.get(taker, Fraction(0)) + sum(given.values())
        people.shares = {name: share for name, share in people.shares.items() if share}
    if answer.codes == (SUBJECT,) and op.members.get("pledgee_consents"):
        # The case itself says who has consented to what stays on the right.
        return replace(answer, codes=(SUBJECT, OK))
    return answer


def _license(people: People, op: Operation) -> Answer:
    """A licence by the owners; of right, it is open to everybody."""
    givers, licensee = _givers(people, op), op.members.get("to", "licensee")
    body = {
        **_deed(people, op, "licence"),
        "licenceKind": op.members["kind"],
        "licensorBag": people.named(givers),
        **_said(op, territoryBag="territory", fieldBag="field", endDate="until"),
    }
    if op.members["kind"] != "of-right":
        body["licenseeBag"] = people.named([licensee])
    answer = people.drive(
        _filer(people, op, givers), "licence", body, _assenting(people, op, givers)
    )
    return _keep_interest(people, op, answer, licensee)


def _end_license(people: People, op: Operation) -> Answer:
    """The licensee ends its licence; one of right, which nobody holds, its owner."""
    name = op.members["id"]
    filer = (op.names("by") or [people.holders.get(name, people.owners[0])])[0]
    body = {"assetBag": people.seen(), "interest": _interest(people, name)}
    return people.drive(people.person(filer), "licence-termination", body)


def _lock(people: People, op: Operation) -> Answer:
    """A venue locks the right; its owners assent."""
    body = {"assetBag": people.seen(), "endDate": op.members.get("until") or people.today(60)}
    answer = people.drive(people.venue, "lock", body, people.owners)
    keep_hold(people, op, answer)
    return answer


def _unlock(people: People, op: Operation) -> Answer:
    """The venue ends its lock."""
    body = {"assetBag": people.seen(), "hold": _hold(people, op.members.get("id", ""))}
    return people.drive(people.venue, "unlock", body)


def _unhold(people: People, op: Operation) -> Answer:
    """The stop is lifted, by a second officer where the policy asks for one."""
    body = {
        "assetBag": people.seen(),
        "hold": _hold(people, op.members.get("id", "")),
        "ground": "order",
        "evidenceBag": [PAPER],
    }
    return people.drive(people.registrar, "restriction-lifting", body)


def _renew(people: People, op: Operation) -> Answer:
    return play_life(people, "renewal", _said(op, termEndDate="until"))


def _surrender(people: People, op: Operation) -> Answer:
    consents = _consents(people, op, "surrender")
    return play_life(people, "surrender", {"consentBag": consents} if consents else {})


def _invalidate(people: People, op: Operation) -> Answer:
    return play_life(people, "invalidation", _said(op, partialIndicator="partial"))


def _proceeding(circumstance: str) -> Callable[[People, Operation], Answer]:
    def play(people: People, op: Operation) -> Answer:
        more = {"circumstance": circumstance, **_said(op, endedIndicator="over")}
        return play_life(people, "proceeding", more)

    return play


def _life(type_name: str) -> Callable[[People, Operation], Answer]:
    return lambda people, _op: play_life(people, type_name, {})


def _givers(people: People, op: Operation) -> list[str]:
    return op.names("by") or people.owners


def _filer(people: People, op: Operation, givers: list[str]) -> Actor:
    return people.venue if "lock" in op.members else people.person(givers[0])


def _assenting(people: People, op: Operation, givers: list[str]) -> list[str]:
    return [*givers, *op.all_of("co_owner_consents", people.owners)]


def _deed(people: People, op: Operation, act: str) -> dict[str, Any]:
    """The right, the day, the consents, and the lock that the deed is made under."""
    body: dict[str, Any] = {
        "assetBag": people.seen(),
        "executedDate": people.today(),
        "consentBag": _consents(people, op, act),
        "declarationBag": DECLARED,
        "acknowledgementBag": [ACKNOWLEDGED.get(one, code_of(one)) for one in op.names("ack")],
    }
    if op.members.get("agreement"):
        body["evidenceBag"] = [AGREEMENT]
    if "lock" in op.members:
        body["lock"] = _hold(people, op.members["lock"])
    return body


def _consents(people: People, op: Operation, act: str) -> list[str]:
    """The filings by which those who hold interests consent to this act on this right."""
    filings = []
    for name in op.all_of("pledgee_consents", list(people.holders)):
        if name in people.interests:
            body = {
                "asset": {"id": people.right},
                "interest": people.interests[name],
                "actBag": [act],
                "executedDate": people.today(),
            }
            filed = people.drive(people.person(people.holders[name]), "consent", body)
            filings += [filed.filing] if filed.recorded else []
    return filings


def _interest(people: People, name: str) -> str:
    """The number of an interest; of one that the register never heard of, a number of nothing."""
    return people.interests.get(name) or people.node.new_id("transaction")


def _hold(people: People, name: str) -> str:
    return people.holds.get(name) or people.node.new_id("hold")


def _share(people: People, name: str, share: Fraction) -> dict[str, str]:
    return {"party": people.party(name), "share": str(share)}


def _said(op: Operation, **members: str) -> dict[str, Any]:
    """The members of a body whose words the case has, under their names in the body."""
    found = {name: op.members.get(word) for name, word in members.items()}
    return {name: value for name, value in found.items() if value is not None}


def _keep_interest(people: People, op: Operation, answer: Answer, holder: str) -> Answer:
    if answer.recorded and "id" in op.members:
        people.interests[op.members["id"]] = str(answer.document["transaction"])
        people.holders[op.members["id"]] = holder
    return answer


PLAYERS: Mapping[str, Callable[[People, Operation], Answer]] = {
    "pledge": _pledge,
    "release": _release,
    "transfer": _transfer,
    "license": _license,
    "end_license": _end_license,
    "lock": _lock,
    "unlock": _unlock,
    "hold": set_hold,
    "unhold": _unhold,
    "renew": _renew,
    "surrender": _surrender,
    "invalidate": _invalidate,
    "annuity_default": _life("annuity-default"),
    "lapse": _life("lapse"),
    "restore": _life("restoration"),
    "expire": _life("expiry"),
    "dispute": _proceeding("ownership-disputed"),
    "invalidation_request": _proceeding("invalidation-pending"),
}
