"""What a node publishes, as it publishes it, is accepted by the verifiers of others."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from ipregistry.models import checkpoint
from ipregistry.services.log.publishing import publish
from ipregistry.services.log.sequencing import number_all
from ipregistry.services.log.signing import create_log, open_signer
from ipregistry.tlog.notes import parse_vkey
from ipregistry.tlog.tiles import ENTRIES, Tile
from ipregistry.tlog.verifying import FolderSource, Older, verify_log
from tests.foreign.corpus import Case
from tests.foreign.verifiers import VERIFIERS, skip_unless_installed
from tests.logs import add_entries
from tests.world import running_node

pytestmark = pytest.mark.long

STEPS = (3, 256, 300, 700)


@pytest.fixture
def published(fresh_database_url: str, data_dir: Path, tmp_path: Path) -> Case:
    """The log of a node that has published four times."""
    node = running_node(fresh_database_url, data_dir)
    create_log(node.log)
    for start, end in zip((0, *STEPS), STEPS, strict=False):
        add_entries(node, range(start, end))
        number_all(node)
        publish(node)
    with open_signer(node.log) as signer:
        case = Case("published", tmp_path / "case", 1, str(signer.signer.verifier))
    with node.engines.read.connect() as connection:
        notes = connection.execute(sa.select(checkpoint.c.size, checkpoint.c.note)).all()
    (case.place / "older").mkdir(parents=True)
    for size, note in notes:
        (case.place / "older" / f"{size:06d}").write_text(note)
    case.folder.symlink_to(node.log.folder)
    node.engines.dispose()
    return case


def accepted_by_ours(case: Case) -> bool:
    older = [Older(path.name, path.read_bytes()) for path in case.older]
    report = verify_log(FolderSource(case.folder), [parse_vkey(case.vkey)], older=older)
    assert report.checkpoint is not None
    return report.first is None and report.agreed == report.checkpoint.size == 700


@pytest.mark.parametrize("name", VERIFIERS)
def test_a_published_log_is_accepted_and_refused_when_an_entry_is_changed(published, name) -> None:
    verifier = VERIFIERS[name]
    skip_unless_installed(verifier.needs, name)
    assert accepted_by_ours(published)
    assert verifier.verdicts([published]) == {"published": ""}
    published.rebundle(Tile(ENTRIES, 1), lambda entries: entries.__setitem__(99, b"another"))
    assert not accepted_by_ours(published)
    assert verifier.verdicts([published])["published"] != ""
