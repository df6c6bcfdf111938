"""Approval in a real browser: by every button that offers it, and by nobody who changed what is approved."""

import pytest
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import Revision

from prisoner_pages.models import CampaignPage, EventPage, Interest, PartnerPage, Prisoner, PrisonerPage
from tests.browser.conftest import address_of, follow, open_form, shoot, type_into
from tests.factories.desk import open_for, publish, translate_all
from tests.factories.partners import employ_coordinator, employ_editor, employ_moderator, open_partner
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import furnish
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_KIND, later

pytestmark = pytest.mark.browser
# What is edited, and a field of it.
EDITED = {
    "record": (Prisoner, "name_en"),
    "story": (PrisonerPage, "intro"),
    "campaign": (CampaignPage, "intro"),
    "event": (EventPage, "intro"),
    "section": (PartnerPage, "intro"),
}
MODAL = ".modal form"
SAVE = "button:has-text('Зберегти')"
WORDS = "Щойно надруковане"
APPROVE = "[data-workflow-action-name=approve]"
AT_ONCE, WITH_COMMENT = (
    f"{APPROVE}:not([data-workflow-action-modal-url])",
    f"{APPROVE}[data-workflow-action-modal-url]",
)


@standing
def zmina(public_site):
    partner = open_partner("zmina")
    furnish([PrisonerFactory(slug="open-person", writable=True, partner=partner)], languages=("uk", "en"))
    return partner


@pytest.fixture
def editor(zmina):
    return employ_editor(zmina)


@pytest.fixture
def moderator(zmina):
    return employ_moderator(zmina)


@pytest.fixture
def opened(as_user):
    """Return a function that opens the form of one of `EDITED` as somebody."""

    def form_of(user, kind):
        page = as_user(user)
        page.goto(address_of(thing(kind)))
        return page

    return form_of


def thing(kind):
    return EDITED[kind][0].objects.order_by("pk").first()


def press(page, button):
    """Press a button of the form's menu, which may be folded."""
    if not page.locator(f"footer {button}").first.is_visible():
        page.click("footer [data-w-dropdown-target=toggle]")
    follow(page, f"footer {button}")


def submit(page, kind):
    type_into(page, f"#id_{EDITED[kind][1]}", WORDS)
    press(page, "[name=action-submit]")


@pytest.fixture
def waiting(opened, editor):
    """Return a function by which the editor changes and submits one of `EDITED`."""
    return lambda kind: submit(opened(editor, kind), kind)


def public_words(kind):
    return getattr(thing(kind), EDITED[kind][1])


@pytest.mark.parametrize("kind", ["record", "story", *later("campaign", "section", why=OTHER_KIND)])
def test_the_button_of_the_form_approves_and_publishes(waiting, opened, moderator, kind):
    waiting(kind)

    press(opened(moderator, kind), AT_ONCE)

    assert public_words(kind) == WORDS
    assert not edits_of(moderator, kind)


def edits_of(user, kind):
    logged = registry.get_logs_for_instance(thing(kind)).filter(user=user, action="wagtail.edit")
    return [*Revision.objects.filter(user=user), *logged]


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("kind", ["record", *later("story", why=OTHER_KIND)])
def test_approval_with_a_comment_publishes_from_the_form(waiting, opened, moderator, kind):
    waiting(kind)
    page = opened(moderator, kind)

    page.click("footer [data-w-dropdown-target=toggle]")
    page.click(f"footer {WITH_COMMENT}")
    page.fill(f"{MODAL} #id_comment", "Добре")
    follow(page, f"{MODAL} [type=submit]")

    assert public_words(kind) == WORDS


@pytest.mark.parametrize(("kind", "has_modal"), [("record", True), ("story", False)])
def test_my_day_leads_to_what_is_to_approve_where_a_button_publishes(
    waiting, as_user, moderator, kind, has_modal
):
    waiting(kind)
    page = as_user(moderator)
    page.goto(reverse("wagtailadmin_home"))
    follow(page, ".my-day a[href$='/to-approve/']")

    page.click("#awaiting-review-section [data-w-dropdown-target=toggle]")
    buttons = "[data-workflow-action-url*=approve]"
    if has_modal:
        page.click(f"{buttons}[data-launch-modal]")
        follow(page, f"{MODAL} [type=submit]")
    else:
        follow(page, f"{buttons}:not([data-launch-modal])")

    assert public_words(kind) == WORDS


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("kind", ["record", *later("story", "event", why=OTHER_KIND)])
def test_saving_unchanged_keeps_nobody_from_approving(waiting, opened, moderator, kind):
    press(opened(moderator, kind), SAVE)
    assert not thing(kind).has_unpublished_changes
    waiting(kind)
    page = opened(moderator, kind)
    press(page, SAVE)

    press(page, AT_ONCE)

    assert public_words(kind) == WORDS
    assert not edits_of(moderator, kind)


