from django.db import migrations

BEFORE, NOW = "home.jobs.run_job", "home.jobs.queue.run_job"


def call_jobs_by(path, instead_of):
    def rename(apps, schema_editor):
        """A queued job names code: one that was queued before a release must be found after it."""
        DBTaskResult = apps.get_model("django_tasks_database", "DBTaskResult")
        DBTaskResult.objects.filter(task_path=instead_of).update(task_path=path)

    return rename


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_heartbeat"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]
    operations = [migrations.RunPython(call_jobs_by(NOW, BEFORE), call_jobs_by(BEFORE, NOW))]
