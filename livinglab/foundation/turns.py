"""Those who write into an embedded database take turns: each begins as soon as the one before it is done.

SQLite lets one write at a time, and who finds it busy sleeps and looks again, up to a tenth of a second and with luck.
With eight people answering at once that was 120 ms of waiting (and seconds for some) before 15 ms of work. A turn is a
courtesy, not the guard: the guard stays BEGIN IMMEDIATE. Who gets no turn in time goes on without one, and SQLite says
whether the database is free.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

PATIENCE_SECONDS = 10
PAUSE_SECONDS = 0.001


class Turns:
    """One writer at a time, among the threads of this process by a lock and among processes by a lock on a file.

    The system takes the lock of a killed process back. Nothing is kept open between turns, so forks share none.
    """

    def __init__(self, file: Path, patience: float = PATIENCE_SECONDS) -> None:
        self._file, self._patience = file, patience
        self._here = threading.Lock()

    def take(self) -> int | None:
        """Wait for a turn; what `give_back` needs, or None when nobody gave one within the patience (in seconds)."""
        until = time.monotonic() + self._patience
        if not self._here.acquire(timeout=self._patience):
            return None
        handle = None
        try:
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            while not _locked(handle):
                if time.monotonic() >= until:
                    raise TimeoutError
                time.sleep(PAUSE_SECONDS)
        except OSError:  # also a folder that cannot be written into, and a disk without locks
            if handle is not None:
                os.close(handle)
            self._here.release()
            return None
        return handle

    def give_back(self, turn: int) -> None:
        """Let the next one begin."""
        os.close(turn)
        self._here.release()


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
