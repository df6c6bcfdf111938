"""Where files are stored: on disk without an address, or in buckets whose keys stay out of the queue."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage


class PrivateFiles(FileSystemStorage):
    """Files without a URL; a view that has checked the reader's permission opens them."""

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("A private file is not accessible via a URL.")


class Bucket(S3Storage):
    """A bucket known by its alias in STORAGES.

    To delete a file later, Wagtail writes the arguments of its storage into the queue: here only the
    alias, since the options hold the secret key.
    """

    def __init__(self, *, alias: str, **options: Any) -> None:
        self.alias = alias
        super().__init__(**(options or self._configured()))

    def _configured(self) -> dict[str, Any]:
        options = settings.STORAGES[self.alias]["OPTIONS"]
        return {name: value for name, value in options.items() if name != "alias"}

    def deconstruct(self) -> tuple[str, list[Any], dict[str, str]]:
        return "home.storage.Bucket", [], {"alias": self.alias}
