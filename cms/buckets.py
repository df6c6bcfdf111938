"""Whether the two buckets do what they are for: tried with one small file each, which is gone afterwards."""

import secrets
import urllib.error
import urllib.request
from urllib.parse import urlsplit, urlunsplit

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from home.settings.defaults import settings
from home.storage import Bucket

SECONDS = 10  # that a bucket may take to answer
FOLDER = "doctor"
CONTENT = b"A file of manage.py doctor: delete it."


def trouble_with_buckets() -> str:
    """Return what is wrong, "" where nothing is or files lie on disk."""
    public, private = storages["renditions"], storages["default"]
    if not (isinstance(public, Bucket) and isinstance(private, Bucket)):
        return ""
    if settings.SITE_ROLE == "public":
        return _keys_too_many(public, private)
    return "; ".join(filter(None, [_tried(public, is_public=True), _tried(private, is_public=False)]))


def _keys_too_many(*buckets: Bucket) -> str:
    named = [bucket.bucket_name for bucket in buckets if bucket.access_key or bucket.secret_key]
    return f"a public host needs no key of a bucket, and has one of {', '.join(named)}" if named else ""


def _tried(bucket: Bucket, *, is_public: bool) -> str:
    name = ""
    try:
        name = bucket.save(f"{FOLDER}/{secrets.token_hex(8)}", ContentFile(CONTENT))
        with bucket.open(name) as file:
            if file.read() != CONTENT:
                return f"{bucket.bucket_name}: what was stored comes back changed"
        return _seen_by_strangers(bucket, name, is_public=is_public)
    except (BotoCoreError, ClientError, OSError) as error:
        return f"{bucket.bucket_name}: {_words_of(error)}"
    finally:
        if name:
            _delete(bucket, name)


def _seen_by_strangers(bucket: Bucket, name: str, *, is_public: bool) -> str:
    """Ask for the file as anybody could, without a key."""
    opens = _opens(urlunsplit(urlsplit(bucket.url(name))._replace(query="")))
    if opens and not is_public:
        return f"{bucket.bucket_name}: everybody can read originals; take public reading from its policy"
    if is_public and not opens:
        return f"{bucket.bucket_name}: visitors can't read it; give everybody s3:GetObject on it, and no more"
    return ""


def _opens(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310  our own settings
            return answer.read(len(CONTENT)) == CONTENT
    except (urllib.error.URLError, OSError):
        return False


def _delete(bucket: Bucket, name: str) -> None:
    try:
        bucket.delete(name)
    except (BotoCoreError, ClientError):
        """It says in itself what it is."""


def _words_of(error: Exception) -> str:
    """Return the kind of the fault, without the address or a key."""
    if isinstance(error, ClientError):
        return str(error.response["Error"].get("Code", type(error).__name__))
    return type(error).__name__
