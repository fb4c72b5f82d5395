"""Stock change = in - out, for every unit and year: the residual that may not exceed a tolerance.

Relative residual = |change - (in - out)| / max(stock, throughput, 1), in tC for carbon and ha for area. What is not
finite counts as an infinite residual.
"""

from __future__ import annotations

from landsim.core.compilation import scalar

CARBON_TOLERANCE = 1e-9
AREA_TOLERANCE = 1e-9
SINGLE_PRECISION_TOLERANCE = 1e-4


@scalar
def relative_residual(before, after, entering, leaving):
    """Residual of one budget relative to the largest of stock, throughput and 1."""
    residual = abs((after - before) - (entering - leaving))
    scale = max(max(abs(before), abs(after)), max(entering + leaving, 1.0))
    relative = residual / scale
    return relative if relative < 1e300 else 1e300
