"""Where files lie: what has no address, and buckets whose keys stay out of the queue."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage


class PrivateFiles(FileSystemStorage):
    """Files that no URL leads to; a view that has checked the reader's right opens them."""

    def url(self, name):
        raise ValueError("A private file is not accessible via a URL.")


class Bucket(S3Storage):
    """A bucket known by its alias in STORAGES.

    To delete a file later, Wagtail writes how its storage is made into the queue: that is the alias
    alone here, since the options hold the secret key.
    """

    def __init__(self, *, alias, **options):
        self.alias = alias
        super().__init__(**(options or self._configured()))

    def _configured(self):
        options = settings.STORAGES[self.alias]["OPTIONS"]
        return {name: value for name, value in options.items() if name != "alias"}

    def deconstruct(self):
        return "home.storage.Bucket", [], {"alias": self.alias}
