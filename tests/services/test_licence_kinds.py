"""An open licence of a Mainland patent, from the holder's statement to its withdrawal; and one
that an authority grants."""

from __future__ import annotations

from typing import Any

from ipregistry.domain.access import Actor
from tests.office import accept, status, whole
from tests.world import World, codes, paper


def licence(world: World, right: str, giver: Actor, kind: str, *to: Actor, **more: Any) -> Any:
    return {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "licenceKind": kind,
        "licensorBag": [{"party": giver.party}],
        "licenseeBag": [{"party": one.party} for one in to],
        "executedDate": str(world.today()),
        **more,
    }


def entered(world: World, right: str, act: str, lodged: str, **more: Any) -> None:
    """CNIPA's own entry of what was lodged."""
    body = {
        "act": act,
        "asset": {"id": right},
        "entryDate": str(world.today()),
        "recordalNumber": f"sample-{lodged}",
        "evidenceBag": paper(lodged),
        "lodgedFiling": lodged,
        **more,
    }
    world.file(world.registrar, "recordal-notice", body)
    assert status(world, lodged) == "recorded"


def test_a_patent_is_offered_to_everybody_until_its_holder_takes_that_back(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.cn_right(alice)
    offer = world.file(alice, "licence", licence(world, right, alice, "of-right"))
    assert offer.status == "lodged"
    people = {"giverBag": [{"party": alice.party}], "takerBag": []}
    entered(world, right, "licence", offer.id, **people)
    (standing,) = world.title(right)["licences"]
    assert (standing["interestKind"], standing["holderBag"]) == ("of-right", [])
    alone = licence(world, right, alice, "exclusive", bob)
    assert codes(world.refused(alice, "licence", alone)) == {"conflicting-licence"}
    taking_back = {
        "assetBag": [{"id": right, "titleVersion": world.title_version(right)}],
        "interest": standing["interest"],
    }
    refusal = world.refused(world.agent(), "licence-termination", taking_back)
    assert codes(refusal) == {"licensee-evidence-required"}
    ended = world.file(alice, "licence-termination", taking_back)
    assert ended.status == "lodged"
    entered(world, right, "licence-termination", ended.id, interest=standing["interest"])
    assert world.title(right)["licences"] == []
    coded = [
        step["st27"]["eventText"]
        for step in world.title(right, expand=True)["chain"]
        if step["effect"]["effect"] in {"grant", "end"}
    ]
    assert [text.split("-")[4:] for text in coded] == [
        ["S26", "LIC", "OL01"],
        ["S27", "LIC", "OL02"],
    ]
    assert world.file(alice, "licence", licence(world, right, alice, "exclusive", bob))
    assert whole(world)


def test_an_authoritys_licence_is_examined_when_its_licensee_files_it(world: World) -> None:
    alice, bob = world.owner("Sample A"), world.owner("Sample B")
    right = world.hk_right(alice)
    decision = [{**paper("decision")[0], "category": "compulsory-licence-decision"}]
    body = licence(world, right, alice, "compulsory", bob, evidenceBag=decision)
    filed = world.file(bob, "licence", body)
    assert filed.status == "under-examination"
    world.file(world.examiner, "decision", accept(filed.id))
    (standing,) = world.title(right)["licences"]
    assert standing["interestKind"] == "compulsory"
    assert world.title(right, expand=True)["chain"][-1]["st27"]["detailedEventCode"] == "S23"
    assert whole(world)
