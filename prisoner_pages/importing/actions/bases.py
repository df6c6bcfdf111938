"""What a row's source gives: a basis for the name, one for letters, and the day as of which facts were true.

Nothing here ends or renews a basis: one that was withdrawn or has expired stays so.
"""

from collections.abc import Set

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import Basis, FactGroup, Scope, SourceKind
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.facts.actions.verification import set_verification
from prisoner_pages.facts.publishers import publisher_of
from prisoner_pages.facts.read_models.declarations import IMPORTED, in_order
from prisoner_pages.facts.read_models.fact import PersonRow, Rule
from prisoner_pages.importing.actions.run import Run
from prisoner_pages.models import Prisoner, Source, Verification

# The column that gives a basis.
BASIS_COLUMNS = {Scope.NAME: "source_url", Scope.LETTERS: "can_receive_letters"}


def kind_of(url: str) -> SourceKind:
    publisher = publisher_of(url)
    return publisher.kind if publisher else SourceKind.MEDIA


def groups_of(row: PersonRow) -> list[str]:
    """Return the groups of facts of which the row says something, in the table's order."""
    return list(dict.fromkeys(fact.group.value for fact in IMPORTED if fact.stated(row)))


def cite(record: Prisoner, row: PersonRow) -> None:
    """Add the row's sources to the record; those that stand there already learn what more they support.

    The date of a row is that of its newest page: with several pages nobody knows which, and none gets it.
    """
    known = {source.url: source for source in record.sources.all()}
    date = str(row.stated_on) if row.stated_on and len(row.sources) == 1 else ""
    for url in row.sources:
        source = known.setdefault(url, Source(url=url, kind=kind_of(url)))
        source.groups = list(dict.fromkeys([*source.groups, *groups_of(row)]))
        source.date = max(source.date, date)
    record.sources.set(in_order(list(known.values())))


def verify_new(record: Prisoner, row: PersonRow) -> None:
    """Like `verify`, for a record that was never verified."""
    if row.stated_on:
        Verification.objects.bulk_create(
            Verification(
                prisoner=record,
                group=group,
                verified_on=row.stated_on.day,
                precision=row.stated_on.precision,
                source_url=row.sources[0],
            )
            for group in verified_groups(record, row)
        )


def verify(record: Prisoner, row: PersonRow, *, otherwise: Set[str]) -> None:
    """The facts hold as of the day the source names; a row without a date verifies nothing.

    `otherwise` names the facts of which the record says something else than the row.
    """
    if row.stated_on is None:
        return
    for group in verified_groups(record, row, otherwise=otherwise):
        set_verification(
            record,
            group,
            on=row.stated_on.day,
            by=None,
            source_url=row.sources[0],
            precision=row.stated_on.precision,
        )


def verified_groups(
    record: Prisoner, row: PersonRow, *, otherwise: Set[str] = frozenset()
) -> list[FactGroup]:
    """Return the groups that the row verifies: it has a value, and the record holds it."""
    stated = {fact.name for fact in IMPORTED if fact.stated(row)}
    named = {group: _verifying(group) & stated for group in FactGroup if group in record.groups_told}
    return [group for group, names in named.items() if names and not names & otherwise]


def _verifying(group: FactGroup) -> set[str]:
    """Return the facts by which a source verifies a group: a status alone tells no place."""
    return {fact.name for fact in IMPORTED if fact.group == group and Rule.VERIFIES in fact.rules}


def give_bases(record: Prisoner, row: PersonRow, run: Run) -> bool:
    """Give the bases that the row is the first to give; return whether there were any.

    Of a record that is public already only the operator's act makes more public.
    """
    if record.live and not run.publish:
        return False
    scopes = {consent.scope for consent in record.consents.all()}
    wanted = _wanted(row)
    for scope in wanted.keys() - scopes:
        _give(record, row, scope, wanted[scope], run.by)
    known = wanted.keys() & scopes
    valid = {consent.scope for consent in record.consents.valid()} if known else set()
    for scope in sorted(known - valid):
        run.warn(row, BASIS_COLUMNS[scope], _("The basis has ended: a list doesn't renew it."))
    return bool(wanted.keys() - scopes)


def give_first_bases(record: Prisoner, row: PersonRow, *, by: User | None) -> None:
    """Do as `give_bases`, for a record that has none yet."""
    for scope, basis in _wanted(row).items():
        _give(record, row, scope, basis, by)


def _wanted(row: PersonRow) -> dict[Scope, Basis]:
    letters = {Scope.LETTERS: Basis.LISTED} if row.said.get("letters") else {}
    return {Scope.NAME: Basis.PUBLISHED} | letters


def _give(record: Prisoner, row: PersonRow, scope: Scope, basis: Basis, by: User | None) -> None:
    give_consent(
        record,
        scope=scope,
        basis=basis,
        by=by,
        given_on=row.exact_day,
        source_url=row.sources[0],
    )
