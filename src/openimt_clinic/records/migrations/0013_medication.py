from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0012_front_door"),
    ]

    operations = []
