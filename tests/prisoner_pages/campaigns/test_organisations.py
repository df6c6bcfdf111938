"""An organisation that takes part is added where it is named, and offered to others once it is public."""

import pytest
from django.urls import reverse

from prisoner_pages.campaigns.actions.organisations import add_organisation
from prisoner_pages.models import Participation, Partner
from prisoner_pages.partners.actions.workspaces import create_partner
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PartnerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event
from tests.prisoner_pages.campaigns.test_taking_part import part, submit
from tests.standing import standing
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
JSON = {"Accept": "application/json"}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def event(zmina):
    return an_event(a_campaign([], languages=["uk"]), languages=["uk"], live=False)


@pytest.fixture
def editor(zmina):
    return employ_editor(zmina)


def added(editor, partner, name, kind="embassy"):
    address = reverse("add_organisation", args=[partner.pk])
    return logged_in(editor).post(address, {"name_uk": name, "kind": kind}, headers=JSON)


def test_the_list_gets_what_was_typed_and_the_second_time_the_same(editor, zmina):
    first = added(editor, zmina, "Посольство Вигадії / Embassy of Inventia").json()

    made = Partner.objects.get(pk=first["key"])
    assert (made.name_uk, made.name_en) == ("Посольство Вигадії", "Embassy of Inventia")
    assert (made.kind, made.added_by, made.slug) == ("embassy", zmina, "posolstvo-vyhadii")
    assert added(editor, zmina, "посольство вигадії").json()["key"] == made.pk


@pytest.mark.parametrize(("name", "kind"), [("", "embassy"), ("/ x", ""), ("x" * 300, "ngo"), ("Хтось", "y")])
def test_what_is_no_organisation_is_refused_in_words(editor, zmina, name, kind):
    answer = added(editor, zmina, name, kind)

    assert answer.status_code == 422 and answer.json()["faults"]
    assert not Partner.objects.filter(added_by=zmina).exists()


def test_without_scripts_a_screen_adds_it_and_keeps_what_was_typed(editor, zmina):
    client, address = logged_in(editor), reverse("add_organisation", args=[zmina.pk])
    refused = client.post(address, {"name_uk": "Бібліотека", "kind": ""})
    assert refused.status_code == 422 and 'value="Бібліотека"' in refused.content.decode()

    client.post(address, {"name_uk": "Бібліотека", "kind": "library"})

    assert Partner.objects.get(name_uk="Бібліотека").kind == "library"


def test_whom_a_draft_names_no_other_partner_is_offered_until_it_is_public(editor, zmina, event):
    pen = open_partner("pen")
    guest = add_organisation(zmina, name_uk="Гості", name_en="", kind="other", by=editor)
    Participation.objects.create(partner=guest, event=event, role="host")

    assert guest in Partner.objects.offered_to([zmina])
    assert guest not in Partner.objects.offered_to([pen])
    theirs = add_organisation(pen, name_uk="Гості", name_en="", kind="other", by=employ_editor(pen))
    assert theirs != guest and theirs.slug == "hosti-2"

    type(event).objects.filter(pk=event.pk).update(live=True)
    assert guest in Partner.objects.offered_to([pen])


@pytest.mark.full(LONG)
def test_the_form_takes_none_of_another_partners_draft_and_keeps_its_own(editor, zmina, event):
    pen = open_partner("pen")
    hidden = PartnerFactory(slug="hidden", name_uk="Прихована", added_by=pen)
    Participation.objects.create(partner=PartnerFactory(slug="kept", added_by=pen), event=event, role="host")
    page = logged_in(editor).get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()

    assert "Прихована" not in page
    assert submit(editor, event, [part(hidden, "host")]).status_code == 200
    kept = event.participations.get()
    assert (
        submit(editor, event, [{**part(kept.partner, "host"), "id": kept.pk}], initial=1).status_code == 302
    )


def test_a_name_that_was_typed_and_not_added_is_neither_lost_nor_passed_over(editor, event):
    typed = {"partner": "", "partner-typed": "Посольство Вигадії", "role": "participant"}
    answer = submit(editor, event, [typed])

    assert answer.status_code == 200
    words = answer.content.decode()
    assert 'data-typed="Посольство Вигадії"' in words and "«Посольство Вигадії»" in words


@pytest.mark.parametrize("role", ["participant", "host"])
def test_an_empty_row_is_no_fault_whatever_role_the_one_before_gave_it(editor, event, role):
    assert submit(editor, event, [{"partner": "", "role": role}]).status_code == 302
    assert not event.participations.exists()


def test_an_organisation_that_becomes_a_partner_is_as_public_as_any_under_the_name_it_gets(editor, zmina):
    typed = add_organisation(zmina, name_uk="Новий партнер", name_en="", kind="other", by=editor)

    opened = create_partner(slug=typed.slug, kind="ngo", name_uk="Новий", name_en="New", by=None)

    assert opened.pk == typed.pk
    assert (opened.added_by, opened.name_uk, opened.kind) == (None, "Новий", "ngo")
    again = create_partner(slug=typed.slug, kind="other", name_uk="Інша", name_en="", by=None)
    assert (again.name_uk, again.kind) == ("Новий", "ngo")


def test_a_row_that_autosave_found_empty_is_saved_once_it_is_filled_and_stops_nothing_before(editor, event):
    """Wagtail counts it among the rows that were there from then on, without a key."""
    guest = PartnerFactory(slug="guest", name_uk="Гості")
    empty = {"id": "", "partner": "", "role": "host"}

    rows = [{**part(guest, "host"), "id": ""}, empty]
    assert submit(editor, event, rows, initial=2).status_code == 302

    assert [row.partner for row in event.participations.all()] == [guest]
