"""Make the changes of cards and of the register append-only, as history is."""

from django.db import migrations

from measures import guard

TABLES = ("assessments_cardchange", "assessments_disclosurechange")


def install(apps, schema_editor):
    guard.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    guard.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("measures", "0009_waivers_and_waiting_proofs"), ("assessments", "0003_card_of_a_year")]

    operations = [migrations.RunPython(install, remove)]
