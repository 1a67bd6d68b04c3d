"""An index for contacts that were agreed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0022_calendar")]

    operations = [
        migrations.AddIndex(
            model_name="contactline",
            index=models.Index(
                condition=models.Q(("next_by__isnull", False)),
                fields=["clinic", "next_by"],
                name="contact_line_agreed",
            ),
        ),
    ]
