"""What is kept of a run is what its tables say, and nothing that is not a number."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from landsim.batch.outputs import GAP, OF_THE_GAP, Outputs, known_variables, levels_of, reduced
from landsim.errors import ModelError
from landsim.names import COUNTRIES, REGION
from landsim.results import Run

YEARS = (1990, 2030, 2050)


def test_the_known_variables_are_those_of_the_two_tables(ndc_first: Run) -> None:
    tables = pd.concat([ndc_first.inventory, ndc_first.stocks])
    """But for those of degradation and land indicators, which need maps of every year."""
    told = dict(zip(tables["variable"], tables["unit"], strict=True))
    known = {name: unit for name, unit in known_variables().items() if name not in OF_THE_GAP}
    assert known.items() <= told.items()
    assert set(told) - set(known) <= set(ndc_first.stocks["variable"]) - set(ndc_first.account.stocks)
    assert set(known_variables()) - set(known) == set(OF_THE_GAP)


def test_what_is_kept_is_what_the_tables_say(ndc_first: Run) -> None:
    """Every variable, country and some years, found again in the long tables by name."""
    outputs = Outputs(tuple(name for name in known_variables() if name not in OF_THE_GAP), (*COUNTRIES, REGION), YEARS)
    kept = reduced(ndc_first, outputs)
    tables = pd.concat([ndc_first.inventory, ndc_first.stocks]).set_index(["variable", "country", "year"])["value"]
    assert set(outputs.variables) >= {*ndc_first.account.inventory, *ndc_first.account.stocks}
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


def test_a_gap_is_kept_only_where_a_level_stands(ndc_first: Run) -> None:
    levels = levels_of([ndc_first.scenario])
    outputs = Outputs((GAP, "lulucf_net"), ("CHN", "JPN", REGION), (2020, 2030, 2050), levels)
    assert outputs.rows() == [("gap", "CHN"), ("gap", "JPN"), *(("lulucf_net", c) for c in ("CHN", "JPN", REGION))]
    assert outputs.told()[:2].tolist() == [[False, True, False], [False, True, True]]
    values = reduced(ndc_first, outputs)
    assert np.array_equal(np.isfinite(values), outputs.told())
    assert Outputs.from_plain(json.loads(json.dumps(asdict(outputs)))) == outputs
