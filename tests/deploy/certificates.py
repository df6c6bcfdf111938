"""Certificates that nobody but the test believes."""

import base64
import hashlib
import subprocess

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate


def self_signed(folder, *names):
    """Write letters.pem, good for a month for these names, and letters.key into a folder; return both."""
    certificate, key = folder / "letters.pem", folder / "letters.key"
    named = ",".join(f"DNS:{name}" for name in names)
    wanted = ["-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=letters"]
    command = ["openssl", "req", "-x509", *wanted, "-addext", f"subjectAltName={named}"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], capture_output=True, check=True)
    return certificate, key


def pin_of(certificate):
    """Return what Chromium knows a key by: no passkey is used where it believes just any certificate."""
    public = load_pem_x509_certificate(certificate.read_bytes()).public_key()
    digest = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return base64.b64encode(digest).decode()