@pytest.mark.parametrize("kind", ["record", *later("story", why=OTHER_KIND)])
def test_whoever_changes_a_draft_is_told_why_it_is_not_approved_and_keeps_the_words(
    waiting, opened, moderator, zmina, kind
):
    before = public_words(kind)
    waiting(kind)
    field = f"#id_{EDITED[kind][1]}"
    page = opened(moderator, kind)

    type_into(page, field, "Підмінене")
    press(page, AT_ONCE)

    assert "Ви щось тут змінили" in page.inner_text("main")
    assert page.input_value(field) == "Підмінене"
    assert (public_words(kind), edits_of(moderator, kind)) == (before, [])

    press(page, SAVE)
    assert page.locator(AT_ONCE).count() == 0
    press(opened(employ_moderator(zmina, "colleague.zmina"), kind), AT_ONCE)
    assert public_words(kind) == "Підмінене"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_words_that_are_lost_are_shown_in_a_window_and_leave_every_language_by_its_tick(
    zmina, as_user, editor, moderator, browser_page
):
    PrisonerFactory(slug="olena", partner=zmina, stories=["uk"])
    page = PrisonerPage.objects.get(slug="olena")
    page.intro = "Небезпечні слова УКР"
    page.save_revision().publish()
    [translation] = open_for(page, "en")
    translate_all(translation)
    publish(translation)
    page.intro = "Слова УКР"
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)

    form = as_user(moderator)
    form.goto(address_of(page))
    form.click("footer [data-w-dropdown-target=toggle]")
    form.click(f"footer {WITH_COMMENT}")
    assert form.inner_text(f"{MODAL} del") == "Небезпечні слова"
    form.check(f"{MODAL} [name=withdraws]")
    shoot(form, "words-lost")
    follow(form, f"{MODAL} [type=submit]")

    reader = browser_page()
    for language in ("uk", "en"):
        reader.goto(f"/{language}/prisoners/{page.slug}/")
        assert "Небезпечні" not in reader.inner_text("main")


def test_a_proposed_word_is_published_by_the_button_of_its_form(zmina, as_user, editor):
    page = as_user(editor)
    page.goto(reverse("wagtailsnippets_prisoner_pages_interest:add"))
    page.fill("#id_name", "гори")
    press(page, SAVE)
    word = Interest.objects.get(name="гори")
    assert not word.live

    page = as_user(employ_coordinator())
    page.goto(reverse("wagtailsnippets_prisoner_pages_interest:edit", args=[word.pk]))
    press(page, "[name=action-publish]")

    assert Interest.objects.get(pk=word.pk).live


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("kind", [*later("campaign", why=OTHER_KIND), "event"])
def test_partners_are_entered_in_the_form_seen_in_its_preview_and_approved(
    opened, as_user, editor, moderator, kind
):
    PartnerFactory(slug="embassy", name_uk="Посольство Вигадії")
    page = as_user(editor)
    open_form(page, thing(kind))
    page.click("[data-side-panel-toggle=preview]")

    page.click("#id_participations-ADD")
    row = "#id_participations-__prefix__".replace("__prefix__", str(thing(kind).participations.count()))
    page.fill(f"find-in-list:has({row}-partner) [role=combobox]", "вигадії")
    page.keyboard.press("Enter")
    page.select_option(f"{row}-role", "host")
    page.click(f"[data-inline-panel-child]:has({row}-partner) summary")
    type_into(page, f"{row}-name_then", "Амбасада Вигадії")

    frame = page.frame_locator("#w-preview-iframe")
    frame.locator("main", has_text="Амбасада Вигадії").wait_for()
    shoot(page, f"partners-{kind}")
    press(page, "[name=action-submit]")
    press(opened(moderator, kind), AT_ONCE)
    assert thing(kind).participations.get(role="host").name_then == "Амбасада Вигадії"
