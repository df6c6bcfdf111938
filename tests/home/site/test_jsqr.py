"""The vendored reader of QR codes is what it says it is."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "vendor" / "jsqr"


def test_every_file_is_the_one_that_was_taken_and_has_its_licence():
    sums = dict(reversed(line.split()) for line in (FOLDER / "SHA256SUMS").read_text().splitlines())
    present = {path.name: path for path in FOLDER.iterdir() if path.name not in ("SHA256SUMS", "README.md")}

    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in present.items()} == sums
    assert "Apache License" in present["LICENSE-jsqr.txt"].read_text()
