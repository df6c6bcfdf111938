"""Who works on a text: handed out by those who may, taken and given back by oneself."""

import pytest
from wagtail_localize.models import Translation

from home.translation.choices import NoticeKind, Refusal, Right
from home.translation.models import DeskTranslation, Notice
from home.translation.permissions import NotYours
from home.translation.team.actions.assignments import Taken, claim, give_back, hand_out, set_due
from tests.standing import standing

pytestmark = pytest.mark.django_db


def desk_of(translation):
    return DeskTranslation.objects.get(pk=translation.pk)


@standing
def both(in_english, in_crimean_tatar):
    return Translation.objects.filter(pk__in=[in_english.pk, in_crimean_tatar.pk])


def test_who_publishes_in_a_language_hands_out_there_and_nowhere_else(both, in_english, person):
    translator = person("translator", Right.TRANSLATE)

    outcome = hand_out(both, Right.TRANSLATE, translator, by=person("publisher", Right.PUBLISH))

    assert (outcome.done, outcome.refused) == (1, {Refusal.NOT_YOURS: 1})
    assert desk_of(in_english).assignee == translator
    assert list(Notice.objects.values_list("user", "kind", "translation")) == [
        (translator.pk, NoticeKind.ASSIGNED, in_english.pk)
    ]


def test_only_somebody_with_the_right_in_that_language_is_given_a_text(
    both, in_crimean_tatar, person, leader
):
    translator = person("translator", Right.TRANSLATE)

    outcome = hand_out(both, Right.TRANSLATE, translator, by=leader)
    to_review = hand_out(both, Right.REVIEW, translator, by=leader)

    assert (outcome.done, outcome.refused) == (1, {Refusal.NO_RIGHT: 1})
    assert to_review.done == 0
    assert desk_of(in_crimean_tatar).assignee is None


@pytest.mark.both_databases
def test_what_a_person_has_already_is_no_news(both, person, leader):
    translator = person("translator", Right.TRANSLATE)

    for _turn in range(2):
        hand_out(both, Right.TRANSLATE, translator, by=leader)

    assert Notice.objects.count() == 1


def test_a_translator_neither_hands_out_nor_sets_days(both, in_english, person):
    translator = person("translator", Right.TRANSLATE)

    assert hand_out(both, Right.TRANSLATE, translator, by=translator).done == 0
    assert set_due(both, "2026-12-01", by=translator).done == 0
    assert desk_of(in_english).due is None


@pytest.mark.both_databases
def test_a_free_text_is_taken_once_and_given_back_by_its_holder_alone(in_english, person):
    first, second = person("first", Right.TRANSLATE), person("second", Right.TRANSLATE)
    claim(in_english, Right.TRANSLATE, by=first)

    with pytest.raises(Taken):
        claim(in_english, Right.TRANSLATE, by=second)
    with pytest.raises(NotYours):
        give_back(in_english, Right.TRANSLATE, by=second)
    with pytest.raises(NotYours):
        claim(in_english, Right.REVIEW, by=second)

    give_back(in_english, Right.TRANSLATE, by=first)
    assert desk_of(in_english).assignee is None
