"""What clients know for certain: each writes down, forced to the disk, what it was told."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Condition


class Ledger:
    """The acknowledgements of all clients in one file, each there before its client goes on."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._changed = Condition()
        self.acknowledged: dict[str, tuple[str, str]] = {}

    def write(self, key: str, filing: str, receipt: str) -> None:
        """The filing under this key was acknowledged, now or before: always the same one."""
        with self._changed:
            known = self.acknowledged.setdefault(key, (filing, receipt))
            assert known == (filing, receipt), key
            os.write(self._handle, f"{key} {filing} {receipt}\n".encode())
            os.fsync(self._handle)
            self._changed.notify_all()

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until so many keys are acknowledged."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.acknowledged) >= count, seconds)

    def close(self) -> None:
        os.close(self._handle)
