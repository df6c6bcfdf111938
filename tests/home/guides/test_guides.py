"""The way from a screen of the admin to the part of the guides about it."""

import re
from inspect import getclosurevars, isfunction, unwrap
from urllib.parse import urlsplit

import pytest
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import admin_menu
from wagtail.users.models import UserProfile

from home.guides.read_models import (
    FIRST,
    guide,
    help_address,
    names,
    part_address,
    parts_of_panels,
    parts_of_screens,
)
from home.staff.roles import RoleKind, roles_of
from letters.choices.desk import DeskRole
from prisoner_pages.choices import Basis, Scope
from prisoner_pages.models import Consent
from tests.factories.partners import employ_as, employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event
from tests.security import partner_world
from tests.security.admin_urls import ROWS
from tests.standing import standing
from tests.tiers import LONG, first_of

LANGUAGES = ("uk", "en")
# What is set up once, by administrators: docs/operations.md tells of it.
SET_UP = {
    *("wagtaildocs:index", "wagtaillocales:index", "wagtailsites:index", "wagtailadmin_collections:index"),
    *("wagtailadmin_workflows:index", "wagtailadmin_workflows:task_index"),
    *("wagtailusers_users:index", "wagtailusers_groups:index"),
}
OURS = {"home", "letters", "prisoner_pages"}
# Of Wagtail's views for our lists: what stands in a frame or a window, and what is asked before a deed.
NO_SCREENS = {"preview_on_add", "preview_on_edit", "revisions_view", "workflow_preview", "usage", "delete"}
NO_SCREENS |= {"unpublish", "revisions_unschedule", "workflow_action", "collect_workflow_action_data"}
NO_SCREENS |= {"confirm_workflow_cancellation"}
SET_UP_BY_US = {"wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_users:edit"}
# One's own password, passkeys and sessions: each says by itself what it is about.
OWN_ACCOUNT = {"account_reset_password_from_key", "account_change_password", "mfa_remove_webauthn"}
OWN_ACCOUNT |= {"mfa_login_webauthn", "my_sessions", "logged_in_again", "staff_invitation"}
GUIDES = {"guides", "guide", "guide_picture"}
# Files, pictures, parts of a screen and answers to scripts, and what only leads to another screen.
NOT_READ = {"list_report", "source_copy", "letter_desk:export_numbers", "translation_desk:export_words"}
NOT_READ |= {"translation_desk:fetch_file", "glossary:fetch", "staff_picture", "letter_desk:drawing"}
NOT_READ |= {"letter_desk:scans_page", "letter_desk:letter_scan", "letter_desk:reply_page"}
NOT_READ |= {"letter_desk:page_to_translate"}
NOT_READ |= {"translation_desk:history", "translation_desk:help", "translation_desk:bulk_job"}
NOT_READ |= {"translation_desk:session", "letter_desk:session", "record_address", "doubles_while_typing"}
NOT_READ |= {"source_publisher", "front_end_preview", "desk_for_page", "desk_for_snippet", "desk_for_source"}
BESIDE = re.compile(r'class="help-panel" href="([^"]+)".*?<span class="w-sr-only">([^<]+)</span>', re.S)
HELP = {"uk": "Довідка", "en": "Help"}
LINK = re.compile(r'href="[^"#]*/([a-z-]+)/#([^"]+)"')


@pytest.fixture
def reader(client, db):
    """Somebody who may log in: a screener, in English."""
    role = next(role for role in roles_of(RoleKind.DESK) if role.key == DeskRole.SCREENER)
    user = employ_as(role, partner=open_partner("zmina"))
    client.force_login(user)
    in_language(user, "en")
    return user


def in_language(user, language):
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def test_every_part_that_a_screen_or_panel_leads_to_is_there_in_each_language():
    for language in LANGUAGES:
        for part in {*parts_of_screens().values(), *parts_of_panels().values()}:
            address = part_address(part, language)
            shown = guide(part.partition("#")[0], language).page.html
            assert f'id="{address.partition("#")[2]}"' in shown, (language, part)


def test_every_screen_with_a_part_is_one_of_the_admin():
    assert {screen.partition("/")[0] for screen in parts_of_screens()} - set(ROWS) == set()


def test_every_screen_of_ours_has_a_part_or_a_reason_to_have_none():
    screens = {name for name, view in named_views() if is_ours(view) and answers_to_reading(view)}
    without = {name for name in screens if name.rpartition(":")[2] not in NO_SCREENS and not is_window(name)}

    assert without - set(parts_of_screens()) == SET_UP_BY_US | OWN_ACCOUNT | GUIDES | NOT_READ


