from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0011_care_documents"),
    ]

    operations = []
