"""The private parts of libraries that home/private_parts.py rests on do what is relied upon."""

from contextlib import nullcontext

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy, override, pgettext_lazy
from modelcluster.models import ClusterableModel
from ninja import Query, Router, Schema
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page, ReferenceIndex
from wagtail.users.models import UserProfile
from wagtail_localize.models import String, TranslatableObject, TranslationContext

from home.languages.info import CONTENT_LANGUAGES
from home.models import Heartbeat, SiteImage
from home.private_parts import (
    answered_by,
    arguments_of,
    ask_in_account,
    base_type_of,
    delete_unread,
    is_stored,
    key_of_content_path,
    key_of_string,
    keys_known_in,
    leave_out_of_account,
    new_context,
    paths_below,
    place_after,
    query_parameters,
    references_in,
    root_path_of,
    without_stored_children,
)
from home.spreadsheets import harmless
from home.staff.forms import AccountForm
from prisoner_pages.models import Prisoner, Source
from tests.factories.partners import logged_in
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.journeys.marked_words import said_in


@pytest.fixture
def record(db):
    open_locales("uk")
    return PrisonerFactory()


@pytest.fixture
def story(record):
    return record.pages.get()


def test_catalogue_knows_its_own_words_and_no_others():
    assert "People" in keys_known_in("uk")
    assert ("%(count)s letter", 0) in keys_known_in("uk")
    assert "Nobody has written this" not in keys_known_in("uk")
    assert len(set(keys_known_in("uk").keys()) - set(keys_known_in("crh").keys())) > 0


def test_django_knows_every_language_of_ours():
    assert get_language_info("crh")["name_local"] == "Qırımtatarca"
    assert [get_language_info(code)["code"] for code, _name in CONTENT_LANGUAGES] == list(
        dict(CONTENT_LANGUAGES)
    )


def test_lazy_words_tell_what_they_were_made_of():
    assert arguments_of(gettext_lazy("People")) == ("People",)
    assert arguments_of(pgettext_lazy("of a person", "name")) == ("of a person", "name")


def test_file_is_stored_once_its_picture_is_saved(db):
    image = SiteImage(title="Portrait", file=SimpleUploadedFile("a.jpg", picture_bytes()))
    assert not is_stored(image.file)

    image.save()

    assert is_stored(image.file) and is_stored(SiteImage.objects.get().file)


def test_a_queryset_is_answered_by_sql_that_was_written_before(record):
    people = Prisoner.objects.filter(slug=record.slug).select_related("partner")
    compiler = people.query.get_compiler("default")
    sql, parameters = compiler.as_sql()

    with CaptureQueriesContext(connection) as asked:
        assert list(answered_by(people, compiler, sql, parameters)) == [record]
        assert (
            list(
                answered_by(
                    people, compiler, sql, ["nobody" if each == record.slug else each for each in parameters]
                )
            )
            == []
        )

    assert len(asked) == 2
    assert list(people) == [record]


def test_row_is_read_as_its_base_would_read_it(record):
    values = Prisoner.objects.values_list(*(field.attname for field in Prisoner._meta.concrete_fields)).get()
    thorough = Prisoner.__new__(Prisoner)
    ClusterableModel.__init__(thorough, *values)
    quick = Prisoner(*values)

    state, thorough_state = vars(quick).pop("_state"), vars(thorough).pop("_state")

    assert vars(quick) == vars(thorough)
    assert vars(state) == vars(thorough_state)


def test_root_path_is_where_the_address_of_a_page_begins(story, rf):
    request = rf.get("/")
    site_id, _root_url, path = Page.get_url_parts(story, request)

    root_path = root_path_of(story, site_id, request)

    assert story.url_path.startswith(root_path) and story.get_site().root_page.url_path == root_path
    assert path == f"/uk/{story.url_path.removeprefix(root_path)}"


def test_references_are_found_as_they_are_noted(record):
    noted = ReferenceIndex.get_references_for_object(record)
    columns = ("to_content_type_id", "to_object_id", "model_path", "content_path")

    assert set(references_in(record)) == set(noted.values_list(*columns)) != set()
    assert {key_of_content_path(row.content_path) for row in noted} == {
        row.content_path_hash for row in noted
    }
    assert {row.base_content_type for row in noted} == {base_type_of(record)}


def test_pages_are_noted_as_pages(story):
    assert base_type_of(story) == ContentType.objects.get_for_model(Page)


def test_string_is_found_by_what_it_is_saved_with(record):
    string = String.objects.create(locale_id=record.pages.get().locale_id, data="Слово")

    assert string.data_hash == key_of_string("Слово")


