"""Every filing type is whole: rules, access, schema, example, refusal, words, source, routes."""

from collections.abc import Callable, Mapping

import pytest

from ipregistry import make_contract
from ipregistry.api.spec import read_example
from ipregistry.domain.access import FILE
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.schemas.filings import FILING_SCHEMAS
from ipregistry.web.messages import LANGUAGES, texts

ROUTES = make_contract()["paths"]


def example_is_whole(name: str) -> bool:
    example = read_example(name)
    return bool(example["summary"] and example["body"])


def refusal_is_whole(name: str) -> bool:
    refusal = read_example(name)["refusal"]
    kinds = {"shape", "rule", "forbidden", "race"}
    return bool(refusal["summary"] and refusal["body"] and refusal["codes"]) and (
        refusal["kind"] in kinds
    )


# What a filing type must have, and whether one has it.
PIECES: Mapping[str, Callable[[str], bool]] = {
    "a row in the registry": lambda name: FILING_TYPES[name].name == name,
    "a citation": lambda name: bool(FILING_TYPES[name].citation.strip()),
    "a schema": lambda name: name in FILING_SCHEMAS,
    "somebody who may file it": lambda name: bool(FILE.get(name)),
    "an example": example_is_whole,
    "a refusal": refusal_is_whole,
    "a name in each language": lambda name: all(texts(one)["act"].get(name) for one in LANGUAGES),
    "a route to file it": lambda name: "post" in ROUTES.get(f"/api/v1/filings/{name}", {}),
    "a route to check it": lambda name: "post" in ROUTES.get(f"/api/v1/filings/{name}/check", {}),
    "a route to quote it": lambda name: "post" in ROUTES.get(f"/api/v1/filings/{name}/quote", {}),
}


@pytest.mark.parametrize("name", sorted({*FILING_TYPES, *FILING_SCHEMAS, *FILE}))
def test_a_filing_type_has_all_its_pieces(name: str) -> None:
    assert name in FILING_TYPES, f"{name} has no row in the registry"
    assert [piece for piece, has in PIECES.items() if not has(name)] == []
