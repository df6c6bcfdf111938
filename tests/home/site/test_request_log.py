import io
import logging
from pathlib import Path

import pytest
from django.urls import path

from home.site.middleware.request_log import SafeFormatter

CANARY = "CANARY-4f1d"


def broken_view(request, slug):
    raise ValueError(f"could not read {request.GET} {slug}")


urlpatterns = [path("letters/<slug:slug>/", broken_view, name="broken")]
handler500 = "home.site.views.errors.server_error"


@pytest.fixture
def log():
    """Everything that the logging settings would write to standard error."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SafeFormatter())
    loggers = [logging.getLogger(name) for name in (None, "django", "django.request", "django.security")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def test_request_line_names_the_view_and_nothing_of_the_visitor(client, log):
    client.get(f"/robots.txt?{CANARY}=1", headers={"user-agent": CANARY, "referer": f"https://t.me/{CANARY}"})

    line = next(line for line in log.getvalue().splitlines() if "logger=requests" in line)
    assert "status=200" in line
    assert "route=home.site.views.root.robots" in line
    assert CANARY not in log.getvalue()
    assert "127.0.0.1" not in log.getvalue()


@pytest.mark.django_db
def test_unknown_address_is_not_written_down(client, log):
    client.get(f"/uk/{CANARY}/")

    assert "status=404" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_error_is_written_by_kind_and_place_without_its_words(client, log):
    client.raise_request_exception = False

    response = client.get(f"/letters/{CANARY}/?body={CANARY}")

    assert response.status_code == 500
    assert "error=ValueError" in log.getvalue()
    assert f"{Path(__file__).name}:" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_our_own_line_keeps_only_known_fields(log):
    logging.getLogger("letters.actions").warning(
        "Letter held", extra={"letter_id": 7, "body": CANARY, "sender": CANARY}
    )

    assert 'message="Letter held"' in log.getvalue()
    assert "letter_id=7" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_foreign_line_is_written_unfilled(log):
    logging.getLogger("somelibrary").warning("Cannot send to %s", CANARY)

    assert "Cannot send to %s" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_settings_write_only_through_the_safe_formatter(settings):
    handlers = settings.LOGGING["handlers"].values()

    assert {h.get("formatter") for h in handlers if h["class"] != "logging.NullHandler"} == {"safe"}


@pytest.mark.django_db
def test_watching_over_us_fills_no_log(client, log):
    client.get("/healthz")

    assert log.getvalue() == ""
