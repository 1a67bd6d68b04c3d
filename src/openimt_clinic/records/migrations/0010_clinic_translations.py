from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0009_prompts'),
    ]

    operations = [
        migrations.AddField(
            model_name='clinic',
            name='translations',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
