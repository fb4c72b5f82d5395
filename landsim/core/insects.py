"""Forest insects: how much of the reported damage kills a stand, and the share of a unit's forest that it takes.

National statistics (FRA 2020) count hectares on which insects did any harm; most of those trees live on. What is
killed is modelled as stand-replacing: every tree dies and stays as a snag (CBM-CFS3 disturbance 10).
"""

from __future__ import annotations

from landsim.core.compilation import scalar
from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "insects.mortality_share", "1", 0.02, (0.0, 1.0), (0.005, 0.05), "own estimate: stripped trees mostly recover",
        "share of the area reported as damaged by insects on which all trees die", dimension="country",
        per_key={
            "PRK": (0.03, 0.005, 0.1, "own estimate: pine moth and pine wilt, two reports only"),
            "JPN": (0.5, 0.1, 1.0, "own estimate: reports of a few hundred hectares can only be dead stands; most "
                                   "pine wilt is reported as volume and is not in them"),
            "MNG": (0.05, 0.01, 0.3, "own estimate: moths strip larch, which mostly leafs out again"),
            "KOR": (0.02, 0.005, 0.05, "own estimate: gall midge weakens, pine wilt kills single pines"),
            "RUS": (0.5, 0.1, 1.0, "own estimate: 0.005 % of forest a year, a thousandth of China's rate, can only be "
                                   "what died"),
        },
    ),
    Parameter(
        "insects.warming_response", "1/K", 0.1, (0.0, 1.0), (0.0, 0.3), "own estimate, after that of fire",
        "rise of the killed area with each kelvin of local warming since 2010-2020",
    ),
    Parameter(
        "insects.summer_threshold", "degC", 8.0, (-10.0, 20.0), (4.0, 12.0), "own estimate: no outbreaks below",
        "mean of the warmest month from which on the killed area rises in proportion",
    ),
    Parameter(
        "insects.dryness_exponent", "1", 0.5, (0.0, 3.0), (0.0, 1.0), "own estimate: drought weakens trees",
        "how strongly a unit's killed area rises with evapotranspiration over precipitation",
    ),
    Parameter(
        "insects.killed_share_limit", "1", 0.2, (0.01, 1.0), (0.1, 0.5), "own estimate: hosts grow among others",
        "largest share of a unit's forest that insects may kill in one year",
    ),
    Parameter(
        "insects.control_effect", "1", 0.5, (0.0, 1.0), (0.2, 0.8),
        "own estimate: early felling and spraying halve what would die; outbreaks over whole regions run on",
        "share of the killed area that is avoided on a hectare under pest control",
    ),
)  # fmt: skip


@scalar
def killed_share(killed_area, forest_area, dead_share, limit):
    """Share of a unit's forest that insects kill in a year (1).

    killed_area  ha asked for; forest_area  ha of forest
    dead_share   share of the forest that already died in the year, by fire: nothing dies twice
    limit        largest share that insects may kill
    """
    if forest_area <= 0.0:
        return 0.0
    return min(killed_area / forest_area, limit, 1.0 - dead_share)
