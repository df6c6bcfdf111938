"""The four steps over HTTP, without JavaScript."""

from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from home import form_tokens
from home.models import SiteImage
from letters.models import Letter
from letters.recipients import people_to_choose
from letters.sealing import unseal_text
from letters.writing import FORM
from prisoner_pages.actions.pauses import pause_prisoner
from prisoner_pages.choices import Basis, MailStatus, Scope, Status
from prisoner_pages.demo.accounts import DEMO_GROUP
from prisoner_pages.models import CampaignPage, CaseGroup, Consent, PartnerPage
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import BODY, filled, hidden_fields

STEP = "/uk/letters/write/vilnyi/"
LATER = ("about-you/", "check/")


def stored_body(letter):
    return unseal_text(letter.sealed_body, letter=letter.uuid, field="body")


def test_letter_goes_through_four_steps_without_javascript(client, world):
    chosen = client.get("/uk/letters/write/")
    assert f'href="{STEP}"' in chosen.content.decode()

    begun = client.get(STEP)
    fields = {**hidden_fields(begun), "body": BODY.replace("\n", "\r\n"), "language": ""}
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=3)):
        about = client.post(f"{STEP}about-you/", fields)
        fields = {
            **hidden_fields(about),
            "name": "Олена",
            "email": "",
            "censor": "ask",
            "delay": "keep",
            "consent": "on",
        }
        check = client.post(f"{STEP}check/", fields)
        assert "Ми з котом читаємо про море." in check.content.decode()
        sent = client.post(f"{STEP}check/", {**hidden_fields(check), "send": "1"})
        receipt = client.get(sent.headers["Location"])

    assert [page.status_code for page in (chosen, begun, about, check, sent, receipt)] == [
        200,
        200,
        200,
        200,
        303,
        200,
    ]
    letter = Letter.objects.get()
    assert stored_body(letter) == BODY
    assert (letter.state, letter.language_detected, letter.prisoner) == ("received", "uk", world)


def test_no_step_sets_a_cookie(client, check_url):
    for answer in (client.get("/uk/letters/write/"), client.get(STEP), client.post(check_url, filled())):
        assert not answer.cookies


@pytest.mark.parametrize("step", ["", "about-you/", "check/"])
def test_text_stays_through_back_and_another_language(client, world, step):
    fields = filled()
    del fields["send"]

    for language in ("uk", "en", "crh"):
        page = client.post(f"/{language}/letters/write/vilnyi/{step}", fields)
        assert page.status_code == 200
        assert "Ми з котом читаємо про море." in page.content.decode()
        assert hidden_fields(page)["token"] == fields["token"]


@pytest.mark.parametrize("step", ["about-you/", "check/"])
def test_step_opened_without_a_letter_leads_to_the_first(client, world, step):
    answer = client.get(f"{STEP}{step}?campaign=spring&body=x")

    assert answer.headers["Location"] == f"{STEP}?campaign=spring"


