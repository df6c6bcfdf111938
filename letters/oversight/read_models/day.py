"""What waits at the letter desks for whoever has a seat there, and for those who watch over them."""

from collections.abc import Callable, Iterable, Iterator

from django.contrib.auth.models import User
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from home.day.entries import DayEntry, DaySubject, Line, day_of
from home.languages.language_names import LANGUAGE_WORDS
from letters.choices.desk import DeskWork, QueueStep
from letters.choices.letters import HoldReason
from letters.choices.paper import RunState
from letters.family.read_models import late_for, waiting_for
from letters.handling.read_models import is_at, seats_at
from letters.models import DayPack, GlassBreak, Letter, PostReturn, Reply, ScanBatch, ScannedPage
from letters.page_groups import ASIDE
from letters.permissions.family import receives_family_requests
from letters.permissions.letters import (
    access_requests_shown_to,
    desks_for,
    does,
    replies_to_translate,
    stops_seen_by,
)
from letters.permissions.seats import watches_over_desks
from letters.querysets.letters import LetterQuerySet
from letters.querysets.posting import ReplyQuerySet
from prisoner_pages.permissions.partners import partners_for

RECORD = "wagtailsnippets_prisoner_pages_prisoner:edit"
# A held letter waits at its step, too: it is told of by its reason.
STEPS = [step for step in QueueStep if step != QueueStep.HELD]


def finds(step: QueueStep) -> Callable[[User], bool]:
    return lambda user: bool(seats_at(user, step))


def doing(work: DeskWork) -> Callable[[User], bool]:
    return lambda user: does(user, work)


def letters_at(step: QueueStep) -> Callable[[User], LetterQuerySet]:
    """Return how the letters of a step are found, those alike as the one line that stands for them."""

    def rows(user: User) -> LetterQuerySet:
        letters = Letter.objects.filter(is_at(user, step))
        return letters.filter(letters.first_of_groups()) if step == QueueStep.INBOX else letters

    return rows


def held_because(reason: HoldReason) -> Callable[[User], LetterQuerySet]:
    return lambda user: Letter.objects.filter(is_at(user, QueueStep.HELD), held_because=reason)


def at_step(step: QueueStep, more: str = "") -> Callable[[], str]:
    return lambda: f"{reverse('letter_desk:index')}?step={step}{more}"


def keeps_records(user: User) -> bool:
    return user.is_active and user.has_perm("prisoner_pages.change_prisoner")


# --- What has no step of the queue -----------------------------------------------------------------
def scans(user: User) -> QuerySet[ScanBatch]:
    pages = ScannedPage.objects.filter(batch=OuterRef("pk"), letter=None, group__gt=ASIDE)
    batches = ScanBatch.objects.at_desks(desks_for(user, DeskWork.READ_SCANS)).filter(Exists(pages))
    return batches.select_related("desk__partner", "event").order_by("at", "pk")


def packs(user: User) -> QuerySet[DayPack]:
    ready = DayPack.objects.at_desks(desks_for(user, DeskWork.HAND_OVER)).filter(state=RunState.READY)
    return ready.select_related("desk__partner").order_by("made_at", "pk")


def replies_asked_for(user: User) -> ReplyQuerySet:
    return replies_to_translate(user).without_texts().order_by("asked_on", "pk")


def replies_with_translators(user: User) -> ReplyQuerySet:
    return _to_pass_on(user).with_translators().order_by("asked_on", "pk")


def replies_translated(user: User) -> ReplyQuerySet:
    return _to_pass_on(user).translated().order_by("received_on", "pk")


def _to_pass_on(user: User) -> ReplyQuerySet:
    theirs = Reply.objects.filter(desk__in=desks_for(user, DeskWork.ANSWER_WRITERS))
    return theirs.select_related("prisoner__partner").without_texts()


def access_requests(user: User) -> QuerySet[GlassBreak]:
    return access_requests_shown_to(user).waiting().exclude(asked_by=user).order_by("asked_at", "pk")


def came_back(user: User) -> QuerySet[PostReturn]:
    """Return of each of one's own people whose letters came back for a move the last return."""
    asking = PostReturn.objects.asking_for_a_check().filter(letter__prisoner__partner__in=partners_for(user))
    last = asking.values("letter__prisoner").annotate(last=Max("pk")).values("last")
    found = PostReturn.objects.filter(pk__in=last).select_related("letter__prisoner", "facility")
    return found.order_by("on", "pk")


def scan_lines(batches: Iterable[ScanBatch], _user: User) -> Iterator[Line]:
    for batch in batches:
        yield Line(
            batch.event or batch.desk, reverse("letter_desk:scans_batch", args=[batch.uuid]), day_of(batch.at)
        )


