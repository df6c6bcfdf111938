"""A mail server that listens, keeps what it takes and refuses when told to."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class MailServer:
    """`answer`: None takes mail, "RCPT 550 …" refuses the recipient, another text is said after the mail."""

    def __init__(self):
        self.mail, self.answer = [], None

    async def handle_DATA(self, server, session, envelope):
        if self.answer:
            return self.answer
        self.mail.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.answer and self.answer.startswith("RCPT"):
            return self.answer.removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def mail_server(settings):
    """Run a MailServer and let Django's settings point at it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield server
    finally:
        controller.stop()
