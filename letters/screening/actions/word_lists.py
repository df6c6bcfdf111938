"""Filling the lists of moderation from the files beside the code."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from home.caching.read_models import bump
from letters.models import (
    AdviceReason,
    AdviceText,
    ReasonChip,
    ReasonText,
    WatchedWord,
    WritingAid,
    WritingAidText,
)
from letters.text.word_lists import Advice, Aid, ByLanguage, Reason, advice, aids, reasons, watched_words
from letters.writing.read_models.advice import ADVICE


@transaction.atomic
def load_words() -> int:
    """Add watched words, reasons, advice and aids that are missing; return how many. What is there stays."""
    known = AdviceReason.objects.count()
    added = add_languages(AdviceReason, advice()) + add_languages(WritingAid, aids())
    given = load_advice_into(AdviceReason, AdviceText)
    added += load_into(WatchedWord, ReasonChip, ReasonText, given)
    added += load_aids_into(WritingAid, WritingAidText)
    bump(ADVICE)
    return added + len(given) - known


def load_into(
    word_model: type[Any],
    chip_model: type[Any],
    text_model: type[Any],
    given: Mapping[str, int] | None = None,
) -> int:
    """Add words and reasons to these models.

    A migration has its own: at first there was no advice to give, and no word was said to be clear.
    """
    known = set(word_model.objects.values_list("language", "kind", "word"))
    words = [
        word_model(
            language=word.language,
            kind=word.kind,
            word=word.word,
            reason=word.reason,
            **({"advice_id": given[word.advice], "is_clear": word.is_clear} if given else {}),
        )
        for word in watched_words()
        if word[:3] not in known
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


def load_advice_into(advice_model: type[Any], text_model: type[Any]) -> dict[str, int]:
    """Add the advice that is missing; return {short name: primary key} of all there is."""
    known = dict(advice_model.objects.values_list("slug", "pk"))
    return known | {
        row.slug: _add_advice(row, advice_model, text_model) for row in advice() if row.slug not in known
    }


def _add_advice(row: Advice, advice_model: type[Any], text_model: type[Any]) -> int:
    added = advice_model.objects.create(slug=row.slug, name=row.name)
    text_model.objects.bulk_create(
        text_model(advice=added, language=language, **words) for language, words in row.by_language.items()
    )
    return int(added.pk)


def advise_on_known_words(word_model: type[Any], given: Mapping[str, int]) -> None:
    """Give the words of the file that are in the list already the advice the file has for them."""
    by_key = {word[:3]: given[word.advice] for word in watched_words()}
    words = list(word_model.objects.filter(advice=None))
    for word in words:
        word.advice_id = by_key.get((word.language, word.kind, word.word))
    word_model.objects.bulk_update(words, ["advice"], batch_size=500)


def mark_clear_words(word_model: type[Any]) -> None:
    """Mark the words in the list that the file calls clear."""
    clear = {word[:3] for word in watched_words() if word.is_clear}
    words = list(word_model.objects.filter(is_clear=False))
    marked = [word for word in words if (word.language, word.kind, word.word) in clear]
    word_model.objects.filter(pk__in=[word.pk for word in marked]).update(is_clear=True)


def load_aids_into(aid_model: type[Any], text_model: type[Any]) -> int:
    """Add the beginnings and examples that are missing; return how many."""
    known = set(aid_model.objects.values_list("slug", flat=True))
    missing = [aid for aid in aids() if aid.slug not in known]
    for aid in missing:
        _add_aid(aid, aid_model, text_model)
    return len(missing)


def _add_aid(aid: Aid, aid_model: type[Any], text_model: type[Any]) -> None:
    added = aid_model.objects.create(
        slug=aid.slug,
        name=aid.name,
        kind=aid.kind,
        position=aid.position,
        asks_for_answer=aid.asks_for_answer,
    )
    text_model.objects.bulk_create(
        text_model(aid=added, language=language, **words) for language, words in aid.by_language.items()
    )


def add_languages(model: type[Any], ours: Iterable[Advice | Aid]) -> int:
    """Add languages that are missing to what stands as the file has it; return how many.

    Where a coordinator has put it otherwise, ours would say something else: nothing is added.
    """
    known = {row.slug: row for row in model.objects.prefetch_related("texts")}
    return sum(_translate(known[row.slug], row.by_language) for row in ours if row.slug in known)


def _translate(row: Any, ours: ByLanguage) -> int:
    told = {text.language: text for text in row.texts.all()}
    shared = ours.keys() & told
    if any(getattr(told[code], name) != words for code in shared for name, words in ours[code].items()):
        return 0
    missing = [row.texts.model(language=code, **ours[code]) for code in ours if code not in told]
    row.texts.add(*missing)
    row.texts.commit()
    return len(missing)
