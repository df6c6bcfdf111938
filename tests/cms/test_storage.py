"""Files on S3, against a real server of its protocol (moto), over HTTP."""

import re
import urllib.error
import urllib.request
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from botocore.exceptions import ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

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
from tests.s3_server import PRIVATE, PUBLIC, for_everybody, keys_in, rights_in_manual
from tests.tiers import WHOLE_PROGRAMS

pytestmark = pytest.mark.full(WHOLE_PROGRAMS)


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

    def test_link_to_an_original_is_signed_and_short_lived(self, buckets, s3_environ):
        query = parse_qs(urlsplit(saved().file.url).query)

        assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
        assert query["X-Amz-Expires"] == [str(SIGNED_LINK_SECONDS)]
        assert query["X-Amz-Credential"][0].startswith(f"{s3_environ['AWS_PRIVATE_ACCESS_KEY_ID']}/")

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


RIGHTS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket")
KEYS = {PUBLIC: "AWS", PRIVATE: "AWS_PRIVATE"}


@pytest.fixture
def host(buckets, s3, s3_environ, settings):
    """Return a function that gives this host other keys; None takes one away."""

    def give(environ):
        wanted = {name: value for name, value in {**s3_environ, **environ}.items() if value is not None}
        settings.STORAGES = {**settings.STORAGES, **file_storages(wanted, media_root="", media_url="/media/")}

    return give


def key_of(bucket, keys):
    return dict(
        zip((f"{KEYS[bucket]}_ACCESS_KEY_ID", f"{KEYS[bucket]}_SECRET_ACCESS_KEY"), keys, strict=True)
    )


NO_KEY = {name: None for bucket in KEYS for name in key_of(bucket, (None, None))}


def test_manual_names_the_rights_that_are_tried_here():
    assert set(rights_in_manual("staff host and worker")) == set(RIGHTS)
    assert rights_in_manual("everybody") == ["s3:GetObject"]
    assert rights_in_manual("public host") == []


@pytest.mark.django_db
class TestLeastRights:
    """All that the site does with files, by keys that may exactly what the manual says."""

    def test_staff_bring_in_show_and_delete_a_picture(self, buckets, django_capture_on_commit_callbacks):
        image = saved()
        shown = image.get_rendition("fill-320x400|format-webp").url
        with storages["default"].open(image.file.name) as original:
            assert original.read(3) == b"\xff\xd8\xff"
        assert urllib.request.urlopen(image.file.url, timeout=60).status == 200  # noqa: S310  loopback
        assert urllib.request.urlopen(shown, timeout=60).status == 200  # noqa: S310  loopback

        with django_capture_on_commit_callbacks(execute=True):
            image.delete()

        assert keys_in(buckets, PUBLIC) == keys_in(buckets, PRIVATE) == []

    def test_each_key_is_refused_at_the_other_bucket_and_strangers_at_both_but_for_reading_pictures(
        self, buckets, s3, s3_environ
    ):
        image = saved()
        rendition = image.get_rendition("fill-320x400|format-webp")
        names = {PUBLIC: rendition.file.name, PRIVATE: image.file.name}
        for bucket, other in ((PUBLIC, PRIVATE), (PRIVATE, PUBLIC)):
            client = s3.client(keys=[s3_environ[name] for name in key_of(bucket, (None, None))])
            assert client.get_object(Bucket=bucket, Key=names[bucket])["Body"].read()
            assert refused(client.get_object, Bucket=other, Key=names[other])
            assert refused(client.list_objects_v2, Bucket=other)
            assert refused(client.put_object, Bucket=other, Key="x", Body=b"x")
            assert refused(client.delete_object, Bucket=other, Key=names[other])
            assert refused(client.put_bucket_policy, Bucket=bucket, Policy=for_everybody(bucket, *RIGHTS))

        assert [opens(f"{s3.url}/{path}") for path in (PUBLIC, PRIVATE, f"{PRIVATE}/{image.file.name}")] == [
            403,
            403,
            403,
        ]
        assert opens(rendition.url) == 200


def refused(ask, **what):
    with pytest.raises(ClientError, match="AccessDenied") as fault:
        ask(**what)
    return fault


def opens(address):
    """Return the status that a stranger gets."""
    try:
        return urllib.request.urlopen(address, timeout=60).status  # noqa: S310  loopback
    except urllib.error.HTTPError as fault:
        return fault.code


