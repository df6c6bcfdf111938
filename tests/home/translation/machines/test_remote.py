import datetime
import socket
import tempfile
import threading
import traceback
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import SimpleTestCase

from home.translation.machines import remote
from home.translation.machines.base import REASON_WORDS, Reason, TranslatorError
from home.translation.machines.libretranslate import LibreTranslate
from tests.home.translation.machines.servers import always, serving

SECRET = "таємниця"


def reason_of(url, **options):
    """Translate the secret at `url`; return why it failed and all that a log could show of it."""
    try:
        LibreTranslate(url=url, key="the key", **options).translate([SECRET], "uk", "ru")
    except TranslatorError as error:
        return error.reason, "".join(traceback.format_exception(error))
    raise AssertionError("a draft came back")


def self_signed(folder):
    """Make a certificate for this machine that nobody vouches for; return its files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    files = Path(folder) / "certificate", Path(folder) / "key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


class RemoteTests(SimpleTestCase):
    def test_text_is_sent_over_tls_or_to_this_machine_only(self):
        for url in ("https://a.org", "http://127.0.0.1:5000", "http://localhost/x", "http://[::1]:1"):
            with self.subTest(url):
                self.assertTrue(remote.is_safe(url))
        for url in ("http://a.org", "http://10.0.0.1", "ftp://127.0.0.1", "file:///etc/passwd", "a.org", ""):
            with self.subTest(url), self.assertRaises(ValueError):
                LibreTranslate(url=url)

    def test_a_machine_that_is_away_is_told(self):
        # Held, so that nobody else is given it, and not listened at.
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{held.getsockname()[1]}"
            self.assertEqual(reason_of(url)[0], Reason.UNREACHABLE)

    def test_a_machine_that_keeps_us_waiting_is_left(self):
        over = threading.Event()
        with serving(lambda handler, asked: over.wait()) as server:
            reason, _trace = reason_of(server.url, timeout_seconds=0.2)
            over.set()

        self.assertEqual(reason, Reason.UNREACHABLE)

    def test_a_machine_that_breaks_off_is_told(self):
        def break_off(handler, asked):
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b'{"translatedText"')
            handler.close_connection = True

        with serving(break_off) as server:
            self.assertIn(reason_of(server.url)[0], {Reason.UNREACHABLE, Reason.MALFORMED})

    def test_an_endless_answer_is_not_read_to_its_end(self):
        with serving(always(200, b"[" * (remote.MOST_BYTES + 1))) as server:
            self.assertEqual(reason_of(server.url)[0], Reason.MALFORMED)

    def test_a_redirect_carries_neither_text_nor_key_elsewhere(self):
        with serving(always(200, {"translatedText": ["чернетка"]})) as elsewhere:
            for status in (301, 302, 307, 308):
                redirect = always(status, {}, [("Location", f"{elsewhere.url}/translate")])
                with self.subTest(status), serving(redirect) as server:
                    self.assertEqual(reason_of(server.url)[0], Reason.UNREACHABLE)

        self.assertEqual(elsewhere.asked, [])

    def test_a_certificate_that_nobody_vouches_for_gets_no_text(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate = self_signed(folder)
            with serving(always(200, {"translatedText": ["а"]}), certificate=certificate) as server:
                self.assertEqual(reason_of(server.url)[0], Reason.UNREACHABLE)

        self.assertEqual(server.asked, [])

    def test_no_failure_tells_a_word_of_the_text_or_the_key(self):
        for status, answer in ((400, {"error": SECRET}), (200, SECRET.encode()), (500, {"error": "the key"})):
            with self.subTest(status), serving(always(status, answer)) as server:
                _reason, trace = reason_of(server.url)
                self.assertNotIn(SECRET, trace)
                self.assertNotIn("the key", trace.replace('key="the key"', ""))

    def test_every_reason_has_words(self):
        self.assertEqual(REASON_WORDS.keys(), set(Reason))
