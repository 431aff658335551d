"""The demonstration register: loaded through the public API, as a filer would."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ipregistry.cli.demo.desks import Desk, kept_keys, made
from ipregistry.domain.access import Role
from ipregistry.services.accounts import link_party
from ipregistry.services.node import RunningNode

KEYS = "demonstration-keys.json"
ACCOUNTS: Mapping[str, Role] = {
    "demonstration-registrar": Role.REGISTRAR,
    "demonstration-agent": Role.AGENT,
    "demonstration-holder-gd": Role.PARTY,
    "demonstration-holder-hk": Role.PARTY,
}


def _name(value: str, language: str) -> dict[str, str]:
    return {"value": value, "languageCode": language}


PARTIES: Mapping[str, dict[str, Any]] = {
    "gd": {
        "category": "organization",
        "nameBag": [
            _name("示例科技有限公司", "zh-Hans"),
            _name("Sample Technology Co., Ltd.", "en"),
        ],
        "jurisdictionCode": "CN",
    },
    "hk": {
        "category": "organization",
        "nameBag": [_name("示例知識產權有限公司", "zh-Hant"), _name("Sample IP Limited", "en")],
        "jurisdictionCode": "HK",
        "identifierBag": [{"category": "hk-br", "value": "00000000"}],
    },
    "mo": {
        "category": "organization",
        "nameBag": [
            _name("Exemplo Comércio, Limitada", "pt"),
            _name("示例貿易有限公司", "zh-Hant"),
        ],
        "jurisdictionCode": "MO",
    },
    "person": {
        "category": "person",
        "nameBag": [_name("示例人", "zh-Hant"), _name("Sample Person", "en")],
        "townText": "Macao",
    },
}


def play(node: RunningNode, folder: Path, url: str) -> None:
    """Load the register, and say how to look at it. Raises ApiError."""
    keys = kept_keys(node, folder / KEYS, ACCOUNTS)
    asset = _load(node, {name: Desk(url, key) for name, key in keys.items()})
    _explain(url, keys["demonstration-registrar"], asset)


def _load(node: RunningNode, desks: Mapping[str, Desk]) -> str:
    office = desks["demonstration-registrar"]
    parties = {
        name: made(office.file("party-registration", f"party-{name}", body), "PA")
        for name, body in PARTIES.items()
    }
    link_party(node, "demonstration-holder-gd", parties["gd"])
    link_party(node, "demonstration-holder-hk", parties["hk"])
    _hong_kong(desks, parties)
    _macao(office, parties)
    return _mainland(desks, parties)


def _hong_kong(desks: Mapping[str, Desk], parties: Mapping[str, str]) -> None:
    """A right of this node's own office: a fractional assignment is recorded here."""
    office, holder = desks["demonstration-registrar"], desks["demonstration-holder-hk"]
    right = {
        "officeCode": "HK",
        "rightKind": "trademark",
        "number": "300000006",
        "titleBag": [_name("SAMPLE 示例", "en")],
        "filingDate": "2019-03-01",
        "registrationDate": "2019-09-02",
        "root": {
            "strength": "grant",
            "asOfDate": "2019-09-02",
            "holderBag": [{"party": parties["hk"], "share": "1"}],
        },
    }
    asset = made(office.file("asset-registration", "hk-mark", right), "AS")
    holder.file(
        "assignment",
        "hk-mark-half",
        {
            "assetBag": [{"id": asset, "titleVersion": 1}],
            "transferorBag": [{"party": parties["hk"], "share": "1/2"}],
            "transfereeBag": [{"party": parties["person"], "share": "1/2"}],
            "executedDate": "2025-06-30",
        },
    )


def _macao(office: Desk, parties: Mapping[str, str]) -> None:
    """A Macao mark as that office's register has it."""
    office.file(
        "recordal-notice",
        "mo-mark",
        {
            "act": "register-extract",
            "description": {
                "officeCode": "MO",
                "rightKind": "trademark",
                "number": "N/999999",
                "titleBag": [_name("EXEMPLO 示例", "pt")],
                "registrationDate": "2024-05-06",
            },
            "entryDate": "2026-10-01",
            "holderBag": [{"party": parties["mo"], "share": "1"}],
            "evidenceBag": [_paper("register-extract", "demonstration MO extract")],
        },
    )


def _paper(category: str, text: str) -> dict[str, str]:
    """A plainly invented paper, by the digest of its title."""
    return {"category": category, "digest": "sha256:" + hashlib.sha256(text.encode()).hexdigest()}


def _mainland(desks: Mapping[str, Desk], parties: Mapping[str, str]) -> str:
    """A Mainland invention: extract, lodged assignment, the holder's assent, CNIPA's recordal."""
    office, agent = desks["demonstration-registrar"], desks["demonstration-agent"]
    right = {
        "officeCode": "CN",
        "rightKind": "invention",
        "number": "209810000001",
        "titleBag": [_name("示例装置", "zh-Hans"), _name("Sample device", "en")],
        "filingDate": "2020-01-02",
    }
    extract = office.file(
        "recordal-notice",
        "cn-extract",
        {
            "act": "register-extract",
            "description": right,
            "entryDate": "2026-09-01",
            "recordalNumber": "SAMPLE-0001",
            "holderBag": [{"party": parties["gd"], "share": "1"}],
            "evidenceBag": [_paper("register-extract", "demonstration CN extract")],
        },
    )
    asset = made(extract, "AS")
    sides = {
        "transferorBag": [{"party": parties["gd"], "share": "1"}],
        "transfereeBag": [{"party": parties["hk"], "share": "1"}],
    }
    assignment = agent.file(
        "assignment",
        "cn-assignment",
        {
            "assetBag": [{"id": asset, "titleVersion": 1}],
            **sides,
            "executedDate": "2026-10-08",
            "declarationBag": ["technology-export-certificate"],
            "evidenceBag": [_paper("deed", "demonstration CN deed")],
        },
    )
    desks["demonstration-holder-gd"].file("assent", "cn-assent", {"filing": assignment["id"]})
    office.file(
        "recordal-notice",
        "cn-recordal",
        {
            "act": "assignment",
            "asset": {"id": asset},
            "entryDate": "2026-11-02",
            "recordalNumber": "SAMPLE-0002",
            **sides,
            "lodgedFiling": assignment["id"],
            "evidenceBag": [_paper("recordal-certificate", "demonstration CN recordal")],
        },
    )
    return asset


def _explain(url: str, key: str, asset: str) -> None:
    click.echo(f"""
API {url}/api/v1   contract {url}/api/v1/openapi.json   documentation {url}/docs   pages {url}/

API key (registrar of the demonstration): {key}

Who holds the right now, and by which steps:
  curl -s '{url}/api/v1/assets/{asset}/title?expand=chain'
Who held it the day before the office recorded the assignment:
  curl -s '{url}/api/v1/assets/{asset}/title?effectiveAt=2026-11-01'
The filings that led there, as the office sees them:
  curl -s -H 'Authorization: Bearer {key}' '{url}/api/v1/filings?limit=5'""")
