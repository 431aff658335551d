"""The people of one case: parties, pledgees, a venue and officers, and what they file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.ids import kind_of
from ipregistry.domain.violations import Violation
from ipregistry.services.errors import BusyError, RefusedError, ServiceError
from ipregistry.services.filings import Accepted, Submission, submit
from ipregistry.services.node import RunningNode
from ipregistry.services.policy_checks.scratch import ScratchClock
from ipregistry.services.policy_checks.vocabulary import MEANINGS, code_of
from ipregistry.services.records import read_record
from ipregistry.services.times import read_instant
from ipregistry.services.titles import title_as_it_stands

OK, SUBJECT = "ok", "ok-subject-to-encumbrance"
DOUBT = "needs-legal-review"
WAITING = frozenset({"under-examination", "awaiting-second-officer"})
# Told of every such filing, whatever it waits for.
_NO_REASON = frozenset({"paper-if-any", "not-straight-through", "subject-to-encumbrance", DOUBT})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a filing came to: `codes` of a refusal, of what it waits for, or that it was recorded.

    `asked` are the rules on which an officer was asked, since they rest on memory.
    """

    codes: tuple[str, ...]
    asked: tuple[str, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict)
    filing: str = ""
    # The numbers of all records that it made: at once, by an assent or by an officer's yes.
    made: tuple[str, ...] = ()

    @property
    def recorded(self) -> bool:
        """Whether it is on the register."""
        return self.codes[0] in {OK, SUBJECT}

    def meets(self, expected: str) -> bool:
        """Whether this is what a case expects, in its own words or in others for the same."""
        code = code_of(expected)
        found = {*self.codes, *self.asked, *((DOUBT,) if self.asked else ())}
        return bool(found & {code, *MEANINGS.get(code, ())})

    def told(self) -> str:
        """The codes in one line."""
        asked = f" (an officer was asked: {', '.join(self.asked)})" if self.asked else ""
        return ", ".join(self.codes) + asked


