import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import openimt_clinic.records.fit_choice
import openimt_clinic.records.skills_group
import openimt_clinic.records.therapist_profile


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0017_safety"),
    ]

    operations = [
        migrations.AddField(
            model_name="carerelation",
            name="because",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="carerelation",
            name="ended_because",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="fitchoice",
            name="options",
            field=models.JSONField(
                blank=True, default=openimt_clinic.records.fit_choice.nothing_proposed
            ),
        ),
        migrations.AddField(
            model_name="therapistprofile",
            name="to_ask",
            field=models.JSONField(
                blank=True, default=openimt_clinic.records.therapist_profile.no_words
            ),
        ),
        migrations.CreateModel(
            name="GroupMeeting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                (
                    "taught",
                    models.JSONField(
                        blank=True, default=openimt_clinic.records.skills_group.nothing_taught
                    ),
                ),
                ("practice", models.CharField(blank=True, default="", max_length=300)),
                ("off_because", models.CharField(blank=True, default="", max_length=300)),
                ("noted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.clinic",
                    ),
                ),
                (
                    "noted_by",
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
                "ordering": ["starts_at"],
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="records.groupmeeting",
            ),
        ),
        migrations.CreateModel(
            name="SkillsGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("series", models.UUIDField(default=uuid.uuid4)),
                ("first", models.DateField()),
                ("until", models.DateField()),
                ("at", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=120)),
                ("where", models.CharField(blank=True, default="", max_length=120)),
                ("made_at", models.DateTimeField()),
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
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
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
                "ordering": ["name", "first"],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
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
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="records.skillsgroup",
                    ),
                ),
            ],
            options={
                "ordering": ["since"],
            },
        ),
        migrations.AddField(
            model_name="groupmeeting",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="records.skillsgroup",
            ),
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("says", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "came",
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
                    "left",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("left", models.F("came")), _negated=True),
                        name="handover_to_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NonResponseRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("numbers", models.JSONField(blank=True, default=dict)),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField()),
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
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="nonresponse_rule_says_why",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="skillsgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("first"))), name="skills_group_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="skillsgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second__isnull", True),
                    models.Q(("second", models.F("leader")), _negated=True),
                    _connector="OR",
                ),
                name="skills_group_led_by_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_by__isnull", True), ("until__isnull", True)),
                    models.Q(("ended_by__isnull", False), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="group_member_until_with_ended_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("group", "patient"),
                name="group_member_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("noted_at__isnull", True), ("noted_by__isnull", True)),
                    models.Q(("noted_at__isnull", False), ("noted_by__isnull", False)),
                    _connector="OR",
                ),
                name="group_meeting_noted_at_with_noted_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmeeting",
            constraint=models.UniqueConstraint(
                fields=("group", "starts_at"), name="group_meeting_once"
            ),
        ),
    ]