def named_views(resolver=None, names=(), prefix=""):
    """Yield (name, view) of each pattern of the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from named_views(pattern, inner, path)
        elif path.startswith("admin") and pattern.name:
            yield ":".join((*names, pattern.name)), pattern.callback


def layers_of(view):
    """Return the view and what its decorators stand around, the innermost last."""
    layers = []
    innermost = unwrap(view, stop=layers.append)
    return [*layers, innermost]


def is_ours(view):
    inner = layers_of(view)[-1]
    return getattr(view, "view_class", inner).__module__.partition(".")[0] in OURS


def answers_to_reading(view):
    """Tell whether it takes GET; `require_POST` and its like keep the methods that they ask for."""
    if (by_class := getattr(view, "view_class", None)) and not hasattr(by_class, "get"):
        return False
    layers = [getclosurevars(layer).nonlocals for layer in layers_of(view) if isfunction(layer)]
    return all("GET" in known.get("request_method_list", ["GET"]) for known in layers)


def is_window(name):
    return name.startswith("wagtailsnippetchoosers_") or name.endswith("_results")


def test_every_role_finds_its_guide_in_the_admin():
    assert {role.guide for role in roles_of()} - {""} - set(names()) == set()


@pytest.mark.parametrize("role", first_of(roles_of()), ids=lambda role: f"{role.kind}-{role.key}")
def test_every_screen_in_the_menu_of_a_role_has_help(role, db, rf):
    request = rf.get("/admin/")
    request.user = employ_as(role, partner=open_partner("zmina"))

    assert set(views_of(admin_menu, request)) - set(parts_of_screens()) - SET_UP == set()


def views_of(menu, request):
    """Yield the names of the URLs that a menu leads to; what opens a window has none."""
    for item in menu.menu_items_for_request(request):
        if hasattr(item, "menu"):
            yield from views_of(item.menu, request)
        elif item.url.startswith("/"):
            yield resolve(urlsplit(item.url).path).view_name


def test_help_leads_to_the_part_in_the_language_of_the_reader():
    english, ukrainian = (help_address("letter_desk:index", language) for language in ("en", "uk"))

    assert english == f"{reverse('guide', args=['letter'])}#the-queue"
    assert ukrainian != english and ukrainian.startswith(reverse("guide", args=["letter"]))


def test_who_has_no_guides_in_their_language_reads_them_in_english():
    assert help_address("letter_desk:index", "pl") == help_address("letter_desk:index", FIRST)


def test_a_screen_that_no_guide_tells_of_has_no_help():
    assert help_address("wagtailimages_chooser:choose", "en") == ""


def test_help_stands_on_the_screen_once_and_leads_to_its_part(client, reader):
    for language in LANGUAGES:
        in_language(reader, language)
        address = help_address("letter_desk:index", language)
        screen = client.get(reverse("letter_desk:index")).text

        assert re.findall(r'class="help-here" href="([^"]+)"', screen) == [address]
        name, anchor = address.split("#")
        assert f'id="{anchor}"' in client.get(name).text


# --- By what a screen is about ------------------------------------------------------------------------
@standing
def world(db):
    return partner_world.build()


def led_to(client, user, address):
    """Return the part to which "Help" leads this user."""
    client.force_login(user)
    in_language(user, "en")
    found = re.findall(r'class="help-here" href="[^"#]*/([a-z-]+)/#([^"]+)"', client.get(address).text)
    return ["#".join(each) for each in found]


@pytest.mark.full(LONG)
def test_what_waits_leads_moderators_to_approving_and_its_author_to_what_is_missing(client, world):
    finder = AdminURLFinder(world.other_editor)
    record = world.record_task.workflow_state.content_object
    forms = [finder.get_edit_url(thing) for thing in (record, world.live_story)]

    for form in forms:
        assert led_to(client, world.other_moderator, form) == ["moderator#approving"]
        assert led_to(client, world.other_editor, form) == ["editor#what-is-still-missing"]
    list_of_it = reverse("my_day_list", args=["to-approve"])
    assert led_to(client, world.other_moderator, list_of_it) == ["moderator#approving"]


@pytest.mark.full(LONG)
def test_a_basis_leads_whoever_may_confirm_it_to_how_that_is_done(client, world):
    basis = Consent.objects.create(
        prisoner=world.live_record, scope=Scope.BIRTHDAY, basis=Basis.PUBLISHED, created_by=world.other_editor
    )
    address = reverse("consent", args=[basis.pk])

    assert led_to(client, world.other_moderator, address) == ["moderator#bases-to-confirm"]
    assert led_to(client, world.other_editor, address) == ["editor#bases"]


@pytest.mark.parametrize("name", ["history", "workflow_history", "inspect"])
def test_what_tells_of_a_record_leads_to_its_part(client, world, name):
    part = "editor#what-is-still-missing" if name == "inspect" else "editor#who-changed-what"
    address = reverse(f"wagtailsnippets_prisoner_pages_prisoner:{name}", args=[world.live_record.pk])

    assert led_to(client, world.other_editor, address) == [part]


# --- Beside panels of long forms ---------------------------------------------------------------------
@standing
def edited(db):
    """What the forms with such panels are about, by its model, and the editor who keeps it."""
    open_locales("uk", "en")
    partner = open_partner("zmina")
    record = PrisonerFactory(partner=partner)
    campaign = a_campaign([record], languages=("uk",))
    event = an_event(campaign, languages=("uk",))
    things = (record, record.pages.get(locale__language_code="uk"), campaign, event)
    return employ_editor(partner), {thing._meta.label_lower: thing for thing in things}


def test_each_panel_that_a_guide_tells_of_is_of_a_form_that_is_looked_at(edited):
    assert {name.rpartition(".")[0] for name in parts_of_panels()} == set(edited[1])


@pytest.mark.full(LONG)
@pytest.mark.parametrize("language", first_of(LANGUAGES))
def test_beside_each_panel_that_a_guide_tells_of_stands_the_way_to_its_part(client, edited, language):
    editor, things = edited
    client.force_login(editor)
    in_language(editor, language)

    for label, thing in things.items():
        of_it = [part for name, part in parts_of_panels().items() if name.rpartition(".")[0] == label]
        found = BESIDE.findall(client.get(AdminURLFinder(editor).get_edit_url(thing)).text)
        assert sorted(address for address, _name in found) == sorted(
            part_address(part, language) for part in of_it
        )
        assert all(name.strip().startswith(f"{HELP[language]}: ") for _address, name in found)


def test_a_panel_that_no_guide_tells_of_has_no_help(client, edited):
    editor, things = edited
    client.force_login(editor)
    in_language(editor, "uk")
    form = client.get(AdminURLFinder(editor).get_edit_url(things["prisoner_pages.campaignpage"])).text

    assert "Довідка: Усі, хто відповідає всім цим ознакам" in form and "Довідка: Стисло" not in form


@pytest.mark.full(LONG)
def test_whoever_may_log_in_reads_every_guide(client, reader):
    listed = client.get(reverse("guides")).text

    for name in names():
        answer = client.get(reverse("guide", args=[name]))
        assert answer.status_code == 200 and reverse("guide", args=[name]) in listed
        assert guide(name, "en").title in answer.text


def test_pictures_of_guides_are_shown_to_staff(client, reader):
    pictures = set(re.findall(r'<img src="([^"]+)"', guide("dispatcher", "en").page.html))

    assert pictures
    for picture in pictures:
        answer = client.get(picture)
        assert answer.status_code == 200 and answer["Content-Type"] == "image/png"


def test_links_between_guides_lead_to_parts_that_are_there():
    for language in LANGUAGES:
        for name in names():
            for other, anchor in LINK.findall(guide(name, language).page.html):
                assert f'id="{anchor}"' in guide(other, language).page.html, (language, name, other, anchor)


@pytest.mark.parametrize("name", ["who-reads-this", "import"])
def test_what_is_no_guide_is_not_found(client, reader, name):
    assert client.get(reverse("guide", args=[name])).status_code == 404
    assert client.get(reverse("guide_picture", args=[name])).status_code == 404


def test_no_file_but_a_picture_of_the_guides_can_be_asked_for():
    with pytest.raises(NoReverseMatch):
        reverse("guide_picture", args=["../uk/letter"])


def test_strangers_are_sent_to_log_in(client, db):
    guides = [
        reverse("guides"),
        reverse("guide", args=["letter"]),
        reverse("guide_picture", args=["en-queue"]),
    ]

    assert [client.get(address).status_code for address in guides] == [302, 302, 302]
