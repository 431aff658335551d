"""The public pages: what they say, in each language, and what they never let through."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from flask import Flask

from ipregistry.domain.access import Actor, Role
from ipregistry.domain.facts import Node
from ipregistry.models.engines import open_engines
from ipregistry.services.filings import Submission, submit
from ipregistry.services.keys import create_keys, load_keys
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import publish_seed_policies
from ipregistry.services.records import read_record
from ipregistry.web.messages import LANGUAGES, message, negotiate
from ipregistry.web.pages import blueprint

REGISTRAR = Actor("AC-SAMPLE", "sample registrar", frozenset({Role.REGISTRAR}))
AGENT = Actor("AC-AGENT", "sample agent", frozenset({Role.AGENT}))
TODAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
STATIC = Path(__file__).resolve().parents[2] / "ipregistry" / "web" / "static"
DIGEST = "sha256:" + "ab" * 32


@dataclass
class Register:
    """A node with its pages, and short ways to put something into it."""

    node: RunningNode
    app: Flask
    filed: int = field(default=0)

    def get(self, path: str, **headers: str) -> Any:
        return self.app.test_client().get(path, headers=headers)

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

    def patent(self, act: str, holder: str, digest: str = DIGEST) -> str:
        """A Mainland invention, as CNIPA's paper says; the node mirrors it."""
        body = {
            "act": act,
            "description": {
                "officeCode": "CN",
                "rightKind": "invention",
                "number": "201510481495.9",
                "filingDate": "2015-08-07",
            },
            "entryDate": "2026-01-05",
            "evidenceBag": [{"category": "register-extract", "digest": digest}],
            "holderBag": [{"party": holder, "share": "1"}],
        }
        return self.made(self.file(REGISTRAR, "recordal-notice", body), "AS-")

    def assign(self, asset: str, giver: str, taker: str, actor: Actor = AGENT) -> str:
        body = {
            "asset": {"id": asset, "titleVersion": 1},
            "transferorBag": [{"party": giver, "share": "1"}],
            "transfereeBag": [{"party": taker, "share": "1"}],
            "executedDate": "2026-02-01",
        }
        return self.file(actor, "assignment", body)

    def made(self, filing: str, prefix: str) -> str:
        record = orjson.loads(read_record(self.node, REGISTRAR, "filing", filing).body)
        text = orjson.dumps(record).decode()
        return text[text.index(prefix) : text.index(prefix) + 17]


@pytest.fixture
def register(fresh_database_url: str, data_dir: Path):
    create_keys(data_dir)
    node = RunningNode(
        identity=Node("HK", "HK"),
        engines=open_engines(fresh_database_url),
        keys=load_keys(data_dir),
        zone=ZoneInfo("Asia/Hong_Kong"),
        clock=lambda: TODAY,
    )
    publish_seed_policies(node)
    app = Flask("pages", static_folder=None)
    app.extensions |= {"node": node, "message": message, "negotiate": negotiate}
    app.register_blueprint(blueprint)
    yield Register(node, app)
    node.engines.dispose()


def test_x(register):
    a = register.party(("zh-Hant", "示例有限公司"), ("en", "Sample Limited"))
    b = register.party(("zh-Hans", "示例科技公司"))
    m = register.mark(a)
    p = register.patent("register-extract", b)
    print(register.assign(m, a, b))
    for lang in LANGUAGES:
        print(register.page(f"/{lang}/assets/{m}")[1500:])
    print(register.page("/en/assets?number=201510481495.1"))
