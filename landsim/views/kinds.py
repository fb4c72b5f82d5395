"""Names of the LULUCF views and of the bases."""

from __future__ import annotations

from landsim.targets import EXCLUDED, INVENTORY

# As inventory, in a run whose climate and CO2 are held: what people do on the land.
DIRECT = "direct"
# Inventory less that of `baseline`: what the measures of a scenario add.
ADDITIONAL = "additional"
VIEWS = (EXCLUDED, INVENTORY, DIRECT, ADDITIONAL)

MODEL, ALIGNED = "model", "aligned"
BASES = (MODEL, ALIGNED)
# Views that have a level of their own, which the offset to the reported inventory shifts. In a difference it cancels.
SHIFTED = (INVENTORY, DIRECT)


def level_view(view: str, lulucf: str) -> str:
    """Which of a target's two levels, without or with the land sector, a view is judged by.

    lulucf  how the pledge treats the land sector, as in targets.csv

    What measures add is set against a base without land, as no base year holds any of it; a gross-net pledge counts
    removals towards its net level by its own text, so there it is the net level.
    """
    if view == ADDITIONAL:
        return INVENTORY if lulucf == "gross_net" else EXCLUDED
    return EXCLUDED if view == EXCLUDED else INVENTORY
