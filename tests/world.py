"""A small world for tests: a running node on a fresh database, people in every role, short words
for what they do.

    with open_world(url, folder) as world:
        alice, bob = world.owner("Sample A"), world.owner("Sample B")
        right = world.hk_right(alice)
        filed = world.file(alice, "assignment", world.sale(right, alice, bob))
        assert filed.status == "recorded"
        assert world.holders(right) == {bob.party: "1"}

Bodies go in as the service takes them: their shape is the API's to check, and right here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from ipregistry.domain.access import PUBLIC_ACTOR, Actor, Role
from ipregistry.domain.facts import Node
from ipregistry.domain.ids import kind_of
from ipregistry.domain.numbers.checks import cn_check_digit
from ipregistry.models import metadata
from ipregistry.models.engines import open_engines
from ipregistry.services.accounts import actor_of, create_account
from ipregistry.services.documents.places import place_of_files
from ipregistry.services.errors import NotFoundError, RefusedError
from ipregistry.services.filings import Accepted, Submission, submit
from ipregistry.services.keys import create_keys, load_keys
from ipregistry.services.log.places import KEY_FOLDER, LogPlace
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import publish_seed_policies
from ipregistry.services.records import read_record
from ipregistry.services.titles import title_as_it_stands, title_at

START = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


class Clock:
    """Goes on by `step` with every look at it; a test may stop it, move it on or put it back."""

    def __init__(self, now: datetime = START, step: timedelta = timedelta(seconds=1)) -> None:
        self.now, self.step = now, step

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now

    def move(self, **delta: float) -> None:
        """`move(days=1)`, `move(hours=-1)`."""
        self.now += timedelta(**delta)

    def stop(self) -> None:
        self.step = timedelta()


@dataclass(frozen=True)
class Filed:
    """A filing that was taken, with its own record as an officer reads it."""

    accepted: Accepted
    document: Mapping[str, Any]

    @property
    def id(self) -> str:
        return self.accepted.filing_id

    @property
    def status(self) -> str:
        return self.document["status"]

    @property
    def warnings(self) -> list[str]:
        return [v.code for v in self.accepted.warnings]

    def made(self, kind: str) -> str:
        """The one record of this kind (``asset``, ``party``, ``transaction``, …) that it made."""
        named = [made["record"] for made in self.document["recordBag"]]
        found = [record for record in named if kind_of(record) == kind]
        assert len(found) == 1, found
        return found[0]

    @property
    def transaction(self) -> str:
        return self.document["transaction"]


def paper(name: str = "paper") -> list[dict[str, str]]:
    """An `evidenceBag` with one document; another name is another document."""
    digest = "sha256:" + sha256(name.encode()).hexdigest()
    return [{"category": "register-extract", "digest": digest}]


@dataclass
class World:
    """A node, its clock, its officers; everybody else is made when needed."""

    node: RunningNode
    clock: Clock
    keys: dict[str, str] = field(default_factory=dict)
    _count: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.registrar = self.actor(Role.REGISTRAR)
        self.examiner = self.actor(Role.EXAMINER)
        self.public = PUBLIC_ACTOR

    # -------------------------------------------------------------- people

    def actor(self, *roles: Role, party: str | None = None) -> Actor:
        """A new account; its API key stands in `keys` under the account's id."""
        made = create_account(self.node, f"sample-{next(self._count)}", roles, party)
        self.keys[made.account] = made.key
        actor = actor_of(self.node, made.key)
        assert actor is not None
        return actor

    def party(self, name: str, category: str = "organization", **more: Any) -> str:
        """The id of a new party."""
        body = {"category": category, "nameBag": [{"value": name, "languageCode": "en"}], **more}
        return self.file(self.registrar, "party-registration", body).made("party")

    def owner(self, name: str, category: str = "organization", **more: Any) -> Actor:
        """Somebody who files as the party of this name."""
        return self.actor(Role.PARTY, party=self.party(name, category, **more))

    def agent(self) -> Actor:
        return self.actor(Role.AGENT)

    # -------------------------------------------------------------- filings

    def send(
        self, actor: Actor, type_name: str, body: Mapping[str, Any], key: str | None = None
    ) -> Accepted:
        key = f"key-{next(self._count)}" if key is None else key
        return submit(self.node, actor, Submission(type_name, body, key))

    def file(
        self, actor: Actor, type_name: str, body: Mapping[str, Any], key: str | None = None
    ) -> Filed:
        """File, and read back what came of it."""
        accepted = self.send(actor, type_name, body, key)
        return Filed(accepted, self.read(self.registrar, "filing", accepted.filing_id))

    def corrected(self, body: Mapping[str, Any]) -> Filed:
        """A correction by the registrar, with the examiner's yes."""
        filed = self.file(self.registrar, "correction", body)
        assert filed.status == "under-examination", filed.status
        self.send(self.examiner, "decision", {"filing": filed.id, "outcome": "accept"})
        return Filed(filed.accepted, self.read(self.registrar, "filing", filed.id))

    def refused(
        self, actor: Actor, type_name: str, body: Mapping[str, Any], key: str | None = None
    ) -> RefusedError:
        """File what the rules refuse. `codes(…)` of the answer names the reasons."""
        with pytest.raises(RefusedError) as caught:
            self.send(actor, type_name, body, key)
        return caught.value

    def hk_right(
        self, *holders: Actor, number: str | None = None, filed: str = "2024-01-01", **more: Any
    ) -> str:
        """A Hong Kong short-term patent on its own office's register; holders in equal parts."""
        body = {
            "officeCode": "HK",
            "rightKind": "hk-short-term",
            "number": number or f"HK300{next(self._count):05d}",
            "titleBag": [{"value": "Sample device", "languageCode": "en"}],
            "filingDate": filed,
            **more,
            "root": {
                "strength": "grant",
                "asOfDate": "2025-01-01",
                "holderBag": self.shares(*holders),
            },
        }
        return self.file(self.registrar, "asset-registration", body).made("asset")

    def cn_right(self, *holders: Actor, number: str | None = None, on: str = "2026-01-01") -> str:
        """A Mainland patent whose chain starts from an extract of CNIPA's register."""
        body = self.extract(number or self.cn_number(), *holders, on=on)
        return self.file(self.registrar, "recordal-notice", body).made("asset")

    def cn_number(self) -> str:
        stem = f"20181{next(self._count):07d}"
        return f"{stem}.{cn_check_digit(stem)}"

    def extract(self, number: str, *holders: Actor, on: str = "2026-01-01") -> dict[str, Any]:
        """The body of a notice with an extract of CNIPA's register."""
        return {
            "act": "register-extract",
            "description": {
                "officeCode": "CN",
                "rightKind": "invention",
                "number": number,
                "titleBag": [{"value": "示例装置", "languageCode": "zh-Hans"}],
                "filingDate": "2018-03-01",
            },
            "entryDate": on,
            "evidenceBag": paper(f"extract {number} {on}"),
            "holderBag": self.shares(*holders),
        }

    def shares(self, *holders: Actor | tuple[Actor, str]) -> list[dict[str, str]]:
        """Equal parts, or the shares said: ``shares((alice, "1/3"), (bob, "2/3"))``."""
        equal = "1" if len(holders) == 1 else f"1/{len(holders)}"
        pairs = [h if isinstance(h, tuple) else (h, equal) for h in holders]
        return [{"party": str(actor.party), "share": share} for actor, share in pairs]

    def sale(
        self,
        asset: str | Mapping[str, str],
        giver: Actor,
        taker: Actor,
        *,
        share: str = "1",
        seen: int | None = None,
        executed: date | str | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """The body of an assignment. `asset` by id, or as a mapping (number, officeCode, …);
        `seen` is the title version; left out: the one that stands (of an id), or 1.
        """
        if isinstance(asset, str):
            seen = self.title_version(asset) if seen is None else seen
            asset = {"id": asset}
        return {
            "assetBag": [{**asset, "titleVersion": 1 if seen is None else seen}],
            "transferorBag": self.shares((giver, share)),
            "transfereeBag": self.shares((taker, share)),
            "executedDate": str(executed or self.today()),
            **more,
        }

    # -------------------------------------------------------------- looking

    def today(self) -> date:
        return self.clock.now.astimezone(self.node.zone).date()

    def read(self, actor: Actor, kind: str, record_id: str) -> dict[str, Any]:
        """What the actor sees of a record, the members of its parts put together."""
        parts = self.parts(actor, kind, record_id)
        return {name: value for body in parts.values() for name, value in body.items()}

    def parts(self, actor: Actor, kind: str, record_id: str) -> dict[str, dict[str, Any]]:
        """What the actor sees of a record by part label; empty for what he may not know of."""
        try:
            answer = json.loads(read_record(self.node, actor, kind, record_id).body)
        except NotFoundError:
            return {}
        return {piece["part"]: piece["body"] for piece in answer["partBag"]}

    def title(
        self,
        asset: str,
        actor: Actor = PUBLIC_ACTOR,
        *,
        effective: date | None = None,
        known: str | None = None,
        expand: bool = False,
    ) -> dict[str, Any]:
        """Title as it stands, or by the fold where a date or the chain is asked for."""
        if effective or known or expand:
            answer = title_at(self.node, actor, asset, effective, known, expand=expand)
        else:
            answer = title_as_it_stands(self.node, actor, asset)
        return json.loads(answer.body)

    def holders(self, asset: str, register: str = "atRegister", **when: Any) -> dict[str, str]:
        """Who holds which share; ``register="notified"`` for the other answer."""
        found = self.title(asset, self.registrar, **when)[register]["holderBag"]
        return {h["party"]: h["share"] for h in found or ()}

    def title_version(self, asset: str) -> int:
        return self.title(asset, self.registrar)["titleVersion"]

    def rows(self) -> dict[str, int]:
        """How many rows every table has."""
        with self.node.engines.read.connect() as connection:
            return {
                name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for name, table in sorted(metadata.tables.items())
            }


def codes(refusal: RefusedError) -> set[str]:
    """The reasons of a refusal, warnings left out."""
    return {v.code for v in refusal.violations if v.severity != "warning"}


def running_node(
    url: str,
    folder: Path,
    *,
    node: str = "HK",
    office: str | None = "HK",
    clock: Clock | None = None,
) -> RunningNode:
    """The node on the database at `url`, with the keys in `folder` (made where missing)."""
    create_keys(folder)
    return RunningNode(
        identity=Node(node, office),
        engines=open_engines(url),
        keys=load_keys(folder),
        zone=ZoneInfo("Asia/Hong_Kong"),
        log=LogPlace(folder / "log", folder / KEY_FOLDER, "log.example/hk"),
        documents=place_of_files(folder / "documents"),
        clock=clock or Clock(),
    )


@contextmanager
def open_world(
    url: str,
    folder: Path,
    *,
    node: str = "HK",
    office: str | None = "HK",
    clock: Clock | None = None,
) -> Iterator[World]:
    """A world on the migrated, empty database at `url`, seed policies published."""
    clock = clock or Clock()
    running = running_node(url, folder, node=node, office=office, clock=clock)
    try:
        publish_seed_policies(running)
        yield World(running, clock)
    finally:
        running.engines.dispose()
