"""What title answers, as bytes: to be asked again later, or of another register."""

from __future__ import annotations

from datetime import date

from ipregistry.domain.access import PUBLIC_ACTOR
from ipregistry.domain.filings.subjects import policy_for
from ipregistry.domain.titles import Title, effective_steps, fold
from ipregistry.domain.titles.document import chain_document, title_document
from ipregistry.tlog.canonical import canonical
from tests.unit.register import MemoryRegister

# What is said of the day of the question; an answer about a past instant leaves it out.
OF_TODAY = frozenset({"pending", "blocks", "policy", "titleVersion"})


def said(register: MemoryRegister, right: str, on: date, known_at: str) -> bytes:
    """The whole answer with its chain, but what is said of today."""
    found = register.rights[right]
    title = found.title(on, known_at)
    policy = policy_for(register.context(PUBLIC_ACTOR, {}), found.office, found.kind)
    document = title_document(found, title, [], policy, lambda _holding: {})
    whole = document | chain_document(found, title, lambda _holding: {})
    return canonical({name: value for name, value in whole.items() if name not in OF_TODAY})


class Past:
    """Answers as they were given, to be compared with those given again."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, date, str], bytes] = {}

    def listen(self, register: MemoryRegister) -> None:
        """Ask everything of today."""
        for right in register.rights:
            asked = (right, register.today, register.now)
            self._told[asked] = said(register, *asked)

    def check(self, register: MemoryRegister) -> None:
        for asked, answer in self._told.items():
            assert said(register, *asked) == answer


def folds_piece_by_piece(register: MemoryRegister) -> None:
    """The fold of all is the fold of the last effects from where the earlier ones led."""
    for right in register.rights.values():
        ordered = effective_steps(right.steps)
        whole = fold(ordered)
        for cut in {len(ordered) // 2, len(ordered) - 1}:
            assert fold(ordered[cut:], start=fold(ordered[:cut])) == whole


def is_what_its_log_says(register: MemoryRegister) -> None:
    """Rights, filings and every answer are those of a register that read the log alone."""
    again = register.replayed()
    assert again.rights == register.rights
    assert again.filings == register.filings
    for right in register.rights:
        asked = (right, register.today, register.now)
        again.moment = register.moment
        assert said(again, *asked) == said(register, *asked)


def in_words(title: Title) -> tuple[object, ...]:
    """Who holds, what burdens and what is open, without the numbers of the entries."""
    return tuple(
        (
            {h.party: h.share for h in state.holders or ()},
            sorted(s.interest.id for s in state.interests),
            sorted(f.code for f in state.open_findings),
            state.stage,
            state.facts,
        )
        for state in (title.record, title.notified)
    )
