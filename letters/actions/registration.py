"""What the outbox and the jobs run by name: registered when the site starts."""

from home import jobs, outbox
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
    restore,
    scans,
    similar,
    submit,
    tombstones,
)

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


def register_actions():
    for register, named in REGISTER:
        for name, action in named.items():
            register(name, action)
