"""The screens of scans: who finds them, what is refused in words, nothing typed lost beside the pages."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from home.security import form_tokens
from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.choices.scans import ScanAct, ScanKind, ScanTrouble
from letters.intake.actions.scan_groups import do_to_pages
from letters.intake.actions.scans import bring_scans, read_scans
from letters.intake.read_models import groups_of
from letters.models import SCANNED_PAGE, Letter, LetterDesk, ScanBatch, ScanFile, ScannedPage, ScanOpening
from letters.sealing.sealed_box import seal_bytes
from tests.factories.hostile_files import BUILDERS
from tests.factories.pictures import png_bomb
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.scans import blank, encrypted_pdf, jpeg_of, pdf_of, written
from tests.letters.conftest import make_member, make_screener
from tests.letters.desk_world import make_letter
from tests.letters.intake.test_key_in_screens import typed
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import SCREENS

pytestmark = pytest.mark.full(SCREENS)


URL = "/admin/letters/scans/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@standing
def desk(client, screener):
    client.force_login(screener)
    return client


@standing
def batch(screener):
    return read_in(screener, (ScanKind.PDF, pdf_of(written(2), written(3), blank(), written(4)), ""))


def read_in(by, *files):
    batch = bring_scans(uuid=uuid.uuid4(), desk=LetterDesk.objects.first(), files=files, by=by)
    read_scans(batch.pk)
    return batch


def upload(client, *files, **changes):
    desk = LetterDesk.objects.first()
    form = {"uuid": uuid.uuid4(), "desk": desk.pk, "event": "", "campaign": "", "files": files, **changes}
    return client.post(URL, form, **ENGLISH)


def file(name, content):
    return SimpleUploadedFile(name, content)


def address(batch, rest=""):
    return f"{URL}{batch.uuid}/{rest}"


def test_files_are_stored_and_read(desk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(desk, file("a.pdf", pdf_of(written(2))), file("b.JPG", jpeg_of(written(2))))

    shown = desk.get(answer["Location"], **ENGLISH).content.decode()
    assert "All is read: 2 pages." in shown and "2 letters to key in" in shown
    assert "no-store" in desk.get(URL)["Cache-Control"]


def test_file_in_trouble_is_refused_in_words_and_the_others_are_kept(desk):
    upload(desk, file("a.pdf", encrypted_pdf()), file("b.pdf", jpeg_of(written(2))), file("c.exe", b"MZ"))
    batch = ScanBatch.objects.get()
    read_scans(batch.pk)

    troubles = [each.trouble for each in batch.files.all()]
    assert troubles == [ScanTrouble.ENCRYPTED, ScanTrouble.MISNAMED, ScanTrouble.UNKNOWN]
    shown = desk.get(address(batch), **ENGLISH).content.decode()
    assert all(str(ScanTrouble(trouble).label) in shown for trouble in troubles)


def test_upload_without_a_readable_file_stores_nothing_and_says_why(desk):
    answer = upload(desk, file("a.jpg", b""), file("b.pdf", b"no"))

    assert answer.status_code == 422 and not ScanBatch.objects.exists()
    html = answer.content.decode()
    assert "File 1: The file is empty." in html and "File 2: It is no PDF" in html


@pytest.mark.parametrize(
    "changes", [{"files": []}, {"uuid": "x"}, {"desk": "999"}, {"desk": "x"}, {"event": "unknown"}]
)
def test_bad_form_is_said_and_stores_nothing(desk, changes):
    photo = file("a.jpg", jpeg_of(written(1)))

    assert upload(desk, **{"files": [photo], **changes}).status_code == 422
    assert not ScanBatch.objects.exists()


def test_names_of_files_are_kept_nowhere(desk):
    upload(desk, file("CANARY-Olena.jpg", jpeg_of(written(1))))

    assert "CANARY" not in str([ScanFile.objects.values(), ScanBatch.objects.values()])


# One file each that our builders make; the others are of a form with one file.
UPLOADS = [
    case
    for case in bad_inputs.cases("public_upload", without=["UP-26", "UP-33", "UP-34"])
    if case.payload.get("file", {}).get("build") in BUILDERS
]


@pytest.mark.parametrize("case", UPLOADS, ids=lambda case: case.id)
def test_file_of_the_catalogue_is_a_clean_page_or_refused(desk, case):
    payload = case.payload["file"]

    answer = upload(desk, file(payload["name"], BUILDERS[payload["build"]]()))
    for batch in ScanBatch.objects.all():
        read_scans(batch.pk)

    assert answer.status_code in (302, 422) and ScannedPage.objects.count() == case.stored
    for page in ScannedPage.objects.all():
        picture = desk.get(address(page.batch, f"pages/{page.pk}/"))
        assert b"CANARY" not in picture.content and picture["Content-Type"] == "image/jpeg"
        assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_page_is_shown_whole_and_small_and_once_logged(desk, batch):
    page = ScannedPage.objects.first()

    whole = desk.get(address(batch, f"pages/{page.pk}/"))
    small = desk.get(address(batch, f"pages/{page.pk}/?small=1"))

    assert len(small.content) < len(whole.content)
    assert ScanOpening.objects.count() == 1 and "no-store" in whole["Cache-Control"]


@pytest.mark.parametrize("planted", [b"no picture", png_bomb()])
def test_what_others_have_sealed_as_a_page_is_never_opened_here(desk, batch, planted):
    page = ScannedPage.objects.first()
    page.sealed = seal_bytes(planted, letter=batch.uuid, field=SCANNED_PAGE)
    page.save(update_fields=["sealed"])

    small = desk.get(address(batch, f"pages/{page.pk}/?small=1"))
    turned = desk.post(address(batch, "do/"), {"act": "turn", "page": page.pk, "version": 1}, **ENGLISH)

    assert small.status_code == 404
    assert turned.status_code == 409 and "cannot be done with this page" in turned.content.decode()


def test_pages_are_parted_by_a_button_and_an_older_state_is_refused(desk, batch):
    page = ScannedPage.objects.get(position=2)
    form = {"act": "split", "page": page.pk, "version": 1}

    assert desk.post(address(batch, "do/"), form).status_code == 302
    again = desk.post(address(batch, "do/"), form, **ENGLISH)

    assert again.status_code == 409 and "put these pages together otherwise" in again.content.decode()
    assert [len(group.pages) for group in groups_of(batch)] == [1, 1, 1, 1]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "changes", [{"act": "erase"}, {"page": "x"}, {"page": 2**70}, {"version": ""}, {"version": "-1"}]
)
def test_nonsense_acts_are_refused(desk, batch, changes):
    form = {"act": "split", "page": 1, "version": 1, **changes}

    assert desk.post(address(batch, "do/"), form).status_code == 400


def test_letter_is_keyed_in_beside_its_pages(desk, batch, screener, world):
    group = groups_of(batch)[0]
    url = address(batch, f"letters/{group.number}/")
    ids = ",".join(map(str, group.ids))
    assert f'name="pages" value="{ids}"' in desk.get(url).content.decode()

    answer = desk.post(url, typed(screener, pages=ids, version=1))

    letter = Letter.objects.get()
    assert answer.status_code == 303 and [page.pk for page in letter.scans.all()] == group.ids
    assert desk.get(url).status_code == 404
    assert f"/admin/letters/{letter.uuid}/" in desk.get(address(batch)).content.decode()
    # A page of a letter is for its readers, whichever address asks for it.
    url = f"/admin/letters/{letter.uuid}/scans/{group.ids[0]}/"
    assert desk.get(url).status_code == 200 and letter.log.filter(action="scan_opened").count() == 1


@pytest.fixture
def elsewhere(other_partner):
    """A person whose letters another desk handles, as its screener sees them."""
    person = PrisonerFactory(writable=True, slug="inshyi", name_uk="Вигаданий Інший", partner=other_partner)
    return person, make_screener(other_partner, "colleague")


def test_letter_to_a_person_of_another_desk_goes_to_that_desk(desk, batch, screener, elsewhere):
    person, colleague = elsewhere
    group = groups_of(batch)[0]
    url, ids = address(batch, f"letters/{group.number}/"), ",".join(map(str, group.ids))
    assert 'value="inshyi"' in desk.get(url).content.decode()

    form = typed(screener, pages=ids, version=1, prisoner=person.slug)
    assert desk.post(url, {**form, "only_recipient": "1"}).status_code == 200
    seen = desk.get(address(batch), **ENGLISH).content.decode()
    assert f"It goes to the desk of {person.partner}." in seen
    assert desk.post(url, form).status_code == 303

    letter = Letter.objects.get()
    seen = desk.get(address(batch), **ENGLISH).content.decode()
    assert letter.prisoner == person and f"It lies at the desk of {person.partner}." in seen
    assert str(letter.uuid) not in seen
    picture = f"/admin/letters/{letter.uuid}/scans/{group.ids[0]}/"
    assert desk.get(f"/admin/letters/{letter.uuid}/").status_code == 404
    for gone in (picture, address(batch, f"pages/{group.ids[0]}/")):
        assert desk.get(gone).status_code == 404

    desk.force_login(colleague)
    assert str(letter.uuid) in desk.get("/admin/letters/?step=inbox").content.decode()
    assert "Доброго дня!" in desk.get(f"/admin/letters/{letter.uuid}/").content.decode()
    assert desk.get(picture).status_code == 200
    assert desk.get(address(batch)).status_code == 404, "the rest of the pile is the other desk's"


def test_only_whom_the_site_takes_letters_to_is_offered_of_other_desks(desk, batch, other_partner):
    for slug, facts in {"paused": {"writable": True, "paused_at": timezone.now()}, "mute": {}}.items():
        PrisonerFactory(slug=slug, partner=other_partner, **facts)

    html = desk.get(address(batch, f"letters/{groups_of(batch)[0].number}/")).content.decode()

    assert 'value="vilnyi"' in html and 'value="paused"' not in html and 'value="mute"' not in html


def test_fault_beside_the_pages_keeps_text_and_pages(desk, batch, screener):
    group = groups_of(batch)[0]
    ids = ",".join(map(str, group.ids))
    form = typed(screener, pages=ids, prisoner="")

    answer = desk.post(address(batch, f"letters/{group.number}/"), form)

    html = answer.content.decode()
    assert answer.status_code == 422 and form["body"].split("\n")[0] in html
    assert f'value="{ids}"' in html and f"/pages/{group.ids[1]}/" in html


def test_pages_put_together_otherwise_meanwhile_cost_no_text(desk, batch, screener):
    group = groups_of(batch)[0]
    form = typed(screener, pages=",".join(map(str, group.ids)))
    do_to_pages(ScanAct.SPLIT, batch=batch, page=group.pages[1], by=screener, version=1)

    answer = desk.post(address(batch, f"letters/{group.number}/"), form)

    assert answer.status_code == 409 and not Letter.objects.exists()
    assert form["body"].split("\n")[0] in answer.content.decode()
    assert answer.context["token"] == form["token"]


def test_pages_still_being_read_cost_no_text(desk, batch, screener):
    group = groups_of(batch)[0]
    form = typed(screener, pages=",".join(map(str, group.ids)))
    batch.files.update(page_count=9)

    answer = desk.post(address(batch, f"letters/{group.number}/"), form)

    assert answer.status_code == 409 and not Letter.objects.exists()
    assert form["body"].split("\n")[0] in answer.content.decode()


def test_recipient_alone_is_kept_and_what_was_typed_stays(desk, batch, screener, world):
    group = groups_of(batch)[1]
    form = typed(
        screener, pages=",".join(map(str, group.ids)), version=1, only_recipient="1", email="no mail"
    )

    answer = desk.post(address(batch, f"letters/{group.number}/"), form)

    assert answer.status_code == 200 and form["body"].split("\n")[0] in answer.content.decode()
    assert groups_of(batch)[1].prisoner == world and not Letter.objects.exists()
    assert answer.context["form"]["email"].value() == "no mail"


@pytest.mark.parametrize("pages", ["", "x", "1,,2", "9" * 30, "-1"])
def test_pages_that_are_none_are_not_found(desk, batch, screener, pages):
    assert desk.post(address(batch, "letters/1/"), typed(screener, pages=pages)).status_code == 404
    assert not Letter.objects.exists()


def test_coordinator_brings_scans_in_and_sees_no_page(client, batch, world):
    client.force_login(make_member(world.partner, "coordinator", DeskRole.COORDINATOR))
    page = ScannedPage.objects.first()

    assert upload(client, file("a.jpg", jpeg_of(written(1)))).status_code == 302
    html = client.get(address(batch), **ENGLISH).content.decode()

    assert "2 letters to key in" in html and f"{batch.uuid}/pages/" not in html and "scan-group" not in html
    for method, rest in [("get", f"pages/{page.pk}/"), ("get", "letters/1/"), ("post", "letters/1/")]:
        assert getattr(client, method)(address(batch, rest)).status_code == 302
    act = {"act": "turn", "page": page.pk, "version": 1}
    assert client.post(address(batch, "do/"), act).status_code == 302
    assert not ScanOpening.objects.exists() and ScanBatch.objects.get(pk=batch.pk).version == 1


def test_other_desk_finds_nothing(client, batch, other_partner):
    client.force_login(make_screener(other_partner, "stranger"))
    page = ScannedPage.objects.first()

    assert str(batch.uuid) not in client.get(URL).content.decode()
    for rest in ["", f"pages/{page.pk}/", "letters/1/"]:
        assert client.get(address(batch, rest)).status_code == 404
    assert client.post(address(batch, "do/"), {}).status_code == 404
    own = LetterDesk.objects.get(partner=batch.desk.partner)
    assert upload(client, file("a.jpg", jpeg_of(written(1))), desk=own.pk).status_code == 422


@pytest.mark.parametrize("role", [DeskRole.TRANSLATOR, DeskRole.READER, DeskRole.DISPATCHER])
def test_other_roles_find_no_such_screens(client, world, screener, batch, role):
    client.force_login(make_member(world.partner, "member", role))

    assert client.get(URL).status_code == 302 and client.post(URL).status_code == 302
    assert client.get(address(batch)).status_code == 404


def test_lists_ask_the_database_no_more_for_many(desk, screener, django_assert_num_queries):
    photo = (ScanKind.PICTURE, jpeg_of(written(1)), "")
    batch = read_in(screener, photo)
    desk.get(URL), desk.get(address(batch))
    with django_assert_num_queries(13):
        desk.get(URL)
    with django_assert_num_queries(12):
        desk.get(address(batch))

    page = ScannedPage.objects.get()
    for number in range(2, 21):
        page.pk, page.number, page.position, page.group, page.file = None, number, number, number, None
        page.save()
        ScanBatch.objects.create(desk=batch.desk, by=screener)
    with django_assert_num_queries(13):
        desk.get(URL)
    with django_assert_num_queries(12):
        desk.get(address(batch))


def test_token_is_of_one_account(desk, batch, screener, world):
    colleague = make_screener(world.partner, "colleague")
    ids = ",".join(map(str, groups_of(batch)[0].ids))
    form = typed(screener, pages=ids, token=form_tokens.issue(f"key_in:{colleague.pk}"))

    assert desk.post(address(batch, "letters/1/"), form).status_code == 422


@pytest.mark.parametrize(
    ("role", "state", "sees"),
    [
        (DeskRole.SCREENER, LetterState.RECEIVED, True),
        (DeskRole.READER, LetterState.RECEIVED, False),
        (DeskRole.READER, LetterState.TRANSLATED, True),
        (DeskRole.TRANSLATOR, LetterState.ACCEPTED, False),
        (DeskRole.COORDINATOR, LetterState.RECEIVED, False),
        (DeskRole.DISPATCHER, LetterState.APPROVED, False),
    ],
)
def test_scan_stands_beside_the_letter_for_those_who_compare_them(client, batch, world, role, state, sees):
    ids = groups_of(batch)[0].ids
    letter = make_letter(world, state=state)
    ScannedPage.objects.filter(pk__in=ids).update(letter=letter)
    client.force_login(make_member(world.partner, "member", role))
    url = f"/admin/letters/{letter.uuid}/"

    html = client.get(url).content.decode()

    assert (f"{url}scans/{ids[0]}/" in html) is sees
    assert (client.get(f"{url}scans/{ids[0]}/").status_code == 200) is sees
    # The text of the letter stands there as before.
    assert "Доброго дня!" in html or role != DeskRole.SCREENER
