"""What the gap takes for granted: economy paths, GWP factors, priors of the land sector, assumed targets."""

from __future__ import annotations

import pandas as pd

from landsim.assumptions import Assumption
from landsim.economy import EconomyPath
from landsim.facts import load_table
from landsim.names import COUNTRY_NAMES
from landsim.pledge_indicators import gdp_growth
from landsim.targets import Target

# A target with one of these marks rests on a number that no pledge states.
_NOT_STATED = ("assumption", "estimate", "recalled")


def gap_assumptions(economy: EconomyPath, offsets: pd.DataFrame, targets: tuple[Target, ...]) -> tuple[Assumption, ...]:
    """Every assumed number behind gap.csv and emissions.csv, with low and high, for run.json and captions."""
    rows = list(economy.assumptions)
    prior = load_table("lulucf_prior", ("country", "source"))
    for row in offsets.to_dict("records"):
        if row["status"] == "assumption":
            sources = prior.loc[prior["country"] == row["country"], "source"]
            rows.append(
                Assumption(
                    name="lulucf_alignment_offset",
                    country=str(row["country"]),
                    value=float(row["offset"]),
                    low=float(row["low"]),
                    high=float(row["high"]),
                    unit=str(row["unit"]),
                    text=str(row["note"]),
                    source=" | ".join(dict.fromkeys(sources)),
                )
            )
    for target in targets:
        if target.in_tonnes and target.status in _NOT_STATED:
            low, high = target.target_range(target.own_view)
            rows.append(
                Assumption(
                    name=f"target_level_{target.id}",
                    country=target.country,
                    value=target.target_level(target.own_view),
                    low=low,
                    high=high,
                    unit=target.unit,
                    text=f"{COUNTRY_NAMES[target.country]}, {target.name}: {target.note}",
                    source=target.source,
                    status=target.status,
                )
            )
        if target.kind == "intensity" and (growth := gdp_growth(target.country)) not in rows:
            rows.append(growth)
    return tuple(rows)
