"""What is at the desk for one person: texts by languages, how far each is, and the strings of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Length, Replace
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from home.translation.choices import Right, WorkState
from home.translation.core.read_models.public_texts import without_kept_back
from home.translation.core.read_models.sources import is_readable
from home.translation.desk.deadlines import due_words
from home.translation.matching.collation import in_order
from home.translation.models import Unit, UnitEvent
from home.translation.permissions import leads, rights_of
from home.translation.querysets import UnitQuerySet
from home.translation.translatables import PageOrWord

# The source is unchanged since the last publication.
IS_CURRENT = Q(desk__published_source_at__gte=F("source__last_updated_at"))
# The draft is another text than the approved one.
DIFFERS = Q(draft__isnull=False) & (Q(approved_at=None) | ~Q(draft=F("approved_text")))
NOTHING = {"count": 0, "reviewed": 0, "returned": 0, "waiting": 0, "news": 0, "words_left": 0}


@dataclass(frozen=True)
class Cell:
    """How far one text is in one language; `count` strings, `reviewed` of them, and what is to be done."""

    translation: Translation
    count: int
    reviewed: int
    returned: int  # strings that a reviewer returned and nobody rewrote
    words_left: int  # of the original, in strings that nobody has approved
    state: WorkState

    @property
    def due_words(self) -> str:
        due = self.translation.desk.due
        return due_words(due, timezone.localdate()) if due else ""

    @property
    def is_overdue(self) -> bool:
        due = self.translation.desk.due
        return due is not None and due < timezone.localdate() and self.state != WorkState.PUBLIC


def has_news() -> Q:
    """Return the condition that a person approved a string since the last publication.

    What nobody approved by hand came in with a public page.
    """
    approved = Unit.objects.filter(
        translation=OuterRef("pk"),
        is_active=True,
        approved_by__isnull=False,
        approved_at__gt=OuterRef("desk__last_published_at"),
    )
    return Q(Exists(approved))


def has_returned() -> Q:
    """Return the condition that a string was returned and nobody rewrote it.

    Few are: they are looked up once, not for each translation.
    """
    returned = UnitEvent.objects.unanswered_returns().values("unit")
    units = Unit.objects.filter(pk__in=returned, is_active=True).with_drafts()
    return Q(pk__in=units.filter(DIFFERS).values("translation"))


def locales_of(user: User) -> list[Locale]:
    """Return the languages the person works in; all for those who lead the desk."""
    locales = Locale.objects.exclude(pk=Locale.get_default().pk).order_by("pk")
    return list(locales if leads(user) else locales.filter(pk__in=rights_of(user)))


def of_the_desk(locales: Iterable[Locale]) -> QuerySet[Translation]:
    """Return what is open in these languages, as long as anybody can read its original.

    A translation made elsewhere is no work of the desk, nor is what became a page of its own.
    """
    found = Translation.objects.filter(target_locale__in=locales, desk__is_detached=False)
    return found.filter(is_readable("source__"))


def units_of_the_desk() -> UnitQuerySet:
    """Return the strings of texts whose original anybody can read: the desk shows nothing of others."""
    of_the_desk = Unit.objects.filter(translation__desk__is_detached=False)
    return of_the_desk.filter(is_readable("translation__source__"))


def translations_of(user: User) -> QuerySet[Translation]:
    """Return the translations the person may open."""
    found = of_the_desk(locales_of(user))
    return found.select_related("source__locale", "source__specific_content_type", "target_locale", "desk")


def sources_of(translations: QuerySet[Translation]) -> list[int]:
    """Return the pks of the texts of which one of the translations is open, by title."""
    found = TranslationSource.objects.filter(Exists(translations.filter(source=OuterRef("pk"))))
    return in_order(found.values_list("pk", "object_repr"))


def unapproved() -> QuerySet[Translation]:
    """Return the translations whose public page was last seen with unapproved text."""
    found = Translation.objects.exclude(desk__unapproved_since=None).order_by("desk__unapproved_since", "pk")
    return found.select_related("source__locale", "target_locale", "desk")


def behind() -> QuerySet[Translation]:
    """Return the translations, of a page in an outer query, whose public text is behind their original.

    New or changed words wait for approval or publication, or the page still says what the original lost.
    """
    unapproved = Unit.objects.filter(translation=OuterRef("pk"), is_active=True, approved_at=None)
    found = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"),
        target_locale=OuterRef("locale"),
        desk__is_detached=False,
    )
    return found.filter(Exists(unapproved) | has_news() | ~IS_CURRENT)


def in_state(translations: QuerySet[Translation], state: str) -> QuerySet[Translation]:
    """Return the translations for which this is the next step, or none is (`WorkState.PUBLIC`)."""
    strings: Any = Unit.objects.filter(translation=OuterRef("pk"), is_active=True).with_drafts()
    is_missing = Exists(strings.filter(approved_at=None, draft__isnull=True))
    waits = Exists(strings.filter(DIFFERS, is_returned=False))
    returned, is_out = has_returned(), IS_CURRENT & ~has_news()
    rest = translations.exclude(returned).exclude(is_missing).exclude(waits)
    return {
        WorkState.RETURNED: translations.filter(returned),
        WorkState.TRANSLATE: translations.filter(is_missing).exclude(returned),
        WorkState.REVIEW: translations.filter(waits).exclude(returned).exclude(is_missing),
        WorkState.PUBLISH: rest.exclude(is_out),
        WorkState.PUBLIC: rest.filter(is_out),
    }[WorkState(state)]


def matrix(pks: list[int], locales: list[Locale]) -> list[tuple[TranslationSource, list[Cell | None]]]:
    """Return [(source, [Cell or None for each language])] in four queries, however many languages."""
    sources = TranslationSource.objects.select_related("specific_content_type").in_bulk(pks)
    translations = of_the_desk(locales).filter(source__in=pks)
    translations = translations.select_related("source", "desk__assignee", "desk__reviewer")
    found = {
        (cell.translation.source_id, cell.translation.target_locale_id): cell for cell in cells(translations)
    }
    return [(sources[pk], [found.get((pk, locale.pk)) for locale in locales]) for pk in pks]


def cells(translations: Iterable[Translation]) -> list[Cell]:
    """Return a Cell for each of the translations, in two queries; they need `source` and `desk`."""
    translations = list(translations)
    counts = _counts(translations)
    return [_cell(each, counts.get(each.pk, NOTHING)) for each in translations]


def _counts(translations: list[Translation]) -> dict[int, Any]:
    units = Unit.objects.filter(
        translation__in=[each.pk for each in translations], is_active=True
    ).with_drafts()
    later = Q(approved_at__gt=F("translation__desk__last_published_at"))
    rows = units.values("translation").annotate(
        count=Count("pk"),
        reviewed=Count("pk", filter=Q(approved_at__isnull=False) & ~DIFFERS),
        returned=Count("pk", filter=DIFFERS & Q(is_returned=True)),
        waiting=Count("pk", filter=DIFFERS & Q(is_returned=False)),
        news=Count("pk", filter=Q(approved_by__isnull=False) & later),
        words_left=Coalesce(Sum(words_in("string__data"), filter=Q(approved_at=None)), 0),
    )
    return {row["translation"]: row for row in rows.order_by()}


def words_in(text: str) -> Combinable:
    """Return about how many words a text has, counted by the database: its spaces plus one."""
    return Length(text) - Length(Replace(text, Value(" "), Value(""))) + 1


def _cell(translation: Translation, counts: dict[str, int]) -> Cell:
    published = translation.desk.published_source_at
    is_current = published is not None and published >= translation.source.last_updated_at
    if counts["returned"]:
        state = WorkState.RETURNED
    elif counts["count"] > counts["reviewed"] + counts["waiting"]:
        state = WorkState.TRANSLATE
    elif counts["waiting"]:
        state = WorkState.REVIEW
    else:
        state = WorkState.PUBLIC if is_current and not counts["news"] else WorkState.PUBLISH
    told = {name: counts[name] for name in ("count", "reviewed", "returned", "words_left")}
    return Cell(translation, state=state, **told)


def strings_of(translation: Translation) -> list[Unit]:
    """Return the strings of a text in order, with drafts and what their states need; one query."""
    return _whole(Unit.objects.filter(translation=translation))


def strings_to_hand_out(translation: Translation) -> list[Unit]:
    """Return those that may leave the desk, without what no page shows (a place told to guests only)."""
    return _whole(without_kept_back(Unit.objects.filter(translation=translation)))


def _whole(units: UnitQuerySet) -> list[Unit]:
    return list(
        units.active().with_drafts().select_related("string", "context", "translation__target_locale")
    )


def part_of(unit: Unit, model: type[PageOrWord]) -> str:
    """Return where a string stands, in the words of the editing form: "story: Quotation, Words"."""
    name, *blocks = unit.context.field_path.split(".")
    field = model._meta.get_field(name)
    words, block = [], getattr(field, "stream_block", None)
    for name in blocks:
        block = getattr(block, "child_blocks", {}).get(name)
        words += [str(block.label)] if block else []
    return ": ".join([str(field.verbose_name), *([", ".join(words)] if words else [])])


def may(user: User, locale: Locale) -> set[Right]:
    """Return the Rights the person has in a language, so that a page can show what is possible."""
    return {Right(right) for right in rights_of(user).get(locale.pk, ())}
