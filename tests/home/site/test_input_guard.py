from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import FakePayload

from home.site.middleware.input_guard import LARGEST_NUMBER, PUBLIC, STAFF, InputGuard
from home.site.middleware.refused_forms import BEGINNING_BYTES, UNREAD_BYTES
from tests.factories.prisoner_pages import open_locales

pytestmark = pytest.mark.django_db


def passed(request):
    """What stands behind the guard: tells that the request came through."""
    request.POST  # noqa: B018  a view reads the form
    return HttpResponse("through", status=299)


def answer(path="/uk/", method="GET", **extra) -> HttpResponse:
    return InputGuard(passed)(RequestFactory().generic(method, path, **extra))


def posted(body: bytes | str, content_type="application/x-www-form-urlencoded", path="/uk/", **extra):
    data = body.encode() if isinstance(body, str) else body
    return InputGuard(passed)(RequestFactory().generic("POST", path, data, content_type, **extra))


class Endless:
    """A browser that goes on sending."""

    sent = largest = 0
    readline = None  # a stream has one; nobody reads lines

    def read(self, size):
        self.sent, self.largest = self.sent + size, max(self.largest, size)
        return bytes(size)


class TestQuery:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "q=",
            "q=İıẞ",
            "q=%D0%96",
            "page=2",
            f"page={LARGEST_NUMBER}",
            "page=00000000000000000000000002",
        ],
    )
    def test_honest_query_passes(self, query):
        assert answer(QUERY_STRING=query.encode().decode("latin-1")).status_code == 299

    @pytest.mark.both_databases
    @pytest.mark.parametrize(
        "query",
        ["q=%00", "%00=q", "page=%00", "q=%C0%AF", "q=%FF", f"page={LARGEST_NUMBER + 1}", "id=" + "9" * 400],
    )
    def test_query_no_database_can_take_is_refused(self, query):
        assert answer(QUERY_STRING=query).status_code == 400

    def test_raw_bytes_that_are_no_text_are_refused(self):
        assert answer(QUERY_STRING="q=\xff").status_code == 400

    @pytest.mark.parametrize(("size", "status"), [(PUBLIC.query_bytes, 299), (PUBLIC.query_bytes + 1, 400)])
    def test_query_has_a_length(self, size, status):
        many = "&".join(f"p{number}=" + "x" * 400 for number in range(5))
        query = many + "&q=" + "x" * (size - len(many) - 3)
        assert answer(QUERY_STRING=query).status_code == status

    @pytest.mark.parametrize(("count", "status"), [(PUBLIC.parameters, 299), (PUBLIC.parameters + 1, 400)])
    def test_query_has_so_many_parameters(self, count, status):
        assert answer(QUERY_STRING="&".join(["q=1"] * count)).status_code == status

    @pytest.mark.parametrize(("size", "status"), [(PUBLIC.value_chars, 299), (PUBLIC.value_chars + 1, 400)])
    def test_one_value_has_a_length(self, size, status):
        assert answer(QUERY_STRING="q=" + "x" * size).status_code == status

    def test_number_elsewhere_is_just_a_word(self):
        assert answer(QUERY_STRING="q=" + "9" * 400).status_code == 299

    def test_staff_may_ask_longer(self):
        query = "&".join(f"p{number}=" + "x" * 600 for number in range(10))
        assert answer("/admin/pages/", QUERY_STRING=query).status_code == 299
        assert answer("/admin/pages/", QUERY_STRING="q=%00").status_code == 400


class TestPath:
    @pytest.mark.parametrize("path", ["/%00/", "/uk/%00", "/uk/%ff/", "/admin/%00"])
    def test_path_that_is_no_text_is_refused(self, path):
        assert answer(path).status_code == 400

    def test_path_longer_than_any_of_ours_is_not_found(self):
        assert answer("/uk/" + "a/" * 2000).status_code == 404
        assert answer("/" + "ж" * 100_000).status_code == 404

    def test_path_in_cyrillic_passes(self):
        assert answer("/uk/листи/").status_code == 299


class TestMethod:
    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X\u0416"])
    def test_other_method_is_not_allowed(self, method):
        response = answer(method=method)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, POST"

    def test_method_in_a_header_changes_nothing(self):
        assert answer(HTTP_X_HTTP_METHOD_OVERRIDE="DELETE").status_code == 299


