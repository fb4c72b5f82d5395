"""Felled carbon from the forest to the air, recomputed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from landsim.accounting import CO2_PER_C, account
from landsim.core import parameters
from landsim.core.state import FLUX
from landsim.core.wood_products import LONG_LIVED, PRODUCTS
from landsim.errors import InputError
from landsim.names import COUNTRIES
from landsim.results import Run
from landsim.wood_account import (
    FATES,
    SHORT_LIVED,
    at_years,
    felled_carbon,
    harvested_wood,
    industrial_share,
    roundwood_shares,
)
from landsim.wood_statistics import wood_statistics

VALUES = parameters.defaults()
CHN, PRK, JPN, MNG, KOR, RUS = range(6)


def quota() -> np.ndarray:
    """Carbon of the industrial roundwood of the statistics, bark included, [countries, years]."""
    per_volume = parameters.take(VALUES, "harvest.carbon_per_roundwood")[:, None]
    return wood_statistics().roundwood * per_volume * parameters.value(VALUES, "harvest.bark_factor")


def with_values(**changed: float) -> np.ndarray:
    return parameters.resolve({name.replace("__", "."): value for name, value in changed.items()})


def account_of(run: Run, values: np.ndarray | None = None, shift: np.ndarray | None = None):
    return harvested_wood(run.simulated, run.drivers, run.values if values is None else values, shift)


def test_every_tonne_felled_has_one_fate(ndc_first: Run) -> None:
    wood = ndc_first.account.wood
    assert tuple(wood.inflow) == FATES and set(wood.oxidised) == set(FATES)
    total = np.sum(list(wood.inflow.values()), axis=0)
    np.testing.assert_allclose(total, felled_carbon(ndc_first.simulated), rtol=1e-12)
    assert all((table >= 0.0).all() for table in wood.inflow.values())
    assert all((table >= 0.0).all() for table in wood.oxidised.values())


def test_felled_carbon_is_in_use_or_back_in_the_air(ndc_first: Run) -> None:
    wood = ndc_first.account.wood
    stock = np.sum(list(wood.in_use.values()), axis=0)
    gone = np.sum(list(wood.oxidised.values()), axis=0)
    felled = felled_carbon(ndc_first.simulated)
    np.testing.assert_allclose(np.diff(stock, axis=1), (felled - gone)[:, 1:], rtol=1e-9, atol=1e-6 * stock.max())
    np.testing.assert_allclose(wood.net(), gone - felled, rtol=1e-9, atol=1e-6 * felled.max())
    for fate in SHORT_LIVED:
        np.testing.assert_array_equal(wood.oxidised[fate], wood.inflow[fate])


def test_clearing_gives_wood_too(ndc_first: Run, frozen: Run) -> None:
    """Half of Korea's wood comes from clearing, and that much less is cut in forest; without clearing, all of it is."""
    land = np.s_[KOR, 31:]
    cut = [run.simulated.total[:, :, FLUX.felled_products][land].mean() for run in (ndc_first, frozen)]
    assert cut[0] < 0.7 * cut[1]
    assert felled_carbon(ndc_first.simulated)[land].mean() == pytest.approx(
        felled_carbon(frozen.simulated)[land].mean(), rel=0.02
    )
    sawnwood = [run.account.wood.inflow["sawnwood"][land].mean() for run in (ndc_first, frozen)]
    assert sawnwood[0] == pytest.approx(sawnwood[1], rel=0.02)


def test_russian_products_are_those_of_the_statistics(ndc_first: Run) -> None:
    """Russia has room for all of them: 53.37 Mm3 of sawnwood in 1992 at 0.229 tC/m3, almost all of own logs."""
    wood = ndc_first.account.wood
    per_roundwood = parameters.value(VALUES, "harvest.carbon_per_roundwood.RUS")
    own_logs = (164000.0 - 9989.917815) / (164000.0 - 9989.917815 + 22.250325)
    assert wood.inflow["sawnwood"][RUS, 2] == pytest.approx(53370.008e3 * 0.229 * own_logs, rel=1e-9)
    assert wood.inflow["exported_roundwood"][RUS, 2] == pytest.approx(9989917.815 * per_roundwood, rel=1e-9)
    expected = felled_carbon(ndc_first.simulated)[RUS, 2] * (1.0 - industrial_share(ndc_first.drivers, VALUES)[RUS, 2])
    assert wood.inflow["fuelwood"][RUS, 2] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("greatest", [0.5, 0.9])
