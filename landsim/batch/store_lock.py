"""One process at a time works on a store: a lock that the system takes back when the process ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from landsim.errors import InputError


class StoreLock:
    """Held from the making of the object to ``release``. Raises InputError where another process holds it."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("a+", encoding="utf-8")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip()
            self._file.close()
            who = f"process {holder}" if holder else "another process"
            raise InputError(
                f"--out: '{path.parent}' is being worked on by {who}, expected a folder that no other batch uses; "
                "wait until it ends, or stop it."
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.truncate(0)
        self._file.close()


if os.name == "nt":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
