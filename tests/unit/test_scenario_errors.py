"""Every way in which a scenario file can be wrong, and the one sentence that the user reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from landsim.errors import InputError
from landsim.scenario import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GOOD = {
    "id": '"x"',
    "kind": '"afforestation"',
    "country": '"CHN"',
    "amount": "1.0",
    "unit": '"Mha"',
    "first_year": "2021",
    "last_year": "2030",
    "source": '"assumption"',
}


@pytest.fixture
def message_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Load a file of that text and return the sentence, checked to be one sentence that names the file."""
    monkeypatch.chdir(tmp_path)

    def load(text: str | bytes, name: str = "bad.toml") -> str:
        content = text.encode() if isinstance(text, str) else text
        Path(name).write_bytes(content)
        with pytest.raises(InputError) as caught:
            load_scenario(name)
        message = str(caught.value)
        assert "\n" not in message
        assert message.endswith((".", "?"))
        assert message.startswith(name)
        return message

    return load


def measure(**changes: str | None) -> str:
    """A good measure with some keys changed or, given None, left out."""
    table = {**GOOD, **changes}
    lines = "\n".join(f"{key} = {value}" for key, value in table.items() if value is not None)
    return f'include = ["history"]\n[[measure]]\n{lines}\n'


MEASURE_ERRORS = [
    ({"ammount": "2"}, "measure 1 ('x'): unknown key 'ammount', did you mean 'amount'?"),
    ({"zzz": "2"}, "measure 1 ('x'): unknown key 'zzz', known are kind, country, amount,"),
    ({"amount": None, "amout": "2"}, "measure 1 ('x'): unknown key 'amout', did you mean 'amount'?"),
    ({"source": None}, "measure 1 ('x'): the key 'source' is missing, expected where the number comes from"),
    ({"source": '" "'}, "measure 1 ('x'), key 'source': found an empty text"),
    ({"amount": None}, "measure 1 ('x'): the key 'amount' is missing, expected a number."),
    (
        {"kind": '"afforestration"'},
        "key 'kind': unknown measure 'afforestration', did you mean 'afforestation'?",
    ),
    ({"country": '"CHM"'}, "key 'country': unknown country 'CHM', did you mean 'CHN'?"),
    ({"country": '"North Korea"'}, "key 'country': unknown country 'North Korea', did you mean 'PRK'?"),
    ({"country": '"USA"'}, "key 'country': unknown country 'USA', "),
    (
        {"province": '"Quinghai"'},
        "key 'province': China (CHN) has no province 'Quinghai', did you mean 'Qinghai'?",
    ),
    (
        {"province": '["Gansu", "Hokkaido"]'},
        "key 'province': the province 'Hokkaido' belongs to Japan (JPN), not to China (CHN).",
    ),
    ({"province": '["Gansu", "gansu"]'}, "key 'province': Gansu is listed twice, expected each once."),
    ({"province": "[]"}, "key 'province': found an empty list"),
    ({"province": "3"}, "key 'province': found 3, expected a province name in quotes, or a list of them."),
    ({"amount": "-0.4"}, "key 'amount': found -0.4, expected 0 or a positive number."),
    ({"amount": "nan"}, "key 'amount': found nan, expected 0 or a positive number."),
    ({"amount": "inf"}, "key 'amount': found inf, expected 0 or a positive number."),
    ({"amount": '"1"'}, "key 'amount': found '1', expected a number."),
    ({"amount": "true"}, "key 'amount': found True, expected a number."),
    ({"unit": '"Mhead"'}, "key 'unit': found 'Mhead', expected for afforestation one of Mha, Mha/yr."),
    ({"unit": '"ha"'}, "key 'unit': found 'ha', expected for afforestation one of Mha, Mha/yr."),
    (
        {"kind": '"forest_protection"', "unit": '"fraction"', "amount": "1.01"},
        "key 'amount': found the fraction 1.01, expected for forest_protection a number above 0 and up to 1.",
    ),
    (
        {"kind": '"grazing_cap"', "unit": '"fraction"', "amount": "5.1"},
        "key 'amount': found the fraction 5.1, expected for grazing_cap a number above 0 and up to 5.",
    ),
    (
        {"first_year": "2031"},
        "measure 1 ('x'): it ends in 2030, before it starts in 2031, expected last_year not",
    ),
    ({"first_year": "2020"}, "key 'first_year': found 2020, expected a year within 2021 to 2060"),
    ({"last_year": "2061"}, "key 'last_year': found 2061, expected a year within 2021 to 2060"),
    ({"last_year": "2030.5"}, "key 'last_year': found 2030.5, expected a year as a whole number."),
    ({"ramp": '"linaer"'}, "key 'ramp': found 'linaer', expected one of linear, logistic, step."),
    ({"vegetation": '"palm"'}, "key 'vegetation': found 'palm', expected one of auto, tree, shrub, saxaul."),
    (
        {"kind": '"grazing_exclosure"', "vegetation": '"tree"'},
        "key 'vegetation': it has no meaning for grazing_exclosure, leave it out.",
    ),
    (
        {"kind": '"natural_regeneration"', "vegetation": '"tree"'},
        "key 'vegetation': it has no meaning for natural_regeneration, leave it out.",
    ),
    ({"tree_cover": "0.3"}, "key 'tree_cover': it has no meaning for afforestation, leave it out."),
    ({"until": "2040"}, "key 'until': it has no meaning for afforestation, leave it out."),
    (
        {"kind": '"agroforestry"', "tree_cover": "0.01"},
        "key 'tree_cover': found 0.01, expected the share of the land that trees cover (default: assumption), "
        "from 0.05 to 1.",
    ),
    ({"kind": '"agroforestry"', "tree_cover": '"a third"'}, "key 'tree_cover': found 'a third', expected a number."),
    (
        {"kind": '"longer_rotation"', "extra_years": "101"},
        "key 'extra_years': found 101, expected the years added to the youngest age at felling, from 1 to 100.",
    ),
    (
        {"kind": '"longer_rotation"', "extra_years": "nan"},
        "key 'extra_years': found nan, expected the years added to the youngest age at felling, from 1 to 100.",
    ),
    (
        {"kind": '"sustainable_harvest"', "level": "-0.1"},
        "key 'level': found -0.1, expected the multiple of last year's net increment that may be cut, from 0 to 5.",
    ),
    (
        {"kind": '"redd"', "harvest_avoided": "1.5"},
        "key 'harvest_avoided': found 1.5, expected the share of harvest avoided on a covered hectare, from 0 to 1.",
    ),
    (
        {"kind": '"fire_management"', "until": "2029"},
        "key 'until': found 2029, expected a year from the measure's last_year 2030 to 2060.",
    ),
    (
        {"kind": '"fire_management"', "until": "2061"},
        "key 'until': found 2061, expected a year from the measure's last_year 2030 to 2060.",
    ),
    (
        {"kind": '"fire_management"', "until": "2040.5"},
        "key 'until': found 2040.5, expected a year as a whole number.",
    ),
    (
        {"kind": '"rocky_desertification_closure"', "country": '"MNG"'},
        "key 'country': found 'MNG', expected for rocky_desertification_closure CHN, which alone has the land it is "
        "for.",
    ),
    (
        {"kind": '"rocky_desertification_closure"', "province": '"Gansu"'},
        "key 'province': found Gansu, expected for rocky_desertification_closure one of Chongqing, Guangdong,",
    ),
    (
        {"kind": '"long_lived_wood"', "unit": '"fraction"', "amount": "0.1", "province": '"Gansu"'},
        "key 'province': long_lived_wood acts on a whole country, leave it out.",
    ),
    (
        {"kind": '"conservation_tillage"', "tillage": '"deep"'},
        "key 'tillage': found 'deep', expected for conservation_tillage none or reduced.",
    ),
    (
        {"kind": '"straw_return"', "tillage": '"none"'},
        "key 'tillage': it has no meaning for straw_return, leave it out.",
    ),
    (
        {"kind": '"conservation_tillage"', "tillage": "true"},
        "key 'tillage': found True, expected the word none or reduced in quotes.",
    ),
    (
        {"kind": '"biochar"', "unit": '"MtC/yr"'},
        "key 'unit': found 'MtC/yr', expected for biochar one of Mha, fraction, Mha/yr.",
    ),
    (
        {"kind": '"cover_crops"', "unit": '"fraction"', "amount": "1.2"},
        "key 'amount': found the fraction 1.2, expected for cover_crops a number above 0 and up to 1.",
    ),
    (
        {"kind": '"revegetation"', "unit": '"fraction"', "amount": "0.1"},
        "key 'unit': found 'fraction', expected for revegetation one of Mha, Mha/yr.",
    ),
    (
        {"kind": '"urban_greening"', "unit": '"fraction"', "amount": "0.1"},
        "key 'unit': found 'fraction', expected for urban_greening one of Mha, Mha/yr.",
    ),
    ({"kind": '"urban_greening"', "until": "2040"}, "key 'until': it has no meaning for urban_greening, leave it out."),
    (
        {"kind": '"urban_greening"', "province": '"Gansu"'},
        "key 'province': urban_greening acts on a whole country, leave it out.",
    ),
    ({"kind": '"reduced_harvest"'}, "key 'unit': found 'Mha', expected for reduced_harvest one of fraction, Mm3/yr."),
    (
        {"kind": '"protected_areas"', "unit": '"Mm3/yr"'},
        "key 'unit': found 'Mm3/yr', expected for protected_areas one of Mha, fraction, Mha/yr.",
    ),
    (
        {"kind": '"fire_management"', "unit": '"fraction"', "amount": "1.5"},
        "key 'amount': found the fraction 1.5, expected for fire_management a number above 0 and up to 1.",
    ),
    (
        {"donors": '["wetland"]'},
        "key 'donors': found 'wetland', expected land among cropland, grassland, other_land.",
    ),
    (
        {"donors": '["cropland", "cropland"]'},
        "key 'donors': found ['cropland', 'cropland'], expected at least one",
    ),
    (
        {"species": '"poplar_plantatoin"'},
        "key 'species': unknown species 'poplar_plantatoin', did you mean 'poplar_plantation'?",
    ),
    (
        {"species": '"saxaul"'},
        "key 'species': found the shrub 'saxaul', expected a type of tree; `vegetation` chooses shrubs.",
    ),
    (
        {"species": '"sugi"', "vegetation": '"shrub"'},
        "key 'species': found 'sugi' beside vegetation 'shrub', expected a species with trees only.",
    ),
    ({"species": '["sugi"]'}, "key 'species': found ['sugi'], expected the name of a forest type in quotes."),
    (
        {"kind": '"natural_regeneration"', "species": '"sugi"'},
        "key 'species': it has no meaning for natural_regeneration, leave it out.",
    ),
    (
        {"causes": '["mining"]'},
        "key 'causes': it has no meaning for afforestation, leave it out.",
    ),
    (
        {"kind": '"forest_protection"', "unit": '"fraction"', "causes": '["minning"]'},
        "key 'causes': unknown cause 'minning', did you mean 'mining'?",
    ),
    (
        {"kind": '"forest_protection"', "unit": '"fraction"', "causes": '["zzz"]'},
        "key 'causes': unknown cause 'zzz', known are cropland, settlement, mining, other.",
    ),
    (
        {"kind": '"forest_protection"', "unit": '"fraction"', "causes": "[]"},
        "key 'causes': found [], expected at least one cause, each once.",
    ),
    (
        {"kind": '"forest_protection"', "unit": '"fraction"', "causes": '"mining"'},
        "key 'causes': found 'mining', expected a list of causes of forest loss.",
    ),
    ({"donors": "[]"}, "key 'donors': found [], expected at least one land category, each once."),
    ({"budget": "-1"}, "key 'budget': found -1.0, expected million USD, 0 or a positive number."),
    ({"budget": '"1 billion"'}, "key 'budget': found '1 billion', expected million USD as a number."),
    (
        {"kind": '"forest_protection"', "unit": '"Mha/yr"', "budget": "5"},
        "key 'budget': found it beside an amount in Mha/yr of forest_protection, expected hectares (Mha or Mha/yr) "
        "that money pays for.",
    ),
    (
        {"kind": '"grazing_cap"', "unit": '"fraction"', "budget": "5"},
        "key 'budget': found it beside an amount in fraction of grazing_cap, expected hectares",
    ),
    ({"additional": '"yes"'}, "key 'additional': found 'yes', expected true or false."),
    ({"id": '""'}, "key 'id': found an empty id"),
    ({"after": '["nothing"]'}, "key 'after': there is no measure with the id 'nothing', known are x."),
    ({"after": '"x"'}, "key 'after': found 'x', expected a list of measure ids."),
    ({"after": '["x"]'}, "key 'after': the measures wait for each other in a cycle: x -> x."),
]


