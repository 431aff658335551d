"""Licences and security interests: granted, consented to, amended, ended."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.titles import InterestCategory, Standing
from tests.moves.table import Table, bag, move

LICENCE, SECURITY = InterestCategory.LICENCE, InterestCategory.SECURITY
KINDS = ("exclusive", "sole", "non-exclusive", "of-right", "compulsory")
TERRITORIES, FIELDS = ("CN", "HK"), ("sample use", "other use")
# What a security, or an end, may be on; transmission and surrender are asked for as well.
ACTS = ("assignment", "licence", "security", "surrender", "lock")


def _extent(table: Table) -> dict[str, Any]:
    extent = {"territoryBag": table.some(TERRITORIES), "fieldBag": table.some(FIELDS)}
    return {name: values for name, values in extent.items() if values}


@move("licence", weight=4)
def license_out(table: Table) -> Any:
    right = table.right()
    standing = table.interests(right, LICENCE)
    givers, under = list(table.shares(right)), {}
    if standing and table.one_in(5):
        head = table.pick(standing).interest
        givers, under = [h.party for h in head.holders], {"under": head.id}
    givers = givers[:1] if table.one_in(3) else givers
    givers = givers or [table.pick(list(table.cast.parties))]
    taker = table.pick(table.others(*givers) or list(table.cast.parties))
    kind = table.pick(KINDS)
    more = {"startDate": table.day(0, 30)} if table.one_in(5) else {}
    body = table.disposing(
        right,
        papers=["compulsory-licence-decision"] if kind == "compulsory" else [],
        licenceKind=kind,
        licensorBag=bag(*givers),
        licenseeBag=[] if kind == "of-right" else bag(taker),
        endDate=table.day(31, 900),
        **_extent(table),
        **under,
        **more,
    )
    return table.board.file(
        table.filer(*givers, lock=body.get("lock"), right=right), "licence", body
    )


@move("security", weight=4)
def pledge(table: Table) -> Any:
    right = table.right()
    givers = list(table.shares(right))
    givers = givers[:1] if table.one_in(3) else givers
    if not givers or table.one_in(12):
        givers = [table.pick(list(table.cast.parties))]
    taker = table.pick(table.others(*givers) or list(table.cast.parties))
    more: dict[str, Any] = {}
    if not table.one_in(4):
        more["debtEndDate"] = table.day(0, 6000)
    if table.one_in(3):
        more["barsDispositionsIndicator"] = True
    if table.one_in(2):
        earlier = [s.interest.id for s in table.interests(right, SECURITY)]
        more["knewOfBag"] = table.some(earlier, len(earlier))
    body = table.disposing(
        right,
        papers=["co-owner-agreement"] if table.one_in(8) else [],
        securityKind=table.pick(("pledge", "mortgage")),
        grantorBag=bag(*givers),
        securedPartyBag=bag(taker),
        **more,
    )
    return table.board.file(
        table.filer(*givers, lock=body.get("lock"), right=right), "security", body
    )


def _standing(table: Table, category: InterestCategory) -> tuple[str, Standing] | None:
    """A right with an interest on it; where there is one, one that bears it."""
    found = [(r, s) for r in list(table.board.rights) for s in table.interests(r, category)]
    return table.pick(found) if found else None


@move("consent", weight=3)
def consent(table: Table) -> Any:
    found = _standing(table, SECURITY)
    if found is None:
        return None
    right, standing = found
    holder = standing.interest.holders[0].party
    body = {
        "asset": {"id": right},
        "interest": standing.interest.id,
        "actBag": list(ACTS) if not table.one_in(3) else [table.pick(ACTS)],
        "executedDate": table.day(-40, 0) if table.one_in(3) else table.in_days(0),
    }
    return table.board.file(table.filer(holder), "consent", body)


def _amend(table: Table, category: InterestCategory, name: str) -> Any:
    found = _standing(table, category)
    if found is None:
        return None
    right, standing = found
    more: dict[str, Any] = {"endDate": table.day(1, 6000)} if table.one_in(2) else {}
    if category is LICENCE:
        more |= _extent(table)
        more |= {"interestKind": table.pick(KINDS)} if table.one_in(2) else {}
    body = table.deed(right, interest=standing.interest.id, papers=["deed"], **more)
    if table.locks(right) and table.one_in(2):
        body["lock"] = table.locks(right)[0].id
    concerned = [p.party for p in (*standing.interest.givers, *standing.interest.holders)]
    return table.board.file(table.filer(*concerned), name, body)


@move("licence-amendment", weight=2)
def amend_licence(table: Table) -> Any:
    return _amend(table, LICENCE, "licence-amendment")


@move("security-amendment")
def amend_security(table: Table) -> Any:
    return _amend(table, SECURITY, "security-amendment")


def _end(table: Table, category: InterestCategory, name: str) -> Any:
    found = _standing(table, category)
    if found is None:
        return None
    right, standing = found
    # What is offered to everybody is taken back by whoever holds the right.
    holders = [p.party for p in standing.interest.holders] or list(table.shares(right))
    givers = [p.party for p in standing.interest.givers]
    by_paper = table.one_in(4)
    papers = ["discharge"] if by_paper and not table.one_in(3) else []
    body = table.deed(right, papers=papers, interest=standing.interest.id)
    return table.board.file(table.filer(*(givers if by_paper else holders)), name, body)


@move("licence-termination")
def terminate(table: Table) -> Any:
    return _end(table, LICENCE, "licence-termination")


@move("security-release", weight=2)
def release(table: Table) -> Any:
    return _end(table, SECURITY, "security-release")
