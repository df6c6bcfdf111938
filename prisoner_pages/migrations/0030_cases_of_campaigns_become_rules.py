"""Campaigns for everybody in a case keep asking for them, by the rule that may now name other facts, too.

Back again, a rule that names a case alone becomes that case. The release before has no other rules: such a
campaign asks there only for whom it names.
"""

from django.db import migrations


def cases_become_rules(apps, schema_editor):
    campaigns = apps.get_model("prisoner_pages", "CampaignPage").objects.exclude(everyone_in_case=None)
    for page, case in campaigns.values_list("pk", "everyone_in_case"):
        campaigns.filter(pk=page).update(recipient_rule={"case": str(case)})


def rules_become_cases(apps, schema_editor):
    campaigns = apps.get_model("prisoner_pages", "CampaignPage").objects
    cases = {str(pk): pk for pk in apps.get_model("prisoner_pages", "CaseGroup").objects.values_list("pk", flat=True)}
    for page, rule in campaigns.values_list("pk", "recipient_rule"):
        case = cases.get(rule.get("case")) if rule.keys() == {"case"} else None
        campaigns.filter(pk=page).update(everyone_in_case=case)


class Migration(migrations.Migration):
    dependencies = [("prisoner_pages", "0029_campaigns_ask_by_rule")]
    operations = [migrations.RunPython(cases_become_rules, rules_become_cases)]
