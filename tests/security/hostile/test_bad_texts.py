"""bad_inputs.yaml, surface rich_text: what a forged form puts into a text, and what is shown of it then.

Each row is sent to every kind of page with a text, by whoever may edit it. What was saved is looked at in
the draft, on the public page, in the API and in both previews.
"""

import json
from types import SimpleNamespace

import lxml.html
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.headless.previews import tokens
from home.headless.previews.tokens import Preview
from home.models import HomePage, SiteImage, StandardPage
from prisoner_pages.models import CampaignPage, EventPage, FrontEnd, PartnerPage, PrisonerPage
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.django_db
CASES = {case.id: case for case in bad_inputs.cases("rich_text")}
GOOD, EVIL, SECRET = "Добрі слова лишаються", "evil-mark", "kanarka"
# Where each kind of page is told by the API.
ADDRESSES = {
    "story": "prisoners/{}",
    "campaign": "campaigns/{}",
    "event": "events/{}",
    "page": "pages/{}",
    "home": "home",
}


@standing
def world(db):
    open_locales("uk")
    world = SimpleNamespace(own=open_partner("zmina"), other=open_partner("pen"))
    world.editor, world.coordinator = employ_editor(world.own), employ_coordinator()
    section = PartnerPage.objects.get(partner=world.own)
    home = HomePage.objects.get()
    world.pages = {
        "story": PrisonerPage.objects.get(prisoner=PrisonerFactory(partner=world.own, slug="one")),
        "campaign": section.add_child(instance=CampaignPage(title="Кампанія", slug="spring")),
        "event": section.add_child(instance=EventPage(title="Вечір", slug="evening")),
        "page": home.add_child(instance=StandardPage(title="Про нас", slug="who-we-are")),
        "home": home,
    }
    world.own_draft = draft_in(section)
    world.foreign_draft = draft_in(PartnerPage.objects.get(partner=world.other))
    world.image = SiteImage.objects.create(
        title=f"знімок {SECRET}",
        collection=world.other.collection,
        file=ContentFile(picture_bytes(), name="x.jpg"),
    )
    world.site = FrontEnd.objects.create(partner=world.own, name="Наш", preview_url="https://zmina.example/p")
    return world


def draft_in(section):
    name = f"{SECRET}-{section.slug}"
    return section.add_child(instance=CampaignPage(title=f"Таємна {name}", slug=name, live=False))


# --- Forged texts ------------------------------------------------------------------------------------


def text(words, *, entity=None, kind="unstyled", styles=(), data=None):
    """Return what the editor of a text sends: its own shape of JSON, here with whatever is wished."""
    ranges = [{"key": 0, "offset": 0, "length": len(words)}] if entity else []
    block = {
        "key": "aaaaa",
        "text": words,
        "type": kind,
        "depth": 0,
        "inlineStyleRanges": [{"style": style, "offset": 0, "length": len(words)} for style in styles],
        "entityRanges": ranges,
        "data": data or {},
    }
    entities = {"0": {"type": entity[0], "mutability": "MUTABLE", "data": entity[1]}} if entity else {}
    return json.dumps({"blocks": [block], "entityMap": entities})


def link(page):
    return text("тут", entity=("LINK", {"id": page.pk, "url": "/x/"}))


def picture(image):
    return ("picture", {"image": {"image": image.pk, "alt_text": EVIL, "decorative": ""}, "caption": EVIL})


ANIMATED = f'<svg><animate onbegin="{EVIL}()" attributeName=x dur=1s></svg><img src=x onerror={EVIL}()>'
STYLED = f'<b style="background:url(//{EVIL})">слова</b>'
IMAGE = {"id": "{}", "src": f"//{EVIL}/x.png", "alt": EVIL, "format": "left"}
CREDIT = {"source": "Книга", "source_url": "", "translator": "В оригіналі"}


def everywhere(words):
    """Return blocks of every kind with these words in every field that holds words."""
    return [
        ("paragraph", text(words)),
        ("heading", words),
        ("quote", {"quote": words, "attribution": words}),
        ("verse", {**CREDIT, "title": words, "lines": words, "author": words, "translator": words}),
        ("last_word", {**CREDIT, "words": words, "said": words, "source": words}),
        ("open_letter", {**CREDIT, "author": words, "addressee": words, "words": words}),
        ("statement", {"who": words, "date": "", "language": "uk", "words": words, "source_url": ""}),
    ]


# Case id -> the bodies that are sent, one after another.
BODIES = {
    "RT-03": lambda world: [
        [("paragraph", link(world.own_draft))],
        [("paragraph", link(world.foreign_draft))],
        [("paragraph", f'<a linktype="page" id="{world.foreign_draft.pk}">тут</a>')],
        *([("paragraph", text("тут", entity=("LINK", {"id": key})))] for key in ("x", "9" * 30, [], {})),
    ],
    "RT-04": lambda world: [
        [("paragraph", text(" ", kind="atomic", entity=("IMAGE", {**IMAGE, "id": world.image.pk})))],
        [("paragraph", f'<embed embedtype="image" id="{world.image.pk}" format="left" alt="{EVIL}"/>')],
        [picture(world.image)],
    ],
    "RT-05": lambda world: [
        [("table", {"data": [[EVIL]], "cell": [{"row": 0, "col": 0, "className": f'x" onclick="{EVIL}()'}]})],
        [("paragraph", text(EVIL, kind="table", data={"className": f'x" onclick="{EVIL}()'}))],
    ],
    "RT-07": lambda world: [everywhere(ANIMATED)],
    "RT-08": lambda world: [
        everywhere(STYLED),
        [("paragraph", text("слова", styles=[f"background:url(//{EVIL})"], data={"style": f"//{EVIL}"}))],
        [("paragraph", text("слова", entity=("LINK", {"url": "/x/", "style": f"background:url(//{EVIL})"})))],
    ],
    "RT-09": lambda world: [[("no_such_block", EVIL)], [("no_such_block", {"type": EVIL})]],
    "RT-11": lambda world: [[("raw_html", ANIMATED)], [("html", ANIMATED)]],
}
# What a text may say, and nothing else of its kind: the words stand there as words.
SPELT_OUT = {"RT-07", "RT-08"}


