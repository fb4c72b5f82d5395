"""Net primary production of forest and grass without the direct effect of CO2, for the indicator of land degradation.

CO2 multiplies the growth of a year. Grass and increment are divided by its factor. Litter of trees is a share of their
biomass, which holds the growth of many years: its part without CO2 is stepped along with the stands. What more growth
brings about otherwise (less grazing pressure where more grows) stays in.
"""

from __future__ import annotations

from landsim.core.compilation import scalar


@scalar
def biomass_share_without_co2(share, before, grown, co2_factor):
    """Biomass that would stand without CO2's effect over that which stands, after the growth of a year (1).

    share  the same before the growth; before in tC, net increment `grown` in tC/yr under `co2_factor` (1)
    What is felled, burned or cleared is taken to hold the mean share.
    """
    after = before + grown
    return (share * before + grown / co2_factor) / after if after > 0.0 else 1.0


@scalar
def production_of_stands(grown, litter, share, co2_factor):
    """Net increment and litter replacement of stands, tC/yr; share of their biomass without CO2's effect (1)."""
    return grown / co2_factor + share * litter


@scalar
def mean_of_kept_forest(old, young, old_area, young_area, kept_area):
    """Production of a hectare that has been forest from the start, tC/ha/yr; 0 without any.

    old, young  production of stands that stood at the start and of younger ones, tC/yr; then their area, ha
    kept_area   forest of the start that is forest still, ha: what of it no old stand covers has young ones
    """
    part = min(1.0, max(0.0, kept_area - old_area) / young_area) if young_area > 0.0 else 0.0
    area = old_area + part * young_area
    return (old + part * young) / area if area > 0.0 else 0.0


@scalar
def production_of_grass(forage, grown, more, roots_of_leaves, root_loss):
    """Leaves and roots of a hectare of grass, in the unit of forage.

    forage  leaves in full condition     grown  leaves under the condition, relative to them (1)
    more    share added to leaves by care of the grass; roots as in mineral_soil.litter_of_grass
    """
    return forage * (grown * (1.0 + more) + roots_of_leaves * (1.0 - root_loss * (1.0 - grown)))
