import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0015_story_release"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="near",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.CreateModel(
            name="PlannedAbsence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("noted_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="records.clinic"),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["first"],
                "indexes": [
                    models.Index(
                        condition=Q(taken_back_at__isnull=True),
                        fields=["clinic", "last"],
                        name="planned_absence_standing",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(last__gte=F("first")),
                        name="planned_absence_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=~Q(cover=F("who")), name="planned_absence_cover_is_another"
                    ),
                    models.CheckConstraint(
                        condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                        | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                        name="planned_absence_taken_back_at_with_taken_back_by",
                    ),
                ],
            },
        ),
    ]
