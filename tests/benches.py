"""Neutrals in tests, through the API: a case, its candidate, and short words for what is filed.

bench = Bench(case, candidate)
bench.enter()
took(bench.propose())
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from ipregistry.domain.access import Actor
from tests.api.desk import Api
from tests.casework import Case, digest, made


@dataclass
class Bench:
    """One arbitration, and short words for what becomes of its candidate."""

    case: Case
    candidate: Actor
    neutral: str = ""
    nomination: str = ""

    @property
    def api(self) -> Api:
        return self.case.api

    def enter(self, **more: Any) -> str:
        body = {
            "account": self.candidate.account,
            "nameBag": [{"value": "Sample Neutral", "languageCode": "en"}],
            **more,
        }
        answer = self.api.file(self.case.manager, "neutral-registration", body)
        assert answer.status_code == 201, answer.text
        self.neutral = made(answer, "NE")
        return self.neutral

    def propose(self, **more: Any) -> TestResponse:
        body = {"neutral": self.neutral, "role": "neutral", "proposedBy": "claimant", **more}
        answer = self.case.file(self.case.manager, "neutral-proposal", **body)
        if answer.status_code == 201:
            self.nomination = made(answer, "NM")
        return answer

    def file(self, who: Actor, what: str, **more: Any) -> TestResponse:
        return self.case.file(who, f"neutral-{what}", nomination=self.nomination, **more)

    def declare(self, **more: Any) -> TestResponse:
        body = {"independentIndicator": True, "availableIndicator": True, **more}
        return self.file(self.candidate, "declaration", **body)

    def disclose(self, *items: str, **more: Any) -> TestResponse:
        return self.file(
            self.case.manager,
            "disclosure",
            by="candidate",
            receivedPaperDigest=digest("disclosure"),
            disclosureText="Appointed by the claimant before.",
            **({"itemBag": list(items)} if items else {}),
            **more,
        )

    def appoint(self, **more: Any) -> TestResponse:
        return self.file(self.case.manager, "appointment", **more)

    def invitations(self, who: Actor) -> list[Any]:
        """The open nominations that somebody reads as his own."""
        answer = self.api.get("neutrals/invitations", who)
        assert answer.status_code == 200, answer.text
        return list(answer.json["items"])

    def report(self) -> Mapping[str, Any]:
        path = f"cases/{self.case.id}/conflict-checks"
        (check,) = [
            part["body"]
            for item in self.api.get(path, self.case.manager).json["items"]
            for part in item["partBag"]
            if part["body"]["nomination"] == self.nomination
        ]
        return dict(check)

    def seen(self, who: Actor) -> Mapping[str, Any] | None:
        """The nomination as somebody reads it; the newest of its parts."""
        items = self.api.get(f"cases/{self.case.id}/neutrals", who).json["items"]
        parts = [p for item in items if item["id"] == self.nomination for p in item["partBag"]]
        return max(parts, key=lambda p: p["version"])["body"] if parts else None


def took(answer: TestResponse) -> TestResponse:
    assert answer.status_code == 201, answer.text
    return answer
