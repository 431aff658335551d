"""`ipregistry documents`, as an operator runs it beside the node."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from ipregistry.cli import main
from tests.api.desk import Api
from tests.casework import consultation, with_packs

PAPER = b"%PDF-1.7 what our side would settle for"


def run(url: str, data: Path, *words: str, status: int = 0) -> Any:
    env = {"DATABASE_URL": url, "IPREGISTRY_DATA": str(data)}
    done = CliRunner().invoke(main, ["documents", *words, "--json"], env=env)
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def test_an_operator_learns_which_papers_documents_are_lost(
    fresh_api: Api, fresh_database_url: str, data_dir: Path
) -> None:
    case = consultation(with_packs(fresh_api))
    digest = hashlib.sha256(PAPER).digest()
    headers = {
        "Content-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
        "Content-Type": "application/pdf",
    }
    fresh_api.call("POST", "documents", case.first, headers=headers, data=PAPER)
    bag = [{"document": "mandate", "digest": f"sha256:{digest.hex()}"}]
    assert case.file(case.first, "case-paper", documentBag=bag).status_code == 201
    found = run(fresh_database_url, data_dir, "check")
    assert found == {"papers": 2, "elsewhere": 1, "faults": []}
    assert run(fresh_database_url, data_dir, "sweep") == {
        "expired": 0,
        "unfinished": 0,
        "orphans": 0,
    }
    (blob,) = [path for path in (data_dir / "documents").rglob("*") if path.is_file()]
    blob.write_bytes(blob.read_bytes()[:-1])
    found = run(fresh_database_url, data_dir, "check", status=1)
    assert [(one["case"], one["fault"]) for one in found["faults"]] == [(case.id, "damaged")]