def test_campaign_and_event_travel_along(client, world):
    begun = client.get(f"{STEP}?campaign=spring&event=kyiv&body=secret&name=x")

    fields = hidden_fields(begun)
    assert (fields["campaign"], fields["event"]) == ("spring", "kyiv")
    assert "secret" not in begun.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "\u200b" * 200}, "body"),
        ({"body": "а" * 6001}, "body"),
        ({"body": "а\n" * 120}, "body"),
        ({"email": "a@b"}, "email"),
        ({"email": "a@example.org,b@example.org"}, "email"),
        ({"consent": ""}, "consent"),
        ({"censor": "maybe"}, "censor"),
        ({"delay": ""}, "delay"),
        ({"name": "я" * 101}, "name"),
        ({"language": "x" * 1000}, "language"),
    ],
)
def test_wrong_field_is_explained_and_the_text_kept(client, check_url, changes, field):
    fields = filled(**changes)

    answer = client.post(check_url, fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'href="#id_{field}' in answer.content.decode()
    assert Letter.objects.count() == 0
    kept = {**hidden_fields(answer), **answer.context["form"].data}
    assert kept["body"] == fields["body"]
    assert kept["token"] == fields["token"]


def test_letter_at_the_limit_is_taken(client, check_url):
    body = ("а" * 49 + "\n") * 119 + "б" * 50

    assert client.post(check_url, filled(body=body)).status_code == 303
    assert stored_body(Letter.objects.get()) == body


def test_dropped_characters_are_told_and_what_is_shown_is_stored(client, check_url):
    about = client.post(f"{STEP}about-you/", filled(body="сло\u202eво"))

    assert "notice" in about.content.decode()
    assert hidden_fields(about)["body"] == "слово"


def test_where_no_picture_can_be_read_the_letter_is_kept_and_goes_without(client, check_url, monkeypatch):
    monkeypatch.setattr("home.confinement.CONFINED", Path("/nonexistent"))

    answer = client.post(check_url, filled(drawing=SimpleUploadedFile("a.jpg", picture_bytes())))

    assert answer.status_code == 422 and not Letter.objects.exists()
    assert hidden_fields(answer)["body"] == BODY
    assert "зараз не може прочитати зображення" in answer.content.decode()
    assert client.post(check_url, {**hidden_fields(answer), "send": "1"}).status_code == 303


def test_letter_without_a_drawing_starts_no_child(client, check_url, monkeypatch):
    monkeypatch.setattr("home.pictures.run_confined", mock.Mock(side_effect=AssertionError))

    assert client.post(check_url, filled()).status_code == 303


class TestTime:
    def token(self, age):
        return form_tokens.issue(FORM, at=timezone.now() - age)

    @pytest.mark.parametrize("age", [timedelta(seconds=1), timedelta(hours=25)])
    def test_too_quick_or_too_old_shows_the_letter_again_with_a_new_token(self, client, check_url, age):
        token = self.token(age)

        answer = client.post(check_url, filled(token=token))

        assert answer.status_code == 422
        assert hidden_fields(answer)["body"] == BODY
        assert hidden_fields(answer)["token"] not in ("", token)
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

    def test_paused_and_unknown_people_ask_the_same_questions(self, client, world):
        PrisonerFactory(writable=True, slug="paused", paused_at=timezone.now())
        client.post("/uk/letters/write/none/check/", filled())

        asked = []
        for slug in ("unknown", "paused"):
            with CaptureQueriesContext(connection) as queries:
                client.post(f"/uk/letters/write/{slug}/check/", filled())
            asked.append([query["sql"].split(" WHERE")[0] for query in queries])

        assert asked[0] == asked[1]


class TestOtherSites:
    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "https://evil.example"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "cross-site", "origin": "null"},
        ],
    )
    def test_form_from_another_site_is_refused_and_the_text_given_back(self, client, check_url, headers):
        answer = client.post(check_url, filled(), headers=headers)

        assert answer.status_code == 403
        assert "Ми з котом читаємо про море." in answer.content.decode()
        assert Letter.objects.count() == 0

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"origin": "null"},
            {"origin": "http://testserver"},
            {"sec-fetch-site": "same-origin", "origin": "null"},
        ],
    )
    def test_form_of_ours_is_taken(self, client, check_url, headers):
        assert client.post(check_url, filled(), headers=headers).status_code == 303


