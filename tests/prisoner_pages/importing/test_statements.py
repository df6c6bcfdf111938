"""What an editor knows of a person whom another partner keeps is left to that partner, fact by fact."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES
from prisoner_pages.choices import Status
from prisoner_pages.models import Claim, Prisoner, Proposal
from prisoner_pages.records.actions.claims import settle_claim, show_claim
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import first_of

SOURCE = {"on": "14.09.2026", "precision": "day", "source_kind": "media", "source_url": "https://a.example/1"}


@pytest.fixture(autouse=True)
def english():
    """Of the staff: they read Ukrainian here."""


@standing
def person(db):
    open_locales("uk")
    return PrisonerFactory(partner=open_partner("mission"), name_uk="Марко Вигадченко")


@standing
def pen(person):
    return open_partner("pen")


@pytest.fixture
def editor(pen):
    return logged_in(employ_editor(pen))


def form_of(person):
    return f"{reverse('state_facts')}?person={person.pk}"


def stated(pen, **said):
    return {"partner": pen.pk, **SOURCE, **said}


def test_each_fact_waits_in_its_keepers_my_day_with_who_says_it(person, pen, editor):
    said = stated(pen, full_name_uk="Марк Вигадченко", charge_articles="205.5 ч.1", sentence_years="12")

    answer = editor.post(form_of(person), said, follow=True)

    assert answer.redirect_chain == [(reverse("proposals"), 302)]
    claims = Claim.objects.order_by("field").values_list("field", "value", "source_url", "stated_on")
    assert list(claims) == [
        ("charges", "205.5 ч.1", "https://a.example/1", "2026-09-14"),
        ("name_uk", "Марк Вигадченко", "https://a.example/1", "2026-09-14"),
        ("sentence", "12/0", "https://a.example/1", "2026-09-14"),
    ]
    assert set(Proposal.objects.values_list("partner", flat=True)) == {pen.pk}
    assert Prisoner.objects.get().name_uk == "Марко Вигадченко"
    keeper = logged_in(employ_editor(person.partner)).get(reverse("claims_to_decide")).content.decode()
    assert "Партнер pen" in keeper and "Марк Вигадченко" in keeper


def test_what_a_family_says_names_no_page_and_is_never_shown(person, pen, editor):
    said = stated(pen, sentence_years="12", source_kind="family")
    editor.post(form_of(person), said)

    claim = Claim.objects.get()
    assert (claim.field, claim.source_url) == ("sentence", "")
    keeper = logged_in(employ_moderator(person.partner))
    assert 'name="show"' not in keeper.get(reverse("claims_to_decide")).content.decode()
    keeper.post(reverse("decide_claim", args=[claim.pk]), {"show": "1"})
    with pytest.raises(ValidationError):
        show_claim(claim, by=None)
    assert Claim.objects.get().shown_since is None


@pytest.mark.parametrize("status", [Status.HOSPITAL, Status.SENTENCED, Status.ON_TRIAL])
def test_no_answer_tells_whether_a_guess_is_right(person, pen, editor, status):
    Prisoner.objects.filter(pk=person.pk).update(status=Status.HOSPITAL)

    answer = editor.post(form_of(person), stated(pen, status=status), follow=True)

    assert Claim.objects.get().value == status
    assert "1 відомість передано" in answer.content.decode()


def test_what_was_decided_before_is_not_left_to_decide_again(person, pen, editor):
    editor.post(form_of(person), stated(pen, sentence_years="12"))
    settle_claim(Claim.objects.get(), by=None)
    Proposal.objects.all().delete()

    answer = editor.post(form_of(person), stated(pen, sentence_years="12"), follow=True)

    assert "Це вже повідомляли" in answer.content.decode()


def test_coordinators_decide_in_the_record_and_state_nothing(person):
    coordinator = logged_in(employ_coordinator())

    assert reverse("state_facts") not in coordinator.get(reverse("proposals")).content.decode()
    assert coordinator.get(reverse("state_facts")).status_code in (302, 403)


@pytest.mark.parametrize(
    ("said", "fault"),
    first_of(
        [
            ({}, "__all__"),
            ({"patronymic_uk": " "}, "__all__"),
            ({"birth_date": "учора"}, "birth_date"),
            ({"sentence_years": "сто"}, "sentence_years"),
            ({"charge_articles": "за віру"}, "charge_articles"),
            ({"status": "героїчний"}, "status"),
            ({"full_name_uk": "Марк", "source_url": ""}, "source_url"),
            ({"full_name_uk": "Марк", "on": "01.01.2099"}, "on"),
            ({"full_name_uk": "М" * 5001}, "full_name_uk"),
        ]
    ),
)
def test_what_can_not_be_read_is_said_at_its_field_and_stays_there(person, pen, editor, said, fault):
    sent = stated(pen, **said)

    answer = editor.post(form_of(person), sent)

    form = answer.context["form"]
    assert answer.status_code == 422 and set(form.errors) == {fault}
    assert all(str(form[name].value()) == str(value) for name, value in sent.items())
    assert not Claim.objects.exists()


def test_only_whom_others_show_on_the_site_is_found(person, pen, editor):
    own = PrisonerFactory(partner=pen, name_uk="Марко Власний")
    hidden = PrisonerFactory(partner=person.partner, name_uk="Марко Схований")
    pause_prisoner(hidden, by=None)
    PrisonerFactory(partner=person.partner, name_uk="Марко Піднаглядний", status=min(NAME_ONLY_STATUSES))

    found = editor.get(reverse("state_facts"), {"q": "Марко"})

    assert list(found.context["found"]) == [person]
    assert [editor.get(form_of(each)).status_code for each in (person, own, hidden)] == [200, 404, 404]
    assert editor.get(reverse("state_facts"), {"person": "ґ"}).status_code == 404


def test_a_patronymic_alone_is_stated_and_twice_is_once(person, pen, editor):
    for _turn in range(2):
        answer = editor.post(form_of(person), stated(pen, patronymic_uk="Ілліч"), follow=True)

    assert Claim.objects.get().field == "patronymic_uk"
    assert "Це вже повідомляли" in answer.content.decode()


def test_nobody_states_in_the_name_of_a_partner_not_their_own(person, pen, editor):
    answer = editor.post(form_of(person), stated(person.partner, full_name_uk="Марк"))

    assert "partner" in answer.context["form"].errors and not Claim.objects.exists()
