"""What people do on a register, drawn by chance: one function a filing type, a few lines each.

The same moves are played on a register in memory and on a running node. They make mostly
sense, so that many are taken; the rules refuse the others. `TYPES_PLAYED` are all filing
types that some move files.
"""

from tests.moves import (
    by_law,
    corrections,
    dispositions,
    examination,
    holds,
    interests,
    journals,
    life,
    names,
    outside,
    times,
)
from tests.moves.table import MOVES, Cast, Move, Table, moves_by_name

__all__ = ["MOVES", "PLAYERS", "TYPES_PLAYED", "Cast", "Move", "Table", "moves_by_name"]

PLAYERS = (
    by_law,
    corrections,
    dispositions,
    examination,
    holds,
    interests,
    journals,
    life,
    names,
    outside,
    times,
)
TYPES_PLAYED = frozenset(name for move in MOVES for name in move.types)
