"""What soil care adds to a covered hectare of cropland: carbon of manure, straw and cover crops, and char that stays.

Each practice brings carbon every year that enters the soil as litter does. Of the carbon of char, the share that is
left after a hundred years (IPCC 2019 V4 app. 4) joins what never decays at once; the rest enters with the other input,
which decays sooner than char does, so the loss comes early rather than late. Tillage adds nothing: it changes decay
(soil_decomposition.py). Carbon is counted where it is applied, not where it was taken from.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "soil_management.organic_amendment", "t C/ha/yr", 1.0, (0.0, 20.0), (0.4, 3.0),
        "own judgement: about 8 t/ha of fresh farmyard manure or compost with 0.13 t C/t",
        "carbon of manure and compost that a covered hectare gets beyond the usual",
    ),
    Parameter(
        "soil_management.straw_return", "t C/ha/yr", 1.2, (0.0, 20.0), (0.5, 2.5),
        "own judgement: 3 t/ha of dry straw that was carted off or burned, with 0.42 t C/t",
        "carbon of crop residue that stays on a covered hectare beyond the usual",
    ),
    Parameter(
        "soil_management.cover_crop", "t C/ha/yr", 1.87, (0.0, 20.0), (0.9, 2.8),
        "Poeplau and Don 2015, mean of 37 sites, recalled; range: own judgement",
        "carbon of roots and shoots of cover crops that enters the soil of a covered hectare",
    ),
    Parameter(
        "soil_management.biochar", "t C/ha/yr", 0.5, (0.0, 20.0), (0.1, 2.0),
        "own judgement: 0.7 t/ha of char a year, as 20 t/ha spread over a generation",
        "carbon of char that a covered hectare gets",
    ),
    Parameter(
        "soil_management.char_stays", "1", 0.80, (0.0, 1.0), (0.65, 0.89),
        "IPCC 2019 V4 app. 4: 0.65 made at 350-450 degC, 0.80 at 450-600, 0.89 above",
        "share of the carbon of char that is left after a hundred years", status="read",
    ),
)  # fmt: skip


@scalar
def covered_share(asked, cropland):
    """Share of the cropland that a practice covers (0-1); both in ha, none where there is no cropland."""
    return min(1.0, asked / cropland) if cropland > 0.0 else 0.0


@scalar
def staying_char(applied, stays):
    """Carbon of char that joins what never decays, in the unit of what is applied; stays as a share (0-1)."""
    return applied * stays


@scalar
def decaying_char(applied, stays):
    """Carbon of char that enters the soil with the other input, in the unit of what is applied."""
    return applied * (1.0 - stays)
