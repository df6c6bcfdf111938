"""A form that is sent once more: at once, late, from another page, or when the person is gone."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.security import form_tokens
from letters.models import Letter
from letters.writing.forms.state import FORM
from prisoner_pages.choices import MailStatus, Scope
from prisoner_pages.demo.actions.accounts import DEMO_GROUP
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import BODY, filled, hidden_fields
from tests.letters.writing.test_write import STEP


class TestTime:
    def token(self, age):
        return form_tokens.issue(FORM, at=timezone.now() - age)

    @pytest.mark.parametrize(
        ("age", "needs_another"), [(timedelta(seconds=1), False), (timedelta(hours=25), True)]
    )
    def test_too_quick_or_too_old_shows_the_letter_again_with_a_token_that_is_good_in_a_moment(
        self, client, check_url, age, needs_another, time_machine
    ):
        time_machine.move_to(timezone.now(), tick=False)
        token = self.token(age)

        answer = client.post(check_url, filled(token=token))

        assert answer.status_code == 422
        assert hidden_fields(answer)["body"] == BODY
        given = hidden_fields(answer)["token"]
        assert given and (given != token) == needs_another
        assert Letter.objects.count() == 0

    @pytest.mark.parametrize("age", [timedelta(seconds=5), timedelta(hours=23)])
    def test_in_between_is_taken(self, client, check_url, age):
        assert client.post(check_url, filled(token=self.token(age))).status_code == 303

    @pytest.mark.parametrize("token", ["", "x", "k" * 5000, None])
    def test_token_that_is_not_ours_shows_the_letter_again(self, client, check_url, token):
        token = token if token is not None else form_tokens.issue(FORM, at=timezone.now() + timedelta(days=1))

        answer = client.post(check_url, filled(token=token))

        assert answer.status_code == 400
        assert hidden_fields(answer)["body"] == BODY
        assert Letter.objects.count() == 0

    def test_letter_sent_again_after_a_day_shows_its_code_and_is_one(self, client, check_url):
        fields = filled()
        client.post(check_url, fields)

        with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(hours=30)):
            again = client.post(check_url, fields)

        assert again.status_code == 303
        assert Letter.objects.count() == 1


class TestOneLetter:
    def test_same_form_twice_is_one_letter_and_one_code(self, client, check_url):
        fields = filled()

        codes = {
            client.get(client.post(check_url, fields).headers["Location"]).context["code"] for _ in range(3)
        }

        assert len(codes) == 1
        assert Letter.objects.count() == 1

    def test_changed_content_is_a_new_letter(self, client, check_url):
        fields = filled()
        for change in ({}, {"body": "Інший лист."}, {"name": "Марія"}, {"delay": "erase"}):
            assert client.post(check_url, {**fields, **change}).status_code == 303

        assert Letter.objects.count() == 4


def pause(person):
    pause_prisoner(person, by=None)


def stop_letters(person):
    person.mail_status = MailStatus.CANNOT
    person.save()


def end_name_basis(person):
    person.consents.for_scope(Scope.NAME).delete()


class TestSentAgainLater:
    """A letter that was stored once leads to its code, whatever has become of the person since."""

    @pytest.mark.parametrize("event", [pause, stop_letters, end_name_basis])
    def test_same_form_shows_its_code(self, client, check_url, world, event):
        fields = filled(email="olena@example.org")
        first = client.get(client.post(check_url, fields).headers["Location"]).context
        event(world)

        again = client.get(client.post(check_url, fields).headers["Location"]).context

        assert again["code"] == first["code"]
        assert again["receipt"].has_email
        assert Letter.objects.count() == 1

    def test_code_of_a_paused_person_says_no_more_than_before(self, client, check_url, world):
        fields = filled()
        first = client.get(client.post(check_url, fields).headers["Location"]).context["receipt"]
        pause(world)

        assert client.get(client.post(check_url, fields).headers["Location"]).context["receipt"] == first

    @pytest.mark.both_databases
    def test_same_form_shows_its_code_after_a_day_and_when_letters_are_closed(
        self, client, check_url, settings, django_user_model
    ):
        fields = filled()
        client.post(check_url, fields)
        settings.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS = True
        django_user_model.objects.create_user("editor").groups.create(name=DEMO_GROUP)

        with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(hours=30)):
            again = client.post(check_url, fields)

        assert again.status_code == 303
        assert client.post(check_url, filled()).status_code == 409

    @pytest.mark.parametrize("change", ["body", "name", "token"])
    def test_changed_or_new_form_is_answered_as_for_an_unknown_person(self, client, check_url, world, change):
        fields = filled()
        client.post(check_url, fields)
        pause(world)
        changed = {**fields, change: filled()["token"] if change == "token" else "Інший лист."}

        answer = client.post(check_url, changed)
        unknown = client.post("/uk/letters/write/unknown/check/", changed)

        assert answer.status_code == 404
        assert answer.content == unknown.content
        assert changed["body"].splitlines()[-1] in answer.content.decode()

    def test_form_sent_for_one_person_gives_nothing_for_another(self, client, check_url):
        fields = filled()
        client.post(check_url, fields)
        PrisonerFactory(writable=True, slug="paused", paused_at=timezone.now())

        assert client.post("/uk/letters/write/paused/check/", fields).status_code == 404

    @pytest.mark.parametrize("step", ["", "about-you/"])
    def test_earlier_steps_of_a_sent_form_stay_closed(self, client, check_url, world, step):
        fields = filled()
        client.post(check_url, fields)
        pause(world)

        del fields["send"]
        assert client.post(f"{STEP}{step}", fields).status_code == 404

    @pytest.mark.both_databases
    def test_paused_and_unknown_people_ask_the_same_questions(self, client, world):
        PrisonerFactory(writable=True, slug="paused", paused_at=timezone.now())
        client.post("/uk/letters/write/none/check/", filled())

        asked = []
        for slug in ("unknown", "paused"):
            with CaptureQueriesContext(connection) as queries:
                client.post(f"/uk/letters/write/{slug}/check/", filled())
            asked.append([query["sql"].split(" WHERE")[0] for query in queries])

        assert asked[0] == asked[1]
