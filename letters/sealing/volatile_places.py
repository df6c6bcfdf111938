"""Which folders a power-off empties, and whether memory may be written to a disk."""

from pathlib import Path

MOUNTS, SWAPS = Path("/proc/self/mountinfo"), Path("/proc/swaps")
IN_MEMORY = {"tmpfs", "ramfs"}


def forgets_at_power_off(folder: Path) -> bool:
    """Say whether the folder lies in memory; no where the system does not tell."""
    mounted = _mounts()
    place = folder.resolve()
    return next((mounted[each] in IN_MEMORY for each in (place, *place.parents) if each in mounted), False)


def _mounts() -> dict[Path, str]:
    """Return {mount point: type of its filesystem}; the last mount of a point hides those before."""
    try:
        lines = MOUNTS.read_text().splitlines()
    except OSError:
        return {}
    rows = (line.partition(" - ") for line in lines)
    return {Path(_plain(mount.split()[4])): kind.split()[0] for mount, _dash, kind in rows}


def _plain(point: str) -> str:
    return point.encode().decode("unicode_escape")


def swap_on_disk() -> str:
    """Return where pages of memory may be written, "" when nowhere; compressed memory is no disk."""
    try:
        names = [line.split()[0] for line in SWAPS.read_text().splitlines()[1:]]
    except OSError:
        return ""
    return ", ".join(name for name in names if not name.startswith("/dev/zram"))
