"""F13 to F15: the buckets are away. Pages answer, what was typed is kept, and nothing stays that must go."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.buckets import trouble_with_buckets
from home.models import SiteImage
from prisoner_pages.choices import Scope
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests import faults
from tests.factories.consents import GIVEN
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.s3_server import NEVER, PRIVATE, PUBLIC, files_away, keys_in, short_of_patience
from tests.tiers import BREAKS

pytestmark = [pytest.mark.django_db, pytest.mark.faults, pytest.mark.full(BREAKS)]
SENTENCE = "Сховище зображень зараз недоступне"


@pytest.fixture
def away(buckets, s3_environ):
    """Return a function that takes the buckets away for a while."""
    return lambda: files_away(s3_environ)


def upload(name="Nariman.jpg"):
    return SimpleUploadedFile(name, jpeg_with_gps(), content_type="image/jpeg")


def with_photo(slug, *, sizes=()):
    image = SiteImage.objects.create(title="Portrait", file=upload())
    person = PrisonerFactory(
        writable=True, slug=slug, stories=["uk", "en"], partner=PartnerFactory(), photo=image
    )
    give_consent(person, scope=Scope.PHOTO, **GIVEN, by=None)
    for spec in sizes:
        image.get_rendition(spec)
    return person


class TestVisitors:
    @pytest.fixture(autouse=True)
    def _people(self, buckets):
        """One whose pictures are in the bucket, one of whom no size has been made yet."""
        open_locales("uk", "en")
        sizes = ["fill-640x800|format-webp", "fill-320x400|format-webp"]
        self.shown = with_photo("vilnyi", sizes=sizes).photo
        with_photo("novyi")

    @pytest.mark.parametrize("language", ["uk", "en"])
    def test_pages_answer_with_their_pictures_addresses_and_a_plate_for_those_not_made(
        self, away, client, language
    ):
        names = [rendition.file.name for rendition in self.shown.renditions.all()]
        with away():
            known = client.get(f"/{language}/prisoners/vilnyi/")
            new = client.get(f"/{language}/prisoners/novyi/")
            listed = client.get(f"/{language}/prisoners/")
            api = client.get(f"/api/v1/{language}/prisoners/novyi")

        statuses = [answer.status_code for answer in (known, new, listed, api)]
        assert statuses == [200, 200, 200, api.status_code] and api.status_code < 500
        assert any(name in known.text for name in names) and any(name in listed.text for name in names)
        assert "plate" in new.text
        assert f'lang="{language}"' in new.text

    @pytest.mark.parametrize("status", [403, 500, NEVER])
    def test_pages_answer_while_buckets_are_slow_or_refuse(self, buckets, s3, client, status):
        with short_of_patience(), s3.answering(*[status] * 50):
            new, listed = client.get("/uk/prisoners/novyi/"), client.get("/uk/prisoners/")

        assert (new.status_code, listed.status_code) == (200, 200) and "plate" in new.text

    def test_the_size_is_made_once_the_bucket_is_back(self, away, client):
        with away():
            client.get("/uk/prisoners/novyi/")

        assert PUBLIC in client.get("/uk/prisoners/novyi/").text


class TestStaff:
    def test_a_picture_that_cannot_be_stored_is_told_and_the_form_keeps_what_was_typed(
        self, away, buckets, admin_client
    ):
        for seed in faults.RUNS:
            typed = {"title": f"Портрет {seed}", "shows_nobody": "on"}
            with away():
                told = admin_client.post(reverse("wagtailimages:add"), {**typed, "file": upload()})
            lost = SENTENCE not in told.text or f'value="Портрет {seed}"' not in told.text
            assert told.status_code == 200 and SiteImage.objects.count() == seed

            again = admin_client.post(reverse("wagtailimages:add"), {**typed, "file": upload()})

            assert again.status_code == 302 and SiteImage.objects.filter(title=typed["title"]).count() == 1
            stored = len(keys_in(buckets, PRIVATE))
            faults.tell("F13 upload", lost=int(lost) + (stored <= seed), doubled=max(0, stored - seed - 1))

    def test_f14_a_bucket_that_is_slow_or_refuses_is_told_and_the_picture_is_stored_once_in_the_end(
        self, buckets, s3, admin_client
    ):
        for seed in faults.RUNS:
            status, typed = (403, 500, NEVER)[seed % 3], {"title": f"Портрет {seed}", "shows_nobody": "on"}
            with short_of_patience(), s3.answering(*[status] * 50):
                told = admin_client.post(reverse("wagtailimages:add"), {**typed, "file": upload()})
            lost = SENTENCE not in told.text or f'value="Портрет {seed}"' not in told.text
            assert told.status_code == 200 and SiteImage.objects.count() == seed

            with s3.answering(500):  # asked once more, by itself
                again = admin_client.post(reverse("wagtailimages:add"), {**typed, "file": upload()})

            assert again.status_code == 302
            stored = len(keys_in(buckets, PRIVATE))
            faults.tell("F14 upload", lost=int(lost) + (stored <= seed), doubled=max(0, stored - seed - 1))

    def test_one_of_many_is_told_beside_its_file(self, away, buckets, admin_client):
        with away():
            told = admin_client.post(
                reverse("wagtailimages:add_multiple"), {"title": "X", "files[]": upload()}
            )

        assert told.status_code == 200
        assert told.json()["success"] is False and SENTENCE in told.json()["error_message"]

    def test_a_file_that_is_to_be_replaced_stays_until_the_new_one_is_stored(
        self, away, buckets, admin_client
    ):
        image = SiteImage.objects.create(title="Portrait", file=upload())
        before = image.file.name
        address = reverse("wagtailimages:edit", args=[image.pk])
        with away():
            told = admin_client.post(address, {"title": "Новий", "file": upload("new.jpg")})

        image.refresh_from_db()
        assert (told.status_code, image.file.name, image.title) == (200, before, "Portrait")
        assert SENTENCE in told.text and 'value="Новий"' in told.text
        assert keys_in(buckets, PRIVATE) == [before]

    def test_list_of_pictures_answers_and_a_picture_itself_says_try_again(self, away, buckets, admin_client):
        rendition = SiteImage.objects.create(title="Портрет", file=upload()).get_rendition("max-165x165")
        admin_client.raise_request_exception = False
        with away():
            listed = admin_client.get(reverse("wagtailimages:index"))
            picture = admin_client.get(reverse("staff_picture", args=[rendition.pk]))

        assert (listed.status_code, "Портрет" in listed.text) == (200, True)
        assert (picture.status_code, picture.headers["Retry-After"]) == (503, "120")
        assert "EndpointConnectionError" not in picture.text

    def test_doctor_says_so(self, away, buckets):
        with away():
            told = trouble_with_buckets()

        assert told == "; ".join(
            f"{name}: EndpointConnectionError (s3:ListBucket)" for name in (PUBLIC, PRIVATE)
        )


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
class TestWhatMustGo:
    """What the bucket still holds goes as soon as it answers, and nobody need think of it."""

    @pytest.fixture(autouse=True)
    def _queue(self, settings, buckets):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        open_locales("uk")

    def work(self):
        """Let the worker do what is due, and what it would try again later."""
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        call_command("worker", once=True)

    def test_public_copies_of_somebody_paused_meanwhile_are_deleted_when_it_is_back(
        self, away, buckets, client
    ):
        for seed in faults.RUNS:
            person = with_photo(f"vilnyi-{seed}", sizes=["fill-640x800|format-webp"])
            with away():
                pause_prisoner(person, by=None)
                assert client.get(f"/uk/prisoners/{person.slug}/").status_code == 404
                for _try in range(1 + seed % 3):
                    self.work()
            assert len(keys_in(buckets, PUBLIC)) == 1

            self.work()

            faults.tell("F15 pause", lost=len(keys_in(buckets, PUBLIC)))

    def test_f15_original_goes_if_the_database_went_away_before_its_row_was_stored(
        self, buckets, admin_client
    ):
        """At whichever statement: the next answer finds what neither a row names nor anybody would delete."""
        admin_client.raise_request_exception = False

        def bring_in(left):
            before = len(keys_in(buckets, PRIVATE))
            gone = faults.GoesAway(left, is_begun=lambda: len(keys_in(buckets, PRIVATE)) > before)
            fields = {"title": "Портрет", "shows_nobody": "on", "file": upload()}
            with connection.execute_wrapper(gone):
                admin_client.post(reverse("wagtailimages:add"), fields)
            return gone.asked

        statements = bring_in(10_000)
        for seed in faults.RUNS:
            bring_in(left=random.Random(seed).randrange(statements))
            admin_client.get("/robots.txt")
            stored, known = (
                set(keys_in(buckets, PRIVATE)),
                set(SiteImage.objects.values_list("file", flat=True)),
            )
            faults.tell("F15 upload", lost=len(known - stored), doubled=len(stored - known))

    def test_original_of_a_picture_deleted_meanwhile_goes_too(self, away, buckets, admin_client):
        image = SiteImage.objects.create(title="Portrait", file=upload())
        with away():
            deleted = admin_client.post(reverse("wagtailimages:delete", args=[image.pk]))
            self.work()
        assert deleted.status_code == 302 and len(keys_in(buckets, PRIVATE)) == 1

        self.work()

        assert keys_in(buckets, PRIVATE) == []

    def test_file_that_was_replaced_goes_once_the_bucket_answers(self, away, buckets, admin_client):
        image = SiteImage.objects.create(title="Portrait", file=upload())
        before = image.file.name
        address = reverse("wagtailimages:edit", args=[image.pk])
        done = admin_client.post(address, {"title": "Portrait", "file": upload("new.jpg")})
        assert done.status_code == 302
        with away():
            self.work()
        assert before in keys_in(buckets, PRIVATE)

        self.work()

        image.refresh_from_db()
        assert keys_in(buckets, PRIVATE) == [image.file.name] != [before]
