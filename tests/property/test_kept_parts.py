"""What runs of a study share is the same as made anew, whichever parameter is another: no part depends on more than it
declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from small_landscape import write_small_landscape

import landsim
from landsim import model
from landsim.core import parameters
from landsim.core.simulation import simulate
from landsim.ground import Ground
from landsim.kept_parts import KeptParts, Part, content, read_by
from landsim.landscape import Landscape, load_landscape
from landsim.policy.measures import MEASURE_KINDS
from landsim.results import Run
from landsim.run_inputs import CLEARING, STEP
from landsim.scenario import Scenario

AMOUNTS = {"Mha": 0.2, "Mha/yr": 0.02, "Mm3/yr": 1.0, "fraction": 0.15}
LAST_YEAR = 2030
PARAMETERS = [one.name for one in parameters.declared()]
QUICK = (
    "climate.warming_scale", "climate.growth_factor_high", "forest.growth_scale", "fire.burned_share_limit",
    "harvest.product_share", "deforestation.mining_share", "rangeland.use_scale", "peat.drained_scale",
    "manure.pasture_methane", "soil_management.biochar", "afforestation.survival_semiarid",
    "wood_products.half_life_sawnwood", "dead_organic_matter.q10_litter",
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    return load_landscape(write_small_landscape(tmp_path_factory.mktemp("land") / "small.nc", every=60))


@pytest.fixture(scope="module")
def everything(scenario_of: Callable[..., Scenario]) -> Scenario:
    """A measure of each kind, so that whatever a plan may read is read."""
    found: list[dict[str, Any]] = []
    for at, kind in enumerate(MEASURE_KINDS.values()):
        countries = kind.countries or ("CHN", "RUS", "MNG")
        country = countries[at % len(countries)]
        amount = AMOUNTS[kind.units[0]]
        found.append({"id": kind.kind, "kind": kind.kind, "country": country, "unit": kind.units[0], "amount": amount})
    return scenario_of(*found)


@pytest.fixture(scope="module")
def shared(small: Landscape) -> Ground:
    """The ground of all runs that use again what earlier ones made."""
    return Ground(small)


def another(name: str) -> dict[str, float]:
    """A parameter (all its elements, where it is indexed) at a value that none of its elements has by default."""
    found: dict[str, float] = {}
    for element in parameters.elements():
        if element.parameter.name == name:
            low, high = element.plausible
            low, high = (low, high) if low < high else element.parameter.valid
            value = 0.5 * (element.default + (high if high > element.default else low))
            found[element.name] = min(max(value, element.parameter.valid[0]), element.parameter.valid[1])
    return found


def numbers(run: Run) -> Iterator[tuple[str, np.ndarray]]:
    yield "total", run.simulated.total
    yield "managed", run.simulated.managed
    yield "placed", run.simulated.placed
    yield "surviving", run.simulated.surviving
    yield "maps", run.simulated.maps
    yield "inputs", run.plan.inputs
    yield "to be cut", run.plan.harvest.to_be_cut
    yield "path", run.account.lulucf_net_path
    yield from run.account.inventory.items()
    yield from ((name, values) for name, (_, values) in run.account.stocks.items())


def check_same(scenario: Scenario, name: str, shared: Ground, small: Landscape) -> None:
    changed = replace(scenario, parameters=another(name))
    again = landsim.run(changed, landscape=shared, last_year=LAST_YEAR)
    with pytest.MonkeyPatch.context() as patch:
        # Nothing is kept, and every part sees all parameters.
        patch.setattr(KeptParts, "get", lambda self, part, values, make, *made_from: make(values))
        alone = landsim.run(changed, landscape=small, last_year=LAST_YEAR)
    for (what, found), (_, expected) in zip(numbers(again), numbers(alone), strict=True):
        assert np.isfinite(found).all(), (name, what)
        assert np.array_equal(found, expected), (name, what)


@pytest.mark.parametrize("name", QUICK)
def test_a_changed_parameter_is_never_answered_with_what_was_kept(
    name: str, everything: Scenario, shared: Ground, small: Landscape
) -> None:
    landsim.run(everything, landscape=shared, last_year=LAST_YEAR)
    check_same(everything, name, shared, small)


@pytest.mark.slow
@pytest.mark.parametrize("process", sorted({name.split(".")[0] for name in PARAMETERS}))
def test_no_changed_parameter_at_all_is_answered_with_what_was_kept(
    process: str, everything: Scenario, shared: Ground, small: Landscape
) -> None:
    for name in (one for one in PARAMETERS if one.startswith(f"{process}.")):
        # Between two others there is the run without any, so that what they share is at hand.
        landsim.run(everything, landscape=shared, last_year=LAST_YEAR)
        check_same(everything, name, shared, small)


def test_parts_read_no_other_parameters_than_they_declare(
    everything: Scenario, small: Landscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every look at a parameter while a part is made is at one that the part declares.

    But for what the kernel does: it is handed all parameters, and the runs above tell which of them count.
    """
    making: list[Part] = []
    looked: dict[str, set[str]] = {}
    get, value, take = KeptParts.get, parameters.value, parameters.take

    def noted(self: KeptParts, part: Part, values: Any, make: Callable[..., Any], *made_from: Any) -> Any:
        def make_noted(seen: Any) -> Any:
            making.append(part)
            made = make(seen)
            making.pop()
            return made

        return get(self, part, values, make_noted, *made_from)

    def look(name: str, span: int) -> None:
        if making and making[-1] not in (CLEARING, STEP):
            looked.setdefault(making[-1].name, set()).add(name)
            first = parameters.index()[name]
            assert set(range(first, first + span)) <= set(read_by(making[-1]).tolist()), (making[-1].name, name)

    monkeypatch.setattr(KeptParts, "get", noted)
    monkeypatch.setattr(parameters, "value", lambda v, name: (look(name, 1), value(v, name))[1])
    monkeypatch.setattr(parameters, "take", lambda v, name: (look(name, parameters.spans()[name]), take(v, name))[1])
    landsim.run(everything, landscape=small)
    landsim.run(replace(everything, soil_model="rothc"), landscape=small)
    assert {"foundation", "plan", "farming", "wetlands", "events", "growth", "herds"} <= set(looked)


