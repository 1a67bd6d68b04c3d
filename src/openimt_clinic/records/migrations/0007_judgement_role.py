"""A judgement keeps the role in which it was made; all earlier ones were a clinician's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_catalogue_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="judgementrecord",
            name="role",
            field=models.CharField(default="clinician", max_length=20),
        ),
        migrations.AddConstraint(
            model_name="judgementrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["clinician", "prescriber", "senior"])),
                name="judgement_role_known",
            ),
        ),
    ]
