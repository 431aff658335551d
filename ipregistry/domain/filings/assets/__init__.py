"""Rights: describing one, and the root that its chain of title starts from.

`description` is what a right is and what may be wrong with it; `members` makes the
asset record of it; `roots` is what a filer may vouch for; `recording` puts both down.
"""

from ipregistry.domain.filings.assets.description import Description, read_description
from ipregistry.domain.filings.assets.members import describe, stage_effects
from ipregistry.domain.filings.assets.recording import (
    TYPE,
    AssetRegistration,
    decide,
    needs,
    read,
)
from ipregistry.domain.filings.assets.roots import (
    RootClaim,
    check_root,
    root_effects,
    root_transaction,
)

__all__ = [
    "TYPE",
    "AssetRegistration",
    "Description",
    "RootClaim",
    "check_root",
    "decide",
    "describe",
    "needs",
    "read",
    "read_description",
    "root_effects",
    "root_transaction",
    "stage_effects",
]
