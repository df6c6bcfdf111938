"""What is typed is saved by itself: by its author, and over nothing that others have read."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.test.utils.form_data import nested_form_data, streamfield

from prisoner_pages.choices import SourceKind, Status
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.models.workflow import edited_since_publication
from prisoner_pages.records.actions.announcements import prepare_announcement
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.prisoner_pages.records.test_record_screens import fields_of, url
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BY_ITSELF = {"Accept": "application/json"}


@pytest.fixture
def story():
    open_locales("uk")
    return PrisonerPage.objects.get(prisoner=PrisonerFactory(partner=open_partner("zmina")))


@pytest.fixture
def editor(story):
    return employ_editor(story.prisoner.partner)


def autosave(client, story, intro, **extra):
    data = nested_form_data({"title": story.title, "intro": intro, "body": streamfield([]), "slug": "x"})
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return client.post(address, {**data, **extra}, headers=BY_ITSELF)


def autosave_record(client, record, name, **extra):
    data = fields_of(record, name_en=name, **extra)
    return client.post(url("edit", record.pk), data, headers=BY_ITSELF)


def submit(editor, story):
    story.save_revision(user=editor)
    story.get_workflow().start(story, editor)


def test_an_unchanged_autosave_makes_nobody_an_author_and_the_next_change_does(editor, story):
    client = logged_in(editor)
    first = autosave(client, story, story.intro).json()["revision_id"]
    assert not edited_since_publication(story, editor)

    autosave(client, story, "НОВЕ", overwrite_revision_id=first)
    assert edited_since_publication(story, editor)

    latest = PrisonerPage.objects.get(pk=story.pk).latest_revision_id
    assert autosave(client, story, "НОВЕ", overwrite_revision_id=latest).json()["revision_id"] == latest
    assert edited_since_publication(story, editor)


def test_what_waits_for_approval_is_not_changed_by_a_slip_of_the_hand(editor, story):
    client = logged_in(employ_moderator(story.prisoner.partner))
    submit(editor, story)

    answer = autosave(client, story, "ОГРІХ")

    assert (answer.status_code, answer.json()["error_code"]) == (400, "locked")
    assert "ОГРІХ" not in str(PrisonerPage.objects.get(pk=story.pk).latest_revision.content)


def saved(editor, story):
    story.save_revision(user=editor)


def saved_in_place(editor, story):
    story.save_revision(user=editor, overwrite_revision=story.latest_revision)


@pytest.mark.parametrize("press", first_of([saved, saved_in_place, submit]))
@pytest.mark.parametrize("live", first_of([True, False]))
@pytest.mark.parametrize(
    ("kind", "field", "send", "hook"),
    first_of(
        [
            (PrisonerPage, "intro", autosave, "before_edit_page"),
            (Prisoner, "name_en", autosave_record, "before_edit_snippet"),
        ]
    ),
)
def test_what_a_button_saves_meanwhile_is_never_saved_over(
    editor, story, press, live, kind, field, send, hook
):
    kind.objects.update(live=live)
    thing = kind.objects.get(pk=story.pk if kind is PrisonerPage else story.prisoner_id)
    first = thing.save_revision(user=editor)

    def press_meanwhile(request, thing):
        newer = kind.objects.get(pk=thing.pk)
        setattr(newer, field, "Whole words")
        press(editor, newer)

    with hooks.register_temporarily(hook, press_meanwhile, order=1):
        answer = send(logged_in(editor), thing, "Whole wo", overwrite_revision_id=first.pk)

    assert answer.json()["error_code"] == "invalid_revision"
    assert kind.objects.get(pk=thing.pk).latest_revision.content[field] == "Whole words"


def test_a_revision_that_an_announcement_was_prepared_by_is_kept(editor, story):
    record = Prisoner.objects.get(pk=story.prisoner_id)
    seen = record.save_revision(user=editor)
    assert record.save_revision(user=editor, overwrite_revision=seen) == seen
    prepare_announcement(
        [record],
        by=editor,
        status=Status.RELEASED,
        on=date(2026, 9, 14),
        source_kind=SourceKind.OFFICIAL,
        source_url="https://example.org/",
    )

    assert record.save_revision(user=editor, overwrite_revision=seen) != seen


def test_an_autosave_without_a_login_says_what_to_do_and_changes_nothing(client, story):
    client.cookies["sessionid"] = "over"

    answer = autosave(client, story, "НОВЕ")

    assert answer.status_code == 403
    assert answer.json()["error_code"] == "locked"
    assert PrisonerPage.objects.get(pk=story.pk).intro == story.intro


@pytest.mark.full(LONG)
def test_half_a_name_is_saved_by_no_clock(editor, story):
    forms = "wagtailsnippets_prisoner_pages_prisoner"
    new, known = reverse(f"{forms}:add"), reverse(f"{forms}:edit", args=[story.prisoner_id])

    saves_itself = [
        b"data-w-autosave-interval-value" in logged_in(editor).get(address).content
        for address in (new, known)
    ]

    assert saves_itself == [False, True]


@pytest.mark.parametrize("record_is_open", first_of([False, True]))
def test_whoever_submits_a_story_is_led_back_and_told(editor, story, record_is_open):
    record = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[story.prisoner_id])
    data = nested_form_data({"title": story.title, "intro": "НОВЕ", "body": streamfield([]), "slug": "x"})
    where = {"next": record} if record_is_open else {}

    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    answer = logged_in(editor).post(address, {**data, **where, "action-submit": "1"}, follow=True)

    assert answer.redirect_chain[-1][0] == (record if record_is_open else reverse("wagtailadmin_home"))
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    assert story.current_workflow_state
