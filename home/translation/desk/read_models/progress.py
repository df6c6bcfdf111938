"""How far each language is, and what is assigned to one person: the first page of the desk."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from wagtail.models import Locale

from home.translation.desk.read_models.work import (
    IS_CURRENT,
    Cell,
    cells,
    has_news,
    has_returned,
    of_the_desk,
    units_of_the_desk,
    words_in,
)
from home.translation.models import Unit

MOST_GIVEN = 12  # texts shown on the first page of the desk; a link leads to all


@dataclass(frozen=True)
class Progress:
    """One language: how many texts are open in it, done and public, taken by nobody, returned; words left."""

    locale: Locale
    texts: int
    done: int
    free: int
    returned: int
    words_left: int

    @property
    def per_cent(self) -> int:
        return self.done * 100 // self.texts if self.texts else 0


def progress_in(locales: list[Locale]) -> list[Progress]:
    """Return a Progress for each of the languages, in two queries, however many texts."""
    texts, words = _texts_in(locales), _words_in(locales)
    nothing = {"texts": 0, "done": 0, "free": 0, "returned": 0}
    rows = ((locale, texts.get(locale.pk, nothing)) for locale in locales)
    return [
        Progress(locale, row["texts"], row["done"], row["free"], row["returned"], words.get(locale.pk, 0))
        for locale, row in rows
    ]


def _texts_in(locales: list[Locale]) -> dict[int, Any]:
    unapproved = Unit.objects.filter(translation=OuterRef("pk"), is_active=True, approved_at=None)
    translations = of_the_desk(locales).annotate(is_open=Exists(unapproved), has_news=has_news())
    rows = translations.values("target_locale").annotate(
        texts=Count("pk"),
        done=Count("pk", filter=IS_CURRENT & Q(is_open=False, has_news=False) & ~has_returned()),
        free=Count("pk", filter=Q(is_open=True, desk__assignee=None)),
        returned=Count("pk", filter=has_returned()),
    )
    return {row["target_locale"]: row for row in rows.order_by()}


def _words_in(locales: list[Locale]) -> dict[int, int]:
    units = units_of_the_desk().filter(translation__target_locale__in=locales, is_active=True).unapproved()
    rows = units.values_list("translation__target_locale").annotate(words=Sum(words_in("string__data")))
    return dict(rows.order_by())


def first_given_to(user: User, locales: list[Locale]) -> list[Cell]:
    """Return Cells of the first unfinished texts assigned to the person, by due date."""
    unapproved = Unit.objects.filter(translation=OuterRef("pk"), is_active=True, approved_at=None)
    found = of_the_desk(locales).filter(Q(desk__assignee=user) | Q(desk__reviewer=user))
    found = found.exclude(IS_CURRENT & ~Exists(unapproved) & ~has_returned())
    found = found.select_related("source", "target_locale", "desk")
    ordered = found.order_by(F("desk__due").asc(nulls_last=True), "source__object_repr", "pk")
    return cells(ordered[:MOST_GIVEN])
