"""Letters arrive at a place, its address is proposed, a link is dead, a copy is kept: told by buttons."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from prisoner_pages.models import Facility, PlaceProposal, PostNote, Source, SourceCopy
from prisoner_pages.policies import FEWEST_AT_A_PLACE
from tests.browser.conftest import TOO_WIDE, follow
from tests.factories.partners import employ_coordinator, employ_editor, employ_moderator, open_partner
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, later, uk_and

pytestmark = pytest.mark.browser
PAGE = "https://zmina.ua/a-long-address/of-a-page-that-is-gone-by-now/and-leads-nowhere-any-more.html"
SEND = "main form button.button[type=submit]:not([name])"
TOLD = {
    "uk": "листи востаннє доходили: жовтень 2026",
    "en": "Letters last known to arrive: October 2026",
}


@standing
def record(public_site):
    partner = open_partner("zmina")
    people = [
        PrisonerFactory(partner=partner, writable=True, slug=f"held-{number}")
        for number in range(FEWEST_AT_A_PLACE)
    ]
    people[0].sources = [Source(url=PAGE, title="Про лист", date="2026-10")]
    people[0].save()
    return people[0]


@standing
def two(record):
    return employ_editor(record.partner), employ_moderator(record.partner)


def button(record, name):
    return f"main a[href='{reverse('record_act', args=[record.pk, name])}']"


def to_record(page, record):
    page.goto(reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk]))


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("language", uk_and("en"))
def test_an_editor_notes_a_moderator_takes_and_a_writer_reads_the_month(
    language, record, two, as_user, browser_page, look_over
):
    UserProfile.objects.update(preferred_language=language)
    editor, moderator = (as_user(user, language=language) for user in two)

    to_record(editor, record)
    follow(editor, button(record, "post"))
    look_over(editor, f"note-of-person-{language}", TOO_WIDE)
    editor.locator("#id_on").fill("14.10.2026")
    editor.locator("#id_source").fill("Дружина, по телефону")
    follow(editor, SEND)
    editor.goto(reverse("post_notes", args=[record.facility_id]))
    look_over(editor, f"notes-of-place-{language}", TOO_WIDE)

    moderator.goto("/admin/")
    follow(moderator, "main a[href*='post-notes']")
    follow(moderator, f"main a[href='{reverse('post_note', args=[PostNote.objects.get().pk])}']")
    look_over(moderator, f"note-{language}", TOO_WIDE)
    follow(moderator, "main button[name=take]")
    assert Facility.objects.get().letters_arrived_in

    public = browser_page(language=language)
    for address, name in (("prisoners", "person"), ("letters/write", "letter")):
        public.goto(f"/{language}/{address}/held-0/")
        for fold in public.locator(f"main details:has-text('{TOLD[language]}') > summary").all():
            fold.click()  # of what happens next, while the letter is written
        assert TOLD[language] in public.locator("main").inner_text(), address
        look_over(public, f"arrived-{name}-{language}")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("language", uk_and("en"))
def test_an_editor_keeps_a_copy_and_marks_the_link_as_dead(
    language, record, two, as_user, browser_page, look_over
):
    UserProfile.objects.update(preferred_language=language)
    editor = as_user(two[0], language=language)

    to_record(editor, record)
    follow(editor, f"main a[href='{reverse('source_copies', args=[record.pk])}']")
    source = str(record.sources.get().pk)
    editor.locator("#id_file").set_input_files(
        {"name": "page.png", "mimeType": "image/png", "buffer": picture_bytes("PNG")}
    )
    editor.locator(SEND).click()  # of which source? The file stays chosen meanwhile
    editor.locator("#id_source").select_option(source)
    follow(editor, SEND)
    look_over(editor, f"copies-{language}", TOO_WIDE)
    with editor.expect_download() as handed:
        editor.locator(f"main a[href='{reverse('source_copy', args=[SourceCopy.objects.get().pk])}']").click()
    assert handed.value.suggested_filename.endswith(".png")

    to_record(editor, record)
    follow(editor, button(record, "dead-link"))
    look_over(editor, f"dead-link-{language}", TOO_WIDE)
    editor.locator("#id_source").select_option(source)
    follow(editor, SEND)

    public = browser_page(language=language)
    public.goto(f"/{language}/prisoners/held-0/")
    assert PAGE in public.locator("main").inner_text() and not public.locator(f"a[href='{PAGE}']").count()
    look_over(public, f"dead-link-page-{language}")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_a_coordinator_uploads_places_looks_through_and_takes_them(
    javascript, record, as_user, look_over, tmp_path
):
    rows = "".join(f"ИК-{n},ВК-{n},colony,Омск,64400{n},,https://example.org/{n}\n" for n in (1, 2))
    file = tmp_path / "places.csv"
    file.write_text(
        f"facility_name_ru,facility_name_uk,type,address,postal_index,region,source_url\n{rows}", "utf-8"
    )
    page = as_user(employ_coordinator(), width=360, javascript=javascript)
    page.goto(reverse("places"))
    follow(page, f"main a[href='{reverse('file_of_places')}']")
    page.set_input_files("#id_file", file)
    follow(page, SEND)
    if javascript:
        look_over(page, "file-of-places", TOO_WIDE)
    follow(page, f"main a[href='{reverse('proposed_places')}']")
    follow(page, "main a[href^='?all']")
    if javascript:
        look_over(page, "proposed-places-ticked", TOO_WIDE)
    follow(page, "#take-ticked button")

    assert Facility.objects.filter(name_ru__in=["ИК-1", "ИК-2"]).count() == 2


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("language", uk_and("en"))
def test_a_coordinator_sees_the_whole_address_before_taking_what_an_editor_proposed(
    language, record, two, as_user, look_over
):
    place = record.facility
    Facility.objects.filter(pk=place.pk).update(postal_index="")
    coordinator = employ_coordinator()
    UserProfile.objects.update(preferred_language=language)
    editor = as_user(two[0], language=language, width=360)

    editor.goto(f"{reverse('propose_place')}?place={place.pk}")
    follow(editor, SEND)
    editor.locator(".refused a").click()
    assert editor.evaluate("document.activeElement.id") == "id_source_url"
    look_over(editor, f"proposing-refused-{language}", TOO_WIDE)
    editor.fill("#id_source_url", "https://example.org/ik")
    follow(editor, SEND)
    editor.fill("#id_postal_index", "644001")
    follow(editor, SEND)
    look_over(editor, f"proposed-by-us-{language}", TOO_WIDE)

    page = as_user(coordinator, language=language)
    page.goto(reverse("proposed_places"))
    block = page.locator("main td [lang=ru]").inner_text()
    assert block.split("\n")[-1] == "644001" and place.address_ru in block
    look_over(page, f"proposed-places-{language}", TOO_WIDE)
    follow(page, f"form[action='{reverse('take_place', args=[PlaceProposal.objects.get().pk])}'] button")
    place.refresh_from_db()
    assert (place.postal_index, place.source_url) == ("644001", "https://example.org/ik")
