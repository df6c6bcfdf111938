from textwrap import indent

import pytest


@pytest.fixture
def typesetter(tmp_path, monkeypatch):
    """Put another program in the typesetter's place; it finds the job in `job`."""

    def replace(body):
        script = tmp_path / "typesetter.py"
        script.write_text(
            "import json, os, signal, sys, time\nMAY_OPEN_FILES = True\ndef main():\n"
            + indent("job = json.loads(sys.stdin.buffer.readline())\n" + body, "    ")
        )
        monkeypatch.setattr("letters.typesetting.press.TYPESETTER", script)

    return replace