def test_what_only_accounts_read_is_not_stepped_anew(
    everything: Scenario, small: Landscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepped = []
    monkeypatch.setattr(model, "simulate", lambda **given: stepped.append(1) or simulate(**given))
    ground = Ground(small)
    changed = [{}, another("wood_products.half_life_sawnwood"), another("manure.pasture_methane"), {}]
    runs = [
        landsim.run(replace(everything, parameters=one), landscape=ground, last_year=LAST_YEAR) for one in changed
    ]
    assert len(stepped) == 1
    for name in ("lulucf_net", "manure_ch4"):
        differs = [not np.array_equal(run.account.inventory[name], runs[0].account.inventory[name]) for run in runs]
        assert differs == [False, name == "lulucf_net", name == "manure_ch4", False]
    other = replace(everything, parameters=another("soil_decomposition.slow_rate"))
    landsim.run(other, landscape=ground, last_year=LAST_YEAR)
    assert len(stepped) == 2


def test_years_that_are_not_asked_for_change_no_bit_of_those_before(everything: Scenario, small: Landscape) -> None:
    whole, short = landsim.run(everything, landscape=small), landsim.run(everything, landscape=small, last_year=2050)
    count = len(short.drivers.years)
    assert short.drivers.years[-1] == 2050 and len(whole.drivers.years) > count
    for name, values in short.account.inventory.items():
        assert np.array_equal(values, whole.account.inventory[name][:, :count]), name
    for name, (unit, values) in short.account.stocks.items():
        assert unit == whole.account.stocks[name][0]
        assert np.array_equal(values, whole.account.stocks[name][1][:, :count]), name
    assert np.array_equal(short.simulated.total, whole.simulated.total[:, :count])
    assert np.array_equal(short.plan.harvest.to_be_cut, whole.plan.harvest.to_be_cut[:, :count])


class TestKeptParts:
    ONE = Part("one", ("fire.warming_response", "soil_climate."), 2)

    def test_what_is_kept_is_given_until_something_that_it_is_made_from_is_another(self) -> None:
        kept, made = KeptParts(), []
        usual = parameters.defaults()

        def make(seen: np.ndarray) -> np.ndarray:
            made.append(seen)
            return np.ones(3)

        first = kept.get(self.ONE, usual, make, "a")
        unread = parameters.resolve({"fire.crown_share": 0.1})
        assert kept.get(self.ONE, unread, make, "a") is first and len(made) == 1
        kept.get(self.ONE, usual, make, "b")
        kept.get(self.ONE, parameters.resolve({"fire.warming_response": 0.01}), make, "a")
        assert len(made) == 3 and kept.count(self.ONE) == 2
        assert kept.get(self.ONE, usual, make, "a") is not first

    def test_it_sees_what_it_reads_and_nothing_else(self) -> None:
        seen = KeptParts().get(self.ONE, parameters.defaults(), lambda values: values.copy())
        read = read_by(self.ONE)
        assert np.array_equal(seen[read], parameters.defaults()[read])
        assert np.isnan(np.delete(seen, read)).all()

    def test_it_cannot_be_changed(self) -> None:
        found = KeptParts().get(self.ONE, parameters.defaults(), lambda values: {"a": [np.zeros(2)]})
        with pytest.raises(ValueError, match="read-only"):
            found["a"][0][0] = 1.0

    def test_a_name_that_is_not_declared_is_refused(self) -> None:
        with pytest.raises(KeyError, match=r"part 'wrong' reads 'fire\.nothing', which is not declared"):
            read_by(Part("wrong", ("fire.nothing",)))

    def test_arrays_of_other_fields_are_other_content(self) -> None:
        from landsim.agriculture import FarmChanges

        share = np.ones((2, 2))
        assert content(FarmChanges(feed=share)) != content(FarmChanges(manure=share))
        assert content(FarmChanges(feed=share)) == content(FarmChanges(feed=share.copy()))
