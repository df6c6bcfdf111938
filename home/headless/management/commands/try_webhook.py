from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.utils import timezone

from home.headless.choices import EventType, Problem
from home.headless.webhooks.actions.events import body_of, without_subject
from home.headless.webhooks.requests import Answer, post
from home.headless.webhooks.signatures import PREFIX, headers_of, new_secret


class Command(BaseCommand):
    help = (
        "Sends one signed test event to an address and shows all of it, with what came back. Stores nothing."
        " Under `make dev` it may be an address of this machine."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="Like http://localhost:9000/hook")
        parser.add_argument("--secret", default="", help="Sign with this one (whsec_...), not a new one.")

    @no_translations
    def handle(self, *, url: str, secret: str, **_options: Any) -> None:
        signing = secret or new_secret()
        event_id, now = uuid4(), timezone.now()
        body = body_of(event_id, EventType.TEST, without_subject(""), at=now).encode()
        try:
            headers = headers_of(event_id, body, timestamp=int(now.timestamp()), signing=[signing])
        except ValueError:
            raise CommandError(f"The secret is not one of ours: {PREFIX} and base64.") from None
        self.stdout.write(f"POST {url}")
        for name, value in headers.items():
            self.stdout.write(f"{name}: {value}")
        self.stdout.write(f"\n{body.decode()}\n\nSecret: {signing}")
        self.tell(post(url, body, headers))

    def tell(self, answer: Answer) -> None:
        said = "none" if answer.status is None else answer.status
        self.stdout.write(f"Answer: {said}, after {answer.milliseconds} ms")
        if not answer.is_taken:
            raise CommandError(f"Not taken: {Problem(answer.problem).label}.")
        self.stdout.write("Taken.")
