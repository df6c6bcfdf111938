"""The private folder: what has no address."""

from django.core.files.storage import FileSystemStorage


class PrivateFiles(FileSystemStorage):
    """Files that no URL leads to; a view that has checked the reader's right opens them."""

    def url(self, name):
        raise ValueError("A private file is not accessible via a URL.")
