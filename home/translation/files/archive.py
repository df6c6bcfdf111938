"""Many files as one zip, made while it is being sent."""

from zipfile import ZIP_DEFLATED, ZipFile


class _Outbox:
    """What ZipFile has written and nobody has taken. It cannot be sought in, so ZipFile never goes back."""

    def __init__(self):
        self.parts = []

    def write(self, part):
        self.parts.append(bytes(part))
        return len(part)

    def flush(self):
        pass

    def taken(self):
        parts, self.parts = self.parts, []
        return b"".join(parts)


def zipped(files):
    """Yield the bytes of a zip of the files, (name, body) each; no more than one is held at a time."""
    outbox = _Outbox()
    with ZipFile(outbox, "w", ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
            yield outbox.taken()
    yield outbox.taken()
