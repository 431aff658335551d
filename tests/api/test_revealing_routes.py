"""What searches show after a correction, asked of every public address of the node: each that takes
the number of a right, of a transaction or of a filing, whoever adds it."""

from typing import Any

import pytest
from flask import Flask

from ipregistry.domain.access import Actor
from tests.world import World

# A receipt is its filer's, whatever becomes of the filing: it proves and shows nothing.
NO_SEARCH = ("/receipts/",)


def public_addresses(app: Flask, **numbers: str) -> list[str]:
    """Every address that is filled by these numbers alone."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        given = {name: numbers[name] for name in rule.arguments if name in numbers}
        filled = given.keys() - {"language"} and len(given) == len(rule.arguments)
        if filled and "GET" in (rule.methods or ()):
            found.append(adapter.build(rule.endpoint, given))
    return [one for one in found if not any(part in one for part in NO_SEARCH)]


def told(app: Flask, addresses: list[str]) -> str:
    client = app.test_client()
    return "\n".join(client.get(address).get_data(as_text=True) for address in addresses)


@pytest.mark.parametrize("reveals", ["old-and-new", "only-new", "neither"])
def test_every_public_address_shows_what_the_correction_lets_searches_show(
    world: World, app: Flask, reveals: str
) -> None:
    alice = world.owner("Sample Owner")
    wrong, taker = world.owner("Sample Mistake"), world.owner("Sample Taker")
    right = world.hk_right(alice)
    sold = world.file(alice, "assignment", world.sale(right, alice, wrong))
    known = world.read(world.registrar, "transaction", sold.transaction)["recordedAt"]
    made = world.corrected(correction(world, sold.transaction, reveals, alice, taker))
    about = {"assetId": right, "asset_id": right, "language": "en"}
    addresses = public_addresses(app, **about)
    title = f"/api/v1/assets/{right}/title"
    addresses += [f"{title}?expand=chain", f"{title}?knownAt={known}"]
    addresses += [f"{title}?knownAt={known}&expand=chain"]
    addresses += [f"/api/v1/transactions?asset={right}&count=true"]
    addresses += [f"/api/v1/assets/{right}/priority?knownAt={known}"]
    shown = told(app, addresses)
    assert right in shown
    assert ("Sample Mistake" in shown) is (reveals == "old-and-new")
    assert (str(wrong.party) in shown) is (reveals == "old-and-new")
    assert ("Sample Taker" in shown) is (reveals != "neither")
    assert (made.transaction in shown) is (reveals != "neither")
    if reveals == "neither":
        assert sold.transaction not in shown
    for entry, hidden in ((sold, reveals != "old-and-new"), (made, reveals == "neither")):
        numbers = {"transactionId": entry.transaction, "filingId": entry.id, "language": "en"}
        answers = [app.test_client().get(one) for one in public_addresses(app, **numbers)]
        assert answers
        if hidden:
            assert not [a.request.path for a in answers if a.status_code == 200]


def correction(
    world: World, transaction: str, reveals: str, giver: Actor, taker: Actor
) -> dict[str, Any]:
    sides = {"transferorBag": world.shares(giver), "transfereeBag": world.shares(taker)}
    return {
        "transaction": transaction,
        "errorCategory": "office",
        "revealCategory": reveals,
        "reasonText": "Sample reason",
        "replacement": None if reveals == "neither" else sides,
    }
