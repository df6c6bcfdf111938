"""What an editor says of a change, what goes with its original, and what is public although unapproved."""

import logging

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from home.models import StandardPage
from home.translation.choices import NoticeKind, Right, UnitAct, UnitState
from home.translation.core.actions.catch_up import catch_up
from home.translation.core.actions.daily_audit import look_through
from home.translation.core.read_models.changed_originals import changes_of
from home.translation.models import DeskTranslation, Notice, UnitEvent
from home.translation.permissions import NotYours
from home.translation.publication.actions.source_changes import call_minor, take_over, withdraw_older
from home.translation.team.actions.roles import give_right
from tests.factories.desk import (
    block,
    edit,
    open_for,
    open_site,
    publish,
    source_page,
    translate_all,
    units_of,
)
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
BODY = [block("heading", "Розділ УКР"), block("paragraph", "<p>Небезпечні слова УКР</p>")]


@standing
def page():
    open_site("en", "crh")
    return source_page(BODY)


@standing
def translations(page):
    made = open_for(page, "en", "crh")
    for translation in made:
        translate_all(translation)
        publish(translation)
    return made


@pytest.fixture
def admin(django_user_model):
    return django_user_model.objects.create_superuser("admin")


def everything(client):
    return b"".join(client.get(f"/{language}/long-text/").content for language in ("en", "crh")).decode()


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_after_a_minor_change_the_approvals_stay(page, translations, admin):
    edit(page, intro="Вступ, УКР")
    (change,) = changes_of(translations[0].source)
    assert (change.before, change.after, len(change.languages)) == ("Вступ УКР", "Вступ, УКР", 2)

    assert call_minor(translations[0].source, {change.key}, by=admin) == 2

    for translation in translations:
        assert {unit.state for unit in units_of(translation)} == {UnitState.REVIEWED}
    assert UnitEvent.objects.filter(act=UnitAct.MINOR, by=admin).count() == 2
    assert publish(translations[0]).intro == "Вступ ENG"


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_withdrawn_text_leaves_public_view_in_every_language_at_once(page, translations, admin, client):
    edit(page, body=[BODY[0], {**BODY[1], "value": "<p>Безпечні слова УКР</p>"}])
    assert everything(client).count("Небезпечні слова ENG") == 2

    keys = {change.key for change in changes_of(translations[0].source)}
    withdraw_older(translations[0].source, keys, by=admin)

    html = everything(client)
    assert "Небезпечні" not in html
    assert html.count("Розділ ENG") >= 2
    assert UnitEvent.objects.filter(act=UnitAct.WITHDRAWN, before="Небезпечні слова ENG").count() == 2


@pytest.mark.full(LONG)
def test_what_left_the_original_goes_with_the_withdrawal(page, translations, admin, client):
    edit(page, body=BODY[:1])
    assert "Небезпечні" in everything(client)

    withdraw_older(translations[0].source, set(), by=admin)

    assert "Небезпечні" not in everything(client)


@pytest.mark.full(LONG)
def test_a_language_that_cannot_stand_without_the_text_is_taken_down(page, translations, admin, client):
    edit(page, title="Інша УКР назва")
    keys = {change.key for change in changes_of(translations[0].source)}

    withdraw_older(translations[0].source, keys, by=admin)

    assert client.get("/en/long-text/").status_code == 404


