from django.db import migrations, models

import openimt_clinic.records.story_release


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0018_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="storyrelease",
            name="entries",
            field=models.JSONField(
                blank=True, default=openimt_clinic.records.story_release.no_entries
            ),
        ),
    ]