class TestForm:
    def test_honest_form_passes(self):
        assert posted("body=%D0%94%D0%BE%D0%B1%D1%80%D0%B8%D0%B9&name=").status_code == 299

    def test_form_with_a_file_passes(self):
        response = Client().post("/nowhere/", {"body": "Добрий день", "file": FakePayload(b"x")})
        assert response.status_code in (403, 404)

    @pytest.mark.parametrize("body", ["body=%00", "body=%FF%FE", b"body=\xff\xfe", "consent=on%00"])
    def test_form_that_is_no_text_is_refused(self, body):
        assert posted(body).status_code == 400

    def test_letter_in_a_refused_form_is_given_back(self):
        letter = "Дорогий Нарімане, " * 20
        response = posted("body=" + letter + "%00")
        assert response.status_code == 400
        assert letter.strip() in response.content.decode()

    @pytest.mark.parametrize("charset", ["utf-16", "nope", "rot13", "utf-7", "koi8-r"])
    def test_form_in_another_charset_is_refused(self, charset):
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            assert posted("body=x", f"{kind}; charset={charset}").status_code == 400

    @pytest.mark.parametrize(
        "content_type",
        ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\x01"],
    )
    def test_form_in_parts_without_a_boundary_is_refused(self, content_type):
        assert posted("--x\r\n", content_type).status_code == 400

    @pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/xml", ""])
    def test_what_is_no_form_is_refused(self, content_type):
        assert posted("[" * 100, content_type).status_code == 400

    @pytest.mark.parametrize(("size", "status"), [(PUBLIC.form_bytes, 299), (PUBLIC.form_bytes + 1, 413)])
    def test_form_has_a_size(self, size, status):
        assert posted("body=" + "x" * (size - 5)).status_code == status

    def test_text_inside_parts_has_the_same_size(self):
        part = '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n' + "x" * 300_000 + "\r\n--x--\r\n"
        assert posted(part, "multipart/form-data; boundary=x").status_code == 413

    def test_upload_too_large_is_read_out_in_pieces_up_to_a_bound_so_that_the_browser_sees_the_answer(self):
        """Closed on while it still sends, a browser shows a fault of its own, and the letter is gone."""
        for size in (PUBLIC.upload_bytes + 1, UNREAD_BYTES * 3):
            endless = Endless()
            length = {"wsgi.input": endless, "CONTENT_LENGTH": str(size)}
            response = posted(b"", "multipart/form-data; boundary=x", **length)

            assert response.status_code == 413
            assert min(size, UNREAD_BYTES) <= endless.sent <= UNREAD_BYTES + BEGINNING_BYTES
            assert endless.largest <= BEGINNING_BYTES

    @pytest.mark.parametrize("length", ["-1", "1e9", "x"])
    def test_length_that_is_no_number_is_refused(self, length):
        assert posted("x", CONTENT_LENGTH=length).status_code == 400

    def test_too_many_fields_are_refused(self):
        assert posted("&".join(f"f{number}=1" for number in range(101))).status_code == 400
        assert posted("&".join(f"f{number}=1" for number in range(100))).status_code == 299

    def test_form_cut_short_is_refused(self):
        part = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nDear'
        broken_off = {"wsgi.input": BytesIO(part), "CONTENT_LENGTH": "9000"}
        assert posted(b"", "multipart/form-data; boundary=x", **broken_off).status_code == 400

    def test_staff_may_send_more(self):
        body = "&".join(f"f{number}=" + "x" * 100 for number in range(3_000))
        assert posted(body, path="/admin/pages/1/edit/").status_code == 299
        assert posted("f=" + "x" * STAFF.form_bytes, path="/admin/pages/1/edit/").status_code == 413


class TestPage:
    @pytest.mark.parametrize(
        ("language", "words"), [("uk", "Не вдалося"), ("en", "We could not read this request")]
    )
    def test_refusal_is_readable_in_the_language_of_the_address(self, client, language, words):
        response = client.get(f"/{language}/?q=%00")

        assert response.status_code == 400
        assert f'lang="{language}"' in response.content.decode()

    def test_host_that_is_no_host_is_refused(self, client):
        for host in ("[::1", "evil.example/x", "a\x00b"):
            assert client.get("/robots.txt", headers={"host": host}).status_code == 400


class TestPortOfTheHost:
    """Addresses in our answers begin with the host asked for: it must be one of ours, port and all."""

    @pytest.fixture(autouse=True)
    def site(self, db, settings):
        open_locales("uk", "en")
        settings.ALLOWED_HOSTS = ["letters.example"]
        settings.ALLOWED_PORTS = ["8443"]

    @pytest.mark.parametrize(
        "path", ["/en/", "/en/prisoners/", "/robots.txt", "/sitemap.xml", "/api/v1/site"]
    )
    def test_port_where_nobody_reaches_us_is_refused_and_not_repeated(self, client, path):
        response = client.get(path, headers={"host": "letters.example:31337"})

        assert "31337" not in response.text + str(response.headers)
        assert response.status_code == 400

    @pytest.mark.parametrize(
        ("host", "how"),
        [
            ("letters.example", {}),
            ("letters.example:80", {}),
            ("letters.example:443", {"secure": True}),
            ("letters.example:8443", {}),  # that of the proxy before us
            ("letters.example:8001", {"SERVER_PORT": "8001"}),  # asked directly, as by a probe
        ],
    )
    def test_port_at_which_we_are_reached_is_ours(self, client, host, how):
        response = client.get("/robots.txt", headers={"host": host}, **how)

        assert response.status_code == 200
        assert f"://{host}/sitemap.xml" in response.text

    def test_port_counts_by_the_connection_only_where_the_connection_has_one(self, client):
        """Over a socket of the file system gunicorn takes the server's port from the host that was sent."""
        asked = {"SERVER_PORT": "31337", "REMOTE_ADDR": ""}

        response = client.get("/robots.txt", headers={"host": "letters.example:31337"}, **asked)

        assert response.status_code == 400
