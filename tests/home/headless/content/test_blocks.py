"""Every block of every text of the site has a shape, and says what the page says."""

import typing

import pytest
from django.apps import apps
from wagtail.fields import StreamField

from home.blocks import BodyBlock
from home.headless.content.rich_text import Links
from home.headless.content.serializers.blocks import SHAPES, AnyBlock, Material, needs_of, shaped
from home.headless.content.serializers.images import picture_of
from home.jobs.actions.picture_sizes import LAST, make_picture_sizes, some_lack_sizes
from home.models import SiteImage, SiteRendition
from home.shown_pictures import pictures_with
from tests.factories.pictures import picture_bytes
from tests.home.pictures.test_images import upload
from tests.tiers import LONG

ROOT = "https://site.test"
OWN_APPS = {"home", "translation", "headless", "prisoner_pages", "letters"}


def a_picture(width=700, height=350, **facts):
    image = SiteImage(title="canary title", shows_nobody=True, **facts)
    image.file = upload(picture_bytes("PNG", size=(width, height), mode="RGBA"), "a.png")
    image.save()
    return image


def shown_of(image):
    return pictures_with([image.pk]).shown


def body_with(image):
    chosen = {"image": image.pk, "alt_text": "A sea", "decorative": False}
    return [
        {"type": "paragraph", "value": '<p><a linktype="page" id="7">rules</a></p>', "id": "a"},
        {"type": "heading", "value": "A <b>heading", "id": "b"},
        {"type": "quote", "value": {"quote": "One\ntwo", "attribution": None}, "id": "c"},
        {"type": "picture", "value": {"image": chosen, "caption": "Seen from Yalta"}},
    ]


def told(body, material):
    return [block.model_dump() for block in shaped(body, material)]


def test_every_block_that_an_editor_can_write_has_a_shape_of_its_own():
    written = set()
    for model in apps.get_models():
        if model._meta.app_label in OWN_APPS:
            fields = (field for field in model._meta.get_fields() if isinstance(field, StreamField))
            written |= {name for field in fields for name in field.stream_block.child_blocks}
    described = {
        typing.get_args(shape.model_fields["type"].annotation)[0]
        for shape in typing.get_args(typing.get_args(AnyBlock)[0])
    }

    assert written == set(BodyBlock().child_blocks) == set(SHAPES) == described


@pytest.mark.django_db
class TestABody:
    def test_says_all_it_holds_in_its_order(self, django_assert_num_queries):
        image = a_picture()
        body = body_with(image)
        needs = needs_of([body, body])
        material = Material(Links(ROOT, {7: "/uk/privacy/"}), shown_of(image))
        first = told(body, material)  # makes the first size
        with django_assert_num_queries(0):
            shapes = told(body, material)

        assert (needs.pages, needs.images) == ({7}, {image.pk})
        assert shapes == first
        assert [(shape["type"], shape["id"]) for shape in shapes] == [
            ("paragraph", "a"),
            ("heading", "b"),
            ("quote", "c"),
            ("picture", "4"),
        ]
        assert shapes[0]["html"] == f'<p><a href="{ROOT}/uk/privacy/">rules</a></p>'
        assert shapes[1]["text"] == "A <b>heading"
        assert shapes[2] == {"type": "quote", "id": "c", "quote": "One\ntwo", "attribution": ""}
        assert (shapes[3]["caption"], shapes[3]["image"]["alt"]) == ("Seen from Yalta", "A sea")
        assert "canary" not in str(shapes)

    def test_leaves_out_a_picture_that_may_not_be_shown_with_its_caption(self):
        image = a_picture()
        SiteImage.objects.update(shows_nobody=False)

        shapes = told(body_with(image), Material(Links(ROOT), shown_of(image)))

        assert [shape["type"] for shape in shapes] == ["paragraph", "heading", "quote"]
        assert not SiteRendition.objects.exists()


@pytest.mark.django_db
class TestAPicture:
    @pytest.mark.full(LONG)
    def test_has_one_size_at_once_and_all_of_them_from_the_worker(self, django_assert_num_queries):
        image = a_picture(focal_point_x=350, focal_point_y=35, focal_point_width=10, focal_point_height=10)
        assert not some_lack_sizes()  # never shown: nothing of it is made public

        at_first = self.shown(image)
        assert [source["type"] for source in at_first["sources"]] == ["image/webp"]
        assert some_lack_sizes()
        make_picture_sizes()
        assert not some_lack_sizes()
        with django_assert_num_queries(1):
            picture = self.shown(image)

        assert (picture["width"], picture["height"], picture["alt"]) == (700, 350, "A sea")
        assert picture["focal_point"] == {"x": 0.5, "y": 0.1}
        assert [source["type"] for source in picture["sources"]] == ["image/avif", "image/webp", "image/jpeg"]
        for source in picture["sources"]:
            files = source["files"]
            assert [(file["width"], file["height"]) for file in files] == [(320, 160), (640, 320), (700, 350)]
            assert all(file["url"].startswith(f"{ROOT}/media/images/") for file in files)
            assert source["srcset"] == ", ".join(f"{file['url']} {file['width']}w" for file in files)
        assert picture["srcset"] == picture["sources"][-1]["srcset"]
        assert picture["src"] == picture["sources"][-1]["files"][-1]["url"]

    def test_is_asked_for_by_its_format(self, client):
        image = a_picture()
        self.shown(image)
        make_picture_sizes()

        kinds = {
            client.get(rendition.url)["Content-Type"] for rendition in image.renditions.filter(width=320)
        }

        assert kinds == {"image/avif", "image/webp", "image/jpeg"}

    def test_that_may_no_longer_be_shown_gets_no_sizes(self):
        image = a_picture()
        self.shown(image)
        SiteImage.objects.update(shows_nobody=False)

        assert not some_lack_sizes()
        make_picture_sizes()
        assert not image.renditions.filter(filter_spec=LAST).exists()

    def test_hidden_while_its_sizes_are_made_keeps_none(self, monkeypatch):
        image = a_picture()
        self.shown(image)
        made = SiteImage.get_rendition

        def hide(image, spec):
            SiteImage.objects.update(shows_nobody=False)
            return made(image, spec)

        monkeypatch.setattr(SiteImage, "get_rendition", hide)
        make_picture_sizes()

        assert not image.renditions.exists()

    @pytest.mark.full(LONG)
    def test_that_cannot_be_read_keeps_no_other_from_its_sizes(self):
        broken, image = a_picture(), a_picture()
        for each in (broken, image):
            self.shown(each)
        broken.file.storage.delete(broken.file.name)

        make_picture_sizes()

        assert image.renditions.filter(filter_spec=LAST).exists()

    @staticmethod
    def shown(image):
        return picture_of(shown_of(image)[image.pk], root=ROOT, alt="A sea").model_dump()
