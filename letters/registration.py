"""What the outbox and the jobs run by name: registered when the site starts."""

from home.jobs import mail_renderers as outbox
from home.jobs import queue as jobs
from letters.actions import (
    build_pack,
    desks,
    digests,
    erasure_requests,
    glass,
    holds,
    keep,
    late,
    mail,
    pack_contents,
    plain,
    restore,
    scans,
    similar,
    submit,
    tombstones,
    undo,
)
from letters.actions.approving import approve, approve_as_is, reopen
from letters.actions.bring_back import bring_back
from letters.actions.moderation import accept_letter, reject_letter, return_letter
from letters.actions.packs import pull_letter
from letters.actions.posting import post_letter, take_back_posting
from letters.actions.returns import come_back, readdress, record_answer, take_back_return
from letters.choices import Act, LogAction, Step
from letters.views import queue
from letters.views.packs import new_pack_form

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
