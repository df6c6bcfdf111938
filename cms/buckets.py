"""Whether the two buckets do what they are for, and no more: tried with small files, gone afterwards.

The staff host tries each right that it needs, what strangers see, and whether the key of the public bucket
opens originals. A public host needs no key: it tries what strangers see, and what a key that it has opens.
"""

import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from home.models import SiteImage, SiteRendition
from home.settings.defaults import settings
from home.storage import Bucket, FilesAway, asking

SECONDS = 10  # that a bucket may take to answer
FOLDER = "doctor"
CONTENT = b"A file of manage.py doctor: delete it."


def trouble_with_buckets() -> str:
    """Return what is wrong, "" where nothing is or files lie on disk."""
    public, private = storages["renditions"], storages["default"]
    if not (isinstance(public, Bucket) and isinstance(private, Bucket)):
        return ""
    look = _seen_by_a_public_host if settings.SITE_ROLE == "public" else _seen_by_staff
    return "; ".join(look(public, private))


# --- Public host ----------------------------------------------------------------------------------
def _seen_by_a_public_host(public: Bucket, private: Bucket) -> list[str]:
    shown = SiteRendition.objects.public().values_list("file", flat=True).last()
    original = SiteImage.objects.values_list("file", flat=True).last()
    found = [_listed(public), _listed(private), _keys_too_many(public, private, original)]
    if shown and not _opens(_plain_address(public, shown)):
        found.append(f"{public.bucket_name}: {UNREADABLE}")
    if original and _opens(_plain_address(private, original)):
        found.append(f"{private.bucket_name}: {READABLE}")
    return list(filter(None, found))


def _keys_too_many(public: Bucket, private: Bucket, original: str | None) -> str:
    having = [bucket for bucket in (public, private) if bucket.access_key or bucket.secret_key]
    if not having:
        return ""
    names = ", ".join(bucket.bucket_name for bucket in having)
    opens = original and any(_key_opens(bucket, private, original) for bucket in having)
    and_what = f", and it opens originals in {private.bucket_name}: take it away at once" if opens else ""
    return f"a public host needs no key of a bucket, and has one of {names}{and_what}"


# --- Staff host -----------------------------------------------------------------------------------
def _seen_by_staff(public: Bucket, private: Bucket) -> list[str]:
    found = [
        _tried(public, _as_public),
        _listed(public),
        _tried(private, partial(_as_private, public=public)),
    ]
    return list(filter(None, found))


def _tried(bucket: Bucket, look: Callable[[Bucket, str], str]) -> str:
    """Store a file, use every right on it, and look at it as others may; name the first right that lacks."""
    name, right = f"{FOLDER}/{secrets.token_hex(8)}", "s3:ListBucket"
    is_stored = False
    try:
        bucket.listdir(FOLDER)
        right = "s3:GetObject"
        bucket.exists(name)  # which storing asks, too
        right = "s3:PutObject"
        name, is_stored = bucket.save(name, ContentFile(CONTENT)), True
        right = "s3:GetObject"
        with bucket.open(name) as file:
            if file.read() != CONTENT:
                return f"{bucket.bucket_name}: what was stored comes back changed"
        if found := look(bucket, name):
            return found
        right, is_stored = "s3:DeleteObject", False
        bucket.delete(name)
    except OSError as fault:
        return f"{bucket.bucket_name}: {fault} ({right})"
    finally:
        if is_stored:
            _delete(bucket, name)
    return ""


def _as_public(bucket: Bucket, name: str) -> str:
    return "" if _opens(_plain_address(bucket, name)) else f"{bucket.bucket_name}: {UNREADABLE}"


def _as_private(bucket: Bucket, name: str, *, public: Bucket) -> str:
    if _opens(_plain_address(bucket, name)):
        return f"{bucket.bucket_name}: {READABLE}"
    if public.access_key != bucket.access_key and _key_opens(public, bucket, name):
        return (
            f"{bucket.bucket_name}: the key of {public.bucket_name} opens originals; it needs no right here"
        )
    return ""


def _delete(bucket: Bucket, name: str) -> None:
    try:
        bucket.delete(name)
    except FilesAway:
        """It says in itself what it is."""


# --- What others see ------------------------------------------------------------------------------
READABLE = "everybody can read originals; take public reading from its policy"
UNREADABLE = "visitors can't read it; give everybody s3:GetObject on it, and no more"


def _listed(bucket: Bucket) -> str:
    """Ask for the names in it as anybody could, without a key."""
    folder = bucket.unsigned_connection.meta.client
    try:
        with asking():
            folder.list_objects_v2(Bucket=bucket.bucket_name, MaxKeys=1)
    except FilesAway:
        return ""
    return f"{bucket.bucket_name}: everybody can list it; take s3:ListBucket from its policy"


def _key_opens(whose: Bucket, bucket: Bucket, name: str) -> bool:
    """Ask one bucket for a file with the key of another."""
    try:
        with asking():
            whose.connection.meta.client.get_object(Bucket=bucket.bucket_name, Key=name)
    except FilesAway:
        return False
    return True


def _plain_address(bucket: Bucket, name: str) -> str:
    if bucket.custom_domain:
        return bucket.url(name)
    wanted = {"Bucket": bucket.bucket_name, "Key": name}
    return str(bucket.unsigned_connection.meta.client.generate_presigned_url("get_object", Params=wanted))


def _opens(address: str) -> bool:
    """Ask for the file as anybody could, without a key."""
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  our own settings
            return bool(answer.read(1))
    except (urllib.error.URLError, OSError):
        return False
