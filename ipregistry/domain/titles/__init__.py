"""Title: who holds what of a right, at a pair of dates, and by which steps.

`effects` are what entries recorded; `fold` plays them; `document` says the result.
"""

from ipregistry.domain.titles.effects import (
    Close,
    Effect,
    Holding,
    Register,
    Replace,
    Root,
    Stage,
    Step,
    Strength,
    Transfer,
    read_effect,
    write_effect,
)
from ipregistry.domain.titles.fold import (
    ChainStep,
    Finding,
    State,
    Title,
    effective_steps,
    fold,
    play,
    title_at,
)

__all__ = [
    "ChainStep",
    "Close",
    "Effect",
    "Finding",
    "Holding",
    "Register",
    "Replace",
    "Root",
    "Stage",
    "State",
    "Step",
    "Strength",
    "Title",
    "Transfer",
    "effective_steps",
    "fold",
    "play",
    "read_effect",
    "title_at",
    "write_effect",
]
