"""Invented nonsense, by the thousand with `make fuzz`: no page answers 5xx, no file crashes us."""

import os
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from home.pictures.reencoding import PictureRefused, reencode
from prisoner_pages.people.filters.table import FILTERS
from tests.factories.pictures import jpeg_with_gps, picture_bytes, png_with_text
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.tiers import LONG

pytestmark = pytest.mark.fuzz

EXAMPLES = {"many": 2_000}.get(os.environ.get("HYPOTHESIS_PROFILE"), 25)
# One example may wait for the others on a busy machine; the site's state is the same for all.
PATIENT = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="HYPOTHESIS_PROFILE" not in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PARAMETERS = [*(each.name for each in FILTERS), "order", "page"]
# Bytes as WSGI hands them over: any of 256, one character each.
raw = st.binary(max_size=300).map(lambda data: data.decode("latin-1"))
words = st.text(max_size=80)


@pytest.fixture
def site(db):
    open_locales("uk", "en")
    PrisonerFactory(writable=True, slug="olena")


@pytest.mark.full(LONG)
@PATIENT
@given(query=raw)
def test_any_bytes_as_a_query(client, site, query):
    assert client.get("/uk/prisoners/", QUERY_STRING=query).status_code < 500


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@PATIENT
@given(parameters=st.dictionaries(st.sampled_from(PARAMETERS), words, max_size=6))
def test_any_words_as_filters(client, site, parameters):
    assert client.get("/en/prisoners/", parameters).status_code < 500


@PATIENT
@given(path=st.text(max_size=120))
def test_any_words_as_an_address(client, site, path):
    assert (
        client.get("/", PATH_INFO="/" + path.encode("utf-8", "replace").decode("latin-1")).status_code < 500
    )


@pytest.mark.full(LONG)
@PATIENT
@given(
    values=st.dictionaries(
        st.sampled_from(
            ["HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_HOST"]
        ),
        raw,
        max_size=5,
    )
)
def test_any_bytes_as_headers(client, site, values):
    assert client.get("/uk/", **values).status_code < 500


@PATIENT
@given(
    body=st.binary(max_size=400),
    kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]),
)
def test_any_bytes_as_a_form(client, site, body, kind):
    assert client.post("/uk/letters/status/", body, content_type=kind).status_code < 500


PICTURES = [jpeg_with_gps(size=(80, 60)), png_with_text(), picture_bytes("WEBP", size=(40, 40))]


@pytest.mark.full(LONG)
@PATIENT
@given(
    picture=st.sampled_from(PICTURES),
    changes=st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), min_size=1, max_size=12),
    kept=st.floats(0.05, 1),
)
def test_any_damage_to_a_picture(picture, changes, kept):
    damaged = bytearray(picture)
    for place, value in changes:
        damaged[place % len(damaged)] = value

    try:
        result = reencode(BytesIO(bytes(damaged[: max(1, int(len(damaged) * kept))])))
    except PictureRefused as refused:
        assert refused.messages[0]
    else:
        assert b"CANARY" not in result.bytes
