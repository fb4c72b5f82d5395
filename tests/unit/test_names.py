"""Names of countries: every way of writing one leads to its code, and no two share one."""

from __future__ import annotations

import pytest

from landsim.names import COUNTRIES, NAMES, country_code


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_name_leads_to_its_country(code: str) -> None:
    names = NAMES[code]
    for name in (code, names.name, names.iamc, names.unfccc, *names.aliases):
        assert country_code(name) == country_code(f" {name.upper()} ") == code


def test_no_name_belongs_to_two() -> None:
    all_names = [
        {name.casefold() for name in (code, n.name, n.iamc, n.unfccc, *n.aliases)} for code, n in NAMES.items()
    ]
    assert sum(map(len, all_names)) == len(set().union(*all_names))


def test_another_name_leads_nowhere() -> None:
    assert country_code("Kazakhstan") is None and country_code("") is None
