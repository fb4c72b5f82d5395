"""Folders that a command leaves: checked before anything runs, written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landsim.errors import InputError


def check_output_folder(folder: Path, what: str, landmark: str, otherwise: str) -> None:
    """Refuse before the work what would fail after it: a folder not writable, or with other things in it.

    what       comes into the folder ("run")          landmark  a file that every earlier one has
    otherwise  what may be done with an earlier one ("an earlier run to replace")

    Raises InputError.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"--out: '{folder}' is a file, expected a folder or a new name.")
        if folder.is_dir() and any(folder.iterdir()) and not (folder / landmark).is_file():
            raise InputError(
                f"--out: '{folder}' holds other files than a {what} of landsim, expected a new or empty folder, or "
                f"{otherwise}."
            )
        # A folder is written beside its place and then renamed, so it is the parent that must be writable.
        parent = folder.absolute().parent
        while not parent.exists():
            parent = parent.parent
        os.rmdir(tempfile.mkdtemp(prefix=".landsim-", dir=parent))
    except OSError as error:
        raise _unwritable(folder, error) from error


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A temporary folder to write into, which takes the place of `folder` as a whole when all is written.

    Raises InputError for a place that cannot be written. Nothing is left of what fails or is interrupted, and an
    earlier folder then stays as it was.
    """
    folder = folder.absolute()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield temporary
        temporary.chmod(0o755)
        _replace(temporary, folder)
    finally:
        # Reached with the folder still there only when something went wrong or the user interrupted.
        shutil.rmtree(temporary, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(
        f"--out: '{folder}' cannot be written ({error.strerror}), expected a folder in a place where you may write."
    )


def _replace(temporary: Path, folder: Path) -> None:
    """Put a finished folder in its place; the earlier one goes only when the new one stands."""
    if not folder.exists():
        temporary.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    try:
        os.replace(folder, old / "run")
        temporary.rename(folder)
    finally:
        # An interruption between the two renames: the earlier one goes back to its place.
        if not folder.exists():
            os.replace(old / "run", folder)
        shutil.rmtree(old, ignore_errors=True)
