"""Backups in a bucket: written, thinned out, looked through and restored there, by a key that may no more."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from home.backup import bucket
from home.backup.bucket import BucketFolder, place_and_name
from home.backup.copies import name_at
from home.backup.places import Folder
from home.settings.storage import backup_store
from letters.models import Letter
from letters.sealing.keys import make_missing, make_offline
from letters.sealing.sealed_box import unseal_text
from tests.letters.aged_letters import SECRETS
from tests.s3_server import REGION, empty, keys_in
from tests.tiers import BREAKS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full(BREAKS)]
COPIES, TO = "copies", "s3://copies/site/nightly"


@pytest.fixture
def copies(s3):
    client = s3.client()
    client.create_bucket(Bucket=COPIES, CreateBucketConfiguration={"LocationConstraint": REGION})
    yield client
    empty(client, COPIES)


@pytest.fixture
def give(s3, settings, copies):
    """Return a function that gives this host a key with these rights in the bucket of copies."""

    def key_with(*rights):
        key_id, secret = s3.user(rights, COPIES)
        settings.BACKUP_STORE = backup_store(
            {
                "AWS_BACKUP_ACCESS_KEY_ID": key_id,
                "AWS_BACKUP_SECRET_ACCESS_KEY": secret,
                "AWS_BACKUP_ENDPOINT_URL": s3.url,
                "AWS_BACKUP_REGION_NAME": REGION,
                "AWS_S3_ADDRESSING_STYLE": "path",
            }
        )

    return key_with


@pytest.fixture
def site(settings, tmp_path, world, write, give):
    """A site with two letters and a file, rings of its own, and a key with the rights of the manual."""
    settings.KEY_FILES = {name: tmp_path / "keys" / name for name in settings.KEY_FILES}
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "private")}},
    }
    make_missing()
    make_offline(tmp_path / "stick", name="backup_public")
    storages["default"].save("original_images/a.jpg", ContentFile(b"jpg" * 1000))
    give(*rights_of("backups, made"), *rights_of("backups, thinned out"), *rights_of("backups, restored"))
    return [write(body=f"Лист номер {number}") for number in (1, 2)]


def rights_of(row):
    """Return the rights that the manual names for a bucket of backups."""
    manual = Path(__file__).parents[3].joinpath("docs", "operations.md").read_text()
    [line] = re.findall(rf"^\| {row} \|(.*)$", manual, re.MULTILINE)
    return re.findall(r"`(s3:\w+)`", line)


def begun_today(monkeypatch, key):
    """Let the bucket say so of the upload of this key, and tell of one upload a page, as of many it would."""
    client, told = BucketFolder(COPIES, "site").client, []

    def page(parsed, **_about):
        if not told:
            told.extend(parsed["Uploads"])
        first = told.pop(0)
        if first["Key"] == key:
            first["Initiated"] = datetime.now(UTC)
        more = {"NextKeyMarker": first["Key"], "NextUploadIdMarker": first["UploadId"]} if told else {}
        parsed.update(Uploads=[first], IsTruncated=bool(told), **more)

    client.meta.events.register("after-call.s3.ListMultipartUploads", page)
    monkeypatch.setattr(BucketFolder, "client", client)


def restore(address, tmp_path, **options):
    call_command("restore", address, key=str(tmp_path / "stick"), **options)


def texts():
    letters = Letter.objects.exclude(sealed_body="")
    return sorted(unseal_text(letter.sealed_body, letter=letter.uuid, field="body") for letter in letters)


@pytest.mark.both_databases
def test_site_is_restored_from_there_and_drilled_and_nothing_is_lost(site, copies, tmp_path, capsys):
    said = texts()
    call_command("backup", TO)
    [key] = keys_in(copies, COPIES)
    sealed = copies.get_object(Bucket=COPIES, Key=key)["Body"].read()
    assert re.fullmatch(r"site/nightly/letters-[\dT-]+Z\.backup", key)
    assert f"wrote s3://{COPIES}/{key}: {len(sealed)} bytes" in capsys.readouterr().out
    assert [word for word in SECRETS if word.encode() in sealed] == []

    restore(f"s3://{COPIES}/{key}", tmp_path, drill=True)
    assert "nothing is left of it" in capsys.readouterr().out

    storages["default"].delete("original_images/a.jpg")
    call_command("flush", interactive=False)
    restore(f"s3://{COPIES}/{key}", tmp_path)

    assert texts() == said and len(said) == 2
    assert storages["default"].open("original_images/a.jpg").read() == b"jpg" * 1000


def test_a_large_one_goes_part_by_part_and_comes_back_the_same(site, copies, monkeypatch, tmp_path):
    monkeypatch.setattr(bucket, "PART_BYTES", 5 * 2**20)
    storages["default"].save("documents/large.pdf", ContentFile(bytes(range(256)) * 50_000))
    call_command("backup", TO)
    [key] = keys_in(copies, COPIES)

    storages["default"].delete("documents/large.pdf")
    restore(f"s3://{COPIES}/{key}", tmp_path, over=True)

    assert storages["default"].open("documents/large.pdf").read() == bytes(range(256)) * 50_000
    parts = copies.head_object(Bucket=COPIES, Key=key)["ETag"].strip('"').rpartition("-")[2]
    assert int(parts) > 2


def test_old_copies_go_once_a_new_one_is_there_and_what_is_no_backup_stays(site, copies, capsys):
    now = datetime.now(UTC)
    for age in (1, 2, 40):
        copies.put_object(Bucket=COPIES, Key=f"site/nightly/{name_at(now - timedelta(days=age))}", Body=b"x")
    for other in ("site/nightly/notes.txt", f"site/{name_at(now - timedelta(days=50))}"):
        copies.put_object(Bucket=COPIES, Key=other, Body=b"x")

    call_command("backup", TO, keep_days=2)

    left = keys_in(copies, COPIES)
    assert len([key for key in left if key.startswith("site/nightly/letters-")]) == 2
    assert len(left) == 4
    assert capsys.readouterr().out.count("deleted letters-") == 2


def test_key_that_may_only_bring_makes_backups_and_can_neither_read_nor_delete_one(site, give, copies):
    """What a host that is taken can do to the copies that lie there."""
    give(*rights_of("backups, made"))
    call_command("backup", TO)
    [key] = keys_in(copies, COPIES)
    place, name = place_and_name(f"s3://{COPIES}/{key}")

    for forbidden in (lambda: place.delete(name), place.names, lambda: place.opened(name).__enter__()):
        with pytest.raises(OSError, match="AccessDenied|403"):
            forbidden()
    with pytest.raises(CommandError, match="older ones were not deleted: s3://copies/.*: AccessDenied"):
        call_command("backup", TO, keep_days=1)
    assert len(keys_in(copies, COPIES)) in (1, 2)  # two within one second have one name


class TestFaults:
    def test_bucket_that_is_not_there_or_a_key_that_is_refused_is_said_without_the_key(
        self, site, settings, give
    ):
        with pytest.raises(CommandError, match=r"no backup was made: s3://nowhere/x: \w+$"):
            call_command("backup", "s3://nowhere/x")
        give()
        with pytest.raises(CommandError, match="no backup was made: s3://copies/site/nightly: AccessDenied"):
            call_command("backup", TO)

    def test_bucket_that_is_away_is_said(self, site, settings, tmp_path, monkeypatch):
        monkeypatch.setattr(bucket, "PATIENCE", Config(retries={"total_max_attempts": 1}))
        settings.BACKUP_STORE = {**settings.BACKUP_STORE, "endpoint_url": "http://127.0.0.1:1"}

        with pytest.raises(CommandError, match="no backup was made: .*: EndpointConnectionError"):
            call_command("backup", TO)
        with pytest.raises(CommandError, match="EndpointConnectionError"):
            restore(f"{TO}/letters-2026-01-01T000000Z.backup", tmp_path)

    def test_one_that_fails_on_its_way_leaves_no_file_and_no_part(self, site, copies, monkeypatch):
        def fails(*_args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("home.backup.actions.writing._add_files", fails)
        with pytest.raises(CommandError, match="there is no room left"):
            call_command("backup", TO)

        assert keys_in(copies, COPIES) == []
        assert "Uploads" not in copies.list_multipart_uploads(Bucket=COPIES)

    def test_parts_that_a_killed_one_left_go_with_the_next(self, site, copies):
        left = BucketFolder(COPIES, "site/nightly").new_file("letters-2026-01-01T000000Z.backup")
        left.__enter__().write(b"half")
        assert len(copies.list_multipart_uploads(Bucket=COPIES)["Uploads"]) == 1

        call_command("backup", TO)

        assert "Uploads" not in copies.list_multipart_uploads(Bucket=COPIES)
        assert len(keys_in(copies, COPIES)) == 1

    def test_parts_of_others_and_those_still_on_their_way_stay(self, site, copies, monkeypatch):
        names = [name_at(datetime(2026, 1, day, tzinfo=UTC)) for day in (1, 2, 3)]
        keys = [*(f"site/nightly/{name}" for name in names), "site/nightly/film.mp4"]
        keys += [f"site/nightly/of-others/{names[0]}", f"site/{names[0]}"]
        for key in keys:
            copies.create_multipart_upload(Bucket=COPIES, Key=key)
        begun_today(monkeypatch, keys[1])

        call_command("backup", TO)

        left = {each["Key"] for each in copies.list_multipart_uploads(Bucket=COPIES)["Uploads"]}
        assert left == set(keys) - {keys[0], keys[2]}

    def test_bucket_whose_answer_to_the_end_is_lost_has_the_backup(self, site, copies, monkeypatch, tmp_path):
        client = BucketFolder(COPIES, "site").client
        complete = client.complete_multipart_upload

        def unheard(**what):
            complete(**what)
            raise ReadTimeoutError(endpoint_url="x")

        client.complete_multipart_upload = unheard
        monkeypatch.setattr(BucketFolder, "client", client)
        call_command("backup", TO)

        [key] = keys_in(copies, COPIES)
        restore(f"s3://{COPIES}/{key}", tmp_path, over=True)
        assert len(texts()) == 2

    def test_older_file_of_that_name_is_not_taken_for_one_that_failed_at_its_end(
        self, site, copies, monkeypatch
    ):
        client = BucketFolder(COPIES, "site").client

        def fails(**_what):
            raise ReadTimeoutError(endpoint_url="x")

        client.complete_multipart_upload = fails
        monkeypatch.setattr(BucketFolder, "client", client)
        copies.put_object(Bucket=COPIES, Key="site/nightly/mine.backup", Body=b"older")
        with pytest.raises(CommandError, match="no backup was made: .*: ReadTimeoutError"):
            call_command("backup", f"{TO}/mine.backup")

        assert "Uploads" not in copies.list_multipart_uploads(Bucket=COPIES)

    def test_bucket_gets_the_time_that_large_files_take(self, site):
        asked = BucketFolder(COPIES, "site").client.meta.config
        assert asked.read_timeout >= 120 and asked.retries["total_max_attempts"] == 5

    def test_backup_without_a_prefix_is_refused_and_one_that_lies_there_is_read(self, site, copies):
        name = name_at(datetime.now(UTC))
        copies.put_object(Bucket=COPIES, Key=name, Body=b"of old")

        for bare in (f"s3://{COPIES}", f"s3://{COPIES}/mine.backup"):
            with pytest.raises(CommandError, match="no backup was made: .*: a prefix is missing"):
                call_command("backup", bare)
        assert keys_in(copies, COPIES) == [name]
        place, name = place_and_name(f"s3://{COPIES}/{name}")
        with place.opened(name) as file:
            assert file.read() == b"of old"

    def test_second_one_at_once_is_refused(self, site):
        refused = pytest.raises(CommandError, match="another backup is being written into s3://copies")
        with BucketFolder(COPIES, "site/nightly").alone(), refused:
            call_command("backup", TO)

    def test_connection_that_breaks_while_restoring_is_taken_up_where_it_was(
        self, site, copies, monkeypatch, tmp_path
    ):
        call_command("backup", TO)
        [key] = keys_in(copies, COPIES)
        read, broken = bucket.Download._piece, iter([False, True, True, False, True])

        def breaks(self, size):
            if next(broken, False):
                raise ReadTimeoutError(endpoint_url="x")
            return read(self, size)

        monkeypatch.setattr(bucket.Download, "_piece", breaks)
        monkeypatch.setattr(bucket, "READ_BYTES", 2**14)
        restore(f"s3://{COPIES}/{key}", tmp_path, over=True)

        assert len(texts()) == 2
        assert next(broken, "all came") == "all came"

    def test_truncated_one_changes_nothing(self, site, copies, tmp_path):
        call_command("backup", TO)
        [key] = keys_in(copies, COPIES)
        sealed = copies.get_object(Bucket=COPIES, Key=key)["Body"].read()
        copies.put_object(Bucket=COPIES, Key=key, Body=sealed[:-100])

        with pytest.raises(CommandError, match="cut short"):
            restore(f"s3://{COPIES}/{key}", tmp_path, over=True)

        assert len(texts()) == 2


def test_addresses_are_told_apart(tmp_path):
    place, name = place_and_name("s3://copies/site/nightly/")
    assert (str(place), name) == ("s3://copies/site/nightly", "")
    place, name = place_and_name("s3://copies/letters-2026-01-01T000000Z.backup")
    assert (str(place), name) == ("s3://copies", "letters-2026-01-01T000000Z.backup")
    assert str(place_and_name("s3://copies")[0]) == "s3://copies"
    place, name = place_and_name(str(tmp_path / "one.backup"))
    assert isinstance(place, Folder) and name == "one.backup"
    assert place_and_name(str(tmp_path))[1] == ""
