"""Title: who holds what of a right, at a pair of dates, and by which steps.

`effects` are what entries recorded, `codec` writes and reads them, `state` is where the fold
stands, `corrected` says which of them stand, `playing` what one does (`roots`, what a root
does), `fold` plays them, `document` says the result.
"""

from ipregistry.domain.titles.codec import read_effect, write_effect
from ipregistry.domain.titles.corrected import (
    MaySee,
    descended,
    hiding,
    named_in,
    standing,
    undone,
)
from ipregistry.domain.titles.effects import (
    OF_A_REGISTER,
    Close,
    Effect,
    End,
    Event,
    Grant,
    Holding,
    Interest,
    InterestCategory,
    Lift,
    Named,
    Principal,
    Register,
    Rename,
    Replace,
    Restrict,
    Reveal,
    Root,
    Stage,
    Step,
    Strength,
    Transfer,
    Vary,
)
from ipregistry.domain.titles.fold import Title, effective_steps, fold, title_at
from ipregistry.domain.titles.playing import play
from ipregistry.domain.titles.state import ChainStep, Finding, Restriction, Standing, State

__all__ = [
    "OF_A_REGISTER",
    "ChainStep",
    "Close",
    "Effect",
    "End",
    "Event",
    "Finding",
    "Grant",
    "Holding",
    "Interest",
    "InterestCategory",
    "Lift",
    "MaySee",
    "Named",
    "Principal",
    "Register",
    "Rename",
    "Replace",
    "Restrict",
    "Restriction",
    "Reveal",
    "Root",
    "Stage",
    "Standing",
    "State",
    "Step",
    "Strength",
    "Title",
    "Transfer",
    "Vary",
    "descended",
    "effective_steps",
    "fold",
    "hiding",
    "named_in",
    "play",
    "read_effect",
    "standing",
    "title_at",
    "undone",
    "write_effect",
]
