"""Parameters of a study come from their declaration: names, ranges, distributions."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.core import parameters
from landsim.errors import InputError
from landsim.sensitivity.factors import DECLARED, UNIFORM, choose_factors, names_of, problem_of, scaled

GRID = np.linspace(0.0, 1.0, 1001)


def test_a_whole_indexed_parameter_is_a_group_of_its_keys() -> None:
    found = choose_factors("mine", ["fire.warming_response", "insects.mortality_share"], {})
    assert [factor.name for factor in found[:2]] == ["fire.warming_response", "insects.mortality_share.CHN"]
    assert names_of(found) == ["fire.warming_response", "insects.mortality_share"]
    assert problem_of(found)["groups"] == ["fire.warming_response"] + ["insects.mortality_share"] * 6


def test_a_process_leaves_out_what_is_declared_as_fixed() -> None:
    found = choose_factors("mine", ["soil_decomposition.*"], {})
    assert {factor.group for factor in found} == {"soil_decomposition.*"}
    assert all(factor.element.plausible[0] < factor.element.plausible[1] for factor in found)
    assert "soil_decomposition.active_rate" not in {factor.name for factor in found}


def test_groups_of_the_file() -> None:
    found = choose_factors("mine", [], {"warmth": ["fire.warming_response", "insects.warming_response"]})
    assert [factor.group for factor in found] == ["warmth", "warmth"]


@pytest.mark.parametrize(
    ("names", "groups", "expected"),
    [
        (["fire.warming_respons"], {}, "mine, key 'parameters': found 'fire.warming_respons', did you mean 'fire.warm"),
        (["fire.warming_response"] * 2, {}, "mine, key 'parameters': the parameter 'fire.warming_response' stands"),
        (["fire.*"], {"a": ["fire.logs_burned"]}, "mine, [groups], key 'a': the parameter 'fire.logs_burned' stands"),
        (["soil_decomposition.active_rate"], {}, "mine, key 'parameters': 'soil_decomposition.active_rate' is decl"),
    ],
)
def test_wrong_names_are_refused(names: list[str], groups: dict[str, list[str]], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_factors("mine", names, groups)
    assert str(caught.value).startswith(expected)


def test_every_free_parameter_can_be_sampled_within_its_range() -> None:
    """Peaks at an end of the range, ranges below zero and normal ones included."""
    factors = choose_factors("mine", ["*"], {})
    unit = np.tile(GRID[:, None], len(factors))
    low, high = (np.array([factor.element.plausible[end] for factor in factors]) for end in (0, 1))
    for distribution in (DECLARED, UNIFORM):
        values = scaled(unit, factors, distribution)
        assert np.isfinite(values).all()
        assert (values >= low).all() and (values <= high).all()
        assert (np.diff(values, axis=0) >= -1e-12 * np.abs(high)).all()
    assert len(factors) > 300


def test_declared_shapes() -> None:
    """A triangle has its mean at a third of low, peak and high; half of a symmetric normal lies below its default."""
    triangle = next(f for f in choose_factors("mine", ["*"], {}) if f.element.parameter.distribution == "triangular")
    middle = (np.arange(20000) + 0.5) / 20000
    values = scaled(middle[:, None], [triangle], DECLARED)
    assert values.mean() == pytest.approx((sum(triangle.element.plausible) + triangle.element.default) / 3, rel=1e-4)
    normal = next(
        f
        for f in choose_factors("mine", ["*"], {})
        if f.element.parameter.distribution == "normal"
        and f.element.default == pytest.approx(sum(f.element.plausible) / 2, rel=1e-9)
    )
    assert scaled(np.array([[0.5]]), [normal], DECLARED)[0, 0] == pytest.approx(normal.element.default, rel=1e-9)


def test_uniform_is_even_between_the_plausible_ends() -> None:
    (factor,) = choose_factors("mine", ["climate.warming_scale"], {})
    low, high = next(e.plausible for e in parameters.elements() if e.name == factor.name)
    assert scaled(np.array([[0.0], [0.25], [1.0]]), [factor], UNIFORM)[:, 0] == pytest.approx(
        [low, low + (high - low) / 4, high]
    )
