"""Checks of links are append-only, as history is: the database itself refuses change and deletion."""

from django.db import migrations

from measures import guard


def install(apps, schema_editor):
    guard.install(schema_editor.connection, ("evidence_linkcheck",))


def remove(apps, schema_editor):
    guard.remove(schema_editor.connection, ("evidence_linkcheck",))


class Migration(migrations.Migration):
    dependencies = [("measures", "0006_weak_points"), ("evidence", "0004_hosts_and_schedule")]
    operations = [migrations.RunPython(install, remove)]
