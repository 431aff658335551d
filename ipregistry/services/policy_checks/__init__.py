"""Cases written by others, run through the register's own services on a scratch database.

`cases` reads a file of the format `ipregistry-registry-cases/1`, `playing` runs a case of
encumbrances as filings of real actors, `checking` runs a whole file and compares.
"""

from ipregistry.services.policy_checks.cases import CaseFileError, read_cases
from ipregistry.services.policy_checks.checking import SECTIONS, Failure, Report, check_file

__all__ = ["SECTIONS", "CaseFileError", "Failure", "Report", "check_file", "read_cases"]
