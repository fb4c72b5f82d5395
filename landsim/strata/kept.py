"""What is kept of strata from one process to the next (`landsim.kept_files`): their members, results of the full grid.

Both are kept under a hash of everything they follow from: the landscape, what was asked for, and the code, tables and
libraries that answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landsim.kept_files import KeptFiles

Integers = NDArray[np.int64]
ROOM = "strata"
# Eight bytes for each unit of the landscape: 150 kB on the embedded grid.
MEMBERS = KeptFiles(ROOM, ".members", most=200)
TABLES = KeptFiles(ROOM, ".table", most=1000)


def kept_array(key: str, make: Callable[[], Integers]) -> Integers:
    """The array under a key, or the one that `make` gives."""
    found = MEMBERS.fetch(key)
    if found is not None:
        return np.asarray(np.load(BytesIO(found), allow_pickle=False))
    made = make()
    content = BytesIO()
    np.save(content, made)
    MEMBERS.keep(key, content.getvalue())
    return made


def kept_table(key: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The table under a key, or the one that `make` gives."""
    found = TABLES.fetch(key)
    if found is not None:
        return pd.DataFrame(json.loads(found))
    made = make()
    # Python's own JSON, which gives every float back to the last bit.
    TABLES.keep(key, json.dumps({name: made[name].tolist() for name in made}).encode())
    return made