def pack_lines(found: Iterable[DayPack], _user: User) -> Iterator[Line]:
    for pack in found:
        yield Line(pack.desk, reverse("letter_desk:pack", args=[pack.uuid]), day_of(pack.made_at))


def asked_lines(replies: Iterable[Reply], _user: User) -> Iterator[Line]:
    """Name the language alone: who wrote the reply is not the translator's to know."""
    for reply in replies:
        language = capfirst(str(LANGUAGE_WORDS[reply.asked_language]))
        address = reverse("letter_desk:translate_reply", args=[reply.uuid])
        yield Line(language, address, reply.asked_on and date_format(reply.asked_on))


def with_translator_lines(replies: Iterable[Reply], _user: User) -> Iterator[Line]:
    for reply in replies:
        address = reverse("letter_desk:reply", args=[reply.uuid])
        yield Line(reply.prisoner, address, reply.asked_on and date_format(reply.asked_on))


def translated_lines(replies: Iterable[Reply], _user: User) -> Iterator[Line]:
    for reply in replies:
        address = reverse("letter_desk:reply", args=[reply.uuid])
        yield Line(reply.prisoner, address, date_format(reply.received_on))


def access_lines(asked: Iterable[GlassBreak], _user: User) -> Iterator[Line]:
    for each in asked:
        yield Line(
            each.asked_by.get_username(), reverse("letter_desk:access_requests"), day_of(each.asked_at)
        )


def return_lines(returns: Iterable[PostReturn], _user: User) -> Iterator[Line]:
    for each in returns:
        person = each.letter.prisoner
        note = f"{each.get_reason_display()}, {date_format(each.on)} ({each.facility})"
        yield Line(person, reverse(RECORD, args=[person.pk]), note)


DAY_ENTRIES = (
    DayEntry(
        "family-requests",
        DaySubject.PEOPLE,
        _("Family requests"),
        receives_family_requests,
        waiting_for,
        lambda: reverse("letter_desk:family"),
    ),
    DayEntry(
        "family-requests-late",
        DaySubject.PEOPLE,
        _("Family requests open for more than a week"),
        receives_family_requests,
        late_for,
        lambda: f"{reverse('letter_desk:family')}?late",
    ),
    *(
        DayEntry(
            f"letters-{step}", DaySubject.LETTERS, step.label, finds(step), letters_at(step), at_step(step)
        )
        for step in STEPS
    ),
    DayEntry(
        "scans",
        DaySubject.LETTERS,
        _("Scans to be typed in"),
        doing(DeskWork.READ_SCANS),
        scans,
        lines=scan_lines,
    ),
    DayEntry(
        "packs",
        DaySubject.LETTERS,
        _("Packs ready to be posted"),
        doing(DeskWork.HAND_OVER),
        packs,
        lines=pack_lines,
    ),
    DayEntry(
        "replies-to-translate",
        DaySubject.LETTERS,
        _("Replies you are asked to translate"),
        doing(DeskWork.TRANSLATE_REPLIES),
        replies_asked_for,
        lines=asked_lines,
    ),
    DayEntry(
        "replies-with-translators",
        DaySubject.LETTERS,
        _("Replies with a translator"),
        doing(DeskWork.ANSWER_WRITERS),
        replies_with_translators,
        lines=with_translator_lines,
    ),
    DayEntry(
        "replies-translated",
        DaySubject.LETTERS,
        _("Replies that came back translated"),
        doing(DeskWork.ANSWER_WRITERS),
        replies_translated,
        lines=translated_lines,
    ),
    DayEntry(
        "stops",
        DaySubject.LETTERS,
        _("Places from which letters come back"),
        doing(DeskWork.WATCH_POST),
        lambda user: stops_seen_by(user).open(),
        lambda: reverse("letter_desk:stops"),
    ),
    DayEntry(
        "access-requests",
        DaySubject.LETTERS,
        _("Access in an emergency, asked for"),
        watches_over_desks,
        access_requests,
        lines=access_lines,
    ),
    *(
        DayEntry(
            f"held-{reason}",
            DaySubject.HELD,
            capfirst(reason.label),
            finds(QueueStep.HELD),
            held_because(reason),
            at_step(QueueStep.HELD, f"&held={reason}"),
        )
        for reason in HoldReason
    ),
    DayEntry(
        "places-to-check",
        DaySubject.GAPS,
        _("Letters came back: check where the person is"),
        keeps_records,
        came_back,
        lines=return_lines,
    ),
)
