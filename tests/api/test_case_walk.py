"""Who is not entitled to know of a case learns nothing of it, by whatever route he asks: each
answer about something of the case is, to the byte, the answer about what does not exist.

The walk takes its routes from the application itself, so that a new one is in it by being there.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from ipregistry.api.spec import read_example
from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.ids import kind_of, make_id
from ipregistry.domain.slowing import Allowance
from ipregistry.models import case_record, entry, part
from ipregistry.services.case_status import slowing
from ipregistry.services.log.parts import PREFIX
from tests.api.desk import Api
from tests.casework import Case, consultation, digest, made, papers, with_packs

WHO = (
    "nobody",
    "stranger",
    "registrar",
    "examiner",
    "auditor",
    "agent",
    "neutral",
    "venue",
    "in another case",
)
# What differs between two answers of one sort, whoever asks about whatever.
VARYING = re.compile(
    r'"correlationId":"[^"]*"|"refusalNotice":"[^"]*"|"requestDigest":"[^"]*"|nonce="[^"]*"'
)
MARK = "Sample words of a secret paper"
RECIPIENT = "Sample Authority of the walk"
# Of a leaf anybody knows that it is in the log: every one looks alike.
PUBLIC_VALUES = {"leafHash", "tile", "log"}


@dataclass
class Scene:
    """A case with papers, a refusal and a grant; everybody who has no business in it."""

    api: Api
    case: Case
    outsiders: dict[str, Actor]
    secrets: list[str]
    commitments: list[str]


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk asks wrongly more often than anybody may: how that is slowed is tested elsewhere."""
    patient = Allowance(1_000_000, 1.0)
    monkeypatch.setattr(slowing, "_by_address", slowing.Failures(patient))
    monkeypatch.setattr(slowing, "_by_case", slowing.Failures(patient))


@pytest.fixture(scope="module")
def scene(api: Api) -> Scene:
    api.world.clock.now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    world = with_packs(api).world
    other = consultation(api)
    case = consultation(api)
    case.event(case.manager, "invitation_received", ["proof_of_receipt"])
    caucus = {**papers("mandate")[0], "labelText": MARK}
    assert case.file(case.first, "case-paper", documentBag=[caucus]).status_code == 201
    asked = {"recipientCategory": "authority", "recipientText": RECIPIENT}
    made(case.file(case.manager, "case-disclosure", **asked), "CD")
    outsiders = {
        "nobody": PUBLIC_ACTOR,
        "stranger": world.owner("Sample Stranger"),
        "registrar": world.registrar,
        "examiner": world.actor(Role.EXAMINER),
        "auditor": world.actor(Role.AUDITOR),
        "agent": world.agent(),
        "neutral": world.actor(Role.NEUTRAL),
        "venue": world.actor(Role.VENUE),
        "in another case": other.second,
    }
    return Scene(api, case, outsiders, *secrets_of(case))


def secrets_of(case: Case) -> tuple[list[str], list[str]]:
    """The numbers of everything that is of the case, its entries too; the commitments of it all."""
    of_case = sa.select(case_record.c.record_id).where(case_record.c.case_id == case.id)
    with case.api.world.node.engines.read.connect() as connection:
        ids = sorted(connection.execute(of_case).scalars())
        entries = sa.select(entry.c.id).where(entry.c.filing_id.in_(ids))
        ids += sorted(connection.execute(entries).scalars())
        commitments = sa.select(part.c.commitment).where(part.c.record_id.in_(ids))
        found = [PREFIX + bytes(one).hex() for one in connection.execute(commitments).scalars()]
    assert {kind_of(one) for one in ids} >= {"case", "case-paper", "case-disclosure", "filing"}
    return ids, found


def routes(api: Api, *, plain: bool) -> list[Rule]:
    found = [
        rule
        for rule in sorted(api.app.url_map.iter_rules(), key=str)
        if "GET" in (rule.methods or ()) and rule.endpoint != "static"
        if plain is not bool(rule.arguments) and not rule.arguments & PUBLIC_VALUES
    ]
    assert len(found) > 20
    return found


def addresses(rule: Rule, one: str, case_id: str) -> Iterator[str]:
    """The route with `one` in the place of each of its values in turn, the case in the others."""
    for name in sorted(rule.arguments):
        values = dict.fromkeys(rule.arguments, case_id) | {name: one}
        values |= {"language": "en"} if "language" in rule.arguments else {}
        path = str(rule)
        for argument, value in values.items():
            path = re.sub(rf"<(?:[^<>:]*:)?{argument}>", value, path)
        yield path


