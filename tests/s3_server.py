"""A server of S3's protocol, over HTTP and as strict as S3: a key may no more than it is given.

moto keeps the files and heeds the rights of keys. What it lets pass is asked at the door before it: whether a
link was signed by whom it says and is not over, and what a bucket's policy gives to those who have no key.
"""

import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from unittest import mock
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

import boto3
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings
from moto import settings as moto_settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.access_control import PermissionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

from home import storage
from home.models import SiteImage, SiteRendition
from home.settings.storage import file_storages

REGION = "eu-central-1"
PUBLIC, PRIVATE = "site-media", "site-originals"
EVERYTHING = ("s3:*", "iam:*")
# What strangers ask a bucket for, as policies name it.
ASKED = {True: "s3:GetObject", False: "s3:ListBucket"}
# Instead of a status: the connection stands, and no answer comes.
NEVER = 0


class S3:
    """The server; `keys` are those of whoever set it up and may do everything."""

    def __init__(self):
        self.secrets, self.faults, self.asked = {}, [], 0
        app = DomainDispatcherApplication(create_backend_app)
        self.server = make_server(
            "127.0.0.1", 0, self.guarded(app), threaded=True, request_handler=MotoRequestHandler
        )
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()
        with everybody_may():
            self.keys = self.user(EVERYTHING, "*")

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def client(self, service="s3", keys=None):
        key_id, secret = keys or self.keys
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
        )

    def user(self, rights, *buckets):
        """Make somebody with these rights in these buckets and no others; return (key, secret)."""
        iam, name = self.client("iam", keys=getattr(self, "keys", ("x", "x"))), uuid4().hex
        iam.create_user(UserName=name)
        if rights:
            iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=policy(rights, buckets))
        made = iam.create_access_key(UserName=name)["AccessKey"]
        self.secrets[made["AccessKeyId"]] = made["SecretAccessKey"]
        return made["AccessKeyId"], made["SecretAccessKey"]

    @contextmanager
    def answering(self, *faults):
        """Let the next requests be answered by these, or NEVER; yield what tells how many there were."""
        begun, self.faults, self.over = self.asked, list(faults), Event()
        try:
            yield lambda: self.asked - begun
        finally:
            self.faults = []
            self.over.set()

    def broken(self, environ, start_response):
        """Answer by the fault that is next, else return None."""
        self.asked += 1
        if not self.faults:
            return None
        status = self.faults.pop(0)
        if status == NEVER:
            self.over.wait()
        start_response(f"{status or 500} Fault", [("Content-Type", "application/xml")])
        return [b"<Error><Code>Fault</Code></Error>"]

    def guarded(self, app):
        def door(environ, start_response):
            if answer := self.broken(environ, start_response):
                return answer
            if "HTTP_AUTHORIZATION" not in environ and not self.let_in(environ):
                start_response("403 Forbidden", [("Content-Type", "application/xml")])
                return [b"<Error><Code>AccessDenied</Code></Error>"]
            return app(environ, start_response)

        return door

    def let_in(self, environ):
        """Let the request in as somebody whom moto knows, or say that it may not."""
        query = dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))
        if "X-Amz-Signature" in query:
            key_id = query["X-Amz-Credential"].split("/")[0]
            if not is_sound(environ, query, self.secrets.get(key_id, "")):
                return False
        elif is_for_everybody(environ):
            key_id, _secret = self.keys
        else:
            return False
        rest = {name: value for name, value in query.items() if not name.startswith("X-Amz-")}
        environ["QUERY_STRING"] = urlencode(rest)
        environ["REQUEST_URI"] = environ["RAW_URI"] = f"{path_of(environ)}?{urlencode(rest)}"
        sign(environ, Credentials(key_id, self.secrets[key_id]))
        return True


def policy(rights, buckets):
    things = [f"arn:aws:s3:::{name}{part}" for name in buckets for part in ("", "/*")]
    wanted = "*" if "*" in buckets else things
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": list(rights), "Resource": wanted}],
        }
    )


