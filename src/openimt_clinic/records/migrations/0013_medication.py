import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0012_front_door"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alertcontact',
            name='alert_contact_way_known',
        ),
        migrations.RenameModel(
            old_name='AlertContact',
            new_name='ContactLine',
        ),
        migrations.RunSQL(
            # The wall's own constraint is put up again under the new name after each migration.
            'ALTER TABLE records_contactline DROP CONSTRAINT IF EXISTS records_alertcontact_same_clinic',
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='contactline',
            name='alert',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='records.alertcase'),
        ),
        migrations.AlterField(
            model_name='contactline',
            name='way',
            field=models.CharField(choices=[('phone', 'phone'), ('in_person', 'in person'), ('message', 'message'), ('letter', 'letter'), ('other_person', 'other person'), ('emergency_service', 'emergency service')], max_length=20),
        ),
        migrations.AddField(
            model_name='contactline',
            name='agreed',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='contactline',
            name='next_by',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='contactline',
            name='whom',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        migrations.AddField(
            model_name='contactline',
            name='consent',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='safetyplan',
            name='rehearsed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='AdverseEffect',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('line', models.UUIDField()),
                ('on', models.DateField()),
                ('says', models.TextField()),
                ('told_on', models.DateField(blank=True, null=True)),
                ('noted_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.patient')),
                ('told_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-on', '-noted_at'],
            },
        ),
        migrations.CreateModel(
            name='Medicine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('number', models.PositiveIntegerField(default=1)),
                ('holds', models.BooleanField(default=True)),
                ('drug', models.CharField(max_length=200)),
                ('taken', models.CharField(blank=True, default='', max_length=200)),
                ('psychotropic', models.BooleanField()),
                ('target', models.CharField(max_length=200)),
                ('instrument', models.CharField(blank=True, default='', max_length=60)),
                ('measure', models.CharField(blank=True, default='', max_length=200)),
                ('prescriber_outside', models.CharField(blank=True, default='', max_length=120)),
                ('started_on', models.DateField()),
                ('review_on', models.DateField()),
                ('stop_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('because', models.TextField(blank=True, default='')),
                ('noted_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.patient')),
                ('prescriber', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['started_on', 'drug', '-number'],
            },
        ),
        migrations.CreateModel(
            name='MedicinesLook',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('says', models.TextField(blank=True, default='')),
                ('noted_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.patient')),
            ],
            options={
                'ordering': ['-on', '-noted_at'],
            },
        ),
        migrations.CreateModel(
            name='PlanHolder',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('number', models.PositiveIntegerField()),
                ('since', models.DateField()),
                ('taken_back_on', models.DateField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.patient')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(blank=True, default='', max_length=30)),
                ('number_says', models.CharField(blank=True, default='', max_length=200)),
                ('near_name', models.CharField(blank=True, default='', max_length=120)),
                ('near_number', models.CharField(blank=True, default='', max_length=30)),
                ('near_says', models.CharField(blank=True, default='', max_length=200)),
                ('near_agreed_on', models.DateField(blank=True, null=True)),
                ('noted_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.clinic')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.patient')),
            ],
            options={
                'ordering': ['-noted_at'],
            },
        ),
        migrations.AddIndex(
            model_name='adverseeffect',
            index=models.Index(fields=['patient', 'line'], name='adverse_effect_of_a_line'),
        ),
        migrations.AddConstraint(
            model_name='adverseeffect',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_by__isnull', True), ('told_on__isnull', True)), models.Q(('told_by__isnull', False), ('told_on__isnull', False)), _connector='OR'), name='adverse_effect_told_on_with_told_by'),
        ),
        migrations.AddConstraint(
            model_name='adverseeffect',
            constraint=models.CheckConstraint(condition=models.Q(('says', ''), _negated=True), name='adverse_effect_said'),
        ),
        migrations.AddIndex(
            model_name='contactline',
            index=models.Index(fields=['patient', '-at'], name='contact_line_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='contactline',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['emergency_service', 'in_person', 'letter', 'message', 'other_person', 'phone'])), name='contact_line_way_known'),
        ),
        migrations.AddConstraint(
            model_name='contactline',
            constraint=models.CheckConstraint(condition=models.Q(('alert__isnull', False), models.Q(('way', 'other_person'), _negated=True), models.Q(models.Q(('whom', ''), _negated=True), models.Q(('consent', ''), _negated=True)), _connector='OR'), name='contact_line_of_others_with_consent'),
        ),
        migrations.AddIndex(
            model_name='medicine',
            index=models.Index(condition=models.Q(('ended_on__isnull', True), ('holds', True)), fields=['patient'], name='medicine_taken_now'),
        ),
        migrations.AddConstraint(
            model_name='medicine',
            constraint=models.UniqueConstraint(fields=('line', 'number'), name='medicine_number_once'),
        ),
        migrations.AddConstraint(
            model_name='medicine',
            constraint=models.UniqueConstraint(condition=models.Q(('holds', True)), fields=('line',), name='medicine_holds_once'),
        ),
        migrations.AddConstraint(
            model_name='medicine',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('drug', ''), _negated=True), models.Q(('target', ''), _negated=True)), name='medicine_drug_and_target_said'),
        ),
        migrations.AddConstraint(
            model_name='medicine',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('instrument', ''), _negated=True), models.Q(('measure', ''), _negated=True), _connector='OR'), name='medicine_measure_said'),
        ),
        migrations.AddConstraint(
            model_name='medicine',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('prescriber__isnull', False), ('prescriber_outside', '')), models.Q(('prescriber__isnull', True), models.Q(('prescriber_outside', ''), _negated=True)), _connector='OR'), name='medicine_one_prescriber'),
        ),
        migrations.AddConstraint(
            model_name='medicine',
            constraint=models.CheckConstraint(condition=models.Q(('review_on__gte', models.F('started_on')), models.Q(('stop_on__isnull', True), ('stop_on__gte', models.F('started_on')), _connector='OR'), models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR')), name='medicine_days_after_start'),
        ),
        migrations.AddConstraint(
            model_name='medicine',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('because', ''), _negated=True), _connector='OR'), name='medicine_ended_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='planholder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_by__isnull', True), ('taken_back_on__isnull', True)), models.Q(('taken_back_by__isnull', False), ('taken_back_on__isnull', False)), _connector='OR'), name='plan_holder_taken_back_on_with_taken_back_by'),
        ),
        migrations.AddConstraint(
            model_name='planholder',
            constraint=models.CheckConstraint(condition=models.Q(('taken_back_on__isnull', True), ('taken_back_on__gte', models.F('since')), _connector='OR'), name='plan_holder_taken_back_after'),
        ),
        migrations.AddConstraint(
            model_name='planholder',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='plan_holder_named'),
        ),
        migrations.AddConstraint(
            model_name='reach',
            constraint=models.CheckConstraint(condition=models.Q(('near_name', ''), ('near_agreed_on__isnull', False), _connector='OR'), name='reach_near_only_as_agreed'),
        ),
        migrations.CreateModel(
            name='DowntimeSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('people', models.PositiveIntegerField()),
                ('desk', models.BooleanField(default=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.clinic')),
            ],
            options={
                'ordering': ['-made_at'],
                'indexes': [models.Index(fields=['by', '-made_at'], name='downtime_sheet_of_somebody')],
            },
        ),
    ]
