from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Q

FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
OUT = "({0} < '1900-01-01 00:00+00' OR {0} >= '2200-01-01 00:00+00')"
WALLED = ("records_contactline", "records_onduty", "records_appointment")

# A moment of the year 1 or 9999 was a slip that no page could show. The line stays, at the first
# or the last day that can be shown; a next contact and a duty of such a day are none.
MENDED = [
    # Checked at once: a table with checks that wait for the end cannot be altered.
    "SET CONSTRAINTS ALL IMMEDIATE",
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in WALLED),
    f"UPDATE records_contactline SET next_by = NULL WHERE {OUT.format('next_by')}",
    "UPDATE records_contactline SET at = '1900-01-01 12:00+00' WHERE at < '1900-01-01 00:00+00'",
    "UPDATE records_contactline SET at = '2199-12-31 12:00+00' WHERE at >= '2200-01-01 00:00+00'",
    f"DELETE FROM records_onduty WHERE {OUT.format('starts_at')} OR {OUT.format('ends_at')}",
    # A minute apart, for no two hours of one person may be the same.
    "UPDATE records_appointment a SET starts_at = b.day + b.n * interval '1 minute' FROM ("
    "SELECT id, row_number() OVER (ORDER BY starts_at, id) AS n, "
    "CASE WHEN starts_at < '1900-01-01 00:00+00' THEN timestamptz '1900-01-01 00:00+00' "
    "ELSE timestamptz '2199-12-01 00:00+00' END AS day FROM records_appointment "
    f"WHERE {OUT.format('starts_at')}) b WHERE a.id = b.id",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in WALLED),
]


def in_our_time(model: str, record: str, field: str) -> migrations.AddConstraint:
    inside = Q(**{f"{field}__gte": FIRST, f"{field}__lt": LAST})
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=inside | Q(**{f"{field}__isnull": True}),
            name=f"{record}_{field}_in_our_time",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0020_aside"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="changes",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunSQL(MENDED, migrations.RunSQL.noop),
        in_our_time("appointment", "appointment", "starts_at"),
        in_our_time("contactline", "contact_line", "at"),
        in_our_time("contactline", "contact_line", "next_by"),
        in_our_time("onduty", "on_duty", "starts_at"),
        in_our_time("onduty", "on_duty", "ends_at"),
    ]
