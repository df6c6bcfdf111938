"""What the outbox and the jobs run by name: registered when the site starts."""

from home.jobs import mail_renderers as outbox
from home.jobs import queue as jobs
from letters.choices import Act, LogAction, Step
from letters.erasure.actions import late, restore
from letters.erasure.actions import requests as erasure_requests
from letters.erasure.actions import retention_run as keep
from letters.following.actions import mail
from letters.handling.actions import (
    emergency_access as glass,
)
from letters.handling.actions import (
    holds,
    undo,
)
from letters.handling.actions import (
    near_duplicates as similar,
)
from letters.handling.actions import (
    simple_acts as plain,
)
from letters.handling.views import queue
from letters.intake.actions import scans
from letters.log.actions import digests
from letters.oversight.actions import desks
from letters.posting.actions.posting import post_letter, take_back_posting
from letters.posting.actions.returns import come_back, readdress, record_answer, take_back_return
from letters.printing.actions import build_pack, pack_contents
from letters.printing.actions.packs import pull_letter
from letters.printing.views.packs import new_pack_form
from letters.retention.actions import tombstones
from letters.screening.actions.bring_back import bring_back
from letters.screening.actions.decisions import accept_letter, reject_letter, return_letter
from letters.translating.actions.approving import approve, approve_as_is, reopen
from letters.writing.actions import submit

JOBS = {
    pack_contents.BUILD_PACK: build_pack.build_pack,
    scans.READ_SCANS: scans.read_scans,
    similar.FIND_SIMILAR: similar.find_similar,
    erasure_requests.ERASE_AS_ASKED: erasure_requests.erase_as_asked,
    tombstones.NOTE_ERASED: restore.note_erased,
}
# What changes by the clock alone, and what a dead worker holds for a while.
HOURLY = {
    scans.GO_ON_READING: scans.go_on_reading,
    holds.REFRESH_HOLDS: holds.refresh_holds,
    digests.CLOSE_DAYS: digests.close_days,
    build_pack.RESUME_PACKS: build_pack.resume_packs,
}
DAILY = {
    desks.CLOSE_DOORS: desks.close_doors,
    keep.KEEP_TIMES: keep.keep_times_daily,
    late.TELL_OF_LATE: late.tell_of_late,
}
MAILS = {
    erasure_requests.ERASURE_ASKED: erasure_requests.erasure_asked,
    glass.GLASS_ASKED: glass.glass_asked,
    glass.GLASS_GRANTED: glass.glass_granted,
    late.LETTERS_LATE: late.letters_late,
    digests.LOG_DIGEST: digests.log_digest,
    mail.LETTER_ASKED: mail.letter_asked,
    mail.LETTER_RETURNED: mail.letter_returned,
    submit.LETTER_RECEIVED: mail.letter_received,
}
REGISTER = [
    (jobs.register, JOBS),
    (jobs.register_hourly, HOURLY),
    (jobs.register_daily, DAILY),
    (outbox.register, MAILS),
]


def _come_back(*, detail, **about):
    return come_back(reason=detail, **about)


def _return(*, detail, **about):
    return return_letter(reasons=[detail] if detail else [], **about)


def _bring_back(*, detail, **about):
    return bring_back(reason=detail, **about)


def _needs_no_more(action):
    return lambda *, detail, **about: action(**about)


# Act -> function(letter=, by=, version=, detail=) that returns the letter as it stands then.
DOERS = {
    Act.RETURN: _return,
    Act.COME_BACK: _come_back,
    Act.BRING_BACK: _bring_back,
    Act.ACCEPT: _needs_no_more(accept_letter),
    Act.REJECT: _needs_no_more(reject_letter),
    Act.APPROVE: _needs_no_more(approve),
    Act.APPROVE_AS_IS: _needs_no_more(approve_as_is),
    Act.REOPEN: _needs_no_more(reopen),
    Act.PULL: pull_letter,
    Act.POST: _needs_no_more(post_letter),
    Act.READDRESS: _needs_no_more(readdress),
    Act.RECORD_ANSWER: _needs_no_more(record_answer),
}


TAKEN_BACK = {LogAction.POSTED: take_back_posting, LogAction.CAME_BACK: take_back_return}


def register_actions():
    plain.DOERS.update(DOERS)
    undo.TAKEN_BACK.update(TAKEN_BACK)
    queue.STEP_FORMS[Step.PRINT] = new_pack_form
    for register, named in REGISTER:
        for name, action in named.items():
            register(name, action)
