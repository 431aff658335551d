"""What may be uploaded, and how settings say where it goes."""

from typing import Any

import pytest

from ipregistry.config import ConfigurationError, read_settings
from ipregistry.domain.documents import (
    MEDIA_TYPES,
    Kept,
    PaperNamed,
    Scope,
    digest_bytes,
    scope_of_paper,
    violations_of_papers,
)
from ipregistry.domain.erasure import what_stays


@pytest.mark.parametrize(
    "hostile", ["text/html", "image/svg+xml", "application/javascript", "application/zip"]
)
def test_nothing_that_a_browser_runs_or_that_hides_others_is_taken(hostile: str):
    assert hostile not in MEDIA_TYPES


def test_every_media_type_says_why_it_is_taken():
    assert all(taken.reason for taken in MEDIA_TYPES.values())


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


BODY = {
    "case": "CA-2",
    "documentBag": [
        {"document": "claim", "digest": "sha256:" + "a" * 64},
        {"document": "annex", "digest": "sha256:" + "b" * 64},
    ],
}


def named(letter: str, audience: str = "all", **said: Any) -> PaperNamed:
    digest = "sha256:" + letter * 64
    return PaperNamed(
        Scope("CA-2", audience), digest, said.get("size"), said.get("media_type", "text/plain")
    )


def reasons(papers: list[PaperNamed], kept: list[PaperNamed]) -> list[tuple[str, str]]:
    found = violations_of_papers(BODY, papers, dict.fromkeys(kept, Kept(7, "text/plain")))
    return [(violation.code, violation.pointer) for violation in found]


def test_a_paper_whose_document_was_not_uploaded_is_refused_at_its_place():
    assert reasons([named("a"), named("b")], [named("a")]) == [
        ("document-not-uploaded", "/documentBag/1")
    ]


def test_a_paper_whose_document_is_kept_is_taken():
    assert reasons([named("a", size=7)], [named("a", size=7)]) == []


def test_what_a_filing_says_of_a_document_must_be_true_of_it():
    large, other = named("a", size=8), named("b", media_type="application/pdf")
    assert reasons([large, other], [large, other]) == [
        ("document-size-differs", "/documentBag/0"),
        ("document-type-differs", "/documentBag/1"),
    ]


def test_one_upload_does_not_come_under_two_keys():
    both = [named("a"), named("a", "tribunal")]
    assert [code for code, _ in reasons(both, both)] == ["document-for-two-audiences"] * 2
    twice = [named("a"), named("a")]
    assert reasons(twice, twice) == []


@pytest.mark.parametrize(
    ("label", "audience"),
    [
        ("case:all", "all"),
        ("case:tribunal", "tribunal"),
        ("case:office", "office"),
        ("case:caucus", "caucus:claimant"),
        ("case:filing", "filing:claimant"),
    ],
)
def test_only_what_is_one_sides_stands_under_that_sides_key(label: str, audience: str):
    assert scope_of_paper("CA-2", label, "claimant") == Scope("CA-2", audience)


def test_with_a_paper_its_label_and_digest_are_erased_and_nothing_that_rules_ask_for():
    paper = {"case": "CA-2", "digest": "sha256:…", "labelText": "Annex", "byteQuantity": 7}
    assert what_stays(paper, "case-paper") == {"case": "CA-2", "byteQuantity": 7}
    assert what_stays(paper, "case") == paper
