from typing import TYPE_CHECKING, Self

from django.db import models

from home.languages.info import near_languages
from letters.choices.words import WatchKind

if TYPE_CHECKING:
    from letters.models import WatchedWord


class WatchedWordQuerySet(models.QuerySet["WatchedWord"]):
    def for_letters(self, *, of_class: bool) -> Self:
        """Those at which letters are stopped: of schools and towns only what a pupil writes."""
        return self if of_class else self.exclude(kind=WatchKind.CLASS)

    def of_language(self, language: str) -> Self:
        """Those of a language; of what it has no words for yet, those of the one that its readers go on in.

        A pupil who writes in Crimean Tatar names a Ukrainian school. A word without advice says no more than
        itself, so nobody can tell whether the other language has it.
        """
        own = self.filter(language=language)
        lent = self.filter(language__in=near_languages(language)[:1], advice__isnull=False)
        return own | lent.exclude(advice__in=own.exclude(advice=None).values("advice"))

    def for_text_in(self, language: str) -> Self:
        """Those at which a text in this language is stopped: of its language, and what means nothing else."""
        return self.of_language(language) | self.filter(is_clear=True)
