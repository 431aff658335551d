"""One register, everybody at once: parties, agents, venues, officers, courts through them, an
outside office and the clock play all acts in any order; after every step all invariants hold.

A rule of the machine is a move (tests/moves): whoever adds a filing type adds a move there, and
it is played here. IPREGISTRY_TEST_EXAMPLES=2000 plays so many new games and shrinks what fails.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ipregistry.domain.filings.acts_on_title import ACTS
from tests.moves import MOVES, TYPES_PLAYED, Move, Table
from tests.unit.answers import Past, folds_piece_by_piece, is_what_its_log_says
from tests.unit.games import LONG_RUN, PLACES, Place, chances
from tests.unit.invariants import CHECKS
from tests.unit.register import MemoryRegister, Taken

# How an office works: at once, by hand, by hand with two officers.
DESKS: tuple[dict[str, Any], ...] = (
    {},
    {"examination": "by-hand"},
    {"examination": "by-hand", "second_officer": True},
)


class Game(RuleBasedStateMachine):
    """A game at one place. `past` has every answer that was given in it."""

    def __init__(self) -> None:
        super().__init__()
        self.past = Past()
        self.table: Table | None = None

    @initialize(
        place=st.sampled_from(PLACES),
        desk=st.sampled_from([DESKS[0], *DESKS]),
        chance=chances,
    )
    def sit_down(self, place: Place, desk: dict[str, Any], chance: Any) -> None:
        self.table = place.table(chance, **desk)

    def make(self, move: Move, chance: Any) -> None:
        """One move, and everything that must hold after it."""
        table = self.table
        assert table is not None
        assert isinstance(table.board, MemoryRegister)
        register, table.chance = table.board, chance
        answer = move.play(table)
        if not isinstance(answer, Taken):
            return
        note(f"{answer} {answer.told()}")
        for check in CHECKS:
            check(register, answer)
        folds_piece_by_piece(register)
        self.past.listen(register)

    def teardown(self) -> None:
        if self.table is None:
            return
        register = self.table.board
        assert isinstance(register, MemoryRegister)
        self.past.check(register)
        is_what_its_log_says(register)


def _rule_of(move: Move) -> Callable[..., None]:
    def play(self: Game, chance: Any) -> None:
        self.make(move, chance)

    play.__name__ = move.name
    made: Callable[..., None] = rule(chance=chances)(play)
    return made


for _move in MOVES:
    setattr(Game, _move.name, _rule_of(_move))


TestGame = Game.TestCase
TestGame.settings = settings(
    max_examples=LONG_RUN or 60,
    stateful_step_count=60,
    derandomize=not LONG_RUN,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_every_act_on_title_is_played() -> None:
    """Whoever adds an act adds a move: else no game would ever meet it."""
    assert set(ACTS) <= TYPES_PLAYED