def test_products_never_hold_more_than_the_logs(greatest: float) -> None:
    values = with_values(wood_products__greatest_yield=greatest)
    shares = roundwood_shares(wood_statistics(), quota(), values)
    total = np.sum(list(shares.products.values()), axis=0)
    assert (total <= greatest * shares.wood * (1.0 + 1e-12)).all()
    tight = shares.kept < 1.0
    np.testing.assert_allclose(total[tight], greatest * shares.wood[tight], rtol=1e-12)
    assert tight[JPN].all() and not tight[RUS, 3:].all() and not tight.all()
    np.testing.assert_allclose(shares.wood + shares.exported, 1.0 / 1.15, rtol=1e-12)


def test_scaling_down_keeps_the_proportions_of_the_products() -> None:
    found = roundwood_shares(wood_statistics(), quota(), VALUES)
    made = wood_statistics().domestic
    expected = made["sawnwood"][JPN] * 0.229 / (made["panels"][JPN] * 0.269)
    np.testing.assert_allclose(found.products["sawnwood"][JPN] / found.products["panels"][JPN], expected, rtol=1e-12)


def test_statistics_without_room_are_an_assumption_with_its_range(ndc_first: Run) -> None:
    scaled = {row.country: row for row in ndc_first.assumptions if row.name == "wood_statistics_scaled"}
    assert {"JPN", "CHN", "MNG"} <= set(scaled) and not {"RUS", "PRK"} & set(scaled)
    assert 0.0 < scaled["JPN"].low < scaled["JPN"].value < 1.0 == scaled["JPN"].high
    names = {row.name for row in ndc_first.assumptions}
    assert "wood_products.start_ratio.RUS" in names and "wood_share_sawnwood_after_2020" in names


def test_twice_the_felling_makes_no_more_products_than_the_statistics() -> None:
    """What is felled beyond the records of 1990-2020 is not made into products that nobody counted."""
    once = roundwood_shares(wood_statistics(), quota(), VALUES)
    twice = roundwood_shares(wood_statistics(), 2.0 * quota(), VALUES)
    np.testing.assert_allclose(2.0 * twice.products["sawnwood"][RUS], once.products["sawnwood"][RUS], rtol=1e-12)


def test_nothing_felled_makes_nothing() -> None:
    shares = roundwood_shares(wood_statistics(), np.zeros((6, 31)), VALUES)
    for table in (*shares.products.values(), shares.exported, shares.wood):
        assert (table == 0.0).all()


def test_after_2020_the_mean_share_of_the_last_five_years_holds() -> None:
    share = np.arange(31.0)[None, :]
    assert at_years(share, np.array([1990, 2005, 2020, 2021, 2060])).tolist() == [[0.0, 15.0, 30.0, 28.0, 28.0]]


def test_a_higher_earlier_inflow_gives_more_back(ndc_first: Run) -> None:
    low = account_of(ndc_first, with_values(**{"wood_products__start_ratio__RUS": 1.2}))
    high = account_of(ndc_first, with_values(**{"wood_products__start_ratio__RUS": 1.8}))
    assert high.net()[RUS, 0] > low.net()[RUS, 0] + 1e6
    np.testing.assert_array_equal(high.net()[JPN], low.net()[JPN])
    np.testing.assert_array_equal(high.inflow["sawnwood"], low.inflow["sawnwood"])


