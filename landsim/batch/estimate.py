"""How long a batch will take, and how much disk, before it starts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from landsim.batch.experiment import Experiment
from landsim.errors import InputError
from landsim.progress import duration

# Measured on a Zen 4 core with the embedded grid (experiments/README.md): plan, step, account and reduction of a run.
CPU_SECONDS_PER_UNIT_YEAR = 3.7e-7
# What a run costs however few units it has: the rehearsal of clearing, national accounts. Laying out measures is shared
# by runs that vary none of the parameters it reads.
CPU_SECONDS_PER_RUN = 0.012
# A worker imports the model and loads the compiled kernel.
START_SECONDS = 3.0
# A value takes 8 bytes in the file of its run and 8 in the results; the rest of a row compresses to little.
BYTES_PER_VALUE = 18.0
BYTES_PER_RUN = 9000.0


@dataclass(frozen=True)
class Estimate:
    """seconds of wall time, bytes on disk, of the runs that are left to do."""

    seconds: float
    bytes: float

    def sentence(self) -> str:
        """What the user reads before the first run."""
        return (
            f"about {duration(self.seconds)} at the speed of the machine that landsim was measured on (once compiled), "
            f"and {_megabytes(self.bytes)} of disk"
        )


def estimate(experiment: Experiment, runs: int, units: int, workers: int) -> Estimate:
    """For so many runs on a landscape of so many units, done by so many workers."""
    scenario = experiment.runs[0].scenario
    years = (experiment.outputs.last_year or scenario.last_year) - scenario.first_year + 1
    of_a_run = CPU_SECONDS_PER_RUN + units * years * CPU_SECONDS_PER_UNIT_YEAR
    seconds = START_SECONDS + -(-runs // workers) * of_a_run
    outputs = experiment.outputs
    values = len(outputs.rows()) * len(outputs.years)
    return Estimate(seconds, runs * (BYTES_PER_RUN + values * BYTES_PER_VALUE))


def check_disk(folder: Path, needed: Estimate) -> None:
    """InputError where the disk does not hold what the runs will leave."""
    free = shutil.disk_usage(folder).free
    if free < needed.bytes:
        raise InputError(
            f"--out: the disk of '{folder}' has {_megabytes(free)} left, expected about {_megabytes(needed.bytes)} "
            "for the results; free some, or use a folder on another disk."
        )


def _megabytes(size: float) -> str:
    """Two digits of what is small, so that 0.19 left and 0.24 needed are not both 0.2."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e6:.2g} MB"
