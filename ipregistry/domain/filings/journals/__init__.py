"""Publication in a journal or gazette: the act by which an office makes known what it recorded.

Where the law says that an act takes effect on its publication, what was recorded waits for it,
and this brings it to its end; elsewhere it is evidence, and moves no title.

`command` is what an officer files of one issue, `found` what each item of it is about, `ending`
how what waits takes effect, `recording` puts the issue down.
"""

from ipregistry.domain.filings.journals.command import NAME, Issue, Item
from ipregistry.domain.filings.journals.recording import TYPE

__all__ = ["NAME", "TYPE", "Issue", "Item"]
