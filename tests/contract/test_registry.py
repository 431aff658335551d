"""Every filing type is whole: rules, access, schema, example, refusal, words, source, routes; every
act on title besides: what it changes, what undoes it, what becomes of what is pending, and per
place its source of law. Each piece is taken away in turn, and the walk names it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from ipregistry import make_contract
from ipregistry.api import spec
from ipregistry.domain.access import FILE
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.acts_on_title import ACTS
from ipregistry.domain.policies import Policy
from ipregistry.schemas.filings import FILING_SCHEMAS
from ipregistry.web.messages import FALLBACK, LANGUAGES, texts
from tests.unit.builders import policies

ROUTES = make_contract()["paths"]
EXAMPLES: dict[str, dict[str, Any]] = {}
for _name in {*FILING_TYPES, *FILING_SCHEMAS, *FILE}:
    EXAMPLES[_name] = spec.read_example(_name)
SEED: dict[str, Policy] = {policy.name: policy for policy in policies()}


def rules_are_whole(name: str) -> bool:
    row = FILING_TYPES[name]
    return row.name == name and all(callable(x) for x in (row.read, row.needs, row.decide))


def example_is_whole(name: str) -> bool:
    return bool(EXAMPLES[name]["summary"] and EXAMPLES[name]["body"])


def refusal_is_whole(name: str) -> bool:
    refusal = EXAMPLES[name]["refusal"]
    kinds = {"shape", "rule", "forbidden", "race"}
    return bool(refusal["summary"] and refusal["body"] and refusal["codes"]) and (
        refusal["kind"] in kinds
    )


def named_in(language: str) -> Callable[[str], bool]:
    return lambda name: bool(texts(language)["act"].get(name, "").strip())


def routed(ending: str) -> Callable[[str], bool]:
    return lambda name: "post" in ROUTES[f"/api/v1/filings/{name}{ending}"]


# What a filing type must have, and whether one has it.
PIECES: Mapping[str, Callable[[str], bool]] = {
    "rules": rules_are_whole,
    "a citation": lambda name: bool(FILING_TYPES[name].citation.strip()),
    "a schema": lambda name: name in FILING_SCHEMAS,
    "somebody who may file it": lambda name: bool(FILE[name]),
    "an example": example_is_whole,
    "a refusal": refusal_is_whole,
    **{f"a name in {language}": named_in(language) for language in LANGUAGES},
    "a route to file it": routed(""),
    "a route to check it": routed("/check"),
    "a route to quote it": routed("/quote"),
}


def said_in_all_languages(group: str, sentence: str) -> bool:
    names = [name for name, text in texts(FALLBACK)[group].items() if text == sentence]
    return bool(sentence.strip() and names) and all(
        texts(language)[group].get(names[0], "").strip() for language in LANGUAGES
    )


def has_a_source_somewhere(name: str) -> bool:
    """Some place knows the act; wherever one does, it says by which law."""
    known = [p.acts[one] for p in SEED.values() for one in ACTS[name].known_as() if one in p.acts]
    return bool(known) and all(
        rules.source.value.strip() and rules.source.citation.strip() and rules.source.confidence
        for rules in known
    )


def papers_are_sourced(name: str) -> bool:
    papers = [
        paper
        for policy in SEED.values()
        for one in ACTS[name].known_as()
        if one in policy.acts
        for paper in policy.acts[one].papers
    ]
    return all(paper.paper and paper.need and paper.citation.strip() for paper in papers)


# What an act on title must have beside them.
PIECES_OF_ACTS: Mapping[str, Callable[[str], bool]] = {
    "what it changes": lambda name: said_in_all_languages("changes", ACTS[name].changes),
    "what undoes it": lambda name: (
        bool(ACTS[name].undone_by) and set(ACTS[name].undone_by) <= set(FILING_TYPES)
    ),
    "what becomes of pending filings": lambda name: said_in_all_languages(
        "on_pending", ACTS[name].on_pending
    ),
    "a source of law": has_a_source_somewhere,
    "papers with their sources": papers_are_sourced,
}


def missing_of(name: str, pieces: Mapping[str, Callable[[str], bool]]) -> list[str]:
    """The pieces that a type lacks; what is not there at all is lacking too."""

    def has(piece: Callable[[str], bool]) -> bool:
        try:
            return piece(name)
        except (KeyError, AttributeError, TypeError):
            return False

    return [piece for piece, check in pieces.items() if not has(check)]


@pytest.mark.parametrize("name", sorted({*FILING_TYPES, *FILING_SCHEMAS, *FILE}))
def test_a_filing_type_has_all_its_pieces(name: str) -> None:
    assert name in FILING_TYPES, f"{name} has no row in the registry"
    assert missing_of(name, PIECES) == []


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_on_title_has_all_its_pieces(name: str) -> None:
    assert name in FILING_TYPES
    assert missing_of(name, PIECES_OF_ACTS) == []


# ------------------------------------------------------- each piece taken away in turn

Take = Callable[[pytest.MonkeyPatch, str], None]


def without_member(table: Any) -> Take:
    return lambda patch, name: patch.delitem(table, name)


def blank(table: Any) -> Take:
    return lambda patch, name: patch.setitem(table, name, " ")


def with_row(**changes: Any) -> Take:
    return lambda patch, name: patch.setitem(
        FILING_TYPES, name, replace(FILING_TYPES[name], **changes)
    )


def with_example(**changes: Any) -> Take:
    return lambda patch, name: patch.setitem(EXAMPLES, name, {**EXAMPLES[name], **changes})


def with_refusal(**changes: Any) -> Take:
    def take(patch: pytest.MonkeyPatch, name: str) -> None:
        refusal = {**EXAMPLES[name]["refusal"], **changes}
        patch.setitem(EXAMPLES, name, {**EXAMPLES[name], "refusal": refusal})

    return take


def without_route(ending: str) -> Take:
    return lambda patch, name: patch.delitem(ROUTES, f"/api/v1/filings/{name}{ending}")


REMOVALS: Mapping[str, tuple[Take, ...]] = {
    "rules": (
        with_row(decide=None),
        with_row(read=None),
        with_row(needs=None),
        with_row(name="another"),
    ),
    "a citation": (with_row(citation=""), with_row(citation="  ")),
    "a schema": (without_member(FILING_SCHEMAS),),
    "somebody who may file it": (
        without_member(FILE),
        lambda patch, name: patch.setitem(FILE, name, frozenset()),
    ),
    "an example": (with_example(summary=""), with_example(body={}), without_member(EXAMPLES)),
    "a refusal": (
        lambda patch, name: patch.delitem(EXAMPLES[name], "refusal"),
        with_refusal(summary=""),
        with_refusal(body={}),
        with_refusal(codes=[]),
        with_refusal(kind="bad luck"),
    ),
    **{
        f"a name in {language}": (
            without_member(texts(language)["act"]),
            blank(texts(language)["act"]),
        )
        for language in LANGUAGES
    },
    "a route to file it": (without_route(""),),
    "a route to check it": (without_route("/check"),),
    "a route to quote it": (without_route("/quote"),),
}


def with_act(attribute: str, value: Any) -> Take:
    return lambda patch, name: patch.setattr(ACTS[name], attribute, value)


def untranslated(group: str, attribute: str, language: str) -> Take:
    def take(patch: pytest.MonkeyPatch, name: str) -> None:
        sentence = getattr(ACTS[name], attribute)
        for key in [k for k, text in texts(FALLBACK)[group].items() if text == sentence]:
            patch.delitem(texts(language)[group], key)

    return take


def with_rules(**changes: Any) -> Take:
    """The rules of the act in the first policy that knows it, changed."""

    def take(patch: pytest.MonkeyPatch, name: str) -> None:
        known = next(p for p in SEED.values() if set(ACTS[name].known_as()) & p.acts.keys())
        (act, *_) = [one for one in ACTS[name].known_as() if one in known.acts]
        acts = {**known.acts, act: replace(known.acts[act], **changes)}
        patch.setitem(SEED, known.name, replace(known, acts=acts))

    return take


def known_nowhere(patch: pytest.MonkeyPatch, name: str) -> None:
    for policy in list(SEED.values()):
        acts = {a: rules for a, rules in policy.acts.items() if a not in ACTS[name].known_as()}
        patch.setitem(SEED, policy.name, replace(policy, acts=acts))


def unsourced_paper(patch: pytest.MonkeyPatch, name: str) -> None:
    from ipregistry.domain.policies import Paper

    with_rules(papers=(Paper("sample-paper", "required", " ", "V"),))(patch, name)


def without_source(patch: pytest.MonkeyPatch, name: str) -> None:
    from ipregistry.domain.policies import Rule

    with_rules(source=Rule("", "", ""))(patch, name)


REMOVALS_OF_ACTS: Mapping[str, tuple[Take, ...]] = {
    "what it changes": (
        with_act("changes", ""),
        with_act("changes", "something that no catalogue says"),
        *(untranslated("changes", "changes", language) for language in LANGUAGES),
    ),
    "what undoes it": (
        with_act("undone_by", ()),
        with_act("undone_by", ("correction", "no-such-type")),
    ),
    "what becomes of pending filings": (
        with_act("on_pending", ""),
        *(untranslated("on_pending", "on_pending", language) for language in LANGUAGES),
    ),
    "a source of law": (known_nowhere, without_source),
    "papers with their sources": (unsourced_paper,),
}


def test_every_piece_is_taken_away_once() -> None:
    assert set(REMOVALS) == set(PIECES)
    assert set(REMOVALS_OF_ACTS) == set(PIECES_OF_ACTS)


@pytest.mark.parametrize("piece", PIECES)
def test_the_walk_names_a_piece_that_is_taken_away(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(FILING_TYPES):
        for take in REMOVALS[piece]:
            with monkeypatch.context() as patch:
                take(patch, name)
                assert piece in missing_of(name, PIECES), name


@pytest.mark.parametrize("piece", PIECES_OF_ACTS)
def test_the_walk_names_a_piece_of_an_act_that_is_taken_away(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ACTS:
        for take in REMOVALS_OF_ACTS[piece]:
            with monkeypatch.context() as patch:
                take(patch, name)
                assert missing_of(name, PIECES_OF_ACTS) == [piece], name
