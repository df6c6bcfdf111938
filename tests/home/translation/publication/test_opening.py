"""Opening texts for translation: some, or a whole section in the background that bears being killed."""

import random
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from home.models import StandardPage
from home.translation.core.actions.sync import submit
from home.translation.models import BulkJob, DeskTranslation, Unit
from home.translation.permissions import NotYours
from home.translation.publication.actions import bulk_opening
from home.translation.publication.actions.bulk_opening import (
    ask_for_bulk,
    open_in_bulk,
    open_texts,
    stop_bulk,
)
from home.translation.publication.read_models import failures_of
from prisoner_pages.models import Occupation
from tests.factories.desk import block, open_site, source_page
from tests.rivals import kill_somewhere
from tests.standing import standing
from tests.tiers import WHOLE_SITE

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
BODY = [block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p>")]
pytestmark = [pytest.mark.django_db, pytest.mark.full(WHOLE_SITE)]


@pytest.fixture(autouse=True)
def queue(settings):
    """Jobs wait in the table: each test runs them itself."""
    settings.TASKS = DATABASE


@standing
def pages():
    return make_pages(7)


def make_pages(count):
    open_site("en", "crh")
    source_page([], slug="section", title="Розділ УКР")
    for number in range(count):
        page = source_page(BODY, slug=f"page-{number}", title=f"Назва {number} УКР")
        page.move(section(), pos="last-child")
    return list(StandardPage.objects.child_of(section()))


def locales(*languages):
    return list(Locale.objects.filter(language_code__in=languages or ("en", "crh")))


def section():
    return StandardPage.objects.get(slug="section")


def opened():
    """Return the titles and languages that are open, the section's own apart."""
    found = Translation.objects.exclude(source__object_repr="Розділ УКР")
    return sorted(found.values_list("source__object_repr", "target_locale__language_code"))


def everything(pages):
    return sorted((page.title, language) for page in pages for language in ("en", "crh"))


def run_to_the_end(limit=3):
    runs = 0
    while open_in_bulk(limit):
        runs += 1
    return runs


def test_a_section_is_opened_in_all_languages_and_no_page_is_made(pages):
    before = Page.objects.count()
    job = ask_for_bulk(section=section(), locales=locales(), by=None)

    runs = run_to_the_end()

    job.refresh_from_db()
    assert opened() == everything(pages)
    assert (job.total, job.done, job.failed, runs) == (8, 8, [], 3)
    assert job.ended_at
    assert Page.objects.count() == before


def test_drafts_and_what_left_public_view_are_not_opened(pages):
    pages[0].unpublish()
    pages[1].title = "Чернетка УКР"
    pages[1].save_revision()
    ask_for_bulk(section=section(), locales=locales(), by=None)
    pages[2].unpublish()

    run_to_the_end()

    assert opened() == everything([StandardPage.objects.get(pk=pages[1].pk), *pages[3:]])
    assert "Чернетка УКР" not in {title for title, _language in opened()}
    assert BulkJob.objects.get().total == 6


@pytest.mark.both_databases
def test_all_words_of_a_kind_are_opened():
    open_site("en")
    for name in ("Вчитель", "Муляр"):
        Occupation.objects.create(name=name, locale=Locale.get_default(), live=True)
    Occupation.objects.create(name="Чернетка", locale=Locale.get_default(), live=False)

    ask_for_bulk(words="prisoner_pages.occupation", locales=locales("en"), by=None)
    run_to_the_end()

    assert opened() == [("Вчитель", "en"), ("Муляр", "en")]


def test_what_the_library_opened_by_itself_gets_its_place_at_the_desk(pages):
    source = submit(pages[0], [])
    Translation.objects.create(source=source, target_locale=locales("en")[0])

    job = ask_for_bulk(section=section(), locales=locales(), by=None)
    run_to_the_end()

    job.refresh_from_db()
    assert job.failed == []
    assert DeskTranslation.objects.count() == Translation.objects.count()


@pytest.mark.both_databases
def test_asking_twice_changes_nothing(pages):
    for _time in range(2):
        ask_for_bulk(section=section(), locales=locales(), by=None)
        run_to_the_end()
    units = Unit.objects.count()

    ask_for_bulk(section=section(), locales=locales(), by=None)
    run_to_the_end()

    assert opened() == everything(pages)
    assert Unit.objects.count() == units


@pytest.mark.both_databases
def test_one_text_at_fault_is_named_and_keeps_no_other_back(pages, monkeypatch):
    def broken(original, languages):
        if original.pk == pages[2].pk:
            raise RuntimeError("canary")
        return submit(original, languages)

    monkeypatch.setattr(bulk_opening, "submit", broken)
    job = ask_for_bulk(section=section(), locales=locales(), by=None)

    run_to_the_end()

    job.refresh_from_db()
    assert opened() == everything([page for page in pages if page != pages[2]])
    assert job.failed == [{"pk": pages[2].pk, "error": "RuntimeError"}]
    assert failures_of(job) == [("Назва 2 УКР", pages[2].pk, "RuntimeError")]
    assert (job.done, job.total) == (7, 8)


@pytest.mark.both_databases
def test_a_killed_run_goes_on_where_it_was(pages, monkeypatch):
    calls = []

    def killed(original, languages):
        calls.append(original.pk)
        if len(calls) == 4:
            raise SystemExit
        return submit(original, languages)

    monkeypatch.setattr(bulk_opening, "submit", killed)
    job = ask_for_bulk(section=section(), locales=locales(), by=None)
    with pytest.raises(SystemExit):
        run_to_the_end()
    job.refresh_from_db()
    assert (job.done, job.ended_at) == (3, None)

    run_to_the_end()

    job.refresh_from_db()
    assert opened() == everything(pages)
    assert job.done == 8
    assert len(calls) == 9


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_process_that_is_killed_leaves_whole_texts_and_the_next_finishes():
    pages = make_pages(12)
    ask_for_bulk(section=section(), locales=locales(), by=None)

    kill_somewhere(open_in_bulk, random.Random(7), steps=360)

    job = BulkJob.objects.get()
    titles = [title for title, _language in opened()]
    assert {titles.count(title) for title in titles} <= {2}
    run_to_the_end()
    job.refresh_from_db()
    assert opened() == everything(pages)
    assert (job.done, job.failed) == (job.total, [])


def test_a_job_that_is_stopped_opens_no_more_and_keeps_what_it_opened(pages):
    job = ask_for_bulk(section=section(), locales=locales(), by=None)
    open_in_bulk(3)

    stop_bulk(job, by=None)

    assert open_in_bulk(3) == 0
    job.refresh_from_db()
    assert (job.done, job.total, job.is_stopped) == (3, 8, True)
    assert len(opened()) == 4


def test_jobs_follow_one_another(pages):
    ask_for_bulk(section=section(), locales=locales("en"), by=None)
    ask_for_bulk(section=section(), locales=locales("crh"), by=None)

    run_to_the_end()

    assert opened() == everything(pages)


def test_who_does_not_lead_the_desk_opens_nothing(pages):
    person = get_user_model().objects.create_user("translator")

    with pytest.raises(NotYours):
        ask_for_bulk(section=section(), locales=locales(), by=person)
    with pytest.raises(NotYours):
        open_texts(StandardPage, [pages[0].pk], locales("en")[0], by=person)
    assert not Translation.objects.exists()


class TestScreens:
    @pytest.fixture
    def leader(self, client, pages):
        user = get_user_model().objects.create_user("leader")
        names = ["access_admin", "change_localerole"]
        user.user_permissions.add(*Permission.objects.filter(codename__in=names))
        client.force_login(user)
        return user

    def test_chosen_texts_are_opened_and_leave_the_list(self, client, leader, pages):
        data = {"language": "en", "kind": "standardpage", "text": [pages[0].pk, pages[3].pk]}

        client.post("/admin/desk/open/", data)

        assert opened() == [(pages[0].title, "en"), (pages[3].title, "en")]
        html = client.get("/admin/desk/open/?language=en&kind=standardpage").content.decode()
        assert pages[1].title in html
        assert pages[0].title not in html

    def test_a_section_is_asked_for_and_its_progress_shown(self, client, leader, pages):
        data = {"what": f"page-{section().pk}", "locales": ["en", "crh"]}

        answer = client.post("/admin/desk/open/bulk/", data, follow=True)
        assert "0 of 8" in answer.content.decode() or "0 з 8" in answer.content.decode()
        assert "progress.js" in answer.content.decode()
        run_to_the_end()

        html = client.get(answer.redirect_chain[-1][0]).content.decode()
        assert re.search(r"\b8 (of|з) 8\b", html) and "progress.js" not in html
        assert BulkJob.objects.get().by == leader

    def test_a_running_job_is_stopped_by_its_button(self, client, leader, pages):
        job = ask_for_bulk(section=section(), locales=locales(), by=leader)

        client.post(f"/admin/desk/open/{job.pk}/stop/")

        job.refresh_from_db()
        assert job.is_stopped

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"what": "page-1", "locales": ["x"]},
            {"what": "words", "locales": ["9" * 40]},
        ],
    )
    def test_odd_input_is_refused_with_a_sentence(self, client, leader, data):
        assert client.post("/admin/desk/open/bulk/", data).status_code == 400
        odd = {"language": "zz", "kind": "zz", "text": ["x", "9" * 30, "-1"]}
        assert client.post("/admin/desk/open/", odd).status_code == 302
        assert client.get("/admin/desk/open/?language=zz&kind=zz&p=-4").status_code == 200
        assert not BulkJob.objects.exists()

    def test_queries_do_not_grow_with_texts(self, client, leader, django_assert_max_num_queries):
        client.get("/admin/desk/open/")

        with django_assert_max_num_queries(45):
            client.get("/admin/desk/open/?language=en&kind=standardpage")

    def test_translator_finds_it_closed(self, client, pages):
        person = get_user_model().objects.create_user("translator")
        client.force_login(person)

        assert client.get("/admin/desk/open/").status_code == 302
