"""Two measures on one hectare, solved by hand with plain arithmetic, and two that want the same hectare."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from one_hectare import OneUnit, national, row

from landsim.core.simulation import Simulated
from landsim.core.state import EXCLOSURE, HERD_CAP, MODIFICATION, MODIFIERS

EXACT = 1e-9
FIRE, HARVEST, INCREMENT, ROTATION = (MODIFIERS.index(name) for name in ("fire", "harvest", "increment", "rotation"))


def stand(age: float) -> float:
    """B(a) = 100 (1 - exp(-0.02 a))^1.5, tC/ha."""
    return 100.0 * (1.0 - exp(-0.02 * age)) ** 1.5


class TestFireManagementAndTending:
    """One hectare of larch, 45 years old. 0.2 ha would burn each year; of a burned hectare 0.2 + 0.8 x 0.3 = 0.44 dies.

    Fire management on the hectare avoids half of the burned area. Tending on 0.6 ha adds 0.1 there, so 0.06 on average.
    """

    UNIT = OneUnit(forest=1.0, age=45, burned=0.2, years=2)

    def measures(self, managed: float = 1.0, tended: float = 0.6) -> Simulated:
        rows = [
            row(MODIFICATION, managed, 2, level=0.5, destination=FIRE),
            row(MODIFICATION, tended, 2, level=0.1, destination=INCREMENT),
        ]
        return self.UNIT.run(rows)

    def test_biomass_and_growth_by_hand(self) -> None:
        result = self.measures()
        dead = 0.2 * (1.0 - 0.5) * 0.44  # 0.044 of the hectare
        alive = 1.0 - dead
        more = 1.0 + 0.6 * 0.1
        # Year 1: what lives is 45 years old and grows to 46; what died grows from 0 to 1.
        growth_1 = (alive * (stand(46) - stand(45)) + dead * stand(1)) * more
        old_1 = alive * (stand(45) + (stand(46) - stand(45)) * more)
        young_1 = dead * stand(1) * more
        # Year 2: both lose the same share, and a third cohort begins.
        growth_2 = alive * alive * (stand(47) - stand(46)) + alive * dead * (stand(2) - stand(1)) + dead * stand(1)
        growth_2 *= more
        biomass_2 = alive * (old_1 + young_1) + growth_2
        assert national(result, "growth") == pytest.approx([growth_1, growth_2], rel=EXACT)
        assert national(result, "biomass_natural") == pytest.approx([old_1 + young_1, biomass_2], rel=EXACT)
        assert national(result, "burned_area") == pytest.approx([0.1, 0.1], rel=EXACT)

    def test_each_reports_its_own_part(self) -> None:
        result = self.measures()
        assert result.placed == pytest.approx(np.array([[1.0, 1.0], [0.6, 0.6]]), rel=EXACT)
        # Hectares not burned: 0.2 x 0.5; growth added: the 0.06 in 1.06 of all growth.
        assert result.surviving[0] == pytest.approx([0.1, 0.1], rel=EXACT)
        assert result.surviving[1] == pytest.approx(national(result, "growth") * 0.06 / 1.06, rel=EXACT)

    def test_half_a_hectare_avoids_half_as_much(self) -> None:
        result = self.measures(managed=0.5)
        assert national(result, "burned_area") == pytest.approx([0.2 * (1.0 - 0.25)] * 2, rel=EXACT)

    def test_the_order_of_the_two_does_not_matter(self) -> None:
        rows = [
            row(MODIFICATION, 0.6, 2, level=0.1, destination=INCREMENT),
            row(MODIFICATION, 1.0, 2, level=0.5, destination=FIRE),
        ]
        assert (self.UNIT.run(rows).total == self.measures().total).all()


class TestLongerRotationAndLessHarvest:
    """One hectare of larch, 95 years old at the start, old enough at 90. 6 tC of wood are wanted each year.

    Less harvest on 0.4 ha leaves 3.6 tC to be cut. Of a felled tonne 0.6 is stem, and 0.85 of that leaves as wood.
    """

    def measures(self, extra_years: float, years: int) -> Simulated:
        rows = [
            row(MODIFICATION, 0.4, years, level=1.0, destination=HARVEST),
            row(MODIFICATION, 1.0, years, level=extra_years, destination=ROTATION),
        ]
        return OneUnit(forest=1.0, age=95, wood=6.0, years=years).run(rows)

    def test_a_stand_that_is_still_old_enough_is_cut_by_hand(self) -> None:
        result = self.measures(extra_years=5.0, years=1)
        felled = 6.0 * (1.0 - 0.4) / (0.6 * 0.85)  # tC of trees
        area = felled / stand(95)
        grown = (1.0 - area) * (stand(96) - stand(95)) + area * stand(1)
        assert national(result, "felled_products") == pytest.approx([3.6], rel=EXACT)
        assert national(result, "felled_area") == pytest.approx([area], rel=EXACT)
        assert national(result, "biomass_natural") == pytest.approx([stand(95) - felled + grown], rel=EXACT)
        assert national(result, "products_unmet") == pytest.approx([0.0], abs=EXACT)
        assert result.surviving[0] == pytest.approx([6.0 * 0.4], rel=EXACT)

    def test_it_waits_until_it_is_old_enough_and_what_it_cannot_give_is_told(self) -> None:
        """Fourteen years more: its oldest trees, of 90 to 100 years at the start, are over 104 in the sixth year."""
        result = self.measures(extra_years=14.0, years=6)
        assert national(result, "felled_products") == pytest.approx([0.0] * 5 + [3.6], rel=EXACT)
        assert national(result, "products_unmet") == pytest.approx([3.6] * 5 + [0.0], abs=EXACT)
        assert national(result, "biomass_natural")[4] == pytest.approx(stand(100), rel=EXACT)


class TestExclosureAndGrassLivestockBalance:
    """A hectare of grassland, 10 sheep units of which 8 live on it. 0.4 ha is closed, the cap is 1.5 times capacity."""

    def test_herd_and_grass_by_hand(self) -> None:
        rows = [row(EXCLOSURE, 0.4, 1), row(HERD_CAP, 1.0, 1, level=1.5)]
        overrides = {
            "rangeland.start_years": 0.0, "rangeland.palatable_share": 0.8, "rangeland.use_scale": 1.0,
            "rangeland.proper_use_steppe": 0.5, "rangeland.degraded_production": 0.4, "rangeland.recovery": 0.15,
            "rangeland.overgrazing_loss": 0.1, "herd.daily_hay": 1.8, "herd.hay_dry_matter": 0.86,
        }  # fmt: skip
        result = OneUnit(grassland=1.0, herd=10.0, grazing=0.8, years=1).run(rows, overrides)
        condition = 0.999  # where 30 years under the herd are left out
        per_hectare = 40.0 * (1.0 - exp(-4.77e-5 * 350.0)) / 0.45 * (0.4 + 0.6 * condition)  # t dm of grass
        usable = 0.6 * per_hectare * 0.8 * 0.5
        need = 1.8 * 0.86 * 0.365  # t dm a sheep unit
        on_grass = 8.0 * 0.6  # animals of closed land are fed elsewhere
        allowed = 1.5 * usable / need
        assert allowed < on_grass
        assert result.surviving[1] == pytest.approx([on_grass - allowed], rel=EXACT)
        assert national(result, "sheep_units") == pytest.approx([10.0 - (on_grass - allowed)], rel=EXACT)
        assert national(result, "usable_forage") == pytest.approx([usable], rel=EXACT)
        assert national(result, "forage_demand") == pytest.approx([1.5 * usable], rel=EXACT)
        recovered = condition / (condition + (1.0 - condition) * exp(-0.15))
        mean = 0.4 * recovered + 0.6 * recovered * exp(-0.1 * 0.5)
        assert national(result, "condition_area") == pytest.approx([mean], rel=EXACT)
        assert national(result, "exclosed_area") == pytest.approx([0.4], rel=EXACT)
