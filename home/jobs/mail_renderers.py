"""Which mail each template makes: a registry filled by the apps in `AppConfig.ready`, read by the worker."""

from dataclasses import dataclass

RENDERERS = {}


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str


class NotYet(Exception):
    """The mail must wait; `until` says when to ask again. Does not count as an attempt."""

    def __init__(self, until):
        super().__init__(until)
        self.until = until


def register(template, renderer):
    """Let rows of `template` be made into mail by `renderer(reference, language)`.

    A renderer runs on the staff side, inside the language asked for; it returns a Mail, or None when there is
    nothing to send any more. Raises NotYet to wait.
    """
    RENDERERS[template] = renderer
