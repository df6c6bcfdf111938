"""`manage.py reset`: back to an empty site. `make reset` calls it."""

import os
import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from letters.models import Letter


class Command(BaseCommand):
    help = "Empty the database, pictures and static files; keys stay. Letters are only erased with YES=1."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Never in production.")
        letters = letters_here()
        if letters and os.environ.get("YES") != "1":
            raise CommandError(f"{letters} letters would be lost. If you mean it: make reset YES=1")
        empty_database()
        for name in ("media", "static"):
            shutil.rmtree(settings.VAR_DIR / name, ignore_errors=True)
        (settings.VAR_DIR / "demo_loaded").unlink(missing_ok=True)
        self.stdout.write("Empty. `make run` starts anew.")


def letters_here() -> int:
    try:
        return Letter.objects.count()
    except DatabaseError:
        return 0  # no table yet


def empty_database() -> None:
    if connection.vendor == "sqlite":
        name = str(settings.DATABASES["default"]["NAME"])
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(name + suffix):
                os.unlink(name + suffix)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