class TestNobodyThere:
    def test_gone_paused_and_unknown_are_one_page_without_a_name(self, client, world):
        paused = PrisonerFactory(writable=True, slug="paused", paused_at=timezone.now())
        no_basis = PrisonerFactory(writable=True, slug="nobasis", bases=[Scope.LETTERS])
        unpublished = PrisonerFactory(writable=True, slug="draft", live=False)

        pages = [
            client.post(f"/uk/letters/write/{slug}/check/", filled())
            for slug in (
                "unknown",
                "999999999999999999999999",
                "-1",
                paused.slug,
                no_basis.slug,
                unpublished.slug,
            )
        ]

        assert {page.status_code for page in pages} == {404}
        assert len({page.content for page in pages}) == 1
        assert "Ми з котом читаємо про море." in pages[0].content.decode()
        assert Letter.objects.count() == 0

    @pytest.mark.parametrize("slug", ["unknown", "paused"])
    def test_opening_the_form_is_the_same_404(self, client, world, slug):
        PrisonerFactory(writable=True, slug="paused", paused_at=timezone.now())

        assert client.get(f"/uk/letters/write/{slug}/").status_code == 404
        assert (
            client.get(f"/uk/letters/write/{slug}/").content == client.get("/uk/letters/write/none/").content
        )

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("step", ["", "about-you/", "check/"])
    def test_person_without_a_public_story_is_as_unknown_as_any(self, client, world, method, step):
        PrisonerFactory(writable=True, slug="untold", stories=[], name_uk="Вигадана Неоповідана")
        fields = filled() if method == "post" else {}

        untold, unknown = (
            getattr(client, method)(f"/uk/letters/write/{slug}/{step}", fields)
            for slug in ("untold", "unknown")
        )

        assert (untold.status_code, untold.content) == (404, unknown.content)
        assert "Неоповідана" not in client.get("/uk/letters/write/").content.decode()

    def test_story_in_one_language_lets_people_write_from_every_language(self, client, world):
        PrisonerFactory(writable=True, slug="told", stories=["uk"], name_en="Invented Told")

        assert client.get("/en/letters/write/told/").status_code == 200
        assert "Invented Told" in client.get("/en/letters/write/").content.decode()

    def test_person_who_gets_no_letters_is_explained_and_the_text_kept(self, client, world):
        PrisonerFactory(slug="incommunicado", status=Status.INCOMMUNICADO, name_uk="Вигадана Мовчазна")

        page = client.get("/uk/letters/write/incommunicado/")
        sent = client.post("/uk/letters/write/incommunicado/check/", filled())

        assert (page.status_code, sent.status_code) == (200, 409)
        assert "Вигадана Мовчазна" in page.content.decode()
        assert "<form" not in page.content.decode().split("<main")[1]
        assert "Ми з котом читаємо про море." in sent.content.decode()

    def test_person_in_transfer_can_be_written_to(self, client, world):
        world.status = Status.IN_TRANSFER
        world.save()

        assert "notice" in client.get(STEP).content.decode()
        assert client.post(f"{STEP}check/", filled()).status_code == 303
        assert Letter.objects.get().is_held


@pytest.mark.faults
class TestDatabaseDown:
    @pytest.fixture(autouse=True)
    def _quiet(self, client):
        client.raise_request_exception = False

    def test_text_and_token_stay_and_the_page_asks_no_database(
        self, client, check_url, django_assert_num_queries
    ):
        fields = filled()

        with mock.patch(
            "django.db.models.sql.compiler.SQLCompiler.execute_sql", side_effect=OperationalError
        ):
            answer = client.post(check_url, fields)

        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "120"
        assert "Ми з котом читаємо про море." in answer.content.decode()
        kept = hidden_fields(answer)
        assert kept["token"] == fields["token"]
        assert (kept["name"], kept["censor"], kept["consent"]) == ("Олена", "do", "on")

        sent = client.post(check_url, {**kept, "body": BODY, "send": "1"})
        assert sent.status_code == 303
        assert Letter.objects.count() == 1

    def test_fault_of_a_middleware_keeps_the_text_too(self, client, check_url):
        with mock.patch(
            "django.middleware.common.CommonMiddleware.process_request", side_effect=OperationalError
        ):
            answer = client.post(check_url, filled())

        assert answer.status_code == 503
        assert "Ми з котом читаємо про море." in answer.content.decode()

    def test_fault_between_insert_and_commit_stores_nothing(self, client, check_url):
        with mock.patch("letters.actions.submit.log_by_writer", side_effect=OperationalError):
            answer = client.post(check_url, filled())

        assert answer.status_code == 503
        assert Letter.objects.count() == 0


def test_steps_may_be_kept_by_the_browser_and_tell_no_referrer(client, check_url):
    fields = filled()
    for answer in (
        client.get("/uk/letters/write/"),
        client.get(STEP),
        client.post(f"{STEP}about-you/", fields),
        client.post(check_url, {**fields, "consent": ""}),
    ):
        assert answer.headers["Cache-Control"] == "private, max-age=600"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, check_url, method):
    assert getattr(client, method)(check_url).status_code == 405


