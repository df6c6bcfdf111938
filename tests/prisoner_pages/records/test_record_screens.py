import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from prisoner_pages.choices import Status
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.people.filters.table import FILTERS
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

CHILDREN = ["other_names", "charges", "sentences", "case_events", "detentions", "sources"]


@standing
def trees(db):
    return open_locales("uk", "en")


@standing
def zmina(trees):
    return open_partner("zmina")


@standing
def editor(zmina):
    return employ_editor(zmina)


@standing
def moderator(zmina):
    return employ_moderator(zmina)


@standing
def record(zmina):
    return PrisonerFactory(partner=zmina, status=Status.SENTENCED)


def fields_of(record, **changed):
    """The form of the record as a browser sends it."""
    kept = {
        "name_uk": "Вигадана Олена",
        "slug": "vyhadana-olena",
        "partner": getattr(record, "partner_id", ""),
        "birth_precision": "day",
        "status": "unknown",
        "status_since_precision": "day",
        "mail_status": "unknown",
    }
    if record.pk:
        kept |= {"name_uk": record.name_uk, "slug": record.slug, "status": record.status}
    return nested_form_data({**kept, **{name: inline_formset([]) for name in CHILDREN}, **changed})


def url(name, *args):
    return reverse(f"wagtailsnippets_prisoner_pages_prisoner:{name}", args=args)


@pytest.mark.both_databases
def test_a_new_record_makes_its_draft_story(editor, zmina):
    answer = logged_in(editor).post(url("add"), fields_of(Prisoner(partner=zmina)))

    record = Prisoner.objects.get()
    assert answer.status_code == 302
    assert (record.live, record.partner) == (False, zmina)
    story = PrisonerPage.objects.get()
    assert (story.live, story.slug, story.prisoner) == (False, "vyhadana-olena", record)


def test_a_record_cannot_be_made_for_another_partner(editor, zmina):
    pen = open_partner("pen")

    answer = logged_in(editor).post(url("add"), fields_of(Prisoner(partner=pen)))

    assert answer.status_code == 200
    assert not Prisoner.objects.exists()


def test_an_edit_moves_a_record_neither_to_another_partner_nor_to_another_address(editor, record):
    pen = open_partner("pen")

    logged_in(editor).post(url("edit", record.pk), fields_of(record, partner=pen.pk, slug="elsewhere"))

    draft = Prisoner.objects.get().get_latest_revision_as_object()
    assert (draft.partner.slug, draft.slug) == ("zmina", record.slug)


def test_a_live_record_is_not_set_to_released_by_its_form(editor, record):
    answer = logged_in(editor).post(url("edit", record.pk), fields_of(record, status=Status.RELEASED))

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"status"}
    assert not Prisoner.objects.get().has_unpublished_changes


@pytest.mark.full(LONG)
def test_a_record_is_published_by_another_persons_approval(editor, moderator, record):
    submitted = logged_in(editor).post(
        url("edit", record.pk),
        fields_of(record, name_en="Olena Invented", **{"action-submit": "1"}),
    )
    record.refresh_from_db()
    assert record.name_en != "Olena Invented"
    assert submitted.url == url("edit", record.pk), "where one was"

    state = record.current_workflow_task_state
    answer = logged_in(moderator).post(url("workflow_action", record.pk, "approve", state.pk), follow=True)

    record.refresh_from_db()
    assert (record.name_en, record.live) == ("Olena Invented", True)
    assert [each.level_tag for each in answer.context["messages"]] == ["success"]


@pytest.mark.parametrize("name", ["list", "add"])
def test_an_editor_opens_the_screens(name, editor, record):
    assert logged_in(editor).get(url(name)).status_code == 200


def test_an_editor_opens_the_record(editor, record):
    assert logged_in(editor).get(url("edit", record.pk)).status_code == 200


@pytest.mark.parametrize("count", first_of([3, 13]))
def test_the_list_asks_the_same_number_of_questions_for_few_and_many(
    count, editor, zmina, django_assert_max_num_queries
):
    for _turn in range(count):
        PrisonerFactory(partner=zmina)
    client = logged_in(editor)
    client.get(url("list"))

    with django_assert_max_num_queries(32):
        client.get(url("list"))


ASKED = {
    "place_not_verified_since": "2026-01-01",
    "not_verified": "verdict",
    "without_story": "de",
    "without_basis": "photo",
    "paused": "yes",
    **dict.fromkeys((each.name for each in FILTERS), "999"),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("name", first_of(ASKED))
def test_every_filter_of_the_list_answers(name, editor, record):
    assert logged_in(editor).get(url("list"), {name: ASKED[name]}).status_code == 200


def test_a_draft_of_the_record_is_previewed_on_the_page_of_its_story(editor, record):
    client = logged_in(editor)
    client.post(url("preview_on_edit", record.pk), fields_of(record, name_uk="Олена Попередня"))

    page = client.get(url("preview_on_edit", record.pk), {"mode": ""})

    assert page.status_code == 200
    assert "Вигадана Людина" in page.content.decode()
