"""Files of the site as a stranger asks for them: in buckets, and on the host's own disk."""

import urllib.error
import urllib.request
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from home.models import SiteImage, SiteRendition
from home.settings.storage import SIGNED_LINK_SECONDS
from prisoner_pages.choices import Scope
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.models import Consent, Prisoner
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.consents import GIVEN
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.s3_server import PRIVATE
from tests.security.hostile import bad_inputs
from tests.tiers import BREAKS

pytestmark = [pytest.mark.django_db, pytest.mark.full(BREAKS)]
CASES = {case.id: case for case in bad_inputs.cases("object_storage")}
SPEC = "fill-320x400|format-webp"


def asked_by_a_stranger(address):
    """Return what the bucket answers over HTTP to somebody without a key."""
    try:
        answer = urllib.request.urlopen(address, timeout=60)  # noqa: S310  loopback
    except urllib.error.HTTPError as fault:
        answer = fault
    return SimpleNamespace(status_code=answer.status, headers=answer.headers, content=answer.read())


def hold(identifier, answer):
    """Hold the answer against the case; nothing was brought in, and no answer tells what a camera noted."""
    CASES[identifier].assert_met(answer, stored=SiteImage.objects.count() - 1)
    assert b"CANARY" not in answer.content


@pytest.fixture
def photo(buckets, client):
    """The photo of somebody who is public, in the buckets."""
    return photo_of_somebody()


def photo_of_somebody():
    open_locales("uk")
    file = SimpleUploadedFile("Nariman.jpg", jpeg_with_gps(), content_type="image/jpeg")
    image = SiteImage.objects.create(title="Portrait", file=file)
    person = PrisonerFactory(slug="vilnyi", stories=["uk"], partner=PartnerFactory(), photo=image)
    give_consent(person, scope=Scope.PHOTO, **GIVEN, by=None)
    image.get_rendition(SPEC)
    return image


def test_every_case_is_played_here():
    assert set(CASES) == {f"ST-0{number}" for number in (1, 2, 3, 4, 6, 7, 8)}


def test_plain_address_of_an_original_is_refused(photo, s3):
    """ST-01"""
    hold("ST-01", asked_by_a_stranger(f"{s3.url}/{PRIVATE}/{photo.file.name}"))


def test_signed_link_is_over_after_five_minutes(photo):
    """ST-02"""
    link, now = photo.file.url, timezone.now()
    with time_machine.travel(now + timedelta(seconds=SIGNED_LINK_SECONDS - 20)):
        assert asked_by_a_stranger(link).status_code == 200

    with time_machine.travel(now + timedelta(minutes=6)):
        hold("ST-02", asked_by_a_stranger(link))


class TestLinkOfAnotherKey:
    """ST-03"""

    def test_of_a_key_that_may_not_read_originals(self, photo, s3, s3_environ):
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        public = s3.client(keys=[s3_environ[name] for name in names])
        wanted = {"Bucket": PRIVATE, "Key": photo.file.name}

        hold("ST-03", asked_by_a_stranger(public.generate_presigned_url("get_object", Params=wanted)))

    @pytest.mark.parametrize("changed", ["key", "secret", "file", "time", "what it answers"])
    def test_that_was_changed(self, photo, changed):
        link = photo.file.url
        parts = urlsplit(link)
        changes = {
            "key": link.replace("X-Amz-Credential=AKIA", "X-Amz-Credential=AKIB"),
            "secret": link[:-1] + ("0" if link[-1] != "0" else "1"),
            "file": link.replace(parts.path, f"{parts.path}.old"),
            "time": link.replace("X-Amz-Expires=300", "X-Amz-Expires=90000"),
            "what it answers": link.replace("=attachment", "=inline"),
        }
        assert changes[changed] != link

        hold("ST-03", asked_by_a_stranger(changes[changed]))


def test_signed_link_that_somebody_else_gets_hold_of_is_saved_as_a_file_without_a_trace_of_its_origin(
    photo, admin_client
):
    """ST-04: it opens for its five minutes, and no page holds one that a referrer could carry away."""
    answer = asked_by_a_stranger(photo.file.url)
    pages = [
        admin_client.get(address)
        for address in (reverse("wagtailimages:index"), reverse("wagtailimages:edit", args=[photo.pk]))
    ]

    hold("ST-04", answer)
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {page.status_code for page in pages} == {200}
    assert not any("X-Amz-" in page.text for page in pages)
    assert {page.headers["Referrer-Policy"] for page in pages} <= {"same-origin", "no-referrer"}


class TestOriginalAskedOfTheSite:
    """ST-06"""

    def test_whose_files_are_in_buckets(self, photo, client):
        hold("ST-06", client.get(f"/media/{photo.file.name}"))

    def test_whose_files_are_on_its_disk(self, client):
        hold("ST-06", client.get(f"/media/{photo_of_somebody().file.name}"))


ABOVE = (
    "/media/../settings.py",
    "/media/../private/original_images/",
    "/media/%2e%2e/settings.py",
    "/media/..%2fsettings.py",
    "/media/%2e%2e%2f%2e%2e%2fdb.sqlite3",
    "/media/....//settings.py",
    r"/media/..\settings.py",
    "/media//etc/passwd",
    "/media/images/../../settings.py",
    "/media/%00",
)


@pytest.mark.parametrize("path", ABOVE)
def test_nothing_above_the_public_folder_is_reached(path, client):
    """ST-07"""
    photo_of_somebody()
    client.raise_request_exception = False

    answer = client.get(path)

    hold("ST-07", answer)
    assert b"SECRET_KEY" not in answer.content and b"root:" not in answer.content


class TestPictureOfSomebodyNotPublic:
    """ST-08"""

    def test_leaves_the_public_bucket_with_the_pause(self, photo, django_capture_on_commit_callbacks):
        address = SiteRendition.objects.get().file.url
        assert asked_by_a_stranger(address).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            pause_prisoner(Prisoner.objects.get(photo=photo), by=None)

        hold("ST-08", asked_by_a_stranger(address))

    def test_is_refused_by_the_site_itself(self, client):
        photo = photo_of_somebody()
        address = SiteRendition.objects.get().file.url
        assert client.get(address).status_code == 200
        Consent.objects.filter(prisoner__photo=photo).delete()

        hold("ST-08", client.get(address))
