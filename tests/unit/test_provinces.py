"""Province names, against the table of the package."""

import pytest

from landsim.names import COUNTRIES
from landsim.provinces import canonical_province, load_provinces, spelling_key


@pytest.mark.parametrize(
    ("country", "given", "canonical"),
    [
        ("CHN", "Inner Mongolia", "Inner Mongolia"),
        ("CHN", "Inner Mongol", "Inner Mongolia"),
        ("CHN", "inner-mongolia", "Inner Mongolia"),
        ("CHN", "Shaan'xi", "Shaanxi"),
        ("CHN", "Shanxi", "Shanxi"),
        ("MNG", "Ömnögovi", "Omnogovi"),
        ("MNG", "South Gobi", "Omnogovi"),
        ("RUS", "Sakha (Yakutia)", "Yakutia"),
        ("PRK", "Hamgyŏng-bukto", "North Hamgyong"),
    ],
)
def test_names_and_aliases_in_any_spelling_are_canonical(country: str, given: str, canonical: str) -> None:
    assert canonical_province(given, country) == canonical


def test_a_province_of_another_country_is_named() -> None:
    with pytest.raises(LookupError) as caught:
        canonical_province("Hokkaido", "CHN")
    assert str(caught.value) == "the province 'Hokkaido' belongs to Japan (JPN), not to China (CHN)."


def test_a_misspelt_province_is_suggested() -> None:
    with pytest.raises(LookupError, match=r"has no province 'Quinghai', did you mean 'Qinghai'\?"):
        canonical_province("Quinghai", "CHN")


def test_without_a_near_name_some_are_listed_and_the_rest_counted() -> None:
    with pytest.raises(LookupError, match=r"known are Adygea, .* and 7\d more\.") as caught:
        canonical_province("zzzz", "RUS")
    assert len(str(caught.value)) < 300


def test_no_spelling_means_two_provinces_of_one_country() -> None:
    owner: dict[tuple[str, str], str] = {}
    for province in load_provinces():
        for spelling in (province.name, *province.aliases):
            assert (
                owner.setdefault((province.country, spelling_key(spelling)), province.name) == province.name
            )


def test_every_country_has_provinces_with_readable_names() -> None:
    provinces = load_provinces()
    assert {province.country for province in provinces} == set(COUNTRIES)
    assert all(province.name.isascii() and province.name.strip() for province in provinces)
    assert len({(province.country, province.name) for province in provinces}) == len(provinces)
