"""Files on S3, against a real server of its protocol (moto), over HTTP."""

import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.module_loading import import_string
from moto.server import ThreadedMotoServer

from cms.settings.csp import media_hosts
from cms.settings.storage import SIGNED_LINK_SECONDS, file_storages
from home.models import SiteImage
from home.pictures import PictureRefused
from tests.factories.pictures import jpeg_with_gps

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
        with urllib.request.urlopen(rendition.url, timeout=5) as answer:  # noqa: S310  loopback
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
