"""The kinds of right, what their kind codes mean, how long they last, how they relate.

A right is (office, kind, number); the office is an ST.3 code. Every row says where it
comes from and how sure that is: ``V`` read in the source, ``S`` secondary, ``E`` seen in
real records, ``I`` inferred, ``M`` from memory. A row of confidence ``M`` may inform a
warning, never a refusal.
"""

from ipregistry.domain.rights.codes import KIND_CODES, KindCode, kind_code, stage_of
from ipregistry.domain.rights.kinds import (
    CN,
    EP,
    GENERAL_KINDS,
    HK,
    MO,
    NEVER_PUBLIC,
    NO_PLACE,
    OFFICE_KINDS,
    US,
    Right,
    RightKind,
    Stage,
    kinds_of,
    st96_category,
)
from ipregistry.domain.rights.relations import (
    DESIGNATED_OFFICES,
    RELATION_RULES,
    RelationCategory,
    RelationRule,
    check_relation,
)
from ipregistry.domain.rights.terms import (
    TERM_RULES,
    MissingFact,
    NoRule,
    StartFact,
    Term,
    TermRule,
    term_of,
)

__all__ = [
    "CN",
    "DESIGNATED_OFFICES",
    "EP",
    "GENERAL_KINDS",
    "HK",
    "KIND_CODES",
    "MO",
    "NEVER_PUBLIC",
    "NO_PLACE",
    "OFFICE_KINDS",
    "RELATION_RULES",
    "TERM_RULES",
    "US",
    "KindCode",
    "MissingFact",
    "NoRule",
    "RelationCategory",
    "RelationRule",
    "Right",
    "RightKind",
    "Stage",
    "StartFact",
    "Term",
    "TermRule",
    "check_relation",
    "kind_code",
    "kinds_of",
    "st96_category",
    "stage_of",
    "term_of",
]