@pytest.mark.parametrize(("changes", "expected"), MEASURE_ERRORS)
def test_a_wrong_measure(
    message_of: Callable[..., str], changes: dict[str, str | None], expected: str
) -> None:
    assert expected in message_of(measure(**changes))


@pytest.mark.parametrize(("kind", "fraction"), [("forest_protection", "1.0"), ("grazing_cap", "5")])
def test_the_largest_fraction_is_allowed(tmp_path: Path, kind: str, fraction: str) -> None:
    path = tmp_path / "good.toml"
    path.write_text(measure(kind=f'"{kind}"', unit='"fraction"', amount=fraction))
    assert load_scenario(path).measures[0].amount == float(fraction)


def test_a_taken_id_names_the_earlier_measure(message_of: Callable[..., str]) -> None:
    text = measure() + measure().split("\n", 1)[1]
    assert "measure 2 ('x'): the id 'x' is already taken by bad.toml, measure 1 ('x')" in message_of(text)


def test_a_longer_cycle_is_spelt_out(message_of: Callable[..., str]) -> None:
    second = measure(id='"y"', after='["z"]').split("\n", 1)[1]
    third = measure(id='"z"', after='["y"]').split("\n", 1)[1]
    message = message_of(measure(after='["y"]') + second + third)
    assert (
        message
        == "bad.toml, measure 2 ('y'), key 'after': the measures wait for each other in a cycle: y -> z -> y."
    )


