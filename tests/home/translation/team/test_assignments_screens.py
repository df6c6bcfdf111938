"""Handing out at the desk, and what each person finds there."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from home.translation.choices import Refusal, Right
from home.translation.models import DeskTranslation
from home.translation.team.actions.roles import give_right
from tests.factories.desk import block, open_for, publish, source_page, translate_all
from tests.tiers import SCREENS

pytestmark = [pytest.mark.django_db, pytest.mark.full(SCREENS)]
DESK = "/admin/desk/"


def set_desk(translation, **facts):
    DeskTranslation.objects.filter(pk=translation.pk).update(**facts)


def test_chosen_rows_are_handed_out_with_one_sentence_of_what_was_done(
    client, in_english, in_crimean_tatar, person, leader
):
    translator = person("translator", Right.TRANSLATE)
    client.force_login(leader)
    data = {"text": [in_english.pk, in_crimean_tatar.pk], "translator": translator.pk, "due": "2026-12-24"}

    answer = client.post(f"{DESK}hand-out/", data, follow=True)

    assert DeskTranslation.objects.get(pk=in_english.pk).assignee == translator
    assert {desk.due for desk in DeskTranslation.objects.all()} == {date(2026, 12, 24)}
    assert answer.redirect_chain[-1][0] == f"{DESK}hand-out/"
    assert str(Refusal.NO_RIGHT.label) in answer.content.decode()


def test_all_that_the_filters_show_is_handed_out_and_nothing_else(client, text, in_english, person, leader):
    other = open_for(source_page([], slug="other", title="Інша УКР"), "en")[0]
    translator = person("translator", Right.TRANSLATE)
    client.force_login(leader)

    client.post(f"{DESK}hand-out/?q=Інша&language=en", {"all": "1", "translator": translator.pk})

    assert DeskTranslation.objects.filter(assignee=translator).get().pk == other.pk


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"translator": "x"},
        {"translator": "9" * 30},
        {"due": "2026-99-99"},
        {"due": "2026-12-01", "no_due": "1"},
    ],
)
def test_a_form_that_says_nothing_or_nonsense_is_shown_again(client, in_english, leader, sent):
    client.force_login(leader)

    answer = client.post(f"{DESK}hand-out/", {"text": [in_english.pk, "x", "9" * 40], **sent})

    assert answer.status_code == 400
    assert not DeskTranslation.objects.exclude(due=None, assignee=None).exists()


def test_a_translator_takes_a_text_and_gives_it_back(client, in_english, person):
    translator = person("translator", Right.TRANSLATE)
    client.force_login(translator)
    address = f"{DESK}{in_english.pk}/"

    client.post(f"{address}take/", {"right": "translate"})
    assert DeskTranslation.objects.get(pk=in_english.pk).assignee == translator
    assert client.get(DESK).context["given"][0].translation == in_english

    client.post(f"{address}give-back/", {"right": "translate"})
    assert DeskTranslation.objects.get(pk=in_english.pk).assignee is None
    assert client.post(f"{address}take/", {"right": "publish"}).status_code == 404
    assert client.post(f"{address}take/", {"right": "review"}).status_code in (302, 403)
    assert DeskTranslation.objects.get(pk=in_english.pk).reviewer is None


def test_the_desk_says_what_is_mine_what_is_late_and_how_many_words_are_left(client, in_english, person):
    translator = person("translator", Right.TRANSLATE)
    set_desk(in_english, assignee=translator, due=timezone.localdate() - timedelta(days=3))
    client.force_login(translator)

    answer = client.get(DESK)

    progress = answer.context["progress"][0]
    assert (progress.texts, progress.done, progress.words_left) == (1, 0, 10)
    assert "page-desk__overdue" in answer.content.decode()
    translate_all(in_english)
    publish(in_english)
    answer = client.get(DESK)
    assert (answer.context["progress"][0].done, answer.context["given"]) == (1, [])


@pytest.mark.both_databases
def test_the_list_is_narrowed_by_whose_and_by_day(client, in_english, person):
    translator = person("translator", Right.TRANSLATE)
    late = open_for(source_page([], slug="late", title="Пізня УКР"), "en")[0]
    set_desk(late, assignee=translator, due=timezone.localdate() - timedelta(days=1))
    client.force_login(translator)

    def titles(query):
        return [source.object_repr for source, _cells in client.get(f"{DESK}?{query}").context["rows"]]

    assert titles("whose=mine") == titles("due=overdue") == titles("due=week") == ["Пізня УКР"]
    assert titles("whose=nobody") == ["Назва УКР"]
    assert titles("whose=x&due=y") == ["Назва УКР", "Пізня УКР"]


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow_with_what_is_handed_out(
    client, text, person, leader, django_assert_max_num_queries, count
):
    translator = person("translator", Right.TRANSLATE)
    give_right(translator, Right.REVIEW, Locale.objects.get(language_code="en"), by=None)
    for number in range(count):
        page = source_page([block("heading", "Розділ УКР")], slug=f"page-{number}")
        set_desk(open_for(page, "en")[0], assignee=translator, reviewer=translator)
    for user, address, ceiling in ((translator, DESK, 24), (leader, f"{DESK}hand-out/", 24)):
        client.force_login(user)
        client.get(address)

        with django_assert_max_num_queries(ceiling):
            client.get(address)
