"""What forest is cleared for: the share of a country's gross forest loss that goes to fields, to towns, and to mines.

What is left of the loss goes to the land that the scenario's donor table names. No statistics tell the six countries
apart by cause in one way, so the shares are assumptions, told from what national inventories and maps of drivers say.
"""

from __future__ import annotations

from landsim.core.parameters import Parameter

JAPAN = "recalled from Japan's national inventories: most deforestation is conversion to settlements"
KOREA = "recalled from inventories of the Republic of Korea: most conversion of forest is to settlements"
CHINA = "own judgement: construction land, reclaimed fields and mines all take forest in the land surveys"
RUSSIA = "own judgement: inventories report little deforestation, for pipelines, roads, towns, and oil, gas and ore"
MONGOLIA = "own judgement: most loss is burned or felled larch that turned to steppe; placer gold takes valley forest"
HILLSIDE = "own judgement: hillside fields after 1990 are named as the main cause by every study of satellite images"

PARAMETERS = (
    Parameter(
        "deforestation.cropland_share", "1", 0.2, (0.0, 1.0), (0.0, 0.6), "own judgement",
        "share of gross forest loss that becomes cropland", dimension="country",
        per_key={
            "CHN": (0.30, 0.10, 0.50, CHINA), "PRK": (0.60, 0.30, 0.85, HILLSIDE), "JPN": (0.08, 0.02, 0.20, JAPAN),
            "MNG": (0.02, 0.0, 0.10, MONGOLIA), "KOR": (0.15, 0.05, 0.30, KOREA), "RUS": (0.05, 0.0, 0.20, RUSSIA),
        },
    ),
    Parameter(
        "deforestation.settlement_share", "1", 0.3, (0.0, 1.0), (0.0, 0.9), "own judgement",
        "share of gross forest loss that becomes settlements, roads included", dimension="country",
        per_key={
            "CHN": (0.35, 0.15, 0.55, CHINA), "PRK": (0.10, 0.02, 0.25, HILLSIDE), "JPN": (0.75, 0.50, 0.90, JAPAN),
            "MNG": (0.05, 0.0, 0.15, MONGOLIA), "KOR": (0.65, 0.45, 0.85, KOREA), "RUS": (0.40, 0.15, 0.65, RUSSIA),
        },
    ),
    Parameter(
        "deforestation.mining_share", "1", 0.1, (0.0, 1.0), (0.0, 0.5), "own judgement",
        "share of gross forest loss that becomes mines and quarries, which are other land", dimension="country",
        per_key={
            "CHN": (0.10, 0.03, 0.25, CHINA), "PRK": (0.05, 0.01, 0.15, HILLSIDE), "JPN": (0.05, 0.01, 0.15, JAPAN),
            "MNG": (0.15, 0.05, 0.35, MONGOLIA), "KOR": (0.05, 0.01, 0.15, KOREA), "RUS": (0.25, 0.10, 0.50, RUSSIA),
        },
    ),
)  # fmt: skip