def editor_of(page, django_user_model):
    group = Group.objects.create(name=f"editors of {page.pk}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    editor = django_user_model.objects.create_user(f"editor-{page.pk}")
    editor.groups.add(group)
    return editor


def test_only_who_may_change_the_original_judges_its_changes(page, translations, django_user_model):
    elsewhere = page.get_parent().add_child(
        instance=StandardPage(title="Інша", slug="elsewhere", locale=page.locale)
    )
    for person in (django_user_model.objects.create_user("nobody"), editor_of(elsewhere, django_user_model)):
        for act in (call_minor, withdraw_older):
            with pytest.raises(NotYours):
                act(translations[0].source, set(), by=person)
        with pytest.raises(NotYours):
            take_over(translations[0].source, by=person)


@pytest.mark.full(LONG)
def test_an_editor_of_the_original_calls_its_change_minor(page, translations, client, django_user_model):
    edit(page, intro="Вступ, УКР")
    (change,) = changes_of(translations[0].source)
    client.force_login(editor_of(page, django_user_model))
    address = reverse("translation_desk:changes", args=[translations[0].source_id])

    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    client.post(address, {"do": "minor", "string": [change.key]})

    assert changes_of(translations[0].source) == []


def test_the_editor_sees_what_changed_as_it_is_read(page, translations, admin, client):
    linked = '<p>Небезпечні & <a href="https://one.example/">слова</a> УКР</p>'
    body = [page.body.raw_data[0], block("paragraph", linked, page.body.raw_data[1]["id"])]
    edit(page, body=body)
    client.force_login(admin)
    address = reverse("translation_desk:changes", args=[translations[0].source_id])

    shown = BeautifulSoup(client.get(address).content, "html.parser").select_one(".changes__list")

    assert " ".join(shown.get_text().split()).startswith("Небезпечні & слова УКР")


def test_the_editor_is_told_where_only_links_or_marks_changed(page, translations, admin, client):
    marked = "<p>Небезпечні <b>слова</b> УКР</p>"
    edit(page, body=[page.body.raw_data[0], block("paragraph", marked, page.body.raw_data[1]["id"])])
    (change,) = changes_of(translations[0].source)
    client.force_login(admin)

    shown = client.get(reverse("translation_desk:changes", args=[translations[0].source_id])).content.decode()

    assert change.marks_changed
    assert "лише посилання чи позначки" in shown


@pytest.mark.full(LONG)
def test_the_editor_is_led_there_after_publishing_and_sees_what_changed(page, translations, admin, client):
    client.force_login(admin)
    page = StandardPage.objects.get(pk=page.pk)
    page.intro = "Інший УКР вступ"
    page.save_revision().publish()
    address = reverse("translation_desk:changes", args=[translations[0].source_id])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Інший" not in client.get(address).content.decode()

    client.post(address, {"do": "look"})
    assert "Інший" in client.get(address).content.decode()
    (change,) = changes_of(translations[0].source)
    client.post(address, {"do": "withdraw", "string": [change.key, "1-2", "x"]})

    assert changes_of(translations[0].source) == []
    assert "Вступ ENG" not in everything(client)


# --- Words that left the original ----------------------------------------------------------------------
THREE = "<p>Люди УКР писали листи. Їх передавав той, хто живе поруч. Дякуємо за кожен лист.</p>"
LESS = "<p>Люди УКР писали листи. Дякуємо за кожен лист.</p>"


def told_of(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("user__username", "translation"))


def screens(client, translation):
    """Return the words of the changes and of the publish screen."""
    addresses = [
        reverse("translation_desk:changes", args=[translation.source_id]),
        reverse("translation_desk:publish", args=[translation.pk]),
    ]
    return [BeautifulSoup(client.get(address).content, "html.parser") for address in addresses]


class TestRemoved:
    @pytest.fixture
    def publisher(self, translations, admin):
        give_right(admin, Right.PUBLISH, translations[0].target_locale, by=None)
        give_right(admin, Right.TRANSLATE, translations[1].target_locale, by=None)
        return admin

    @pytest.mark.parametrize(
        "body", first_of([BODY[:1], [BODY[0], {**BODY[1], "value": "<p>Зовсім інше УКР</p>"}]])
    )
    def test_a_removed_part_stands_on_both_screens_and_is_told_to_who_can_publish(
        self, page, translations, publisher, client, body
    ):
        client.force_login(publisher)
        edit(page, body=body)

        changes, publishing = screens(client, translations[0])

        removed = [
            " ".join(part.get_text().split()) for part in changes.select(".changes__removed .string__source")
        ]
        assert removed == ["Небезпечні слова УКР"]
        assert "нічого робити не треба" not in changes.get_text()
        assert "Небезпечні слова УКР" in publishing.select_one(".publish__removed").get_text()
        assert told_of(NoticeKind.REMOVED) == [(publisher.username, translations[0].pk)]

    @pytest.mark.parametrize("less", first_of([LESS, LESS.replace(" за кожен лист", "")]))
    def test_a_removed_sentence_or_word_is_told_too(self, page, translations, publisher, client, less):
        edit(page, body=[BODY[0], {**BODY[1], "value": THREE}])
        translate_all(translations[0])
        publish(translations[0])
        Notice.objects.all().delete()
        client.force_login(publisher)

        edit(page, body=[BODY[0], {**BODY[1], "value": less}])

        changes, _publishing = screens(client, translations[0])
        assert "передавав" in changes.select_one(".changes__list del").get_text()
        assert told_of(NoticeKind.REMOVED) == [(publisher.username, translations[0].pk)]

    @pytest.mark.full(LONG)
    def test_a_publishing_takes_it_away_and_then_there_is_nothing_to_say(
        self, page, translations, publisher, client
    ):
        client.force_login(publisher)
        edit(page, body=BODY[:1])

        publish(translations[0])

        changes, publishing = screens(client, translations[0])
        assert [locale.get_text() for locale in changes.select(".changes__removed small")] == [
            str(translations[1].target_locale)
        ]
        assert publishing.select_one(".publish__removed") is None

    @pytest.mark.full(LONG)
    def test_what_moved_or_is_said_twice_is_not_removed(self, page, translations, publisher, client):
        client.force_login(publisher)
        edit(page, body=[BODY[1], BODY[0]])
        edit(page, body=[{**BODY[1], "id": "5f0c2f0e-6a55-4c0c-9d0f-0a3a5c1f7b11"}, BODY[0]])

        changes, publishing = screens(client, translations[0])

        assert changes.select_one(".changes__removed") is None
        assert publishing.select_one(".publish__removed") is None
        assert told_of(NoticeKind.REMOVED) == []

    def test_nobody_is_told_of_a_text_that_is_not_public(self, page, translations, publisher):
        for target in StandardPage.objects.filter(slug="long-text").exclude(pk=page.pk):
            target.unpublish()

        edit(page, body=BODY[:1])

        assert told_of(NoticeKind.REMOVED) == []


# --- With the original ---------------------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_translations_leave_public_view_with_their_original_and_do_not_return_with_it(
    page, translations, client
):
    StandardPage.objects.get(pk=page.pk).unpublish()
    assert [client.get(f"/{language}/long-text/").status_code for language in ("en", "crh")] == [404, 404]

    StandardPage.objects.get(pk=page.pk).save_revision().publish()
    catch_up()

    assert client.get("/en/long-text/").status_code == 404
    publish(translations[0])
    assert "Вступ ENG" in client.get("/en/long-text/").content.decode()


