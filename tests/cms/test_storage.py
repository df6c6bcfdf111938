"""Files on S3, against a real server of its protocol (moto), over HTTP."""

import urllib.error
import urllib.request
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from moto.server import ThreadedMotoServer

from cms.buckets import trouble_with_buckets
from home.jobs import queue
from home.jobs.actions.picture_sizes import MAKE_SIZES
from home.jobs.queue import RowsFailed
from home.models import SiteImage
from home.pictures.reencoding import PictureRefused
from home.settings.csp import media_hosts
from home.settings.storage import SIGNED_LINK_SECONDS, file_storages
from prisoner_pages.choices import Scope
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.models import Prisoner
from prisoner_pages.pictures.actions import name_people, say_nobody_is_shown, withdraw_ended_pictures
from tests.factories.consents import GIVEN
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory

PUBLIC_READ = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
"Action": "s3:GetObject", "Resource": "arn:aws:s3:::site-media/*"}]}"""


@pytest.fixture(scope="module")
def s3():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def environ(s3):
    return {
        "AWS_STORAGE_BUCKET_NAME": "site-media",
        "AWS_PRIVATE_BUCKET_NAME": "site-originals",
        "AWS_S3_ENDPOINT_URL": s3,
        "AWS_S3_REGION_NAME": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "public-key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_PRIVATE_ACCESS_KEY_ID": "private-key",
        "AWS_PRIVATE_SECRET_ACCESS_KEY": "secret",
        "AWS_S3_ADDRESSING_STYLE": "path",
    }


@pytest.fixture
def buckets(s3, environ, settings):
    client = boto3.client(
        "s3",
        endpoint_url=s3,
        region_name="eu-central-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
    )
    for name in ("site-media", "site-originals"):
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    client.put_bucket_policy(Bucket="site-media", Policy=PUBLIC_READ)
    ours = file_storages(environ, media_root=settings.MEDIA_ROOT, media_url="/media/")
    settings.STORAGES = {**settings.STORAGES, **ours}
    # Fields keep the storage they were made with; a process started so has these from the start.
    file_field = SiteImage._meta.get_field("file")
    rendition_field = SiteImage.get_rendition_model()._meta.get_field("file")
    kept = file_field.storage, rendition_field.storage
    file_field.storage, rendition_field.storage = storages["default"], storages["renditions"]
    yield client
    file_field.storage, rendition_field.storage = kept
    for name in ("site-media", "site-originals"):
        for key in keys_in(client, name):
            client.delete_object(Bucket=name, Key=key)
        client.delete_bucket(Bucket=name)


def keys_in(client, bucket):
    return [item["Key"] for item in client.list_objects_v2(Bucket=bucket).get("Contents", [])]


def saved():
    file = SimpleUploadedFile("Nariman.jpg", jpeg_with_gps(), content_type="image/jpeg")
    return SiteImage.objects.create(title="Portrait", file=file)


@pytest.mark.django_db
class TestBuckets:
    def test_original_lies_in_the_private_bucket_and_renditions_in_the_public_one(self, buckets):
        image = saved()
        rendition = image.get_rendition("fill-320x400|format-webp")

        assert keys_in(buckets, "site-originals") == [image.file.name]
        assert keys_in(buckets, "site-media") == [rendition.file.name]
        assert "Nariman" not in image.file.name + rendition.file.name

    def test_what_staff_see_of_a_picture_stays_in_the_private_bucket(self, buckets):
        saved().get_rendition("max-165x165")

        assert keys_in(buckets, "site-media") == []
        assert len(keys_in(buckets, "site-originals")) == 2

    def test_link_to_an_original_is_signed_and_short_lived(self, buckets):
        query = parse_qs(urlsplit(saved().file.url).query)

        assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
        assert query["X-Amz-Expires"] == [str(SIGNED_LINK_SECONDS)]
        assert query["X-Amz-Credential"][0].startswith("private-key/")

    def test_link_to_a_rendition_is_plain_and_opens(self, buckets):
        rendition = saved().get_rendition("fill-320x400|format-webp")

        assert "?" not in rendition.url
        with urllib.request.urlopen(rendition.url, timeout=60) as answer:  # noqa: S310  loopback
            assert answer.headers["Content-Type"] == "image/webp"
            assert answer.headers["Cache-Control"] == "public, max-age=300"
            assert b"CANARY" not in answer.read()

    def test_deleting_a_picture_empties_both_buckets(self, buckets, django_capture_on_commit_callbacks):
        image = saved()
        image.get_rendition("fill-320x400|format-webp")

        with django_capture_on_commit_callbacks(execute=True):
            image.delete()

        assert keys_in(buckets, "site-media") == keys_in(buckets, "site-originals") == []

    def test_broken_picture_leaves_nothing_in_a_bucket(self, buckets):
        with pytest.raises(PictureRefused):
            SiteImage.objects.create(title="X", file=SimpleUploadedFile("x.jpg", b"\xff\xd8\xff"))

        assert keys_in(buckets, "site-media") == keys_in(buckets, "site-originals") == []


class TestDoctor:
    """Each bucket is tried with a file that is gone afterwards."""

    def test_sound_buckets_are_well_and_nothing_stays_in_them(self, buckets):
        assert trouble_with_buckets() == ""
        assert keys_in(buckets, "site-media") == keys_in(buckets, "site-originals") == []

    def test_a_bucket_that_visitors_cannot_read_is_named(self, buckets):
        buckets.delete_bucket_policy(Bucket="site-media")

        assert "site-media: visitors can't read it" in trouble_with_buckets()

    def test_originals_that_everybody_can_read_are_told_of(self, buckets):
        buckets.put_bucket_policy(
            Bucket="site-originals", Policy=PUBLIC_READ.replace("site-media", "site-originals")
        )

        assert trouble_with_buckets() == (
            "site-originals: everybody can read originals; take public reading from its policy"
        )

    def test_a_bucket_that_is_not_there_is_named_without_a_key(self, buckets, environ, settings):
        ours = file_storages(
            {**environ, "AWS_PRIVATE_BUCKET_NAME": "nowhere"}, media_root="", media_url="/media/"
        )
        settings.STORAGES = {**settings.STORAGES, **ours}

        told = trouble_with_buckets()

        assert told == "nowhere: NoSuchBucket"

    def test_a_public_host_needs_no_key_to_show_a_picture_and_is_told_of_one_it_has(
        self, buckets, environ, settings
    ):
        address = storages["renditions"].url("a.webp")
        without = {
            name: value for name, value in environ.items() if not name.endswith(("_KEY_ID", "_ACCESS_KEY"))
        }
        settings.SITE_ROLE = "public"
        had = trouble_with_buckets()
        ours = file_storages(without, media_root="", media_url="/media/")
        settings.STORAGES = {**settings.STORAGES, **ours}

        assert "needs no key" in had and "site-originals" in had
        assert trouble_with_buckets() == ""
        assert storages["renditions"].url("a.webp") == address

    def test_files_on_disk_have_no_bucket(self):
        assert trouble_with_buckets() == ""


@pytest.mark.django_db(transaction=True)
class TestBasisThatExpires:
    """Nobody acts and nobody opens a page: the day alone takes the picture out of the public bucket."""

    @pytest.fixture(autouse=True)
    def _queue(self, settings, monkeypatch):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        # What is still shown would be given its other sizes.
        monkeypatch.delitem(queue.known_jobs(), MAKE_SIZES)

    @pytest.fixture
    def photo(self, buckets):
        image = saved()
        person = PrisonerFactory(partner=PartnerFactory(), photo=image)
        give_consent(person, scope=Scope.PHOTO, **GIVEN, by=None, expires_on=timezone.localdate())
        image.get_rendition("fill-320x400|format-webp")
        return image

    @pytest.mark.both_databases
    def test_the_picture_leaves_the_public_bucket_on_the_next_day_and_the_original_stays(
        self, photo, buckets
    ):
        address = photo.renditions.get().url
        call_command("worker", once=True)
        assert keys_in(buckets, "site-media") != []

        with time_machine.travel(timezone.now() + timedelta(days=1)):
            call_command("worker", once=True)

        assert keys_in(buckets, "site-media") == []
        assert keys_in(buckets, "site-originals") == [photo.file.name]
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(address, timeout=60)  # noqa: S310  loopback

    def test_a_group_photo_goes_with_the_first_basis_that_ends_and_a_landscape_stays(
        self, photo, buckets, monkeypatch
    ):
        monkeypatch.setattr("prisoner_pages.pictures.actions.IMAGES_A_QUESTION", 1)
        person = Prisoner.objects.get()
        group, landscape = saved(), saved()
        name_people(group, [person], by=None)
        say_nobody_is_shown(landscape, by=None)
        group.get_rendition("width-880")
        kept = landscape.get_rendition("width-880")

        with time_machine.travel(timezone.now() + timedelta(days=1)):
            call_command("worker", once=True)

        assert keys_in(buckets, "site-media") == [kept.file.name]

    def test_a_renewed_basis_keeps_the_picture(self, photo, buckets):
        person = Prisoner.objects.get()
        give_consent(person, scope=Scope.PHOTO, **GIVEN, by=None)

        with time_machine.travel(timezone.now() + timedelta(days=1)):
            call_command("worker", once=True)

        assert len(keys_in(buckets, "site-media")) == 1

    def test_a_deletion_that_fails_is_tried_again_on_the_next_day(self, photo, buckets, monkeypatch):
        with time_machine.travel(timezone.now() + timedelta(days=1)) as clock:
            with monkeypatch.context() as away:
                away.setattr(type(storages["renditions"]), "delete", unreachable)
                with pytest.raises(RowsFailed):
                    withdraw_ended_pictures()
            assert keys_in(buckets, "site-media") == [photo.renditions.get().file.name]

            clock.shift(timedelta(days=1))
            call_command("worker", once=True)

        assert keys_in(buckets, "site-media") == []


def unreachable(*args):
    raise ConnectionError


@pytest.mark.parametrize("private", ["", "site-media"])
def test_missing_or_shared_private_bucket_is_refused_by_name(environ, tmp_path, private):
    environ["AWS_PRIVATE_BUCKET_NAME"] = private

    with pytest.raises(ImproperlyConfigured, match="AWS_PRIVATE_BUCKET_NAME"):
        file_storages(environ, media_root=tmp_path, media_url="/media/")


def test_browser_may_load_pictures_from_the_bucket_only(environ, s3):
    assert media_hosts(environ) == [s3]
    assert media_hosts({**environ, "AWS_S3_CUSTOM_DOMAIN": "media.example"}) == ["https://media.example"]
    assert media_hosts({}) == []


def test_a_queued_deletion_holds_no_key_and_still_opens_its_bucket(buckets):
    for alias in ("default", "renditions"):
        path, arguments, options = storages[alias].deconstruct()

        assert (path, arguments, options) == ("home.storage.Bucket", [], {"alias": alias})
        again = import_string(path)(**options)
        name = again.save("a.txt", ContentFile(b"text"))
        assert storages[alias].exists(name)
        again.delete(name)
        assert not storages[alias].exists(name)
