"""Requests name what they are about by a digest that only who may ask knows; public hosts read no digest.

A host of the release before has written requests without one: those that wait get that of their letter, and
are looked through as ever. What has no shape of a request is settled.
"""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone

BY_CODE, BY_LINK = ("withdraw", "erase", "answer"), ("erase_yes", "confirm")
OF_A_LETTER, OF_NO_LETTER = Q(letter_uuid__isnull=False), Q(letter_uuid__isnull=True)
PROVED = Q(sealed__startswith="v1:")
WITH_DIGEST = Q(Exact(Length("digest"), 64))
SHAPES = (
    Q(done_at__isnull=False)
    | (Q(kind__in=BY_CODE) & OF_A_LETTER & WITH_DIGEST & PROVED)
    | (Q(kind__in=BY_LINK) & OF_NO_LETTER & WITH_DIGEST & PROVED)
    | (Q(kind="erase_mail") & OF_NO_LETTER & Q(digest="") & PROVED)
    | (Q(kind="notify") & OF_A_LETTER & Q(digest="", sealed=""))
)
# Called by the public host's database user with its owner's rights. Whoever tries digests waits at each.
FUNCTION = """
CREATE FUNCTION {name}(wanted text) RETURNS {answer} LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_sleep(0.02);
    RETURN ({query} LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION {name}(text) FROM PUBLIC;
"""
FUNCTIONS = {
    "letters_letter_by_code": ("bigint", "SELECT id FROM public.letters_letter WHERE code_digest = wanted"),
    "letters_address_by_link": (
        "bigint",
        "SELECT id FROM public.letters_writeraddress WHERE link_digest = wanted",
    ),
    "letters_erasure_by_link": (
        "bigint",
        "SELECT id FROM public.letters_erasurerequest WHERE link_digest = wanted",
    ),
    "letters_request_waiting": (
        "text",
        "SELECT kind FROM public.letters_request WHERE done_at IS NULL AND digest = wanted ORDER BY id DESC",
    ),
}


def give_digests(apps, schema_editor):
    requests, letters = (apps.get_model("letters", name).objects for name in ("WriterRequest", "Letter"))
    waiting = requests.filter(done_at=None)
    named = letters.filter(uuid=OuterRef("letter_uuid")).values("code_digest")
    of_letters = waiting.filter(kind__in=BY_CODE, letter_uuid__in=letters.values("uuid"))
    of_letters.update(digest=Subquery(named[:1]))
    double = waiting.filter(kind="notify", letter_uuid=OuterRef("letter_uuid"), pk__lt=OuterRef("pk"))
    is_double = Q(kind="notify") & Q(Exists(double))
    for shapeless in (~SHAPES, is_double):
        pks = list(waiting.filter(shapeless).values_list("pk", flat=True))
        settled = {"letter_uuid": None, "digest": "", "sealed": "", "language": ""}
        for start in range(0, len(pks), 500):
            requests.filter(pk__in=pks[start : start + 500]).update(done_at=timezone.now(), **settled)


def make_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, (answer, query) in FUNCTIONS.items():
            schema_editor.execute(FUNCTION.format(name=name, answer=answer, query=query))


def drop_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in FUNCTIONS:
            schema_editor.execute(f"DROP FUNCTION {name}(text)")


class Migration(migrations.Migration):

    dependencies = [
        ("letters", "0011_letters_may_be_locked"),
    ]

    operations = [
        migrations.RunPython(give_digests, migrations.RunPython.noop),
        migrations.AddField(
            model_name="writerrequest",
            name="attempts",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddIndex(
            model_name="writerrequest",
            index=models.Index(condition=Q(("done_at", None)), fields=["digest"], name="request_digest"),
        ),
        migrations.AddConstraint(
            model_name="writerrequest",
            constraint=models.CheckConstraint(condition=SHAPES, name="request_shape"),
        ),
        migrations.AddConstraint(
            model_name="writerrequest",
            constraint=models.UniqueConstraint(
                condition=Q(("done_at", None), ("kind", "notify")),
                fields=("letter_uuid",),
                name="request_one_notice",
            ),
        ),
        migrations.RunPython(make_functions, drop_functions),
    ]
