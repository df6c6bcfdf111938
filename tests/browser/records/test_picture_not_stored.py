"""The bucket is away while an editor brings in a picture: what they see, and what need not be typed again."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from home.models import SiteImage
from tests.browser.conftest import STILL, WIDTHS, follow, shoot
from tests.factories.partners import employ_editor, open_partner
from tests.factories.pictures import jpeg_with_gps
from tests.s3_server import PRIVATE, files_away, keys_in
from tests.tiers import BESIDE_A_JOURNEY, uk_and

pytestmark = pytest.mark.browser
PICTURE = {"name": "Nariman.jpg", "mimeType": "image/jpeg", "buffer": jpeg_with_gps()}
WORDS = {
    "uk": "Сховище зображень зараз недоступне",
    "en": "The place where pictures are kept cannot",
}
UPLOAD = "main form[enctype] button[type=submit]"


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("language", uk_and("en"))
def test_an_editor_reads_why_and_sends_the_same_form_again(
    as_user, public_site, buckets, s3_environ, language
):
    editor = employ_editor(open_partner("zmina"))
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    screen = as_user(editor, language=language)
    screen.goto(reverse("wagtailimages:add"))
    screen.fill("[name=title]", "Портрет Нарімана")
    screen.set_input_files("[name=file]", PICTURE)
    with files_away(s3_environ):
        follow(screen, UPLOAD)
        said = screen.locator("main").inner_text()
        for width in WIDTHS:
            screen.set_viewport_size({"width": width, "height": 900})
            screen.evaluate(STILL)
            shoot(screen, f"{language}-{width}-picture-not-stored")
            assert screen.evaluate("document.documentElement.scrollWidth") <= width

    assert WORDS[language] in said
    assert screen.input_value("[name=title]") == "Портрет Нарімана"
    assert not SiteImage.objects.exists()

    screen.set_input_files("[name=file]", PICTURE)
    follow(screen, UPLOAD)

    assert SiteImage.objects.get().title == "Портрет Нарімана"
    assert len([key for key in keys_in(buckets, PRIVATE) if key.startswith("original_images/")]) == 1
