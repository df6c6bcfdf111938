"""Originals that a request stored and then rolled back: no row names them, so nothing would delete them."""

import threading
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import Error
from django.db.models.fields.files import FieldFile


class _OfThread(threading.local):
    """Others may still be in the transaction that stores the row; here the request's own is over."""

    is_serving = False
    stored: tuple[tuple[FieldFile, str], ...] = ()  # with their names


_here = _OfThread()


def connect() -> None:
    request_started.connect(_begin)
    request_finished.connect(delete_left_behind)


def note_stored(file: FieldFile) -> None:
    if _here.is_serving:
        _here.stored += ((file, str(file.name)),)


def delete_left_behind(**_signal: Any) -> None:
    """Delete what no row names; while the database or the store is away, it waits for the next request."""
    _here.is_serving = False
    _here.stored = tuple(each for each in _here.stored if not _is_settled(*each))


def _begin(**_signal: Any) -> None:
    _here.is_serving = True


def _is_settled(file: FieldFile, name: str) -> bool:
    rows = type(file.instance)._default_manager
    try:
        if not rows.filter(**{file.field.name: name}).exists():
            file.storage.delete(name)
    except (Error, OSError):
        return False
    return True
