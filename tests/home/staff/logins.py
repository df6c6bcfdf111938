"""Logging in by the form, as a browser does, which keeps the key of its device."""

from django.test import Client

PASSWORD = "a long invented password"
LIST = "/admin/me/sessions/"


def with_password(user, password=PASSWORD):
    user.set_password(password)
    user.save()
    return user


def try_password(client, name, password):
    return client.post("/admin/login/", {"login": name, "password": password})


def log_in(user, client=None):
    client = client or Client()
    answer = try_password(client, user.username, PASSWORD)
    assert answer.status_code == 302, answer.content.decode()
    return client


def is_in(client):
    return client.get(LIST).status_code == 200
