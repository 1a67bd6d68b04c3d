import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0014_fit"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoryRelease",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("topic", models.CharField(max_length=200)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("noted_at", models.DateTimeField()),
                ("taken_back_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.clinic",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.patient",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-noted_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_back_by__isnull", True), ("taken_back_on__isnull", True)
                            ),
                            models.Q(
                                ("taken_back_by__isnull", False), ("taken_back_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="story_release_taken_back_on_with_taken_back_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("topic", ""), _negated=True),
                        name="story_release_has_topic",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="story_release_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("taken_back_on__isnull", True)),
                            models.Q(
                                ("taken_back_on__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="story_release_taken_back_for_a_reason",
                    ),
                ],
            },
        ),
    ]
