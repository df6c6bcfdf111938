"""What a visitor can ask for where no key is, to be carried out where the keys are."""

from django.db import models


class RequestKind(models.TextChoices):
    """All there are: the database refuses any other. Who carries out which: `provides_requests`."""

    NOTIFY = "notify"  # mail to the writer that the letter is here
    WITHDRAW = "withdraw"
    ANSWER = "answer"  # the writer lets us leave out what we asked about
    ERASE = "erase"  # by the code of a letter
    ERASE_MAIL = "erase_mail"  # a link, mailed to an address
    ERASE_YES = "erase_yes"  # that link, pressed
    CONFIRM = "confirm"  # the link that proves an address, pressed


# What shows that whoever asks may: the digest of the letter's code, or of a link, beside the sealed proof.
BY_CODE = (RequestKind.WITHDRAW, RequestKind.ERASE, RequestKind.ANSWER)
BY_LINK = (RequestKind.ERASE_YES, RequestKind.CONFIRM)
# While one of these waits, the letter goes no further.
TAKE_BACK = (RequestKind.WITHDRAW, RequestKind.ERASE)
