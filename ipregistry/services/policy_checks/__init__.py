"""Cases written by others, run through the register's own services on a scratch database.

`vocabulary` is what a case may say, `cases` reads a file of the format
`ipregistry-registry-cases/1`, `scratch` opens a node that is gone afterwards, `people` are the
actors of one case, `circumstances` its right, `playing` its operations as filings; `checking`
runs a whole file and compares, `comparing` holds the file's policies against ours.
"""

from ipregistry.services.policy_checks.cases import CaseFile, CaseFileError, read_cases
from ipregistry.services.policy_checks.checking import SECTIONS, Failure, Report, check_file
from ipregistry.services.policy_checks.scratch import ScratchError

__all__ = [
    "SECTIONS",
    "CaseFile",
    "CaseFileError",
    "Failure",
    "Report",
    "ScratchError",
    "check_file",
    "read_cases",
]
