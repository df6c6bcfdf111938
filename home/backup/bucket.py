"""Backups in a bucket, at `s3://BUCKET/PREFIX`: written part by part, with no more than one in memory."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
from botocore.config import Config

from home.backup.copies import PATTERN
from home.backup.places import LOCK, Folder, Place, locked
from home.settings.defaults import settings
from home.storage import FilesAway, asking

SCHEME = "s3"
# A bucket takes 10,000 parts of one file: 160 GB.
PART_BYTES = 16 * 2**20
READ_BYTES = 2**20
TRIES = 3
# Nobody waits for the answer, and a bucket takes a while to put many parts together.
PATIENCE = Config(connect_timeout=10, read_timeout=120, retries={"total_max_attempts": 5, "mode": "standard"})
# What a file carries, so that one that is there is known as the one that was sent.
MARK = "upload"
# By then no other host still sends the parts.
LEFT_BEHIND = timedelta(days=1)
NO_PREFIX = "a prefix is missing: s3://BUCKET/PREFIX keeps backups apart from whatever else is there"


def place_and_name(address: str) -> tuple[Place, str]:
    """Return the place, and the name of a file in it; "" where the address is that of the place itself."""
    if address.startswith(f"{SCHEME}://"):
        parts = urlsplit(address)
        folder, _slash, last = parts.path.strip("/").rpartition("/")
        if last.endswith(".backup"):
            return BucketFolder(parts.netloc, folder), last
        return BucketFolder(parts.netloc, parts.path.strip("/")), ""
    path = Path(address)
    return (Folder(path), "") if path.is_dir() else (Folder(path.parent), path.name)


class BucketFolder:
    def __init__(self, bucket: str, prefix: str) -> None:
        self.bucket, self.prefix = bucket, f"{prefix}/" if prefix else ""

    def __str__(self) -> str:
        return f"{SCHEME}://{self.bucket}/{self.prefix}".rstrip("/")

    @property
    def client(self) -> Any:
        style = settings.BACKUP_STORE["addressing_style"]
        options = {name: value for name, value in settings.BACKUP_STORE.items() if name != "addressing_style"}
        return boto3.client("s3", config=PATIENCE.merge(Config(s3={"addressing_style": style})), **options)

    def of(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"{self.prefix}{name}"}

    @contextmanager
    def alone(self) -> Iterator[None]:
        if not self.prefix:
            raise OSError(NO_PREFIX)
        with locked(Path(settings.VAR_DIR) / LOCK, what=str(self)):
            with suppress(FilesAway):  # its key may not: then the bucket's own rules clean up
                self._forget_unfinished()
            yield

    def _forget_unfinished(self) -> None:
        with asking():
            client = self.client
            pages = client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket, Prefix=self.prefix
            )
            for left in [each for page in pages for each in page.get("Uploads", ()) if self._is_left(each)]:
                client.abort_multipart_upload(Bucket=self.bucket, Key=left["Key"], UploadId=left["UploadId"])

    def _is_left(self, upload: dict[str, Any]) -> bool:
        """Is it a backup of ours that nobody sends any more? A bucket may hold what others upload."""
        is_ours = PATTERN.fullmatch(upload["Key"].removeprefix(self.prefix))
        return bool(is_ours) and upload["Initiated"] < datetime.now(UTC) - LEFT_BEHIND

    @contextmanager
    def new_file(self, name: str) -> Iterator[BinaryIO]:
        file = Upload(self.client, self.of(name))
        try:
            yield cast(BinaryIO, file)
            file.complete()
        except BaseException:
            with suppress(FilesAway):
                file.abort()
            raise

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        yield cast(BinaryIO, io.BufferedReader(Download(self.client, self.of(name)), READ_BYTES))

    def names(self) -> list[str]:
        with asking():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=self.prefix, Delimiter="/"
            )
            return [
                each["Key"].removeprefix(self.prefix) for page in pages for each in page.get("Contents", ())
            ]

    def delete(self, name: str) -> None:
        with asking():
            self.client.delete_object(**self.of(name))


class Upload:
    """A file of a bucket that is there once it is complete, and not before."""

    def __init__(self, client: Any, where: dict[str, str]) -> None:
        self.client, self.parts, self.waiting, self.sent = client, list[dict[str, Any]](), bytearray(), 0
        self.file, self.mark = where, uuid4().hex
        with asking():
            begun = client.create_multipart_upload(**where, Metadata={MARK: self.mark})
        self.where = {**where, "UploadId": begun["UploadId"]}

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) >= PART_BYTES:
            self._send(bytes(self.waiting[:PART_BYTES]))
            del self.waiting[:PART_BYTES]
        return len(data)

    def tell(self) -> int:
        return self.sent + len(self.waiting)

    def complete(self) -> None:
        self._send(bytes(self.waiting))
        try:
            with asking():
                self.client.complete_multipart_upload(**self.where, MultipartUpload={"Parts": self.parts})
        except FilesAway:
            if not self._is_there():
                raise

    def _is_there(self) -> bool:
        """Look whether the answer was lost and not the file. A key that may only bring can't tell: no."""
        with suppress(FilesAway), asking():
            return bool(self.client.head_object(**self.file)["Metadata"].get(MARK) == self.mark)
        return False

    def abort(self) -> None:
        with asking():
            self.client.abort_multipart_upload(**self.where)

    def _send(self, part: bytes) -> None:
        number = len(self.parts) + 1
        with asking():
            told = self.client.upload_part(**self.where, PartNumber=number, Body=part)
        self.parts.append({"ETag": told["ETag"], "PartNumber": number})
        self.sent += len(part)


class Download(io.RawIOBase):
    """Reads on where it was when the connection breaks: a database takes a while over what it was given."""

    def __init__(self, client: Any, where: dict[str, str]) -> None:
        self.client, self.where, self.at = client, where, 0
        self.body: Any = None
        with asking():
            told = client.head_object(**where)
        self.size, self.tag = int(told["ContentLength"]), told["ETag"]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        for left in reversed(range(TRIES)):
            try:
                with asking():
                    data = self._piece(len(buffer))
                break
            except FilesAway:
                self.body = None
                if not left:
                    raise
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)

    def _piece(self, size: int) -> bytes:
        if self.at >= self.size:
            return b""
        if self.body is None:
            since = {"Range": f"bytes={self.at}-", "IfMatch": self.tag}
            self.body = self.client.get_object(**self.where, **since)["Body"]
        return bytes(self.body.read(size))
