"""Making a node ready, and opening it: keys, database, the first policies, calendars, packs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from importlib.resources import files

import orjson
from alembic import command
from alembic.config import Config

from ipregistry.config import Settings
from ipregistry.domain.facts import Node
from ipregistry.models.engines import open_engines
from ipregistry.services.accounts import SYSTEM_ACTOR
from ipregistry.services.documents.places import place_of_files
from ipregistry.services.filings import Submission, submit
from ipregistry.services.keys import create_keys, load_keys
from ipregistry.services.log.beginning import begin_log
from ipregistry.services.log.places import KEY_FOLDER, LogPlace
from ipregistry.services.node import RunningNode
from ipregistry.services.packs import (
    published_calendars,
    published_packs,
    seed_calendar_texts,
    seed_packs,
)
from ipregistry.services.policies import load_policies
from ipregistry.tlog.leaves import sha256_text


def open_node(settings: Settings) -> RunningNode:
    """The node that the settings name. Raises KeysMissingError where it was never initialised."""
    return RunningNode(
        identity=Node(settings.node, settings.office),
        engines=open_engines(settings.database_url),
        keys=load_keys(settings.data),
        zone=settings.timezone,
        log=log_place(settings),
        documents=place_of_files(settings.documents, settings.document_bytes),
    )


def log_place(settings: Settings) -> LogPlace:
    """Where the log of this node stands."""
    return LogPlace(
        settings.log,
        settings.data / KEY_FOLDER,
        settings.log_origin,
        settings.witnesses,
        settings.witnessed,
        settings.url.partition("://")[2] + "/witness",
        settings.url + "/log",
        settings.private_addresses,
    )


def initialise(settings: Settings) -> list[str]:
    """Keys, tables, first policies, calendars, packs, each only where missing; what was done.

    May be run again at any time, also while the node runs. Raises LogHaltedError where the log
    has begun and its keys are gone.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    done = ["made the node's keys"] if create_keys(settings.data) else []
    migrate(settings.database_url)
    node = open_node(settings)
    try:
        if begin_log(node):
            done.append(f"began the log {settings.log_origin}")
        done += [f"published policy {name}" for name in publish_seed_policies(node)]
        done += [f"published calendar {name}" for name in publish_seed_calendars(node)]
        done += [f"published pack {name}" for name in publish_seed_packs(node)]
    finally:
        node.engines.dispose()
    return done


def migrate(database_url: str, revision: str = "head") -> None:
    """Bring the database to `revision`."""
    config = Config()
    config.set_main_option("script_location", str(files("ipregistry.migrations")))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    command.upgrade(config, revision)


def seed_policies() -> list[str]:
    """The texts of the policies that a new node starts with."""
    folder = files("ipregistry.seed") / "policies"
    return [
        path.read_text("utf-8")
        for path in sorted(folder.iterdir(), key=lambda p: p.name)
        if path.name.endswith(".toml")
    ]


def publish_seed_policies(node: RunningNode) -> list[str]:
    """File those seed policies whose name has no version yet; the names filed.

    A policy that an office has published since is never touched.
    """
    with node.engines.read.connect() as connection:
        known = {policy.name for policy in load_policies(connection)}
    filed = []
    for text in seed_policies():
        name = text.split('name = "', 1)[1].split('"', 1)[0]
        if name not in known:
            key = "seed-" + sha256_text(text.encode())
            submit(node, SYSTEM_ACTOR, Submission("policy-publication", {"text": text}, key))
            filed.append(name)
    return filed


def publish_seed_calendars(node: RunningNode) -> list[str]:
    """File the seed calendars of places that have none yet; the places."""
    with node.engines.read.connect() as connection:
        known = {c.calendar.place for c in published_calendars(connection)}
    texts = {orjson.loads(text)["jurisdiction"]: text for text in seed_calendar_texts()}
    return _file_missing(node, "calendar-publication", texts, known)


def publish_seed_packs(node: RunningNode) -> list[str]:
    """File those seed packs whose name has no version yet; the names filed."""
    with node.engines.read.connect() as connection:
        known = {p.pack.id for p in published_packs(connection)}
    texts = {re.findall(r"^pack: (.+)$", text, re.MULTILINE)[0]: text for text in seed_packs()}
    return _file_missing(node, "pack-publication", texts, known)


def _file_missing(
    node: RunningNode, filing_type: str, texts: Mapping[str, str], known: AbstractSet[str]
) -> list[str]:
    missing = [name for name in texts if name not in known]
    for name in missing:
        key = "seed-" + sha256_text(texts[name].encode())
        submit(node, SYSTEM_ACTOR, Submission(filing_type, {"text": texts[name]}, key))
    return missing
