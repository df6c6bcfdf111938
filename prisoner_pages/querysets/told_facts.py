"""People found by what their pages tell of them: for the filters of lists, and for the rules of campaigns."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractMonth

from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES
from prisoner_pages.choices import DatePrecision, Scope
from prisoner_pages.policies import ANNOUNCED_STATUSES, HEALTH_PLACES, HEALTH_STATUSES, held_status
from prisoner_pages.querysets.orders import all_of
from prisoner_pages.querysets.verifications import VerifiedPeople

if TYPE_CHECKING:
    from prisoner_pages.models import CampaignPage

Rule = Mapping[str, str]  # value by the name of the filter


class _Month(ExtractMonth):
    """Read off the text that SQLite stores: Django would call Python for every row, eight times as long."""

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> tuple[str, Any]:
        date_sql, parameters = compiler.compile(self.lhs)
        return f"CAST(substr({date_sql}, 6, 2) AS INTEGER)", parameters


class PeopleByToldFacts(VerifiedPeople):
    def _basis(self, scope: Scope, on: date | None) -> Exists:
        consents = all_of("Consent").valid_for(scope, on)
        return Exists(consents.filter(prisoner=OuterRef("pk")))

    def with_basis(self, scope: Scope, on: date | None = None) -> Self:
        return self.filter(self._basis(scope, on))

    def showing_facts(self) -> Self:
        """Leave out people of whom nothing but the name is shown, so that no filter tells more of them."""
        return self.exclude(status__in=NAME_ONLY_STATUSES)

    def of_status(self, status: str, on: date | None = None) -> Self:
        """People whose page says this status (`policies.shown_status`)."""
        if status in HEALTH_STATUSES:
            return self.filter(status=status).with_basis(Scope.HEALTH, on)
        sentences = all_of("Sentence").filter(prisoner=OuterRef("pk"))
        said = Q(status=status)
        for is_sentenced in (True, False):
            if status == held_status(is_sentenced=is_sentenced):
                stands_for = Q(Exists(sentences)) if is_sentenced else Q(~Exists(sentences))
                said |= Q(status__in=HEALTH_STATUSES) & stands_for & Q(~self._basis(Scope.HEALTH, on))
        return self.filter(said)

    def still_held(self) -> Self:
        return self.exclude(status__in=ANNOUNCED_STATUSES)

    def in_case(self, case_id: int) -> Self:
        """People of this published group, or of a group within it."""
        own = Q(casegroup=case_id) | Q(casegroup__parent=case_id, casegroup__parent__live=True)
        through = self.model.cases.through.objects.filter(own, prisoner=OuterRef("pk"), casegroup__live=True)
        return self.filter(Exists(through))

    def with_interest(self, interest_id: int) -> Self:
        """People whose page names this interest: it is told of those who are held."""
        chosen = self.model.interests.through.objects.filter(prisoner=OuterRef("pk"))
        return self.still_held().filter(Exists(chosen.filter(interest=interest_id, interest__live=True)))

    def with_occupation(self, occupation_id: int) -> Self:
        """People whose page names this work."""
        chosen = self.model.occupations.through.objects.filter(prisoner=OuterRef("pk"))
        return self.filter(Exists(chosen.filter(occupation=occupation_id, occupation__live=True)))

    def held_in(self, facility_id: int, on: date | None = None) -> Self:
        """People whose page names this place of detention (`CallToAction.shows_place`, health)."""
        named = ~Q(facility__kind__in=HEALTH_PLACES) | self._basis(Scope.HEALTH, on)
        return self.filter(named, facility=facility_id).exclude(status__in=ANNOUNCED_STATUSES)

    def born_in_month(self, month: int, on: date | None = None) -> Self:
        """People whose birthday may be shown and lies in this month (1 to 12)."""
        known = self.filter(birth_precision__in=[DatePrecision.DAY, DatePrecision.MONTH])
        dated = known.alias(birth_month=_Month("birth_date"))
        return dated.filter(birth_month=month).with_basis(Scope.BIRTHDAY, on)

    def fitting(self, rule: Rule) -> Self:
        """People of whom the page says all that the rule names; nobody for none, or for an unknown name."""
        if not rule or not rule.keys() <= RULE_FACTS.keys():
            return self.none()
        found = self.showing_facts()
        for name, value in rule.items():
            found = RULE_FACTS[name](found, value)
        return found

    def asked_for(self, chosen: Iterable[Any], rule: Rule) -> Self:
        """Recipients that a campaign would have by what is chosen, stored or not (`addressed_by`)."""
        return self._named_or_fitting(Q(pk__in=chosen), rule)

    def addressed_by(self, campaign: "CampaignPage") -> Self:
        """Recipients of a campaign (its page in the source locale): by name, or by its rule."""
        listed = type(campaign).recipients.through.objects.filter(
            campaignpage=campaign, prisoner=OuterRef("pk")
        )
        return self._named_or_fitting(Q(Exists(listed)), campaign.recipient_rule)

    def _named_or_fitting(self, named: Q, rule: Rule) -> Self:
        return self.filter(named | Q(pk__in=self.model.objects.fitting(rule).values("pk")) if rule else named)


# What the rule of a campaign may go by, by the names of the filters that find the same
# (`people.filters.table`); each finds nobody of whose page it is not true.
RULE_FACTS: dict[str, Callable[[Any, Any], Any]] = {
    "status": PeopleByToldFacts.of_status,
    "case": PeopleByToldFacts.in_case,
    "facility": PeopleByToldFacts.held_in,
    "occupation": PeopleByToldFacts.with_occupation,
    "birthday_month": PeopleByToldFacts.born_in_month,
}
