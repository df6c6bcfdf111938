"""Small invented worlds for tests, built as the site builds them."""

import factory
from django.utils import timezone
from wagtail.models import Locale

from home.models import HomePage
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import (
    Basis,
    FacilityKind,
    FacilityMail,
    FactGroup,
    MailStatus,
    PartnerKind,
    Scope,
    Status,
)
from prisoner_pages.models import (
    Consent,
    Facility,
    Partner,
    PartnerIndexPage,
    PartnerPage,
    Prisoner,
    PrisonerPage,
    Verification,
)
from prisoner_pages.partners.actions.locales import open_locale
from tests.factories.remembered import remembered
from tests.immediate import indexed_at_the_end

HOME_TITLES = {
    "uk": "Листи до вільного Криму",
    "en": "Letters to Free Crimea",
    "crh": "Letters to Free Crimea",
}


def open_locales(*languages):
    """Make live trees for the languages, the source first; return {language: home page}."""
    remembered(languages, lambda: [_open(language) for language in languages])
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    return {language: homes[language] for language in languages}


def _open(language):
    open_locale(language, title=HOME_TITLES.get(language, language), intro="", by=None, live=True)


class IndexedOnceFactory(factory.django.DjangoModelFactory):
    """What it makes enters the indexes when it is whole, not at each of its saves."""

    class Meta:
        abstract = True

    @classmethod
    @indexed_at_the_end()
    def create(cls, **values):
        return super().create(**values)


class PartnerFactory(IndexedOnceFactory):
    """A partner without a workspace; `section=True` gives it a live section in every open locale."""

    class Meta:
        model = Partner
        django_get_or_create = ["slug"]
        skip_postgeneration_save = True

    kind = PartnerKind.NGO
    name_uk = factory.LazyAttribute(lambda partner: f"Партнер {partner.slug}")
    name_en = factory.LazyAttribute(lambda partner: f"Partner {partner.slug}")
    slug = factory.Sequence(lambda n: f"partner-{n:04}")

    @factory.post_generation
    def section(self, create, extracted, **kwargs):
        if not extracted or PartnerPage.objects.filter(partner=self).exists():
            return
        parent = PartnerIndexPage.objects.get(locale__language_code="uk")
        page = PartnerPage(title=self.name_uk, slug=self.slug, partner=self, locale=parent.locale)
        parent.add_child(instance=page)
        for home in HomePage.objects.exclude(locale=parent.locale):
            place_story(page, locale=home.locale, fields={"title": self.name_en}, by=None, live=True)


class FacilityFactory(factory.django.DjangoModelFactory):
    """A place that takes letters, with the whole address of an envelope."""

    class Meta:
        model = Facility
        django_get_or_create = ("name_ru",)

    name_ru = "ФКУ ИК-0 (вымышленная)"
    name_uk = "Вигадана колонія"
    kind = FacilityKind.COLONY
    address_ru = "ул. Вымышленная, д. 1, г. Вымышленск"
    postal_index = "000000"
    region_ru = "Вымышленская область"
    mail_status = FacilityMail.OPEN


class PrisonerFactory(IndexedOnceFactory):
    """A live record. Traits: `named` (basis for the name), `writable`, `story` (live uk and en stories)."""

    class Meta:
        model = Prisoner
        skip_postgeneration_save = True

    class Params:
        writable = factory.Trait(
            status=Status.SENTENCED,
            mail_status=MailStatus.CAN,
            name_ru="Вымышленный Человек Примерович",
            facility=factory.SubFactory(FacilityFactory),
        )

    partner = factory.SubFactory(PartnerFactory, slug="zmina", section=True)
    # As wide as each other, as partners are: in the alphabet a tenth would stand before a ninth.
    name_uk = factory.Sequence(lambda n: f"Вигадана Людина{n:04}")
    name_en = factory.Sequence(lambda n: f"Invented Person{n:04}")
    slug = factory.Sequence(lambda n: f"invented-person-{n:04}")
    invented = True
    live = True

    @factory.post_generation
    def bases(self, create, extracted, **kwargs):
        """Scopes with a basis; default: the name, and letters where the person can receive them."""
        scopes = extracted
        if scopes is None:
            scopes = [Scope.NAME, *([Scope.LETTERS] if self.mail_status == MailStatus.CAN else [])]
        for scope in scopes:
            Consent.objects.create(prisoner=self, scope=scope, basis=Basis.GIVEN)

    @factory.post_generation
    def place_verified_on(self, create, extracted, **kwargs):
        """The day on which the place was last verified; default today, where a place is known."""
        if self.facility_id:
            day = extracted or timezone.localdate()
            Verification.objects.create(prisoner=self, group=FactGroup.PLACE, verified_on=day)

    @factory.post_generation
    def stories(self, create, extracted, **kwargs):
        """Languages with a live story; default uk and en where these locales are open."""
        languages = ["uk", "en"] if extracted is None else extracted
        if languages:
            tell_stories(self, languages)


@indexed_at_the_end()
def tell_stories(prisoner, languages):
    """Publish a story in each language, the source first; languages without a section are passed over."""
    section = PartnerPage.objects.filter(partner=prisoner.partner, locale__language_code="uk").first()
    if section is None:
        return
    page = PrisonerPage(
        title=prisoner.name_uk,
        slug=prisoner.slug,
        prisoner=prisoner,
        locale=section.locale,
        intro=f"Коротко про {prisoner.name_uk}.",
        live="uk" in languages,
    )
    section.add_child(instance=page)
    for language in set(languages) - {"uk"}:
        if Locale.objects.filter(language_code=language).exists() and section.has_translation(
            Locale.objects.get(language_code=language)
        ):
            fields = {"title": prisoner.name_in(language), "intro": f"About {prisoner.name_in(language)}."}
            place_story(page, locale=language, fields=fields, by=None, live=True)


@indexed_at_the_end()
def write(page, *, live, **fields):
    """Put texts into a page, in Ukrainian as its editor would, in another language as one may there."""
    if page.locale.language_code != "uk":
        original = page.get_translation(Locale.objects.get(language_code="uk")).specific
        return place_story(original, locale=page.locale, fields=fields, by=None, live=live)
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save() if live else page.save_revision()
