"""Updating a source and its strings in every language after a publication."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationSource,
)

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, bump_once
from home.translation.choices import NoticeKind, Right
from home.translation.core.actions.extract import take_source
from home.translation.core.actions.notices import notify, writers_of
from home.translation.core.read_models.changed_originals import drops_words, public_page, removed_units
from home.translation.models import DeskTranslation, Question, Unit
from home.translation.permissions import people_with
from home.translation.text.alignment import align
from home.translation.text.links import move_links
from home.translation.translatables import PageOrWord

Key = tuple[int, int]  # context and string
Segments = dict[Key, Any]  # StringSegment, with `links`
Heir = tuple[Unit, float]  # the unit that stood in a segment's place, and its likeness
APPROVAL = ("approved_text", "approved_at", "approved_by_id")


@transaction.atomic
def submit(instance: PageOrWord, locales: Iterable[Locale]) -> TranslationSource:
    """Open `instance` for translation into `locales`; languages that are open already are updated, too.

    Creates no page: that comes with the first preview or publication. Returns the TranslationSource.
    """
    source, segments, open_already = _take_over(instance, minor=False)
    new = [locale for locale in locales if locale.pk not in open_already]
    made = Translation.objects.bulk_create(Translation(source=source, target_locale=locale) for locale in new)
    DeskTranslation.objects.bulk_create(DeskTranslation(translation=translation) for translation in made)
    Unit.objects.bulk_create(
        _new_unit(translation, segment) for translation in made for segment in segments.values()
    )
    return source


@transaction.atomic
def sync(instance: PageOrWord, *, minor: bool = False) -> TranslationSource:
    """Take over the content of `instance` and align the strings of every language; return the source.

    `minor`: the change asks for no new work, so approvals move to the changed strings.
    """
    source, _segments, _languages = _take_over(instance, minor=minor)
    for name in (BESIDE_PEOPLE, CONTENT):  # front ends are told which translations are out of date
        bump_once(name)
    return source


def _take_over(instance: PageOrWord, *, minor: bool) -> tuple[TranslationSource, Segments, set[int]]:
    """Return (source, its segments, pks of the languages it is open in)."""
    instance = instance.specific if isinstance(instance, Page) else instance
    source = take_source(instance)
    segments = _first_segments(source)
    held = source.translations.select_for_update(of=["self"])
    translations = list(held.select_related("desk__assignee", "desk__reviewer"))
    # Translations made by wagtail-localize itself have none yet.
    DeskTranslation.objects.bulk_create(
        DeskTranslation(translation=each) for each in translations if not hasattr(each, "desk")
    )
    is_one_string = _texts_of_one_string(source)
    heirs: dict[Key, Key] = {}
    for translation in translations:
        alignment = _Alignment(translation, segments, is_one_string)
        alignment.write(minor=minor)
        heirs |= {_key(unit): key for key, (unit, _score) in alignment.heirs.items()}
    if translations:
        follow_originals(source, standing=list(segments), heirs=heirs)
    return source, segments, {translation.target_locale_id for translation in translations}


def _first_segments(source: TranslationSource) -> Segments:
    """Return the segments by (context, string), in order; a text twice in one context is one unit.

    Each gets `links`, its attrs parsed once for all languages.
    """
    segments: Segments = {}
    for segment in StringSegment.objects.filter(source=source).select_related("string").order_by("order"):
        first = segments.setdefault((segment.context_id, segment.string_id), segment)
        first.links = json.loads(first.attrs) or {}
    return segments


def _texts_of_one_string(source: TranslationSource) -> Callable[[int], bool]:
    """Return a function that says whether the text of a context is one string, not rich text."""
    rich = set(TemplateSegment.objects.filter(source=source).values_list("context", flat=True))
    return lambda context: context not in rich


def _new_unit(translation: Translation, segment: Any) -> Unit:
    return Unit(
        translation=translation,
        context_id=segment.context_id,
        string=segment.string,
        order=segment.order,
        attrs=segment.links,
    )


def _key(unit: Unit) -> Key:
    return unit.context_id, unit.string_id


class _Alignment:
    """The units of one translation, and the segments they must follow."""

    def __init__(
        self, translation: Translation, segments: Segments, is_one_string: Callable[[int], bool]
    ) -> None:
        self.translation, self.segments, self.is_one_string = translation, segments, is_one_string
        units = Unit.objects.filter(translation=translation).with_drafts().select_related("string")
        self.units = {_key(unit): unit for unit in units.order_by("order")}
        self.approved = {unit.string_id: unit for unit in self.units.values() if unit.approved_at}
        self.heirs = self._heirs()

    def write(self, *, minor: bool) -> None:
        """Write the units in four queries, however many; more only where people are told of new work."""
        new = [
            self._inherit(key, self.heirs.get(key), minor) for key in self.segments if key not in self.units
        ]
        moved = [unit for key, unit in self.units.items() if self._follow(unit, self.segments.get(key))]
        Unit.objects.bulk_update(moved, ["order", "attrs", "is_active"], batch_size=500)
        Unit.objects.bulk_create(new, batch_size=500)
        self._give_drafts(new)
        if any(unit.approved_at is None for unit in new):
            notify(self._people(), self.translation, NoticeKind.CHANGED)
        if self._says_more(new, moved):
            publishers = people_with(Right.PUBLISH, [self.translation.target_locale_id])
            notify(publishers, self.translation, NoticeKind.REMOVED)

    def _says_more(self, new: list[Unit], moved: list[Unit]) -> bool:
        """Say whether the public page of this language still says what the original has just lost."""
        heirs = {unit.pk for unit, _score in self.heirs.values()}
        is_gone = any(not unit.is_active and unit.pk not in heirs for unit in moved)
        carried = [unit for unit in new if unit.carried_text]
        is_less = any(drops_words(unit.carried_source, unit.string.data) for unit in carried)
        return bool(is_less and public_page(self.translation) or is_gone and removed_units(self.translation))

    def _people(self) -> Iterable[User | None]:
        """Return who is assigned the text, or else whoever wrote it so far."""
        desk = self.translation.desk
        if desk.assignee or desk.reviewer:
            return [desk.assignee, desk.reviewer]
        return writers_of(self.translation, Unit.objects.filter(translation=self.translation))

    def _heirs(self) -> dict[Key, Heir]:
        """Return the heir of each new segment, by its key."""
        heirs: dict[Key, Heir] = {}
        for context in {context for context, _string in self.segments}:
            old = [unit for unit in self.units.values() if unit.context_id == context and unit.is_active]
            new = [segment for (found, _string), segment in self.segments.items() if found == context]
            pairs = align(
                [unit.string.data for unit in old],
                [segment.string.data for segment in new],
                is_one_string=self.is_one_string(context),
            )
            for right, (left, score) in pairs.items():
                heirs[context, new[right].string_id] = old[left], score
        return heirs

    def _inherit(self, key: Key, heir: Heir | None, minor: bool) -> Unit:
        unit = _new_unit(self.translation, self.segments[key])
        if unit.string_id in self.approved:
            _copy_approval(self.approved[unit.string_id], unit)
        elif heir:
            _carry(*heir, unit)
            if minor and heir[0].approved_at:
                _approve_carried(heir[0], unit)
        return unit

    def _follow(self, unit: Unit, segment: Any) -> bool:
        """Move the unit to where its string is now; return whether anything changed."""
        before = unit.order, unit.attrs, unit.is_active
        unit.is_active = segment is not None
        if segment:
            unit.order, unit.attrs = segment.order, segment.links
        return before != (unit.order, unit.attrs, unit.is_active)

    def _give_drafts(self, units: list[Unit]) -> None:
        """Make an inherited approval the draft as well, so that the desk shows it as reviewed."""
        StringTranslation.objects.bulk_create(
            [
                StringTranslation(
                    translation_of_id=unit.string_id,
                    context_id=unit.context_id,
                    locale_id=self.translation.target_locale_id,
                    data=unit.approved_text,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                    last_translated_by_id=unit.approved_by_id,
                )
                for unit in units
                if unit.approved_at and unit.approved_text
            ],
            ignore_conflicts=True,
        )


def _copy_approval(old: Unit, new: Unit) -> None:
    for name in APPROVAL:
        setattr(new, name, getattr(old, name))


def _carry(old: Unit, score: float, new: Unit) -> None:
    """Keep the public text of the old string public until the new one is approved."""
    if old.approved_at:
        new.carried_text, new.carried_source = old.approved_text, old.string.data
        new.carried_attrs = old.attrs
    else:
        new.carried_text, new.carried_source = old.carried_text, old.carried_source
        new.carried_attrs = old.carried_attrs
    new.carried_likeness = score
    is_waiting = old.draft is not None and old.draft != old.approved_text
    new.former_draft = old.draft or "" if is_waiting else old.former_draft


def _approve_carried(old: Unit, new: Unit) -> None:
    _copy_approval(old, new)
    new.approved_text = move_links(old.approved_text, before=old.attrs, after=new.attrs)
    new.carried_text = new.carried_source = ""
    new.carried_attrs, new.carried_likeness = {}, None


def follow_originals(source: TranslationSource, *, standing: list[Key], heirs: dict[Key, Key]) -> None:
    """Move questions to the strings that replaced those they are about.

    `standing` are the keys of the source in order, `heirs` {key before: key now}. Strings that were removed
    from the original keep their questions.
    """
    elsewhere = {string: (context, string) for context, string in reversed(standing)}
    for question in Question.objects.select_for_update().filter(source=source):
        key = question.context_id, question.string_id
        if key not in standing and (now := heirs.get(key) or elsewhere.get(question.string_id)):
            _move(question, *now)


def _move(question: Question, context: int, string: int) -> None:
    first = question.asked_about_id or question.string_id
    question.context_id, question.string_id = context, string
    question.asked_about_id = None if first == string else first
    question.save(update_fields=["context", "string", "asked_about"])
