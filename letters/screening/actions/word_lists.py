"""Filling the lists of moderation from the files beside the code."""

from typing import Any

from django.db import transaction

from letters.models import ReasonChip, ReasonText, WatchedWord
from letters.text.word_lists import Reason, reasons, watched_words


@transaction.atomic
def load_words() -> int:
    """Add the watched words and reasons that are missing; return how many. What is there stays as it is."""
    return load_into(WatchedWord, ReasonChip, ReasonText)


def load_into(word_model: type[Any], chip_model: type[Any], text_model: type[Any]) -> int:
    """Do so with these models: a migration has its own."""
    known = set(word_model.objects.values_list("language", "kind", "word"))
    words = [
        word_model(language=language, kind=kind, word=word, reason=reason)
        for language, kind, word, reason in watched_words()
        if (language, kind, word) not in known
    ]
    word_model.objects.bulk_create(words)
    slugs = set(chip_model.objects.values_list("slug", flat=True))
    missing = [reason for reason in reasons() if reason.slug not in slugs]
    for reason in missing:
        _add(reason, chip_model, text_model)
    return len(words) + len(missing)


def _add(reason: Reason, chip_model: type[Any], text_model: type[Any]) -> None:
    chip = chip_model.objects.create(slug=reason.slug, kind=reason.kind, position=reason.position)
    text_model.objects.bulk_create(
        text_model(
            chip=chip,
            language=language,
            label=reason.labels.get(language) or reason.labels["en"],
            text=text,
        )
        for language, text in reason.texts.items()
    )
