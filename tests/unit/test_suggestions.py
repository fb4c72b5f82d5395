from landsim.suggestions import did_you_mean


def test_the_nearest_name_is_suggested_whatever_its_case() -> None:
    assert did_you_mean("MHA", ["Mha", "Mha/yr"]) == "did you mean 'Mha'?"
    assert did_you_mean("afforestration", ["afforestation", "grazing_cap"]) == "did you mean 'afforestation'?"


def test_all_names_are_listed_when_none_is_near() -> None:
    assert did_you_mean("zzz", ["linear", "step"]) == "known are linear, step."
