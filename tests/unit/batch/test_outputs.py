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

YEARS = (1990, 2015, 2030, 2050)


def test_the_known_variables_are_those_of_the_two_tables(ndc_first: Run) -> None:
    tables = pd.concat([ndc_first.inventory, ndc_first.stocks])
    told = dict(zip(tables["variable"], tables["unit"], strict=True))
    assert {name: unit for name, unit in known_variables().items() if name not in OF_THE_GAP} == told
    assert set(known_variables()) - set(told) == set(OF_THE_GAP)


def test_what_is_kept_is_what_the_tables_say(ndc_first: Run) -> None:
    """Every variable, country and some years, found again in the long tables by name; no row is left out."""
    outputs = Outputs(tuple(name for name in known_variables() if name not in OF_THE_GAP), (*COUNTRIES, REGION), YEARS)
    kept, told = reduced(ndc_first, outputs), outputs.told()
    tables = pd.concat([ndc_first.inventory, ndc_first.stocks]).set_index(["variable", "country", "year"])["value"]
    found = {}
    for row, (variable, country) in enumerate(outputs.rows()):
        for column, year in enumerate(YEARS):
            if told[row, column]:
                found[variable, country, year] = kept[row, column]
            else:
                assert np.isnan(kept[row, column])
    assert found == {place: value for place, value in tables.items() if place[2] in YEARS}


def test_indicators_of_land_are_made_only_where_one_is_asked_for(ndc_first: Run) -> None:
    run = replace(ndc_first)
    reduced(run, Outputs(("lulucf_net", "drought_expected_grassland"), ("CHN",), YEARS))
    assert not {"land_indicators", "degradation"} & set(vars(run))
    reduced(run, Outputs(("degraded_area",), ("CHN",), YEARS))
    assert "land_indicators" not in vars(run) and "degradation" in vars(run)


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
