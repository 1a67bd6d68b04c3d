from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0014_fit"),
    ]

    operations = []