@pytest.mark.django_db
class TestDoctor:
    """Each bucket is tried with a file that is gone afterwards."""

    def test_sound_buckets_are_well_and_nothing_stays_in_them(self, buckets):
        assert trouble_with_buckets() == ""
        assert keys_in(buckets, PUBLIC) == keys_in(buckets, PRIVATE) == []

    @pytest.mark.parametrize("bucket", [PUBLIC, PRIVATE])
    @pytest.mark.parametrize("lacking", RIGHTS)
    def test_a_right_that_lacks_is_named_with_its_bucket(self, bucket, lacking, host, s3):
        host(key_of(bucket, s3.user([right for right in RIGHTS if right != lacking], bucket)))

        assert re.fullmatch(rf"{bucket}: (AccessDenied|403) \({lacking}\)", trouble_with_buckets())

    def test_a_key_that_does_not_exist_and_a_bucket_that_does_not_are_named_without_the_key(self, host):
        host({"AWS_PRIVATE_BUCKET_NAME": "nowhere"})
        assert trouble_with_buckets() == "nowhere: AccessDenied (s3:ListBucket)"
        host(key_of(PRIVATE, ("AKIANOBODY", "secret")))
        assert trouble_with_buckets() == f"{PRIVATE}: InvalidAccessKeyId (s3:ListBucket)"

    def test_a_bucket_that_visitors_cannot_read_is_named(self, buckets):
        buckets.delete_bucket_policy(Bucket=PUBLIC)

        assert f"{PUBLIC}: visitors can't read it" in trouble_with_buckets()

    def test_a_bucket_that_visitors_can_list_is_named(self, buckets):
        policy = for_everybody(PUBLIC, "s3:GetObject", "s3:ListBucket")
        buckets.put_bucket_policy(Bucket=PUBLIC, Policy=policy)

        told = f"{PUBLIC}: everybody can list it; take s3:ListBucket from its policy"
        assert trouble_with_buckets() == told

    def test_originals_that_everybody_can_read_are_told_of(self, buckets):
        buckets.put_bucket_policy(Bucket=PRIVATE, Policy=for_everybody(PRIVATE, "s3:GetObject"))

        assert trouble_with_buckets() == (
            f"{PRIVATE}: everybody can read originals; take public reading from its policy"
        )

    def test_a_public_key_that_opens_originals_is_told_of(self, host, s3):
        host(key_of(PUBLIC, s3.user(RIGHTS, PUBLIC, PRIVATE)))

        assert trouble_with_buckets() == (
            f"{PRIVATE}: the key of {PUBLIC} opens originals; it needs no right here"
        )

    def test_files_on_disk_have_no_bucket(self):
        assert trouble_with_buckets() == ""


@pytest.mark.django_db
class TestDoctorOfAPublicHost:
    @pytest.fixture(autouse=True)
    def shown(self, buckets, settings):
        """A picture that stands in public, made by the staff's side."""
        rendition = saved().get_rendition("fill-320x400|format-webp")
        settings.SITE_ROLE = "public"
        return rendition

    def test_without_a_key_all_is_well_and_pictures_have_the_same_address(self, host, shown):
        address = shown.file.url
        host(NO_KEY)

        assert trouble_with_buckets() == ""
        assert storages["renditions"].url(shown.file.name) == address

    def test_a_key_is_one_too_many_also_where_it_opens_nothing(self, host, s3):
        host({**NO_KEY, **key_of(PUBLIC, s3.user(["s3:GetObject"], PUBLIC))})

        told = trouble_with_buckets()

        assert "needs no key" in told and "opens originals" not in told

    def test_a_key_that_opens_originals_is_to_be_taken_away_at_once(self, host, s3):
        host({**NO_KEY, **key_of(PUBLIC, s3.user(["s3:GetObject"], PUBLIC, PRIVATE))})

        assert f"it opens originals in {PRIVATE}: take it away at once" in trouble_with_buckets()

    def test_pictures_that_visitors_cannot_read_and_originals_that_they_can_are_told_of(self, host, buckets):
        host(NO_KEY)
        buckets.delete_bucket_policy(Bucket=PUBLIC)
        buckets.put_bucket_policy(
            Bucket=PRIVATE, Policy=for_everybody(PRIVATE, "s3:GetObject", "s3:ListBucket")
        )

        told = trouble_with_buckets()

        assert f"{PUBLIC}: visitors can't read it" in told
        assert f"{PRIVATE}: everybody can read originals" in told
        assert f"{PRIVATE}: everybody can list it" in told


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
def test_missing_or_shared_private_bucket_is_refused_by_name(tmp_path, private):
    environ = {"AWS_STORAGE_BUCKET_NAME": PUBLIC, "AWS_PRIVATE_BUCKET_NAME": private}

    with pytest.raises(ImproperlyConfigured, match="AWS_PRIVATE_BUCKET_NAME"):
        file_storages(environ, media_root=tmp_path, media_url="/media/")


def test_browser_may_load_pictures_from_the_bucket_only():
    environ = {"AWS_STORAGE_BUCKET_NAME": PUBLIC, "AWS_S3_ENDPOINT_URL": "https://s3.example"}
    assert media_hosts(environ) == ["https://s3.example"]
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
