"""Scans as a screener brings them in, reads them and makes letters of them."""

import uuid

from letters.choices.letters import Channel
from letters.choices.scans import ScanKind
from letters.intake.actions.scan_groups import do_to_pages, key_in_scan
from letters.intake.actions.scans import bring_scans, read_scans
from letters.intake.read_models import groups_of
from letters.models import ScanBatch
from letters.writing.content import Content

PDF, PICTURE = ScanKind.PDF, ScanKind.PICTURE


def bring(desk, by, *files, **about):
    return bring_scans(uuid=uuid.uuid4(), desk=desk, files=[(*file, "") for file in files], by=by, **about)


def read(desk, by, *files, **about):
    batch = bring(desk, by, *files, **about)
    read_scans(batch.pk)
    return ScanBatch.objects.get(pk=batch.pk)


def shape(batch):
    return [[page.position for page in group.pages] for group in groups_of(batch)]


def group(batch, number=0):
    return groups_of(batch)[number]


def do(act, batch, page, by, version=None):
    return do_to_pages(act, batch=batch, page=page, by=by, version=version or batch.version)


def key_in(batch, pages, by, nonce="nonce", body="Доброго дня!"):
    content = Content(prisoner="vilnyi", body=body)
    return key_in_scan(batch=batch, pages=pages, by=by, content=content, nonce=nonce, channel=Channel.PAPER)
