"""Drought on grassland: a year in which a zone grows much less forage than in the mean year."""

from __future__ import annotations

from typing import Any

from landsim.core.parameters import Parameter

PARAMETERS = (
    Parameter(
        "drought.forage_threshold", "1", 0.7, (0.0, 1.0), (0.5, 0.85),
        "own assumption: a loss of near a third of the forage",
        "forage of a year relative to its mean below which it is a drought",
    ),
)  # fmt: skip


def in_drought(forage: Any, threshold: Any) -> Any:
    """Whether forage relative to its mean (1) makes a drought; arrays or numbers."""
    return forage < threshold
