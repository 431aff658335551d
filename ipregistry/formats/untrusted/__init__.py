"""Reading files that nobody vouches for: in bounded memory, reaching for nothing outside.

Whatever a file does, it is answered with values: records, each with its place, and findings
that name the file, the line and the record. `elements` cuts XML, `objects` JSON, `lines` text
of lines; `fragment` reads single members of a record and keeps account of what was not read.
"""

from ipregistry.formats.untrusted.elements import read_elements
from ipregistry.formats.untrusted.fragment import Fragment, UnreadableError, element_as_dict
from ipregistry.formats.untrusted.lines import read_lines
from ipregistry.formats.untrusted.objects import read_objects
from ipregistry.formats.untrusted.places import Limits, Position, Refused

__all__ = [
    "Fragment",
    "Limits",
    "Position",
    "Refused",
    "UnreadableError",
    "element_as_dict",
    "read_elements",
    "read_lines",
    "read_objects",
]