class TestLongLived:
    """The share of paper and losses that goes to sawnwood and panels instead."""

    def shift(self, value: float) -> np.ndarray:
        table = np.zeros((6, 71))
        table[JPN, 40:] = value
        return table

    def test_a_shift_of_nothing_changes_nothing(self, ndc_first: Run) -> None:
        shifted = account_of(ndc_first, shift=np.zeros((6, 71)))
        for fate in FATES:
            np.testing.assert_allclose(shifted.inflow[fate], ndc_first.account.wood.inflow[fate], rtol=1e-12)

    def test_carbon_moves_and_none_is_made(self, ndc_first: Run) -> None:
        before, after = ndc_first.account.wood, account_of(ndc_first, shift=self.shift(0.2))
        here = np.s_[JPN, 40:]
        np.testing.assert_allclose(after.inflow["paper"][here], 0.8 * before.inflow["paper"][here], rtol=1e-12)
        industrial = before.inflow["processing_loss"] + np.sum([before.inflow[name] for name in PRODUCTS], axis=0)
        industrial = industrial + before.inflow["exported_roundwood"]
        bark = industrial * (1.0 - 1.0 / 1.15)
        moved = 0.2 * (before.inflow["paper"] + before.inflow["processing_loss"] - bark)
        gained = np.sum([after.inflow[name] - before.inflow[name] for name in LONG_LIVED], axis=0)
        np.testing.assert_allclose(gained[here], moved[here], rtol=1e-9)
        np.testing.assert_allclose(
            np.sum(list(after.inflow.values()), axis=0), np.sum(list(before.inflow.values()), axis=0), rtol=1e-12
        )
        ratio = before.inflow["sawnwood"][here] / before.inflow["panels"][here]
        np.testing.assert_allclose(after.inflow["sawnwood"][here] / after.inflow["panels"][here], ratio, rtol=1e-9)
        assert (after.net()[JPN, 41:] < before.net()[JPN, 41:]).all()
        np.testing.assert_array_equal(after.net()[JPN, :40], before.net()[JPN, :40])
        np.testing.assert_allclose(after.net()[RUS], before.net()[RUS], rtol=1e-9, atol=1e-3)

    def test_a_country_without_either_product_shares_equally(self, ndc_first: Run) -> None:
        values = with_values(wood_products__carbon_sawnwood=0.1, wood_products__greatest_yield=0.0)
        shift = np.full((6, 71), 0.1)
        wood = account_of(ndc_first, values, shift)
        np.testing.assert_allclose(wood.inflow["sawnwood"], wood.inflow["panels"], rtol=1e-12)
        assert (wood.inflow["sawnwood"] > 0.0).all()

    def test_the_account_passes_it_on(self, ndc_first: Run) -> None:
        own = account(ndc_first.simulated, ndc_first.drivers, ndc_first.values, self.shift(0.3))
        change = own.inventory["lulucf_net"] - ndc_first.account.inventory["lulucf_net"]
        assert change[JPN, 45] < -0.1
        wood = own.inventory["lulucf_harvested_wood_products"]
        products = wood - ndc_first.account.inventory["lulucf_harvested_wood_products"]
        np.testing.assert_allclose(change, products, atol=1e-9)

    @pytest.mark.parametrize("value", [0.31, -0.1, np.nan])
    def test_an_impossible_shift_is_named(self, ndc_first: Run, value: float) -> None:
        with pytest.raises(InputError, match=r"long_lived_shift for JPN in 2030 is .*, expected 0 to 0\.3 \(wood_prod"):
            account_of(ndc_first, shift=self.shift(value))

    def test_a_shift_of_another_shape_is_named(self, ndc_first: Run) -> None:
        with pytest.raises(InputError, match=r"has the shape \(6, 70\), expected \(6, 71\): countries by years"):
            account_of(ndc_first, shift=np.zeros((6, 70)))


class TestSubstitution:
    """Fossil carbon avoided: shown, never added."""

    def test_by_hand(self, ndc_first: Run) -> None:
        wood = ndc_first.account.wood
        expected = -1.2 * (wood.inflow["sawnwood"] + wood.inflow["panels"]) * CO2_PER_C / 1e6
        np.testing.assert_allclose(ndc_first.account.inventory["wood_substitution"], expected, rtol=1e-12)

    def test_no_sum_knows_it(self, ndc_first: Run) -> None:
        values = with_values(wood_products__displacement_factor=0.0)
        own = account(ndc_first.simulated, ndc_first.drivers, values)
        assert (own.inventory["wood_substitution"] == 0.0).all()
        for name, table in own.inventory.items():
            if name not in ("wood_substitution", "leakage"):
                np.testing.assert_array_equal(table, ndc_first.account.inventory[name])

    def test_its_row_in_the_ledger_is_outside(self, ndc_first: Run) -> None:
        rows = ndc_first.ledger[ndc_first.ledger["flux"] == "substitution"]
        assert set(rows["category"]) == {"outside"} and set(rows["land"]) == {"wood_products"}
        assert (rows["value"] <= 0.0).all() and len(rows) == 6 * 71


def test_the_ledger_shows_where_felled_wood_went(ndc_first: Run) -> None:
    """Wood is an emission where it is felled and enters 4.G as the same removal, product by product."""
    ledger = ndc_first.ledger
    left = ledger[ledger["flux"].isin(["harvest", "deforestation_wood"])].groupby(["country", "year"])["value"].sum()
    entered = ledger[(ledger["category"] == "4.G") & (ledger["flux"] == "inflow")]
    assert set(entered["land"]) == set(FATES)
    np.testing.assert_allclose(-entered.groupby(["country", "year"])["value"].sum(), left, rtol=1e-9)
    oxidised = ledger[(ledger["category"] == "4.G") & (ledger["flux"] == "oxidation")]
    assert (entered["value"] <= 0.0).all() and (oxidised["value"] >= 0.0).all()


def test_stocks_in_use_are_in_the_table_of_stocks(ndc_first: Run) -> None:
    for product in PRODUCTS:
        unit, table = ndc_first.account.stocks[f"wood_products_{product}"]
        assert unit == "MtC"
        np.testing.assert_allclose(table, ndc_first.account.wood.in_use[product] / 1e6, rtol=1e-12)
    assert ndc_first.account.stocks["wood_products_sawnwood"][1][COUNTRIES.index("RUS"), 0] > 300.0