class TestQueries:
    """Ceilings, equal with one person and with many."""

    @pytest.mark.parametrize("people", [1, 30])
    @pytest.mark.parametrize(
        ("ceiling", "method", "path"),
        [
            (8, "get", "/uk/letters/write/"),
            (5, "get", STEP),
            (5, "post", STEP),
            (5, "post", f"{STEP}about-you/"),
            (16, "post", f"{STEP}check/"),
        ],
    )
    def test_step_stays_below_its_ceiling(
        self, client, world, django_assert_max_num_queries, people, ceiling, method, path
    ):
        for number in range(people - 1):
            PrisonerFactory(writable=True, slug=f"person-{number}")
        client.get(STEP)

        with django_assert_max_num_queries(ceiling):
            assert getattr(client, method)(path, filled() if method == "post" else None).status_code in (
                200,
                303,
            )


def show_photo(person):
    Consent.objects.create(prisoner=person, scope=Scope.PHOTO, basis=Basis.GIVEN)


@pytest.fixture
def photo(db):
    return SiteImage.objects.create(title="x", file=ContentFile(picture_bytes(), "x.jpg"))


class TestWhoIsShown:
    """The steps show a person as the rest of the site does."""

    STEPS = [("get", "/uk/letters/write/"), ("get", STEP), *(("post", f"{STEP}{step}") for step in LATER)]

    def page(self, client, method, path):
        fields = {key: value for key, value in filled().items() if key != "send"}
        return getattr(client, method)(path, fields if method == "post" else None).content.decode()

    @pytest.mark.parametrize(("method", "path"), STEPS)
    def test_invented_people_are_marked(self, client, world, method, path):
        assert 'class="invented"' in self.page(client, method, path)
        world.invented = False
        world.save()
        assert 'class="invented"' not in self.page(client, method, path)

    @pytest.mark.parametrize(("method", "path"), STEPS)
    def test_photo_is_shown_with_its_basis_and_a_plate_without(self, client, world, photo, method, path):
        world.photo = photo
        world.save()
        assert 'class="plate' in self.page(client, method, path) and "<img" not in self.page(
            client, method, path
        )

        show_photo(world)

        shown = self.page(client, method, path)
        assert 'class="plate' not in shown and "<img" in shown

    @pytest.mark.parametrize(("method", "path"), STEPS)
    def test_photo_costs_three_queries_more_for_any_number_of_people(
        self, client, world, photo, method, path, django_assert_max_num_queries
    ):
        for number in range(5):
            person = PrisonerFactory(writable=True, slug=f"shown-{number}", photo=photo)
            show_photo(person)
        world.photo = photo
        world.save()
        show_photo(world)
        self.page(client, method, path)

        with django_assert_max_num_queries(11 if path == "/uk/letters/write/" else 8):
            self.page(client, method, path)


def test_form_page_is_light(client, world):
    static = 0
    page = client.get(STEP)
    assert len(page.content) + static < 60_000


def test_choosing_for_a_campaign_offers_whom_the_campaign_page_names(world):
    larger = CaseGroup.objects.create(name="Велика", locale=Locale.objects.get(language_code="uk"))
    part = CaseGroup.objects.create(name="Частина", parent=larger, locale=larger.locale)
    named_one, in_part, _other = PrisonerFactory.create_batch(3, writable=True)
    in_part.cases.set([part])
    in_part.save()
    campaign = campaign_of(world, everyone_in_case=larger)
    campaign.recipients.set([named_one])
    campaign.save()

    assert set(people_to_choose(languages=["uk"], campaign="spring")) == {named_one.pk, in_part.pk}


def test_a_campaign_whose_only_recipient_is_paused_looks_like_one_that_names_nobody(world):
    other = PrisonerFactory(writable=True)
    campaign = campaign_of(world)
    campaign.recipients.set([world])
    campaign.save()
    assert people_to_choose(languages=["uk"], campaign="spring") == [world.pk]

    pause_prisoner(world, by=None)

    assert people_to_choose(languages=["uk"], campaign="spring") == [other.pk]


def campaign_of(person, **facts):
    section = PartnerPage.objects.get(partner=person.partner, locale__language_code="uk")
    return section.add_child(
        instance=CampaignPage(title="Весна", slug="spring", locale=section.locale, live=True, **facts)
    )
