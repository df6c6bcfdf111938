"""Prints {name: queries} of warm requests made anew, of the project that DJANGO_SETTINGS_MODULE names.

  python bench/queries.py '{"home": "/en/"}'
"""

import json
import os
import sys

sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

client = Client(HTTP_HOST="localhost")


def read(path):
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)


def counted(path):
    for _time in range(2):
        read(path)
    with CaptureQueriesContext(connection) as queries:
        read(path)
    return len(queries)


print(json.dumps({name: counted(path) for name, path in json.loads(sys.argv[1]).items()}))