FILE_ERRORS = [
    ('includes = ["history"]', "bad.toml: unknown key 'includes', did you mean 'include'?"),
    ("[[measures]]\nkind = 1", "bad.toml: unknown key 'measures', did you mean 'measure'?"),
    (
        "[measure]\nkind = 1",
        "key 'measure': found {'kind': 1}, expected tables written [[measure]], with two",
    ),
    ('measure = ["a"]', "bad.toml, key 'measure': found ['a'], expected tables written [[measure]]"),
    ("[history]\nyear = 1", "bad.toml, [history]: unknown key 'year', did you mean 'years'?"),
    (
        '[history]\ndonors = "x"',
        "bad.toml, [history], key 'donors': found 'x', expected a table [history.donors].",
    ),
    (
        '[history.donors]\nforest_gains = ["grassland"]',
        "bad.toml, [history.donors]: unknown key 'forest_gains', did you mean 'forest_gain'?",
    ),
    (
        'include = ["history"]\n[history.donors]\nforest_gain = ["sea"]',
        "bad.toml, [history.donors], key 'forest_gain': found 'sea', expected land among",
    ),
    (
        "[history.donors]\nforest_gain = [1]",
        "bad.toml, [history.donors], key 'forest_gain': found [1], expected a list of land categories.",
    ),
    (
        'include = ["history"]\n[history]\nmaximum_yearly_change = 1.5',
        "bad.toml, [history], key 'maximum_yearly_change': found 1.5, expected a number above 0 and up to 1.",
    ),
    (
        'include = ["history"]\n[history]\nyears = [1990, 2025]',
        "bad.toml, [history], key 'years': found 1990 to 2025, expected to start with the scenario in 1990",
    ),
    (
        'include = ["history"]\nvariability = "random"',
        "bad.toml, key 'variability': found 'random', expected one of expected, seeded.",
    ),
    (
        'include = ["history"]\ngwp = "AR7"',
        "bad.toml, key 'gwp': found 'AR7', expected one of AR4, AR5, AR6.",
    ),
    (
        'include = ["history"]\ntargets = "second"',
        "bad.toml, key 'targets': found 'second', expected one of first, updated, 2035.",
    ),
    (
        'include = ["history"]\nsoil_model = "century"',
        "bad.toml, key 'soil_model': found 'century', expected one of tier2, rothc.",
    ),
    ("targets = 2035", "bad.toml, key 'targets': found 2035, expected the name of a vintage of pledges in quotes"),
    ("gwp = 5", "bad.toml, key 'gwp': found 5, expected the name of a set of warming potentials in quotes"),
    ("variability = 1", "bad.toml, key 'variability': found 1, expected the name of a kind of variability"),
    ('climate = "constant"', "bad.toml: the key 'years' is missing here and in the included files"),
    ('years = [1990, 2060]\nclimate = "constant"\nseed = 1', "bad.toml: the key 'history' is missing here"),
    (
        'years = [1990, 2060]\nclimate = "constant"\nseed = 1\n[history]\nmaximum_yearly_change = 0.05',
        "bad.toml, [history]: the key 'years' is missing.",
    ),
    (
        'years = [1990, 2060]\nclimate = "constant"\nseed = 1\n'
        "[history]\nyears = [1990, 2020]\nmaximum_yearly_change = 0.05",
        "bad.toml, [history.donors]: the key 'forest_gain' is missing.",
    ),
    ('include = ["history"]\nyears = [1990]', "bad.toml, key 'years': found [1990], expected two years"),
    (
        'include = ["history"]\nyears = [2060, 1990]',
        "bad.toml, key 'years': found 2060 to 1990, expected 1990",
    ),
    (
        'include = ["history"]\nyears = [1990, 2100]',
        "bad.toml, key 'years': found 1990 to 2100, expected 1990",
    ),
    (
        'include = ["history"]\nclimate = "rcp8.5"',
        "bad.toml, key 'climate': found 'rcp8.5', expected one of ssp1-2.6",
    ),
    (
        'include = ["history"]\ncontinuation = "x"',
        "key 'continuation': found 'x', expected one of baseline, frozen.",
    ),
    (
        'include = ["history"]\nseed = -1',
        "bad.toml, key 'seed': found -1, expected 0 or a positive whole number.",
    ),
    ('include = ["history"]\nseed = 1.5', "bad.toml, key 'seed': found 1.5, expected a whole number."),
    (
        'include = ["history"]\nname = "../../etc"',
        "bad.toml, key 'name': found '../../etc', expected letters, digits",
    ),
    (
        'include = "history"',
        "bad.toml, key 'include': found 'history', expected a list of scenario names or files.",
    ),
    (
        'include = ["bad.toml"]',
        "key 'include': the files include each other in a loop: bad.toml -> bad.toml.",
    ),
    (
        'include = ["no.toml"]',
        "bad.toml, key 'include': there is no scenario file 'no.toml', and the shipped scenarios are ",
    ),
    (
        "name = 'x'\nyears [1]\n",
        "bad.toml is not valid TOML: Expected '=' after a key in a key/value pair (at line 2,",
    ),
    ("seed = 1\nseed = 2\n", "bad.toml is not valid TOML: Cannot overwrite a value (at line 2, column 9)."),
    (b"\xff\xfe\x00", "bad.toml is not a text file in UTF-8, expected a scenario in TOML."),
    ("parameters = 3", "bad.toml, key 'parameters': found 3, expected a table [parameters]."),
    (
        'include = ["history"]\n[parameters]\n"climate.warming_scale" = "1"',
        "bad.toml, [parameters], key 'climate.warming_scale': found '1', expected a number.",
    ),
    (
        'include = ["history"]\n[parameters]\n"climate.warming_scale" = nan',
        "bad.toml, [parameters], key 'climate.warming_scale': found nan, expected a finite number.",
    ),
    (
        'include = ["history"]\n[parameters]\n"a.b" = 1\na.b = 2',
        "bad.toml, [parameters]: the parameter 'a.b' is given twice.",
    ),
    (
        'include = ["history"]\n[parameters]\n"climate.warmign_scale" = 1',
        "bad.toml, [parameters]: parameter 'climate.warmign_scale' is not declared; did you mean climate.",
    ),
    (
        'include = ["history"]\n[parameters]\n"climate.warming_scale" = 1e9',
        "bad.toml, [parameters]: parameter 'climate.warming_scale' is 1e+09, expected ",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FILE_ERRORS)
def test_a_wrong_file(message_of: Callable[..., str], text: str | bytes, expected: str) -> None:
    assert expected in message_of(text)


def test_an_error_in_an_included_file_names_that_file(message_of: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "base.toml").write_text("sed = 1")
    Path("top.toml").write_text('include = ["parts/base.toml"]')
    with pytest.raises(InputError, match=r"parts/base\.toml: unknown key 'sed', did you mean 'seed'\?"):
        load_scenario("top.toml")


def test_an_include_loop_is_spelt_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text('include = ["b.toml"]')
    Path("b.toml").write_text('include = ["a.toml"]')
    with pytest.raises(InputError) as caught:
        load_scenario("a.toml")
    assert str(caught.value) == (
        "b.toml, key 'include': the files include each other in a loop: a.toml -> b.toml -> a.toml."
    )


@pytest.mark.parametrize("wanted", ["ndc-frist", "nowhere/x.toml"])
def test_a_missing_file_lists_the_shipped_scenarios(wanted: str) -> None:
    shipped = sorted(path.stem for path in (Path(__file__).parents[2] / "scenarios").glob("*.toml"))
    assert {"baseline", "ndc-first", "programmes"} <= set(shipped)
    with pytest.raises(InputError) as caught:
        load_scenario(wanted)
    assert str(caught.value) == (
        f"there is no scenario file '{wanted}', and the shipped scenarios are {', '.join(shipped)}."
    )


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder, expected a scenario file or a shipped name"):
        load_scenario(tmp_path)
