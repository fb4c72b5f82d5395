"""Files kept from one process to the next, in the user's cache folder.

A file is named by a hash of everything that its content follows from, so a change of any of it is a miss and nothing is
ever out of date. A file that is cut, altered or renamed is a miss too; a folder that cannot be written costs time and
no more.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from landsim.versions import code_versions

# Names the folder in place of landsim's in the user's cache folder.
FOLDER_VARIABLE = "LANDSIM_CACHE_DIR"
_SEAL_BYTES = 32


def cache_folder() -> Path:
    """Where files are kept: LANDSIM_CACHE_DIR, else `landsim` in the user's cache folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "landsim"


def content_key(**content: object) -> str:
    """SHA-256 of what is asked for (plain JSON types) and of the code, tables, libraries and machine that answer."""
    everything = {**content, "code": code_versions(), "machine": platform.machine()}
    return hashlib.sha256(json.dumps(everything, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class KeptFiles:
    """Files of one kind.

    room    their folder in the cache folder
    ending  of their names
    most    how many there may be; what was not asked for longest goes first
    """

    room: str
    ending: str
    most: int

    def path_of(self, key: str) -> Path:
        return cache_folder() / self.room / f"{key}{self.ending}"

    def fetch(self, key: str) -> bytes | None:
        """What is kept under a key, or None where nothing whole is."""
        path = self.path_of(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        payload = content[_SEAL_BYTES:]
        if content[:_SEAL_BYTES] != _seal(key, payload):
            return None
        with suppress(OSError):
            os.utime(path)
        return payload

    def keep(self, key: str, payload: bytes) -> bool:
        """Keep bytes under a key; false where the folder cannot be written."""
        path = self.path_of(key)
        part: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(prefix=f".{key[:16]}-", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(key, payload) + payload)
            # The last of two processes wins, and both have the same bytes.
            os.replace(part, path)
        except OSError:
            if part is not None:
                with suppress(OSError):
                    os.unlink(part)
            return False
        self._forget_oldest(path.parent)
        return True

    def _forget_oldest(self, folder: Path) -> None:
        with suppress(OSError):
            kept = [entry for entry in os.scandir(folder) if entry.name.endswith(self.ending)]
            files = sorted((entry.stat().st_mtime, entry.path) for entry in kept)
            for _, path in files[: max(0, len(files) - self.most)]:
                with suppress(FileNotFoundError):
                    os.unlink(path)


def _seal(key: str, payload: bytes) -> bytes:
    """Ties the bytes of a file to its name: cut, altered or renamed files do not fit."""
    return hashlib.sha256(key.encode() + payload).digest()
