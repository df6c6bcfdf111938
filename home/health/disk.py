"""How much room is left where the site writes."""

import shutil
from pathlib import Path

from django.db import connection

from home.settings.defaults import settings


def free_megabytes() -> int:
    """Return the free space where the site writes: in `var/`, and beside a database that is a file."""
    folders = [Path(settings.VAR_DIR)]
    if connection.vendor == "sqlite":
        folders.append(Path(connection.settings_dict["NAME"]).parent)
    there = [next(filter(Path.exists, (folder, *folder.resolve().parents))) for folder in folders]
    return min(shutil.disk_usage(folder).free for folder in there) // 2**20
