from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from letters.models import WatchedWord


class WatchedWordQuerySet(models.QuerySet["WatchedWord"]):
    def for_text_in(self, language: str) -> Self:
        """Those at which a text in this language is stopped: its own, and what means nothing else in any."""
        return self.filter(Q(language=language) | Q(is_clear=True))
