"""What a language asks of its translations."""

from django.db import transaction
from wagtail.log_actions import log

from home.translation.models import LocalePolicy
from home.translation.permissions import NotYours, leads

LANGUAGE_RULE_FIELDS = ("needs_review", "allows_machine")


@transaction.atomic
def change_rules(locale, rules, *, by):
    """Let these rules ({name of LANGUAGE_RULE_FIELDS: yes or no}) hold in the language. Raises NotYours."""
    if not leads(by):
        raise NotYours
    policy, _made = LocalePolicy.objects.select_for_update().get_or_create(locale=locale)
    for name in LANGUAGE_RULE_FIELDS:
        setattr(policy, name, rules[name])
    policy.save()
    log(
        locale,
        "translation.change_rules",
        user=by,
        title=str(locale),
        data={name: rules[name] for name in LANGUAGE_RULE_FIELDS},
    )
    return policy
