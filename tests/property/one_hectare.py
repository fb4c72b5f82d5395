"""A world of a single unit, for numbers worked out by hand: growth and parameters are round, the rest is off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from landscapes import GRASSLAND, NATURAL, PLANTED, World, make_world

from landsim.core.dimensions import FOREST_TYPES
from landsim.core.simulation import Simulated
from landsim.core.state import DRIVER, FLUX, INPUT, LUMP_AGES
from landsim.names import COUNTRIES
from landsim.policy.tiers import Row
from landsim.unit_inputs import make_blocks, plan_rows

COUNTRY = "RUS"
KIND = "larch_daxinganling_natural"
# B(a) = 100 (1 - exp(-0.02 a))^1.5 tC/ha; 60 % of a larch is stem; it may be cut from 90 years on.
ASYMPTOTE, RATE, SHAPE = 100.0, 0.02, 1.5
ROUND = {
    f"forest.asymptote.{KIND}": ASYMPTOTE, f"forest.rate.{KIND}": RATE, f"forest.shape.{KIND}": SHAPE,
    f"forest.minimum_rotation.{KIND}": 90.0, "forest.logistic_share": 0.0, "forest.share_merchantable.larch": 0.6,
    "forest.share_foliage.larch": 0.02, "forest.share_other_wood.larch": 0.17, "forest.share_coarse_roots.larch": 0.18,
    "forest.share_fine_roots.larch": 0.03, "fire.crown_share.RUS": 0.2, "fire.surface_kill_share": 0.3,
    "harvest.product_share": 0.85, "harvest.slash_burned_share.RUS": 0.0, "harvest.partial_cut_share.RUS": 0.0,
    "grass_fire.burned_share.RUS": 0.0,
}  # fmt: skip


@dataclass
class OneUnit:
    """What the unit has: ha of natural forest of one age and of grassland; what a year asks of it.

    burned in ha, wood in tC of products, herd in sheep units of which `grazing` is the share grazed
    """

    forest: float = 0.0
    age: int = 45
    grassland: float = 0.0
    burned: float = 0.0
    killed_by_insects: float = 0.0
    wood: float = 0.0
    herd: float = 0.0
    grazing: float = 1.0
    years: int = 2

    def world(self, rows: list[Row], overrides: dict[str, float] | None = None) -> World:
        country = COUNTRIES.index(COUNTRY)
        world = make_world(countries=(country,), years=self.years, overrides={**ROUND, **(overrides or {})})
        unit = world.inputs
        unit[:] = 0.0
        unit[NATURAL, 0], unit[GRASSLAND, 0] = self.forest, self.grassland
        unit[INPUT.temperature], unit[INPUT.precipitation], unit[INPUT.aridity] = 5.0, 350.0, 0.5
        unit[INPUT.soil_carbon, 0] = 60.0
        unit[INPUT.soil_decay_0], unit[INPUT.soil_response] = 0.35, 1.0
        for stratum in range(3):
            unit[INPUT.natural_type + stratum] = FOREST_TYPES.index(KIND)
            unit[INPUT.natural_scale + stratum] = 1.0
        unit[INPUT.burned_area_share, 0] = unit[INPUT.insect_area_share, 0] = 1.0
        unit[INPUT.sheep_units, 0], unit[INPUT.grazing_share, 0] = self.herd, self.grazing
        world.drivers[:] = 0.0
        unit[INPUT.forage_scale] = 1.0
        ones = ("co2_factor", "herd_ratio", "forage_desert", "forage_steppe", "forage_meadow")
        world.drivers[:, :, [DRIVER._fields.index(name) for name in ones]] = 1.0
        world.drivers[country, :, DRIVER.burned_area] = self.burned
        world.drivers[country, :, DRIVER.insect_area] = self.killed_by_insects
        world.drivers[country, :, DRIVER.product_carbon] = self.wood
        world.harvest_share[:] = 0.0
        world.harvest_share[:, 0] = 1.0
        world.lump_weight[:] = 0.0
        world.lump_weight[:, :, LUMP_AGES.index(self.age)] = 1.0
        # A measure may plant where nothing grows yet.
        world.present[:] = False
        world.present[0, [NATURAL, PLANTED]] = True
        kernel_rows = plan_rows(rows, make_blocks(np.array([country])), self.years)
        return World(**{**vars(world), "rows": kernel_rows})

    def run(self, rows: list[Row], overrides: dict[str, float] | None = None) -> Simulated:
        return self.world(rows, overrides).run()


def row(rule: int, hectares: float, years: int, level: float = 1.0, destination: int = 0, source: int = 0) -> Row:
    """Hectares in force from the first year on."""
    cumulative = np.full(years + 1, hectares)
    cumulative[0] = 0.0
    return Row(rule, source, destination, False, level, cumulative, np.ones(1), "m")


def national(result: Simulated, name: str) -> np.ndarray:
    """A flux or stock of the unit by year."""
    return result.total[COUNTRIES.index(COUNTRY), :, FLUX._fields.index(name)]
