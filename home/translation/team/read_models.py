"""What the mail to a person of the desk says: counts, titles of public originals and the way to the desk."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from home.translation.choices import NoticeKind
from home.translation.core.read_models.sources import readable
from home.translation.permissions import leads, rights_of

TITLES_A_KIND = 20


@dataclass(frozen=True)
class DigestLine:
    """A text in a language, and where the desk has it."""

    title: str
    language: str
    link: str


@dataclass(frozen=True)
class DigestPart:
    """What happened: `words` is the label of the kind; `more` texts are counted and not named."""

    words: str
    count: int
    lines: list[DigestLine]
    more: int


def digest_of(user, notices):
    """Return the body of the mail, None where nothing is left to tell.

    Texts whose original is not public any more, and languages the person has left, are not told of.
    """
    if parts := list(_parts(_told(user, notices))):
        context = {
            "parts": parts,
            "desk": _address("translation_desk:index"),
            "choice": _address("translation_desk:mail"),
        }
        return render_to_string("translation/team/digest.txt", context).strip() + "\n"
    return None


def _told(user, notices):
    """Return {kind: {translation}}: the same event of one text is one line."""
    notices = notices.select_related(
        "translation__target_locale", "translation__source__specific_content_type"
    )
    if not leads(user):
        notices = notices.filter(translation__target_locale__in=rights_of(user))
    public = _public_keys([notice.translation.source for notice in notices])
    told = defaultdict(set)
    for notice in notices:
        if notice.translation.source.object_id in public:
            told[notice.kind].add(notice.translation)
    return told


def _public_keys(sources):
    """Return the translation keys of those whose original is public now; a query for each kind of text."""
    keys = defaultdict(set)
    for source in sources:
        keys[source.specific_content_type].add(source.object_id)
    public = set()
    for kind, wanted in keys.items():
        found = readable(kind.model_class()).filter(translation_key__in=wanted)
        public |= set(found.values_list("translation_key", flat=True))
    return public


def _parts(told):
    for kind in NoticeKind:
        if translations := told.get(kind):
            lines = sorted(map(_line, translations), key=lambda line: (line.title, line.language))
            shown = lines[:TITLES_A_KIND]
            yield DigestPart(str(kind.label), len(lines), shown, len(lines) - len(shown))


def _line(translation):
    link = _address("translation_desk:editor", translation.pk)
    return DigestLine(translation.source.object_repr, str(translation.target_locale), link)


def _address(name, *args):
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)
