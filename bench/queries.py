"""Prints {name: {queries, first_queries, first_ms}} of requests made anew, of the project DJANGO_SETTINGS_MODULE names.

`first` is the first answer after a change, in milliseconds of processor; the change is made by the second argument.

  python bench/queries.py '{"home": "/en/"}' 'from prisoner_pages.models import Prisoner; Prisoner.objects.last().save()'
"""

import json
import os
import statistics
import sys
import time

sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

CHANGES = 7
client = Client(HTTP_HOST="localhost")


def read(path):
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)


def counted(path):
    with CaptureQueriesContext(connection) as queries:
        read(path)
    return len(queries)


def first_ms(path, change):
    exec(change, {})
    begun = time.process_time()
    read(path)
    return (time.process_time() - begun) * 1000


def figures(path, change):
    for _time in range(2):
        read(path)
    queries = counted(path)
    took = [first_ms(path, change) for _time in range(CHANGES)]
    exec(change, {})
    return {"queries": queries, "first_queries": counted(path), "first_ms": statistics.median(took)}


print(json.dumps({name: figures(path, sys.argv[2]) for name, path in json.loads(sys.argv[1]).items()}))
