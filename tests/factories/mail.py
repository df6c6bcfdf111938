"""A mail server that listens, keeps what it takes and refuses when told to."""

import asyncio
import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

DROP, SLOW = "drop", "slow"


class MailServer:
    """`answer`: None takes mail, "HELO 550 …" refuses at the greeting, "AUTH …" every password, "MAIL 550 …"
    the sender, "RCPT 550 …" the recipient, another text is said after the mail.

    `answers` holds the same for single recipients, and beside them DROP (the mail is taken and the connection
    cut before the server says so) and SLOW (no answer as long as the server runs).
    """

    def __init__(self):
        self.mail, self.answer, self.answers = [], None, {}

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.get(envelope.rcpt_tos[0], self.answer)
        if answer == SLOW:
            await asyncio.Event().wait()
        if answer and answer != DROP:
            return answer
        self.mail.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        if answer == DROP:
            server.transport.abort()
        return "250 OK"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        refusal = await self.handle_HELO(server, session, envelope, hostname)
        return responses if refusal.startswith("250") else [refusal]

    async def handle_HELO(self, server, session, envelope, hostname):
        session.host_name = hostname
        lets_in = not (self.answer or "").startswith("HELO")
        return "250 hello" if lets_in else self.answer.removeprefix("HELO ")

    def authenticate(self, server, session, envelope, mechanism, data):
        return AuthResult(success=not (self.answer or "").startswith("AUTH"), handled=False)

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if self.answer and self.answer.startswith("MAIL"):
            return self.answer.removeprefix("MAIL ")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        answer = self.answers.get(address, self.answer)
        if answer and answer.startswith("RCPT"):
            return answer.removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Running(Controller):
    """Serves at a port of its own: it is taken before anybody is told of it."""

    def __init__(self, server):
        self.listener = socket.create_server(("127.0.0.1", 0))
        how = {"authenticator": server.authenticate, "auth_require_tls": False, "ready_timeout": 60}
        super().__init__(server, *self.listener.getsockname(), **how)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@contextmanager
def mail_server(settings):
    """Run a MailServer and let Django's settings point at it."""
    server = MailServer()
    controller = Running(server)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    try:
        yield server
    finally:
        controller.stop()
