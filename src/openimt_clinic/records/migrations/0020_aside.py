from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0019_story"),
    ]

    operations = [
        migrations.AddField(
            model_name="caredocument",
            name="aside",
            field=models.TextField(blank=True, default=""),
        ),
    ]
