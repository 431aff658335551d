"""The other place's office: it enters what was lodged there, and what it did by itself.

It is an office that keeps its own rules: it enters no second pledge, no licence that cannot
stand. What comes from it is told here after its entry, now and then by somebody who gains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ipregistry.domain.facts import FilingFacts, FilingStatus
from tests.moves.dispositions import sides
from tests.moves.interests import SECURITY
from tests.moves.table import Table, bag, move, share_bag


def _entry(table: Table, right: str, act: str, **more: Any) -> dict[str, Any]:
    evidence = table.paper("register-extract")
    return {
        "act": act,
        "asset": {"id": right},
        "entryDate": table.day(-3, 0) if table.one_in(4) else table.in_days(0),
        "evidenceBag": evidence,
        "recordalNumber": f"sample-{evidence[0]['digest'][7:15]}",
        **more,
    }


def _abroad(table: Table) -> list[str]:
    return [r for r, found in table.board.rights.items() if found.office != table.office]


def _filed(table: Table, body: dict[str, Any]) -> Any:
    """Mostly an officer files what the office sent; else a party brings the paper."""
    brought = table.pick(list(table.cast.parties.values()))
    actor = brought if table.one_in(5) else table.cast.registrar
    return table.board.file(actor, "recordal-notice", body)


def _security(body: Any) -> dict[str, Any]:
    said = {"giverBag": body["grantorBag"], "takerBag": body["securedPartyBag"]}
    until = {"untilDate": body["debtEndDate"]} if "debtEndDate" in body else {}
    return {**said, **until, "interestKind": body["securityKind"]}


def _licence(body: Any) -> dict[str, Any]:
    said = {"giverBag": body["licensorBag"], "takerBag": body["licenseeBag"]}
    return {**said, "untilDate": body["endDate"], "interestKind": body["licenceKind"]}


def _renamed(body: Any) -> dict[str, Any]:
    return {"giverBag": bag(body["party"]), "takerBag": bag(body["party"])}


def _passing(giver_bag: str, taker_bag: str) -> Callable[[Any], dict[str, Any]]:
    return lambda body: {"transferorBag": body[giver_bag], "transfereeBag": body[taker_bag]}


# How the office's entry of an act says what the filing said.
SAID: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "particulars-change": _renamed,
    "assignment": _passing("transferorBag", "transfereeBag"),
    "transmission": _passing("predecessorBag", "successorBag"),
    "ownership-order": _passing("boundBag", "beneficiaryBag"),
    "security": _security,
    "licence": _licence,
    **dict.fromkeys(
        ("security-release", "licence-termination", "security-amendment", "licence-amendment"),
        lambda body: {"interest": body["interest"]},
    ),
}


@move("recordal-notice", weight=4)
def enter_lodged(table: Table) -> Any:
    lodged = [f for f in table.in_state(FilingStatus.LODGED) if f.type in SAID]
    if not lodged:
        return None
    filing: FilingFacts = table.pick(lodged)
    more = {**SAID[filing.type](filing.body), "lodgedFiling": filing.id}
    if table.one_in(2):
        more["receivedDate"] = table.day(-20, 0)
    right = table.pick(filing.subjects)
    act = filing.act if filing.type == "particulars-change" else filing.type
    return _filed(table, _entry(table, right, act, **more))


@move("recordal-notice")
def enter_sale(table: Table) -> Any:
    """Of itself; now and then one that does not fit the chain here."""
    rights = _abroad(table)
    if not rights:
        return None
    right = table.pick(rights)
    givers, takers = sides(table, right)
    body = _entry(table, right, "assignment")
    return _filed(
        table, {**body, "transferorBag": share_bag(givers), "transfereeBag": share_bag(takers)}
    )


@move("recordal-notice")
def enter_pledge(table: Table) -> Any:
    free = [r for r in _abroad(table) if not table.interests(r, SECURITY)]
    if not free:
        return None
    right = table.pick(free)
    held = table.shares(right)
    if not held:
        return None
    taker = table.pick(table.others(*held) or list(held))
    more = {"giverBag": bag(*held), "takerBag": bag(taker), "interestKind": "pledge"}
    more |= {"executedDate": table.day(-30, 0)} if table.one_in(2) else {}
    # At once: a paper that waits here might be held against a later pledge of the office's.
    body = _entry(table, right, "security", **more)
    return table.board.file(table.cast.registrar, "recordal-notice", body)


@move("recordal-notice")
def enter_extract(table: Table) -> Any:
    rights = _abroad(table)
    if not rights:
        return None
    right = table.pick(rights)
    held = table.shares(right)
    if not held or table.one_in(8):
        held = {table.pick(list(table.cast.parties)): 1}  # type: ignore[dict-item]
    return _filed(table, _entry(table, right, "register-extract", holderBag=share_bag(held)))


@move("recordal-notice")
def enter_event(table: Table) -> Any:
    rights = _abroad(table)
    if not rights:
        return None
    more = {"eventCode": f"sample-{table.chance.randrange(9)}"}
    more["detailedEventCode"] = table.pick(("H13", "K13", "F10", "U11"))
    return _filed(table, _entry(table, table.pick(rights), "life-event", **more))
