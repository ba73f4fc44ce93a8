from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_jobs_and_issued_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='paperpiece',
            name='pages',
            field=models.PositiveIntegerField(db_default=1),
        ),
    ]
