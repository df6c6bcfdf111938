"""Each screen of those who keep records: axe finds no fault, nothing is past the edge, no word is cut off.

In Ukrainian, whose words are longer, on a telephone in the dark, and in English at a desk by day; with
ALL_PAIRS=1 in both languages on both. What is done on the screens, and what they then say, is tried in the
files beside this one.
"""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from prisoner_pages.choices import ListStep
from prisoner_pages.models import Claim, ListedRow, ListImport, Occupation
from prisoner_pages.records.filters import ANY_GAP
from tests.browser.conftest import ALL_PAIRS, STILL, TOO_WIDE, WITH_MENU, shoot
from tests.factories.partners import employ_coordinator, employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.security import partner_world
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_LANGUAGE, OTHER_SCREEN, first_of, later

pytestmark = pytest.mark.browser
PEOPLE, PLACE = "wagtailsnippets_prisoner_pages_prisoner", "wagtailsnippets_prisoner_pages_facility"
FIGURE, FRONT_END = "wagtailsnippets_prisoner_pages_figure", "wagtailsnippets_prisoner_pages_frontend"
SIZES, SCHEMES = {"uk": 360, "en": 1400}, {"uk": "dark", "en": "light"}
PAIRS = [(language, width) for language in SIZES for width in SIZES.values()] if ALL_PAIRS else SIZES.items()

