"""A photo from the editor's disk to the visitor's screen: the original stays where nobody but staff reads."""

from tests.factories.pictures import jpeg_with_gps
from tests.launch.host import wait_until
from tests.launch.writer import PERSON, find_person


def test_an_original_lies_in_the_private_bucket_and_nothing_in_the_public_one(staff, buckets):
    mykola = staff["mykola"]
    mykola.open("images/add/")
    mykola.page.fill("[name=title]", "Портрет")
    photo = {"name": "portret.jpg", "mimeType": "image/jpeg", "buffer": jpeg_with_gps()}
    mykola.page.set_input_files("[name=file]", photo)
    mykola.page.fill(".picker:has([name=people]) input[type=search]", PERSON)
    mykola.page.check(f"label:has-text('{PERSON}') input")
    mykola.press("form:has([name=file]) button[type=submit]")

    assert len(buckets.originals) == 1 and not buckets.files(buckets.public)


def test_what_visitors_see_comes_from_the_public_bucket(host, buckets, page):
    host.manage("staff", "shell", "-c", SHOW_PHOTO)

    wait_until(lambda: photo_on(page).startswith(f"{buckets.address}/{buckets.public}/"), seconds=120)
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 0
    shown = [*buckets.files(buckets.public).values()]
    assert not {*shown} & {*buckets.originals.values()}
    assert not any(b"CANARY" in each for each in (*shown, *buckets.originals.values()))


def photo_on(page):
    """Return where the photo on the person's page comes from, "" where a plate stands for it."""
    find_person(page)
    return page.evaluate("document.querySelector('main img')?.currentSrc ?? ''")


SHOW_PHOTO = f"""
from datetime import date
from django.contrib.auth.models import User
from home.models import SiteImage
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.models import Prisoner
person, moderator = Prisoner.objects.get(name_uk="{PERSON}"), User.objects.get(username="mykola")
person.photo = SiteImage.objects.get()
person.save()
given = {{"given_by": "мати", "given_on": date(2026, 3, 2), "proof": "лист"}}
give_consent(person, scope="photo", basis="given", by=moderator, **given)
"""
