"""What becomes of a mediator: arbitrator after disclosure, or out of the case."""

from typing import Any

import pytest

from ipregistry.domain.cases.turning import neutrals_after
from ipregistry.domain.packs.marked_yaml import read_marked
from ipregistry.domain.packs.model import Pack
from ipregistry.domain.packs.reading import read_pack
from ipregistry.services.packs import seed_packs

MEDIATOR = {"role": "mediator", "account": "AC-M"}
ARBITRATOR = {"role": "neutral", "account": "AC-A"}


def med_arb() -> Pack:
    found = [read_pack(read_marked(text.encode()).value).pack for text in seed_packs()]
    return next(pack for pack in found if pack is not None and pack.id == "med-arb-hk")


PACK = med_arb()


def after(event: str, *neutrals: dict[str, Any], played: bool = True) -> list[Any]:
    said = {"event": event, **({"transition": "any"} if played else {})}
    return neutrals_after(PACK, neutrals, [said])


def test_every_turn_is_an_event_of_its_pack() -> None:
    turns = PACK.confidentiality["mediation"]["turns"]
    assert set(turns) <= {t.event for t in PACK.transitions}


@pytest.mark.parametrize("event", ["material_information_disclosed", "nothing_to_disclose"])
def test_who_has_disclosed_is_arbitrator_and_no_longer_mediator(event: str) -> None:
    assert after(event, MEDIATOR) == [{**MEDIATOR, "role": "neutral"}]


@pytest.mark.parametrize("event", ["mediator_becomes_arbitrator", "arbitration_to_resume"])
def test_until_then_he_reads_what_he_has_to_disclose_from(event: str) -> None:
    assert after(event, MEDIATOR) == [MEDIATOR]


def test_a_mediator_is_out_of_the_case_when_another_person_arbitrates() -> None:
    assert after("other_arbitrator_appointed", MEDIATOR, ARBITRATOR) == [ARBITRATOR]


def test_an_arbitrator_mediates_only_when_all_sides_have_said_so() -> None:
    assert after("arbitrator_mediates", ARBITRATOR, played=False) == [ARBITRATOR]
    assert after("arbitrator_mediates", ARBITRATOR) == [{**ARBITRATOR, "role": "mediator"}]