@pytest.mark.parametrize("path", ["title", "search_description"])
def test_context_is_the_one_that_is_saved_by_itself(story, path):
    kind = ContentType.objects.get_for_model(Page)
    key = TranslatableObject.objects.create(translation_key=story.translation_key, content_type=kind).pk
    saved = TranslationContext.objects.create(object_id=key, path=path)
    saved.get_field_path(story)

    made = new_context(story, path, key)

    assert made.pk is None
    assert (made.object_id, made.path, made.path_id) == (key, saved.path, saved.path_id)
    assert made.field_path == saved.field_path == path


@pytest.mark.django_db
def test_rows_are_deleted_in_one_statement_though_somebody_listens(django_assert_num_queries):
    Heartbeat.objects.bulk_create(Heartbeat(name=str(number), at=timezone.now()) for number in range(300))

    with django_assert_num_queries(1):
        assert delete_unread(Heartbeat.objects.exclude(name="7")) == 299

    assert Heartbeat.objects.get().name == "7"


def test_operation_tells_what_it_takes_in_the_query():
    class Filters(Schema):
        status: str = ""

    router = Router()

    @router.get("{slug}/")
    def operation(request, slug: str, filters: Query[Filters], page: int = 1):
        return None

    [path] = router.path_operations.values()

    assert query_parameters(path.operations[0]) == {"status", "page"}


@pytest.mark.parametrize("kind", SpreadsheetExportMixin.FORMATS)
def test_every_list_that_is_exported_says_its_texts_harmlessly(kind):
    assert SpreadsheetExportMixin().get_preprocess_function("title", "=1+1", kind) is harmless


@pytest.mark.parametrize("form", [NameEmailForm, AccountForm])
def test_account_without_a_last_name_is_saved(admin_user, form):
    assert not {"first_name", "last_name"} & set(form({"email": "a@example.org"}, instance=admin_user).errors)


def test_part_of_the_account_that_is_left_out_is_not_there():
    part = type("Part", (BaseSettingsPanel,), {})
    assert part(None, None, None).is_active()

    leave_out_of_account(part)

    assert not part(None, None, None).is_active()
    assert BaseSettingsPanel(None, None, None).is_active()


def test_part_of_the_account_asks_by_a_form_of_ours(admin_user):
    part = type("Part", (BaseSettingsPanel,), {})

    ask_in_account(part, AccountForm)

    assert type(part(RequestFactory().get("/"), admin_user, None).get_form()) is AccountForm


@pytest.mark.parametrize(("language", "words"), [("uk", "Усі сторінки"), ("en", "All pages")])
def test_the_page_above_all_others_is_called_in_the_readers_language(admin_user, language, words):
    UserProfile.objects.create(user=admin_user, preferred_language=language)

    root, page = Page.get_first_root_node(), logged_in(admin_user).get("/admin/pages/").content.decode()

    assert words in page and root.title not in " ".join(said_in(page))
    assert Page(title="Root", depth=2).get_admin_display_title() == "Root"


@pytest.mark.parametrize(("language", "words"), [("uk", "Усього: 6"), ("en", "6 in all")])
def test_lists_count_without_a_word_that_would_need_its_plural(language, words):
    with override(language):
        assert WagtailPaginator(range(6), 10).items_count_label == words


def last_below(page):
    return Page.objects.filter(depth=page.depth + 1, path__range=paths_below(page)).order_by("path").last()


def test_a_page_placed_last_lies_where_treebeard_adds_the_next(story):
    section, page = story.get_parent(), Page(title="Сторінка", slug="page")
    for _child in range(2):
        section.refresh_from_db()
        place_after(last_below(section), section, page)
        beside = Page(title="Поруч", slug=f"beside-{_child}")
        Page.objects.get(pk=section.pk).add_child(instance=beside)
        assert (page.path, page.depth, page.get_parent()) == (beside.path, beside.depth, section)
    section = beside
    place_after(last_below(section), section, page)
    assert page.path == Page.objects.get(pk=beside.pk).add_child(instance=Page(title="Ч", slug="c")).path


def test_a_new_row_stores_its_children_without_asking_which_there_are(record):
    asked = []
    for slug, context in (("asking", nullcontext()), ("knowing", None)):
        new = Prisoner(partner=record.partner, slug=slug, name_uk="Новий")
        new.sources = [Source(url="https://a.example/")]
        with CaptureQueriesContext(connection) as queries, context or without_stored_children(new):
            new.save()
        asked.append(len([each for each in queries if 'FROM "prisoner_pages_source"' in each["sql"]]))
        assert [each.url for each in Source.objects.filter(prisoner=new)] == ["https://a.example/"]
        assert [each.url for each in new.sources.all()] == ["https://a.example/"]

    assert asked[1] == asked[0] - 1
