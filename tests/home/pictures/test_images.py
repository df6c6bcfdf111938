import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.models import Collection

from home.models import SiteImage
from home.pictures.reencoding import PictureRefused
from home.pictures.renditions import PUBLIC_SPECS, STAFF_SPECS
from tests.factories.pictures import jpeg_with_gps, picture_bytes, png_bomb
from tests.tiers import first_of

pytestmark = pytest.mark.django_db
RANDOM_NAME = re.compile(r"original_images/[0-9a-f]{32}\.(jpg|png|webp)")


def upload(data=None, name="Nariman at home.jpg"):
    return SimpleUploadedFile(name, data or jpeg_with_gps(), content_type="image/jpeg")


def saved(**options) -> SiteImage:
    return SiteImage.objects.create(title="Portrait", file=upload(**options))


def assert_clean(image: SiteImage):
    assert RANDOM_NAME.fullmatch(image.file.name)
    with image.file.open() as file:
        data = file.read()
    assert b"CANARY" not in data
    assert not Image.open(BytesIO(data)).getexif()
    assert image.file_size == len(data)


class TestEveryWayOfSaving:
    def test_code_that_creates(self):
        assert_clean(saved())

    def test_code_that_saves_the_file_itself(self):
        image = SiteImage(title="Portrait")
        image.file.save("x.jpg", ContentFile(jpeg_with_gps()), save=True)
        assert_clean(SiteImage.objects.get())

    @pytest.mark.both_databases
    def test_code_that_creates_many_at_once(self):
        SiteImage.objects.bulk_create([SiteImage(title="Portrait", file=upload())])
        assert b"CANARY" not in SiteImage.objects.get().file.read()

    def test_admin_form(self, admin_client):
        response = admin_client.post(
            reverse("wagtailimages:add"),
            {"title": "Portrait", "file": upload(), "collection": Collection.get_first_root_node().pk},
        )

        assert response.status_code == 302, response.context["form"].errors
        assert_clean(SiteImage.objects.get())

    def test_admin_form_that_replaces_a_file(self, admin_client, django_capture_on_commit_callbacks):
        image = saved(data=picture_bytes("PNG"), name="a.png")
        old_name, address = image.file.name, reverse("wagtailimages:edit", args=[image.pk])

        with django_capture_on_commit_callbacks(execute=True):
            admin_client.post(address, {"title": "Portrait", "file": upload()})

        image.refresh_from_db()
        assert image.file.name != old_name
        assert_clean(image)
        assert not storages["default"].exists(old_name)

    def test_upload_of_many(self, admin_client):
        response = admin_client.post(
            reverse("wagtailimages:add_multiple"), {"title": "Portrait", "files[]": upload()}
        )

        assert response.json()["success"], response.content
        assert_clean(SiteImage.objects.get())

    def test_chooser(self, admin_client):
        response = admin_client.post(
            reverse("wagtailimages_chooser:create"),
            {
                "image-chooser-upload-title": "Portrait",
                "image-chooser-upload-file": upload(),
                "image-chooser-upload-collection": Collection.get_first_root_node().pk,
            },
        )

        assert response.status_code == 200
        assert_clean(SiteImage.objects.get())

    def test_photo_taken_sideways_keeps_its_upright_size(self):
        image = saved(data=jpeg_with_gps(orientation=6, size=(60, 40)))

        image.refresh_from_db()
        assert (image.width, image.height) == (40, 60)

    def test_saving_again_leaves_the_file_alone(self):
        image = saved()
        name, file_hash = image.file.name, image.file_hash

        image.title = "Another title"
        image.save()

        image.refresh_from_db()
        assert (image.file.name, image.file_hash) == (name, file_hash)


BAD_FILES = {
    "truncated": jpeg_with_gps(size=(600, 400))[:-900],
    "header only": jpeg_with_gps()[:20],
    "not a picture": b"\xff\xd8\xff" + b"x" * 50,
    "bomb": png_bomb(),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}


