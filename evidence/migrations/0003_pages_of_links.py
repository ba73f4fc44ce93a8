"""Give every link that is a web address its page: from now on an address is checked once for all."""

import hashlib

from django.db import migrations


def make_pages(apps, schema_editor):
    link_model, page_model = apps.get_model("evidence", "Link"), apps.get_model("evidence", "WebPage")
    for link in link_model.objects.exclude(url="").filter(page=None).iterator():
        url = link.url.partition("#")[0]
        page, _ = page_model.objects.get_or_create(
            digest=hashlib.sha256(url.encode()).hexdigest(), defaults={"url": url}
        )
        link.page = page
        link.save(update_fields=["page"])


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_pages_and_files")]

    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
