from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_api_tokens")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="tour_put_away",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
