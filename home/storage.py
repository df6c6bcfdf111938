"""Where files are stored: on disk without an address, or in buckets whose keys stay out of the queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

FAULTS = (BotoCoreError, ClientError, Boto3Error, RetriesExceededError)
# Somebody waits for the answer: a bucket that does not answer is away, and tried once more.
PATIENCE = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 2, "mode": "standard"})
TO_BE_SAVED = {"ResponseContentDisposition": "attachment", "ResponseCacheControl": "no-store"}


class FilesAway(OSError):
    """A bucket does not answer or refuses; the message is the kind of the fault, without address or key."""


def words_of(fault: Exception) -> str:
    if isinstance(fault, ClientError):
        return str(fault.response["Error"].get("Code", type(fault).__name__))
    return type(fault).__name__


@contextmanager
def asking() -> Iterator[None]:
    """Raise what a bucket's library raises as FilesAway, so that whoever knows disks knows buckets."""
    try:
        yield
    except FAULTS as fault:
        raise FilesAway(words_of(fault)) from None


class PrivateFiles(FileSystemStorage):
    """Files without a URL; a view that has checked the reader's permission opens them."""

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("A private file is not accessible via a URL.")


class Bucket(S3Storage):
    """A bucket known by its alias in STORAGES.

    To delete a file later, Wagtail writes the arguments of its storage into the queue: here only the
    alias, since the options hold the secret key. Raises FilesAway, an OSError, when it does not answer.
    """

    def __init__(self, *, alias: str, **options: Any) -> None:
        self.alias = alias
        options = options or self._configured()
        signed = Config(
            signature_version=options.get("signature_version"),
            s3={"addressing_style": options.get("addressing_style")},
        )
        super().__init__(client_config=signed.merge(PATIENCE), **options)

    def _configured(self) -> dict[str, Any]:
        options = settings.STORAGES[self.alias]["OPTIONS"]
        return {name: value for name, value in options.items() if name != "alias"}

    def deconstruct(self) -> tuple[str, list[Any], dict[str, str]]:
        return "home.storage.Bucket", [], {"alias": self.alias}

    def url(
        self, name: str | None, parameters: Any = None, expire: int | None = None, http_method: Any = None
    ) -> str:
        """Return the address; a signed one is saved as a file, not shown beside what another page runs."""
        wanted = {**TO_BE_SAVED, **(parameters or {})} if self.querystring_auth else parameters
        return str(super().url(name, wanted, expire, http_method))

    def open(self, name: str, mode: str = "rb") -> "File[Any]":
        with asking():
            file = super().open(name, mode)
            if "r" in mode:
                file.open()  # read here, and not where nobody thinks of a fault
            return file

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        with asking():
            return super().save(name, content, max_length)

    def delete(self, name: str) -> None:
        with asking():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with asking():
            return bool(super().exists(name))

    def listdir(self, path: str) -> Any:
        with asking():
            return super().listdir(path)

    def size(self, name: str) -> int:
        with asking():
            return int(super().size(name))
