"""Texts of an original that changed since they were translated: what stood there, what stands there now."""

from dataclasses import dataclass, field

from home.translation.markup import words_of
from home.translation.models import Unit


@dataclass
class Change:
    """One string as it is read; `languages` are those in which the older text is still public."""

    key: str
    before: str
    after: str
    languages: list = field(default_factory=list)

    @property
    def marks_changed(self):
        return bool(self.before) and self.before == self.after


def older_units(source):
    """Return the strings, in every language, of which an older text stands in public."""
    units = Unit.objects.filter(translation__source=source, approved_at=None).exclude(carried_text="")
    return units.active().select_related("string", "translation__target_locale")


def changes_of(source):
    """Return [Change] in the order of the original."""
    changes = {}
    for unit in older_units(source):
        key, before, after = key_of(unit), words_of(unit.carried_source), words_of(unit.string.data)
        change = changes.setdefault(key, Change(key, before, after))
        change.languages.append(unit.translation.target_locale)
    return list(changes.values())


def key_of(unit):
    return f"{unit.context_id}-{unit.string_id}"
