"""Papers a policy asks for: by kind of right, places of the parties, and how sure the rule is."""

from dataclasses import replace
from typing import Any

import pytest

from ipregistry.domain.facts import Context, FilingStatus
from tests.unit.builders import (
    ALICE,
    BOB,
    PATENT,
    accepted,
    asset,
    assignment,
    context,
    party,
    party_actor,
    refused,
)

EXPORT = "technology-export-certificate"
CARRIED = {"evidenceBag": [{"category": EXPORT, "digest": "sha256:" + "e" * 64}]}


def sale(seller: str | None, buyer: str | None, kind: str = "invention", **members: Any) -> Any:
    """A Mainland right of Alice's, sold by her to Bob."""
    right = asset(right={**PATENT, "kind": kind})
    places = [replace(party(ALICE), place=seller), replace(party(BOB), place=buyer)]
    made = context(party_actor(ALICE), right, parties=places)
    return assignment(right, **members), made


@pytest.mark.parametrize("kind", ["invention", "utility-model"])
def test_technology_goes_abroad_only_with_the_export_paper(kind: str) -> None:
    body, made = sale("CN", "US", kind)
    assert refused("assignment", body, made) == [("paper-missing", "/assetBag/0")]
    body, made = sale("CN", "US", kind, **CARRIED)
    assert accepted("assignment", body, made).status is FilingStatus.LODGED


def test_a_declaration_is_no_paper_where_the_paper_is_required() -> None:
    body, made = sale("CN", "US", declarationBag=[EXPORT])
    assert refused("assignment", body, made) == [("paper-missing", "/assetBag/0")]


@pytest.mark.parametrize("place", ["HK", "MO"])
def test_what_is_only_remembered_of_the_neighbours_asks_an_officer_and_refuses_nothing(
    place: str,
) -> None:
    body, made = sale("CN", place)
    outcome = accepted("assignment", body, made)
    assert outcome.status is FilingStatus.UNDER_EXAMINATION
    (warning,) = [w for w in outcome.warnings if w.params.get("paper") == EXPORT]
    assert warning.code == "needs-legal-review"
    assert lodged(*sale("CN", place, declarationBag=[EXPORT]))
    assert lodged(*sale("CN", place, **CARRIED))


@pytest.mark.parametrize(
    ("seller", "buyer", "kind"),
    [("CN", "CN", "invention"), ("HK", "US", "invention"), ("CN", "US", "design")],
)
def test_it_is_not_asked_for_at_home_from_elsewhere_or_for_designs(
    seller: str, buyer: str, kind: str
) -> None:
    assert lodged(*sale(seller, buyer, kind))


def test_of_a_party_whose_place_is_not_known_nothing_is_presumed() -> None:
    assert lodged(*sale(None, "US"))
    assert lodged(*sale("CN", None))


def lodged(body: Any, made: Context) -> bool:
    outcome = accepted("assignment", body, made)
    return outcome.status is FilingStatus.LODGED and not outcome.warnings
