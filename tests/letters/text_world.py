"""A letter of two paragraphs, its Russian text, and what translator and second reader send about it."""

from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

SOURCE = "Доброго дня!\n\nМи з котом читаємо 2 книжки."
ROWS = ["Добрый день!", "Мы с котом читаем 2 книги."]
ENGLISH = {"accept-language": "en"}


def address(letter, path=""):
    return f"/admin/letters/{letter.uuid}/{path and path + '/'}"


def post(client, letter, path, rows=ROWS, *, script=False, **fields):
    values = {"version": letter.version, "text_version": 0, "row": rows, **fields}
    headers = ENGLISH | ({"accept": "application/json"} if script else {})
    return client.post(address(letter, path), values, headers=headers)


def decide(client, letter, name, **fields):
    values = {"version": letter.version, **fields}
    return client.post(address(letter, f"check/{name}"), values, headers=ENGLISH)


def queries_of(call, *given, **named):
    with CaptureQueriesContext(connection) as asked:
        assert call(*given, **named).status_code == 200
    return len(asked)


def words(answer):
    return unescape(answer.content.decode())