def for_everybody(bucket, *rights):
    """Return the policy of a bucket that gives these rights to those who have no key."""
    things = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    statement = {"Effect": "Allow", "Principal": "*", "Action": list(rights), "Resource": things}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def path_of(environ):
    return environ["REQUEST_URI"].partition("?")[0]


def is_for_everybody(environ):
    bucket, _slash, key = path_of(environ).lstrip("/").partition("/")
    known = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets.get(bucket)
    arn = f"arn:aws:s3:::{bucket}/{key}" if key else f"arn:aws:s3:::{bucket}"
    is_reading = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    return (
        known is not None
        and is_reading
        and known.get_permission(ASKED[bool(key)], arn) == PermissionResult.PERMITTED
    )


def is_sound(environ, query, secret):
    """Is this link signed with this secret, and not over yet?"""
    made, seconds = query["X-Amz-Date"], int(query["X-Amz-Expires"])
    begun = datetime.strptime(made, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if datetime.now(UTC) > begun + timedelta(seconds=seconds):
        return False
    _key_id, _day, region, service, _end = query["X-Amz-Credential"].split("/")
    rest = urlencode({name: value for name, value in query.items() if name != "X-Amz-Signature"})
    request = AWSRequest(
        environ["REQUEST_METHOD"],
        f"http://{environ['HTTP_HOST']}{path_of(environ)}?{rest}",
        headers={"host": environ["HTTP_HOST"]},
    )
    request.context["timestamp"] = made
    auth = S3SigV4QueryAuth(Credentials("x", secret), service, region, expires=seconds)
    return (
        auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
        == (query["X-Amz-Signature"])
    )


def sign(environ, credentials):
    request = AWSRequest(
        environ["REQUEST_METHOD"], f"http://{environ['HTTP_HOST']}{environ['REQUEST_URI']}", headers={}
    )
    S3SigV4Auth(credentials, "s3", REGION).add_auth(request)
    for name, value in request.headers.items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value


@contextmanager
def everybody_may():
    """Let everything pass while the first user is made; from then on each key may what it was given."""
    moto_settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
    yield
    moto_settings.INITIAL_NO_AUTH_ACTION_COUNT = 0


def rights_in_manual(who):
    """Return the rights that docs/operations.md names for this row of its table, in order."""
    manual = (Path(__file__).parents[1] / "docs" / "operations.md").read_text()
    [row] = re.findall(rf"^\| {who} \|(.*)$", manual, re.MULTILINE)
    return re.findall(r"`(s3:\w+)`", row)


def keys_in(client, bucket):
    return [item["Key"] for item in client.list_objects_v2(Bucket=bucket).get("Contents", [])]


def empty(client, bucket):
    for key in keys_in(client, bucket):
        client.delete_object(Bucket=bucket, Key=key)
    client.delete_bucket(Bucket=bucket)


def stores_at(environ):
    """Return STORAGES of a site whose files lie where these variables say."""
    stores = file_storages(environ, media_root=settings.MEDIA_ROOT, media_url="/media/")
    return {**settings.STORAGES, **stores}


@contextmanager
def fields_asking_again():
    """Let fields take the storages of now: they keep the one they were made with, for good in a process."""
    fields = [model._meta.get_field("file") for model in (SiteImage, SiteRendition)]
    kept = [field.storage for field in fields]
    fields[0].storage, fields[1].storage = storages["default"], storages["renditions"]
    try:
        yield
    finally:
        fields[0].storage, fields[1].storage = kept


@contextmanager
def short_of_patience():
    """Give a bucket that never answers up at once: for where nothing is awaited."""
    patience = storage.PATIENCE.merge(Config(read_timeout=0.2))
    with (
        mock.patch.object(storage, "PATIENCE", patience),
        override_settings(STORAGES=settings.STORAGES),
        fields_asking_again(),
    ):
        yield


@contextmanager
def files_away(environ):
    """Let nobody listen where the files are asked for."""
    stores = stores_at({**environ, "AWS_S3_ENDPOINT_URL": "http://127.0.0.1:1"})
    with override_settings(STORAGES=stores), fields_asking_again():
        yield
