"""Forest fire: what a burned hectare loses to air and what dies.

Stand-replacing (crown) fire kills all trees and burns foliage, litter and much of the humus layer (CBM-CFS3 disturbance
matrix 380). Surface fire kills a share of the trees and burns litter and part of the fallen wood; its combustion shares
are a construction after CBM-CFS3 matrices and Siberian field studies. Gases by carbon: CO2 : CH4 : CO = 90 : 1 : 9.
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

_SURFACE = "surface-fire construction for larch and pine taiga (SCIENCE: prior)"

PARAMETERS = (
    Parameter(
        "fire.surface_kill_share", "1", 0.3, (0.0, 1.0), (0.1, 0.6), _SURFACE,
        "share of the trees that die where fire runs along the ground",
    ),
    Parameter(
        "fire.crown_share", "1", 1.0, (0.0, 1.0), (0.5, 1.0), "no record of surface fires; stands taken as killed",
        "share of the burned area under stand-replacing fire; the rest burns along the ground", dimension="country",
        per_key={
            "RUS": (0.2, 0.1, 0.3, "Korovin, Conard and Ivanova, recalled: 2-6 % in mild, 50 % in extreme years"),
            "MNG": (0.15, 0.05, 0.3, "prior: surface fire is the rule in larch and pine forest"),
        },
    ),
    Parameter(
        "fire.burned_area_scale", "1", 1.0, (0.0, 50.0), (0.8, 1.2), "1 = official statistics (FRA 2020)",
        "multiplies the official burned forest area; run.json has the value that meets satellites",
        dimension="country",
        per_key={"RUS": (1.0, 1.0, 5.0, "satellites see about 8 Mha/yr, official statistics 0.5-3.3 Mha/yr")},
    ),
    Parameter(
        "fire.warming_response", "1/K", 0.14, (0.0, 1.0), (0.0, 0.3), "prior: order of magnitude, no study read",
        "rise of the burned area with each kelvin of local warming since 2010-2020",
    ),
    Parameter(
        "fire.interannual_sigma", "1", 0.6, (0.0, 2.0), (0.4, 1.4), "prior; FRA 2020: RUS, JPN 0.5, others 1.1-1.4",
        "standard deviation of the logarithm of a year's burned area, where that is drawn",
    ),
    Parameter(
        "fire.fuel_saturation", "tC/ha", 30.0, (1.0, 300.0), (15.0, 60.0), "own estimate: saxaul, 4 tC/ha, is too thin",
        "biomass of old forest below which burned area falls in proportion to fuel",
    ),
    Parameter(
        "fire.continentality_exponent", "1", 1.0, (0.0, 4.0), (0.0, 2.0), "own estimate: dry springs after winter",
        "how strongly a unit's burned area rises with the yearly range of temperature",
    ),
    Parameter(
        "fire.burned_share_limit", "1", 0.5, (0.01, 1.0), (0.3, 0.8), "a unit never burns whole in a year",
        "largest share of a unit's forest that may burn in one year",
    ),
    Parameter(
        "fire.management_effect", "1", 0.5, (0.0, 1.0), (0.2, 0.8),
        "own estimate: patrols and fuel breaks keep small fires small and stop few large ones",
        "share of the burned area that is avoided on a hectare under fire management",
    ),
    Parameter(
        "fire.foliage_burned", "1", 0.5, (0.0, 1.0), (0.3, 0.9), _SURFACE, "foliage of killed trees that burns",
    ),
    Parameter(
        "fire.litter_burned", "1", 0.9, (0.0, 1.0), (0.6, 1.0), _SURFACE, "above-ground very fast matter burned",
    ),
    Parameter(
        "fire.branches_burned", "1", 0.3, (0.0, 1.0), (0.1, 0.6), _SURFACE, "above-ground fast matter burned",
    ),
    Parameter("fire.logs_burned", "1", 0.15, (0.0, 1.0), (0.05, 0.3), _SURFACE, "medium matter burned"),
    Parameter(
        "fire.humus_burned", "1", 0.15, (0.0, 1.0), (0.05, 0.7), _SURFACE, "above-ground slow matter burned",
    ),
    Parameter(
        "fire.methane_share", "1", 0.01, (0.0, 0.1), (0.005, 0.02), "CBM-CFS3 gas split by carbon",
        "share of burned carbon that leaves as CH4", status="read",
    ),
    Parameter(
        "fire.nitrous_oxide_factor", "kg N2O/t dm", 0.26, (0.0, 2.0), (0.12, 0.4), "IPCC 2019, forest fire",
        "N2O for each tonne of dry matter burned", status="read",
    ),
)  # fmt: skip


@scalar
def burned_share(burned_area, forest_area, limit):
    """Share of a unit's forest that burns in a year (1), from hectares asked for and hectares there."""
    return min(burned_area / forest_area, limit) if forest_area > 0.0 else 0.0
