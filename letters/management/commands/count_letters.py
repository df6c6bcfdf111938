"""`manage.py count_letters MARKER`: how many stored letters begin with a marker, and how many different ones.

For measuring only (bench/writing/letters.py): opens letters, so it runs where the private key is, and says
nothing of them but numbers.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from letters.models import Letter
from letters.sealing.sealed_box import unseal_text


class Command(BaseCommand):
    help = "Count letters that begin with [MARKER:, for measuring; prints stored and distinct as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("marker")

    def handle(self, *, marker: str, **options: Any) -> None:
        kept = Letter.objects.exclude(sealed_body="")  # of one that was erased nothing is left to open
        sealed = kept.values_list("uuid", "sealed_body").iterator(chunk_size=500)
        bodies = (unseal_text(body, letter=uuid, field="body") for uuid, body in sealed)
        found = [body.partition("]")[0] for body in bodies if body.startswith(f"[{marker}:")]
        self.stdout.write(json.dumps({"stored": len(found), "distinct": len(set(found))}))