# --- Sending, and looking at what became of it -------------------------------------------------------


def form_of(page, body):
    words = {"title": page.title, "slug": page.slug, "intro": page.intro, "date_precision": "day"}
    dates = {"start_precision": "day", "occasion": "", "participations": inline_formset([])}
    return nested_form_data({**words, **dates, "body": streamfield([("paragraph", text(GOOD)), *body])})


def shown_of(client, world, kind, page):
    """Publish the newest draft; return what is shown of it, by where."""
    revision = Page.objects.get(pk=page.pk).get_latest_revision()
    asked = Preview(kind, page.pk, revision.pk, client.staff.pk, world.site.pk)
    shown = {"preview of a front end": client.get("/api/v1/preview", {"token": tokens.make(asked)})}
    revision.publish(skip_permission_checks=True)
    page = type(page).objects.get(pk=page.pk)
    shown["page"] = client.get(page.get_url())
    shown["API"] = client.get(f"/api/v1/{ADDRESSES[kind].format(page.slug)}", {"locale": "uk"})
    return shown


def preview_of(client, page, form):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    told = client.post(address, form)
    assert told.status_code in (200, 400)
    return client.get(address, {"mode": ""}) if told.status_code == 200 and told.json()["is_valid"] else None


def hold_harmless(answer, case):
    """Hold that nothing forged runs, loads or is told, whatever shape the answer has."""
    assert answer.status_code == 200
    if answer.headers["Content-Type"].startswith("application/json"):
        assert SECRET not in answer.text
        parts = [part["html"] for part in parts_of(answer.json()) if "html" in part]
    else:
        parts = [answer.text]
    for part in parts:
        hold_markup(part)
        assert case in SPELT_OUT or EVIL not in part
        assert SECRET not in part


def parts_of(value):
    """Yield every object in an answer of the API."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield value
    for each in inside:
        yield from parts_of(each)


RUNS = {"animate", "embed", "object", "script", "style", "table"}


def hold_markup(html):
    for element in lxml.html.fromstring(f"<div>{html}</div>").iter():
        if element.tag in RUNS and element.get("type") != "application/ld+json":
            assert EVIL not in lxml.html.tostring(element, encoding="unicode")
        for name, value in element.items():
            runs = name.startswith("on") or name in ("style", "src", "srcset", "href", "class")
            assert not (runs and EVIL in value), lxml.html.tostring(element)


def staff_of(world, kind):
    user = world.coordinator if kind in ("page", "home") else world.editor
    client = logged_in(user)
    client.staff = user
    return client


@pytest.mark.parametrize("kind", first_of(ADDRESSES))
@pytest.mark.parametrize("case", first_of(CASES))
def test_forged_text_shows_nothing_but_words(case, kind, world):
    client, page = staff_of(world, kind), world.pages[kind]
    for body in BODIES[case](world):
        pages, form = Page.objects.count(), form_of(page, body)
        before = Page.objects.get(pk=page.pk).latest_revision

        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

        CASES[case].assert_met(answer, stored=Page.objects.count() - pages)
        assert SECRET not in answer.text
        if preview := preview_of(client, page, form):
            hold_harmless(preview, case)
        if answer.status_code != 302:
            assert Page.objects.get(pk=page.pk).latest_revision == before
            assert (
                answer.status_code == 400
                or GOOD in answer.text
                or json.dumps(GOOD)[1:-1] in answer.text.replace("\\\\", "\\")
            )
            continue
        for where, shown in shown_of(client, world, kind, page).items():
            assert GOOD in shown.text or GOOD in json.dumps(shown.json(), ensure_ascii=False), where
            hold_harmless(shown, case)


@pytest.mark.parametrize("kind", ADDRESSES)
def test_block_that_a_later_release_no_longer_knows_is_left_out_of_page_and_api(kind, world, client):
    """RT-09, where it stands in the database already."""
    page = world.pages[kind]
    body = json.dumps([{"type": "no_such_block", "value": EVIL}, {"type": "heading", "value": GOOD}])
    with connection.cursor() as cursor:
        table = page._meta.db_table
        cursor.execute(f"UPDATE {table} SET body = %s WHERE page_ptr_id = %s", [body, page.pk])  # noqa: S608

    told = client.get(f"/api/v1/{ADDRESSES[kind].format(page.slug)}", {"locale": "uk"})
    shown = client.get(page.get_url())

    assert told.status_code == shown.status_code == 200
    assert GOOD in shown.text and GOOD in json.dumps(told.json(), ensure_ascii=False)
    assert EVIL not in shown.text + told.text


def test_every_case_is_played_here():
    assert set(CASES) == set(BODIES)
