"""The desk as a translator, a reviewer and a stranger meet it, without scripts."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import Locale

from home.translation.choices import Machine, Right, UnitState
from home.translation.models import LocaleRole, TranslationSettings
from home.translation.team.actions.roles import close_ended, give_right
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
DESK = "/admin/desk/"


@standing
def page():
    open_site("en", "crh")
    return source_page([block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p><p>Два УКР</p>")])


@standing
def translations(page):
    return open_for(page, "en", "crh")


def address(translation, rest=""):
    return f"{DESK}{translation.pk}/{rest}"


def form_of(translation, **texts):
    """Return what a browser sends: every string as it stands, some of them changed (by path)."""
    data = {}
    for unit in units_of(translation):
        shown = unit.draft or unit.carried_text or unit.former_draft
        data[f"text-{unit.pk}"] = texts.get(unit.context.path, shown)
        data[f"version-{unit.pk}"] = unit.version
    return data


def unit_of(translation, path):
    return next(unit for unit in units_of(translation) if unit.context.path == path)


@pytest.mark.full(LONG)
def test_a_page_goes_from_nothing_to_public_by_translator_reviewer_and_publisher(
    client, translations, as_person
):
    english = translations[0]
    assert client.get("/en/long-text/").status_code == 404
    as_person("translator", Right.TRANSLATE)
    data = form_of(english)
    data |= {name: f"English {name}" for name in data if name.startswith("text-")}
    client.post(address(english), data)
    assert {unit.state for unit in units_of(english)} == {UnitState.TRANSLATED}
    assert client.get("/en/long-text/").status_code == 404

    as_person("reviewer", Right.REVIEW)
    for unit in units_of(english):
        client.post(address(english), {**form_of(english), "do": f"approve-{unit.pk}"})
    assert client.get("/en/long-text/").status_code == 404

    as_person("publisher", Right.PUBLISH)
    answer = client.post(address(english, "publish/"), follow=True)

    assert answer.redirect_chain[-1][0] == address(english)
    assert "English text-" in client.get("/en/long-text/").content.decode()


def test_publishing_too_early_says_why_and_changes_nothing(client, translations, as_person):
    as_person("publisher", Right.PUBLISH)

    answer = client.post(address(translations[0], "publish/"))

    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert client.get("/en/long-text/").status_code == 404


@pytest.mark.full(LONG)
def test_dialog_lists_what_will_be_left_out(client, page, translations, as_person):
    translate_all(translations[0])
    publish(translations[0])
    edit(page, body=[*page.body.raw_data, block("heading", "Новий УКР розділ")])
    as_person("publisher", Right.PUBLISH)

    answer = client.get(address(translations[0], "publish/"))

    assert "Новий УКР розділ" in answer.content.decode()


def test_dialog_says_beforehand_what_is_in_the_way(client, translations, as_person):
    as_person("publisher", Right.PUBLISH)

    before = client.get(address(translations[0], "publish/"))
    translate_all(translations[0])
    after = client.get(address(translations[0], "publish/"))

    assert (before.status_code, after.status_code) == (200, 200)
    assert 'role="alert"' in before.content.decode()
    assert 'role="alert"' not in after.content.decode()


@pytest.mark.full(LONG)
def test_dialog_names_texts_as_they_are_read(client, page, translations, as_person):
    translate_all(translations[0])
    publish(translations[0])
    linked = '<p>Лист & <a href="https://one.example/">марка УКР</a></p>'
    edit(page, intro="Вступ & УКР", body=[*page.body.raw_data, block("paragraph", linked)])
    as_person("publisher", Right.PUBLISH)

    shown = BeautifulSoup(client.get(address(translations[0], "publish/")).content, "html.parser").get_text()

    assert "Лист & марка УКР" in shown
    assert "Вступ & УКР" in shown


@pytest.mark.parametrize("rest", ["", "publish/"])
def test_a_right_in_one_language_opens_no_other(client, translations, as_person, rest):
    as_person("translator", Right.TRANSLATE, Right.REVIEW, Right.PUBLISH, language="en")

    assert client.get(address(translations[1], rest)).status_code == 404
    assert client.post(address(translations[1], rest)).status_code == 404
    assert "crh" not in client.get(DESK).content.decode().partition("<main")[2]


def test_a_stranger_finds_the_desk_closed(client, translations):
    user = get_user_model().objects.create_user("stranger")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    for path in (DESK, address(translations[0]), f"{DESK}roles/"):
        assert client.get(path).status_code in (302, 403)


def test_translator_cannot_approve_nor_publish(client, translations, as_person):
    english = translations[0]
    as_person("translator", Right.TRANSLATE)
    unit = unit_of(english, "intro")
    client.post(address(english), form_of(english, intro="Mine"))

    client.post(address(english), {**form_of(english), "do": f"approve-{unit.pk}"})

    assert unit_of(english, "intro").state == UnitState.TRANSLATED
    assert client.post(address(english, "publish/")).status_code in (302, 403)


def test_what_two_people_wrote_is_shown_and_neither_is_lost(client, translations, as_person):
    english = translations[0]
    as_person("translator", Right.TRANSLATE)
    stale = form_of(english, intro="Mine", title="Also mine")
    client.post(address(english), form_of(english, intro="Theirs"))

    answer = client.post(address(english), stale)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in html
    assert ">Mine</textarea>" in html
    assert unit_of(english, "intro").draft == "Theirs"
    assert unit_of(english, "title").draft == "Also mine"


def test_hostile_text_is_shown_as_text(client, translations, as_person):
    english = translations[0]
    as_person("translator", Right.TRANSLATE)

    client.post(address(english), form_of(english, intro="<script>alert(1)</script>"))

    assert "<script>alert(1)" not in client.get(address(english)).content.decode()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "sent", [{"version": "x"}, {"version": "9" * 40}, {"do": "approve-999999"}, {"do": "x-y"}]
)
def test_odd_input_is_no_error_of_the_server(client, translations, as_person, sent):
    english = translations[0]
    as_person("translator", Right.TRANSLATE)
    data = form_of(english, intro="Text")
    for name in data:
        if name.startswith("version") and "version" in sent:
            data[name] = sent["version"]

    answer = client.post(address(english), {**data, **({"do": sent["do"]} if "do" in sent else {})})

    assert answer.status_code in (302, 409)


def test_changed_original_is_marked_and_the_older_text_offered(client, page, translations, as_person):
    english = translations[0]
    translate_all(english)
    edit(page, intro="Вступ новий УКР")
    as_person("translator", Right.TRANSLATE)

    html = client.get(address(english)).content.decode()

    assert "<ins>новий </ins>" in html
    assert "Вступ ENG</textarea>" in html
    unit = unit_of(english, "intro")
    client.post(address(english), {**form_of(english), "do": f"keep-{unit.pk}"})
    assert unit_of(english, "intro").draft == "Вступ ENG"


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_filters_narrow_the_list_and_odd_ones_are_ignored(client, page, translations, as_person):
    source_page([], slug="other", title="Інша УКР")
    open_for(source_page([], slug="third", title="Третя УКР"), "en")
    translate_all(translations[0])
    as_person("translator", Right.TRANSLATE)

    def titles(query):
        return [source.object_repr for source, _cells in client.get(f"{DESK}?{query}").context["rows"]]

    assert titles("") == ["Назва УКР", "Третя УКР"]
    assert titles("state=publish") == ["Назва УКР"]
    assert titles("state=translate") == ["Третя УКР"]
    assert titles("q=трет") == titles("q=ТРЕТЯ") == titles("q=укр третя") == ["Третя УКР"]
    assert titles("q=трете") == []
    assert titles("kind=prisonerpage") == []
    assert titles("state=x&kind=y&language=zz&p=99") == ["Назва УКР", "Третя УКР"]


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@pytest.mark.parametrize("path", first_of(["", "hand-out/"]))
def test_texts_stand_by_the_alphabet_of_their_originals(client, translations, as_person, path):
    titles = [
        "Ґанок УКР",
        "Абетка УКР",
        "Яблука УКР",
        "Євпаторія УКР",
        "Їжак УКР",
        "Іній УКР",
        "Дім УКР",
        "Жито УКР",
    ]
    for number, title in enumerate(titles):
        open_for(source_page([], slug=f"page-{number}", title=title), "en")
    as_person("publisher", Right.PUBLISH)

    shown = BeautifulSoup(client.get(f"{DESK}{path}").content, "html.parser").select("tbody tr span[lang=uk]")

    assert [each.get_text().split()[0] for each in shown] == (
        ["Абетка", "Ґанок", "Дім", "Євпаторія", "Жито", "Іній", "Їжак", "Назва", "Яблука"]
    )


@pytest.mark.full(LONG)
@pytest.mark.parametrize("count", first_of([1, 20]))
def test_queries_do_not_grow_with_texts_or_languages(
    client, page, as_person, django_assert_max_num_queries, count
):
    for number in range(count):
        open_for(source_page([block("heading", "Розділ УКР")], slug=f"page-{number}"), "en", "crh")
    user = as_person("translator", Right.TRANSLATE)
    give_right(user, Right.TRANSLATE, Locale.objects.get(language_code="crh"), by=None)
    client.get(DESK)

    with django_assert_max_num_queries(24):
        client.get(DESK)


def test_the_rules_say_which_languages_the_machine_knows(client, page, settings):
    client.force_login(get_user_model().objects.create_superuser("admin"))
    assert "машинна чернетка з української" not in client.get(f"{DESK}languages/").content.decode()

    settings.TRANSLATION_MACHINES = {"deepl": {"key": "x"}}
    TranslationSettings.objects.create(pages_machine=Machine.DEEPL)
    html = client.get(f"{DESK}languages/").content.decode()

    assert html.count("машинна чернетка з української</dt><dd>так<") == Locale.objects.count() - 2
    assert html.count("цього перекладача немає для цієї мови") == 1


def _anew(*people):
    return [get_user_model().objects.get(pk=person.pk) for person in people]


class TestRoles:
    @pytest.fixture
    def leader(self, client, page):
        user = get_user_model().objects.create_user("leader")
        names = ["access_admin", "change_localerole"]
        user.user_permissions.add(*Permission.objects.filter(codename__in=names))
        client.force_login(user)
        return user

    @pytest.mark.both_databases
    def test_rights_in_several_languages_are_given_in_one_form_and_open_the_admin(self, client, leader):
        person = get_user_model().objects.create_user("new")
        locales = Locale.objects.filter(language_code__in=["en", "crh"])
        data = {"user": person.pk, "locales": [row.pk for row in locales], "rights": ["translate", "review"]}

        client.post(f"{DESK}roles/", data)

        assert LocaleRole.objects.filter(user=person).count() == 4
        client.force_login(person)
        assert client.get(DESK).status_code == 200

    def test_the_last_right_that_ends_closes_the_admin(self, client, leader):
        person = get_user_model().objects.create_user("new")
        role = give_right(person, Right.TRANSLATE, Locale.objects.get(language_code="en"), by=None)

        client.post(f"{DESK}roles/{role.pk}/end/")

        client.force_login(person)
        assert client.get(DESK).status_code == 302

    def test_the_last_right_closes_the_admin_after_its_last_day(self, client, page, time_machine):
        language = Locale.objects.get(language_code="en")
        day = timezone.localdate()
        guest, friend, asleep = (get_user_model().objects.create_user(name) for name in ("a", "b", "c"))
        for person in (guest, friend, asleep):
            give_right(person, Right.TRANSLATE, language, by=None, until=day)
        give_right(friend, Right.REVIEW, language, by=None)
        get_user_model().objects.filter(pk=asleep.pk).update(is_active=False)
        assert close_ended() == 0

        time_machine.move_to(timezone.now() + timedelta(days=1))

        assert (close_ended(), close_ended()) == (1, 0)
        opens = {person: person.has_perm("wagtailadmin.access_admin") for person in _anew(guest, friend)}
        assert opens == {guest: False, friend: True}
        assert asleep.groups.exists()
        give_right(guest, Right.TRANSLATE, language, by=None)
        assert _anew(guest)[0].has_perm("wagtailadmin.access_admin")

    def test_a_day_that_is_over_is_refused_and_what_was_chosen_stays(self, client, leader):
        person = get_user_model().objects.create_user("new")
        locale = Locale.objects.get(language_code="en")
        data = {"user": person.pk, "locales": [locale.pk], "rights": ["review"], "until": "2020-01-01"}

        answer = client.post(f"{DESK}roles/", data)

        assert answer.status_code == 400
        assert answer.context["form"]["rights"].value() == ["review"]
        assert not LocaleRole.objects.exists()

    @pytest.mark.parametrize("number", ["-1", "x", "9" * 19, "9" * 30, "9" * 5000])
    def test_a_choice_that_no_page_offered_is_no_error_of_the_server(self, client, leader, number):
        data = {"user": number, "locales": [number], "rights": ["review", number]}

        assert client.post(f"{DESK}roles/", data).status_code == 400

    def test_only_who_leads_the_desk_gives_rights(self, client, page, as_person):
        user = as_person("publisher", Right.PUBLISH)
        role = LocaleRole.objects.get(user=user)

        assert client.get(f"{DESK}roles/").status_code in (302, 403)
        assert client.post(f"{DESK}roles/{role.pk}/end/").status_code in (302, 403)
        assert LocaleRole.objects.filter(user=user).exists()


def test_the_way_to_the_desk_is_shown_to_those_who_work_there(client, page, as_person):
    as_person("translator", Right.TRANSLATE)
    assert f'"{DESK}"' in client.get(DESK).content.decode()

    stranger = get_user_model().objects.create_user("stranger")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    assert f'"{DESK}"' not in client.get("/admin/").content.decode()
