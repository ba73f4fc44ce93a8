"""History is append-only: the database itself refuses change and deletion."""

from django.db import migrations

from measures import guard


def install(apps, schema_editor):
    guard.install(schema_editor.connection, ("measures_event", "agencies_accountevent"))


def remove(apps, schema_editor):
    guard.remove(schema_editor.connection, ("measures_event", "agencies_accountevent"))


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial"), ("agencies", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
