"""The API as a caller meets it: a test client that presents somebody's key and reads problems.

answer = api.file(alice, "assignment", body)       # a key of its own for each filing
assert answer.status_code == 201
problem = problem_of(api.file(bob, "assignment", body), 422)
assert codes(problem) == {"transferor-not-holder"}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from ipregistry.domain.access import PUBLIC_ACTOR, Actor
from tests.world import World

BASE = "/api/v1"


@dataclass
class Api:
    """The app on a world's node, called by whoever the test names."""

    world: World
    app: Flask
    _count: Any = field(default_factory=lambda: count(1))

    def get(self, path: str, actor: Actor = PUBLIC_ACTOR, **more: Any) -> TestResponse:
        return self.call("GET", path, actor, **more)

    def call(
        self,
        method: str,
        path: str,
        actor: Actor = PUBLIC_ACTOR,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> TestResponse:
        """Any request. `path` under `/api/v1` where it does not begin with a slash of its own."""
        address = path if path.startswith("/") else f"{BASE}/{path}"
        said = dict(headers or {})
        if actor.account is not None:
            said.setdefault("Authorization", f"Bearer {self.world.keys[actor.account]}")
        return self.app.test_client().open(address, method=method, headers=said, **more)

    def post(
        self,
        path: str,
        body: Any,
        actor: Actor = PUBLIC_ACTOR,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """POST a body: bytes as they are, anything else as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        said = {"Content-Type": "application/json", **(headers or {})}
        return self.call("POST", path, actor, headers=said, data=data)

    def file(
        self,
        actor: Actor,
        type_name: str,
        body: Any,
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """File under a key of its own, or under `key`."""
        key = f"api-{next(self._count)}" if key is None else key
        said = {"Idempotency-Key": key, **(headers or {})}
        return self.post(f"filings/{type_name}", body, actor, headers=said)

    def check(self, actor: Actor, type_name: str, body: Any) -> TestResponse:
        return self.post(f"filings/{type_name}/check", body, actor)


def problem_of(answer: TestResponse, status: int, code: str | None = None) -> dict[str, Any]:
    """The problem in an answer of this status, its frame looked at. Never HTML."""
    assert answer.status_code == status, (answer.status_code, answer.text[:800])
    assert answer.mimetype == "application/problem+json"
    problem: dict[str, Any] = json.loads(answer.data)
    assert problem["status"] == status
    assert problem["message"] == problem["detail"] != problem["code"]
    assert problem["correlationId"] == answer.headers["Correlation-Id"]
    assert answer.headers["Cache-Control"] == "no-store"
    if code is not None:
        assert problem["code"] == code
    return problem


def codes(problem: Mapping[str, Any]) -> set[str]:
    """The reasons of a problem, warnings left out."""
    return {v["code"] for v in problem["errorBag"] if v["severity"] != "warning"}


def places(problem: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Pointer and code of every reason."""
    return {(v["pointer"], v["code"]) for v in problem["errorBag"]}