@pytest.mark.both_databases
def test_translations_leave_public_view_when_their_original_is_deleted(page, translations):
    Page.objects.get(pk=page.pk).delete()

    assert not StandardPage.objects.filter(live=True).exists()
    assert StandardPage.objects.filter(locale__language_code="en").exists()


# --- Once a day ----------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_text_put_into_the_database_itself_is_found_and_reported_once_a_day(page, translations, caplog):
    assert look_through() == 0
    StandardPage.objects.filter(locale__language_code="en").update(intro="Smuggled")

    with caplog.at_level(logging.WARNING):
        assert look_through() == 1

    assert [record.event for record in caplog.records] == ["unapproved_text_public"]
    assert "Smuggled" not in caplog.text
    strange = DeskTranslation.objects.exclude(unapproved_since=None)
    assert [desk.pk for desk in strange] == [translations[0].pk]
    publish(translations[0])
    assert look_through() == 0
    assert not strange.all().exists()


@pytest.mark.both_databases
def test_older_text_and_what_waits_for_its_publishing_are_no_strangers(page, translations):
    edit(page, intro="Інший УКР вступ", body=[*BODY, block("heading", "Новий УКР")])
    translate_all(translations[0])

    assert look_through() == 0


@pytest.mark.both_databases
def test_a_translation_that_outlived_its_original_is_taken_down(page, translations):
    StandardPage.objects.filter(pk=page.pk).update(live=False)

    assert look_through() == 2 - 1

    assert not StandardPage.objects.filter(live=True, slug="long-text").exists()


@pytest.mark.both_databases
def test_a_publishing_that_is_rolled_back_leaves_the_older_text_public(page, translations, client):
    edit(page, body=BODY[:1])
    with pytest.raises(PermissionDenied), transaction.atomic():
        publish(translations[0])
        raise PermissionDenied

    assert "Небезпечні слова ENG" in client.get("/en/long-text/").content.decode()
