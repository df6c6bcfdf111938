from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from letters.choices.words import WatchKind

if TYPE_CHECKING:
    from letters.models import WatchedWord


class WatchedWordQuerySet(models.QuerySet["WatchedWord"]):
    def for_letters(self, *, of_class: bool) -> Self:
        """Those at which letters are stopped: of schools and towns only what a pupil writes."""
        return self if of_class else self.exclude(kind=WatchKind.CLASS)

    def for_text_in(self, language: str) -> Self:
        """Those at which a text in this language is stopped: its own, and what means nothing else in any."""
        return self.filter(Q(language=language) | Q(is_clear=True))
