"""Where the log stands: its public folder, and the folder that the publisher alone reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KEY_FOLDER = "log-keys"


@dataclass(frozen=True, slots=True)
class LogPlace:
    """`folder` holds what everybody may fetch, `keys` the log key and what it signed last.

    `origin` is the name under which a log would begin here. One that has begun keeps its own.
    `witnesses` and `witnessed` are C2SP tlog-policy files: who cosigns our log, whose we cosign;
    None, or a path where nothing is: nobody. `witness` is our name as a witness, `url` where
    our log is served; `private` allows addresses in closed networks.
    """

    folder: Path
    keys: Path
    origin: str
    witnesses: Path | None = None
    witnessed: Path | None = None
    witness: str = "log.example/witness"
    url: str = ""
    private: bool = False

    @property
    def checkpoint(self) -> Path:
        """The newest published checkpoint."""
        return self.folder / "checkpoint"

    @property
    def vkey(self) -> Path:
        """The public half of the log key, in the form of C2SP signed-note."""
        return self.folder / "vkey"

    @property
    def policy(self) -> Path:
        """The policy for whoever verifies: this log, its witnesses, its quorum."""
        return self.folder / "policy"

    @property
    def receipt_key(self) -> Path:
        """The note under the log key that says which key signs receipts."""
        return self.folder / "receipt-key.note"
