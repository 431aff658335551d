"""The register that is measured: filed once through the product's own door, kept, copied.

Every asset is an `asset-registration` filing: decided by its rules, with entry, parts,
projections, receipt and key of its own, written by `services.filings.record`. Only the unit
of work is larger, hundreds of filings a commit, and what none of them changes (parties,
policies) is loaded once for all of them. That is on SQLite; PostgreSQL gets the same rows by
COPY, so that keys, receipts and leaves are the same on both.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from ipregistry.config import Settings, read_settings
from ipregistry.domain.access import Actor, Role
from ipregistry.domain.facts import Context, Needs
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.outcomes import Outcome, naming_its_records
from ipregistry.models import idempotency, metadata
from ipregistry.services.accounts import actor_of, create_account, link_party
from ipregistry.services.filings import Submission, record, submit
from ipregistry.services.loading import Loaded, load
from ipregistry.services.node import RunningNode
from ipregistry.services.opening import initialise, open_node
from ipregistry.services.records import read_record
from ipregistry.services.statements import Add
from ipregistry.services.unit_of_work import unit_of_work
from ipregistry.tlog.canonical import canonical
from ipregistry.tlog.leaves import sha256_text
from tests.databases import ROOT

# Official numbers of this form have five digits to give.
MOST_ASSETS = 100_000
HOLDERS = 20
# Filings a unit of work; one that takes longer than services allow would be rolled back.
TOGETHER = 200
TYPE = "asset-registration"
FILE = "register.sqlite"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Holder:
    """A party with an account of its own."""

    party: str
    key: str


@dataclass(frozen=True, slots=True)
class Register:
    """A loaded register in its folder. Holder i and holder i ^ 1 transfer to each other."""

    folder: Path
    holders: tuple[Holder, ...]
    executed_on: str


def settings_for(folder: Path, url: str = "") -> Settings:
    """Settings of a node on this data folder."""
    return read_settings({**environment(folder, url), "IPREGISTRY_URL": "http://127.0.0.1:8080"})


def environment(folder: Path, url: str = "") -> dict[str, str]:
    """The same for a process."""
    return {
        "IPREGISTRY_DATA": str(folder),
        "DATABASE_URL": url,
        "IPREGISTRY_NODE": "HK",
        "IPREGISTRY_OFFICE": "HK",
        "IPREGISTRY_TIMEZONE": "Asia/Hong_Kong",
    }


@contextmanager
def opened(folder: Path, url: str = "") -> Iterator[RunningNode]:
    """The node in this process."""
    node = open_node(settings_for(folder, url))
    try:
        yield node
    finally:
        node.engines.dispose()


# ------------------------------------------------------------------ loading


def loaded(cache: Path, assets: int, progress: Progress, *, fresh: bool = False) -> Register:
    """The register with so many assets: from the cache folder, or filed now and kept there.

    A change of tables or first policies makes another one.
    """
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = cache / f"register-{assets}-{_shape()}"
    if fresh or not _is_current(folder):
        shutil.rmtree(folder, ignore_errors=True)
        partial = cache / f".{folder.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        _load(partial, assets, progress)
        partial.rename(folder)
    said = json.loads((folder / "register.json").read_text())
    holders = tuple(Holder(**holder) for holder in said["holders"])
    return Register(folder, holders, said["executedOn"])


def _shape() -> str:
    sources = chain(
        (ROOT / "migrations" / "versions").glob("*.py"),
        (ROOT / "ipregistry" / "seed" / "policies").glob("*.toml"),
    )
    return hashlib.sha256(b"".join(p.read_bytes() for p in sorted(sources))).hexdigest()[:12]


def _is_current(folder: Path) -> bool:
    """Whether it is there, and no stored title has reached the date from which it is not read."""
    if not (folder / "register.json").is_file():
        return False
    with opened(folder) as node, node.engines.read.connect() as connection:
        due = sa.text("SELECT count(*) FROM title_now WHERE valid_until <= :today")
        reached: int = connection.execute(due, {"today": node.today().isoformat()}).scalar_one()
    return reached == 0


def _load(folder: Path, assets: int, progress: Progress) -> None:
    initialise(settings_for(folder))
    with opened(folder) as node:
        registrar = _account(node, "registrar", Role.REGISTRAR)[0]
        holders = [_holder(node, registrar, number) for number in range(HOLDERS)]
        for first in range(0, assets, TOGETHER):
            progress(f"filing assets: {first} of {assets}")
            numbers = range(first, min(first + TOGETHER, assets))
            bodies = {f"load-{n}": _asset(node, n, holders[n % HOLDERS].party) for n in numbers}
            _file_together(node, registrar, bodies)
        executed = node.today() - timedelta(days=1)
    # The write-ahead log goes into the file, so that one file is the whole of it.
    connection = sqlite3.connect(folder / FILE)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    said = {
        "executedOn": executed.isoformat(),
        "holders": [{"party": h.party, "key": h.key} for h in holders],
    }
    (folder / "register.json").write_text(json.dumps(said))


def _file_together(
    node: RunningNode, actor: Actor, bodies: Mapping[str, Mapping[str, Any]]
) -> None:
    """Asset registrations by Idempotency-Key, each an entry of its own, in one commit."""
    rules = FILING_TYPES[TYPE]
    parties = {body["root"]["holderBag"][0]["party"] for body in bodies.values()}
    with unit_of_work(node.engines) as work:
        needs = Needs(parties=tuple(sorted(parties)))
        loaded = load(work.connection, needs, account=actor.account)
        for key, body in bodies.items():
            context = _context(node, actor, loaded, body)
            decision = rules.decide(rules.read(body), context)
            if not isinstance(decision, Outcome):
                raise RuntimeError(f"{key} is refused: {[v.code for v in decision]}")  # noqa: TRY004
            outcome = naming_its_records(decision, context.filing_id)
            record(work, node, context, loaded, outcome, TYPE)
            work.write([Add(idempotency, _key_row(node, context, key))])
        work.flush()


def _context(node: RunningNode, actor: Actor, loaded: Loaded, body: Mapping[str, Any]) -> Context:
    return Context(
        actor=actor,
        now=node.now(),
        today=node.today(),
        node=node.identity,
        filing_id=node.new_id("filing"),
        new_id=node.new_id,
        body=body,
        body_digest=sha256_text(canonical(body)),
        policies=loaded.policies,
        parties=loaded.parties,
    )


def _key_row(node: RunningNode, context: Context, key: str) -> dict[str, Any]:
    about = TYPE.encode() + b"\x00" + canonical(context.body)
    return {
        "client": context.actor.account,
        "key": key,
        "fingerprint": node.keys.keyed_hash("idempotency", about),
        "filing_id": context.filing_id,
        "created_at": context.now,
    }


def _account(node: RunningNode, name: str, role: Role) -> tuple[Actor, str]:
    made = create_account(node, name, [role])
    actor = actor_of(node, made.key)
    if actor is None:
        raise RuntimeError("a new key opens nothing")
    return actor, made.key


def _holder(node: RunningNode, registrar: Actor, number: int) -> Holder:
    body = {
        "category": "organization",
        "nameBag": [
            {"value": f"Sample Holdings {number} Limited", "languageCode": "en"},
            {"value": f"示例控股{number}有限公司", "languageCode": "zh-Hant"},
        ],
    }
    filed = submit(node, registrar, Submission("party-registration", body, f"party-{number}"))
    answer = json.loads(read_record(node, registrar, "filing", filed.filing_id).body)
    members = {k: v for piece in answer["partBag"] for k, v in piece["body"].items()}
    ids = [made["record"] for made in members["recordBag"]]
    party = next(i for i in ids if i.startswith("PA-"))
    name = f"holder-{number}"
    _, key = _account(node, name, Role.PARTY)
    link_party(node, name, party)
    return Holder(party, key)


def _asset(node: RunningNode, number: int, holder: str) -> dict[str, Any]:
    today = node.today()
    return {
        "officeCode": "HK",
        "rightKind": "hk-short-term",
        "number": f"HK300{number:05d}",
        "titleBag": [
            {"value": f"Sample device {number} for measuring", "languageCode": "en"},
            {"value": f"示例量度裝置{number}", "languageCode": "zh-Hant"},
        ],
        "filingDate": (today - timedelta(days=700)).isoformat(),
        "root": {
            "strength": "grant",
            "asOfDate": (today - timedelta(days=90)).isoformat(),
            "holderBag": [{"party": holder, "share": "1"}],
        },
    }


# ------------------------------------------------------------------ copies


def copied_to_folder(register: Register, folder: Path) -> None:
    """The register with its keys, as SQLite, in a folder of this run."""
    shutil.copytree(register.folder, folder)


def copied_to_postgresql(folder: Path, url: str, progress: Progress) -> None:
    """The rows of the register in `folder` into the empty database at `url`."""
    initialise_tables(url)
    source = sqlite3.connect(folder / FILE)
    with connected(url) as target:
        progress("copying to PostgreSQL")
        for table in metadata.sorted_tables:
            _copy_table(source, target, table)
        _set_sequences(target)
        # Vacuumed now, so that autovacuum does not come in the middle of a round.
        target.commit()
        target.autocommit = True
        target.execute("VACUUM (ANALYZE)")
        target.execute("CHECKPOINT")
    source.close()


def initialise_tables(url: str) -> None:
    """The product's tables in an empty database."""
    from ipregistry.services.opening import migrate  # noqa: PLC0415 - Alembic is slow to import

    migrate(url)


def connected(url: str) -> psycopg.Connection[Any]:
    """A plain connection."""
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False))


def _copy_table(
    source: sqlite3.Connection, target: psycopg.Connection[Any], table: sa.Table
) -> None:
    names = [column.name for column in table.columns]
    rows = source.execute(f"SELECT {', '.join(names)} FROM {table.name}")  # noqa: S608 - ours
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(table.name), SQL(", ").join(map(Identifier, names))
    )
    with target.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _set_sequences(target: psycopg.Connection[Any]) -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.identity is not None:
                name, place = Identifier(column.name), Identifier(table.name)
                target.execute(
                    SQL(
                        "SELECT setval(pg_get_serial_sequence(%s, %s), "
                        "(SELECT coalesce(max({}), 0) + 1 FROM {}), false)"
                    ).format(name, place),
                    (table.name, column.name),
                )
