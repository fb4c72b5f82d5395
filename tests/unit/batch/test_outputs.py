"""What is kept of a run is what its tables say, and nothing that is not a number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from landsim.batch.outputs import Outputs, known_variables, reduced
from landsim.errors import ModelError
from landsim.names import COUNTRIES, REGION
from landsim.results import Run

YEARS = (1990, 2030, 2050)


def test_the_known_variables_are_those_of_the_two_tables(ndc_first: Run) -> None:
    tables = pd.concat([ndc_first.inventory, ndc_first.stocks])
    assert known_variables() == dict(zip(tables["variable"], tables["unit"], strict=True))


def test_what_is_kept_is_what_the_tables_say(ndc_first: Run) -> None:
    """Every variable, country and some years, found again in the long tables by name."""
    outputs = Outputs(tuple(known_variables()), (*COUNTRIES, REGION), YEARS)
    kept = reduced(ndc_first, outputs)
    tables = pd.concat([ndc_first.inventory, ndc_first.stocks]).set_index(["variable", "country", "year"])["value"]
    assert len(outputs.rows()) == len(tables) / 71
    for (variable, country), line in zip(outputs.rows(), kept, strict=True):
        assert list(line) == [tables[variable, country, year] for year in YEARS], (variable, country)


def test_a_value_that_is_not_finite_is_an_error(ndc_first: Run) -> None:
    broken = ndc_first.account.inventory["lulucf_net"].copy()
    broken[1, 40] = np.nan
    account = replace(ndc_first.account, inventory={**ndc_first.account.inventory, "lulucf_net": broken})
    run = replace(ndc_first, account=account)
    assert reduced(run, Outputs(("lulucf_net",), ("CHN", "PRK"), (2029,))).shape == (2, 1)
    with pytest.raises(ModelError, match="lulucf_net of PRK is nan in 2030, expected a finite number"):
        reduced(run, Outputs(("lulucf_net",), ("CHN", "PRK"), (2029, 2030)))
