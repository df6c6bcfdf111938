"""Why a backup cannot become this site, found before anything is changed."""

from collections.abc import Iterable, Mapping

from home.backup.archive import About


def unknown_migrations(about: About, known: Iterable[tuple[str, str]]) -> list[str]:
    """Return a sentence where the backup was made by a newer release than this code."""
    ours = set(known)
    unknown = [f"{app}.{name}" for app, name in about.migrations if (app, name) not in ours]
    if not unknown:
        return []
    return [
        f"the backup is of release {about.release}, newer than this code, which does not know {unknown[0]}"
    ]


def keys_that_differ(about: About, here: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return a sentence for each key that the site had and that is not here, or is another one."""
    return [
        f"{ring}: key {kid} {'is another one' if kid in here.get(ring, {}) else 'is not here'}; what needs it"
        " could not be opened. --without-keys restores all the same"
        for ring, keys in about.keys.items()
        for kid, told in keys.items()
        if here.get(ring, {}).get(kid) != told
    ]
