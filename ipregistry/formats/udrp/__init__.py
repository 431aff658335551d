"""Decided domain-name cases from published decisions: one JSON object a line.

Every line has the same 20 members. `number`, `status`, `source` (the provider) and `url` (where
the decision is published) say something; each day (``2024-01-09 00:00:00``, of which the day is
meant) may be null; each bag may be empty. The files are made from decisions by machine: texts
are cut or run together, days are impossible for the case (a decision of 1987), a bag may hold an
empty text. What says something is kept as it stands, never mended.
"""

from ipregistry.formats.udrp.bodies import TYPE, case_body, case_key
from ipregistry.formats.udrp.reading import looks_like_decided_cases, read_cases

__all__ = [
    "TYPE",
    "case_body",
    "case_key",
    "looks_like_decided_cases",
    "read_cases",
]
