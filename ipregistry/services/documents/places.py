"""Where a node keeps documents, and how large one may be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ipregistry.services.documents.blobs import BlobStore, FileBlobs

MEBIBYTE = 1024 * 1024
MOST_BYTES = 100 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """`most_bytes` is the largest document that is taken."""

    blobs: BlobStore
    most_bytes: int = MOST_BYTES


def place_of_files(folder: Path, most_bytes: int = MOST_BYTES) -> DocumentPlace:
    """Documents in a folder of this machine."""
    return DocumentPlace(FileBlobs(folder), most_bytes)
