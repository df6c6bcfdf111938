"""The partners' real list of prisoners: never in the repository, read from where this machine keeps it.

REAL_LIST names the file; without it ../shared/data/prisoners.csv beside the project is tried.
"""

import csv
import os
import warnings
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
REAL_LIST = Path(os.environ.get("REAL_LIST", PROJECT.parent / "shared" / "data" / "prisoners.csv"))


def real_rows():
    """Return the rows of the real list as dicts; empty, with a warning in the report, when it is not here."""
    if not REAL_LIST.exists():
        warnings.warn(f"REAL_LIST is missing ({REAL_LIST}): the real list was not tested", stacklevel=2)
        return []
    with REAL_LIST.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
