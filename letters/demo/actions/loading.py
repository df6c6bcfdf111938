"""Loading the letters of the demo: idempotent, the worker's, so that the site itself starts at once."""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from home.jobs.queue import enqueue
from letters.choices.desk import DeskRole
from letters.choices.family import FamilyWish
from letters.choices.scans import ScanKind
from letters.codes import digest_of
from letters.demo.actions.roads import AFTER_POSTING, bring, bring_home, find
from letters.demo.actions.staff import staff
from letters.demo.pictures import scan_of
from letters.demo.reading import demo, letters
from letters.family.actions.sending import send_family_request
from letters.family.words import FamilyWords
from letters.handling.actions.emergency_access import ask_for_access
from letters.handling.actions.near_duplicates import compare_new
from letters.intake.actions.scans import bring_scans, read_scans
from letters.models import DayPack, FamilyRequest, GlassBreak, Letter, LetterDesk
from letters.oversight.actions.desks import change_desk
from letters.posting.actions.manifest_scanning import post_group
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.packs import make_pack
from letters.sealing.sealed_box import can_unseal
from prisoner_pages.models import EventPage

LOAD_LETTERS = "letters.load_demo_letters"
ON_PAPER = {"printed", "posted", "answered", "came_back"}


def ask_for_letters() -> None:
    """Have the worker load the letters, where there are none to invented people yet."""
    if not Letter.objects.filter(prisoner__invented=True).exists():
        enqueue(LOAD_LETTERS)


def load_letters() -> None:
    """Bring each letter to where it stands. A job: killed anywhere, it goes on with the next letter.

    Without keys, or once the demo is removed, nothing is there to be done.
    """
    if not can_unseal() or not LetterDesk.objects.exists():
        return
    set_return_addresses()
    for told in letters():
        bring(told)
    compare_new()
    pack_up(demo()["ready_at"])
    for slug in demo()["posted_at"]:
        post(pack_up(slug))
    for told in letters():
        if told.stands in AFTER_POSTING:
            bring_home(told)
    bring_in_scans()
    ask_in_an_emergency()
    ask_as_relatives()


def uuid_of(*words: str) -> UUID:
    """Return what makes a thing of the demo the same thing when it is loaded again."""
    return uuid5(NAMESPACE_URL, " ".join(["demo", *words]))


def desk_of(slug: str) -> LetterDesk:
    return LetterDesk.objects.get(partner__slug=slug)


def set_return_addresses() -> None:
    """Give one to desks that have none: what staff typed stays."""
    by, address = staff(DeskRole.COORDINATOR), {"return_address_ru": demo()["return_address_ru"]}
    for slug in (demo()["ready_at"], *demo()["posted_at"]):
        desk = desk_of(slug)
        if not desk.return_address_ru.strip():
            change_desk(desk=desk, by=by, settings=address)


# --- On paper --------------------------------------------------------------------------------------
def pack_up(slug: str) -> DayPack:
    """Have the letters of this desk that are on paper printed in one pack."""
    found = (find(told.key) for told in letters() if told.stands in ON_PAPER)
    desk = desk_of(slug)
    pack = make_pack(
        uuid=uuid_of("pack", slug),
        desk=desk,
        letters=Letter.objects.filter(pk__in=[letter.pk for letter in found if letter]),
        by=staff(DeskRole.DISPATCHER),
        envelope_format=desk.envelope_format,
        has_blank_sheets=False,
    )
    build_pack(pack.pk)
    return pack


def post(pack: DayPack) -> None:
    post_group(group=pack, by=staff(DeskRole.DISPATCHER), uuid=uuid_of("post", str(pack.uuid)))


# --- Beside the queue ------------------------------------------------------------------------------
def bring_in_scans() -> None:
    told = demo()["scans"]
    event = EventPage.objects.source().filter(slug=told["event"]).first()
    files = [(ScanKind.PICTURE, scan_of(page).bytes, "") for page in told["pages"]]
    desk, by = desk_of(told["desk"]), staff(DeskRole.SCREENER)
    batch = bring_scans(uuid=uuid_of("scans"), desk=desk, files=files, by=by, event=event)
    read_scans(batch.pk)


def ask_in_an_emergency() -> None:
    told, by = demo()["emergency"], staff(DeskRole.COORDINATOR)
    letter = find(told["letter"])
    if letter and not GlassBreak.objects.filter(letter=letter, asked_by=by).exists():
        ask_for_access(letter=letter, by=by, reason=told["reason"])


def ask_as_relatives() -> None:
    """Write what relatives ask for; the same form is the same request."""
    for told in demo()["relative"]:
        typed = {name: told.get(name, "") for name in ("who", "words", "arrives", "heard")}
        code = send_family_request(
            wish=FamilyWish(told["wish"]),
            slug=told["at"],
            words=FamilyWords(**typed),
            nonce=str(uuid_of("relative", told["at"])),
            page_language=told["language"],
        )
        received_on = timezone.localdate() - timedelta(days=told.get("days_ago", 0))
        FamilyRequest.objects.filter(code_digest=digest_of(code)).update(received_on=received_on)
