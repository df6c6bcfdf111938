"""Nobody publishes what they wrote: every road to the site passes another person of the partner."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import TranslationSource

from home.jobs.actions.outbox import send_due
from prisoner_pages.choices import MailStatus
from prisoner_pages.facts.actions.mail_status import set_mail_status
from prisoner_pages.models import Charge, PartnerApprovalTask, Prisoner, PrisonerPage
from prisoner_pages.models.workflow import edited_since_publication
from prisoner_pages.records.forms.records import content_of
from tests.factories.partners import (
    employ,
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales

pytestmark = pytest.mark.django_db


@pytest.fixture
def zmina():
    open_locales("uk", "en")
    return open_partner("zmina")


@pytest.fixture
def record(zmina):
    return PrisonerFactory(partner=zmina)


@pytest.fixture
def story(record):
    return PrisonerPage.objects.get(prisoner=record, locale__language_code="uk")


@pytest.fixture
def editor(zmina):
    return employ_editor(zmina)


@pytest.fixture
def moderator(zmina):
    return employ_moderator(zmina)


@pytest.fixture
def colleague(zmina):
    return employ_moderator(zmina, "colleague.zmina")


def edit(user, story, intro="НОВЕ", **extra):
    data = nested_form_data({"title": story.title, "intro": intro, "body": streamfield([]), "slug": "x"})
    return logged_in(user).post(reverse("wagtailadmin_pages:edit", args=[story.pk]), {**data, **extra})


def approve(user, story):
    state = Page.objects.get(pk=story.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk])
    return logged_in(user).post(address)


def public_intro(story):
    return PrisonerPage.objects.get(pk=story.pk).intro


def test_a_colleague_approves_what_an_editor_submits(editor, moderator, story):
    edit(editor, story, **{"action-submit": "1"})
    assert public_intro(story) != "НОВЕ"

    approve(moderator, story)

    assert public_intro(story) == "НОВЕ"


def test_a_moderator_does_not_approve_their_own_edit(moderator, colleague, story):
    edit(moderator, story, **{"action-submit": "1"})

    approve(moderator, story)
    assert public_intro(story) != "НОВЕ"

    approve(colleague, story)
    assert public_intro(story) == "НОВЕ"


def test_whoever_submits_does_not_approve(editor, moderator, story):
    edit(editor, story)
    story.get_workflow().start(Page.objects.get(pk=story.pk).specific, moderator)

    approve(moderator, story)

    assert public_intro(story) != "НОВЕ"


def test_a_comma_of_a_colleague_does_not_make_the_edit_theirs(moderator, editor, story):
    edit(moderator, story)
    edit(editor, PrisonerPage.objects.get(pk=story.pk), intro="НОВЕ,", **{"action-submit": "1"})

    approve(moderator, story)

    assert public_intro(story) == story.intro


def test_an_act_on_the_record_does_not_make_an_older_edit_a_colleagues(moderator, editor, record):
    """An act writes a newer public revision; who wrote parts of the waiting draft is not forgotten."""
    publish(record)
    record.name_en = "Edited By Moderator"
    record.save_revision(user=moderator)
    draft = Prisoner.objects.get(pk=record.pk).get_latest_revision_as_object()
    draft.name_crh = "Comma"
    draft.save_revision(user=editor)

    set_mail_status(record, status=MailStatus.CANNOT, by=moderator)

    record = Prisoner.objects.get(pk=record.pk)
    assert record.latest_revision.user == editor
    assert edited_since_publication(record, moderator)
    assert edited_since_publication(record, editor)


def publish(record):
    record.save_revision().publish()
    record.refresh_from_db()


def test_save_and_approve_in_one_request_publishes_nothing(editor, moderator, story):
    edit(editor, story, intro="ПОДАНЕ", **{"action-submit": "1"})

    edit(
        moderator,
        story,
        intro="ПІДМІНЕНЕ",
        **{
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": "{}",
        },
    )

    assert public_intro(story) == story.intro
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_an_approved_revision_is_not_overwritten_in_place(moderator, colleague, story):
    edit(moderator, story, **{"action-submit": "1"})
    approve(colleague, story)
    revision = PrisonerPage.objects.get(pk=story.pk).live_revision

    edit(moderator, story, intro="ПІДМІНЕНЕ", overwrite_revision_id=str(revision.pk))

    revision.refresh_from_db()
    assert "ПІДМІНЕНЕ" not in json.dumps(revision.content, ensure_ascii=False)


@pytest.mark.parametrize("role", ["editor", "moderator", "coordinator", "admin"])
def test_nobody_publishes_a_story_by_hand(role, request, zmina, story, django_user_model):
    users = {
        "editor": lambda: employ_editor(zmina),
        "moderator": lambda: employ_moderator(zmina),
        "coordinator": employ_coordinator,
        "admin": lambda: django_user_model.objects.create_superuser("admin", email="a@example.org"),
    }

    edit(users[role](), story, **{"action-publish": "1"})

    assert public_intro(story) != "НОВЕ"


def test_nobody_publishes_many_at_once(moderator, story):
    edit(moderator, story)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    logged_in(moderator).post(f"{address}?id={story.pk}")

    assert public_intro(story) != "НОВЕ"


def test_a_record_is_not_published_by_hand(moderator, record):
    record.name_en = "Changed By Hand"
    record.save_revision(user=moderator)
    answer = logged_in(moderator).post(
        reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk]), {"action-publish": "1"}
    )

    assert answer.status_code in (200, 302)
    assert Prisoner.objects.get().name_en != "Changed By Hand"


def test_a_day_set_for_publication_publishes_nothing_by_itself(moderator, story):
    tomorrow = timezone.localtime() + timedelta(days=1)
    edit(moderator, story, go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))

    with_time_passed = timezone.now() + timedelta(days=2)
    Page.objects.filter(pk=story.pk).update(go_live_at=with_time_passed)
    call_command("publish_scheduled")

    assert public_intro(story) != "НОВЕ"


LOCALIZE = {
    "submit_page_translation": lambda story, source: [story.pk],
    "update_translations": lambda story, source: [source.pk],
    "convert_to_alias": lambda story, source: [story.pk],
}


@pytest.mark.parametrize("name", LOCALIZE)
@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_no_road_of_wagtail_localize_reaches_the_site(name, role, moderator, story, django_user_model):
    user = moderator if role == "moderator" else django_user_model.objects.create_superuser("admin")
    edit(moderator, story)
    source, _created = TranslationSource.get_or_create_from_instance(story)
    before = Page.objects.count()

    address = reverse(f"wagtail_localize:{name}", args=LOCALIZE[name](story, source))
    answer = logged_in(user).post(address, {"publish_translations": "on", "locales": ["2"]})

    assert answer.status_code == 403
    assert Page.objects.count() == before


def test_the_task_refuses_also_without_a_screen(moderator, story):
    edit(moderator, story, **{"action-submit": "1"})
    state = TaskState.objects.get()

    with pytest.raises(PermissionDenied):
        PartnerApprovalTask.objects.get().on_action(state.specific, moderator, "approve")


def test_a_waiting_draft_is_closed_to_its_editor(editor, story):
    edit(editor, story, intro="ПОДАНЕ", **{"action-submit": "1"})

    edit(editor, story, intro="ПІДМІНЕНЕ")

    assert PrisonerPage.objects.get(pk=story.pk).get_latest_revision_as_object().intro == "ПОДАНЕ"


# --- What waits, and who hears of it ---------------------------------------------------------------
def waiting_for(user):
    return TaskState.objects.reviewable_by(user)


@pytest.mark.both_databases
def test_only_the_partners_other_moderators_see_what_waits(editor, moderator, colleague, record, story):
    edit(moderator, story, **{"action-submit": "1"})
    pen = open_partner("pen")

    assert waiting_for(colleague).count() == 1
    assert not waiting_for(moderator).exists()
    assert not waiting_for(editor).exists()
    assert not waiting_for(employ_moderator(pen)).exists()


def test_what_waits_is_found_by_the_same_queries_for_few_and_many(
    editor, moderator, zmina, django_assert_max_num_queries
):
    for _turn in range(6):
        one = PrisonerFactory(partner=zmina)
        one.save_revision(user=editor)
        one.get_workflow().start(one, editor)
    waiting_for(moderator).count()  # which content types there are is asked once a process

    with django_assert_max_num_queries(6):
        assert waiting_for(moderator).count() == 6


def test_mail_of_a_waiting_draft_names_nobody(editor, moderator, colleague, story):
    edit(editor, story, **{"action-submit": "1"})

    send_due()

    assert {message.to[0] for message in mail.outbox} == {moderator.email, colleague.email}
    words = mail.outbox[0].subject + mail.outbox[0].body
    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in words
    assert story.title not in words and "НОВЕ" not in words


def test_whoever_submitted_hears_of_the_approval(editor, moderator, story):
    edit(editor, story, **{"action-submit": "1"})
    send_due()
    mail.outbox.clear()

    approve(moderator, story)
    send_due()

    assert [message.to for message in mail.outbox] == [[editor.email]]
    assert story.title not in mail.outbox[0].subject + mail.outbox[0].body


def test_somebody_of_two_partners_approves_where_they_moderate_only(zmina, story, editor):
    pen = open_partner("pen")
    both = employ("both", zmina.editors, pen.moderators)
    edit(editor, story, **{"action-submit": "1"})

    approve(both, story)

    assert public_intro(story) != "НОВЕ"


# --- What is a change ------------------------------------------------------------------------------
def body(text, **keys):
    return json.dumps([{"type": "paragraph", "value": text, **keys}])


def said(**fields):
    return content_of(PrisonerPage(**fields), fields)


def test_keys_that_the_editor_makes_up_are_no_change():
    made_up = body('<p data-block-key="a1b2c">Слова</p>', id="0b5e9c1e-5c3f-4a3e-9d0f-1f2e3d4c5b6a")

    assert said(body=body("<p>Слова</p>")) == said(body=made_up)


@pytest.mark.parametrize(
    "other",
    [
        body("<p>Інші слова</p>"),
        body('<p>Слова data-block-key="a1b2c"</p>'),
        body('<p data-block-key="посміхайся">Слова</p>'),
        json.dumps([{"type": "heading", "value": "<p>Слова</p>"}]),
        "[]",
    ],
)
def test_all_else_in_a_body_is_a_change(other):
    assert said(body=body("<p>Слова</p>")) != said(body=other)


def test_what_reads_like_a_key_in_plain_words_is_a_change():
    assert said(intro="<p>Слова") != said(intro='<p data-block-key="a1b2c">Слова')


def test_another_order_or_a_child_less_is_a_change(record):
    record.charges = [Charge(code="205.5", part="2"), Charge(code="278")]
    before = content_of(record, ["charges"])

    record.charges = [Charge(code="278", sort_order=0), Charge(code="205.5", part="2", sort_order=1)]
    assert content_of(record, ["charges"]) != before
    record.charges = [Charge(code="205.5", part="2")]
    assert content_of(record, ["charges"]) != before
