"""The four steps over HTTP, without JavaScript."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Locale

from home import form_tokens
from letters.models import Letter
from letters.recipients import people_to_choose
from letters.sealing import unseal_text
from letters.writing import FORM
from prisoner_pages.actions.pauses import pause_prisoner
from prisoner_pages.choices import Scope, Status
from prisoner_pages.models import CampaignPage, CaseGroup, PartnerPage
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import BODY, filled, hidden_fields

STEP = "/uk/letters/write/vilnyi/"


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
            (6, "get", "/uk/letters/write/"),
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

    assert set(people_to_choose(campaign="spring")) == {named_one.pk, in_part.pk}


def test_a_campaign_whose_only_recipient_is_paused_looks_like_one_that_names_nobody(world):
    other = PrisonerFactory(writable=True)
    campaign = campaign_of(world)
    campaign.recipients.set([world])
    campaign.save()
    assert people_to_choose(campaign="spring") == [world.pk]

    pause_prisoner(world, by=None)

    assert people_to_choose(campaign="spring") == [other.pk]


def campaign_of(person, **facts):
    section = PartnerPage.objects.get(partner=person.partner, locale__language_code="uk")
    return section.add_child(
        instance=CampaignPage(title="Весна", slug="spring", locale=section.locale, live=True, **facts)
    )
