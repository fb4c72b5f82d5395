"""What the packages of the community say of iamc.csv: pyam reads it, nomenclature validates it (extra `iamc`).

They import in ten seconds and more, so everything that needs them is in this file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from landsim.csv_files import NUMBER_FORMAT
from landsim.iamc.definitions import FOLDER, variables
from landsim.names import COUNTRIES, IAMC_NAMES, REGION_NAME
from landsim.results import Run

pyam = pytest.importorskip("pyam", reason="needs the extra `iamc`")
nomenclature = pytest.importorskip("nomenclature", reason="needs the extra `iamc`")
DEFINITIONS = Path(__file__).parents[3] / FOLDER


@pytest.fixture(scope="module")
def frame(ndc_first: Run, tmp_path_factory: pytest.TempPathFactory) -> object:
    path = tmp_path_factory.mktemp("iamc") / "iamc.csv"
    ndc_first.iamc.to_csv(path, index=False, float_format=NUMBER_FORMAT)
    return pyam.IamDataFrame(path)


@pytest.fixture(scope="module")
def definitions() -> object:
    return nomenclature.DataStructureDefinition(DEFINITIONS)


def test_pyam_reads_what_we_wrote(frame, ndc_first: Run) -> None:
    assert frame.scenario == ["ndc-first"] and frame.model == ["landsim"]
    assert set(frame.region) == {*IAMC_NAMES.values(), REGION_NAME}
    assert frame.year == ndc_first.drivers.years.tolist()
    one = frame.filter(variable="Land Cover|Forest", region="Japan").data["value"].to_numpy()
    np.testing.assert_allclose(one, ndc_first.account.stocks["forest_area"][1][COUNTRIES.index("JPN")], rtol=1e-9)


def test_nomenclature_reads_the_same_definitions(definitions) -> None:
    assert {name: code.unit for name, code in definitions.variable.mapping.items()} == {
        name: variable.unit for name, variable in variables().items()
    }


def test_nomenclature_finds_nothing_to_object_to(frame, definitions) -> None:
    definitions.validate(frame)
    wrong = definitions.check_aggregate(frame, rtol=1e-6, atol=1e-6)
    assert wrong.empty, wrong


@pytest.mark.parametrize(
    "change",
    [
        {"variable": {"Land Cover": "Land Covering"}},
        {"unit": {"kt N2O/yr": "Mt N2O/yr"}},
        {"region": {"South Korea": "Republic of Korea"}},
    ],
    ids=["variable", "unit", "region"],
)
def test_nomenclature_finds_a_wrong_row(frame, definitions, change: dict[str, dict[str, str]]) -> None:
    with pytest.raises(nomenclature.exceptions.NomenclatureValidationError):
        definitions.validate(frame.rename(change))


def test_the_region_is_what_pyam_makes_of_the_countries(frame) -> None:
    names = list(IAMC_NAMES.values())
    for variable in variables().values():
        if variable.skip_region_aggregation or variable.name not in frame.variable:
            continue
        weight = {} if variable.weight is None else {"weight": variable.weight}
        made = frame.aggregate_region(variable.name, REGION_NAME, names, **weight).data["value"].to_numpy()
        ours = frame.filter(variable=variable.name, region=REGION_NAME).data["value"].to_numpy()
        np.testing.assert_allclose(made, ours, rtol=1e-6, atol=1e-6, err_msg=variable.name)
