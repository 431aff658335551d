"""What may be uploaded, and how settings say where it goes."""

import pytest

from ipregistry.config import ConfigurationError, read_settings
from ipregistry.domain.documents import MEDIA_TYPES, Scope, digest_bytes


@pytest.mark.parametrize(
    "hostile", ["text/html", "image/svg+xml", "application/javascript", "application/zip"]
)
def test_nothing_that_a_browser_runs_or_that_hides_others_is_taken(hostile: str):
    assert hostile not in MEDIA_TYPES


def test_every_media_type_says_why_it_is_taken():
    assert all(reason for reason in MEDIA_TYPES.values())


def test_no_two_scopes_are_encoded_alike():
    scopes = [Scope("CA-2", "caucus:claimant"), Scope("CA-2", "all"), Scope("CA-3", "all")]
    assert len({scope.encoded() for scope in scopes}) == 3


@pytest.mark.parametrize(
    "text", ["", "sha256:", "sha256:" + "A" * 64, "ab" * 32, "md5:" + "a" * 64]
)
def test_a_digest_that_is_none_is_said_to_be_none(text: str):
    with pytest.raises(ValueError):
        digest_bytes(text)


def test_documents_stand_beside_the_database_unless_a_setting_says_otherwise():
    assert read_settings({"IPREGISTRY_DATA": "/d"}).documents.as_posix() == "/d/documents"
    given = {"IPREGISTRY_DOCUMENTS": "/papers", "IPREGISTRY_DOCUMENT_MEBIBYTES": "2"}
    found = read_settings(given)
    assert (found.documents.as_posix(), found.document_bytes) == ("/papers", 2 * 1024 * 1024)


@pytest.mark.parametrize("size", ["0", "-1", "1.5", "ten", "100000", ""])
def test_a_size_that_is_none_stops_the_start(size: str):
    with pytest.raises(ConfigurationError, match="IPREGISTRY_DOCUMENT_MEBIBYTES"):
        read_settings({"IPREGISTRY_DOCUMENT_MEBIBYTES": size})
