"""Survival of plantings by aridity class."""

from __future__ import annotations

import pytest

from landsim.core.afforestation import survival

CLASSES = (0.30, 0.55, 0.75, 0.88)


@pytest.mark.parametrize(
    ("aridity", "expected"),
    [(0.0, 0.30), (0.199, 0.30), (0.2, 0.55), (0.499, 0.55), (0.5, 0.75), (0.649, 0.75), (0.65, 0.88), (2.0, 0.88)],
)
def test_survival_of_each_aridity_class(aridity, expected):
    assert survival(aridity, *CLASSES) == expected
