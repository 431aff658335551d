"""Names and addresses change, on some rights or on all of a party's."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.titles import InterestCategory
from tests.moves.table import Table, move


@move("particulars-change", weight=2)
def rename(table: Table) -> Any:
    """Of one who holds a right, or an interest in it; now and then of somebody else."""
    right = table.right()
    concerned = list(table.shares(right)) or list(table.cast.parties)
    for category in ("licence", "security"):
        found = table.interests(right, InterestCategory(category))
        concerned += [holder.party for s in found for holder in s.interest.holders]
    party = table.pick(list(table.cast.parties) if table.one_in(8) else concerned)
    number = table.chance.randrange(1000)
    new: dict[str, Any] = {}
    if not table.one_in(3):
        new["nameBag"] = [{"value": f"Sample {party} {number}", "languageCode": "en"}]
    if not new or table.one_in(3):
        new["serviceAddressBag"] = [{"addressLineText": f"{number} Sample Road"}]
    papers = ["name-change-certificate"] if not table.one_in(8) else []
    body = table.deed(right, papers=papers, party=party, **new)
    if table.one_in(4):
        del body["assetBag"]
        body["allRightsIndicator"] = True
    return table.board.file(table.filer(party), "particulars-change", body)
