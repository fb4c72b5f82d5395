"""Calibration: how far the model's past is from the record, and parameters that bring it nearer. No data in here.

Observations, fits, fitted values and scores lie in the folder calibration/ of a clone. See docs/hindcast.md.
"""

from landsim.calibration.after_fit import profiles, sample
from landsim.calibration.hindcast import hindcast
from landsim.calibration.objective import fit, prior_of
from landsim.calibration.observations import load_observations
from landsim.calibration.scores import scores
from landsim.calibration.session import calibration_folder, check, present_scores, record, refit

__all__ = [
    "calibration_folder",
    "check",
    "fit",
    "hindcast",
    "load_observations",
    "present_scores",
    "prior_of",
    "profiles",
    "record",
    "refit",
    "sample",
    "scores",
]