@pytest.mark.parametrize("data", BAD_FILES.values(), ids=BAD_FILES)
class TestBadFile:
    def test_admin_form_answers_in_words(self, admin_client, data):
        response = admin_client.post(reverse("wagtailimages:add"), {"title": "X", "file": upload(data=data)})

        assert response.status_code == 200
        assert response.context["form"].errors["file"]
        assert not SiteImage.objects.exists()

    def test_upload_of_many_answers_in_words(self, admin_client, data):
        response = admin_client.post(
            reverse("wagtailimages:add_multiple"), {"title": "X", "files[]": upload(data=data)}
        )

        assert response.status_code == 200
        assert response.json()["success"] is False
        assert response.json()["error_message"]

    def test_code_is_refused(self, data):
        with pytest.raises(PictureRefused):
            saved(data=data)

        assert not SiteImage.objects.exists()


class TestRenditions:
    @pytest.mark.parametrize("spec", first_of(PUBLIC_SPECS.values()))
    def test_public_size_lies_in_the_public_folder_under_a_random_name(self, spec):
        image = saved()

        rendition = image.get_rendition(spec)

        assert rendition.url.startswith(settings.MEDIA_URL)
        assert storages["renditions"].exists(rendition.file.name)
        assert Path(image.file.name).stem not in rendition.url
        assert not Image.open(rendition.file).getexif()

    @pytest.mark.parametrize("spec", STAFF_SPECS.values())
    def test_staff_size_never_enters_the_public_folder(self, spec):
        rendition = saved().get_rendition(spec)

        assert storages["default"].exists(rendition.file.name)
        assert not storages["renditions"].exists(rendition.file.name)
        assert rendition.url == reverse("staff_picture", args=[rendition.pk])

    @pytest.mark.parametrize("spec", ["width-401", "fill-5000x5000", "original|format-png", "max-165x166"])
    def test_size_outside_the_tables_is_refused(self, spec):
        with pytest.raises(InvalidFilterSpecError):
            saved().get_rendition(spec)

    @pytest.mark.both_databases
    def test_several_sizes_at_once_obey_the_tables_too(self):
        with pytest.raises(InvalidFilterSpecError):
            saved().get_renditions("width-401", "width-402")

    def test_public_name_can_be_opened_and_the_original_cannot(self, client):
        image = saved()
        SiteImage.objects.update(shows_nobody=True)
        rendition = image.get_rendition(PUBLIC_SPECS["portrait on a card"])

        assert client.get(rendition.url).status_code == 200
        for path in (image.file.name, f"private/{image.file.name}", f"../private/{image.file.name}"):
            assert client.get(settings.MEDIA_URL + path).status_code in (400, 404)

    def test_original_has_no_address(self):
        with pytest.raises(ValueError, match="not accessible via a URL"):
            _ = saved().file.url


class TestStaffPicture:
    def test_staff_with_the_right_see_it(self, admin_client):
        rendition = saved().get_rendition("max-165x165")

        response = admin_client.get(rendition.url)

        assert response.status_code == 200
        assert "private" in response["Cache-Control"]

    def test_visitor_is_sent_to_the_login(self, client):
        rendition = saved().get_rendition("max-165x165")

        assert client.get(rendition.url).status_code == 302

    def test_staff_without_the_right_are_refused(self, client, django_user_model):
        rendition = saved().get_rendition("max-165x165")
        client.force_login(staff_without_rights(django_user_model))

        assert client.get(rendition.url).status_code in (302, 403)

    def test_admin_pages_that_show_pictures_work(self, admin_client):
        image = saved()

        for url in (
            reverse("wagtailimages:index"),
            reverse("wagtailimages:edit", args=[image.pk]),
            reverse("wagtailimages:delete", args=[image.pk]),
            reverse("wagtailimages_chooser:choose"),
            reverse("wagtailimages:add_multiple"),
        ):
            assert admin_client.get(url).status_code == 200, url
        assert set(image.renditions.values_list("filter_spec", flat=True)) <= set(STAFF_SPECS.values())


def staff_without_rights(user_model):
    user = user_model.objects.create_user("newcomer", password="x" * 20)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user
