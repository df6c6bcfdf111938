"""The content of the mail to a person at the desk: counts, titles of public originals, links to the desk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail_localize.models import Translation, TranslationSource

from home.settings.defaults import settings
from home.translation.choices import NoticeKind
from home.translation.core.read_models.sources import readable
from home.translation.models import Notice
from home.translation.permissions import leads, rights_of
from home.translation.translatables import model_of

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


def digest_of(user: User, notices: QuerySet[Notice]) -> str | None:
    """Return the body of the mail, None where nothing is left to tell.

    Leaves out texts whose original is not public any more, and languages the person has left.
    """
    if parts := list(_parts(_told(user, notices))):
        context = {
            "parts": parts,
            "desk": _address("translation_desk:index"),
            "choice": _address("translation_desk:mail"),
        }
        return render_to_string("translation/team/digest.txt", context).strip() + "\n"
    return None


def _told(user: User, notices: QuerySet[Notice]) -> dict[str, set[Translation]]:
    """Return {kind: {translation}}: the same event of one text is one line."""
    notices = notices.select_related(
        "translation__target_locale", "translation__source__specific_content_type"
    )
    if not leads(user):
        notices = notices.filter(translation__target_locale__in=rights_of(user))
    public = _public_keys([notice.translation.source for notice in notices])
    told: dict[str, set[Translation]] = defaultdict(set)
    for notice in notices:
        if notice.translation.source.object_id in public:
            told[notice.kind].add(notice.translation)
    return told


def _public_keys(sources: Iterable[TranslationSource]) -> set[UUID]:
    """Return the translation keys of those whose original is public now; a query for each kind of text."""
    keys: dict[ContentType, set[UUID]] = defaultdict(set)
    for source in sources:
        keys[source.specific_content_type].add(source.object_id)
    public: set[UUID] = set()
    for kind, wanted in keys.items():
        found = readable(model_of(kind)).filter(translation_key__in=wanted)
        public |= set(found.values_list("translation_key", flat=True))
    return public


def _parts(told: dict[str, set[Translation]]) -> Iterator[DigestPart]:
    for kind in NoticeKind:
        if translations := told.get(kind):
            lines = sorted(map(_line, translations), key=lambda line: (line.title, line.language))
            shown = lines[:TITLES_A_KIND]
            yield DigestPart(str(kind.label), len(lines), shown, len(lines) - len(shown))


def _line(translation: Translation) -> DigestLine:
    link = _address("translation_desk:editor", translation.pk)
    return DigestLine(translation.source.object_repr, str(translation.target_locale), link)


def _address(name: str, *args: int) -> str:
    return settings.STAFF_URL + reverse(name, args=args)
