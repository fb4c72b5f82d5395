"""Crop residue burned on the field (IPCC 2006 V4 eq. 2.27): area x share burned x dry matter x factor."""

from __future__ import annotations

from landsim.core.parameters import Parameter

_SHARE = "own judgement around IPCC's and FAOSTAT's 0.1"

PARAMETERS = (
    Parameter(
        "residue_burning.share", "1", 0.1, (0.0, 1.0), (0.02, 0.25), _SHARE,
        "area of wheat, maize and rice whose residue is burned on the field", dimension="country",
        per_key={
            "CHN": (0.15, 0.05, 0.25, "own judgement: a fifth to a quarter in surveys of the 2000s, less since bans"),
            "JPN": (0.03, 0.01, 0.1, "own judgement: rare"), "KOR": (0.05, 0.01, 0.15, "own judgement: rare"),
            "MNG": (0.05, 0.0, 0.2, _SHARE),
        },
    ),
    Parameter("residue_burning.wheat", "t dm/ha", 4.0, (0.0, 30.0), (2.0, 6.0), "IPCC 2006 V4 T2.4, recalled",
              "wheat residue that burns on a burned hectare"),
    Parameter("residue_burning.maize", "t dm/ha", 8.0, (0.0, 30.0), (5.0, 10.0),
              "IPCC 2006 V4 T2.4 times a combustion factor of 0.8, recalled",
              "maize residue that burns on a burned hectare"),
    Parameter("residue_burning.rice", "t dm/ha", 4.4, (0.0, 30.0), (2.5, 5.5),
              "IPCC 2006 V4 T2.4 times a combustion factor of 0.8, recalled",
              "rice residue that burns on a burned hectare"),
    Parameter("residue_burning.methane", "g CH4/kg dm", 2.7, (0.0, 50.0), (1.8, 3.6), "IPCC 2006 V4 T2.5",
              "methane of burned residue", status="read"),
    Parameter("residue_burning.nitrous_oxide", "g N2O/kg dm", 0.07, (0.0, 5.0), (0.03, 0.11), "IPCC 2006 V4 T2.5",
              "N2O of burned residue", status="read"),
    Parameter("residue_burning.grass_methane", "g CH4/kg dm", 2.3, (0.0, 50.0), (1.4, 3.2), "IPCC 2006 V4 T2.5",
              "methane of burned grass", status="read"),
    Parameter("residue_burning.grass_nitrous_oxide", "g N2O/kg dm", 0.21, (0.0, 5.0), (0.11, 0.31),
              "IPCC 2006 V4 T2.5", "N2O of burned grass", status="read"),
)  # fmt: skip
