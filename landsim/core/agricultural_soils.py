"""N2O of nitrogen on soils, IPCC 2019 Tier 1 (V4 ch. 11): direct, after volatilisation, after leaching.

direct = N EF1; volatilisation = N Frac_GAS EF4; leaching = N Frac_LEACH EF5; each times 44/28.
"""

from __future__ import annotations

from typing import Any

from landsim.core.manure import NITROUS_OXIDE_PER_NITROGEN
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter("agricultural_soils.direct", "kg N2O-N/kg N", 0.01, (0.0, 0.1), (0.002, 0.018),
              "IPCC 2019 T11.1, EF1 for all climates; wet 0.016 of fertiliser and 0.006 of organic N, dry 0.005",
              "direct N2O of nitrogen put on fields", status="read"),
    Parameter("agricultural_soils.deposition", "kg N2O-N/kg N", 0.01, (0.0, 0.1), (0.002, 0.018),
              "IPCC 2019 T11.3, EF4 for all climates; wet 0.014, dry 0.005", "N2O of nitrogen that comes down again",
              status="read"),
    Parameter("agricultural_soils.runoff", "kg N2O-N/kg N", 0.011, (0.0, 0.1), (0.0, 0.02), "IPCC 2019 T11.3, EF5",
              "N2O of leached nitrogen", status="read"),
    Parameter("agricultural_soils.volatilised_synthetic", "1", 0.11, (0.0, 1.0), (0.02, 0.33), "IPCC 2019 T11.3",
              "nitrogen of synthetic fertiliser that leaves as ammonia and NOx", status="read"),
    Parameter("agricultural_soils.volatilised_organic", "1", 0.21, (0.0, 1.0), (0.0, 0.31), "IPCC 2019 T11.3",
              "nitrogen of manure, spread or dropped, that leaves as ammonia and NOx", status="read"),
    Parameter(
        "agricultural_soils.leached", "1", 0.24, (0.0, 1.0), (0.01, 0.73),
        "IPCC 2019 T11.3, Frac_LEACH where it is wet", "nitrogen that is washed out", status="read",
        dimension="country",
        per_key={"MNG": (0.0, 0.0, 0.24, "IPCC 2019 T11.3, Frac_LEACH where it is dry")},
    ),
    Parameter(
        "agricultural_soils.fertiliser_scale", "1", 1.0, (0.0, 10.0), (0.9, 1.1),
        "own judgement: FAOSTAT, statistics of producers and trade", "synthetic nitrogen against FAOSTAT's",
        dimension="country",
        per_key={
            "PRK": (1.0, 1.0, 4.0, "own judgement: FAO's estimate from trade leaves out domestic production"),
            "MNG": (1.0, 0.5, 2.0, "own judgement: FAO's estimate from trade, years of zero are left out"),
        },
    ),
    Parameter("agricultural_soils.carbon_to_nitrogen", "t C/t N", 15.0, (5.0, 40.0), (10.0, 30.0),
              "IPCC 2006 V4 eq. 11.8, forest and grass converted", "carbon lost from soil for each tonne of N set free",
              status="read"),
    Parameter("agricultural_soils.saving_limit", "1", 0.4, (0.0, 1.0), (0.2, 0.6),
              "own judgement: surplus nitrogen of China's fields in published budgets, less elsewhere",
              "largest share of synthetic nitrogen that can be saved"),
    Parameter("agricultural_soils.grass_fire_scale", "1", 0.0, (0.0, 5.0), (0.0, 1.0),
              "counted once: steppe fire of the land model (grass_fire.burned_share) is in 4.C already",
              "dry matter of burned grassland of FAOSTAT that counts under 3.E, beside the land model's"),
)  # fmt: skip


def direct(nitrogen: Any, factor: Any) -> Any:
    """Direct N2O, in the unit of mass of the nitrogen; factor EF1 in kg N2O-N/kg N."""
    return nitrogen * factor * NITROUS_OXIDE_PER_NITROGEN


def after_volatilisation(nitrogen: Any, volatilised: Any, factor: Any) -> Any:
    """Indirect N2O of the share volatilised (Frac_GASF or Frac_GASM) that comes down again; factor EF4."""
    return nitrogen * volatilised * factor * NITROUS_OXIDE_PER_NITROGEN


def after_leaching(nitrogen: Any, leached: Any, factor: Any) -> Any:
    """Indirect N2O of the share leached (Frac_LEACH); factor EF5."""
    return nitrogen * leached * factor * NITROUS_OXIDE_PER_NITROGEN