# Wagtail's panels at the side wait beyond the edge, its tabs and lists are scrolled in their frame.
SCROLLED = ".form-side, .w-minimap, .w-tabs__list, .w-breadcrumbs, .listing, .sheet__frame"
PAST_THE_EDGE = TOO_WIDE.replace("input, svg", f"{SCROLLED}, input, svg")
# Words of which the end is hidden: in the menu, too.
CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter((each) => [...each.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()))
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.clientWidth > 1)
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible")
  .filter((each) => !each.closest("textarea, select, .w-sr-only"))
  .map((each) => each.outerHTML.slice(0, 200))"""


@standing
def world(db):
    world = partner_world.build()
    world.coordinator = employ_coordinator()
    world.checked = ListImport.objects.create(
        partner=world.other, language="uk", headings=["ПІБ"], columns=["full_name_uk"], step=ListStep.CHECKED
    )
    row = ListedRow(source=world.checked, number=2, outcome="created")
    row.cells, row.found = '["Нова Людина"]', "{}"
    row.save()
    return world


def of_editor(world):
    record = world.live_record.pk
    return {
        "my-day": reverse("wagtailadmin_home"),
        "people": f"{reverse(f'{PEOPLE}:list')}?columns=facility&columns=stories&columns=given_to",
        "keep-list": f"{reverse('save_list')}?my_day=birthdays",
        "gaps": f"{reverse(f'{PEOPLE}:list')}?letters_wait={ANY_GAP}",
        "new-record": reverse(f"{PEOPLE}:add"),
        "record": reverse(f"{PEOPLE}:edit", args=[record]),
        "state": reverse(f"{PEOPLE}:inspect", args=[record]),
        "transfer": reverse("record_act", args=[record, "transfer"]),
        "basis": reverse("add_consent", args=[record]),
        "letters-to-people": reverse("letter_sheet"),
        "claims": reverse("claims_to_decide"),
        "proposals": reverse("proposals"),
        "state-facts": f"{reverse('state_facts')}?q=Жива",
        "lists": reverse("lists"),
        "list-columns": reverse("list", args=[world.list.pk]),
        "list-rows": reverse("list", args=[world.checked.pk]),
        "campaign": reverse("wagtailadmin_pages:edit", args=[world.campaign.pk]),
        "campaign-again": reverse("wagtailadmin_pages:copy", args=[world.campaign.pk]),
        "event": reverse("wagtailadmin_pages:edit", args=[world.event.pk]),
        "new-word": reverse("wagtailsnippets_prisoner_pages_occupation:add"),
    }


def of_moderator(world):
    return {
        "my-day": reverse("wagtailadmin_home"),
        "private": reverse("record_private", args=[world.live_record.pk]),
        "consent": reverse("consent", args=[world.consent.pk]),
        "post": reverse("facility_mail", args=[world.facility.pk]),
        "story": reverse("wagtailadmin_pages:edit", args=[world.live_story.pk]),
    }


def of_coordinator(world):
    return {
        "my-day": reverse("wagtailadmin_home"),
        "places": reverse("places"),
        "place": reverse(f"{PLACE}:edit", args=[world.facility.pk]),
        "figures": reverse(f"{FIGURE}:list"),
        "new-figure": reverse(f"{FIGURE}:add"),
        "organisation": reverse("add_organisation", args=[world.own.pk]),
        "words": reverse("proposed_words"),
        "proposed-places": reverse("proposed_places"),
        "file-of-places": reverse("file_of_places"),
        "word": reverse("word_uses", args=["occupation", Occupation.objects.get().pk]),
        "menu-and-footer": reverse("site_frame"),
        "old-addresses": reverse("old_addresses"),
        "roles": reverse("who_may_do_what"),
        "limits-of-letters": reverse("letter_desk:limits"),
        "draw": reverse("letter_desk:draw"),
        "languages": reverse("languages_to_open"),
        "language": reverse("language_to_open", args=["de"]),
        "front-ends": reverse(f"{FRONT_END}:list"),
        "embeds": reverse("embed_builder"),
    }


@pytest.mark.parametrize(
    ("user", "screens"),
    [
        ("other_editor", of_editor),
        ("other_moderator", of_moderator),
        *later(("coordinator", of_coordinator), why=OTHER_SCREEN),
    ],
)
@pytest.mark.parametrize(("language", "width"), first_of(PAIRS, why=OTHER_LANGUAGE))
def test_no_screen_breaks_a_rule_of_access_reaches_past_the_edge_or_cuts_a_word(
    world, as_user, axe, language, width, user, screens
):
    user = getattr(world, user)
    UserProfile.objects.filter(user=user).update(preferred_language=language)
    page, faults = as_user(user, width=width, language=language, scheme=SCHEMES[language]), []

    for name, address in screens(world).items():
        page.goto(address)
        page.evaluate(STILL)
        shoot(page, f"{language}-{width}-{user}-{name}")
        axe(page)
        assert page.locator("h1").count() == 1, name
        faults += [(name, fault) for fault in page.evaluate(PAST_THE_EDGE) + page.evaluate(CUT_OFF)]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    assert faults == [], "\n".join(f"{name}: {fault}" for name, fault in faults)
    open_menu(page)
    axe(page, WITH_MENU)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("user", ["other_editor", "other_moderator", "coordinator"])
def test_the_first_page_and_its_menu_cut_no_word_in_ukrainian_at_a_desk(world, as_user, user):
    page = as_user(getattr(world, user), width=SIZES["en"])
    page.goto(reverse("wagtailadmin_home"))
    page.evaluate(STILL)
    assert page.evaluate(CUT_OFF) == []

    open_menu(page)
    assert page.evaluate(CUT_OFF) == []


def open_menu(page):
    """Open it as far as it goes: on a telephone the menu itself, then the first list in it."""
    if (toggle := page.locator(".sidebar-nav-toggle")).is_visible():
        toggle.click()
    page.locator("#wagtail-sidebar [aria-haspopup=menu]").first.click()
    page.evaluate(STILL)


@standing
def record(public_site):
    """A record with a claim that waits, and a name too short for an envelope."""
    facts = {"name_ru": "Короткий Пётр", "writable": True, "stories": []}
    record = PrisonerFactory(partner=open_partner("zmina"), **facts)
    claim = {"field": "charges", "value": "205.5 ч.1; 30 ч.2 + 278", "needs_decision": True}
    Claim.objects.create(prisoner=record, **claim)
    return record


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_screens_with_much_on_them_fit_a_narrow_phone(record, as_user, look_over):
    page = as_user(employ_editor(record.partner), width=320)
    for name, address in {
        "claims": reverse("claims_to_decide"),
        "basis": reverse("add_consent", args=[record.pk]),
        "transfer": reverse("record_act", args=[record.pk, "transfer"]),
    }.items():
        page.goto(address)
        look_over(page, name, TOO_WIDE)

    page.goto(f"{reverse(f'{PEOPLE}:list')}?letters_wait={ANY_GAP}")
    assert record.name_uk in page.inner_text("main")
    look_over(page, "gaps", TOO_WIDE)


def test_the_admin_is_painted_with_the_site_s_ink(world, as_user):
    page = as_user(world.other_editor)
    page.goto("/uk/")
    ink = page.evaluate("getComputedStyle(document.body).color")
    page.goto("/admin/")

    assert page.locator(".sidebar").evaluate("each => getComputedStyle(each).backgroundColor") == ink