def said(answer: TestResponse, *names: str) -> tuple[int, str, list[tuple[str, str]]]:
    """All of an answer but what is random, and the names that were asked for."""
    text = VARYING.sub("", answer.text)
    headers = sorted(
        (name, value)
        for name, value in answer.headers.items()
        if name not in {"Correlation-Id", "Date", "ETag", "Content-Security-Policy"}
    )
    for name in names:
        text = text.replace(name, "NAME")
        headers = [(key, value.replace(name, "NAME")) for key, value in headers]
    return answer.status_code, text, headers


def decoy(secret: str) -> str:
    """A number of the same kind, of nothing."""
    return make_id(str(kind_of(secret)), f"nothing of {secret}".encode())


@pytest.mark.parametrize("who", WHO)
def test_every_route_with_a_number_answers_as_if_there_were_no_such_thing(
    scene: Scene, who: str
) -> None:
    outsider, case_id, none = scene.outsiders[who], scene.case.id, decoy(scene.case.id)
    kinds = {str(kind_of(one)): one for one in scene.secrets}
    for rule in routes(scene.api, plain=False):
        for secret in kinds.values():
            real = addresses(rule, secret, case_id)
            false = addresses(rule, decoy(secret), none)
            for path, other in zip(real, false, strict=True):
                mine = said(scene.api.call("GET", path, outsider), secret, case_id)
                theirs = said(scene.api.call("GET", other, outsider), decoy(secret), none)
                assert mine == theirs, f"{who}: {path}"


@pytest.mark.parametrize("who", WHO)
def test_no_list_page_or_feed_has_a_number_or_a_word_of_the_case(scene: Scene, who: str) -> None:
    outsider = scene.outsiders[who]
    hidden = [*scene.secrets, MARK, RECIPIENT]
    for rule in routes(scene.api, plain=True):
        for query in ("", "?limit=200", "?count=true", "?after=0"):
            text = scene.api.call("GET", f"{rule}{query}", outsider).text
            found = [one for one in hidden if one in text]
            assert found == [], f"{who}: {rule}{query}"


@pytest.mark.parametrize("who", WHO)
def test_parts_of_the_case_are_not_given_by_their_commitments(scene: Scene, who: str) -> None:
    outsider = scene.outsiders[who]
    if outsider.account is None:
        return
    for commitment, none in zip(
        scene.commitments, (f"{PREFIX}{n:064x}" for n in itertools.count(1)), strict=False
    ):
        for rule in routes(scene.api, plain=False):
            if "commitment" not in rule.arguments:
                continue
            (path,) = addresses(rule, commitment, "")
            (other,) = addresses(rule, none, "")
            mine = scene.api.call("GET", path, outsider)
            assert mine.status_code == 404, path
            bare, empty = commitment[len(PREFIX) :], none[len(PREFIX) :]
            assert said(mine, bare) == said(scene.api.call("GET", other, outsider), empty)
    asked = {"commitmentBag": scene.commitments}
    answer = scene.api.call("POST", "parts", outsider, json=asked)
    assert MARK not in answer.text
    assert not any(secret in answer.text for secret in scene.secrets)


@pytest.mark.parametrize("who", WHO)
def test_a_filing_in_the_case_is_refused_as_in_one_that_is_not_there(
    scene: Scene, who: str
) -> None:
    outsider = scene.outsiders[who]
    tried = 0
    for name in sorted(FILING_TYPES):
        text = json.dumps(read_example(name)["body"])
        if '"case"' not in text:
            continue
        tried += 1
        body: dict[str, Any] = orjson.loads(text)
        if not isinstance(body.get("case"), str):
            continue
        none = decoy(scene.case.id)
        real = scene.api.check(outsider, name, {**body, "case": scene.case.id})
        false = scene.api.check(outsider, name, {**body, "case": none})
        assert said(real, scene.case.id) == said(false, none), f"{who}: {name}"
        assert real.status_code in {401, 403, 404, 422}, f"{who}: {name}"
    assert tried > 5


def test_counts_of_filings_are_the_same_with_and_without_a_case(scene: Scene) -> None:
    registrar, auditor = scene.outsiders["registrar"], scene.outsiders["auditor"]

    def counted() -> list[object]:
        return [
            scene.api.get(f"{path}?count=true", who).json.get("count")
            for path in ("filings", "transactions", "invoices", "notices", "requisitions")
            for who in (registrar, auditor)
        ]

    before = counted()
    case = consultation(scene.api)
    case.event(case.manager, "invitation_received", ["proof_of_receipt"])
    asked = {"recipientCategory": "court", "recipientText": "Sample Court"}
    made(case.file(case.first, "case-disclosure", **asked), "CD")
    assert digest("nothing") not in str(before)
    # The two parties that the case was made with are filings of the register's own.
    after = counted()
    parties = 2
    assert [a for a, b in zip(after, before, strict=True) if a not in {b, (b or 0) + parties}] == []
