"""A proposed word is taken or refused; of two words that mean the same one is left."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from home.translation.core.actions.purge import purge_text
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.facts.actions.changes import change_record, lock_record, log_record
from prisoner_pages.models import CampaignPage, Observance, Prisoner
from prisoner_pages.permissions.partners import require
from prisoner_pages.public.read_models.reference_lists import LISTED_VOCABULARIES
from prisoner_pages.vocabularies.read_models import (
    campaigns_on,
    drafts_with,
    kind_of,
    may_become,
    may_keep_words,
    parts_of,
    people_with,
    proposed,
    relation_of,
)

FILTERS_BY_WORD = {vocabulary.model: name for name, vocabulary in LISTED_VOCABULARIES.items()}
DECIDED = _("Somebody else has decided on this word meanwhile.")


@transaction.atomic
def take_word(word: Any, *, by: User) -> None:
    """Publish a proposed word. Raises ValidationError where somebody has decided already."""
    word = _proposal(word, by)
    word.get_latest_revision().publish(user=by)


@transaction.atomic
def refuse_word(word: Any, *, by: User) -> None:
    """Delete a proposed word. Raises ValidationError where a record or a draft refers to it."""
    word = _proposal(word, by)
    _refuse_where_a_campaign_names(word)
    if campaigns_on(word).exists():
        raise ValidationError(_("Campaigns are held on this day: let another take its place instead."))
    if people_with(word).exists() or drafts_with(word):
        raise ValidationError(_("Records refer to this word already: let another take its place instead."))
    _log(word, "refuse_word", word, by)
    purge_text(word, by=None)


def _proposal(word: Any, by: User) -> Any:
    require(may_keep_words(by, type(word)))
    stored = proposed(type(word)).select_for_update(of=("self",)).filter(pk=word.pk).first()
    if stored is None:
        raise ValidationError(DECIDED)
    return stored


@transaction.atomic
def merge_words(word: Any, *, into: Any, by: User) -> int:
    """Let `into` stand wherever `word` does, in records, campaigns, drafts and larger cases.

    Returns how many people it was, of a day of observance how many campaigns.

    `word` is deleted in every language; one in which only it has a text gives that to `into`. Cannot be
    undone. Raises ValidationError where one can't take the place of the other.
    """
    require(may_keep_words(by, type(word)))
    locked = type(word).objects.select_for_update(of=("self",)).order_by("pk").in_bulk([word.pk, into.pk])
    if len(locked) < 2 or not may_become(locked[word.pk]).filter(pk=into.pk).exists():
        raise ValidationError(_("This word cannot take the place of the other. Look once more."))
    word, into = locked[word.pk], locked[into.pk]
    _refuse_where_a_campaign_names(word)
    count = _change_campaigns(word, into) if isinstance(word, Observance) else _change_records(word, into, by)
    parts_of(word).update(parent=into)
    _give_translations(word, into, by)
    _log(into, "merge_words", word, by)
    purge_text(word, by=None)
    return count


def _refuse_where_a_campaign_names(word: Any) -> None:
    """A campaign that goes by this word would lose people, and its own people approve what it says."""
    filter_name = FILTERS_BY_WORD.get(type(word))
    if filter_name is None:
        return
    same = type(word).objects.filter(translation_key=word.translation_key).values_list("pk", flat=True)
    named = CampaignPage.objects.with_rule_naming(filter_name, same).first()
    if named:
        raise ValidationError(
            _("The campaign “%s” asks for everybody of whom this is said: change it first.") % named
        )


def _change_records(word: Any, into: Any, by: User) -> int:
    """Change the records and the drafts that wait on them."""
    relation = relation_of(type(word))
    if not relation:  # a charge names its article by code and part, which stay
        return 0
    people = set(people_with(word).values_list("pk", flat=True)) | {each.pk for each in drafts_with(word)}

    def change(facts: Prisoner) -> None:
        said = getattr(facts, relation)
        if not hasattr(said, "all"):
            if said == word:
                setattr(facts, relation, into)
        elif word in said.all():
            said.set(dict.fromkeys(into if each == word else each for each in said.all()))

    for record in Prisoner.objects.filter(pk__in=people).order_by("pk"):
        change_record(lock_record(record), change=change, by=by)
    return len(people)


def _change_campaigns(word: Observance, into: Observance) -> int:
    """Change the pages and every draft of theirs, those that somebody may take up again among them."""
    count = campaigns_on(word).count()
    CampaignPage.objects.filter(observance=word).update(observance=into)
    kind = ContentType.objects.get_for_model(CampaignPage)
    # Those from before the list was kept name the day itself.
    older = Q(content__observance__isnull=True, content__occasion=word.code)
    of_day = Q(content__observance=word.pk) | older
    drafts = list(Revision.objects.select_for_update().filter(of_day, content_type=kind).order_by("pk"))
    for draft in drafts:
        draft.content["observance"] = into.pk
    Revision.objects.bulk_update(drafts, ["content"])
    return count


def _give_translations(word: Any, into: Any, by: User) -> None:
    for told in word.get_translations().select_related("locale"):
        if not into.has_translation(told.locale):
            place_story(into, locale=told.locale, fields={"name": told.name}, by=by, live=told.live)


def _log(thing: Any, action: str, word: Any, by: User) -> None:
    log_record(thing, action, by=by, kind=kind_of(word), word=word.name)