@dataclass
class People:
    """Who files in one case, and what the case's own names stand for."""

    node: RunningNode
    clock: ScratchClock
    prefix: str
    parties: dict[str, Actor] = field(default_factory=dict)
    interests: dict[str, str] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    holds: dict[str, str] = field(default_factory=dict)
    shares: dict[str, Fraction] = field(default_factory=dict)
    right: str = ""
    _keys: int = 0

    def __post_init__(self) -> None:
        self.registrar = self._account(Role.REGISTRAR)
        self.examiners = (self._account(Role.EXAMINER), self._account(Role.EXAMINER))
        # An agent too: what is done under its lock only it may file.
        self.venue = self._account(Role.VENUE, Role.AGENT)

    def _account(self, *roles: Role, party: str | None = None) -> Actor:
        return Actor(self.node.new_id("account"), roles[0].value, frozenset(roles), party)

    @property
    def owners(self) -> list[str]:
        """Who holds the right now, as the case calls them."""
        return list(self.shares)

    def person(self, name: str) -> Actor:
        """Who files as the party that the case calls by this name."""
        if name not in self.parties:
            body = {
                "category": "organization",
                "nameBag": [{"value": f"Sample {name}", "languageCode": "en"}],
            }
            filed = self.send(self.registrar, "party-registration", body)
            (party,) = of_kind("party", self._made(filed))
            self.parties[name] = self._account(Role.PARTY, party=party)
        return self.parties[name]

    def party(self, name: str) -> str:
        """The record number of a party."""
        return self.person(name).party or ""

    def named(self, names: Iterable[str]) -> list[dict[str, str]]:
        """Parties as a deed names them."""
        return [{"party": self.party(name)} for name in names]

    def send(self, actor: Actor, type_name: str, body: Mapping[str, Any]) -> Accepted:
        """File through the one way in. Raises as `submit`."""
        self._keys += 1
        return submit(self.node, actor, Submission(type_name, body, f"{self.prefix}-{self._keys}"))

    def document(self, filed: Accepted) -> dict[str, Any]:
        """The filing as an officer reads it."""
        answer = read_record(self.node, self.registrar, "filing", filed.filing_id)
        parts = json.loads(answer.body)["partBag"]
        return {name: value for part in parts for name, value in part["body"].items()}

    def _made(self, *filings: Accepted) -> tuple[str, ...]:
        """The numbers of the records that filings made."""
        bags = [self.document(filed).get("recordBag") or () for filed in filings]
        return tuple(member["record"] for bag in bags for member in bag)

    def seen(self) -> list[dict[str, Any]]:
        """The right as a deed names it: at its newest title version."""
        answer = title_as_it_stands(self.node, self.registrar, self.right)
        return [{"id": self.right, "titleVersion": json.loads(answer.body)["titleVersion"]}]

    def today(self, days: int = 0) -> str:
        """A day, counted from the node's."""
        return (self.node.today() + timedelta(days=days)).isoformat()

    def drive(
        self, actor: Actor, type_name: str, body: Mapping[str, Any], assenting: Iterable[str] = ()
    ) -> Answer:
        """File; let those assent who will; let two officers accept. What it came to at its end."""
        try:
            filed = self.send(actor, type_name, body)
            steps = [filed, *self._assents(filed, assenting), *self._decisions(filed)]
        except RefusedError as refused:
            return Answer(_codes(refused.violations))
        except ServiceError as error:
            return Answer((error.code,))
        except BusyError:
            return Answer(("busy",))
        document = self.document(filed)
        came_to = self._came_to(document, filed.warnings)
        doubts = _doubts(filed.warnings)
        return Answer(came_to, doubts, document, filed.filing_id, self._made(*steps))

    def _assents(self, filed: Accepted, assenting: Iterable[str]) -> Iterator[Accepted]:
        for name in dict.fromkeys(assenting):
            if self.party(name) in (self.document(filed).get("awaiting") or ()):
                yield self.send(self.person(name), "assent", {"filing": filed.filing_id})

    def _decisions(self, filed: Accepted) -> Iterator[Accepted]:
        for officer in self.examiners:
            if self.document(filed)["status"] in WAITING:
                yield self._accept(officer, filed.filing_id)

    def _accept(self, officer: Actor, filing: str) -> Accepted:
        """An officer's yes; where a standstill runs, once it is over."""
        body = {"filing": filing, "outcome": "accept"}
        try:
            return self.send(officer, "decision", body)
        except RefusedError as refused:
            until = [v for v in refused.violations if v.code == "standstill-running"]
            if not until:
                raise
            self.clock.wait_until(read_instant(str(until[0].params["until"])))
            return self.send(officer, "decision", body)

    def _came_to(
        self, document: Mapping[str, Any], warnings: Iterable[Violation]
    ) -> tuple[str, ...]:
        told = [warning.code for warning in warnings]
        if document["status"] == "recorded":
            return (SUBJECT if "subject-to-encumbrance" in told else OK,)
        waits = [code for code in told if code not in _NO_REASON]
        co_owners = {self.party(name) for name in self.owners} & set(document.get("awaiting") or ())
        if co_owners:
            waits.append("co-owner-consent-missing")
        return tuple(dict.fromkeys(waits)) or (str(document["status"]),)


def of_kind(kind: str, numbers: Iterable[str]) -> list[str]:
    """Those of the record numbers that are of a kind."""
    return [number for number in numbers if kind_of(number) == kind]


def _codes(violations: Iterable[Violation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.code for v in violations if v.severity != "warning"))


def _doubts(warnings: Iterable[Violation]) -> tuple[str, ...]:
    found = [str(warning.params.get("code", "")) for warning in warnings if warning.code == DOUBT]
    return tuple(dict.fromkeys(code for code in found if code))


__all__ = ["OK", "SUBJECT", "Answer", "People", "of_kind"]
