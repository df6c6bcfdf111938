"""What was sent with a form, to be sent once more. Pure."""

from collections.abc import Iterator

from django.http import QueryDict

# Says that a form was kept once already, though the browser has no session any more.
KEPT = "form-was-kept"
NEVER_KEPT = {"csrfmiddlewaretoken", KEPT}


def kept_fields(sent: QueryDict) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of what was sent, in its order, without what only this sending needed."""
    for name, values in sent.lists():
        if name not in NEVER_KEPT:
            for value in values:
                yield name, str(value)
