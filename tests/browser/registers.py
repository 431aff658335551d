"""A register with its pages over one database, and short ways to put something into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from flask import Flask

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.facts import Node
from ipregistry.models.engines import open_engines
from ipregistry.services.documents.places import place_of_files
from ipregistry.services.filings import Submission, submit
from ipregistry.services.keys import create_keys, load_keys
from ipregistry.services.log.places import KEY_FOLDER, LogPlace
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import publish_seed_policies
from ipregistry.services.records import read_record
from ipregistry.services.titles import title_at
from ipregistry.web.messages import message, negotiate
from ipregistry.web.pages import blueprint

REGISTRAR = Actor("AC-SAMPLE", "sample registrar", frozenset({Role.REGISTRAR}))
# None of them has an account here, so that the filing of one is nobody's first yes.
OFFICERS = [Actor(f"AC-OFFICER-{n}", "sample officer", frozenset({Role.REGISTRAR})) for n in (1, 2)]
AGENT = Actor("AC-AGENT", "sample agent", frozenset({Role.AGENT}))
START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DIGEST = "sha256:" + "ab" * 32


@dataclass
class Register:
    """A node with its pages, and short ways to put something into it."""

    node: RunningNode
    app: Flask
    filed: int = field(default=0)

    def get(self, path: str, **headers: str) -> Any:
        return self.app.test_client().get(path, headers=headers, buffered=True)

    def page(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:400])
        return answer.text

    def file(self, actor: Actor, type_name: str, body: dict[str, Any]) -> str:
        self.filed += 1
        return submit(self.node, actor, Submission(type_name, body, f"k-{self.filed}")).filing_id

    def party(self, *names: tuple[str, str], town: str | None = None) -> str:
        """A party with these (language, name); a natural person where a town is given."""
        body: dict[str, Any] = {
            "category": "organization" if town is None else "natural-person",
            "nameBag": [{"languageCode": language, "value": name} for language, name in names],
        }
        if town is not None:
            body["townText"] = town
        return self.made(self.file(REGISTRAR, "party-registration", body), "PA-")

    def mark(self, holder: str, number: str = "300123455", **more: Any) -> str:
        """A Hong Kong mark, registered here; the node is the office."""
        body = {
            "officeCode": "HK",
            "rightKind": "trademark",
            "number": number,
            "registrationDate": "2020-05-04",
            "root": {
                "strength": "officer-confirmed",
                "asOfDate": "2020-05-04",
                "holderBag": [{"party": holder, "share": "1"}],
            },
            **more,
        }
        return self.made(self.file(REGISTRAR, "asset-registration", body), "AS-")

    def notice(
        self,
        act: str,
        holder: str,
        *,
        number: str = "201510481495.9",
        kind: str = "invention",
        **dates: str,
    ) -> str:
        """A Mainland right, as CNIPA's paper says; the node mirrors it."""
        description = {"officeCode": "CN", "rightKind": kind, "number": number}
        if "registered" in dates:
            description["registrationDate"] = dates["registered"]
        body = {
            "act": act,
            "description": description,
            "entryDate": "2026-01-05",
            "evidenceBag": [{"category": act, "digest": DIGEST}],
            "holderBag": [{"party": holder, "share": "1"}],
        }
        return self.made(self.file(REGISTRAR, "recordal-notice", body), "AS-")

    def stated(self, holder: str) -> str:
        """A Mainland mark of which only its filer says whose it is."""
        body = {
            "officeCode": "CN",
            "rightKind": "trademark",
            "number": "12345678",
            "root": {
                "strength": "statement",
                "asOfDate": "2025-05-04",
                "holderBag": [{"party": holder, "share": "1"}],
            },
        }
        return self.made(self.file(AGENT, "asset-registration", body), "AS-")

    def recorded_assignment(self, asset: str, giver: str, taker: str) -> str:
        """An assignment that the Mainland office has entered."""
        body = {
            "act": "assignment",
            "asset": {"id": asset},
            "entryDate": "2026-02-10",
            "recordalNumber": "2026-0001",
            "evidenceBag": [{"category": "recordal", "digest": "sha256:" + "cd" * 32}],
            "transferorBag": [{"party": giver, "share": "1"}],
            "transfereeBag": [{"party": taker, "share": "1"}],
        }
        return self.file(REGISTRAR, "recordal-notice", body)

    def correct(self, asset: str, holder: str | None, reveals: str = "old-and-new") -> str:
        """The last entry on who holds a right says another, or nothing; by two officers."""
        title = orjson.loads(title_at(self.node, REGISTRAR, asset, None, None, expand=True).body)
        last = [s for s in title["chain"] if s["effect"]["effect"] in {"root", "transfer"}][-1]
        body = {
            "transaction": last["transaction"],
            "errorCategory": "office",
            "revealCategory": reveals,
            "reasonText": "A sample of a slip of the pen",
            "replacement": self._instead(last["effect"], holder),
        }
        filing = self.file(REGISTRAR, "correction", body)
        for officer in OFFICERS:
            self.file(officer, "decision", {"filing": filing, "outcome": "accept"})
        return filing

    def _instead(self, effect: dict[str, Any], holder: str | None) -> dict[str, Any] | None:
        if holder is None:
            return None
        whole = [{"party": holder, "share": "1"}]
        if effect["effect"] == "root":
            return {"holderBag": whole}
        givers = [{"party": one["party"], "share": one["share"]} for one in effect["from"]]
        return {"transferorBag": givers, "transfereeBag": whole}

    def assign(self, asset: str, giver: str, taker: str, actor: Actor = AGENT) -> str:
        body = {
            "assetBag": [{"id": asset, "titleVersion": 1}],
            "transferorBag": [{"party": giver, "share": "1"}],
            "transfereeBag": [{"party": taker, "share": "1"}],
            "executedDate": "2026-02-01",
        }
        return self.file(actor, "assignment", body)

    def made(self, filing: str, prefix: str) -> str:
        record = orjson.loads(read_record(self.node, REGISTRAR, "filing", filing).body)
        text = orjson.dumps(record).decode()
        return text[text.index(prefix) : text.index(prefix) + 17]


@contextmanager
def opened_register(database_url: str, data: Path) -> Iterator[Register]:
    """A Hong Kong node with the seed policies; each look at its clock is a second later."""
    create_keys(data)
    seconds = count()
    node = RunningNode(
        identity=Node("HK", "HK"),
        engines=open_engines(database_url),
        keys=load_keys(data),
        zone=ZoneInfo("Asia/Hong_Kong"),
        log=LogPlace(data / "log", data / KEY_FOLDER, "log.example/hk"),
        documents=place_of_files(data / "documents"),
        clock=lambda: START + timedelta(seconds=next(seconds)),
    )
    publish_seed_policies(node)
    app = Flask("pages", static_folder=None)
    app.extensions |= {"node": node, "message": message, "negotiate": negotiate}
    app.register_blueprint(blueprint)
    try:
        yield Register(node, app)
    finally:
        node.engines.dispose()
