"""A landscape cut to some countries: what it says of them is what the whole landscape says, in a part of the time.

Countries do not touch each other in the model, so a run without the others gives the same numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

import numpy as np

from landsim.landscape import INDEX_COLUMNS, Landscape
from landsim.monthly_climate import MonthlyClimate
from landsim.names import COUNTRIES


def of_countries(land: Landscape, countries: Collection[str]) -> Landscape:
    """The units of a landscape that lie in some countries, in their order.

    countries  ISO codes

    Label and digest stay those of the whole.
    """
    here = np.isin(land.country, [COUNTRIES.index(country) for country in countries])
    months = land.months
    if months is not None:
        of_units = {field.name: getattr(months, field.name)[:, here] for field in dataclasses.fields(MonthlyClimate)}
        months = dataclasses.replace(months, **of_units)
    return dataclasses.replace(
        land,
        columns={name: values[here] for name, values in land.columns.items()},
        months=months,
        **{name: getattr(land, name)[here] for name in INDEX_COLUMNS},
    )
