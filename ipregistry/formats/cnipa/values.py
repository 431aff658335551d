"""What a CNIPA file says, as plain values.

A publication is what the office *printed* about an application or a patent on one day. It
is no extract of the register: whoever it names as applicant or patentee was named so on the
day of publication, and nothing here says who owns the right today, or that it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipregistry.formats.untrusted.places import Position


@dataclass(frozen=True, slots=True)
class NamedParty:
    """Somebody whom the publication names, exactly as it names them.

    `language` is the declared one in lower case (``zh``), `country` an ST.3 code as written,
    `address` one line as written. `agency` is set for agents only, with the agency's code
    that CNIPA prints after its name. An agency that names no agent stands for itself.
    """

    name: str
    language: str | None
    address: str | None
    country: str | None
    sequence: int
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """An earlier application whose date is claimed. `kind` as written, e.g. ``international``."""

    country: str | None
    number: str
    date: date | None
    kind: str | None
    sequence: int


@dataclass(frozen=True, slots=True)
class Related:
    """Another application of the same stem: `relation` ``division``…, `role` ``parent``/``child``.

    A divisional keeps the filing date of its parent (Implementing Regulations of the Patent
    Law, the article on divisional applications), so `Publication.filing_date` may lie years
    before the number's own year.
    """

    relation: str
    role: str
    country: str | None
    number: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Pct:
    """The international application behind a national phase, and when that phase was entered."""

    filing_number: str | None
    filing_date: date | None
    filing_country: str | None
    publication_number: str | None
    publication_date: date | None
    national_phase_date: date | None


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of one application: all that is read of its bibliographic data.

    Numbers are as written in the office's own ('original') format, e.g. ``201510481495.9``;
    their check digit is not examined here. `kind_code` says what was published (A: an
    application; B, C, U, Y, S: a granted right); `patentees` (专利权人) is filled only where
    the publication names them. `titles` are (language, text), ``und`` where no language is
    declared. `ipc` is as written, in the fixed columns of ST.8. `source_digest` is
    ``sha256:`` and the hex digest of the record in exclusive C14N 1.0 without comments and
    processing instructions: equal for the same record alone or in a container.
    """

    application_number: str
    application_type: str | None
    filing_date: date | None
    publication_number: str
    kind_code: str
    publication_date: date
    country: str
    gazette_number: str | None
    titles: tuple[tuple[str, str], ...]
    applicants: tuple[NamedParty, ...]
    patentees: tuple[NamedParty, ...]
    inventors: tuple[NamedParty, ...]
    agents: tuple[NamedParty, ...]
    priorities: tuple[Priority, ...]
    related: tuple[Related, ...]
    pct: Pct | None
    ipc: tuple[str, ...]
    position: Position
    source_digest: str
