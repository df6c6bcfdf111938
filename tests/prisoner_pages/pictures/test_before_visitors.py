"""Pictures are made before visitors see them; until then a public host shows what stands for them."""

import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from home.caching.read_models import CONTENT, SOON, current
from home.jobs.actions.picture_sizes import make_picture_sizes, some_lack_sizes
from home.models import SiteImage, SiteRendition
from home.pictures.renditions import CHOICES, FORMATS_ELSEWHERE, PAGE_SPECS, WIDTHS_ELSEWHERE, spec_elsewhere
from prisoner_pages.choices import Scope
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.models import ImageSubject, PrisonerPage
from tests.factories.consents import GIVEN
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales, write
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE, LIST, API = "/uk/prisoners/zhyva/", "/uk/prisoners/", "/api/v1/prisoners/zhyva?locale=uk"


@pytest.fixture
def image(db):
    open_locales("uk")  # first of all: it puts rows back under their own numbers
    return SiteImage.objects.create(title="Берег", file=ContentFile(picture_bytes(), name="x.jpg"))


@pytest.fixture
def person(image):
    """With a photo of her own, which stands in her story, too."""
    person = PrisonerFactory(slug="zhyva", stories=["uk"], writable=True)
    give_consent(person, scope=Scope.PHOTO, **GIVEN, by=None)
    ImageSubject.objects.create(image=image, prisoner=person)
    person.photo = image
    person.save()
    block = {"image": image.pk, "alt_text": "Берег", "decorative": False}
    story = PrisonerPage.objects.get(prisoner=person)
    write(story, body=[{"type": "picture", "value": {"image": block, "caption": "Біля моря"}}], live=True)
    return person


def shown(client):
    """Return whether page, list and API show a picture; each has to answer."""
    answers = [client.get(path) for path in (PAGE, LIST, API)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    return ["/media/" in answer.text for answer in answers]


@pytest.mark.full(LONG)
def test_public_host_shows_a_plate_until_the_worker_has_made_the_picture(person, client, settings):
    settings.SITE_ROLE = "public"
    assert shown(client) == [False, False, False]
    assert "Біля моря" not in client.get(PAGE).text
    assert not SiteRendition.objects.exists()

    settings.SITE_ROLE = "staff"
    assert some_lack_sizes()
    make_picture_sizes()
    assert not some_lack_sizes()

    settings.SITE_ROLE = "public"
    made = SiteRendition.objects.count()
    assert shown(client) == [True, True, True]
    assert "Біля моря" in client.get(PAGE).text
    assert SiteRendition.objects.count() == made >= len(PAGE_SPECS)


BOTH = ("avif", "webp")
SOURCE = re.compile(r'<source type="image/(\w+)" srcset="([^"]+)" sizes="([^"]+)">')


def sources(text):
    """Return [(format, widths, sizes)] of the pictures of a page, each of whose files is there."""
    found = []
    for kind, files, sizes in SOURCE.findall(text):
        pairs = [each.split() for each in files.split(", ")]
        names = {rendition.url for rendition in SiteRendition.objects.all()}
        assert {url for url, _width in pairs} <= names
        found.append((kind, [width for _url, width in pairs], sizes))
    return found


def test_pages_offer_smaller_files_of_each_picture_once_the_worker_has_made_them(person, client):
    assert "image/avif" not in client.get(PAGE).text + client.get(LIST).text
    make_picture_sizes()

    expected = {
        PAGE: [(kind, place) for place in ("portrait on a profile", "picture in a text") for kind in BOTH],
        LIST: [("avif", "portrait on a card")],
    }
    for path, offered in expected.items():
        found = [(kind, sizes) for kind, _widths, sizes in sources(client.get(path).text)]
        assert found == [(kind, CHOICES[place].stands) for kind, place in offered]


PICTURE = re.compile(r"<picture>(.+?)</picture>", re.DOTALL)
FIRST_WORDS = re.compile(r'<(source type="image/\w+"|\w+)')


@pytest.mark.parametrize("path", first_of([PAGE, LIST]))
def test_a_browser_reads_of_the_smallest_form_first_and_of_the_picture_itself_last(person, client, path):
    make_picture_sizes()

    pictures = [FIRST_WORDS.findall(each) for each in PICTURE.findall(client.get(path).text)]

    forms = ['source type="image/avif"', 'source type="image/webp"', "img"]
    assert pictures
    assert all(each == [form for form in forms if form in each] for each in pictures)
    assert all(each[0] == forms[0] and each[-1] == "img" for each in pictures)


def test_no_file_that_a_page_offers_is_one_that_nobody_makes():
    elsewhere = {spec_elsewhere(width, kind) for width in WIDTHS_ELSEWHERE for kind in FORMATS_ELSEWHERE}

    for choice in CHOICES.values():
        assert {spec for kind in choice.formats for spec in choice.specs_in(kind)} <= elsewhere | {
            *PAGE_SPECS
        }


def test_public_host_opens_no_original(image, settings):
    settings.SITE_ROLE = "public"

    with pytest.raises(SourceImageIOError):
        image.get_rendition(PAGE_SPECS[0])


def test_no_public_copy_is_made_of_what_stands_nowhere_or_may_not_be_shown(person, image):
    SiteImage.objects.create(title="Ніде", file=ContentFile(picture_bytes(), name="y.jpg"), shows_nobody=True)
    person.consents.filter(scope=Scope.PHOTO).delete()

    assert not some_lack_sizes()
    make_picture_sizes()

    assert not SiteRendition.objects.exists()


def test_picture_cut_around_another_point_is_made_anew(person, image):
    make_picture_sizes()
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 10, 10, 5, 5
    image.save()

    assert not image.renditions.public().exists() and some_lack_sizes()


def test_picture_of_which_nothing_can_be_made_renews_no_page(person, image):
    image.file.storage.delete(image.file.name)
    before = current()[CONTENT]

    make_picture_sizes()

    assert some_lack_sizes() and current()[CONTENT] == before


@pytest.mark.full(LONG)
@pytest.mark.django_db(transaction=True)
def test_sizes_that_are_only_added_renew_what_is_kept_within_seconds(person, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    before = current()[CONTENT]
    make_picture_sizes()
    assert current()[CONTENT] == before

    time_machine.shift(SOON)

    assert current()[CONTENT] != before
