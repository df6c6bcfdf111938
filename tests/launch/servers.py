"""What a host of the site talks to: a mail server and two buckets, on the loopback."""

import json
import re
import time
from contextlib import contextmanager

import boto3
from aiosmtpd.controller import Controller
from moto.server import ThreadedMotoServer

from tests.factories.mail import MailServer

LONGEST_WAIT_SECONDS = 60


class Mailbox(MailServer):
    """All mail that the site has sent, whoever it is for."""

    def link_to(self, address, words=""):
        """Return the link of the newest mail to an address that holds these words; waits for it."""
        end = time.monotonic() + LONGEST_WAIT_SECONDS
        while not (found := [text for text in self.texts_to(address) if words in text]):
            assert time.monotonic() < end, (address, words, self.texts_to(address))
            time.sleep(0.2)
        return re.search(r"https://\S+", found[-1])[0]

    def texts_to(self, address):
        return [mail.get_content() for receivers, mail in self.mail if address in receivers]


@contextmanager
def mail_server(port):
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield mailbox
    controller.stop()


class Buckets:
    """A public bucket and a private one, as docs/operations.md has their rights."""

    public, private, region = "letters-media", "letters-originals", "eu-central-1"

    def __init__(self, address):
        self.address = address
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        self.client = boto3.client("s3", endpoint_url=address, region_name=self.region, **keys)
        for name in (self.public, self.private):
            where = {"LocationConstraint": self.region}
            self.client.create_bucket(Bucket=name, CreateBucketConfiguration=where)
        what = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
        policy = {
            "Version": "2012-10-17",
            "Statement": [{**what, "Resource": f"arn:aws:s3:::{self.public}/*"}],
        }
        self.client.put_bucket_policy(Bucket=self.public, Policy=json.dumps(policy))

    @property
    def names(self):
        """The settings of either side: where the buckets are."""
        return {
            "AWS_STORAGE_BUCKET_NAME": self.public,
            "AWS_PRIVATE_BUCKET_NAME": self.private,
            "AWS_S3_ENDPOINT_URL": self.address,
            "AWS_S3_REGION_NAME": self.region,
            "AWS_S3_ADDRESSING_STYLE": "path",
        }

    @property
    def keys(self):
        """The settings of the staff's side alone."""
        return {
            "AWS_ACCESS_KEY_ID": "key-of-media",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_PRIVATE_ACCESS_KEY_ID": "key-of-originals",
            "AWS_PRIVATE_SECRET_ACCESS_KEY": "secret",
        }

    def files(self, bucket):
        """Return {name: content}."""
        found = self.client.list_objects_v2(Bucket=bucket).get("Contents", [])
        names = [each["Key"] for each in found]
        return {name: self.client.get_object(Bucket=bucket, Key=name)["Body"].read() for name in names}

    @property
    def originals(self):
        """Without the small copies that staff see, which lie beside them."""
        files = self.files(self.private)
        return {name: content for name, content in files.items() if name.startswith("original_images/")}

    def empty(self):
        for bucket in (self.public, self.private):
            for name in self.files(bucket):
                self.client.delete_object(Bucket=bucket, Key=name)


@contextmanager
def object_store():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield Buckets("http://{}:{}".format(*server.get_host_and_port()))
    server.stop()
