"""Changing the rules for translations into a language."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale

from home.translation.models import LocalePolicy
from home.translation.permissions import NotYours, leads

LANGUAGE_RULE_FIELDS = ("needs_review", "allows_machine")


@transaction.atomic
def change_rules(locale: Locale, rules: Mapping[str, bool], *, by: User) -> LocalePolicy:
    """Set the rules of the language ({one of LANGUAGE_RULE_FIELDS: yes or no}). Raises NotYours."""
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
