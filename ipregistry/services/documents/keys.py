"""Keys of documents: derived from the node's secret, one for each case and audience.

With the database and the blobs, but without the file of the secret, nobody opens a document,
nor learns whether two cases hold the same one.
"""

from __future__ import annotations

from ipregistry.domain.documents import Scope
from ipregistry.services.documents.sealing import unwrapped, wrapped
from ipregistry.services.keys import Keys


def address_of(keys: Keys, scope: Scope, digest: bytes) -> bytes:
    """Under what a document is found: keyed, so that a digest alone finds nothing."""
    return keys.keyed_hash("document-address", scope.encoded() + b" " + digest)


def wrap(keys: Keys, scope: Scope, digest: bytes, key: bytes) -> bytes:
    """A document's key as it is stored; it opens for this document in this scope alone."""
    return wrapped(key, _key_of(keys, scope), address_of(keys, scope, digest))


def unwrap(keys: Keys, scope: Scope, digest: bytes, kept: bytes) -> bytes:
    """The document's key. Raises SealBrokenError where row or scope are another's."""
    return unwrapped(kept, _key_of(keys, scope), address_of(keys, scope, digest))


def _key_of(keys: Keys, scope: Scope) -> bytes:
    return keys.keyed_hash("document-key", scope.encoded())
