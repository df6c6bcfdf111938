"""What the approval of a text says of words that it loses, and takes out of every language where told to."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from prisoner_pages.choices import Scope
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import PrisonerPage
from tests.factories.desk import block, open_for, open_site, publish, translate_all
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
BODY = [block("heading", "Розділ УКР"), block("paragraph", "<p>Небезпечні слова УКР</p>")]
TICKED = 'name="withdraws" checked'


@standing
def partner():
    open_site("en", "crh")
    return open_partner("zmina")


@standing
def story(partner):
    """A story of the partner, public in Ukrainian, English and Crimean Tatar."""
    PrisonerFactory(slug="olena", partner=partner, stories=["uk"])
    page = PrisonerPage.objects.get(slug="olena")
    page.intro, page.body = "Вступ УКР", BODY
    page.save_revision().publish()
    for translation in open_for(page, "en", "crh"):
        translate_all(translation)
        publish(translation)
    return page


@pytest.fixture
def moderator(partner):
    return employ_moderator(partner)


@pytest.fixture
def submitted(partner, story):
    """Return a function by which an editor changes the story and submits it."""
    editor = employ_editor(partner)

    def submit(**fields):
        page = PrisonerPage.objects.get(pk=story.pk)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)

    return submit


def address_of(view, story):
    state = Page.objects.get(pk=story.pk).current_workflow_task_state
    return reverse(f"wagtailadmin_pages:{view}", args=[story.pk, "approve", state.pk])


def window(moderator, story):
    return logged_in(moderator).get(address_of("workflow_action", story)).json()["html"]


def approve(moderator, story, **form):
    logged_in(moderator).post(address_of("workflow_action", story), form)
    assert Page.objects.get(pk=story.pk).current_workflow_task_state is None


def others(client):
    return "".join(client.get(f"/{language}/prisoners/olena/").text for language in ("en", "crh"))


def approvals_offered(moderator, story):
    page = PrisonerPage.objects.get(pk=story.pk)
    actions = page.current_workflow_task.specific.get_actions(page, moderator)
    return [modal for name, _label, modal in actions if name == "approve"]


@pytest.mark.full(LONG)
def test_approval_without_a_loss_is_one_press(submitted, moderator, story):
    submitted(body=[*BODY, block("paragraph", "<p>Ще слова УКР</p>")])

    assert approvals_offered(moderator, story) == [False, True]
    assert "<del>" not in window(moderator, story)


@pytest.mark.parametrize(
    ("body", "lost"),
    first_of(
        [
            (BODY[:1], "Небезпечні слова УКР"),
            ([BODY[0], block("paragraph", "<p>Небезпечні УКР</p>", BODY[1]["id"])], "слова"),
            ([BODY[0], block("paragraph", "<p>Звичайні слова УКР</p>", BODY[1]["id"])], "Небезпечні"),
        ]
    ),
)
def test_a_lost_paragraph_and_a_lost_word_are_shown_before_the_approval(
    submitted, moderator, story, body, lost
):
    submitted(body=body)

    assert approvals_offered(moderator, story) == [True]
    shown = window(moderator, story)
    assert f"<del>{lost}</del>" in shown and TICKED not in shown


def test_moving_a_paragraph_loses_nothing(submitted, moderator, story):
    submitted(body=BODY[::-1])

    assert "<del>" not in window(moderator, story)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_ticked_it_leaves_every_language_with_the_approval(submitted, moderator, story, client):
    submitted(body=BODY[:1])
    assert others(client).count("Небезпечні") == 2

    approve(moderator, story, withdraws="on")

    assert "Небезпечні" not in others(client) + client.get("/uk/prisoners/olena/").text
    assert others(client).count("Розділ ENG") == 2


def test_without_the_tick_the_translations_stay_until_somebody_has_looked(
    submitted, moderator, story, client
):
    submitted(body=BODY[:1])

    approve(moderator, story)

    assert "Небезпечні" not in client.get("/uk/prisoners/olena/").text
    assert others(client).count("Небезпечні") == 2


def test_it_is_ticked_where_a_basis_has_ended_since_the_last_publication(submitted, moderator, story):
    basis = story.prisoner.consents.create(scope=Scope.FAMILY, basis="given", given_on=timezone.localdate())
    submitted(body=BODY[:1])
    assert TICKED not in window(moderator, story)

    withdraw_consent(basis, by=moderator)

    assert TICKED in window(moderator, story)
