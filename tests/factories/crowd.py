"""Many people at once, for ceilings and measurements: the rows that saving would make, in few inserts."""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page

from home.languages.info import CONTENT_LANGUAGES, collation_key
from prisoner_pages.choices import Basis, MailStatus, Scope, Status
from prisoner_pages.fact_sheet import sheet_of
from prisoner_pages.models import Consent, ListedName, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.names import search_text, surname_first
from tests.private_parts import path_of_child

LANGUAGES = [code for code, _own_name in CONTENT_LANGUAGES]
SCOPES = (Scope.NAME, Scope.LETTERS, Scope.HOME)


def gather_crowd(count, *, partner, languages, **facts):
    """Make `count` public people whom one can write to, each with a live story in these languages.

    The partner has a section in each language. `facts` are fields of the records. Returns the records.
    """
    start = Prisoner.objects.count()
    model = Prisoner(partner=partner, name_uk="x", slug="x")
    sheet = sheet_of(model).model_dump(mode="json")
    people = Prisoner.objects.bulk_create(
        _record(number, partner, sheet, facts) for number in range(start, start + count)
    )
    Consent.objects.bulk_create(
        Consent(prisoner=person, scope=scope, basis=Basis.GIVEN) for person in people for scope in SCOPES
    )
    ListedName.objects.bulk_create(
        _listed(person, code) for person in people for code, _ in CONTENT_LANGUAGES
    )
    for language in languages:
        _tell(people, partner, language)
    return people


def _record(number, partner, sheet, facts):
    name_uk, name_en = f"Вигадана Людина{number:05}", f"Invented Person{number:05}"
    standing = {"status": Status.SENTENCED, "mail_status": MailStatus.CAN, **facts}
    return Prisoner(
        partner=partner,
        slug=f"crowd-{number:05}",
        name_uk=name_uk,
        name_en=name_en,
        search_text=search_text([name_uk, name_en]),
        sheet=sheet,
        invented=True,
        live=True,
        **standing,
    )


def _listed(person, language):
    name = person.name_uk if language == "uk" else person.name_en
    key = collation_key(surname_first(name), language)
    return ListedName(prisoner=person, language=language, name=name, sort_key=key)


def _tell(people, partner, language):
    section = PartnerPage.objects.get(partner=partner, locale__language_code=language)
    story_type = ContentType.objects.get_for_model(PrisonerPage)
    first = section.numchild + 1
    pages = Page.objects.bulk_create(
        Page(
            path=path_of_child(section, first + place),
            depth=section.depth + 1,
            title=person.name_uk if language == "uk" else person.name_en,
            draft_title=person.name_uk,
            slug=person.slug,
            url_path=f"{section.url_path}{person.slug}/",
            locale=section.locale,
            translation_key=_key_of(person),
            content_type=story_type,
            live=True,
        )
        for place, person in enumerate(people)
    )
    Page.objects.filter(pk=section.pk).update(numchild=section.numchild + len(people))
    _insert_stories(pages, people)


def _key_of(person):
    """One translation key a person, whatever the language."""
    person.story_key = getattr(person, "story_key", None) or uuid4()
    return person.story_key


def _insert_stories(pages, people):
    """Add the child rows of multi-table inheritance, which Django cannot insert in bulk."""
    table = PrisonerPage._meta.db_table
    columns = "page_ptr_id, prisoner_id, intro, body, photo_alt"
    rows = [
        (page.pk, person.pk, "Вчить дітей і любить море.", "[]", "")
        for page, person in zip(pages, people, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s, %s)", rows)  # noqa: S608
