"""A landscape of few units for tests that do many runs: every so many units of the embedded grid, as a file."""

from __future__ import annotations

from pathlib import Path

import netCDF4
import numpy as np

from landsim.landscape import embedded_path


def write_small_landscape(path: Path, every: int = 40) -> Path:
    """Copy one unit of so many, with all columns and attributes, into a file of the same format."""
    with netCDF4.Dataset(embedded_path()) as source, netCDF4.Dataset(path, "w") as out:
        source.set_auto_maskandscale(False)
        out.setncatts({name: source.getncattr(name) for name in source.ncattrs()})
        chosen = np.arange(0, len(source.dimensions["unit"]), every)
        for name, dimension in source.dimensions.items():
            out.createDimension(name, len(chosen) if name == "unit" else len(dimension))
        for name, variable in source.variables.items():
            copy = out.createVariable(name, variable.dtype, variable.dimensions)
            copy.setncatts({key: variable.getncattr(key) for key in variable.ncattrs() if key != "_FillValue"})
            copy.set_auto_maskandscale(False)
            values = variable[:]
            copy[:] = values[..., chosen] if variable.dimensions[-1] == "unit" else values
    return path
