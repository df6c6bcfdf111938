"""What Wagtail gives to editors, at records and pages: docs/developers/what-wagtail-gives.md."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Comment, Page, PageViewRestriction, Revision
from wagtail.test.utils.form_data import inline_formset
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import send_due
from home.models import SiteImage
from prisoner_pages.models import PartnerPage, Prisoner, PrisonerPage
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.editor_world import address, edit, people, record, site_page, story, zmina
from tests.standing import standing
from tests.tiers import LONG, first_of

__all__ = ["people", "record", "site_page", "story", "zmina"]
pytestmark = pytest.mark.django_db
# Must never reach the people of another partner.
OTHERS = "чужачернетка"
REPORTS = ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages")


@standing
def others(zmina):
    """A story that another partner is still writing; it links to what is public here."""
    pen = open_partner("pen")
    section = PartnerPage.objects.get(partner=pen)
    person = PrisonerFactory(partner=pen, live=False, name_uk=f"Людина {OTHERS}", stories=[])
    page = PrisonerPage(title=f"Історія {OTHERS}", prisoner=person, slug="inshi", live=False)
    section.add_child(instance=page)
    page.save_revision(user=employ_editor(pen), log_action=True)
    return page


def approve(user, story):
    state = Page.objects.get(pk=story.pk).current_workflow_task_state
    return logged_in(user).post(address(story, "workflow_action", "approve", state.pk))


def shown_in(answer):
    """Return the titles that a list shows."""
    return {str(each) for each in answer.context["object_list"]}


def text_of(answer):
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.fixture(params=["record", "story"])
def drafted(request, record, story, people):
    """A record or a story that two people wrote at; return (thing, its drafts from the oldest)."""
    thing, field = (record, "place_as_stated") if request.param == "record" else (story, "intro")
    for role in ("editor", "moderator"):
        setattr(thing, field, f"слово {role}")
        thing.save_revision(user=people[role], log_action=True)
    return thing, list(Revision.objects.for_instance(thing).order_by("pk"))[-2:]


# --- Drafts and their history ---------------------------------------------------------------------
def test_history_tells_who_changed_what_and_is_narrowed_to_one_of_them(drafted, people):
    thing, _drafts = drafted
    client = logged_in(people["editor"])

    told = text_of(client.get(address(thing, "history")))
    narrowed = client.get(address(thing, "history"), {"user": people["moderator"].pk})

    assert "editor.zmina" in told and "moderator.zmina" in told
    assert {entry.user for entry in narrowed.context["object_list"]} == {people["moderator"]}


def test_two_drafts_are_compared_word_by_word(drafted, people):
    thing, (older, newer) = drafted

    told = text_of(logged_in(people["editor"]).get(address(thing, "revisions_compare", older.pk, newer.pk)))

    assert '<span class="deletion">editor</span><span class="addition">moderator</span>' in told


def test_an_older_draft_is_opened_to_be_saved_again(drafted, people):
    thing, (older, _newer) = drafted

    form = logged_in(people["editor"]).get(address(thing, "revisions_revert", older.pk)).context["form"]

    assert "слово editor" in {
        form[name].value() for name in ("place_as_stated", "intro") if name in form.fields
    }


def test_what_a_moderator_locks_an_editor_finds_closed_until_it_is_unlocked(drafted, people):
    thing, _drafts = drafted
    editor, moderator = logged_in(people["editor"]), logged_in(people["moderator"])

    moderator.post(address(thing, "lock"))
    assert type(thing).objects.get(pk=thing.pk).locked
    before = Revision.objects.for_instance(thing).count()
    edit(people["editor"], thing) if isinstance(thing, PrisonerPage) else editor.post(address(thing, "edit"))
    assert Revision.objects.for_instance(thing).count() == before
    assert editor.post(address(thing, "unlock")).status_code in (302, 403)
    assert type(thing).objects.get(pk=thing.pk).locked

    moderator.post(address(thing, "unlock"))
    assert not type(thing).objects.get(pk=thing.pk).locked


@pytest.mark.parametrize("role", ["editor", "moderator", "coordinator"])
@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_nobody_takes_down_or_deletes_what_is_public_by_hand(role, act, people, record, story):
    for thing in (record, story):
        assert logged_in(people[role]).post(address(thing, act)).status_code in (302, 403)

    assert Prisoner.objects.get(pk=record.pk).live and Page.objects.get(pk=story.pk).live


def test_there_are_no_comments_and_none_is_taken(story, people):
    comment = {"text": "таємне", "contentpath": "intro", "position": "", "user": people["editor"].pk}
    form = logged_in(people["editor"]).get(address(story, "edit"))

    edit(people["editor"], story, comments=inline_formset([comment]))

    assert "comments" not in form.context["form"].formsets
    assert not Comment.objects.exists()


def test_colleagues_at_the_same_form_see_each_other(story, people):
    revision = story.save_revision(user=people["editor"])
    pages = [logged_in(people[role]) for role in ("editor", "moderator")]
    opened = [page.get(address(story, "edit")).context["editing_sessions"] for page in pages]
    ping = reverse(
        "wagtailadmin_editing_sessions:ping",
        args=["wagtailcore", "page", story.pk, opened[0].current_session.pk],
    )

    told = pages[0].post(ping, {"revision_id": revision.pk}).json()

    assert [each["user"] for each in told["other_sessions"]] == ["moderator.zmina"]


# --- Reports and lists ----------------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.parametrize("report", first_of(REPORTS))
def test_reports_tell_of_all_partners_and_so_are_for_coordinators(report, people, story, others):
    page = reverse(f"wagtailadmin_reports:{report}")
    edit(people["editor"], story, **{"action-submit": "1"})

    for role in ("editor", "moderator"):
        assert logged_in(people[role]).get(page).status_code == 403
        assert logged_in(people[role]).get(page, {"export": "csv"}).status_code == 403
    for export in ("csv", "xlsx"):
        assert logged_in(people["coordinator"]).get(page, {"export": export}).status_code == 200
    assert story.title in text_of(logged_in(people["coordinator"]).get(page)) or report == "locked_pages"


@pytest.mark.parametrize(
    ("role", "has"), first_of([("editor", False), ("moderator", False), ("coordinator", True)])
)
def test_the_menu_offers_reports_to_coordinators_and_shortcuts_to_all(role, has, people):
    menu = text_of(logged_in(people[role]).get("/admin/"))

    for report in REPORTS:
        assert (reverse(f"wagtailadmin_reports:{report}") in menu) is has
    assert reverse("wagtailadmin_reports:page_types_usage") not in menu
    assert "keyboard-shortcuts-trigger" in menu


@pytest.mark.parametrize(
    "ordering", ["title", "-title", "latest_revision_created_at", "content_type", "live"]
)
def test_the_explorer_orders_ones_own_pages_and_shows_no_others(ordering, people, zmina, story, others):
    section = PartnerPage.objects.get(partner=zmina)

    told = text_of(
        logged_in(people["editor"]).get(
            reverse("wagtailadmin_explore", args=[section.pk]), {"ordering": ordering}
        )
    )

    assert story.title in told and OTHERS not in told


def test_what_refers_to_ones_own_is_listed_and_another_partners_draft_is_not_named(people, story, others):
    link = f'<p><a linktype="page" id="{story.pk}">тут</a></p>'
    others.body = json.dumps([{"type": "paragraph", "value": link}])
    others.save()

    answer = logged_in(people["editor"]).get(address(story, "usage"))

    (row,) = answer.context["table"].data
    assert (row["object"].pk, row["edit_url"]) == (others.pk, None)
    assert OTHERS not in text_of(answer)


# --- Pictures and files ---------------------------------------------------------------------------
def picture_of(partner):
    file = SimpleUploadedFile("p.jpg", picture_bytes(), content_type="image/jpeg")
    return SiteImage.objects.create(title="Знімок", file=file, collection=partner.collection)


def test_an_editor_sets_focal_point_and_words_of_ones_own_picture(people, zmina):
    picture = picture_of(zmina)
    page = reverse("wagtailimages:edit", args=[picture.pk])
    client = logged_in(people["editor"])
    form = client.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name not in ("file", "people")}
    point = dict.fromkeys(("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"), 5)

    client.post(page, data | point | {"description": "Жінка біля вікна"})

    picture = SiteImage.objects.get(pk=picture.pk)
    assert (picture.focal_point_x, picture.description) == (5, "Жінка біля вікна")


def test_pictures_of_another_partner_are_neither_listed_nor_found_nor_shown_in_use(people, others):
    picture = picture_of(others.get_parent().specific.partner)
    client = logged_in(people["moderator"])

    for query in ({}, {"q": "Знімок"}):
        assert "Знімок" not in shown_in(client.get(reverse("wagtailimages:index"), query))
    for name in ("edit", "image_usage", "delete"):
        assert client.get(reverse(f"wagtailimages:{name}", args=[picture.pk])).status_code in (302, 403)


@pytest.mark.parametrize("role", ["editor", "moderator", "coordinator"])
@pytest.mark.parametrize(
    "closed",
    [
        "wagtaildocs:index",
        "wagtailadmin_collections:index",
        "wagtailadmin_workflows:index",
        "wagtailredirects:index",
        "wagtailsites:index",
        "wagtailusers_users:index",
        "wagtailusers_groups:index",
    ],
)
def test_what_has_a_screen_of_ours_or_is_the_administrators_is_closed(role, closed, people):
    assert logged_in(people[role]).get(reverse(closed)).status_code in (302, 403)


# --- Privacy, copies, aliases ---------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["login", "password"])
def test_what_is_live_is_kept_from_nobody(kind, people, site_page):
    client = logged_in(people["coordinator"])

    client.post(address(site_page, "set_privacy"), {"restriction_type": kind, "password": "x"})

    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize("role", ["editor", "moderator", "coordinator"])
def test_a_story_is_made_with_its_record_and_never_copied(role, people, story):
    client, section = logged_in(people[role]), story.get_parent()
    copy = {"new_title": "Копія", "new_slug": "kopiia", "new_parent_page": section.pk}

    assert client.post(address(story, "copy"), copy).status_code in (302, 403)
    assert address(story, "copy") not in text_of(client.get(address(story, "edit")))
    assert not Page.objects.filter(slug="kopiia").exists()


def test_a_page_of_the_site_is_copied_as_a_draft(people, site_page):
    copy = {"new_title": "Копія", "new_slug": "kopiia", "new_parent_page": site_page.get_parent().pk}

    logged_in(people["coordinator"]).post(address(site_page, "copy"), copy)

    assert not Page.objects.get(slug="kopiia").live


# --- One's own account ----------------------------------------------------------------------------
def settings_form(client):
    panels = client.get(reverse("wagtailadmin_account")).context["panels_by_tab"]
    forms = [panel.get_form() for tab in panels.values() for panel in tab]
    return {f"{form.prefix}-{name}": form[name].value() or "" for form in forms for name in form.fields}


def test_the_settings_of_an_account_offer_what_works_here(people):
    offered = settings_form(logged_in(people["moderator"]))

    assert {name.partition("-")[2] for name in offered} == {
        *("first_name", "last_name", "preferred_language", "theme", "contrast", "density"),
        *("keyboard_shortcuts", "approved_notifications", "rejected_notifications"),
    }


def test_theme_contrast_density_and_language_are_kept_and_a_portrait_is_not(people):
    client = logged_in(people["editor"])
    portrait = SimpleUploadedFile("p.jpg", picture_bytes(), content_type="image/jpeg")

    client.post(
        reverse("wagtailadmin_account"),
        settings_form(client)
        | {"theme-theme": "dark", "theme-contrast": "more_contrast", "theme-density": "snug"}
        | {"locale-preferred_language": "en", "avatar-avatar": portrait},
    )

    profile = UserProfile.objects.get(user=people["editor"])
    assert (profile.theme, profile.contrast, profile.density) == ("dark", "more_contrast", "snug")
    assert profile.preferred_language == "en"
    assert not profile.avatar


@pytest.mark.full(LONG)
def test_a_draft_that_is_returned_is_told_to_its_author(people, story, mailoutbox):
    edit(people["editor"], story, **{"action-submit": "1"})
    state = Page.objects.get(pk=story.pk).current_workflow_task_state
    back = address(story, "workflow_action", "reject", state.pk)
    answer = logged_in(people["moderator"]).post(back, {"comment": "Перевірте дату."}, follow=True)

    send_due()

    assert [each.level_tag for each in answer.context["messages"]] == ["success"]
    (told,) = [mail for mail in mailoutbox if mail.to == ["editor.zmina@example.org"]]
    assert address(story, "edit") in told.body and "дату" not in told.body
    assert "Перевірте дату." in text_of(logged_in(people["editor"]).get(address(story, "edit")))


@pytest.mark.parametrize("wanted", [True, False])
def test_mail_about_an_approval_is_sent_to_whoever_wants_it(wanted, people, story, mailoutbox):
    UserProfile.objects.filter(user=people["editor"]).update(approved_notifications=wanted)
    edit(people["editor"], story, **{"action-submit": "1"})
    approve(people["moderator"], story)

    send_due()

    assert any(mail.to == ["editor.zmina@example.org"] for mail in mailoutbox) is wanted
