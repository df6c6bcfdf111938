"""Texts of an original that changed since they were translated: what stood there, what stands there now."""

from dataclasses import dataclass, field

from home.translation.models import Unit


@dataclass
class Change:
    """One string; `languages` are those in which the older text is still public."""

    key: str
    before: str
    after: str
    languages: list = field(default_factory=list)


def older_units(source):
    """Return the strings, in every language, of which an older text stands in public."""
    units = Unit.objects.filter(translation__source=source, approved_at=None).exclude(carried_text="")
    return units.active().select_related("string", "translation__target_locale")


def changes_of(source):
    """Return [Change] in the order of the original."""
    changes = {}
    for unit in older_units(source):
        key = key_of(unit)
        change = changes.setdefault(key, Change(key, unit.carried_source, unit.string.data))
        change.languages.append(unit.translation.target_locale)
    return list(changes.values())


def key_of(unit):
    return f"{unit.context_id}-{unit.string_id}"
