"""Official numbers of rights: one canonical form for every notation."""

from ipregistry.domain.numbers.checks import cn_check_digit
from ipregistry.domain.numbers.model import Check, OfficialNumber, Reading, Scheme
from ipregistry.domain.numbers.reader import read_in_series, read_number

__all__ = [
    "Check",
    "OfficialNumber",
    "Reading",
    "Scheme",
    "cn_check_digit",
    "read_in_series",
    "read_number",
]
