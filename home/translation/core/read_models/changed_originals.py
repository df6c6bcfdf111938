"""Texts of an original that changed or were removed since they were translated, before and after."""

from dataclasses import dataclass, field

from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from home.translation.core.read_models.plan import public_text
from home.translation.core.read_models.sources import source_of, target_of
from home.translation.core.read_models.unapproved import seen_words, strings_shown
from home.translation.models import Unit
from home.translation.querysets import UnitQuerySet
from home.translation.text.differences import Change as Kind, differences
from home.translation.text.markup import words_of
from home.translation.translatables import PageOrWord


@dataclass
class ChangedString:
    """One string as plain words; `languages` are those in which the older text is still public.

    A string that left the original has no `after`.
    """

    key: str
    before: str
    after: str
    languages: list[Locale] = field(default_factory=list)

    @property
    def marks_changed(self) -> bool:
        return bool(self.before) and self.before == self.after


def older_units(source: TranslationSource) -> UnitQuerySet:
    """Return the strings, in every language, whose older text is public."""
    units = Unit.objects.filter(translation__source=source, approved_at=None).exclude(carried_text="")
    return units.active().select_related("string", "translation__target_locale")


def changes_of(source: TranslationSource) -> list[ChangedString]:
    """Return the changed strings in the order of the original."""
    changes: dict[str, ChangedString] = {}
    for unit in older_units(source):
        key, before, after = key_of(unit), words_of(unit.carried_source), words_of(unit.string.data)
        change = changes.setdefault(key, ChangedString(key, before, after))
        change.languages.append(unit.translation.target_locale)
    return list(changes.values())


def removals_of(source: TranslationSource) -> list[ChangedString]:
    """Return what left the original and is still public in a language, in its old order."""
    removals: dict[str, ChangedString] = {}
    for translation in source.translations.select_related("source", "target_locale", "desk"):
        for unit in removed_units(translation):
            key = key_of(unit)
            change = removals.setdefault(key, ChangedString(key, words_of(unit.string.data), ""))
            change.languages.append(translation.target_locale)
    return list(removals.values())


def removed_units(translation: Translation) -> list[Unit]:
    """Return the strings that left the original and whose text the public page of the language still shows.

    A text that stands elsewhere in the original, or waits there for review of a change, doesn't count.
    """
    gone = [unit for unit in _with_strings(translation, is_active=False) if public_text(unit)[0]]
    page = public_page(translation) if gone else None
    if page is None:
        return []
    shown = {words for _name, words in strings_shown(page)}
    stays = {_public_words(unit) for unit in _with_strings(translation, is_active=True)}
    return [unit for unit in gone if _public_words(unit) in shown - stays]


def words_lost(original: PageOrWord) -> list[str]:
    """Return the runs of words that the newest draft of an original lacks and a translation may still say.

    What only moved is not lost. None where the original is not public or open in no language.
    """
    is_translatable = isinstance(original, TranslatableMixin)
    if not (is_translatable and original.live and source_of(original)):
        return []
    model: type[PageOrWord] = original.specific_class if isinstance(original, Page) else type(original)
    public = model.objects.get(pk=original.pk)
    said, says = _texts(public), _texts(public.get_latest_revision_as_object())
    gone, new = [text for text in said if text not in says], [text for text in says if text not in said]
    segments = differences("\n".join(gone), "\n".join(new))
    return [words for each in segments if each.change == Kind.REMOVED and (words := each.text.strip())]


def _texts(original: PageOrWord) -> list[str]:
    return [words for _field, words in strings_shown(original)]


def public_page(translation: Translation) -> PageOrWord | None:
    """Return the live page or word of the language that the desk keeps, or None."""
    target = None if translation.desk.is_detached else target_of(translation)
    return target if target is not None and target.live else None


def _with_strings(translation: Translation, *, is_active: bool) -> UnitQuerySet:
    units = Unit.objects.filter(translation=translation, is_active=is_active)
    return units.select_related("string").order_by("order")


def _public_words(unit: Unit) -> str:
    return seen_words(public_text(unit)[0] or "")


def drops_words(before: str, after: str) -> bool:
    """Say whether a changed string lost words without others replacing them."""
    kinds = [segment.change for segment in differences(words_of(before), words_of(after))]
    around = zip(kinds, [*kinds[1:], Kind.EQUAL], [Kind.EQUAL, *kinds[:-1]], strict=True)
    return any(kind == Kind.REMOVED and Kind.ADDED not in beside for kind, *beside in around)


def key_of(unit: Unit) -> str:
    return f"{unit.context_id}-{unit.string_id}"
