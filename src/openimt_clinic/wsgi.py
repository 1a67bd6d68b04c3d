"""The door a web server opens."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimt_clinic.settings")
application = get_wsgi_application()

# Only now: records can be imported once Django is ready.
from openimt_clinic.last_numbers import look_them_up  # noqa: E402

look_them_up()
