"""Heavy grazing begins above its limit."""

from __future__ import annotations

import numpy as np

from landsim.core.grazing_intensity import is_heavy


def test_the_limit_itself_is_not_heavy() -> None:
    assert is_heavy(np.array([0.0, 1.4, 1.5, 1.6]), 1.5).tolist() == [False, False, False, True]
