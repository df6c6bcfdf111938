"""What nginx says by itself, with the sites that deploy/install writes and nothing behind it."""

import http.client
import socket
import ssl

import pytest

from deploy import layout
from deploy.answers import Answers
from tests.deploy.test_installing import WHOLE, nginx, with_certificate
from tests.waiting import wait_until

HTTP, HTTPS = 10080, 10443  # where the tests' nginx listens instead of 80 and 443


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    answers = Answers(**{**vars(WHOLE), **with_certificate(folder)})
    running = nginx(folder, layout.proxy(answers), "-g", "daemon off;")
    wait_until(listens)
    yield
    running.terminate()
    running.wait()


def listens():
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", HTTPS)) == 0


def connect(name, *, ciphers="DEFAULT"):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # it is signed by itself
    context.maximum_version = ssl.TLSVersion.TLSv1_2 if ciphers != "DEFAULT" else ssl.TLSVersion.TLSv1_3
    context.set_ciphers(ciphers)
    return context.wrap_socket(socket.create_connection(("127.0.0.1", HTTPS)), server_hostname=name)


def ask(path, *, name=WHOLE.public_name, method="GET", is_secure=True):
    asked = http.client.HTTPConnection("127.0.0.1", HTTP)
    if is_secure:
        asked.sock = connect(name)
    asked.request(method, path, headers={"Host": name})
    return asked.getresponse()


@pytest.mark.parametrize("name", [WHOLE.public_name, WHOLE.staff_name])
@pytest.mark.parametrize(("path", "status"), [("/metrics", 404), ("/", 502)])
def test_what_it_answers_itself_is_as_guarded_as_the_site(proxy, name, path, status):
    answer = ask(path, name=name)

    assert answer.status == status
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Server"] == "nginx"


def test_pages_are_led_to_https_and_programs_are_refused(proxy):
    page, program = ask("/uk/", is_secure=False), ask("/api/v1/people", is_secure=False)

    assert (page.status, page.headers["Location"]) == (301, f"https://{WHOLE.public_name}/uk/")
    assert program.status == 403


def test_trace_is_not_answered(proxy):
    assert ask("/", method="TRACE").status == 405


def test_a_name_that_is_not_ours_is_shown_no_certificate(proxy):
    with pytest.raises(ssl.SSLError):
        connect("other.example")


@pytest.mark.parametrize("weak", ["AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA", "AES256-SHA"])
def test_a_connection_whose_key_would_open_it_later_is_refused(proxy, weak):
    with pytest.raises(ssl.SSLError):
        connect(WHOLE.public_name, ciphers=f"{weak}:@SECLEVEL=0")


def test_a_connection_of_the_older_protocol_with_good_ciphers_is_taken(proxy):
    assert connect(WHOLE.public_name, ciphers="ECDHE-RSA-AES128-GCM-SHA256").version() == "TLSv1.2"
